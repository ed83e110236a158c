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
	"type,name,label::en,label::it,reversed,minimum,maximum\n"
	"select_one country,country,Country,Paese,,,\n"
	"integer,age,Age,,,16,99\n"
	"select_one level,level,Level,,,,\n"
	"select_one level,turned,Turned,,yes,,\n"
	"select_multiple tool,tools,Tools,,,,\n"
	"date,day,Day,,,,\n"
	"text,comment,Comment,,,,\n";
static const char choices[] = "list_name,name,label::en,label::it,missing\n"
			      "country,it,Italy,Italia,\n"
			      "country,at,Austria,Austria,\n"
			      "level,1,Low,Basso,\n"
			      "level,2,High,Alto,\n"
			      "level,4,Top,,\n"
			      "level,dk,No idea,,dont_know\n"
			      "tool,phone,Phone,Telefono,\n"
			      "tool,pc,PC,Computer,\n"
			      "tool,none,None,,not_applicable\n";

/* The case after a run over one file, A. */
static struct clean_case *cleaned(const void *ctx, const char *a)
{
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);

	clean_case_of(fixture, a);
	return fixture;
}

/* "rule variable from>to n; " of the ledger. */
static char *ledger(struct clean_case *fixture, const char *variable)
{
	return clean_case_select(
		fixture,
		memory_format(fixture,
			      "SELECT rule || ' ' ||"
			      " coalesce('''' || from_value || '''', 'NULL')"
			      " || '>' || to_value || ' ' || n FROM ledger"
			      " WHERE variable IS %s ORDER BY id",
			      variable));
}

static void test_reading_is_decided_over_the_column(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture =
		cleaned(ctx, "country,day,age\n"
			     "it,4/3/2026,34\n"
			     "it,4/13/2026,\"1.234,0 \u20ac\"\n"
			     "it,13/4/2026,20-30\n"
			     "it,5 May 2026,\"30,0\"\n");

	(void)state;
	assert_string_equal(clean_case_rows(fixture, "day"),
			    "invalid 2026-04-13 2026-04-13 2026-05-05");
	assert_string_equal(clean_case_rows(fixture, "age"),
			    "34 invalid invalid 30");
	assert_string_equal(ledger(fixture, "'age'"),
			    "number '30,0'>30 1; "
			    "range '1.234,0 \u20ac'>invalid 1; "
			    "vague '20-30'>invalid 1; ");
	assert_string_equal(
		clean_case_select(fixture,
				  "SELECT variable || ' ' || value || ' ' || n"
				  " FROM unmatched ORDER BY variable, value"),
		"age 20-30 1; day 4/3/2026 1; ");
	assert_string_equal(
		clean_case_select(
			fixture, "SELECT variable || ' ' || what || '=' ||"
				 " read_as || ' ' || n_for || ' ' ||"
				 " n_against || ' ' || n_unclear || ' ' || unit"
				 " FROM reading ORDER BY variable"),
		"age decimal=, 2 0 0 EUR; day date_order= 1 1 1 ; ");
	talloc_free(ctx);
}

static void test_what_is_told_decides(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);
	struct error error = { 0 };

	(void)state;
	fixture->sources[0].date_order = "mdy";
	fixture->sources[0].dialect.decimal = ',';
	scratch_write(fixture, fixture->folder, "a.csv",
		      "country,day,age\n"
		      "it,4/3/2026,\"34,0\"\n"
		      "at,13/4/2026,35.5\n");
	clean_case_run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(clean_case_rows(fixture, "day"),
			    "2026-04-03 invalid");
	assert_string_equal(clean_case_rows(fixture, "age"), "34 invalid");
	assert_string_equal(clean_case_select(fixture,
					      "SELECT rule || ' ' || from_value"
					      " FROM ledger WHERE rule ="
					      " 'unclear' ORDER BY 1"),
			    "unclear 13/4/2026; unclear 35.5; ");
	talloc_free(ctx);
}

