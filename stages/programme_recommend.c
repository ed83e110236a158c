/*
 * What the project's rules recommend.  Each kind of rule looks at one of the
 * stage's own tables, or at what changed and who came back, and says of each
 * case: the number that is held against the limit, the amount behind it, what
 * that is compared with, and its interval.  What rests on fewer people than the
 * disclosure threshold is not named.
 */
#include "pipeline/core/memory.h"
#include "stages/programme.h"

#include <math.h>

/*
 * ?4 grouping, ?5 of, ?6 below, ?7 above, ?8 most, ?9 threshold.  Columns:
 * grouping, level, value, amount, reference, low, high, n.
 */
#define LIMITS " (?6 is null or value < ?6) and (?7 is null or value > ?7)"
#define WORST                                                                  \
	" order by case when ?7 is null then value else -value end, rowid"     \
	" limit ?8"

static const char *const rule_sql[PROGRAMME_RULE_KINDS] = {
	[PROGRAMME_RULE_TARGET] =
		"select grouping, level, projected_share as value, projected,"
		" planned, low, high, achieved from programme_progress where"
		" measure = 'participations' and year = 'all' and grouping ="
		" ?4 and (participants >= ?9 or participants = 0 or ?10) and" LIMITS
			WORST,
	[PROGRAMME_RULE_PARTICIPATION] =
		"select p.grouping, p.level, p.ratio as value, p.rate, a.rate,"
		" p.low, p.high, p.staff from programme_participation p join"
		" programme_participation a on a.grouping = 'all' where"
		" p.grouping = ?4 and (p.participants >= ?9 or p.participants"
		" = 0 or ?10) and" LIMITS
		" order by case when ?7 is null then value else -value end,"
		" p.rowid limit ?8",
	[PROGRAMME_RULE_CHANGE] =
		"select 'item', item, difference as value, mean_to, mean_from,"
		" low, high, n from change where grouping = 'all' and"
		" comparison = 'paired' and contrast = coalesce(?5, (select"
		" contrast from change order by rowid limit 1)) and n >= ?9"
		" and difference is not null and" LIMITS WORST,
	[PROGRAMME_RULE_RETURN] =
		"select grouping, level, share as value, kept, base, low, high,"
		" base from attrition where grouping = ?4 and kept >= ?9 and"
		" lost >= ?9 and instrument = coalesce(?5, (select instrument"
		" from attrition order by position desc limit 1)) and" LIMITS
			WORST,
	[PROGRAMME_RULE_COST] =
		"select c.grouping, c.level, c.cost_per_day / a.cost_per_day as"
		" value, c.cost_per_day, a.cost_per_day, null, null,"
		" c.participants from programme_cost c join programme_cost a"
		" on a.grouping = 'all' where c.grouping = ?4 and"
		" c.participants >= ?9 and" LIMITS
		" order by case when ?7 is null then value else -value end,"
		" c.rowid limit ?8",
	[PROGRAMME_RULE_OUTCOME] =
		"select grouping, level, share as value, n, base, low, high,"
		" base from programme_application where grouping = ?4 and"
		" outcome = ?5 and n >= ?9 and base - n >= ?9 and" LIMITS WORST,
	[PROGRAMME_RULE_INDICATOR] =
		"select 'indicator', indicator, share as value, value as"
		" amount, target_to_date, low, high, n from"
		" programme_indicator where status in ('behind', 'at_risk')"
		" and n >= ?9 and (?6 is null or share < ?6) and (?7 is null"
		" or share > ?7) order by share, rowid limit ?8",
};

static int write_rule(struct programme *programme, size_t i, int *position,
		      struct table_writer *writer, struct error *error)
{
	const struct programme_rule *rule = &programme->settings->rules[i];
	const struct value own[] = {
		value_text(rule->by ? rule->by : "all"),
		value_text(rule->of),
		value_real(rule->below),
		value_real(rule->above),
		value_integer(rule->most),
		value_integer(programme->context->project->threshold),
		value_integer(programme->settings->is_public),
	};
	struct table *cases;

	if (programme_query_own(programme, rule_sql[rule->kind], own, &cases,
				error) < 0)
		return -1;
	for (size_t row = 0; row < cases->n_rows; row++) {
		table_writer_integer(writer, ++*position);
		table_writer_text(writer, rule->name);
		table_writer_text(writer, programme_rule_kinds[rule->kind]);
		programme_put(writer, cases, row, 0, 8);
		table_writer_text(writer, rule->cites);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

int programme_recommend(struct programme *programme, struct error *error)
{
	struct table_writer *writer;
	int position = 0;

	if (programme_open(programme, "recommendation", &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < programme->settings->n_rules; i++)
		if (write_rule(programme, i, &position, writer, error) < 0)
			return -1;
	return 0;
}
