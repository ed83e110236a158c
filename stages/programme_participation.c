/*
 * Who takes part: participants of those who could (the staff), by group, with
 * Wilson's interval, and held against the rate of everybody; and how evenly
 * the programme is spread over the groups.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/inequality.h"
#include "pipeline/stat/proportion.h"
#include "stages/programme.h"

#include <math.h>
#include <string.h>

/* ---- rates ---- */

static const char people_sql[] =
	"with done as (select g.grouping, g.level, count(distinct participant)"
	" as participants, count(*) as participations from programme_row"
	" join programme_group g using(id) where part = 'mobility' and"
	" state = 'done' group by 1, 2),"
	" staff as (select g.grouping, g.level, sum(staff) as staff from"
	" programme_row join programme_group g using(id)"
	" where part = 'staff' group by 1, 2)"
	" select l.grouping, l.level, l.position, coalesce(participants, 0),"
	" coalesce(participations, 0), staff from programme_level l"
	" left join done using(grouping, level) left join staff"
	" using(grouping, level) order by l.rowid";

enum { PARTICIPANTS = 3, PARTICIPATIONS, STAFF };

static size_t row_of_all(const struct table *people)
{
	size_t row = 0;

	while (row + 1 < people->n_rows &&
	       strcmp(table_text(people, row, 0), "all") != 0)
		row++;
	return row;
}

static const char *judge(struct interval interval, double everybody)
{
	if (isnan(interval.low) || isnan(everybody))
		return NULL;
	return interval.high < everybody  ? "under_served"
	       : interval.low > everybody ? "well_served"
					  : "as_expected";
}

static int write_rate(struct table_writer *writer, const struct table *people,
		      size_t row, size_t all, struct error *error)
{
	double n = table_number(people, row, PARTICIPANTS);
	double staff = table_number(people, row, STAFF);
	double total = table_number(people, all, PARTICIPANTS);
	double everybody = total / table_number(people, all, STAFF);
	struct interval interval = { (double)NAN, (double)NAN };
	bool fits = staff > 0 && n <= staff;

	if (fits)
		interval = proportion_interval(PROPORTION_WILSON, (uint64_t)n,
					       (uint64_t)staff, .95);
	programme_put(writer, people, row, 0, 6);
	table_writer_real(writer, fits ? n / staff : (double)NAN);
	table_writer_real(writer, interval.low);
	table_writer_real(writer, interval.high);
	table_writer_real(writer, fits ? n / staff / everybody : (double)NAN);
	table_writer_real(writer, total > 0 ? n / total : (double)NAN);
	table_writer_real(writer, staff / table_number(people, all, STAFF));
	table_writer_text(writer,
			  row == all ? NULL : judge(interval, everybody));
	table_writer_text(writer, n > staff && staff > 0 ? "more_than_staff"
				  : isnan(staff)         ? "no_staff"
							 : NULL);
	return table_writer_row(writer, error);
}

int programme_participation(struct programme *programme, struct error *error)
{
	struct table_writer *writer;
	struct table *people;
	size_t all;

	if (programme_query(programme, people_sql, &people, error) < 0 ||
	    programme_open(programme, "programme_participation", &writer,
			   error) < 0)
		return -1;
	all = row_of_all(people);
	for (size_t row = 0; row < people->n_rows; row++)
		if (write_rate(writer, people, row, all, error) < 0)
			return -1;
	return 0;
}

/* ---- concentration ---- */

static const char spread_sql[] =
	"with done as (select g.grouping, g.level, count(*) as participations,"
	" count(distinct participant) as participants, total(days) as days,"
	" total(cost) as cost from programme_row join programme_group g"
	" using(id) where part = 'mobility' and state = 'done' group by 1, 2),"
	" staff as (select g.grouping, g.level, sum(staff) as staff from"
	" programme_row join programme_group g using(id)"
	" where part = 'staff' group by 1, 2)"
	" select l.grouping, l.level, coalesce(participations, 0),"
	" coalesce(participants, 0), coalesce(days, 0), coalesce(cost, 0),"
	" staff from programme_level l left join done using(grouping, level)"
	" left join staff using(grouping, level) where l.grouping <> 'all'"
	" order by l.grouping, l.position";

static const char *const spread_measures[] = { "participations", "participants",
					       "days", "cost" };

/* The rows BEGIN..END are the levels of one grouping. */
struct spread {
	const struct table *table;
	size_t begin, end;
	double *values, *weights; /* per head of the staff, and the staff */
};

/* Per head of the staff; NaN where any level has none. */
static double gini_of_staff(struct spread *spread, int column)
{
	size_t n = spread->end - spread->begin;

	for (size_t i = 0; i < n; i++) {
		double staff =
			table_number(spread->table, spread->begin + i, 6);

		if (!(staff > 0))
			return (double)NAN;
		spread->weights[i] = staff;
		spread->values[i] =
			table_number(spread->table, spread->begin + i, column) /
			staff;
	}
	return inequality_of(spread->values, spread->weights, n).gini;
}

static int write_spread(struct spread *spread, int measure,
			struct table_writer *writer, struct error *error)
{
	size_t n = spread->end - spread->begin, top = 0, active = 0;
	double gini_staff = gini_of_staff(spread, 2 + measure), total = 0;
	struct concentration concentration;
	struct inequality inequality;

	for (size_t i = 0; i < n; i++) {
		spread->values[i] = table_number(
			spread->table, spread->begin + i, 2 + measure);
		total += spread->values[i];
		active += spread->values[i] > 0;
		if (spread->values[i] > spread->values[top])
			top = i;
	}
	concentration = concentration_of(spread->values, n);
	inequality = inequality_of(spread->values, NULL, n);
	table_writer_text(writer, table_text(spread->table, spread->begin, 0));
	table_writer_text(writer, spread_measures[measure]);
	table_writer_integer(writer, (int64_t)n);
	table_writer_integer(writer, (int64_t)active);
	table_writer_real(writer, total);
	table_writer_real(writer, concentration.hhi);
	table_writer_real(writer, concentration.hhi_normalised);
	table_writer_real(writer, 1 / concentration.hhi);
	table_writer_real(writer, inequality.gini);
	table_writer_real(writer, inequality.gini_corrected);
	table_writer_real(writer, gini_staff);
	table_writer_text(writer, total > 0 ? table_text(spread->table,
							 spread->begin + top, 1)
					    : NULL);
	table_writer_real(writer, total > 0 ? spread->values[top] / total
					    : (double)NAN);
	return table_writer_row(writer, error);
}

int programme_concentration(struct programme *programme, struct error *error)
{
	struct table_writer *writer;
	struct table *table;
	struct spread spread = { 0 };

	if (programme_query(programme, spread_sql, &table, error) < 0 ||
	    programme_open(programme, "programme_concentration", &writer,
			   error) < 0)
		return -1;
	spread.table = table;
	spread.values = memory_array(programme, double, table->n_rows);
	spread.weights = memory_array(programme, double, table->n_rows);
	for (; spread.begin < table->n_rows; spread.begin = spread.end) {
		spread.end = spread.begin + 1;
		while (spread.end < table->n_rows &&
		       !strcmp(table_text(table, spread.begin, 0),
			       table_text(table, spread.end, 0)))
			spread.end++;
		for (int measure = 0; measure < 4; measure++)
			if (write_spread(&spread, measure, writer, error) < 0)
				return -1;
	}
	return 0;
}
