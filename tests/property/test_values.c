/* The corpus of dates and numbers: what fuzzing and real files have taught. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "tests/support/value_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* Every line is a value. */
static size_t check_file(const void *ctx, const char *path)
{
	struct error error = { 0 };
	char *text, *line, *rest;
	size_t n = 0;

	file_read(ctx, path, &text, NULL, &error);
	assert_string_equal(error.what, "");
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		const char *what = value_check(line);

		if (what)
			fail_msg("'%s': %s", line, what);
		n++;
	}
	return n;
}

static void test_corpus(void **state)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct file_list list;
	size_t n = 0;

	(void)state;
	assert_int_equal(file_glob(ctx, "tests/fuzz/corpus/values", "*.txt",
				   &list, &error),
			 0);
	for (size_t i = 0; i < list.n; i++)
		n += check_file(ctx, list.paths[i]);
	assert_true(n >= 99);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
