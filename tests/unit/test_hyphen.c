#include "pipeline/core/memory.h"
#include "pipeline/page/hyphen.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

/* WORD with "-" at every point found. */
static char *hyphenate(void *ctx, const struct hyphenator *hyphenator,
		       const char *word)
{
	size_t length = strlen(word), n, found = 0;
	bool *marks = memory_array(ctx, bool, length);
	char *text = memory_text(ctx, "");

	/* What is in the array before must not matter. */
	memset(marks, 1, length);
	n = hyphenator_mark(hyphenator, word, length, marks);
	for (size_t i = 0; i < length; i++) {
		found += marks[i];
		text = memory_format(ctx, "%s%s%c", text, marks[i] ? "-" : "",
				     word[i]);
	}
	assert_int_equal(n, found);
	return text;
}

struct word_case {
	const char *language, *word, *expected;
};

static const struct word_case words[] = {
	{ "it", "organizzazione", "or-ga-niz-za-zione" },
	{ "it", "competenze", "com-pe-tenze" },
	{ "it", "qualità", "qua-lità" },
	{ "it", "(competenze),", "(com-pe-tenze)," },
	{ "it", "dell’organizzazione", "dell’or-ga-niz-za-zione" },
	{ "it", "Competenze", "Com-pe-tenze" },
	{ "it", "casa", "casa" },
	{ "it", "INAPP", "INAPP" },
	{ "it", "COMPETENZE", "COMPETENZE" },
	{ "it", "2026", "2026" },
	{ "it", "", "" },
	{ "it", "—", "—" },
	{ "en", "organisation", "or-gan-i-sa-tion" },
	{ "en", "enterprises", "en-ter-prises" },
	{ "en", "hyphenation", "hy-phen-ation" },
	{ "en", "cross-border", "cross-bor-der" },
};

static void test_words(void **state)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct hyphenator *hyphenator =
			hyphenator_open(*state, NULL, words[i].language);

		assert_non_null(hyphenator);
		assert_string_equal(
			hyphenate(*state, hyphenator, words[i].word),
			words[i].expected);
		talloc_free(hyphenator);
	}
}

/* Names of variables are no words. */
static void test_names(void **state)
{
	struct hyphenator *hyphenator = hyphenator_open(*state, NULL, "it");

	assert_string_equal(hyphenate(*state, hyphenator, "prima_competenze"),
			    "prima_competenze");
}

static void test_no_dictionary(void **state)
{
	char *folder = scratch_folder(*state);

	assert_null(hyphenator_open(*state, NULL, "xx"));
	assert_null(hyphenator_open(*state, folder, "it"));
	assert_string_equal(hyphenate(*state, NULL, "competenze"),
			    "competenze");
}

/* Polish and Czech dictionaries are in ISO 8859-2: ó is F3, ż is BF there. */
static void test_other_character_set(void **state)
{
	char *folder = scratch_folder(*state);
	struct hyphenator *hyphenator;

	scratch_write(*state, folder, "hyph_pl_PL.dic",
		      "ISO8859-2\n\xF3"
		      "1\xBF\nd1r\n");
	hyphenator = hyphenator_open(*state, folder, "pl");
	assert_non_null(hyphenator);
	assert_string_equal(hyphenate(*state, hyphenator, "podróżnik"),
			    "pod-ró-żnik");
	assert_string_equal(hyphenate(*state, hyphenator, "Podróżnik"),
			    "Pod-ró-żnik");
	/* Å is not in ISO 8859-2: the word stays whole, the next is cut. */
	assert_string_equal(hyphenate(*state, hyphenator, "podråżnik"),
			    "podråżnik");
	assert_string_equal(hyphenate(*state, hyphenator, "podråż/podróże"),
			    "podråż/pod-róże");
}

static void test_unknown_character_set(void **state)
{
	char *folder = scratch_folder(*state);

	scratch_write(*state, folder, "hyph_nl_NL.dic", "KLINGON-1\na1b\n");
	assert_null(hyphenator_open(*state, folder, "nl"));
}

static void test_very_long_word(void **state)
{
	struct hyphenator *hyphenator = hyphenator_open(*state, NULL, "it");
	char word[4001];

	for (size_t i = 0; i < 4000; i++)
		word[i] = "competenza"[i % 10];
	word[4000] = '\0';
	assert_string_equal(hyphenate(*state, hyphenator, word), word);
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
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
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_no_dictionary),
		cmocka_unit_test(test_other_character_set),
		cmocka_unit_test(test_unknown_character_set),
		cmocka_unit_test(test_very_long_word),
	};

	return cmocka_run_group_tests_name("hyphen", tests, set_up, tear_down);
}
