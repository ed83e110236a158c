/* 'divario csv', and the words that fix a dialect. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/dialect_words.h"
#include "pipeline/run/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { WORDS = 6 };

static char *folder; /* of this program */

struct answer {
	int code;
	char *out, *errors;
};

/* divario csv FILE OPTIONS..., with TEXT in the file. */
static struct answer convert(void *ctx, const char *text, size_t length,
			     const char *const *options)
{
	static const struct stage *const none[] = { NULL };
	struct error error = { .code = ERROR_NONE };
	char *path = file_join(ctx, folder, "answers.csv");
	char *words[WORDS + 4] = { (char *)(uintptr_t) "divario",
				   (char *)(uintptr_t) "csv", path };
	struct answer answer = { .code = 0 };
	size_t n_out, n_errors;
	char *out, *errors;
	int n = 3;

	assert_int_equal(file_write(path, text, length, &error), 0);
	for (; options && *options; options++)
		words[n++] = memory_text(ctx, *options);
	FILE *to = open_memstream(&out, &n_out);
	FILE *complaints = open_memstream(&errors, &n_errors);
	answer.code = command_main(n, words, none, to, complaints);
	fclose(to);
	fclose(complaints);
	answer.out = memory_text(ctx, out);
	answer.errors = memory_text(ctx, errors);
	free(out);
	free(errors);
	return answer;
}

struct conversion {
	const char *in, *options[WORDS + 1], *out;
	const char *said; /* part of the messages */
};

/* clang-format off */
static const struct conversion conversions[] = {
	{ "a;b\n1;\"x; y\"\n", { NULL }, "a,b\r\n1,x; y\r\n", "semicolon" },
	{ "a;b\n1,5;\"say \"\"no\"\"\"\n;\"\"\n", { NULL },
	  "a,b\r\n\"1,5\",\"say \"\"no\"\"\"\r\n,\"\"\r\n", "decimal comma" },
	{ "a,b\n1,\" x\"\n2,\"y\nz\"\n", { NULL },
	  "a,b\r\n1,\" x\"\r\n2,\"y\nz\"\r\n", "2 columns" },
	/* several header rows are joined; what is not a table is left out */
	{ "a,b\nx,\n1,2\n", { "--header-lines", "2", NULL },
	  "a x,b\r\n1,2\r\n", "2 header rows (fixed)" },
	{ "1,2\n3,4\n", { "--header-lines=0", NULL }, "1,2\r\n3,4\r\n",
	  "0 header rows" },
	{ "title\n\na|b\n1|2\n", { "--preamble-lines", "2", "--delimiter=|",
	  NULL }, "a,b\r\n1,2\r\n", "behind 2 lines" },
	{ "a,b\n1,2\na,b\n3,4\n", { NULL }, "a,b\r\n1,2\r\n",
	  "answers.csv:3: another table starts here" },
	/* nothing is lost */
	{ "a,b,c\n1,2\n1,2,3,4\n", { NULL }, "a,b,c\r\n1,2,\r\n1,2,3,4\r\n",
	  "answers.csv:2: 2 cells where the header has 3; 2 such records are" },
	{ "a,b\n1,\"2\n3,4\n", { NULL }, "a,b\r\n1,\"\"\"2\"\r\n3,4\r\n",
	  "misplaced quotes or delimiters in 1 record" },
	{ "a,b\n\"1 2\n3,4\n5,6\n", { NULL },
	  "a,b\r\n\"\"\"1 2\",\r\n3,4\r\n5,6\r\n", "never closed" },
	{ "'a','b'\n'1','2'\n", { "--quote", "none", NULL },
	  "'a','b'\r\n'1','2'\r\n", "no quotes (fixed)" },
	{ "'a','b'\n'1','2'\n", { "--quote", "'", NULL }, "a,b\r\n1,2\r\n",
	  "all cells in apostrophes (fixed)" },
	{ "a,b\n\"\\\"\",2\n", { "--escape", "backslash", NULL },
	  "a,b\r\n\"\"\"\",2\r\n", "backslash escapes" },
	{ "a,b\n\xB3,2\n", { "--encoding", "iso-8859-2", NULL },
	  "a,b\r\nł,2\r\n", "(fixed)" },
	{ "a,b\n1,2\n", { "--quiet", NULL }, "a,b\r\n1,2\r\n", "" },
	{ "", { NULL }, "", "the file is empty" },
};
/* clang-format on */

