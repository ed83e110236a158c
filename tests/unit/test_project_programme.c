/* The key analyses.programme of a project file: what it means, what is
 * refused. */
#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "tests/support/refused_project.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A project with this PROGRAMME in its fifth line. */
static char *project_text(const void *ctx, const char *programme)
{
	return memory_format(ctx,
			     "divario: 1\n"
			     "project: {id: p, title: P}\n"
			     "sources: {trips: {kind: register, files:"
			     " a.csv}, forms: {files: a.csv}}\n"
			     "analyses:\n"
			     "  programme: %s\n"
			     "reports: [{template: profile}]\n",
			     programme);
}

static struct project *inspect(void *ctx, const char *programme)
{
	char *folder = scratch_folder(ctx);
	struct project *project = NULL;

	scratch_write(ctx, folder, "project.yaml",
		      project_text(ctx, programme));
	scratch_write(ctx, folder, "a.csv", "a,b\n1,2\n");
	project_inspect(ctx, folder, &project, problems_new(ctx));
	return project;
}

static void test_what_is_read(void **state)
{
	void *ctx = talloc_new(NULL);
	const struct project *project = inspect(
		ctx,
		"{register: trips, start: 2021-01-01, end: 2024-12-31,"
		" by: [activity, role], questions: {cost: grant}, counts:"
		" public, on_track: 0.9, indicators: [{name: i, measure:"
		" gini, target: 0.4, wanted: least}, {name: j, measure: days,"
		" target: 9}], rules: [{name: r, kind: target, by: role,"
		" below: 0.8, cites: f, text: {en: Do, it: Fare}}]}");
	const struct project_programme *programme;

	(void)state;
	assert_non_null(project);
	programme = project->programme;
	assert_string_equal(programme->mobilities, "trips");
	assert_null(programme->targets);
	assert_string_equal(programme->fields[PROGRAMME_COST], "grant");
	assert_true(programme->is_said[PROGRAMME_COST]);
	assert_string_equal(programme->fields[PROGRAMME_YEAR], "year");
	assert_false(programme->is_said[PROGRAMME_YEAR]);
	assert_true(programme->is_public);
	assert_true(programme->on_track == 0.9 && programme->behind == 0.8);
	assert_int_equal(programme->pace, 24);
	assert_int_equal(programme->n_indicators, 2);
	assert_true(programme->indicators[0].is_due);
	assert_true(programme->indicators[0].is_least);
	assert_false(programme->indicators[1].is_due);
	assert_int_equal(programme->rules[0].most, 3);
	assert_true(isnan(programme->rules[0].above));
	assert_int_equal(programme->rules[0].n_texts, 2);
	talloc_free(ctx);
}

static void test_what_is_refused(void **state)
{
#define REGISTER "{register: trips, start: 2021-01-01, end: 2024-12-31, "
	static const struct {
		const char *programme, *what;
	} cases[] = {
		{ "{start: 2021-01-01, end: 2024-12-31}", "register" },
		{ "{register: trip, start: 2021-01-01, end: 2024-12-31}",
		  "no source 'trip' for 'register'" },
		{ REGISTER "targets: plan}", "no source 'plan' for 'targets'" },
		{ REGISTER "staff: forms}",
		  "the rows of 'forms', which 'programme' takes for 'staff', "
		  "are no respondents" },
		{ "{register: trips, start: 2024-12-31, end: 2021-01-01}",
		  "the programme ends on 2021-01-01, before it starts" },
		{ REGISTER "as_of: 2020-06-30}",
		  "on 2020-06-30 the programme has not started" },
		{ REGISTER "behind: 0.99}", "what is on track cannot be "
					    "behind" },
		{ REGISTER "colour: red}", "colour" },
		{ REGISTER "counts: open}",
		  "'counts' must be one of: controlled, public" },
		{ REGISTER "indicators: [{name: i, measure: mean}]}",
		  "the indicator 'i' does not say of what" },
		{ REGISTER "indicators: [{name: i, measure: days}, {name: i,"
			   " measure: hosts}]}",
		  "a second indicator is called 'i'" },
		{ REGISTER "indicators: [{name: i, measure: happiness}]}",
		  "'measure' must be one of: participations" },
		{ REGISTER "rules: [{name: r, kind: target, by: role, below:"
			   " 1, cites: f, text: T}]}",
		  "the programme is not looked at by 'role'" },
		{ REGISTER "rules: [{name: r, kind: return, cites: f, text:"
			   " T}]}",
		  "the rule 'r' says no limit" },
		{ REGISTER "rules: [{name: r, kind: outcome, above: 1, cites:"
			   " f, text: T}]}",
		  "the rule 'r' does not say of which outcome" },
		{ REGISTER "rules: [{name: r, kind: change, cites: f, text:"
			   " T}, {name: r, kind: change, cites: f, text: T}]}",
		  "a second rule is called 'r'" },
		{ REGISTER "rules: [{name: r, kind: change, text: T}]}",
		  "cites" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);

		refused_project(project_text(ctx, cases[i].programme),
				cases[i].what, "project.yaml:5:");
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_read),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
