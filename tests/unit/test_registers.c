/* Registers stand among the answers but are nobody's: whole runs of a project
 * whose files of people lie before, between and behind its registers. */
#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "pipeline/run/log.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/refused_project.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* In order of their names: list, people, people, list. */
static const char project_text[] =
	"divario: 1\n"
	"project: {id: p, title: P, languages: [en]}\n"
	"sources:\n"
	"  atlas: {kind: register, files: atlas.csv, codebook: codebook,"
	" respondent: code, wave: \"3\"}\n"
	"  before: {files: before.csv, codebook: codebook, respondent: code,"
	" instrument: pre, wave: \"1\"}\n"
	"  later: {files: later.csv, codebook: codebook, respondent: code,"
	" instrument: post, wave: \"2\"}\n"
	"  tools: {kind: register, files: tools.csv, codebook: codebook,"
	" wave: \"3\"}\n"
	"rules:\n"
	"  - {name: odd, reason: r, when: \"check == 'b' and town == 'x'\"}\n"
	"quality: {exclude: [attention], attention: {check: a}}\n"
	"open_answers: [note]\n"
	"instruments: {order: [pre, post]}\n"
	"reports: [{template: profile}]\n"
	"analyses:\n"
	"  change: {questions: [plan], minimum_n: 2}\n"
	"  inventory:\n"
	"    - {name: stock, thing: tool, organisation: town, need: need,"
	" use: use, purpose: goal, fields: [goal]}\n";

static const char survey[] = "type,name,label::en\n"
			     "select_one town,town,Town\n"
			     "select_one check,check,Check\n"
			     "integer,plan,Plan\n"
			     "text,note,Note\n"
			     "select_one tool,tool,Tool\n"
			     "select_multiple goal,goal,Goal\n"
			     "select_multiple goal,need,Need\n"
			     "select_multiple goal,use,Use\n";
static const char choices[] = "list_name,name,label::en\n"
			      "town,x,X\ntown,y,Y\n"
			      "check,a,A\ncheck,b,B\n"
			      "tool,saw,Saw\ntool,axe,Axe\n"
			      "goal,cut,Cut\ngoal,dig,Dig\n";

/* The register has the codes, the checks and the notes of people. */
static const char atlas[] = "code,town,check,plan,note\n"
			    "c1,x,b,900,of the list\n"
			    "c2,x,b,900,of the list\n"
			    "c9,y,b,900,of the list\n";
static const char before[] = "code,town,check,plan,note,need,use\n"
			     "c1,x,a,1,one,cut,cut\n"
			     "c2,y,a,2,two,cut,dig\n"
			     "c3,x,b,3,three,dig,dig\n"
			     "c4,y,a,4,four,cut,cut\n";
static const char later[] = "code,town,check,plan\n"
			    "c2,y,a,5\n"
			    "c1,x,a,3\n"
			    "c3,x,b,9\n";
static const char tools[] = "tool,town,goal,need\n"
			    "saw,x,cut,cut\n"
			    "saw,y,cut,cut\n"
			    "axe,x,dig,cut\n";

struct fixture {
	const char *folder;
	struct project *project;
	struct database *store;
	struct error error;
	struct stage_context context;
};

static struct fixture *ran_with(const char *text)
{
	static const struct stage *const stages[] = {
		&stage_ingest, &stage_clean,    &stage_quality, &stage_quotes,
		&stage_link,   &stage_weigh,    &stage_profile, &stage_skills,
		&stage_change, &stage_inventory
	};
	struct fixture *f = memory_new(NULL, struct fixture);

	f->folder = scratch_folder(f);
	scratch_write(f, f->folder, "project.yaml", text);
	scratch_write(f, f->folder, "codebook/survey.csv", survey);
	scratch_write(f, f->folder, "codebook/choices.csv", choices);
	scratch_write(f, f->folder, "atlas.csv", atlas);
	scratch_write(f, f->folder, "before.csv", before);
	scratch_write(f, f->folder, "later.csv", later);
	scratch_write(f, f->folder, "tools.csv", tools);
	if (project_load(f, f->folder, &f->project, &f->error) < 0 ||
	    database_open(f, memory_format(f, "%s/project.db", f->folder),
			  DATABASE_WRITE, &f->store, &f->error) < 0)
		fail_msg("%s: %s", f->error.where, f->error.what);
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (stage_try(stages[i], f->project, f->store, &f->context,
			      &f->error) < 0)
			fail_msg("%s: %s", f->error.where, f->error.what);
	return f;
}

