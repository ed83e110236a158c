#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/proportion.h"
#include "stages/answer_names.h"
#include "stages/programme.h"

#include <math.h>
#include <string.h>

#define DONE " from programme_row where part = 'mobility' and state = 'done'"
#define ALL  " where grouping = 'all' and level = 'all'"
#define SPREAD                                                                 \
	" from programme_concentration where grouping = ?5 and measure ="      \
	" 'participations'"
/* Value, limits of its interval, and how many it is of; ?4 is what the
 * indicator is of, ?5 the question of organisations. */
static const char *const measure_sql[PROGRAMME_MEASURES] = {
	[PROGRAMME_PARTICIPATIONS] =
		"select count(*), null, null, count(*)" DONE,
	[PROGRAMME_PARTICIPANTS] = "select count(distinct participant), null,"
				   " null, count(distinct participant)" DONE,
	[PROGRAMME_ORGANISATIONS] = "select count(distinct organisation), null,"
				    " null, count(*)" DONE,
	[PROGRAMME_COUNTRIES] = "select count(distinct country), null, null,"
				" count(*)" DONE,
	[PROGRAMME_HOSTS] = "select count(distinct host), null, null,"
			    " count(*)" DONE,
	[PROGRAMME_DAYS] = "select sum(days), null, null, count(days)" DONE,
	[PROGRAMME_SPENT] = "select sum(cost), null, null, count(cost)" DONE,
	[PROGRAMME_COST_PER_DAY] = "select cost_per_day, null, null,"
				   " participants from programme_cost" ALL,
	[PROGRAMME_COST_EACH] = "select cost_per_participation, null, null,"
				" participants from programme_cost" ALL,
	[PROGRAMME_RATE] = "select rate, low, high, staff from"
			   " programme_participation" ALL,
	[PROGRAMME_HHI] = "select hhi, null, null, total" SPREAD,
	[PROGRAMME_GINI] = "select gini, null, null, total" SPREAD,
	[PROGRAMME_CANCELLED] = "select avg(state = 'cancelled'), null, null,"
				" count(*) from programme_row where part ="
				" 'mobility' and state <> 'scheduled'",
	[PROGRAMME_ACCEPTED] = "select avg(outcome in (select answer from"
			       " programme_outcome)), null, null, count(*)"
			       " from programme_row where part ="
			       " 'application' and outcome is not null",
	[PROGRAMME_WITHDRAWN] = "select avg(is_withdrawn), null, null,"
				" count(*) from programme_row join"
				" programme_outcome on answer = outcome where"
				" part = 'application'",
	[PROGRAMME_CHANGE] = "select difference, low, high, n from change where"
			     " grouping = 'all' and comparison = 'paired' and"
			     " item = ?4 order by rowid limit 1",
	[PROGRAMME_RETURN] = "select share, low, high, base from attrition"
			     " where grouping = 'all' and (?4 is null or"
			     " instrument = ?4) order by position desc limit 1",
};

struct figure {
	double value, low, high, n;
};

static bool is_share(enum programme_measure measure)
{
	return measure == PROGRAMME_CANCELLED ||
	       measure == PROGRAMME_ACCEPTED || measure == PROGRAMME_WITHDRAWN;
}

/* Of the share of n entries. */
static void add_interval(struct figure *figure)
{
	struct interval interval = proportion_interval(
		PROPORTION_WILSON, (uint64_t)round(figure->value * figure->n),
		(uint64_t)figure->n, .95);

	figure->low = interval.low;
	figure->high = interval.high;
}

static int query_figure(struct programme *programme,
			const struct programme_indicator *indicator,
			struct figure *figure, struct error *error)
{
	const struct value own[] = {
		value_text(indicator->of),
		value_text(programme->settings->fields[PROGRAMME_ORGANISATION]),
	};
	struct table *row;

	if (programme_query_own(programme, measure_sql[indicator->measure], own,
				&row, error) < 0)
		return -1;
	if (!row->n_rows)
		return 0;
	figure->value = table_number(row, 0, 0);
	figure->low = table_number(row, 0, 1);
	figure->high = table_number(row, 0, 2);
	figure->n = table_number(row, 0, 3);
	if (is_share(indicator->measure) && figure->n > 0)
		add_interval(figure);
	return 0;
}

/* Of everybody who answered the question, in whatever form. */
static int read_mean(struct programme *programme,
		     const struct programme_indicator *indicator,
		     struct figure *figure, struct error *error)
{
	const struct variable *variable =
		answer_named(programme, programme->answers, indicator->of,
			     indicator->where, error);
	struct descriptives found;
	double *numbers;
	size_t n = 0;

