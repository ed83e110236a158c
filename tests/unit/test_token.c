/* Forms of codes that people make for themselves. */
#include "pipeline/core/memory.h"
#include "pipeline/data/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* The first rule under which the two are one, or NULL. */
static const char *meeting(const char *one, const char *two)
{
	for (int rule = 0; rule < TOKEN_RULES; rule++) {
		char *first = token_form(NULL, one, (enum token_rule)rule);
		char *second = token_form(NULL, two, (enum token_rule)rule);
		bool is_one = !strcmp(first, second);

		talloc_free(first);
		talloc_free(second);
		if (is_one)
			return token_rule_name((enum token_rule)rule);
	}
	return "never";
}

static void test_rules(void **state)
{
	/* clang-format off */
	static const struct {
		const char *one, *two, *rule;
	} cases[] = {
		{ "MARO03", "MARO03", "exact" },
		{ "MARO03", " MARO 03", "blanks" },
		{ "MARO03", "MARO\xC2\xA0" "03", "blanks" },
		{ "MARO03", "maro03", "case" },
		{ "Stra\xC3\x9F" "e1", "STRASSE1", "case" },
		{ "perch\xC3\xA9", "perche\xCC\x81", "case" },
		{ "MA-RO/03", "maro03", "punctuation" },
		{ "NICOL\xC3\x92" "5", "nicolo5", "accents" },
		{ "MARO03", "MAR003", "lookalikes" },
		{ "MILA1", "MlLAI", "lookalikes" },
		/* all Cyrillic but for the digits */
		{ "\xD0\x9C\xD0\x90\xD0\xA0\xD0\x9E" "03", "MAPO03",
		  "lookalikes" },
		{ "MARO03", "MARO04", "never" },
		/* what has no letter is not made empty, so not made one */
		{ "--", "??", "never" },
		{ " ", "--", "never" },
		/* bytes that are no text */
		{ "a\xFF", "A\xFF", "never" },
		{ "a\xFF", "a\xFF", "exact" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *found = meeting(cases[i].one, cases[i].two);

		if (strcmp(found, cases[i].rule) != 0)
			fail_msg("%s and %s: %s, not %s", cases[i].one,
				 cases[i].two, found, cases[i].rule);
	}
}

static void test_names(void **state)
{
	(void)state;
	for (int i = 0; i < TOKEN_RULES; i++) {
		enum token_rule rule = (enum token_rule)i;

		assert_int_equal(token_rule_named(token_rule_name(rule)), rule);
	}
	assert_int_equal(token_rule_named("fuzzy"), TOKEN_RULES);
}

static bool are_near(const char *one, const char *two)
{
	void *ctx = talloc_new(NULL);
	size_t n, m;
	char **first = token_near(ctx, one, &n);
	char **second = token_near(ctx, two, &m);
	bool is_near = false;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			is_near |= !strcmp(first[i], second[j]);
	talloc_free(ctx);
	return is_near;
}

static void test_near(void **state)
{
	static const struct {
		const char *one, *two;
		bool is_near;
	} cases[] = {
		{ "MARO03", "MARO04", true },  { "MARO03", "MARO3", true },
		{ "MARO03", "MRAO03", true },  { "MARO03", "maroo3x", true },
		{ "MARO03", "MARO45", false }, { "AB1", "AB2", false },
	};
	void *ctx = talloc_new(NULL);
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (are_near(cases[i].one, cases[i].two) != cases[i].is_near)
			fail_msg("%s and %s", cases[i].one, cases[i].two);
	/* aabbb: itself, and without an a or a b */
	token_near(ctx, "aabbb", &n);
	assert_int_equal(n, 3);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
