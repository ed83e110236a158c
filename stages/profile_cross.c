#include "stages/profile_cross.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/proportion.h"
#include "stages/answer_names.h"
#include "stages/table_writer.h"

#include <math.h>
#include <string.h>

static const double confidence = 0.95;

struct crossing {
	void *memory;
	const struct answers *answers;
	struct profile_weighted *weighted; /* NULL: nobody is */
	struct table_writer *shares, *weighted_shares;
	/* the cross at hand */
	const struct project_cross *settings;
	const char *question;
	const struct variable *by;
	uint32_t *groups;      /* a row: its code of BY */
	double *ones, *domain; /* a row: did it choose?  NaN: no answer */
};

/* One answer among those of its question. */
struct answer {
	const char *name;
	size_t position;
};

/* ---- rows ---- */

/* How many of a group answered, and how many chose the answer. */
struct counted {
	uint64_t n, base;
};

/* Everybody's answer where they are of the group LEVEL, else NaN. */
static struct counted take_group(struct crossing *crossing, size_t level)
{
	size_t n = (size_t)crossing->answers->n_rows;
	struct counted counted = { 0 };

	for (size_t i = 0; i < n; i++) {
		bool is_of_it = crossing->groups[i] == ANSWER_FIRST + level;

		crossing->domain[i] =
			is_of_it ? crossing->ones[i] : (double)NAN;
		counted.base += isnan(crossing->domain[i]) ? 0 : 1;
		counted.n += crossing->domain[i] > 0;
	}
	return counted;
}

static void put_keys(const struct crossing *crossing,
		     struct table_writer *writer, const struct answer *answer,
		     size_t level, struct counted counted)
{
	table_writer_text(writer, crossing->question);
	table_writer_text(writer, answer->name);
	table_writer_integer(writer, (int64_t)answer->position);
	table_writer_text(writer, crossing->by->name);
	table_writer_text(writer, crossing->by->values[level].name);
	table_writer_integer(writer, (int64_t)level + 1);
	table_writer_integer(writer, (int64_t)counted.n);
	table_writer_integer(writer, (int64_t)counted.base);
}

static void put_reals(struct table_writer *writer, const double *reals,
		      size_t n, bool is_few)
{
	for (size_t i = 0; i < n; i++)
		table_writer_real(writer, is_few ? (double)NAN : reals[i]);
	table_writer_text(writer, is_few ? "few" : NULL);
}

static int put_weighted(const struct crossing *crossing,
			const struct answer *answer, size_t level,
			struct counted counted, struct error *error)
{
	struct table_writer *writer = crossing->weighted_shares;
	struct survey_estimate share =
		weights_share(profile_weighted_weights(crossing->weighted),
			      crossing->domain, confidence);
	const double reals[] = { (double)counted.n / (double)counted.base,
				 share.value,
				 share.se,
				 share.low,
				 share.high,
				 share.deff };

	put_keys(crossing, writer, answer, level, counted);
	put_reals(writer, reals, sizeof reals / sizeof *reals,
		  counted.base < (uint64_t)crossing->settings->minimum_n);
	return table_writer_row(writer, error);
}

static int put_share(const struct crossing *crossing,
		     const struct answer *answer, size_t level,
		     struct counted counted, struct error *error)
{
	struct interval interval = proportion_interval(
		PROPORTION_WILSON, counted.n, counted.base, confidence);
	const double reals[] = { (double)counted.n / (double)counted.base,
				 interval.low, interval.high };

	put_keys(crossing, crossing->shares, answer, level, counted);
	put_reals(crossing->shares, reals, sizeof reals / sizeof *reals,
		  counted.base < (uint64_t)crossing->settings->minimum_n);
	return table_writer_row(crossing->shares, error);
}

/* A group that nobody is of has no row. */
static int put_answer(struct crossing *crossing, const struct answer *answer,
		      struct error *error)
{
	for (size_t level = 0; level < crossing->by->n_values; level++) {
		struct counted counted = take_group(crossing, level);

		if (!counted.base)
			continue;
		if (put_share(crossing, answer, level, counted, error) < 0 ||
		    (crossing->weighted &&
		     put_weighted(crossing, answer, level, counted, error) < 0))
			return -1;
	}
	return 0;
}

/* ---- questions ---- */

static int put_choice(struct crossing *crossing,
		      const struct variable *variable, size_t position,
		      const uint32_t *codes, struct error *error)
{
	const struct answer answer = { variable->choice, position };

	answer_ones(variable, 0, codes, crossing->answers->n_rows,
		    crossing->ones);
	return put_answer(crossing, &answer, error);
}

