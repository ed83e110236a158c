/*
 * Who answered: marginals of the questions with choices, with Wilson intervals,
 * and summaries of the numeric ones.  The base of a question is everybody who
 * was shown it and answered.
 */
#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/data/answers.h"
#include "pipeline/stat/crosstab.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/proportion.h"
#include "stages/answer_names.h"
#include "stages/profile_cross.h"
#include "stages/profile_matrix.h"
#include "stages/profile_weighted.h"
#include "stages/skill_names.h"
#include "stages/stages.h"
#include "stages/table_writer.h"

#include <stdbool.h>
#include <string.h>

static const double confidence = 0.95;

struct profile {
	const struct project *project;
	const struct answers *answers;
	const struct skill_names *skills; /* left out unless named */
	struct table_writer *marginals, *summaries, *rankings;
	struct profile_weighted *weighted; /* NULL: nobody is */
	const struct variable **shown;     /* the first of each question */
	size_t n_questions;
	struct error *error;
};

/* How often each code of VARIABLE occurs; N codes on CTX. */
static int count_codes(const void *ctx, const struct answers *answers,
		       const struct variable *variable, uint64_t **counts,
		       struct error *error)
{
	size_t n = ANSWER_FIRST + variable->n_values;
	struct crosstab *table = crosstab_new(ctx, 1, 1, n);
	struct crosstab_codes nobody = { NULL, 1 };
	struct answer_cursor *cursor;
	struct answer_codes codes;
	int more;

	if (answer_cursor_open(ctx, answers, variable, &cursor, error) < 0)
		return -1;
	while ((more = answer_cursor_next(cursor, &codes, error)) > 0)
		crosstab_add(table, NULL, nobody,
			     (struct crosstab_codes){ codes.data, codes.width },
			     codes.n);
	*counts = table->counts;
	return more;
}

static uint64_t answered(const uint64_t *counts, size_t n_values)
{
	uint64_t base = 0;

	for (size_t i = 0; i < n_values; i++)
		base += counts[ANSWER_FIRST + i];
	return base;
}

static int put_share(struct profile *profile, const char *question,
		     const char *answer, size_t position, uint64_t n,
		     uint64_t base)
{
	struct table_writer *writer = profile->marginals;
	struct interval interval =
		proportion_interval(PROPORTION_WILSON, n, base, confidence);

	table_writer_text(writer, question);
	table_writer_text(writer, answer);
	table_writer_integer(writer, (int64_t)position);
	table_writer_integer(writer, (int64_t)n);
	table_writer_integer(writer, (int64_t)base);
	table_writer_real(writer, (double)n / (double)base);
	table_writer_real(writer, interval.low);
	table_writer_real(writer, interval.high);
	return table_writer_row(writer, profile->error);
}

/* select_one: one row an answer, also those that nobody gave; but only sources
 * and waves that somebody answered in. */
static int put_answers(struct profile *profile, const struct variable *variable,
		       const uint64_t *counts)
{
	uint64_t base = answered(counts, variable->n_values);

	for (size_t i = 0; i < variable->n_values; i++)
		if ((counts[ANSWER_FIRST + i] || !answer_is_origin(variable)) &&
		    put_share(profile, variable->question,
			      variable->values[i].name, i + 1,
			      counts[ANSWER_FIRST + i], base) < 0)
			return -1;
	return 0;
}

/* select_multiple: VARIABLE is one choice, and 1 says that it was chosen. */
static int put_choice(struct profile *profile, const struct variable *variable,
		      size_t position, const uint64_t *counts)
{
	uint64_t base = answered(counts, variable->n_values);
	uint64_t chosen = 0;

	for (size_t i = 0; i < variable->n_values; i++)
		if (variable->values[i].number > 0)
			chosen += counts[ANSWER_FIRST + i];
	return put_share(profile, variable->question, variable->choice,
			 position, chosen, base);
}

static void put_top(struct table_writer *writer, uint64_t n, uint64_t base)
{
	struct interval interval =
		proportion_interval(PROPORTION_WILSON, n, base, confidence);

	table_writer_integer(writer, (int64_t)n);
	table_writer_real(writer, (double)n / (double)base);
	table_writer_real(writer, interval.low);
	table_writer_real(writer, interval.high);
}

/* rank: VARIABLE is one choice, its values are its ranks. */
static int put_rank(struct profile *profile, const struct variable *variable,
		    size_t position, const uint64_t *counts)
{
	enum { TOP = 3 };
	struct table_writer *writer = profile->rankings;
	uint64_t n = answered(counts, variable->n_values), top = 0;
	uint64_t base = n + counts[MISSING_NOT_RANKED];
	double sum = 0;

	for (size_t i = 0; i < variable->n_values; i++) {
		sum += variable->values[i].number *
		       (double)counts[ANSWER_FIRST + i];
		if (i < TOP)
			top += counts[ANSWER_FIRST + i];
	}
	table_writer_text(writer, variable->question);
	table_writer_text(writer, variable->choice);
	table_writer_integer(writer, (int64_t)position);
	table_writer_integer(writer, (int64_t)n);
	table_writer_integer(writer, (int64_t)base);
	table_writer_integer(writer, (int64_t)(base - n));
	table_writer_real(writer, sum / (double)n);
	put_top(writer, counts[ANSWER_FIRST], base);
	put_top(writer, top, base);
	return table_writer_row(writer, profile->error);
}

