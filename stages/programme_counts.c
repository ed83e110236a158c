/*
 * What is counted only: where people went, when, what it cost, what each wave
 * of the register added, and what became of applications.
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
	{ "programme_calendar",
	  "select g.grouping, g.level, substr(start, 1, 7), substr(start, 1,"
	  " 4), cast(substr(start, 6, 2) as integer), count(*),"
	  " count(distinct participant), sum(days)" DONE
	  " and start is not null group by 1, 2, 3"
	  " order by g.grouping <> 'all', g.grouping, g.level, 3" },
	{ "programme_day",
	  "with recursive first(day) as (select min(start)" DONE
	  "), last(day) as (select max(finish)" DONE
	  "), d(day) as (select day from first where day is not null union all"
	  " select date(day, '+1 day') from d where day < (select day from"
	  " last)) select d.day, count(case when start = d.day then 1 end),"
	  " count(*) from d join programme_row on part = 'mobility' and"
	  " state = 'done' and d.day between start and finish group by d.day"
	  " order by d.day" },
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
	  " v as (select w.wave, place, day, count(*) as participations,"
	  " count(distinct participant) as participants,"
	  " count(distinct organisation) as organisations,"
	  " count(distinct country) as countries, total(days) as days,"
	  " total(cost) as cost from w join programme_row r on part ="
	  " 'mobility' and state = 'done' and r.wave <= w.wave group by 1),"
	  " long as (select wave, place, day, 1 as o, 'participations' as"
	  " measure, participations as value from v union all select wave,"
	  " place, day, 2, 'participants', participants from v union all select"
	  " wave, place, day, 3, 'organisations', organisations from v union"
	  " all select wave, place, day, 4, 'countries', countries from v union"
	  " all select wave, place, day, 5, 'days', days from v union all"
	  " select wave, place, day, 6, 'cost', cost from v)"
	  " select wave, place, day, measure, value, value - lag(value) over"
	  " (partition by measure order by place) from long order by place, o" },
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
