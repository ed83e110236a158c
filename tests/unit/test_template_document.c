#include "pipeline/core/memory.h"
#include "tests/support/template_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct document *fill(void *ctx, const struct template_world *world,
			     const char *source)
{
	struct filled_template *filled = NULL;
	struct error error = { 0 };

	template_world_fill(ctx, world, source, false, &filled, &error);
	assert_string_equal(error.what, "");
	return filled->document;
}

/* Sheets have a band unless they say otherwise, other documents a cover. */
static void test_covers(void **state)
{
	static const struct {
		const char *source;
		bool has_band;
	} cases[] = {
		{ "---\ntitle: a\n---\n", false },
		{ "---\ntitle: a\ncover: band\n---\n", true },
		{ "---\ntitle: a\ncover: page\n---\n", false },
		{ "---\neach: select 1 as i\ntitle: a\n---\n", true },
		{ "---\ncover: page\neach: select 1 as i\n---\n", false },
		{ "---\neach: select 1 as i\ncover: band\n---\n", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);

		assert_int_equal(fill(ctx, *state, cases[i].source)->has_band,
				 cases[i].has_band);
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_covers),
	};

	return cmocka_run_group_tests(tests, template_world_set_up,
				      template_world_tear_down);
}
