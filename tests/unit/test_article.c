#include "pipeline/core/article.h"
#include "pipeline/core/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static void test_before_numbers(void **state)
{
	static const struct {
		const char *word, *number, *text;
	} cases[] = {
		{ "il", "12%", "il\u00a012%" },
		{ "il", "83%", "l’83%" },
		{ "il", "8%", "l’8%" },
		{ "il", "1%", "l’1%" },
		{ "il", "1,5%", "l’1,5%" },
		{ "il", "11%", "l’11%" },
		{ "il", "11.500", "l’11.500" },
		{ "il", "18%", "il\u00a018%" },
		{ "il", "100%", "il\u00a0100%" },
		{ "il", "110%", "il\u00a0110%" },
		{ "il", "0,4%", "lo\u00a00,4%" },
		{ "il", "−8%", "il\u00a0−8%" },
		{ "il", "–", "il\u00a0–" },
		{ "Il", "80%", "L’80%" },
		{ "Il", "0%", "Lo\u00a00%" },
		{ "nel", "85%", "nell’85%" },
		{ "al", "11%", "all’11%" },
		{ "del", "0%", "dello\u00a00%" },
		{ "dal", "8,0", "dall’8,0" },
		{ "al", "1º settembre 2021", "al\u00a01º settembre 2021" },
		{ "Al", "8 marzo 2022", "All’8 marzo 2022" },
		{ "Al", "23 giugno 2025", "Al\u00a023 giugno 2025" },
		{ "i", "8", "gli\u00a08" },
		{ "Dei", "11", "Degli\u00a011" },
		{ "nei", "12", "nei\u00a012" },
		{ "a", "12%", "a\u00a012%" },
		{ "a", "18%", "an\u00a018%" },
		{ "A", "80%", "An\u00a080%" },
		{ "a", "1%", "a\u00a01%" },
		{ "ogni", "8", "ogni\u00a08" },
	};
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(
			article_before(ctx, cases[i].word, cases[i].number),
			cases[i].text);
	talloc_free(ctx);
}

static void test_words(void **state)
{
	(void)state;
	assert_true(article_is("il"));
	assert_true(article_is("Nel"));
	assert_true(article_is("a"));
	assert_false(article_is("IL"));
	assert_false(article_is("l’"));
	assert_false(article_is("ogni"));
	assert_false(article_is(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_before_numbers),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