static void test_files_of_a_source_tell_each_other(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);
	struct error error = { 0 };

	(void)state;
	scratch_write(fixture, fixture->folder, "a1.csv",
		      "country,day\nit,4/3/2026\n");
	scratch_write(fixture, fixture->folder, "a2.csv",
		      "country,day\nit,13/3/2026\n");
	clean_case_run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(clean_case_rows(fixture, "day"),
			    "2026-03-04 2026-03-13");
	talloc_free(ctx);
}

static void test_another_answer_is_counted(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture =
		cleaned(ctx, "id,country,country_other,tools,"
			     "tools: Other (please specify)\n"
			     "1,it,,pc,fax\n"
			     "2,at,San Marino,pc,fax\n"
			     "3,it,\" \",pc,telex\n");

	(void)state;
	assert_string_equal(
		clean_case_select(fixture,
				  "SELECT question || '=' || heading || ' '"
				  " || n || '/' || n_distinct FROM"
				  " other_text ORDER BY question"),
		"country=country_other 1/1; "
		"tools=tools: Other (please specify) 3/2; ");
	assert_string_equal(
		clean_case_select(fixture, "SELECT value FROM unmatched"), "");
	talloc_free(ctx);
}

static void test_one_answer(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture =
		cleaned(ctx, "country,age,level,turned,day\n"
			     "it,34,1,1,2026-01-02\n"
			     "Austria,15,Alto,4,13/1/2026\n"
			     "ITALIA,34.0,dk,2,\n"
			     "\"\",x,N/A,,\n"
			     "fr,,3,1,\n");

	(void)state;
	assert_string_equal(clean_case_rows(fixture, "country"),
			    "it at it skipped invalid");
	assert_string_equal(clean_case_rows(fixture, "age"),
			    "34 invalid 34 invalid not_shown");
	assert_string_equal(clean_case_rows(fixture, "level"),
			    "1 2 dont_know skipped invalid");
	assert_string_equal(clean_case_rows(fixture, "turned"),
			    "1 4 2 not_shown 1");
	assert_string_equal(
		clean_case_rows(fixture, "day"),
		"2026-01-02 2026-01-13 not_shown not_shown not_shown");
	assert_string_equal(ledger(fixture, "'country'"),
			    "label 'Austria'>at 1; label 'ITALIA'>it 1; "
			    "missing ''>skipped 1; unmatched 'fr'>invalid 1; ");
	assert_string_equal(ledger(fixture, "'turned'"),
			    "missing NULL>not_shown 1; reversed '1'>4 2; "
			    "reversed '2'>3 1; reversed '4'>1 1; ");
	assert_string_equal(clean_case_select(fixture,
					      "SELECT variable || value || n"
					      " FROM unmatched"),
			    "countryfr1; agex1; level31; ");
	assert_int_equal(fixture->context.rows.kept, 5);
	talloc_free(ctx);
}

static void test_reversed_numbers_keep_their_labels(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = cleaned(ctx, "turned\n1\n4\n");

	(void)state;
	assert_string_equal(
		clean_case_select(
			fixture,
			"SELECT v.name || ' ' || v.number FROM variable_value v"
			" JOIN variable ON id = variable_id"
			" WHERE variable.name = 'turned' ORDER BY code"),
		"1 4.0; 2 3.0; 4 1.0; ");
	talloc_free(ctx);
}

static void test_boxes_in_columns(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture =
		cleaned(ctx, "\"id\",\"tools[phone]\",\"tools[pc]\","
			     "\"tools[none]\"\n"
			     "\"1\",\"Y\",\"\",\"\"\n"
			     "\"2\",\"\",\"\",\"\"\n"
			     "\"3\",,,\n"
			     "\"4\",\"\",\"\",\"Y\"\n"
			     "\"5\",\"\",\"Y\",\"Y\"\n"
			     "\"6\",\"?\",\"Y\",\"\"\n");

	(void)state;
	assert_string_equal(clean_case_rows(fixture, "tools.phone"),
			    "1 skipped not_shown not_applicable 0 invalid");
	assert_string_equal(clean_case_rows(fixture, "tools.pc"),
			    "0 skipped not_shown not_applicable 1 1");
	assert_string_equal(
		ledger(fixture, "'tools.phone'"),
		"code ''>0 1; code 'Y'>1 1; missing NULL>not_shown 1; "
		"missing ''>not_applicable 1; missing ''>skipped 1; "
		"unmatched '?'>invalid 1; ");
	talloc_free(ctx);
}

