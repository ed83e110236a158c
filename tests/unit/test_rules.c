#include "pipeline/core/memory.h"
#include "pipeline/data/rules.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static char *folder; /* of this program */

static const char *age[] = { "age" }, *online[] = { "online" };
static const char *from[] = { "M", "f" }, *to[] = { "male", "female" };

static struct rule new_rule(enum rule_kind kind)
{
	return (struct rule){ .kind = kind,
			      .name = "own",
			      .reason = "because",
			      .where = "project.yaml:9:5",
			      .variables = age,
			      .n_variables = 1,
			      .minimum = (double)NAN,
			      .maximum = (double)NAN };
}

static struct rules_of *prepare(void *ctx, const struct rule *rule)
{
	struct error error = { 0 };
	struct rules *rules;

	rules_prepare(ctx, rule, 1, &rules, &error);
	assert_string_equal(error.what, "");
	return rules_for(ctx, rules, "online", "age");
}

/* "text -> what is read" or "text -> !" */
static void expect(const struct rules_of *rules, const char *raw,
		   const char *read, double number, bool is_refused)
{
	const struct rule *rule = NULL;
	const char *text = rules_read(rules, raw, &rule);

	assert_string_equal(text, read);
	assert_int_equal(rule != NULL, strcmp(raw, read) != 0);
	if ((rules_refuse(rules, text, number) != NULL) != is_refused)
		fail_msg("'%s' is %srefused", raw, is_refused ? "not " : "");
}

static void test_range(void **state)
{
	struct rule rule = new_rule(RULE_RANGE);

	rule.minimum = 16;
	const struct rules_of *rules = prepare(*state, &rule);
	expect(rules, "15", "15", 15, true);
	expect(rules, "16", "16", 16, false);
	expect(rules, "900", "900", 900, false);
	expect(rules, "a day", "a day", (double)NAN, false);
}

static void test_pattern_is_for_the_whole_cell(void **state)
{
	struct rule rule = new_rule(RULE_PATTERN);

	rule.pattern = "[0-9]{2}|none";
	const struct rules_of *rules = prepare(*state, &rule);
	expect(rules, "21", "21", 21, false);
	expect(rules, " 21 ", " 21 ", 21, false);
	expect(rules, "none", "none", (double)NAN, false);
	expect(rules, "210", "210", 210, true);
	expect(rules, "", "", (double)NAN, true);
}

static void test_recode_meets_spellings(void **state)
{
	struct rule rule = new_rule(RULE_RECODE);

	rule.from = from;
	rule.to = to;
	rule.n_pairs = 2;
	const struct rules_of *rules = prepare(*state, &rule);
	expect(rules, "m ", "male", (double)NAN, false);
	expect(rules, "F", "female", (double)NAN, false);
	expect(rules, "x", "x", (double)NAN, false);
	assert_null(rules_read(rules, NULL, NULL));
}

static void test_lookup_replaces_and_refuses(void **state)
{
	struct rule rule = new_rule(RULE_LOOKUP);

	rule.lookup = scratch_write(*state, folder, "list.csv",
				    "value,becomes\n21,\ntwenty,20\n");
	const struct rules_of *rules = prepare(*state, &rule);
	expect(rules, "21", "21", 21, false);
	expect(rules, "Twenty", "20", 20, false);
	expect(rules, "22", "22", 22, true);
}

static void test_rules_are_of_question_and_source(void **state)
{
	struct rule rule = new_rule(RULE_RANGE);
	struct error error = { 0 };
	struct rules *rules;

	rule.sources = online;
	rule.n_sources = 1;
	assert_int_equal(rules_prepare(*state, &rule, 1, &rules, &error), 0);
	assert_non_null(rules_for(*state, rules, "online", "age"));
	assert_null(rules_for(*state, rules, "offline", "age"));
	assert_null(rules_for(*state, rules, "online", "years"));
}

static void test_faults_are_told(void **state)
{
	struct rule bad[3] = { new_rule(RULE_PATTERN), new_rule(RULE_RECODE),
			       new_rule(RULE_LOOKUP) };
	static const char *twice[] = { "a", "A" };
	static const char *const what[] = {
		"the pattern of the rule 'own' is none: Unmatched ( or \\(",
		"the rule 'own' has 'a' twice",
		"the sheet has no column 'value'",
	};

	bad[0].pattern = "(";
	bad[1].from = bad[1].to = twice;
	bad[1].n_pairs = 2;
	bad[2].lookup = scratch_write(*state, folder, "bad.csv", "word\n21\n");
	for (size_t i = 0; i < 3; i++) {
		struct error error = { 0 };
		struct rules *rules;

		assert_int_equal(
			rules_prepare(*state, &bad[i], 1, &rules, &error), -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_string_equal(error.what, what[i]);
	}
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
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_pattern_is_for_the_whole_cell),
		cmocka_unit_test(test_recode_meets_spellings),
		cmocka_unit_test(test_lookup_replaces_and_refuses),
		cmocka_unit_test(test_rules_are_of_question_and_source),
		cmocka_unit_test(test_faults_are_told),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
