/*
 * The levels of an evaluation, reaction to results: how each of their questions
 * was answered in every instrument, and how much that changed.  A form that is
 * no instrument, anonymous ones above all, counts too: as it was filled in,
 * since nobody can be met again in it.
 */
#include "stages/change.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/change.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/proportion.h"
#include "stages/answer_names.h"

#include <math.h>

struct asked {
	const struct change_plan *plan;
	enum kirkpatrick kirkpatrick;
	const struct change_item *item;
	const struct change_scores *scores;
	size_t position;
};

/* What was said where: the answers to a question in one instrument, or in the
 * forms of one source outside them. */
struct heard {
	const char *name;
	size_t instrument; /* NO_INSTRUMENT: forms outside them */
	const double *values;
	size_t n;
};

#define NO_INSTRUMENT SIZE_MAX

/* In the upper half of the scale. */
static uint64_t count_favourable(const struct asked *it,
				 const struct heard *heard)
{
	double middle = (it->item->minimum + it->item->maximum) / 2;
	uint64_t n = 0;

	for (size_t i = 0; i < heard->n; i++)
		n += heard->values[i] > middle;
	return n;
}

static void put_answers(const struct asked *it, struct table_writer *writer,
			const struct heard *heard,
			const struct descriptives *answers, bool is_enough)
{
	uint64_t n = count_favourable(it, heard);
	struct interval share =
		proportion_interval(PROPORTION_WILSON, n, answers->n,
				    it->plan->settings->confidence);
	const double numbers[] = {
		answers->mean,
		answers->sd,
		answers->low,
		answers->high,
		(double)n / (double)answers->n,
		share.low,
		share.high,
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		table_writer_real(writer, is_enough ? numbers[i] : (double)NAN);
}

/* The instrument before this one in which the question was asked, or this. */
static size_t first_asked(const struct asked *it, size_t instrument)
{
	for (size_t i = 0; i < instrument; i++)
		for (size_t unit = 0; unit < it->plan->n_units; unit++)
			if (!isnan(it->scores->at[i][unit]))
				return i;
	return instrument;
}

/* Against the first time it was asked, of the same units. */
static void put_change(const struct asked *it, struct table_writer *writer,
		       size_t instrument)
{
	size_t first = first_asked(it, instrument);
	struct pairs *pairs =
		pairs_of_values(NULL, it->scores->at[instrument],
				it->scores->at[first], it->plan->n_units);
	struct gap change = gap_of(pairs, it->plan->settings->confidence);
	bool is_there = first < instrument;
	bool is_enough =
		is_there && change.n >= (uint64_t)it->plan->settings->minimum_n;

	if (is_there)
		table_writer_integer(writer, (int64_t)change.n);
	else
		table_writer_null(writer);
	table_writer_real(writer, is_enough ? change.mean : (double)NAN);
	table_writer_real(writer, is_enough ? change.low : (double)NAN);
	table_writer_real(writer, is_enough ? change.high : (double)NAN);
	talloc_free(pairs);
}

/* Nobody is met again outside the instruments. */
static void put_no_change(struct table_writer *writer)
{
	for (int i = 0; i < 4; i++)
		table_writer_null(writer);
}

static int write_row(const struct asked *it, struct table_writer *writer,
		     const struct heard *heard, struct error *error)
{
	struct tally *tally = tally_values(NULL, heard->values, heard->n);
	struct descriptives answers =
		descriptives_of(tally, it->plan->settings->confidence);
	bool is_enough = answers.n >= (uint64_t)it->plan->settings->minimum_n;

	talloc_free(tally);
	if (!answers.n)
		return 0;
	table_writer_text(writer, kirkpatrick_names[it->kirkpatrick]);
	table_writer_integer(writer, it->kirkpatrick + 1);
	table_writer_text(writer, it->item->name);
	table_writer_integer(writer, (int64_t)it->position);
	table_writer_text(writer, heard->name);
	/* counted from 1; 0 stands for none */
	table_writer_rank(writer, heard->instrument + 1);
	table_writer_integer(writer, (int64_t)answers.n);
	put_answers(it, writer, heard, &answers, is_enough);
	if (heard->instrument == NO_INSTRUMENT)
		put_no_change(writer);
	else
		put_change(it, writer, heard->instrument);
	table_writer_text(writer, change_caution(it->plan, answers.n));
	return table_writer_row(writer, error);
}

/* ---- forms outside the instruments ---- */

/* The rows of a source whose sheets stand in no instrument. */
static bool is_apart(const struct change_plan *plan, const uint32_t *sources,
		     uint32_t source)
{
	for (uint64_t row = 0; row < plan->answers->n_rows; row++)
		if (sources[row] == source &&
		    plan->instrument_of[row] != CHANGE_NOWHERE)
			return false;
	return true;
}

static int write_source(const struct asked *it, struct table_writer *writer,
			const uint32_t *sources, uint32_t source,
			const double *numbers, struct error *error)
{
	double *values = memory_array(NULL, double, it->plan->answers->n_rows);
	struct heard heard = { NULL, NO_INSTRUMENT, values, 0 };
	int result = 0;

	for (uint64_t row = 0; row < it->plan->answers->n_rows; row++)
		if (sources[row] == source && !isnan(numbers[row]))
			values[heard.n++] = numbers[row];
	if (heard.n && is_apart(it->plan, sources, source)) {
		heard.name = answers_variable(it->plan->answers, "source")
				     ->values[source - ANSWER_FIRST]
				     .name;
		result = write_row(it, writer, &heard, error);
	}
	talloc_free(values);
	return result;
}

static int write_apart(const void *ctx, const struct asked *it,
		       struct table_writer *writer, struct error *error)
{
	const struct answers *answers = it->plan->answers;
	const struct variable *variable = answers_variable(answers, "source");
	uint32_t *sources;
	double *numbers;

	if (!variable)
		return 0;
	if (answer_codes_read(ctx, answers, variable, &sources, error) < 0 ||
	    answer_numbers_read(ctx, answers, it->item->variables[0], &numbers,
				error) < 0)
		return -1;
	for (size_t i = 0; i < variable->n_values; i++)
		if (write_source(it, writer, sources,
				 (uint32_t)(ANSWER_FIRST + i), numbers,
				 error) < 0)
			return -1;
	return 0;
}

/* ---- questions ---- */

static int write_instruments(const struct asked *it,
			     struct table_writer *writer, struct error *error)
{
	for (size_t i = 0; i < it->plan->n_instruments; i++) {
		struct heard heard = { it->plan->instruments[i], i,
				       it->scores->at[i], it->plan->n_units };

		if (write_row(it, writer, &heard, error) < 0)
			return -1;
	}
	return 0;
}

static int write_question(struct asked *it, const char *name,
			  struct table_writer *writer, struct error *error)
{
	void *scratch = memory_check(talloc_new(it->plan));
	struct change_scores scores;
	struct change_item item;

	if (change_item_make(it->plan, &name, 1, NULL, &item, error) < 0 ||
	    change_scores_read(scratch, it->plan, &item, &scores, error) < 0)
		return -1;
	it->item = &item;
	it->scores = &scores;
	if (write_instruments(it, writer, error) < 0 ||
	    write_apart(scratch, it, writer, error) < 0)
		return -1;
	talloc_free(scratch);
	return 0;
}

int change_kirkpatrick(const struct change_plan *plan, struct error *error)
{
	struct asked it = { .plan = plan };
	struct table_writer *writer;

	if (table_writer_open(plan, plan->context->store, "kirkpatrick",
			      "kirkpatrick TEXT, place INTEGER, question TEXT,"
			      " position INTEGER, instrument TEXT,"
			      " wave INTEGER, n INTEGER, mean REAL, sd REAL,"
			      " low REAL, high REAL, share REAL,"
			      " share_low REAL, share_high REAL,"
			      " n_change INTEGER, difference REAL,"
			      " difference_low REAL, difference_high REAL,"
			      " caution TEXT",
			      &writer, error) < 0)
		return -1;
	for (int level = 0; plan->settings && level < KIRKPATRICK_LEVELS;
	     level++) {
		it.kirkpatrick = (enum kirkpatrick)level;
		for (size_t i = 0; i < plan->settings->n_kirkpatrick[level];
		     i++) {
			it.position = i + 1;
			if (write_question(
				    &it, plan->settings->kirkpatrick[level][i],
				    writer, error) < 0)
				return -1;
		}
	}
	talloc_free(writer);
	return 0;
}