static void test_boxes_with_explicit_zeros(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture =
		cleaned(ctx, "id,x/tools/phone,x/tools/pc\n"
			     "1,1,0\n2,0,0\n3,,\n4,,1\n");

	(void)state;
	assert_string_equal(clean_case_rows(fixture, "tools.phone"),
			    "1 0 skipped 0");
	assert_string_equal(clean_case_rows(fixture, "tools.pc"),
			    "0 0 skipped 1");
	talloc_free(ctx);
}

/* Before the boxes stands "turned", behind them "day". */
static const struct {
	const char *what, *header;
	const char *boxes[2]; /* of the first and the third respondent */
	const char *seen;     /* the second one's row */
	const char *phone;    /* all three */
} empty_rows[] = {
	{ "answered before and behind",
	  "turned,tools/phone,tools/pc,day",
	  { "Phone,PC", ",PC" },
	  "2,,,2026-01-02",
	  "1 0 0" },
	{ "stopped there",
	  "turned,tools/phone,tools/pc,day",
	  { "Phone,PC", ",PC" },
	  "2,,,",
	  "1 skipped 0" },
	{ "went past the page",
	  "turned,tools/phone,tools/pc,day",
	  { "Phone,PC", ",PC" },
	  ",,,2026-01-02",
	  "1 skipped 0" },
	{ "the question behind is not in the file",
	  "turned,tools/phone,tools/pc,more",
	  { "Phone,PC", ",PC" },
	  "2,,,x",
	  "1 skipped 0" },
	{ "one cell, answered before and behind",
	  "turned,tools,day",
	  { "phone;pc", "pc" },
	  "2,,2026-01-02",
	  "1 0 0" },
	{ "one cell, stopped there",
	  "turned,tools,day",
	  { "phone;pc", "pc" },
	  "2,,",
	  "1 skipped 0" },
};

static void test_nothing_ticked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof empty_rows / sizeof *empty_rows; i++) {
		void *ctx = talloc_new(NULL);
		struct clean_case *fixture =
			cleaned(ctx, memory_format(ctx,
						   "%s\n1,%s,2026-01-01\n%s\n"
						   "2,%s,2026-01-03\n",
						   empty_rows[i].header,
						   empty_rows[i].boxes[0],
						   empty_rows[i].seen,
						   empty_rows[i].boxes[1]));
		char *found = clean_case_rows(fixture, "tools.phone");

		if (strcmp(found, empty_rows[i].phone) != 0)
			fail_msg("%s: '%s'", empty_rows[i].what, found);
		talloc_free(ctx);
	}
}

static void test_joined_boxes(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = cleaned(ctx, "id,tools\n"
						  "1,phone;pc\n"
						  "2,Telefono;fax\n"
						  "3,fax\n"
						  "4,\n"
						  "5,none\n"
						  "6,phone;fax\n");

	(void)state;
	assert_string_equal(clean_case_rows(fixture, "tools.phone"),
			    "1 1 invalid skipped not_applicable 1");
	assert_string_equal(clean_case_rows(fixture, "tools.pc"),
			    "1 0 invalid skipped not_applicable 0");
	assert_string_equal(ledger(fixture, "'tools'"),
			    "label 'Telefono'>phone 1; missing NULL>skipped 1; "
			    "missing 'none'>not_applicable 1; "
			    "unmatched 'fax'>invalid 3; ");
	assert_string_equal(
		clean_case_select(fixture,
				  "SELECT n_answered || ' ' || n_missing"
				  " FROM question WHERE name = 'tools'"),
		"3 3; ");
	talloc_free(ctx);
}

