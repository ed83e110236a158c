#include "pipeline/core/memory.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/codebook_sheets.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char survey[] =
	"\xEF\xBB\xBFtype,name,label::English (en),label::it,constraint,"
	"required,reversed,minimum,maximum,relevant\n"
	"start,start,,,,,,,,\n"
	"begin_group,about,About you,Su di te,,,,,,\n"
	"select_one country,country,Country,Paese,,yes,,,,\n"
	"integer,age,Age,Età,. >= 16 and . <= 99,,,,,${country}='it'\n"
	"end group,,,,,,,,,\n"
	"\n"
	"select_one level or_other,cur_team,\"Team\nwork\",,,,yes,,,\n"
	"decimal,hours,Hours,Ore,. < 80,,,0,,\n"
	"select_multiple  tool,tools,Tools,Strumenti,,,,,,\n"
	"text,other,Other,Altro,,,,,,\n";
static const char choices[] =
	"list_name,name,label::English (en),label::it,missing,value\n"
	"country,it,Italy,Italia,,\n"
	"country,at,Austria,,,\n"
	"level,1,None,Nessuno,,\n"
	"level,5,High,Alto,,\n"
	"level,dk,Don't know,Non so,dont_know,\n"
	"tool,phone,Phone,Telefono,,2.5\n";

static struct codebook *load(void *ctx, const char *folder)
{
	struct codebook *codebook = NULL;
	struct error error = { 0 };
	int result = codebook_load(ctx, folder, &codebook, &error);

	assert_string_equal(error.what, "");
	assert_int_equal(result, 0);
	return codebook;
}

static void test_whole(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	struct codebook *codebook;

	(void)state;
	scratch_write(ctx, folder, "survey.csv", survey);
	scratch_write(ctx, folder, "choices.csv", choices);
	scratch_write(ctx, folder, "settings.csv",
		      "form_title;version;default_language\n"
		      "Skills;2026;Italiano (it)\n");
	codebook = load(ctx, folder);
	assert_string_equal(codebook->title, "Skills");
	assert_string_equal(codebook->version, "2026");
	assert_string_equal(codebook->default_language, "it");
	assert_int_equal(codebook->n_languages, 2);
	assert_string_equal(codebook->languages[0], "en");
	assert_int_equal(codebook->n_questions, 9);
	assert_string_equal(codebook->questions[1].name, "");
	assert_int_equal(codebook->n_lists, 3);
	assert_int_equal(strlen(codebook->digest), 64);
	talloc_free(ctx);
}

static void test_questions(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	struct codebook *codebook;
	const struct question *question;

	(void)state;
	scratch_write(ctx, folder, "survey.csv", survey);
	scratch_write(ctx, folder, "choices.csv", choices);
	codebook = load(ctx, folder);

	question = codebook_question(codebook, "country");
	assert_int_equal(question->type, QUESTION_SELECT_ONE);
	assert_string_equal(question->list->name, "country");
	assert_true(question->is_required);
	assert_true(isnan(question->minimum));
	assert_int_equal(question->line, 4);
	assert_int_equal(question->n_stem, 2);
	assert_string_equal(question->stem[1].text, "Su di te");

	question = codebook_question(codebook, "age");
	assert_int_equal(question->type, QUESTION_INTEGER);
	assert_true(question->minimum == 16 && question->maximum == 99);
	assert_string_equal(question->relevant, "${country}='it'");

	question = codebook_question(codebook, "cur_team");
	assert_true(question->is_reversed);
	assert_true(question->minimum == 1 && question->maximum == 5);
	assert_int_equal(question->n_labels, 1);
	assert_string_equal(question->labels[0].text, "Team\nwork");
	assert_int_equal(question->line, 8);
	assert_int_equal(question->n_stem, 0);

	question = codebook_question(codebook, "hours");
	assert_true(question->minimum == 0);
	assert_true(question->maximum < 80 && question->maximum > 79.999);

	assert_int_equal(codebook_question(codebook, "tools")->type,
			 QUESTION_SELECT_MULTIPLE);
	assert_int_equal(codebook_question(codebook, "other")->type,
			 QUESTION_TEXT);
	assert_null(codebook_question(codebook, "nothing"));
	talloc_free(ctx);
}

