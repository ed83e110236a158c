#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/phrase_fill.h"
#include "pipeline/data/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

static char folder[64];

static int set_up(void **state)
{
	void *root = talloc_new(NULL);

	strcpy(folder, "/tmp/test_phrases.XXXXXX");
	setenv("DIVARIO_CONFIG", "config", 1);
	*state = root;
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	char *command = memory_format(*state, "rm -r '%s'", folder);
	int result = system(command);

	talloc_free(*state);
	return result;
}

/* A languages/<language>.yaml in the test's project folder. */
static void write_own(void *ctx, const char *language, const char *text)
{
	struct error error = { 0 };
	const char *path =
		memory_format(ctx, "%s/languages/%s.yaml", folder, language);

	assert_int_equal(file_write(path, text, strlen(text), &error), 0);
}

static struct phrases *load(void *ctx, const char *language,
			    const char *project_folder)
{
	struct error error = { 0 };
	struct phrases *phrases = NULL;
	int result =
		phrases_load(ctx, language, project_folder, &phrases, &error);

	assert_string_equal(error.what, "");
	assert_int_equal(result, 0);
	return phrases;
}

static void test_shipped(void **state)
{
	struct phrases *phrases = load(*state, "en", NULL);

	assert_string_equal(phrases_language(phrases), "en");
	assert_string_equal(phrases_get(phrases, "chart.current"), "Current");
	assert_string_equal(phrases_get(phrases, "report.no"), "no");
	assert_null(phrases_find(phrases, "chart"));
	assert_null(phrases_find(phrases, "chart.no_such_phrase"));
	assert_string_equal(phrases_get(phrases, "chart.no_such_phrase"),
			    "chart.no_such_phrase");
	assert_int_equal(strlen(phrases_digest(phrases)), 64);
}

static void test_languages_have_the_same_keys(void **state)
{
	struct phrases *english = load(*state, "en", NULL);
	struct phrases *italian = load(*state, "it", NULL);

	for (size_t i = 0; i < phrases_count(english); i++) {
		const char *key = phrases_key(english, i);

		if (!phrases_find(italian, key))
			fail_msg("it.yaml lacks '%s'", key);
		if (!*phrases_get(english, key) || !*phrases_get(italian, key))
			fail_msg("'%s' is empty", key);
	}
	for (size_t i = 0; i < phrases_count(italian); i++)
		if (!phrases_find(english, phrases_key(italian, i)))
			fail_msg("en.yaml lacks '%s'", phrases_key(italian, i));
}

/* Does every {name}, {name|one|many} and {name|word} of TEXT also stand in
 * OTHER, with the words of its language? */
static void check_placeholders(void *ctx, const char *key, const char *text,
			       const char *other)
{
	const char *open = text, *close;

	while ((open = strchr(open, '{')) && (close = strchr(open, '}'))) {
		size_t length = strcspn(open, "|}");
		char *name = memory_text_n(ctx, open, length);
		const char *found = strstr(other, name);

		if (!found || !strchr("|}", found[length]))
			fail_msg("'%s': %s is in one language only", key, name);
		open = close;
	}
}

static void test_languages_have_the_same_placeholders(void **state)
{
	struct phrases *english = load(*state, "en", NULL);
	struct phrases *italian = load(*state, "it", NULL);

	for (size_t i = 0; i < phrases_count(english); i++) {
		const char *key = phrases_key(english, i);
		const char *one = phrases_get(english, key);
		const char *two = phrases_get(italian, key);

		check_placeholders(*state, key, one, two);
		check_placeholders(*state, key, two, one);
	}
}

