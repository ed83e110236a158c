#include "pipeline/core/apostrophe.h"
#include "pipeline/core/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *const cases[][2] = {
	/* NULL: as it is */
	{ "", NULL },
	{ "ente", NULL },
	{ "l'ente", "l’ente" },
	{ "L'Età dell'orso", "L’Età dell’orso" },
	{ "l'età, c'è", "l’età, c’è" },
	{ "dell'8%", "dell’8%" },
	{ "un po' di", "un po’ di" },
	{ "dell'", "dell’" }, /* before words in bold */
	{ "più'tardi", "più’tardi" },
	{ "don't", "don’t" },
	{ "the workers' council", "the workers’ council" },
	{ "'quoted'", NULL },
	{ "say 'yes' or 'no'", NULL },
	{ "in ('a', 'b')", NULL },
	{ "5' and 6\"", NULL },
	{ "“così”'s", NULL },
	{ "l’ente", NULL },
	{ "'", NULL },
	{ "x = 'l'ente'", "x = 'l’ente'" },
};

static void test_printed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		char *out =
			apostrophe_print(ctx, cases[i][0], strlen(cases[i][0]));

		if (cases[i][1])
			assert_string_equal(out, cases[i][1]);
		else
			assert_null(out);
		talloc_free(ctx);
	}
}

/* Nothing behind LENGTH is looked at. */
static void test_part_of_a_text(void **state)
{
	void *ctx = talloc_new(NULL);

	(void)state;
	assert_string_equal(apostrophe_print(ctx, "l'ente", 3), "l’e");
	assert_string_equal(apostrophe_print(ctx, "l'ente", 2), "l’");
	assert_null(apostrophe_print(ctx, "l'ente", 1));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_printed),
		cmocka_unit_test(test_part_of_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