static void test_choices(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	struct codebook *codebook;
	const struct choice *choice;

	(void)state;
	scratch_write(ctx, folder, "survey.csv", survey);
	scratch_write(ctx, folder, "choices.csv", choices);
	codebook = load(ctx, folder);

	choice = codebook_question(codebook, "country")->list->choices;
	assert_true(choice[0].value == 1 && choice[1].value == 2);
	assert_int_equal(choice[1].n_labels, 1);
	choice = codebook_question(codebook, "cur_team")->list->choices;
	assert_true(choice[1].value == 5);
	assert_true(choice[2].is_missing && isnan(choice[2].value));
	assert_int_equal(choice[2].missing, MISSING_DONT_KNOW);
	choice = codebook_question(codebook, "tools")->list->choices;
	assert_true(choice[0].value == 2.5);
	talloc_free(ctx);
}

static void test_translation_get(void **state)
{
	const struct translation labels[] = { { "it", "Paese" },
					      { "en", "Country" } };

	(void)state;
	assert_string_equal(translation_get(labels, 2, "en", "c"), "Country");
	assert_string_equal(translation_get(labels, 2, "pl", "c"), "Paese");
	assert_string_equal(translation_get(labels, 2, NULL, "c"), "Paese");
	assert_string_equal(translation_get(NULL, 0, "en", "c"), "c");
}

static void test_bounds(void **state)
{
	/* clang-format off */
	static const struct {
		const char *constraint;
		bool is_integer;
		double minimum, maximum; /* -1 and 1000: not set */
	} cases[] = {
		{ ". >= 1 and . <= 5", true, 1, 5 },
		{ ".>=1 and .<=5", true, 1, 5 },
		{ " . > 0 ", true, 1, 1000 },
		{ ". < 10", true, -1, 9 },
		{ ". > 0.5", true, 1, 1000 },
		{ ". <= 2.5", false, -1, 2.5 },
		{ "", true, -1, 1000 },
		{ ". >= 1 or . = 99", true, -1, 1000 },
		{ ". >= ${other}", true, -1, 1000 },
		{ "regex(., '[0-9]+')", true, -1, 1000 },
		{ ". >= 1 and regex(., 'x')", true, -1, 1000 },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double minimum = -1, maximum = 1000;

		codebook_bounds(cases[i].constraint, cases[i].is_integer,
				&minimum, &maximum);
		if (!(minimum == cases[i].minimum &&
		      maximum == cases[i].maximum))
			fail_msg("'%s' gave %g to %g", cases[i].constraint,
				 minimum, maximum);
	}
}

static void test_missing_names(void **state)
{
	(void)state;
	assert_string_equal(missing_name(MISSING_NOT_SHOWN), "not_shown");
	assert_string_equal(missing_name(MISSING_INVALID), "invalid");
}

struct fault {
	const char *survey, *choices; /* NULL = no such file */
	const char *where, *what, *remedy;
};

