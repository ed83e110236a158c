/*
 * What may be told of a programme.  Its register is about people: how many took
 * part is published as it stands only where the project says that these counts
 * are public; what rests on few people otherwise, their cost and length, is
 * withheld in any case.
 */
#include "stages/disclose.h"

#include "pipeline/core/memory.h"

#include <string.h>

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
	const char *keys[4];   /* rows equal in these add up */
	const char *kept[8];   /* of withheld rows, NULL-ended */
	const char *theirs[8]; /* withheld of few people in any case */
};

static const struct counted counted[] = {
	{ "programme_participation",
	  "participants",
	  { "grouping" },
	  { "grouping", "level", "position", "staff", "staff_share" },
	  { NULL } },
	{ "programme_flow",
	  "participants",
	  { "grouping", "level" },
	  { "grouping", "level", "position", "country" },
	  { "hosts", "days" } },
	{ "programme_calendar",
	  "participants",
	  { "grouping", "level" },
	  { "grouping", "level", "month", "calendar_year", "month_number" },
	  { "days" } },
	{ "programme_day", "away", { NULL }, { "day" }, { NULL } },
	{ "programme_cost",
	  "participants",
	  { "grouping" },
	  { "grouping", "level", "position" },
	  { "days", "cost", "cost_per_participation", "cost_per_participant",
	    "cost_per_day", "days_per_participation", "without_cost" } },
};

/* What a few people cost, or how long they stayed, is theirs. */
static void empty_theirs(struct disclosed *cells, const struct counted *one)
{
	for (size_t r = 0; r < cells->table->n_rows; r++)
		for (size_t i = 0; one->theirs[i] && cells->is_suppressed[r];
		     i++)
			empty(cells, r, one->theirs[i]);
}

static int publish_counts(struct stage_context *context,
			  const struct counted *one, struct error *error)
{
	struct disclosed cells;

	if (disclose_read(context, one->table, &cells, error) < 0)
		return -1;
	cells.count = one->count;
	if (!is_public(context) || one->theirs[0])
		disclose_small(&cells, one->keys);
	if (is_public(context))
		empty_theirs(&cells, one);
	else
		disclose_blank(&cells, one->kept);
	return disclose_results(context, one->table, &cells, error);
}

/* Of public counts the participations stand as they are, their cost does not.
 */
static int publish_progress(struct stage_context *context, struct error *error)
{
	static const char *const keys[4] = { "grouping", "year", "measure" };
	static const char *const kept[] = { "grouping",        "level",
					    "position",        "year",
					    "measure",         "planned",
					    "planned_to_date", NULL };
	struct disclosed cells;
	int measure;

	if (disclose_read(context, "programme_progress", &cells, error) < 0)
		return -1;
	cells.count = "participants";
	disclose_small(&cells, keys);
	measure = table_column(cells.table, "measure");
	for (size_t r = 0; r < cells.table->n_rows && is_public(context); r++)
		if (!strcmp(table_text(cells.table, r, measure),
			    "participations"))
			cells.is_suppressed[r] = false;
	disclose_blank(&cells, kept);
	return disclose_results(context, "programme_progress", &cells, error);
}

/* Of groups only while their counts are public. */
static int publish_waves(struct stage_context *context, struct error *error)
{
	return disclose_copy(context, "programme_wave",
			     is_public(context)
				     ? "select * from programme_wave"
				       " order by rowid"
				     : "select * from programme_wave where"
				       " grouping = 'all' order by rowid",
			     error);
}

/* Who is in two groups at once: all of it where counts are public; otherwise
 * nothing, as every cell could be worked out from the sums of both. */
static int publish_cross(struct stage_context *context, struct error *error)
{
	return disclose_copy(context, "programme_cross",
			     is_public(context)
				     ? "select * from programme_cross"
				       " order by rowid"
				     : "select * from programme_cross where 0",
			     error);
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

/* How many were cancelled, came twice or have no cost are counts too. */
static int publish_facts(struct stage_context *context, struct error *error)
{
	int least = is_public(context) ? 0 : context->project->threshold;

	return disclose_copy(
		context, "programme_fact",
		memory_format(context->memory,
			      "select name, case when value >= %d or value = 0"
			      " or text is not null or name not in"
			      " ('registered', 'participations',"
			      " 'participants', 'repeated', 'scheduled',"
			      " 'cancelled', 'without_days', 'without_cost',"
			      " 'home_half_a_year', 'applications') then value"
			      " end, text from"
			      " programme_fact order by rowid",
			      least),
		error);
}

/* Nothing is recommended to whom the figure behind it is withheld. */
static const char quiet_sql[] =
	"create temp view withheld as select 'target' as kind, grouping, level"
	" from programme_progress where suppressed and year = 'all' and"
	" measure = 'participations' union all select 'participation',"
	" grouping, level from programme_participation where suppressed"
	" union all select 'cost', grouping, level from programme_cost where"
	" suppressed union all select 'outcome', grouping, level from"
	" programme_application where suppressed union all select 'return',"
	" grouping, level from attrition where suppressed;"
	"delete from recommendation where exists (select 1 from withheld w"
	" where w.kind = recommendation.kind and w.grouping ="
	" recommendation.grouping and w.level = recommendation.level);"
	"drop view withheld";

int disclose_programme(struct stage_context *context, struct error *error)
{
	static const char *const plain[] = { "programme_concentration",
					     "recommendation" };

	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
		if (publish_counts(context, &counted[i], error) < 0)
			return -1;
	if (publish_progress(context, error) < 0 ||
	    publish_waves(context, error) < 0 ||
	    publish_cross(context, error) < 0 ||
	    publish_facts(context, error) < 0 ||
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
	return database_execute(context->published, quiet_sql, error);
}
