#include "pipeline/core/memory.h"
#include "pipeline/data/match.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char survey[] =
	"type,name,label::en,label::it\n"
	"begin group,about,,\n"
	"select_one country,country,Your country,Il tuo paese\n"
	"select_one country,Q1_SQ2,Birth country,Paese di nascita\n"
	"end group,,,\n"
	"select_multiple tool,tools,Tools in use,Strumenti usati\n"
	"integer,Age,Age in years,Età\n"
	"integer,Months,Age in years and/or months,\n"
	"text,pc,Phone,Telefono\n"; /* a question as choices are called */
static const char choices[] = "list_name,name,label::en,label::it\n"
			      "country,it,Italy,Italia\n"
			      "tool,phone,Phone,Telefono\n"
			      "tool,pc,PC / laptop,\n";
enum { COUNTRY = 1, BIRTH = 2, TOOLS = 4, AGE = 5, MONTHS = 6, NAMESAKE = 7 };
enum { PHONE, PC, ITSELF = -1 };

static struct codebook *codebook_of_test(const void *ctx)
{
	char *folder = scratch_folder(ctx);
	struct codebook *codebook = NULL;
	struct error error = { 0 };

	scratch_write(ctx, folder, "survey.csv", survey);
	scratch_write(ctx, folder, "choices.csv", choices);
	assert_int_equal(codebook_load(ctx, folder, &codebook, &error), 0);
	return codebook;
}

static int column_of(const struct match_file *file, int question, int choice)
{
	const struct match *match = &file->questions[question];

	if (choice == ITSELF)
		return match->column;
	return match->choices ? match->choices[choice] : MATCH_NONE;
}

static void test_one_heading(void **state)
{
	/* clang-format off */
	static const struct {
		const char *heading;
		int question, choice;
	} cases[] = {
		{ "country", COUNTRY, ITSELF },
		{ "about/country", COUNTRY, ITSELF },
		{ "a/b/country", COUNTRY, ITSELF },
		{ "About/Age in years and/or months", MONTHS, ITSELF },
		{ "Q1_SQ2", BIRTH, ITSELF },
		{ "Q1[SQ2]", BIRTH, ITSELF },
		{ "Your  country ", COUNTRY, ITSELF },
		{ "IL TUO PAESE", COUNTRY, ITSELF },
		{ "About you/Il tuo paese", COUNTRY, ITSELF },
		{ "COUNTRY", COUNTRY, ITSELF },
		{ "about/Country", COUNTRY, ITSELF },
		{ "q1[sq2]", BIRTH, ITSELF },
		{ "age", AGE, ITSELF },
		{ "ETÀ", AGE, ITSELF },
		{ "tools", TOOLS, ITSELF },
		{ "tools/phone", TOOLS, PHONE },
		{ "work/tools/phone", TOOLS, PHONE },
		{ "work/tools/pc", TOOLS, PC },
		{ "/tools/pc", TOOLS, PC },
		{ "Work/Tools in use/PC", TOOLS, PC },
		{ "Work/Tools in use/Phone", TOOLS, PHONE },
		{ "work/pc", NAMESAKE, ITSELF },
		{ "Work/Telefono", NAMESAKE, ITSELF },
		{ "tools[pc]", TOOLS, PC },
		{ "tools___pc", TOOLS, PC },
		{ "tools.pc", TOOLS, PC },
		{ "Tools in use [Phone]", TOOLS, PHONE },
		{ "Strumenti usati: telefono", TOOLS, PHONE },
		{ "Tools in use (choice=Phone)", TOOLS, PHONE },
		{ "Tools in use/PC / laptop", TOOLS, PC },
		{ "country. Where do you live?", COUNTRY, ITSELF },
		{ "Q1[SQ2]. Where born? [At all]", BIRTH, ITSELF },
		{ "tools[pc]. What do you use? [A PC]", TOOLS, PC },
	};
	/* clang-format on */
	void *ctx = talloc_new(NULL);
	struct match_index *index = match_index_new(ctx, codebook_of_test(ctx));

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct match_headings headings = { &cases[i].heading, 1, NULL,
						   NULL, 0 };
		struct match_file *file = match_headings(ctx, index, &headings);

		if (column_of(file, cases[i].question, cases[i].choice) != 0)
			fail_msg("'%s' is not matched", cases[i].heading);
		assert_true(file->is_claimed[0]);
	}
	talloc_free(ctx);
}

static void test_unknown_headings(void **state)
{
	static const char *const texts[] = {
		"countries", "tools/fax", "Q1[SQ3]",           "country/it",
		"",          "[]",        "Tools in use [no]", "/"
	};
	enum { N = sizeof texts / sizeof *texts };
	void *ctx = talloc_new(NULL);
	struct match_headings headings = { texts, N, NULL, NULL, 0 };
	struct match_file *file = match_headings(
		ctx, match_index_new(ctx, codebook_of_test(ctx)), &headings);

	(void)state;
	for (size_t i = 0; i < N; i++)
		if (file->is_claimed[i])
			fail_msg("'%s' is claimed", texts[i]);
	assert_int_equal(column_of(file, COUNTRY, ITSELF), MATCH_NONE);
	assert_null(file->questions[TOOLS].choices);
	talloc_free(ctx);
}

static void test_order_of_preference(void **state)
{
	static const char *const texts[] = { "Your country", "x/country",
					     "country", "country2",
					     "Il tuo paese" };
	static const char *const from[] = { "country2" };
	static const char *const to[] = { "Age" };
	void *ctx = talloc_new(NULL);
	struct match_headings headings = { texts, 5, from, to, 1 };
	struct match_file *file = match_headings(
		ctx, match_index_new(ctx, codebook_of_test(ctx)), &headings);

	(void)state;
	assert_int_equal(column_of(file, COUNTRY, ITSELF), 2);
	assert_int_equal(column_of(file, AGE, ITSELF), 3);
	assert_false(file->is_claimed[0]);
	assert_false(file->is_claimed[1]);
	assert_true(file->is_claimed[2]);
	assert_false(file->is_claimed[4]);
	talloc_free(ctx);
}

static void test_joined_and_apart(void **state)
{
	static const char *const texts[] = { "tools", "tools/phone",
					     "tools/pc" };
	void *ctx = talloc_new(NULL);
	struct match_headings headings = { texts, 3, NULL, NULL, 0 };
	struct match_file *file = match_headings(
		ctx, match_index_new(ctx, codebook_of_test(ctx)), &headings);

	(void)state;
	assert_int_equal(column_of(file, TOOLS, ITSELF), 0);
	assert_int_equal(column_of(file, TOOLS, PHONE), 1);
	assert_int_equal(column_of(file, TOOLS, PC), 2);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_heading),
		cmocka_unit_test(test_unknown_headings),
		cmocka_unit_test(test_order_of_preference),
		cmocka_unit_test(test_joined_and_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
