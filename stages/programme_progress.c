/*
 * Planned against achieved, and where it leads.  The projection goes on with
 * the pace of the last months: achieved + x R / W for x in W months, R months
 * ahead, but never less than what is scheduled.  Departures come in groups, so
 * their monthly counts vary more than chance has it: their dispersion
 * (Pearson's chi-squared over its degrees of freedom, at least 1) widens the
 * interval of the projection, +- 1.96 sqrt(dispersion sum c^2 (R/W) (1 + R/W)),
 * c what each participation adds (1, or its cost).
 */
#include "pipeline/core/memory.h"
#include "stages/programme.h"

#include <math.h>
#include <string.h>

#define NORMAL_975 1.959963984540054

/*
 * A row a group, year ('all' too) and measure: what was planned, how much of
 * that is due by now, done, scheduled, and the sums of the months looked back
 * on.  Years of the programme are of equal length.
 */
static const char progress_sql[] =
	"with years as (select year, row_number() over (order by year) - 1 as"
	" place, count(*) over () as n from (select distinct year from"
	" programme_row where part = 'target' or (part = 'mobility' and not"
	" exists (select 1 from programme_row where part = 'target')))),"
	" due as (select year, max(0, min(1, ?3 * n - place)) as due from"
	" years), amount as ("
	"select id, part, year, state, start, participant, 'participations' as"
	" measure, planned, 1.0 as done from programme_row"
	" union all select id, part, year, state, start, participant, 'cost',"
	" budget, cost from programme_row),"
	" cell as (select g.grouping, g.level, a.measure, a.year,"
	" sum(case part when 'target' then planned end) as planned,"
	" sum(case part when 'target' then planned * due end) as to_date,"
	" total(case when part = 'mobility' and state = 'done' then done end)"
	" as achieved, total(case when part = 'mobility' and state ="
	" 'scheduled' then done end) as scheduled,"
	" total(case when part = 'mobility' and state = 'done' and start > ?2"
	" then done end) as pace, total(case when part = 'mobility' and state"
	" = 'done' and start > ?2 then done * done end) as squares"
	" from amount a join programme_group g using(id) left join due"
	" using(year) where part in ('target', 'mobility')"
	" and g.grouping <> 'year' group by 1, 2, 3, 4),"
	" people as (select g.grouping, g.level, r.year, count(distinct"
	" participant) as n from programme_row r join programme_group g"
	" using(id) where part = 'mobility' and state = 'done' group by 1, 2,"
	" 3 union all select g.grouping, g.level, 'all', count(distinct"
	" participant) from programme_row r join programme_group g using(id)"
	" where part = 'mobility' and state = 'done' group by 1, 2),"
	" month as (select g.grouping, g.level, count(*) as n from"
	" programme_row join programme_group g using(id) where part ="
	" 'mobility' and state = 'done' and start > ?2 group by 1, 2,"
	" cast((julianday(?1) - julianday(start)) / 30.4375 as integer)),"
	" burst as (select grouping, level, sum(n) as n, sum(n * n) as"
	" squares from month group by 1, 2),"
	" whole as (select * from cell union all select grouping, level,"
	" measure, 'all', sum(planned), sum(to_date), sum(achieved),"
	" sum(scheduled), sum(pace), sum(squares) from cell group by 1, 2, 3)"
	" select w.grouping, w.level, l.position, w.year, w.measure,"
	" w.planned, w.to_date, w.achieved, w.scheduled, coalesce(p.n, 0),"
	" w.pace, w.squares, b.n, b.squares from whole w join programme_level l"
	" using(grouping, level) left join burst b using(grouping, level)"
	" left join people p using(grouping, level,"
	" year) where w.planned is not null or w.achieved > 0 or w.scheduled"
	" > 0 order by w.measure desc, w.grouping <> 'all',"
	" l.rowid, w.year = 'all', w.year";

enum {
	PLANNED = 5,
	TO_DATE,
	ACHIEVED,
	SCHEDULED,
	PEOPLE,
	PACE,
	SQUARES,
	MONTHLY,
	MONTHLY_SQUARES
};

struct projection {
	double value, low, high;
};