static void test_the_last_submission_counts(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);
	struct error error = { 0 };

	(void)state;
	fixture->sources[0].respondent = "token";
	scratch_write(ctx, fixture->folder, "a1.csv",
		      "token,country,age\nt1,fr,17\nt2,it,20\n,it,\n,it,\n");
	scratch_write(ctx, fixture->folder, "a2.csv",
		      "token,country,age\nt3,it,30\nt1,at,40\n"
		      "longer-than-eight-1,it,50\nt3,at,60\n"
		      "longer-than-eight-1,at,70\n");
	clean_case_run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(clean_case_rows(fixture, "country"),
			    "it it it at at at");
	assert_string_equal(clean_case_rows(fixture, "age"),
			    "20 skipped skipped 40 60 70");
	assert_string_equal(ledger(fixture, "NULL"),
			    "duplicate NULL>set aside 3; ");
	/* What only the set-aside rows say is no value, nor unmatched. */
	assert_string_equal(
		clean_case_select(fixture, "SELECT value FROM unmatched"), "");
	assert_int_equal(fixture->context.rows.read, 9);
	assert_int_equal(fixture->context.rows.kept, 6);
	assert_int_equal(fixture->context.rows.set_aside, 3);
	talloc_free(ctx);
}

static void test_two_sources(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);
	struct error error = { 0 };

	(void)state;
	fixture->project.n_sources = 2;
	fixture->sources[1].wave = "2027";
	fixture->sources[1].codebook =
		memory_format(fixture, "%s/second", fixture->folder);
	scratch_write(ctx, fixture->folder, "a.csv", "country,age\nit,20\n");
	scratch_write(ctx, fixture->folder, "b.csv",
		      "Kraj,tools\nPolska,pc\nit,\n");
	scratch_write(ctx, fixture->folder, "second/survey.csv",
		      "type,name,label::pl\nselect_one c,country,Kraj\n"
		      "select_multiple tool,tools,Narzędzia\n");
	scratch_write(ctx, fixture->folder, "second/choices.csv",
		      "list_name,name,label::pl\nc,pl,Polska\ntool,pc,PC\n");
	clean_case_run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_string_equal(clean_case_rows(fixture, "country"), "it pl it");
	assert_string_equal(clean_case_rows(fixture, "age"),
			    "20 not_shown not_shown");
	assert_string_equal(clean_case_rows(fixture, "tools.pc"),
			    "not_shown 1 skipped");
	assert_string_equal(clean_case_rows(fixture, "source"), "one two two");
	assert_string_equal(clean_case_rows(fixture, "wave"),
			    "not_shown 2027 2027");
	assert_string_equal(
		clean_case_select(fixture,
				  "SELECT language || ' ' || text FROM label"
				  " WHERE domain = 'question'"
				  " AND code = 'country' ORDER BY rowid"),
		"en Country; it Paese; pl Kraj; ");
	talloc_free(ctx);
}

/* Files laid out alike share what is known of their columns. */
static void test_many_files(void **state)
{
	enum { FILES = 40, MOST = 1500 /* bytes a file */ };
	size_t n_bytes[2];

	(void)state;
	for (int half = 0; half < 2; half++) {
		void *ctx = talloc_new(NULL);
		struct clean_case *fixture =
			clean_case_new(ctx, survey, choices);
		struct error error = { 0 };

		for (int i = 0; i < FILES * (1 + half); i++)
			scratch_write(ctx, fixture->folder,
				      memory_format(ctx, "a%03d.csv", i),
				      i % 8 ? "country,age,level,turned,day\n"
					      "Italia,20,Low,1,2026-01-02\n"
					    : "age,level,country,turned\n"
					      "20,1,it,Top\n");
		clean_case_run(fixture, &error);
		assert_string_equal(error.what, "");
		assert_int_equal(fixture->context.rows.kept,
				 FILES * (1 + half));
		n_bytes[half] = fixture->n_bytes;
		if (half == 0)
			assert_memory_equal(clean_case_rows(fixture, "turned"),
					    "4 1 1 1 1 1 1 1 4 1", 19);
		talloc_free(ctx);
	}
	assert_in_range(n_bytes[1] - n_bytes[0], 1, FILES * MOST);
}

