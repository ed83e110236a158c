#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "stages/stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char survey[] =
	"type,name,relevant,constraint\n"
	"select_one yn,works,,\n"
	"integer,age,,\n"
	"begin group,job,${works} = 'y',\n"
	"select_one level,rate,${age} >= 18,\n"
	"select_multiple tool,tools,,count-selected(.) < 3\n"
	"integer,hours,,. <= 60 and . > ${age}\n"
	"end group,,,\n"
	"select_one level,later,\"not(selected(${tools}, 'pc'))\",\n"
	"integer,why,${works} = 'dk',\n"
	"integer,odd,regex(${age}),\n"
	"text,note,${later} = '1',\n";
static const char choices[] = "list_name,name,missing\n"
			      "yn,y,\nyn,n,\nyn,dk,dont_know\n"
			      "level,1,\nlevel,2,\n"
			      "tool,pc,\ntool,phone,\ntool,fax,\n";

struct fixture {
	const char *folder, *pattern;
	struct project_source source;
	struct project project;
	struct database *store;
};

static struct fixture *new_fixture(const void *ctx, const char *sheet)
{
	struct fixture *fixture = memory_new(ctx, struct fixture);
	struct error error = { 0 };

	fixture->folder = scratch_folder(fixture);
	fixture->pattern = "*.csv";
	fixture->source = (struct project_source){
		.name = "one",
		.where = "project.yaml:9:3",
		.patterns = &fixture->pattern,
		.n_patterns = 1,
		.codebook =
			memory_format(fixture, "%s/codebook", fixture->folder),
	};
	fixture->project = (struct project){ .folder = fixture->folder,
					     .sources = &fixture->source,
					     .n_sources = 1,
					     .quarantine_limit = 0.5 };
	scratch_write(fixture, fixture->folder, "codebook/survey.csv", sheet);
	scratch_write(fixture, fixture->folder, "codebook/choices.csv",
		      choices);
	assert_int_equal(database_open(fixture, ":memory:", DATABASE_WRITE,
				       &fixture->store, &error),
			 0);
	return fixture;
}

static void run(struct fixture *fixture, struct error *error)
{
	struct stage_context context = { .memory = talloc_new(fixture),
					 .project = &fixture->project,
					 .store = fixture->store };

	if (stage_ingest.run(&context, error) == 0)
		stage_clean.run(&context, error);
	talloc_free(context.memory);
}

static struct fixture *cleaned(const void *ctx, const char *sheet,
			       const char *file)
{
	struct fixture *fixture = new_fixture(ctx, sheet);
	struct error error = { 0 };

	scratch_write(fixture, fixture->folder, "a.csv", file);
	run(fixture, &error);
	assert_string_equal(error.what, "");
	return fixture;
}

/* "it at skipped": what each row has for a variable. */
static char *rows_of(struct fixture *fixture, const char *name)
{
	struct error error = { 0 };
	const struct variable *variable;
	struct answer_cursor *cursor;
	struct answer_codes codes;
	struct answers *answers;
	char *text = memory_text(fixture, "");

	answers_open(fixture, fixture->store, &answers, &error);
	variable = answers_variable(answers, name);
	answer_cursor_open(fixture, answers, variable, &cursor, &error);
	assert_string_equal(error.what, "");
	while (answer_cursor_next(cursor, &codes, &error) > 0)
		for (size_t i = 0; i < codes.n; i++) {
			uint32_t code = answer_code(&codes, i);

			text = talloc_asprintf_append(
				text, "%s%s", *text ? " " : "",
				code < ANSWER_FIRST
					? missing_name((enum missing_kind)code)
					: variable->values[code - ANSWER_FIRST]
						  .name);
		}
	return text;
}

static char *select_text(struct fixture *fixture, const char *sql)
{
	struct error error = { 0 };
	char *text = memory_text(fixture, "");
	struct table *table;

	database_query(fixture, fixture->store, sql, NULL, 0, NULL, &table,
		       &error);
	assert_string_equal(error.what, "");
	for (size_t i = 0; i < table->n_rows; i++)
		text = talloc_asprintf_append(text, "%s; ",
					      table_text(table, i, 0));
	return text;
}

static const char answers_file[] =
	"works,age,rate,tools/pc,tools/phone,tools/fax,hours,later,why\n"
	"y,30,2,1,0,0,40,,\n"
	"n,40,,0,0,0,,1,\n"
	"y,16,,1,1,1,10,,\n"
	"y,20,,,,,30,,\n"
	"dk,50,,,,,,,7\n"
	"n,50,1,,,,70,2,5\n"
	"??,30,,,,,,,\n";

static void test_routes(void **state)
{
	void *ctx = talloc_new(NULL);
	struct fixture *fixture = cleaned(ctx, survey, answers_file);

	(void)state;
	/* Asked only of those who work and are of age; row 6 answered anyway,
	 * and of row 7 nobody knows. */
	assert_string_equal(rows_of(fixture, "rate"),
			    "2 not_shown not_shown skipped not_shown 1 "
			    "skipped");
	/* All boxes 0 is no answer where the question was not shown. */
	assert_string_equal(rows_of(fixture, "tools.phone"),
			    "0 not_shown invalid skipped not_shown not_shown "
			    "skipped");
	assert_string_equal(rows_of(fixture, "hours"),
			    "40 not_shown invalid 30 not_shown invalid "
			    "skipped");
	/* Row 3's boxes are invalid, so nobody knows. */
	assert_string_equal(rows_of(fixture, "later"),
			    "not_shown 1 skipped skipped skipped 2 skipped");
	/* A choice that is a kind of missing can be asked for. */
	assert_string_equal(rows_of(fixture, "why"),
			    "not_shown not_shown not_shown not_shown 7 5 "
			    "skipped");
	talloc_free(ctx);
}