/* Of the monthly counts of a group, N departures in all. */
static double dispersion_of(const struct programme *programme, double n,
			    double squares)
{
	double months = floor(programme->pace_months), mean = n / months;

	if (!(n > 0) || months < 2)
		return 1;
	return fmax(1, (squares - months * mean * mean) / mean / (months - 1));
}

static struct projection project(const struct programme *programme,
				 const struct table *cells, size_t row)
{
	double achieved = table_number(cells, row, ACHIEVED);
	double scheduled = table_number(cells, row, SCHEDULED);
	double ahead = programme->months_left / programme->pace_months;
	double more = table_number(cells, row, PACE) * ahead;
	double squares = table_number(cells, row, SQUARES);
	double dispersion =
		dispersion_of(programme, table_number(cells, row, MONTHLY),
			      table_number(cells, row, MONTHLY_SQUARES));
	double half =
		NORMAL_975 * sqrt(dispersion * squares * ahead * (1 + ahead));
	struct projection out;

	out.value = achieved + fmax(more, scheduled);
	out.low = achieved + fmax(more - half, scheduled);
	out.high = achieved + fmax(more + half, scheduled);
	/* nothing to go by */
	if (!(squares > 0) && ahead > 0)
		out.low = out.high = (double)NAN;
	return out;
}

const char *programme_status(const struct programme *programme, double share)
{
	const struct project_programme *settings = programme->settings;

	if (isnan(share))
		return NULL;
	return share >= settings->on_track ? "on_track"
	       : share >= settings->behind ? "at_risk"
					   : "behind";
}

static double share_of(double part, double whole)
{
	return whole > 0 ? part / whole : (double)NAN;
}

void programme_put(struct table_writer *writer, const struct table *table,
		   size_t row, int from, int n)
{
	for (int i = from; i < from + n; i++) {
		const struct value *value = table_cell(table, row, i);

		if (value->kind == VALUE_TEXT)
			table_writer_text(writer, value->text);
		else if (value->kind == VALUE_INTEGER)
			table_writer_integer(writer, value->integer);
		else
			table_writer_real(writer, value_number(value));
	}
}

/* The whole is judged by where it leads, a year by what is due of it. */
static int write_row(const struct programme *programme,
		     struct table_writer *writer, const struct table *cells,
		     size_t row, struct error *error)
{
	bool is_whole = !strcmp(table_text(cells, row, 3), "all");
	double planned = table_number(cells, row, PLANNED);
	double to_date = table_number(cells, row, TO_DATE);
	double achieved = table_number(cells, row, ACHIEVED);
	struct projection ahead = { (double)NAN, (double)NAN, (double)NAN };
	const char *status;

	if (is_whole)
		ahead = project(programme, cells, row);
	if (planned > 0 && achieved >= planned)
		status = "met";
	else
		status = programme_status(
			programme, is_whole ? share_of(ahead.value, planned)
					    : share_of(achieved, to_date));
	programme_put(writer, cells, row, 0, 10);
	table_writer_real(writer, achieved - planned);
	table_writer_real(writer, share_of(achieved, planned));
	table_writer_real(writer, share_of(achieved, to_date));
	table_writer_real(writer, ahead.value);
	table_writer_real(writer, ahead.low);
	table_writer_real(writer, ahead.high);
	table_writer_real(writer, share_of(ahead.value, planned));
	table_writer_text(writer, status);
	table_writer_text(writer, isnan(planned)                 ? "no_target"
				  : is_whole && isnan(ahead.low) ? "no_pace"
								 : NULL);
	return table_writer_row(writer, error);
}

int programme_progress(struct programme *programme, struct error *error)
{
	struct table_writer *writer;
	struct table *cells;

	if (programme_query(programme, progress_sql, &cells, error) < 0 ||
	    programme_open(programme, "programme_progress", &writer, error) < 0)
		return -1;
	/* the whole programme stands first */
	if (cells->n_rows)
		programme->dispersion = dispersion_of(
			programme, table_number(cells, 0, MONTHLY),
			table_number(cells, 0, MONTHLY_SQUARES));
	for (size_t row = 0; row < cells->n_rows; row++)
		if (write_row(programme, writer, cells, row, error) < 0)
			return -1;
	return 0;
}
