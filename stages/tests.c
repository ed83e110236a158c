#include "stages/tests.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "stages/stages.h"
#include "stages/table_writer.h"

#include <math.h>
#include <string.h>

struct test_result test_result_new(const char *part, const char *method,
				   uint64_t n, uint64_t smallest)
{
	struct test_result out = { .part = part,
				   .method = method,
				   .n = n,
				   .smallest = smallest < n ? smallest : n };

	out.statistic = out.df = out.df2 = (double)NAN;
	out.p = out.p_adjusted = (double)NAN;
	out.estimate = out.low = out.high = (double)NAN;
	return out;
}

void test_result_add(struct test_run *run, struct test_result result)
{
	if (result.n < run->least) {
		struct test_result empty = test_result_new(
			result.part, result.method, result.n, result.smallest);

		empty.domain = result.domain;
		empty.subject = result.subject;
		empty.term = result.term;
		empty.caution = "few";
		result = empty;
	} else if (!isfinite(result.estimate) && !isfinite(result.p)) {
		result.caution = "undefined";
	}
	memory_append(run, run->results, struct test_result, run->n_results,
		      result);
}

void test_results_adjust(struct test_run *run, const char *part)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t i = 0; i < run->n_results; i++) {
		struct test_result *result = &run->results[i];

		if (strcmp(result->part, part) == 0)
			adjust_family_add(family, result->p,
					  &result->p_adjusted, NULL);
	}
	adjust_family_end(family);
}

static int write_results(const struct test_run *run,
			 struct table_writer *writer, struct error *error)
{
	for (size_t i = 0; i < run->n_results; i++) {
		const struct test_result *result = &run->results[i];

		table_writer_text(writer, run->settings->name);
		table_writer_text(writer, test_kinds[run->settings->kind]);
		table_writer_text(writer, result->part);
		table_writer_text(writer, result->domain);
		table_writer_text(writer, result->subject);
		table_writer_text(writer, result->term);
		table_writer_integer(writer, (int64_t)result->n);
		table_writer_real(writer, result->statistic);
		table_writer_real(writer, result->df);
		table_writer_real(writer, result->df2);
		table_writer_real(writer, result->p);
		table_writer_real(writer, result->p_adjusted);
		table_writer_real(writer, result->estimate);
		table_writer_real(writer, result->low);
		table_writer_real(writer, result->high);
		table_writer_text(writer, result->method);
		table_writer_text(writer, result->caution);
		table_writer_integer(writer, (int64_t)result->smallest);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int (*const kinds[])(struct test_run *, struct error *) = {
	[TEST_GROUPS] = test_groups,     [TEST_TABLE] = test_table,
	[TEST_REPEATED] = test_repeated, [TEST_CORRELATION] = test_correlation,
	[TEST_MODEL] = test_model,       [TEST_AGREEMENT] = test_agreement,
	[TEST_SHARE] = test_share,       [TEST_STRUCTURE] = test_structure,
};

static int run_test(struct stage_context *context,
		    const struct project_test *settings,
		    const struct answers *answers, struct table_writer *writer,
		    struct error *error)
{
	struct test_run *run = memory_new(context->memory, struct test_run);
	int result;

	run->settings = settings;
	run->answers = answers;
	run->threshold = (uint64_t)context->project->threshold;
	run->least = (uint64_t)settings->minimum_n;
	if (run->least < run->threshold)
		run->least = run->threshold;
	result = kinds[settings->kind](run, error);
	if (result == 0 && run->n_used < run->least)
		stage_warn(context, settings->where,
			   "test '%s' says nothing: fewer than %llu people "
			   "can be compared",
			   settings->name, (unsigned long long)run->least);
	if (result == 0)
		result = write_results(run, writer, error);
	talloc_free(run);
	return result;
}

static int run(struct stage_context *context, struct error *error)
{
	const struct project *project = context->project;
	struct answers *answers;
	struct table_writer *writer;

	if (table_writer_open(
		    context->memory, context->store, "test_result",
		    "test TEXT, kind TEXT, part TEXT, domain TEXT,"
		    " subject TEXT, term TEXT, n INTEGER, statistic REAL,"
		    " df REAL, df2 REAL, p REAL, p_adjusted REAL,"
		    " estimate REAL, low REAL, high REAL, method TEXT,"
		    " caution TEXT, smallest INTEGER",
		    &writer, error) < 0 ||
	    answers_open(context->memory, context->store, &answers, error) < 0)
		return -1;
	context->rows.read = context->rows.kept = (int64_t)answers->n_rows;
	for (size_t i = 0; i < project->n_tests; i++)
		if (run_test(context, &project->tests[i], answers, writer,
			     error) < 0)
			return -1;
	if (project->n_tests > 0)
		stage_note(context, "%zu tests of %llu people",
			   project->n_tests,
			   (unsigned long long)answers->n_rows);
	return 0;
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "test_result", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.tests", "disclosure", NULL };

const struct stage stage_tests = {
	.name = "tests",
	.summary = "test what the project asks: groups, tables, the same "
		   "people, correlations, models, raters, shares, "
		   "structure",
	.version = 2,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run,
};
