/*
 * What may be told of people met again.  Everybody and those met again are two
 * groups that differ by a few: the difference of their means would tell what
 * these few said, so the mean of everybody stays inside then.
 */
#include "stages/disclose.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

static bool is_few(const struct disclosed *cells, double n)
{
	return n > 0 && n < cells->threshold;
}

static double number(const struct disclosed *cells, size_t row,
		     const char *name)
{
	return table_number(cells->table, row,
			    table_column(cells->table, name));
}

static const char *text(const struct disclosed *cells, size_t row,
			const char *name)
{
	return table_text(cells->table, row, table_column(cells->table, name));
}

static void empty(struct disclosed *cells, size_t row, const char *name)
{
	int column = table_column(cells->table, name);

	cells->table->cells[row * cells->table->n_columns + (size_t)column] =
		value_null();
}

/* ---- attrition ---- */

/* Of groups only who of the first instrument came back: who else came could be
 * worked out from the sums of several waves. */
static void mark_attrition(struct disclosed *cells)
{
	for (size_t r = 0; r < cells->table->n_rows; r++) {
		if (!strcmp(text(cells, r, "grouping"), "all")) {
			cells->is_suppressed[r] =
				is_few(cells, number(cells, r, "answered"));
			continue;
		}
		empty(cells, r, "answered");
		empty(cells, r, "matched");
		empty(cells, r, "fresh");
		cells->is_suppressed[r] =
			is_few(cells, number(cells, r, "kept")) ||
			is_few(cells, number(cells, r, "lost"));
	}
}

static int publish_attrition(struct stage_context *context, struct error *error)
{
	static const char *const keys[4] = { "grouping", "instrument" };
	static const char *const kept[] = { "grouping", "level", "instrument",
					    "position", NULL };
	struct disclosed cells;

	if (disclose_read(context, "attrition", &cells, error) < 0)
		return -1;
	cells.count = "base";
	mark_attrition(&cells);
	disclose_small(&cells, keys);
	disclose_blank(&cells, kept);
	return disclose_results(context, "attrition", &cells, error);
}

/* ---- change ---- */

static bool is_same(const struct disclosed *cells, size_t one, size_t two,
		    const char *name)
{
	return !strcmp(text(cells, one, name), text(cells, two, name));
}

/* Who got better, worse or neither: all three or none. */
static void mark_shares(struct disclosed *cells, size_t row)
{
	static const char *const names[] = { "improved", "unchanged", "worse" };
	double n = number(cells, row, "n");
	bool is_withheld = false;

	for (size_t i = 0; i < 3; i++)
		is_withheld |=
			is_few(cells, round(n * number(cells, row, names[i])));
	for (size_t i = 0; i < 3 && is_withheld; i++)
		empty(cells, row, names[i]);
}

/* The unpaired row stands behind the paired one of the same instruments. */
static void mark_change(struct disclosed *cells)
{
	for (size_t r = 0; r < cells->table->n_rows; r++) {
		mark_shares(cells, r);
		cells->is_suppressed[r] |=
			is_few(cells, number(cells, r, "n_from")) ||
			is_few(cells, number(cells, r, "n_to"));
		if (!r || strcmp(text(cells, r, "comparison"), "unpaired") ||
		    !is_same(cells, r, r - 1, "contrast"))
			continue;
		cells->is_suppressed[r] |=
			is_few(cells, number(cells, r, "n_from") -
					      number(cells, r - 1, "n")) ||
			is_few(cells, number(cells, r, "n_to") -
					      number(cells, r - 1, "n"));
	}
}

/* No more than the same comparison tells without weights. */
static int publish_weighted(struct stage_context *context,
			    const struct disclosed *change,
			    const char *const *kept, struct error *error)
{
	struct disclosed weighted;

	if (disclose_read(context, "weighted_change", &weighted, error) < 0)
		return -1;
	/* all or none: nobody may be weighted */
	for (size_t r = 0; r < weighted.table->n_rows; r++)
		weighted.is_suppressed[r] = change->is_suppressed[r];
	disclose_blank(&weighted, kept);
	return disclose_results(context, "weighted_change", &weighted, error);
}

static int publish_change(struct stage_context *context, struct error *error)
{
	static const char *const keys[4] = { "grouping", "item", "comparison",
					     "contrast" };
	static const char *const kept[] = {
		"grouping",        "level",         "item",
		"position",        "comparison",    "contrast",
		"from_instrument", "to_instrument", NULL
	};
	struct disclosed cells;

	if (disclose_read(context, "change", &cells, error) < 0)
		return -1;
	mark_change(&cells);
	disclose_small(&cells, keys);
	disclose_blank(&cells, kept);
	if (publish_weighted(context, &cells, kept, error) < 0)
		return -1;
	return disclose_results(context, "change", &cells, error);
}

static int publish_trend(struct stage_context *context, struct error *error)
{
	static const char *const keys[4] = { "grouping", "item" };
	static const char *const kept[] = { "grouping", "level", "item",
					    "position", "waves", NULL };
	struct disclosed cells;

	if (disclose_read(context, "change_trend", &cells, error) < 0)
		return -1;
	disclose_small(&cells, keys);
	disclose_blank(&cells, kept);
	return disclose_results(context, "change_trend", &cells, error);
}

/* ---- levels of evaluation ---- */

/* Too few gave one of the two kinds of answer, or were asked twice. */
static void mark_kirkpatrick(struct disclosed *cells)
{
	for (size_t r = 0; r < cells->table->n_rows; r++) {
		double n = number(cells, r, "n");
		double above = round(n * number(cells, r, "share"));

		if (is_few(cells, above) || is_few(cells, n - above)) {
			empty(cells, r, "share");
			empty(cells, r, "share_low");
			empty(cells, r, "share_high");
		}
		if (!is_few(cells, number(cells, r, "n_change")))
			continue;
		empty(cells, r, "n_change");
		empty(cells, r, "difference");
		empty(cells, r, "difference_low");
		empty(cells, r, "difference_high");
	}
}

static int publish_kirkpatrick(struct stage_context *context,
			       struct error *error)
{
	static const char *const keys[4] = { "kirkpatrick", "question",
					     "instrument" };
	static const char *const kept[] = { "kirkpatrick", "place",
					    "question",    "position",
					    "instrument",  "wave",
					    NULL };
	struct disclosed cells;

	if (disclose_read(context, "kirkpatrick", &cells, error) < 0)
		return -1;
	mark_kirkpatrick(&cells);
	disclose_small(&cells, keys);
	disclose_blank(&cells, kept);
	return disclose_results(context, "kirkpatrick", &cells, error);
}

int disclose_change(struct stage_context *context, struct error *error)
{
	/* How many sheets each rule matched says nothing of anybody. */
	if (disclose_copy(context, "link_rule",
			  "select outcome, rule, n from link_rule", error) < 0)
		return -1;
	if (publish_attrition(context, error) < 0 ||
	    publish_change(context, error) < 0 ||
	    publish_trend(context, error) < 0)
		return -1;
	return publish_kirkpatrick(context, error);
}
