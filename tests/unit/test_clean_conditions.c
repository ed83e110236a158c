#include "pipeline/core/memory.h"
#include "tests/support/clean_case.h"
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

static struct clean_case *cleaned(const void *ctx, const char *sheet,
				  const char *file)
{
	struct clean_case *fixture = clean_case_new(ctx, sheet, choices);

	clean_case_of(fixture, file);
	return fixture;
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
	struct clean_case *fixture = cleaned(ctx, survey, answers_file);

	(void)state;
	/* Asked only of those who work and are of age; row 6 answered anyway,
	 * and of row 7 nobody knows. */
	assert_string_equal(clean_case_rows(fixture, "rate"),
			    "2 not_shown not_shown skipped not_shown 1 "
			    "skipped");
	/* All boxes 0 is no answer where the question was not shown. */
	assert_string_equal(clean_case_rows(fixture, "tools.phone"),
			    "0 not_shown invalid skipped not_shown not_shown "
			    "skipped");
	assert_string_equal(clean_case_rows(fixture, "hours"),
			    "40 not_shown invalid 30 not_shown invalid "
			    "skipped");
	/* Row 3's boxes are invalid, so nobody knows. */
	assert_string_equal(clean_case_rows(fixture, "later"),
			    "not_shown 1 skipped skipped skipped 2 skipped");
	/* A choice that is a kind of missing can be asked for. */
	assert_string_equal(clean_case_rows(fixture, "why"),
			    "not_shown not_shown not_shown not_shown 7 5 "
			    "skipped");
	talloc_free(ctx);
}

static void test_ledger(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = cleaned(ctx, survey, answers_file);

	(void)state;
	assert_string_equal(
		clean_case_select(
			fixture,
			"SELECT variable || ' ' || from_value || '>' ||"
			" to_value || ' ' || n FROM ledger"
			" WHERE rule = 'routed' AND variable IN"
			" ('rate', 'tools.pc') ORDER BY id"),
		"rate skipped>not_shown 3; tools.pc 0>not_shown 1; "
		"tools.pc skipped>not_shown 2; ");
	assert_string_equal(
		clean_case_select(
			fixture,
			"SELECT variable || ' ' || from_value || '>' ||"
			" to_value || ' ' || n FROM ledger"
			" WHERE rule = 'constraint' ORDER BY id"),
		"tools.fax 1>invalid 1; tools.pc 1>invalid 1; "
		"tools.phone 1>invalid 1; hours 10>invalid 1; "
		"hours 70>invalid 1; ");
	assert_string_equal(
		clean_case_select(
			fixture,
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
	struct clean_case *fixture =
		clean_case_new(ctx,
			       "type,name,relevant\nselect_one yn,works,\n"
			       "integer,hours,${works} = 'y'\n",
			       choices);
	char *text = memory_text(ctx, "works,hours\n");
	struct error error = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS; i++)
		text = talloc_strdup_append_buffer(text,
						   i % 2 ? "y,\n" : "n,\n");
	scratch_write(ctx, fixture->folder, "a1.csv", "hours\n1\n\"\"\n");
	scratch_write(ctx, fixture->folder, "a2.csv", text);
	scratch_write(ctx, fixture->folder, "a3.csv", "hours\n\"\"\n");
	clean_case_run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(
		clean_case_select(fixture,
				  "SELECT n_answered || ' ' || n_missing ||"
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
	struct clean_case *fixture =
		cleaned(ctx, sheet,
			"n,m,empty,d,b,s,bad,t,q\n"
			"7,10,,2026-01-31,pc phone,y,many,x,\n");
	char *rows = clean_case_rows(fixture, "q");

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
	struct clean_case *fixture =
		clean_case_new(ctx,
			       "type,name,relevant\nselect_one yn,works,\n"
			       "integer,hours,${work} = 'y'\n",
			       choices);
	struct error error = { 0 };

	(void)state;
	scratch_write(ctx, fixture->folder, "a.csv", "works,hours\ny,1\n");
	clean_case_run(fixture, &error);
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
