/*
 * What is counted only: where people went, which groups go together, when, what
 * it cost, what each wave of the register added, and what became of
 * applications.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/proportion.h"
#include "stages/programme.h"

#define DONE                                                                   \
	" from programme_row r join programme_group g using(id)"               \
	" where part = 'mobility' and state = 'done'"

static const struct {
	const char *table, *sql;
} counts[] = {
	{ "programme_flow",
	  "select g.grouping, g.level, l.position, country, count(*),"
	  " count(distinct participant), count(distinct host), sum(days)"
	  " from programme_row r join programme_group g using(id)"
	  " join programme_level l using(grouping, level)"
	  " where part = 'mobility' and state = 'done' and country is not null"
	  " group by g.grouping, g.level, country"
	  " order by g.grouping <> 'all', g.grouping, l.position, count(*)"
	  " desc, country" },
	/* two groupings at a time, each pair both ways round */
	{ "programme_cross",
	  "select g.grouping, g.level, l.position, o.grouping, o.level,"
	  " k.position, count(*), count(distinct participant)"
	  " from programme_row r join programme_group g using(id)"
	  " join programme_group o using(id)"
	  " join programme_level l on l.grouping = g.grouping and l.level ="
	  " g.level join programme_level k on k.grouping = o.grouping and"
	  " k.level = o.level where part = 'mobility' and state = 'done' and"
	  " g.grouping <> o.grouping and 'all' not in (g.grouping, o.grouping)"
	  " group by g.grouping, g.level, o.grouping, o.level"
	  " order by l.rowid, k.rowid" },
	{ "programme_calendar",
	  "select g.grouping, g.level, substr(start, 1, 7), substr(start, 1,"
	  " 4), cast(substr(start, 6, 2) as integer), count(*),"
	  " count(distinct participant), sum(days)" DONE
	  " and start is not null group by 1, 2, 3"
	  " order by g.grouping <> 'all', g.grouping, g.level, 3" },
	/* nobody is away for years: such a date is a slip */
	{ "programme_day",
	  "with recursive away(day, start, finish) as (select start, start,"
	  " finish from programme_row where part = 'mobility' and state ="
	  " 'done' and days <= 1000 union all select date(day, '+1 day'),"
	  " start, finish from away where day < finish) select day,"
	  " sum(day = start), count(*) from away group by day order by day" },
	{ "programme_cost",
	  "select g.grouping, g.level, l.position, count(*), count(distinct"
	  " participant), sum(days), sum(cost), avg(cost), sum(cost) /"
	  " count(distinct case when cost is not null then participant end),"
	  " sum(case when days is not null then cost end) / sum(case when"
	  " cost is not null then days end), avg(days), sum(cost is null)"
	  " from programme_row r join programme_group g using(id)"
	  " join programme_level l using(grouping, level)"
	  " where part = 'mobility' and state = 'done'"
	  " group by g.grouping, g.level order by l.rowid" },
	{ "programme_wave",
	  "with w as (select wave, max(start) as day, row_number() over (order"
	  " by wave) as place from programme_row where part = 'mobility' and"
	  " state = 'done' and wave is not null group by wave),"
	  " v as (select g.grouping, g.level, w.wave, place, day, count(*) as"
	  " participations, count(distinct participant) as participants,"
	  " count(distinct organisation) as organisations,"
	  " count(distinct country) as countries, total(days) as days,"
	  " total(cost) as cost from w join programme_row r on part ="
	  " 'mobility' and state = 'done' and r.wave <= w.wave join"
	  " programme_group g using(id) group by 1, 2, 3),"
	  " m(o, measure) as (values (1, 'participations'), (2,"
	  " 'participants'), (3, 'organisations'), (4, 'countries'), (5,"
	  " 'days'), (6, 'cost')),"
	  " long as (select v.*, o, measure, case o when 1 then participations"
	  " when 2 then participants when 3 then organisations when 4 then"
	  " countries when 5 then v.days else cost end as value from v, m)"
	  " select grouping, level, wave, place, day, measure, value, value -"
	  " lag(value, 1, case when place > 1 then 0 end) over (partition by"
	  " grouping, level, measure order by place) from long join"
	  " programme_level l using(grouping, level) where grouping = 'all' or o"
	  " <= 2 order by place, grouping <>"
	  " 'all', l.rowid, o" },
};

int programme_counts(struct programme *programme, struct error *error)
{
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct table_writer *writer;
		struct table *rows;

		if (programme_query(programme, counts[i].sql, &rows, error) <
			    0 ||
		    programme_open(programme, counts[i].table, &writer, error) <
			    0)
			return -1;
		for (size_t row = 0; row < rows->n_rows; row++) {
			programme_put(writer, rows, row, 0,
				      (int)rows->n_columns);
			if (table_writer_row(writer, error) < 0)
				return -1;
		}
	}
	return 0;
}

/* ---- applications ---- */

static const char application_sql[] =
	"select g.grouping, g.level, l.position, outcome, count(*),"
	" sum(count(*)) over (partition by g.grouping, g.level)"
	" from programme_row r join programme_group g using(id)"
	" join programme_level l using(grouping, level)"
	" where part = 'application' and outcome is not null"
	" group by g.grouping, g.level, outcome order by l.rowid, outcome";

int programme_applications(struct programme *programme, struct error *error)
{
	struct table_writer *writer;
	struct table *rows;

	if (programme_query(programme, application_sql, &rows, error) < 0 ||
	    programme_open(programme, "programme_application", &writer, error) <
		    0)
		return -1;
	for (size_t row = 0; row < rows->n_rows; row++) {
		double n = table_number(rows, row, 4);
		double base = table_number(rows, row, 5);
		struct interval interval = proportion_interval(
			PROPORTION_WILSON, (uint64_t)n, (uint64_t)base, .95);

		programme_put(writer, rows, row, 0, 6);
		table_writer_real(writer, n / base);
		table_writer_real(writer, interval.low);
		table_writer_real(writer, interval.high);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}