static int put_answers(struct crossing *crossing,
		       const struct variable *variable, const uint32_t *codes,
		       struct error *error)
{
	for (size_t value = 0; value < variable->n_values; value++) {
		const struct answer answer = { variable->values[value].name,
					       value + 1 };

		answer_ones(variable, value, codes, crossing->answers->n_rows,
			    crossing->ones);
		if (put_answer(crossing, &answer, error) < 0)
			return -1;
	}
	return 0;
}

static int put_variable(struct crossing *crossing,
			const struct variable *variable, size_t position,
			struct error *error)
{
	uint32_t *codes;
	int result;

	if (answer_codes_read(crossing->memory, crossing->answers, variable,
			      &codes, error) < 0)
		return -1;
	result =
		variable->choice
			? put_choice(crossing, variable, position, codes, error)
			: put_answers(crossing, variable, codes, error);
	talloc_free(codes);
	if (result < 0 || !crossing->weighted)
		return result;
	return profile_weighted_test(crossing->weighted, variable, crossing->by,
				     error);
}

static bool has_choices(const struct variable *variable)
{
	return variable->type == QUESTION_SELECT_ONE ||
	       variable->type == QUESTION_SELECT_MULTIPLE;
}

static int no_choices(const struct crossing *crossing, const char *name,
		      const char *what, struct error *error)
{
	const char *where = crossing->settings->where;

	if (!answers_variable(crossing->answers, name) &&
	    !answer_named(crossing->memory, crossing->answers, name, where,
			  error))
		return -1;
	return error_set(error, ERROR_PROJECT, where,
			 "name a question of the codebook that has them",
			 "'%s' is no question with %s", name, what);
}

static int put_question(struct crossing *crossing, struct error *error)
{
	const struct answers *answers = crossing->answers;
	size_t n = 0;

	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];

		if (strcmp(variable->question, crossing->question) == 0 &&
		    has_choices(variable) &&
		    put_variable(crossing, variable, ++n, error) < 0)
			return -1;
	}
	return n ? 0
		 : no_choices(crossing, crossing->question, "choices", error);
}

static int put_cross(struct crossing *crossing, const char *by,
		     struct error *error)
{
	const struct project_cross *settings = crossing->settings;

	crossing->by = answers_variable(crossing->answers, by);
	if (!crossing->by || crossing->by->type != QUESTION_SELECT_ONE)
		return no_choices(crossing, by, "one choice", error);
	if (answer_codes_read(crossing->memory, crossing->answers, crossing->by,
			      &crossing->groups, error) < 0)
		return -1;
	for (size_t i = 0; i < settings->n_of; i++) {
		crossing->question = settings->of[i];
		if (put_question(crossing, error) < 0)
			return -1;
	}
	talloc_free(crossing->groups);
	return 0;
}

/* ---- tables ---- */

#define KEYS                                                                   \
	"question TEXT, answer TEXT, position INTEGER, grouping TEXT,"         \
	" level TEXT, level_position INTEGER, n INTEGER, base INTEGER,"        \
	" share REAL,"

static int open_tables(struct stage_context *context, struct crossing *crossing,
		       struct error *error)
{
	if (table_writer_open(context->memory, context->store, "profile_cross",
			      KEYS " low REAL, high REAL, caution TEXT",
			      &crossing->shares, error) < 0)
		return -1;
	return table_writer_open(context->memory, context->store,
				 "weighted_cross",
				 KEYS " weighted REAL, se REAL, low REAL,"
				      " high REAL, deff REAL, caution TEXT",
				 &crossing->weighted_shares, error);
}

int profile_cross_write(struct stage_context *context,
			const struct answers *answers,
			struct profile_weighted *weighted, struct error *error)
{
	const struct project *project = context->project;
	struct crossing crossing = { .memory = context->memory,
				     .answers = answers,
				     .weighted = weighted };
	size_t n = project->n_crosses ? (size_t)answers->n_rows : 0;

	if (open_tables(context, &crossing, error) < 0)
		return -1;
	crossing.ones = memory_array(context->memory, double, n);
	crossing.domain = memory_array(context->memory, double, n);
	for (size_t i = 0; i < project->n_crosses; i++) {
		crossing.settings = &project->crosses[i];
		for (size_t j = 0; j < crossing.settings->n_by; j++)
			if (put_cross(&crossing, crossing.settings->by[j],
				      error) < 0)
				return -1;
	}
	talloc_free(crossing.ones);
	talloc_free(crossing.domain);
	return 0;
}