static void test_ledger(void **state)
{
	void *ctx = talloc_new(NULL);
	struct fixture *fixture = cleaned(ctx, survey, answers_file);

	(void)state;
	assert_string_equal(
		select_text(fixture,
			    "SELECT variable || ' ' || from_value || '>' ||"
			    " to_value || ' ' || n FROM ledger"
			    " WHERE rule = 'routed' AND variable IN"
			    " ('rate', 'tools.pc') ORDER BY id"),
		"rate skipped>not_shown 3; tools.pc 0>not_shown 1; "
		"tools.pc skipped>not_shown 2; ");
	assert_string_equal(
		select_text(fixture,
			    "SELECT variable || ' ' || from_value || '>' ||"
			    " to_value || ' ' || n FROM ledger"
			    " WHERE rule = 'constraint' ORDER BY id"),
		"tools.fax 1>invalid 1; tools.pc 1>invalid 1; "
		"tools.phone 1>invalid 1; hours 10>invalid 1; "
		"hours 70>invalid 1; ");
	assert_string_equal(
		select_text(fixture,
			    "SELECT name || ' ' || n_answered || ' ' ||"
			    " n_missing || ' ' || n_not_shown FROM question"
			    " WHERE name IN ('rate', 'hours', 'later')"),
		"rate 2 2 3; hours 2 3 2; later 2 4 1; ");
	talloc_free(ctx);
}

/* A file without the column decides nothing; chunks and files do not align. */
static void test_files(void **state)
{
	enum { ROWS = 70000 };
	void *ctx = talloc_new(NULL);
	struct fixture *fixture =
		new_fixture(ctx, "type,name,relevant\nselect_one yn,works,\n"
				 "integer,hours,${works} = 'y'\n");
	char *text = memory_text(ctx, "works,hours\n");
	struct error error = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS; i++)
		text = talloc_strdup_append_buffer(text,
						   i % 2 ? "y,\n" : "n,\n");
	scratch_write(ctx, fixture->folder, "a.csv", "hours\n1\n\"\"\n");
	scratch_write(ctx, fixture->folder, "b.csv", text);
	scratch_write(ctx, fixture->folder, "c.csv", "hours\n\"\"\n");
	run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(
		select_text(fixture, "SELECT n_answered || ' ' || n_missing ||"
				     " ' ' || n_not_shown FROM question"
				     " WHERE name = 'hours'"),
		"1 35002 35000; ");
	talloc_free(ctx);
}

/* What the comparisons mean, on one row of answers. */
static const struct {
	const char *condition;
	bool is_shown;
} meanings[] = {
	{ "${n} = '7'", true },
	{ "${n} = 7.0", true },
	{ "${n} != 8", true },
	{ "${n} < ${m}", true },
	{ "${n} = ${m}", false },
	{ "${empty} = ''", true },
	{ "${empty} < 1", false },
	{ "${empty} != 3", true },
	{ "${empty}", false },
	{ "${d} > date('2026-01-30') and ${d} < '2026-02-01'", true },
	{ "${d} = '2026-01-31'", true },
	{ "${b} = 'pc'", false },
	{ "${b} != ''", true },
	{ "selected(${b}, 'phone') and not(selected(${b}, 'fax'))", true },
	{ "count-selected(${b}) = 2", true },
	{ "2 < count-selected(${b})", false },
	{ "selected(${s}, 'y')", true },
	{ "${s} = 'n' or ${n} = 7", true },
	{ "${s} = 'n' and ${bad} = 1", false },
	{ "${s} = 'n' or ${bad} = 1", true }, /* not known: not decided */
	{ "not(${bad} = 1)", true },
	{ "false()", false },
	{ "1 > 2", false },
	{ "${t} = 'x'", true }, /* free text is not known */
};

static void check_meaning(const char *condition, bool is_shown)
{
	void *ctx = talloc_new(NULL);
	char *sheet = memory_format(
		ctx,
		"type,name,relevant\ninteger,n,\ninteger,m,\ninteger,empty,\n"
		"date,d,\nselect_multiple tool,b,\nselect_one yn,s,\n"
		"integer,bad,\ntext,t,\ninteger,q,\"%s\"\n",
		condition);
	struct fixture *fixture =
		cleaned(ctx, sheet,
			"n,m,empty,d,b,s,bad,t,q\n"
			"7,10,,2026-01-31,pc phone,y,many,x,\n");
	char *rows = rows_of(fixture, "q");

	if (strcmp(rows, is_shown ? "skipped" : "not_shown") != 0)
		fail_msg("%s: %s", condition, rows);
	talloc_free(ctx);
}

static void test_meanings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
		check_meaning(meanings[i].condition, meanings[i].is_shown);
}

static void test_unknown_question(void **state)
{
	void *ctx = talloc_new(NULL);
	struct fixture *fixture =
		new_fixture(ctx, "type,name,relevant\nselect_one yn,works,\n"
				 "integer,hours,${work} = 'y'\n");
	struct error error = { 0 };

	(void)state;
	scratch_write(ctx, fixture->folder, "a.csv", "works,hours\ny,1\n");
	run(fixture, &error);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_non_null(strstr(error.where, "survey.csv:3:3"));
	assert_string_equal(error.what,
			    "in '${work} = 'y'' at character 1: there is no "
			    "question 'work'; did you mean 'works'?");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_ledger),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_meanings),
		cmocka_unit_test(test_unknown_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
