/* What weights may tell: no more than the same results without them. */
#include "stages/disclose.h"

#include "pipeline/core/memory.h"

#include <string.h>

static int publish_follower(struct stage_context *context, const char *name,
			    const struct disclosed *leader, struct error *error)
{
	struct disclosed follower;

	if (disclose_read(context, name, &follower, error) < 0)
		return -1;
	/* All or none: nobody may be weighted. */
	if (follower.table->n_rows)
		disclose_follow(&follower, leader);
	return disclose_results(context, name, &follower, error);
}

/* A margin's small levels, and with them how many of them answered. */
static int publish_margins(struct stage_context *context, struct error *error)
{
	struct disclosed margins;

	if (disclose_read(context, "weight_margin", &margins, error) < 0)
		return -1;
	disclose_profile(&margins);
	disclose_follow(&margins, &margins);
	if (publish_follower(context, "response", &margins, error) < 0)
		return -1;
	return disclose_results(context, "weight_margin", &margins, error);
}

/* Ratios and tests on fewer people than the threshold. */
static int publish_counted(struct stage_context *context, const char *name,
			   struct error *error)
{
	struct disclosed tests;

	if (disclose_read(context, name, &tests, error) < 0)
		return -1;
	for (size_t r = 0; r < tests.table->n_rows; r++)
		tests.is_suppressed[r] =
			table_number(tests.table, r,
				     table_column(tests.table, "n")) <
			tests.threshold;
	disclose_follow(&tests, &tests);
	return disclose_results(context, name, &tests, error);
}

int disclose_weights(struct stage_context *context,
		     const struct disclosed *profile,
		     const struct disclosed *summary, struct error *error)
{
	if (disclose_copy(context, "weight_summary",
			  "select * from weight_summary", error) < 0 ||
	    disclose_copy(context, "response_summary",
			  "select * from response_summary", error) < 0 ||
	    publish_margins(context, error) < 0 ||
	    publish_counted(context, "weighted_ratio", error) < 0 ||
	    publish_counted(context, "weighted_test", error) < 0 ||
	    publish_follower(context, "weighted_share", profile, error) < 0)
		return -1;
	return publish_follower(context, "weighted_mean", summary, error);
}

int disclose_weighted_cross(struct stage_context *context,
			    const struct disclosed *cross, struct error *error)
{
	return publish_follower(context, "weighted_cross", cross, error);
}

int disclose_weighted_gap(struct stage_context *context,
			  const struct disclosed *gap, struct error *error)
{
	return publish_follower(context, "weighted_gap", gap, error);
}
