#include "pipeline/core/memory.h"
#include "pipeline/core/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* One step and a line behind it, as seen on OUT. */
static char *seen(const void *ctx, bool is_terminal)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	struct progress *progress = progress_new(ctx, out, is_terminal);

	progress_begin(progress, "clean");
	progress_end(progress, "clean", 0.125, "3 rows");
	progress_begin(progress, "skills");
	progress_line(progress, "%d done", 1);
	progress_end(progress, "report", -1, "unchanged");
	fclose(out);
	char *copy = memory_text(ctx, text);
	free(text);
	return copy;
}

static void test_plain_lines(void **state)
{
	void *ctx = talloc_new(NULL);

	(void)state;
	assert_string_equal(seen(ctx, false),
			    "clean       0.13 s  3 rows\n"
			    "1 done\n"
			    "report              unchanged\n");
	talloc_free(ctx);
}

static void test_terminal_rewrites_the_line(void **state)
{
	void *ctx = talloc_new(NULL);

	(void)state;
	assert_string_equal(seen(ctx, true),
			    "clean     ..."
			    "\r\033[Kclean       0.13 s  3 rows\n"
			    "skills    ..."
			    "\r\033[K1 done\n"
			    "report              unchanged\n");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_lines),
		cmocka_unit_test(test_terminal_rewrites_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
