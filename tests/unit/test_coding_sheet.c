/* Sheets of coded answers: what is read, and what is refused at its cell. */
#include "pipeline/core/memory.h"
#include "pipeline/data/coding_sheet.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char themes[] = "theme,label::en,definition::en\n"
			     "help,Help,Things done for people\n"
			     "talk,Talk,\n";

static int load(void *ctx, const char *sheet, const char *list,
		struct coding_sheet **coding, struct error *error)
{
	char *folder = scratch_folder(ctx);
	const struct coding_sheet_settings settings = {
		.sheet = scratch_write(ctx, folder, "coded.csv", sheet),
		.themes = scratch_write(ctx, folder, "themes.csv", list),
		.least_rating = 1,
		.top_rating = 5,
	};

	return coding_sheet_load(ctx, &settings, coding, error);
}

static void test_what_is_read(void **state)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct coding_sheet *coding;

	(void)state;
	assert_int_equal(load(ctx,
			      "answer;coder;theme;rating;quote\n"
			      "t1;A;help;4;x\n"
			      "t1;B;help;4,5;no\n"
			      "t1;A;talk;;0\n"
			      "t2;B;;;\n",
			      themes, &coding, &error),
			 0);
	assert_int_equal(coding->n_themes, 2);
	assert_string_equal(coding->themes[0].definitions[0].text,
			    "Things done for people");
	assert_int_equal(coding->themes[1].n_definitions, 0);
	assert_int_equal(coding->n_coders, 2);
	assert_int_equal(coding->n_rows, 4);
	assert_true(coding->rows[0].is_quoted);
	assert_false(coding->rows[1].is_quoted);
	assert_false(coding->rows[2].is_quoted);
	assert_true(coding->rows[1].rating == 4.5);
	assert_true(isnan(coding->rows[2].rating));
	assert_true(coding->rows[3].theme == CODING_NO_THEME);
	assert_non_null(strstr(coding->rows[3].where, "coded.csv:5:1"));
	talloc_free(ctx);
}

static void test_columns_may_lack(void **state)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct coding_sheet *coding;

	(void)state;
	assert_int_equal(load(ctx, "answer,coder,theme\nt1,A,talk\n", themes,
			      &coding, &error),
			 0);
	assert_true(isnan(coding->rows[0].rating));
	assert_false(coding->rows[0].is_quoted);
	assert_int_equal(
		load(ctx, "answer,coder,theme\n", themes, &coding, &error), 0);
	assert_int_equal(coding->n_rows, 0);
	talloc_free(ctx);
}

static void test_what_is_refused(void **state)
{
	static const struct {
		const char *sheet, *themes, *where, *what, *remedy;
	} cases[] = {
		{ "answer,coder,theme\nt1,A,hlep\n", themes, "coded.csv:2:3",
		  "no theme 'hlep'", "did you mean 'help'?" },
		{ "answer,coder,theme\nt1,A,whatever\n", themes,
		  "coded.csv:2:3", "no theme", "add it there" },
		{ "answer,coder,theme,rating\nt1,A,help,6\n", themes,
		  "coded.csv:2:4", "'6' is no rating", "from 1 to 5" },
		{ "answer,coder,theme,rating\nt1,A,help,good\n", themes,
		  "coded.csv:2:4", "'good' is no rating", "leave the cell" },
		{ "answer,coder,theme\nt1,,help\n", themes, "coded.csv:2:2",
		  "no coder", "fill the cell" },
		{ "answer,coder,theme\n,A,help\n", themes, "coded.csv:2:1",
		  "no answer", "fill the cell" },
		{ "answer,theme\nt1,help\n", themes, "coded.csv", "coder", "" },
		{ "answer,coder,theme\nt1,A,help\nt1,A,help\n", themes,
		  "coded.csv:3:1", "same theme twice", "take one" },
		{ "answer,coder,theme\nt1,A,\nt1,A,help\n", themes,
		  "coded.csv:2:1", "a theme and none", "take the row out" },
		{ "answer,coder,theme\n", "theme\nhelp\nhelp\n",
		  "themes.csv:3:1", "'help' stands twice", "take one" },
		{ "answer,coder,theme\n", "theme,label::en\n,Help\n",
		  "themes.csv:2:1", "no name", "short name" },
		{ "answer,coder,theme\n", "theme\n", "themes.csv", "no themes",
		  "a row for each" },
		{ "answer,coder,theme\n", "topic\nhelp\n", "themes.csv",
		  "theme", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct error error = { 0 };
		struct coding_sheet *coding;

		assert_int_equal(load(ctx, cases[i].sheet, cases[i].themes,
				      &coding, &error),
				 -1);
		if (error.code != ERROR_PROJECT ||
		    !strstr(error.where, cases[i].where) ||
		    !strstr(error.what, cases[i].what) ||
		    !strstr(error.remedy, cases[i].remedy))
			fail_msg("case %zu: %s: %s (%s)", i, error.where,
				 error.what, error.remedy);
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_read),
		cmocka_unit_test(test_columns_may_lack),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