static int put_summary(struct profile *profile, const struct variable *variable,
		       const uint64_t *counts, struct tally *tally)
{
	struct table_writer *writer = profile->summaries;
	struct descriptives d = descriptives_of(tally, confidence);

	for (size_t i = 0; i < ANSWER_FIRST; i++)
		d.missing += counts[i];
	table_writer_text(writer, variable->name);
	table_writer_integer(writer, (int64_t)d.n);
	table_writer_integer(writer, (int64_t)d.missing);
	table_writer_real(writer, d.mean);
	table_writer_real(writer, d.sd);
	table_writer_real(writer, d.minimum);
	table_writer_real(writer, tally_quantile(tally, 7, 0.25));
	table_writer_real(writer, d.median);
	table_writer_real(writer, tally_quantile(tally, 7, 0.75));
	table_writer_real(writer, d.maximum);
	table_writer_text(writer, variable->unit);
	return table_writer_row(writer, profile->error);
}

static int put_numbers(struct profile *profile, const struct variable *variable,
		       const uint64_t *counts, const void *ctx)
{
	double *numbers = memory_array(ctx, double, variable->n_values);

	for (size_t i = 0; i < variable->n_values; i++)
		numbers[i] = variable->values[i].number;
	return put_summary(profile, variable, counts,
			   tally_counts(ctx, numbers, counts + ANSWER_FIRST,
					variable->n_values));
}

/* POSITION counts the choices of one select_multiple question. */
static int put_variable(struct profile *profile,
			const struct variable *variable, size_t position)
{
	void *scratch = memory_check(talloc_new(NULL));
	uint64_t *counts;
	int result;

	if (count_codes(scratch, profile->answers, variable, &counts,
			profile->error) < 0)
		result = -1;
	else if (variable->type == QUESTION_RANK)
		result = put_rank(profile, variable, position, counts);
	else if (variable->choice)
		result = put_choice(profile, variable, position, counts);
	else if (variable->type == QUESTION_SELECT_ONE)
		result = put_answers(profile, variable, counts);
	else
		result = put_numbers(profile, variable, counts, scratch);
	talloc_free(scratch);
	if (result == 0 && profile->weighted)
		result = profile_weighted_put(profile->weighted, variable,
					      position, profile->error);
	return result;
}

static bool has_marginals(const struct variable *variable)
{
	switch (variable->type) {
	case QUESTION_SELECT_ONE:
	case QUESTION_SELECT_MULTIPLE:
	case QUESTION_INTEGER:
	case QUESTION_DECIMAL:
	case QUESTION_RANK:
		return true;
	case QUESTION_NOTE:
	case QUESTION_DATE:
	case QUESTION_TIME:
	case QUESTION_DATETIME:
	case QUESTION_TEXT:
	default:
		return false;
	}
}

/* All variables of one question, in order.  Returns how many, or -1. */
static int put_question(struct profile *profile, const char *question)
{
	const struct answers *answers = profile->answers;
	int n = 0;

	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];

		if (strcmp(variable->question, question) != 0 ||
		    !has_marginals(variable))
			continue;
		if (n == 0)
			memory_append(profile->answers, profile->shown,
				      const struct variable *,
				      profile->n_questions, variable);
		if (put_variable(profile, variable, (size_t)++n) < 0)
			return -1;
	}
	return n;
}

static int unknown_question(const struct profile *profile, const char *name)
{
	const struct answers *answers = profile->answers;
	const char **names =
		memory_array(answers, const char *, answers->n_variables);
	const char *near;
	size_t n = 0;

	for (size_t i = 0; i < answers->n_variables; i++)
		if (has_marginals(&answers->variables[i]))
			names[n++] = answers->variables[i].question;
	near = nearest_word(name, names, n);
	return error_set(
		profile->error, ERROR_PROJECT, profile->project->file,
		near ? memory_format(answers, "did you mean '%s'?", near)
		     : "name a question with choices or numbers of "
		       "the codebook",
		"analyses.profile.questions: no answers to profile "
		"for '%s'",
		name);
}

static int put_named(struct profile *profile)
{
	const struct project *project = profile->project;

	for (size_t i = 0; i < project->n_profile; i++) {
		int n = put_question(profile, project->profile[i]);

		if (n < 0)
			return -1;
		if (n == 0)
			return unknown_question(profile, project->profile[i]);
	}
	return 0;
}

/* Codes from FIRST on that somebody has; -1 = error. */
static int count_given(const struct profile *profile,
		       const struct variable *variable, size_t first)
{
	void *scratch = memory_check(talloc_new(NULL));
	uint64_t *counts;
	int n = 0;

	if (count_codes(scratch, profile->answers, variable, &counts,
			profile->error) < 0)
		n = -1;
	for (size_t i = first; n >= 0 && i < ANSWER_FIRST + variable->n_values;
	     i++)
		n += counts[i] > 0;
	talloc_free(scratch);
	return n;
}