/* More rows than a chunk holds, in two files with a dropped row in each. */
static void test_many_rows(void **state)
{
	enum { ROWS = 70000 };
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);
	char *text = memory_text(ctx, "token,country,tools/phone\n");
	struct error error = { 0 };

	(void)state;
	for (int i = 0; i < ROWS; i++)
		text = talloc_asprintf_append_buffer(
			text, "%d,%s,%d\n", i ? i : ROWS - 1,
			i % 3 ? "it" : "Austria", i % 2);
	fixture->sources[0].respondent = "token";
	scratch_write(ctx, fixture->folder, "a.csv", text);
	clean_case_run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_int_equal(fixture->context.rows.kept, ROWS - 1);
	/* Of the multiples of three the first row is set aside. */
	assert_string_equal(ledger(fixture, "'country'"),
			    "label 'Austria'>at 23333; ");
	assert_string_equal(clean_case_select(fixture,
					      "SELECT name || ' ' || n_answered"
					      " FROM question WHERE name IN"
					      " ('country', 'tools')"),
			    "country 69999; tools 69999; ");
	talloc_free(ctx);
}

static void check_fault(struct clean_case *fixture, const char *where,
			const char *what)
{
	struct error error = { 0 };

	assert_int_equal(clean_case_run(fixture, &error), -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.what, what);
	assert_non_null(strstr(error.where, where));
	assert_true(*error.remedy);
}

static void test_faults(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);

	(void)state;
	scratch_write(ctx, fixture->folder, "a.csv", "wave\n1\n");
	scratch_write(ctx, fixture->folder, "codebook/survey.csv",
		      "type,name\ninteger,wave\n");
	check_fault(fixture, "survey.csv:2",
		    "'wave' is the name of a variable that divario makes");
	fixture->sources[0].codebook = NULL;
	check_fault(fixture, "project.yaml:9:3",
		    "the source 'one' has no codebook");
	talloc_free(ctx);
}

static void test_codebooks_that_clash(void **state)
{
	void *ctx = talloc_new(NULL);
	struct clean_case *fixture = clean_case_new(ctx, survey, choices);

	(void)state;
	fixture->project.n_sources = 2;
	fixture->sources[1].codebook =
		memory_format(fixture, "%s/second", fixture->folder);
	scratch_write(ctx, fixture->folder, "a.csv", "age\n20\n");
	scratch_write(ctx, fixture->folder, "b.csv", "age\n20\n");
	scratch_write(ctx, fixture->folder, "second/survey.csv",
		      "type,name\ntext,age\n");
	check_fault(fixture, "second/survey.csv:2",
		    "the question 'age' has another type than in the codebook "
		    "of another source");
	scratch_write(ctx, fixture->folder, "second/survey.csv",
		      "type,name,minimum\ninteger,age,18\n");
	check_fault(fixture, "second/survey.csv:2",
		    "the question 'age' has another range or direction than in "
		    "the codebook of another source");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_told_decides),
		cmocka_unit_test(test_files_of_a_source_tell_each_other),
		cmocka_unit_test(test_another_answer_is_counted),
		cmocka_unit_test(test_one_answer),
		cmocka_unit_test(test_reading_is_decided_over_the_column),
		cmocka_unit_test(test_reversed_numbers_keep_their_labels),
		cmocka_unit_test(test_boxes_in_columns),
		cmocka_unit_test(test_boxes_with_explicit_zeros),
		cmocka_unit_test(test_nothing_ticked),
		cmocka_unit_test(test_joined_boxes),
		cmocka_unit_test(test_the_last_submission_counts),
		cmocka_unit_test(test_two_sources),
		cmocka_unit_test(test_many_files),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_codebooks_that_clash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