static void test_conversions(void **state)
{
	for (size_t i = 0; i < LENGTH(conversions); i++) {
		const struct conversion *c = &conversions[i];
		struct answer answer =
			convert(*state, c->in, strlen(c->in), c->options);

		if (strcmp(answer.out, c->out) ||
		    !strstr(answer.errors, c->said))
			fail_msg("%s:\n%s%s", c->in, answer.out, answer.errors);
		assert_int_equal(answer.code, 0);
	}
}

/* Zeros and broken bytes are shown as such. */
static void test_bytes(void **state)
{
	static const char text[] =
		"a,b\n\xC3\xA9\xC3\xA9,long enough a text for zeros to be rare "
		"in it and more of it ................................\n"
		"x\0y,\xE9\n";
	struct answer answer = convert(*state, text, sizeof text - 1, NULL);

	assert_int_equal(answer.code, 0);
	assert_non_null(
		strstr(answer.out, "\r\nx\xEF\xBF\xBDy,\xEF\xBF\xBD\r\n"));
	assert_non_null(strstr(answer.errors, "zero byte"));
}

static void test_refusals(void **state)
{
	static const struct {
		const char *options[WORDS + 1], *said;
		int code;
	} refusals[] = {
		{ { "--delimiter", "both", NULL },
		  "--delimiter cannot be 'both'",
		  ERROR_USAGE },
		{ { "--quote=x", NULL }, "--quote cannot be 'x'", ERROR_USAGE },
		{ { "--header-lines", "6", NULL },
		  "--header-lines cannot be '6'",
		  ERROR_USAGE },
		{ { "--header-lines", NULL }, "needs a value", ERROR_USAGE },
		{ { "--force", NULL }, "does not take", ERROR_USAGE },
		{ { "--encoding", "klingon", NULL },
		  "no encoding 'klingon'",
		  ERROR_PROJECT },
	};

	for (size_t i = 0; i < LENGTH(refusals); i++) {
		struct answer answer =
			convert(*state, "a,b\n", 4, refusals[i].options);

		if (!strstr(answer.errors, refusals[i].said))
			fail_msg("%s", answer.errors);
		assert_int_equal(answer.code, refusals[i].code);
		assert_string_equal(answer.out, "");
	}
}

static void test_words(void **state)
{
	struct dialect_fixed fixed = { .encoding = NULL };

	(void)state;
	assert_true(dialect_fix(&fixed, "delimiter", "tab"));
	assert_int_equal(fixed.delimiter, '\t');
	assert_true(dialect_fix(&fixed, "delimiter", ", "));
	assert_int_equal(fixed.delimiter, ',');
	assert_true(dialect_fix(&fixed, "quote", "none"));
	assert_true(fixed.quote == CSV_NONE);
	assert_true(dialect_fix(&fixed, "escape", "\\"));
	assert_int_equal(fixed.escape, '\\');
	assert_true(dialect_fix(&fixed, "header_lines", "0"));
	assert_true(fixed.has_header_lines && fixed.header_lines == 0);
	assert_true(dialect_fix(&fixed, "preamble_lines", "12"));
	assert_int_equal(fixed.preamble_lines, 12);
	assert_true(dialect_fix(&fixed, "decimal", ","));
	assert_false(dialect_fix(&fixed, "delimiter", "\""));
	assert_false(dialect_fix(&fixed, "delimiter", ""));
	assert_false(dialect_fix(&fixed, "header_lines", "-1"));
	assert_false(dialect_fix(&fixed, "preamble_lines", "1x"));
	assert_false(dialect_fix(&fixed, "colour", "red"));
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
	folder = scratch_folder(*state);
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conversions),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