	if (!variable || answer_numbers_read(programme, programme->answers,
					     variable, &numbers, error) < 0)
		return -1;
	for (uint64_t row = 0; row < programme->answers->n_rows; row++)
		if (!isnan(numbers[row]))
			numbers[n++] = numbers[row];
	found = descriptives_of(tally_values(programme, numbers, n), .95);
	*figure =
		(struct figure){ found.mean, found.low, found.high, (double)n };
	return 0;
}

struct judgement {
	double to_date, share;
	const char *status;
};

/* Which plan an amount that grows with the programme goes by. */
static const char *const planned_with[PROGRAMME_MEASURES] = {
	[PROGRAMME_PARTICIPATIONS] = "participations",
	[PROGRAMME_PARTICIPANTS] = "participations",
	[PROGRAMME_DAYS] = "participations",
	[PROGRAMME_SPENT] = "cost",
};

/* The share of a target that is due by now: as the plan of the years has it,
 * without a plan in step with time. */
static int read_due(struct programme *programme,
		    const struct programme_indicator *indicator, double *due,
		    struct error *error)
{
	const struct value own[] = { value_text(
		planned_with[indicator->measure]) };
	struct table *plan;

	*due = indicator->is_due ? 1 : programme->elapsed;
	if (indicator->is_due || !planned_with[indicator->measure])
		return 0;
	if (programme_query_own(
		    programme,
		    "select planned_to_date / planned from"
		    " programme_progress where grouping = 'all' and"
		    " year = 'all' and measure = ?4 and planned > 0",
		    own, &plan, error) < 0)
		return -1;
	if (plan->n_rows && !isnan(table_number(plan, 0, 0)))
		*due = table_number(plan, 0, 0);
	return 0;
}

static struct judgement judge(const struct programme *programme,
			      const struct programme_indicator *indicator,
			      double value, double due)
{
	struct judgement out = { (double)NAN, (double)NAN, NULL };
	double target = indicator->target;

	if (isnan(target) || isnan(value))
		return out;
	out.to_date = target * due;
	if (out.to_date > 0 && value > 0)
		out.share = indicator->is_least ? out.to_date / value
						: value / out.to_date;
	else
		out.share = (value >= out.to_date) != indicator->is_least;
	if (value == target || ((value > target) != indicator->is_least &&
				(indicator->is_due || !indicator->is_least)))
		out.status = "met";
	else
		out.status = programme_status(programme, out.share);
	return out;
}

static int write_indicator(struct programme *programme, size_t i,
			   struct table_writer *writer, struct error *error)
{
	const struct programme_indicator *indicator =
		&programme->settings->indicators[i];
	struct figure figure = { (double)NAN, (double)NAN, (double)NAN, 0 };
	struct judgement judgement;
	double due;

	if ((indicator->measure == PROGRAMME_MEAN
		     ? read_mean(programme, indicator, &figure, error)
		     : query_figure(programme, indicator, &figure, error)) <
		    0 ||
	    read_due(programme, indicator, &due, error) < 0)
		return -1;
	judgement = judge(programme, indicator, figure.value, due);
	table_writer_text(writer, indicator->name);
	table_writer_integer(writer, (int64_t)i + 1);
	table_writer_text(writer, programme_measures[indicator->measure]);
	table_writer_text(writer, indicator->of);
	table_writer_real(writer, figure.value);
	table_writer_real(writer, figure.low);
	table_writer_real(writer, figure.high);
	table_writer_real(writer, figure.n);
	table_writer_real(writer, indicator->target);
	table_writer_real(writer, judgement.to_date);
	table_writer_real(writer, judgement.share);
	table_writer_text(writer, indicator->is_least ? "least" : "most");
	table_writer_text(writer, judgement.status);
	return table_writer_row(writer, error);
}

/* Which outcomes are those of people who were taken. */
static int write_outcomes(struct programme *programme, struct error *error)
{
	const struct project_programme *settings = programme->settings;
	struct table_writer *writer;

	if (programme_open(programme, "programme_outcome", &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < settings->n_accepted + settings->n_withdrawn;
	     i++) {
		bool is_withdrawn = i >= settings->n_accepted;

		table_writer_text(
			writer,
			is_withdrawn
				? settings->withdrawn[i - settings->n_accepted]
				: settings->accepted[i]);
		table_writer_integer(writer, is_withdrawn);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

int programme_indicators(struct programme *programme, struct error *error)
{
	struct table_writer *writer;

	if (write_outcomes(programme, error) < 0 ||
	    programme_open(programme, "programme_indicator", &writer, error) <
		    0)
		return -1;
	for (size_t i = 0; i < programme->settings->n_indicators; i++)
		if (write_indicator(programme, i, writer, error) < 0)
			return -1;
	return 0;
}