static void expect(struct fixture *f, const char *sql, const char *rows)
{
	const char *found = store_text(
		f->store, memory_format(f, "select cast((%s) as text)", sql));

	if (strcmp(found, rows) != 0)
		fail_msg("%s: '%s', not '%s'", sql, found, rows);
}

static void test_marks_are_of_people(void **state)
{
	struct fixture *f = ran_with(project_text);

	(void)state;
	expect(f,
	       "select n || ' of ' || base from quality_flag"
	       " where flag = 'attention'",
	       "2 of 7");
	expect(f,
	       "select group_concat(flag || ' ' || file || ':' || line, ', ')"
	       " from (select * from quality_case order by flag, file)",
	       "attention before.csv:4, attention later.csv:4, "
	       "impossible before.csv:4, impossible later.csv:4");
	expect(f, "select sum(n_excluded) from excluded_rows", "2");
	talloc_free(f);
}

static void test_people_are_counted(void **state)
{
	struct fixture *f = ran_with(project_text);

	(void)state;
	expect(f,
	       "select group_concat(answer || ' ' || n || ' of ' || base, ', ')"
	       " from profile where question = 'source'",
	       "before 3 of 5, later 2 of 5");
	expect(f,
	       "select group_concat(answer || ' ' || n || ' of ' || base, ', ')"
	       " from profile where question = 'town'",
	       "x 2 of 5, y 3 of 5");
	expect(f, "select maximum from summary where variable = 'plan'", "5.0");
	/* what tools.csv alone tells was asked of nobody */
	expect(f, "select group_concat(distinct question) from profile",
	       "source,wave,town,check,need,use");
	expect(f,
	       "select group_concat(text, ' ') from (select text from open_text"
	       " order by text)",
	       "four one two");
	talloc_free(f);
}

/* c1 from 1 to 3, c2 from 2 to 5: rows are those of the people alone. */
static void test_people_are_met_again(void **state)
{
	struct fixture *f = ran_with(project_text);

	(void)state;
	expect(f, "select count(*) from link where file = 'atlas.csv'", "0");
	expect(f,
	       "select n || ' ' || difference from change where item = 'plan'"
	       " and comparison = 'paired'",
	       "2 2.5");
	talloc_free(f);
}

static void test_an_inventory_reads_registers(void **state)
{
	struct fixture *f = ran_with(project_text);

	(void)state;
	expect(f, "select entries || ' ' || things from inventory", "3 2");
	expect(f,
	       "select base || ' ' || needs || ' ' || uses from inventory_need"
	       " where answer = 'cut'",
	       "3 3 2");
	talloc_free(f);
}

/* The registers' wave is the last, but nobody answered in it. */
static void test_a_wave_of_registers_is_none(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *at = strstr(project_text, "{order: [pre, post]}");
	struct fixture *f = ran_with(memory_format(
		ctx, "%.*s{order: [pre, post], results: last_wave}%s",
		(int)(at - project_text), project_text, strchr(at, '\n')));

	(void)state;
	expect(f,
	       "select group_concat(answer || ' ' || n || ' of ' || base, ', ')"
	       " from profile where question = 'wave'",
	       "");
	expect(f,
	       "select group_concat(answer || ' ' || n || ' of ' || base, ', ')"
	       " from profile where question = 'town'",
	       "x 1 of 2, y 1 of 2");
	expect(f, "select entries from inventory", "3");
	talloc_free(f);
	talloc_free(ctx);
}

/* ---- rows ---- */

static uint64_t count(struct fixture *f,
		      int (*open)(const void *, struct database *,
				  struct answers **, struct error *),
		      double *sum)
{
	struct answer_cursor *cursor;
	struct answer_codes codes;
	struct answers *answers;
	const struct variable *plan;
	uint64_t n = 0;

	*sum = 0;
	assert_int_equal(open(f, f->store, &answers, &f->error), 0);
	plan = answers_variable(answers, "plan");
	assert_int_equal(
		answer_cursor_open(f, answers, plan, &cursor, &f->error), 0);
	while (answer_cursor_next(cursor, &codes, &f->error) > 0)
		for (size_t i = 0; i < codes.n; i++, n++)
			if (answer_code(&codes, i) >= ANSWER_FIRST)
				*sum += plan->values[answer_code(&codes, i) -
						     ANSWER_FIRST]
						.number;
	assert_int_equal(n, answers->n_rows);
	assert_int_equal(answers->n_everything, 13);
	return n;
}