/* "source" and "wave" say something only where there are several; what
 * registers alone tell was asked of nobody.  -1 = error. */
static int is_worth_it(const struct profile *profile,
		       const struct variable *variable)
{
	bool is_origin = answer_is_origin(variable);
	int n;

	if (is_origin ? variable->n_values < 2 : !has_marginals(variable))
		return 0;
	if (!is_origin && !profile->answers->n_registers)
		return 1;
	n = count_given(profile, variable,
			is_origin ? ANSWER_FIRST : MISSING_NOT_SHOWN + 1);
	return n < 0 ? -1 : n > (is_origin ? 1 : 0);
}

static bool rates_skills(const struct profile *profile, const char *question)
{
	const struct answers *answers = profile->answers;

	for (size_t i = 0; i < answers->n_variables; i++)
		if (strcmp(answers->variables[i].question, question) == 0 &&
		    skill_names_has(profile->skills,
				    answers->variables[i].name))
			return true;
	return false;
}

static int put_all(struct profile *profile)
{
	const struct answers *answers = profile->answers;
	const char *last = NULL;

	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];
		int is_wanted;

		/* the choices of one question stand together */
		if (last && strcmp(last, variable->question) == 0)
			continue;
		last = variable->question;
		is_wanted = is_worth_it(profile, variable);
		if (is_wanted < 0 ||
		    (is_wanted && !rates_skills(profile, last) &&
		     put_question(profile, variable->question) < 0))
			return -1;
	}
	return 0;
}

static int open_tables(struct profile *profile, struct stage_context *context,
		       struct error *error)
{
	if (table_writer_open(context->memory, context->store, "profile",
			      "question TEXT, answer TEXT, position INTEGER,"
			      " n INTEGER, base INTEGER, share REAL, low REAL,"
			      " high REAL",
			      &profile->marginals, error) < 0)
		return -1;
	if (table_writer_open(
		    context->memory, context->store, "ranking",
		    "question TEXT, answer TEXT, position INTEGER,"
		    " n INTEGER, base INTEGER, not_ranked INTEGER,"
		    " mean_rank REAL, first INTEGER, first_share REAL,"
		    " first_low REAL, first_high REAL, top INTEGER,"
		    " top_share REAL, top_low REAL, top_high REAL",
		    &profile->rankings, error) < 0)
		return -1;
	return table_writer_open(context->memory, context->store, "summary",
				 "variable TEXT, n INTEGER, n_missing INTEGER,"
				 " mean REAL, sd REAL, minimum REAL, q1 REAL,"
				 " median REAL, q3 REAL, maximum REAL,"
				 " unit TEXT",
				 &profile->summaries, error);
}

static int run_profile(struct stage_context *context, struct error *error)
{
	struct profile profile = { .project = context->project,
				   .error = error };
	struct skill_names *skills;
	struct answers *answers;
	int result;

	if (answers_open(context->memory, context->store, &answers, error) <
		    0 ||
	    skill_names_load(context->memory, context->project, &skills,
			     error) < 0)
		return -1;
	profile.answers = answers;
	profile.skills = skills;
	if (open_tables(&profile, context, error) < 0 ||
	    profile_weighted_open(context, answers, &profile.weighted, error) <
		    0)
		return -1;
	result = context->project->profile ? put_named(&profile)
					   : put_all(&profile);
	if (result == 0)
		result = profile_cross_write(context, answers, profile.weighted,
					     error);
	if (result == 0)
		result = profile_matrix_write(context, profile.shown,
					      profile.n_questions, error);
	context->rows.read = (int64_t)answers->n_rows;
	context->rows.kept = context->rows.read;
	stage_note(context, "%zu question%s", profile.n_questions,
		   profile.n_questions == 1 ? "" : "s");
	return result;
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "label", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ "weight", ARTIFACT_TABLE },
	{ "weight_summary", ARTIFACT_TABLE },
	{ "weight_margin", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "profile", ARTIFACT_TABLE },
	{ "summary", ARTIFACT_TABLE },
	{ "ranking", ARTIFACT_TABLE },
	{ "profile_cross", ARTIFACT_TABLE },
	{ "matrix", ARTIFACT_TABLE },
	{ "matrix_label", ARTIFACT_TABLE },
	{ "weighted_share", ARTIFACT_TABLE },
	{ "weighted_mean", ARTIFACT_TABLE },
	{ "weighted_ratio", ARTIFACT_TABLE },
	{ "weighted_test", ARTIFACT_TABLE },
	{ "weighted_cross", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

/* Which variables are skills decides what is profiled by default. */
static const char *const keys[] = { "analyses.profile", "analyses.skills",
				    "analyses.weights", NULL };

const struct stage stage_profile = {
	.name = "profile",
	.summary = "count the answers to every question that is not a skill",
	.version = 8,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = skill_names_depend,
	.run = run_profile,
};
