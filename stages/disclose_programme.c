/*
 * What may be told of a programme.  Its register is about people: how many took
 * part is published as it stands only where the project says that these counts
 * are public; what rests on few people otherwise, their cost and length, is
 * withheld in any case.
 */
#include "stages/disclose.h"

#include "pipeline/core/memory.h"

static bool is_public(const struct stage_context *context)
{
	const struct project_programme *programme = context->project->programme;

	return programme && programme->is_public;
}

static void empty(struct disclosed *cells, size_t row, const char *name)
{
	int column = table_column(cells->table, name);

	cells->table->cells[row * cells->table->n_columns + (size_t)column] =
		value_null();
}

/* ---- counts ---- */

struct counted {
	const char *table, *count;
	const char *keys[4]; /* rows equal in these add up */
	const char *kept[8]; /* of withheld rows, NULL-ended */
};

static const struct counted counted[] = {
	{ "programme_progress",
	  "participants",
	  { "grouping", "year", "measure" },
	  { "grouping", "level", "position", "year", "measure", "planned",
	    "planned_to_date" } },
	{ "programme_participation",
	  "participants",
	  { "grouping" },
	  { "grouping", "level", "position", "staff", "staff_share" } },
	{ "programme_flow",
	  "participants",
	  { "grouping", "level" },
	  { "grouping", "level", "position", "country" } },
	{ "programme_calendar",
	  "participants",
	  { "grouping", "level" },
	  { "grouping", "level", "month", "calendar_year", "month_number" } },
	{ "programme_day", "away", { NULL }, { "day" } },
	{ "programme_cost",
	  "participants",
	  { "grouping" },
	  { "grouping", "level", "position" } },
};

static int publish_counts(struct stage_context *context,
			  const struct counted *one, struct error *error)
{
	struct disclosed cells;

	if (disclose_read(context, one->table, &cells, error) < 0)
		return -1;
	cells.count = one->count;
	if (!is_public(context)) {
		disclose_small(&cells, one->keys);
		disclose_blank(&cells, one->kept);
	}
	return disclose_results(context, one->table, &cells, error);
}

/* What a few people cost, or how long they stayed, is theirs. */
static int publish_cost(struct stage_context *context,
			const struct counted *one, struct error *error)
{
	static const char *const theirs[] = { "days",
					      "cost",
					      "cost_per_participation",
					      "cost_per_participant",
					      "cost_per_day",
					      "days_per_participation",
					      "without_cost" };
	struct disclosed cells;

	if (!is_public(context))
		return publish_counts(context, one, error);
	if (disclose_read(context, one->table, &cells, error) < 0)
		return -1;
	cells.count = one->count;
	disclose_small(&cells, one->keys);
	for (size_t r = 0; r < cells.table->n_rows; r++)
		for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
			if (cells.is_suppressed[r])
				empty(&cells, r, theirs[i]);
	return disclose_results(context, one->table, &cells, error);
}

/* ---- applications, indicators ---- */

static int publish_applications(struct stage_context *context,
				struct error *error)
{
	static const char *const keys[4] = { "grouping", "level" };
	static const char *const kept[] = { "grouping", "level", "position",
					    "outcome", NULL };
	struct disclosed cells;

	if (disclose_read(context, "programme_application", &cells, error) < 0)
		return -1;
	disclose_small(&cells, keys);
	disclose_blank(&cells, kept);
	return disclose_results(context, "programme_application", &cells,
				error);
}

static int publish_indicators(struct stage_context *context,
			      struct error *error)
{
	static const char *const kept[] = { "indicator", "position",
					    "measure",   "item",
					    "target",    "target_to_date",
					    "wanted",    NULL };
	struct disclosed cells;
	int n;

	if (disclose_read(context, "programme_indicator", &cells, error) < 0)
		return -1;
	n = table_column(cells.table, "n");
	for (size_t r = 0; r < cells.table->n_rows; r++) {
		double people = table_number(cells.table, r, n);

		cells.is_suppressed[r] = people > 0 && people < cells.threshold;
	}
	disclose_blank(&cells, kept);
	return disclose_results(context, "programme_indicator", &cells, error);
}

int disclose_programme(struct stage_context *context, struct error *error)
{
	static const char *const plain[] = { "programme_concentration",
					     "programme_wave", "recommendation",
					     "programme_fact" };
	size_t n = sizeof counted / sizeof *counted;

	for (size_t i = 0; i + 1 < n; i++)
		if (publish_counts(context, &counted[i], error) < 0)
			return -1;
	if (publish_cost(context, &counted[n - 1], error) < 0 ||
	    publish_applications(context, error) < 0 ||
	    publish_indicators(context, error) < 0)
		return -1;
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (disclose_copy(
			    context, plain[i],
			    memory_format(context->memory,
					  "select * from %s order by rowid",
					  plain[i]),
			    error) < 0)
			return -1;
	return 0;
}