static void test_who_reads_which_rows(void **state)
{
	struct fixture *f = ran_with(project_text);
	double sum;

	(void)state;
	assert_int_equal(count(f, answers_open_all, &sum), 13);
	assert_true(sum == 2727);
	assert_int_equal(count(f, answers_open_everybody, &sum), 7);
	assert_true(sum == 27);
	assert_int_equal(count(f, answers_open, &sum), 5);
	assert_true(sum == 15);
	assert_int_equal(count(f, answers_open_entries, &sum), 11);
	assert_true(sum == 2715);
	talloc_free(f);
}

static void test_places_among_people(void **state)
{
	struct fixture *f = ran_with(project_text);
	struct answers *answers;
	uint64_t place;

	(void)state;
	answers_open_all(f, f->store, &answers, &f->error);
	assert_false(answers_place(answers, 2, &place));
	assert_true(answers_place(answers, 3, &place));
	assert_int_equal(place, 0);
	assert_true(answers_place(answers, 9, &place));
	assert_int_equal(place, 6);
	assert_false(answers_place(answers, 10, &place));
	assert_false(answers_place(answers, 12, &place));
	talloc_free(f);
}

/* ---- what is said of kinds ---- */

/* What STAGE says, run once more. */
static const char *warnings_of(struct fixture *f, const struct stage *stage)
{
	static const struct stage_event done = { .state = STAGE_DONE };
	char *text = NULL, *copy;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	struct run_log *log = run_log_new(f, LOG_LINES, out, out);
	struct stage_context context = { .memory = talloc_new(f),
					 .project = f->project,
					 .store = f->store,
					 .log = log };

	run_log_begin(log, stage->name);
	assert_int_equal(database_begin(f->store, &f->error), 0);
	assert_int_equal(stage->run(&context, &f->error), 0);
	assert_int_equal(database_commit(f->store, &f->error), 0);
	run_log_stage(log, &done);
	fclose(out);
	copy = memory_text(f, text);
	free(text);
	return copy;
}

static void test_an_open_kind_is_warned_of(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *at = strstr(project_text, "tools: {kind: register, ");
	struct fixture *f = ran_with(memory_format(
		ctx, "%.*stools: {%s", (int)(at - project_text), project_text,
		at + strlen("tools: {kind: register, ")));

	(void)state;
	if (!strstr(warnings_of(f, &stage_inventory),
		    "the rows of 'tools' count as respondents"))
		fail_msg("no warning");
	expect(f,
	       "select group_concat(answer || ' ' || n, ', ') from profile"
	       " where question = 'source'",
	       "before 3, later 2, tools 3");
	talloc_free(f);
	talloc_free(ctx);
}

static void test_what_is_refused(void **state)
{
	static const struct {
		const char *source, *what;
	} cases[] = {
		{ "{kind: register, files: a.csv, codebook: a.csv, instrument:"
		  " pre}",
		  "s is of kind register: nobody answers in it" },
		{ "{kind: register, files: a.csv, codebook: a.csv, columns:"
		  " {name: A}}",
		  "'columns' is for mapping files, and s is a register" },
		{ "{kind: register, files: a.csv}",
		  "key 'codebook' is missing in s" },
		{ "{kind: registers, files: a.csv, codebook: a.csv}",
		  "'kind' must be one of: questionnaire, register, services" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);

		refused_project(
			memory_format(ctx,
				      "divario: 1\n"
				      "project: {id: p, title: P}\n"
				      "sources: {s: %s}\n"
				      "reports: [{template: profile}]\n",
				      cases[i].source),
			cases[i].what, "project.yaml:3:");
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_are_of_people),
		cmocka_unit_test(test_people_are_counted),
		cmocka_unit_test(test_people_are_met_again),
		cmocka_unit_test(test_an_inventory_reads_registers),
		cmocka_unit_test(test_a_wave_of_registers_is_none),
		cmocka_unit_test(test_who_reads_which_rows),
		cmocka_unit_test(test_places_among_people),
		cmocka_unit_test(test_an_open_kind_is_warned_of),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