/* clang-format off */
static const struct fault faults[] = {
	{ NULL, NULL, "/survey.csv", "there is no such file", "add the sheet" },
	{ "", NULL, "/survey.csv", "the sheet is empty", "first row" },
	{ "name,label\na,b\n", NULL, "/survey.csv",
	  "the sheet has no column 'type'", "add the column 'type'" },
	{ "type,name,type\n", NULL, "/survey.csv:1:3",
	  "the column 'type' stands twice", "rename or remove" },
	{ "type,name\ntext,a,b\n", NULL, "/survey.csv:2:3",
	  "there is text right of the last column", "quote cells" },
	{ "type,name\ntext,a\xFF\n", NULL, "/survey.csv:2",
	  "the sheet is not UTF-8 text", "UTF-8" },
	{ "type,name\ntext,\"a\n", NULL, "/survey.csv:2:",
	  "a quoted cell is never closed", "close the quote" },
	{ "type,name\n\nselect_on l,a\n", NULL, "/survey.csv:3:1",
	  "unknown question type 'select_on'", "did you mean 'select_one'" },
	{ "type,name\nblob,a\n", NULL, "/survey.csv:2:1",
	  "unknown question type 'blob'", "use one of: acknowledge, audio" },
	{ "type,name\ntext,\n", NULL, "/survey.csv:2:2",
	  "the question has no name", "give the question a name" },
	{ "type,name\ntext,a\ntext,a\n", NULL, "/survey.csv:3:2",
	  "the question 'a' stands twice, first in line 2", "rename" },
	{ "type,name\nselect_one,a\n", NULL, "/survey.csv:2:1",
	  "'select_one' names no list of choices", "behind the type" },
	{ "type,name\nselect_one countri,a\n", "list_name,name\ncountry,it\n",
	  "/survey.csv:2:1", "choices.csv has no list 'countri'",
	  "did you mean 'country'?" },
	{ "type,name\nselect_one l,a\n", NULL, "/survey.csv:2:1",
	  "choices.csv has no list 'l'", "add its choices" },
	{ "type,name,minimum\ninteger,a,one\n", NULL, "/survey.csv:2:3",
	  "'one' is not a number", "decimal point" },
	{ "type,name,date_order\ndate,a,myd\n", NULL, "/survey.csv:2:3",
	  "'myd' is no order of day, month and year", "dmy, mdy, ymd" },
	{ "type,name,minimum,maximum\ninteger,a,5,1\n", NULL, "/survey.csv:2:4",
	  "the minimum of 'a' is above its maximum", "exchange" },
	{ "type,name,reversed\ninteger,a,yes\n", NULL, "/survey.csv:2:3",
	  "'a' is reversed but has no range", "minimum and maximum" },
	{ "type,name\n", "name\nx\n", "/choices.csv",
	  "the sheet has no column 'list_name'", "add the column" },
	{ "type,name\n", "list_name,name\n,x\n", "/choices.csv:2:1",
	  "the row names no list", "list's name" },
	{ "type,name\n", "list_name,name\nl,\n\nl,y\n", "/choices.csv:2:2",
	  "a choice of the list 'l' has no name", "give the choice a name" },
	{ "type,name\n", "list_name,name\nl,x\nm,x\nl,x\n", "/choices.csv:4:2",
	  "the choice 'x' stands twice in the list 'l'", "rename" },
	{ "type,name\n", "list_name,name,missing\nl,x,dontknow\n",
	  "/choices.csv:2:3",
	  "'dontknow' is not a kind of missing; did you mean dont_know",
	  "use one of: not_shown, skipped" },
	{ "type,name\n", "list_name,name,value\nl,x,\"1,5\"\n",
	  "/choices.csv:2:3", "the value '1,5' is not a number", "point" },
};
/* clang-format on */

static void check_fault(const struct fault *fault)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	struct codebook *codebook = NULL;
	struct error error = { 0 };

	if (fault->survey)
		scratch_write(ctx, folder, "survey.csv", fault->survey);
	if (fault->choices)
		scratch_write(ctx, folder, "choices.csv", fault->choices);
	assert_int_equal(codebook_load(ctx, folder, &codebook, &error), -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.what, fault->what);
	assert_non_null(strstr(error.where, fault->where));
	if (!strstr(error.remedy, fault->remedy))
		fail_msg("'%s' is not in '%s'", fault->remedy, error.remedy);
	talloc_free(ctx);
}

static void test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		check_fault(&faults[i]);
}

static void test_no_folder(void **state)
{
	void *ctx = talloc_new(NULL);
	struct codebook *codebook = NULL;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(
		codebook_load(ctx, "/tmp/no such folder", &codebook, &error),
		-1);
	assert_string_equal(error.what, "there is no such codebook");
	assert_string_equal(error.where, "/tmp/no such folder");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_translation_get),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_missing_names),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_no_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