static void test_places_are_filled(void **state)
{
	static const char *const cases[][3] = {
		{ "{n} {n|person|people}", "1", "1 person" },
		{ "{n} {n|person|people}", "2", "2 people" },
		{ "pari {n|al}, {n|dal}", "15%",
		  "pari al\u00A015%, dal\u00A015%" },
		{ "pari {n|al}", "83%", "pari all’83%" },
		{ "{n|a} share", "8%", "an\u00A08% share" },
		{ "{x} {x|al} {n", "8", "{x} {x|al} {n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(
			phrase_fill(*state, cases[i][0],
				    (const char *[]){ "n", cases[i][1], NULL }),
			cases[i][2]);
}

static void test_project_overrides(void **state)
{
	struct phrases *shipped = load(*state, "en", NULL);
	struct phrases *phrases;

	write_own(*state, "en",
		  "chart: {current: Today}\nchart.future: Tomorrow\n"
		  "own: {deep: {key: \"a: b\"}}\n");
	phrases = load(*state, "en", folder);
	assert_string_equal(phrases_get(phrases, "chart.current"), "Today");
	assert_string_equal(phrases_get(phrases, "chart.future"), "Tomorrow");
	assert_string_equal(phrases_get(phrases, "chart.gap"), "Gap");
	assert_string_equal(phrases_get(phrases, "own.deep.key"), "a: b");
	assert_string_not_equal(phrases_digest(phrases),
				phrases_digest(shipped));
}

static void test_language_of_the_project_alone(void **state)
{
	struct phrases *phrases;

	write_own(*state, "pl", "chart:\n  gap: Luka\n");
	phrases = load(*state, "pl", folder);
	assert_string_equal(phrases_get(phrases, "chart.gap"), "Luka");
	assert_int_equal(phrases_count(phrases), 1);
	write_own(*state, "cs", "");
	assert_int_equal(phrases_count(load(*state, "cs", folder)), 0);
	write_own(*state, "cs", "# nothing yet\n");
	assert_int_equal(phrases_count(load(*state, "cs", folder)), 0);
}

static void test_faults(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text, *where, *what;
	} cases[] = {
		{ "chart:\n  gap: [a, b]\n", ":2:3", "'chart.gap' is not a phrase" },
		{ "- a\n- b\n", ".yaml", "the file is not a list of named phrases" },
		{ "a: \"open\n", ":", "not valid YAML" },
		{ "a: {b: {c: {d: {e: {f: {g: {h: {i: x}}}}}}}}\n", ".yaml",
		  "phrases are nested too deep" },
	};
	/* clang-format on */

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct error error = { 0 };
		struct phrases *phrases = NULL;

		write_own(*state, "nl", cases[i].text);
		assert_int_equal(
			phrases_load(*state, "nl", folder, &phrases, &error),
			-1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_non_null(strstr(error.where, cases[i].where));
		assert_non_null(strstr(error.what, cases[i].what));
	}
}

static void test_unknown_language(void **state)
{
	struct error error = { 0 };
	struct phrases *phrases = NULL;

	assert_int_equal(phrases_load(*state, "xx", folder, &phrases, &error),
			 -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.what,
			    "there are no phrases for the language 'xx'");
	assert_string_equal(error.where, "languages/xx.yaml");
}

/* Is each section's second level, and the first level, in bytewise order? */
static void check_sorted(void *ctx, const char *path)
{
	struct error error = { 0 };
	const char *outer = "", *inner = "";
	char *text, *saved = NULL;

	assert_int_equal(file_read(ctx, path, &text, NULL, &error), 0);
	for (char *line = strtok_r(text, "\n", &saved); line;
	     line = strtok_r(NULL, "\n", &saved)) {
		bool is_inner = line[0] == ' ';
		const char **previous = is_inner ? &inner : &outer;
		char *key = line + strspn(line, " \"");

		if (key[0] == '#')
			continue;
		key[strcspn(key, "\":")] = '\0';
		if (strcmp(*previous, key) >= 0)
			fail_msg("%s: '%s' after '%s'", path, key, *previous);
		*previous = key;
		if (!is_inner)
			inner = "";
	}
}

static void test_files_are_sorted(void **state)
{
	check_sorted(*state, "config/languages/en.yaml");
	check_sorted(*state, "config/languages/it.yaml");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_languages_have_the_same_keys),
		cmocka_unit_test(test_languages_have_the_same_placeholders),
		cmocka_unit_test(test_places_are_filled),
		cmocka_unit_test(test_project_overrides),
		cmocka_unit_test(test_language_of_the_project_alone),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_unknown_language),
		cmocka_unit_test(test_files_are_sorted),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
