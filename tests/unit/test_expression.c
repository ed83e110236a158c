#include "pipeline/core/memory.h"
#include "pipeline/data/expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char *const signs[] = {
	[EXPRESSION_EQUAL] = "=",   [EXPRESSION_UNEQUAL] = "!=",
	[EXPRESSION_LESS] = "<",    [EXPRESSION_AT_MOST] = "<=",
	[EXPRESSION_MORE] = ">",    [EXPRESSION_AT_LEAST] = ">=",
	[EXPRESSION_AND] = "and",   [EXPRESSION_OR] = "or",
	[EXPRESSION_TRUE] = "true", [EXPRESSION_FALSE] = "false",
};

/* The tree with every pair in brackets. */
static char *show(const void *ctx, const struct expression *tree)
{
	switch ((int)tree->kind) {
	case EXPRESSION_NUMBER:
		return memory_format(ctx, "%s", tree->text);
	case EXPRESSION_TEXT:
		return memory_format(ctx, "'%s'", tree->text);
	case EXPRESSION_QUESTION:
		return memory_format(ctx, "{%s}",
				     tree->text ? tree->text : ".");
	case EXPRESSION_COUNT:
		return memory_format(ctx, "count %s", show(ctx, tree->left));
	case EXPRESSION_SELECTED:
		return memory_format(ctx, "%s has %s", show(ctx, tree->left),
				     tree->text);
	case EXPRESSION_NOT:
		return memory_format(ctx, "not(%s)", show(ctx, tree->left));
	case EXPRESSION_TRUE:
	case EXPRESSION_FALSE:
		return memory_text(ctx, signs[tree->kind]);
	default:
		return memory_format(ctx, "(%s %s %s)", show(ctx, tree->left),
				     signs[tree->kind], show(ctx, tree->right));
	}
}

struct reading {
	enum expression_dialect dialect;
	const char *text, *tree;
};

static const struct reading readings[] = {
	{ EXPRESSION_XLSFORM, "${a} = 'x'", "({a} = 'x')" },
	{ EXPRESSION_XLSFORM, "${a}='x' and ${b}!='y' or . >= 3",
	  "((({a} = 'x') and ({b} != 'y')) or ({.} >= 3))" },
	{ EXPRESSION_XLSFORM, "${a} = 1 or ${b} = 2 and ${c} = 3",
	  "(({a} = 1) or (({b} = 2) and ({c} = 3)))" },
	{ EXPRESSION_XLSFORM, "not(selected(${t}, 'pc')) and (${a} < 18)",
	  "(not({t} has pc) and ({a} < 18))" },
	{ EXPRESSION_XLSFORM, "count-selected(.) <= 3", "(count {.} <= 3)" },
	{ EXPRESSION_XLSFORM, ". > -2.5 and .<.5",
	  "(({.} > -2.5) and ({.} < .5))" },
	{ EXPRESSION_XLSFORM, "${d} > date('2026-01-31')",
	  "({d} > '2026-01-31')" },
	{ EXPRESSION_XLSFORM, "${a}", "({a} != '')" },
	{ EXPRESSION_XLSFORM, "${a} = \u2018x\u2019", "({a} = 'x')" },
	{ EXPRESSION_XLSFORM, "true() or false()", "(true or false)" },
	{ EXPRESSION_XLSFORM, "1", "true" },
	{ EXPRESSION_XLSFORM, "18 <= ${age}", "(18 <= {age})" },
	{ EXPRESSION_XLSFORM, "${ a }\u00A0= \"it's\"", "({a} = 'it's')" },
	{ EXPRESSION_REDCAP, "[a] = '1' AND [b]<>\"\"",
	  "(({a} = '1') and ({b} != ''))" },
	{ EXPRESSION_REDCAP, "[box(3)] = '1' or [box(4)] = '0'",
	  "({box} has 3 or not({box} has 4))" },
	{ EXPRESSION_REDCAP, "[box(3)] <> 1", "not({box} has 3)" },
	{ EXPRESSION_LIMESURVEY, "((Q00_SQ009.NAOK == \"Y\") and (Q2 != 3))",
	  "(({Q00_SQ009} = 'Y') and ({Q2} != 3))" },
	{ EXPRESSION_LIMESURVEY, "!is_empty(Q1.NAOK) && Q2 ge 5",
	  "(not(not(({Q1} != ''))) and ({Q2} >= 5))" },
	{ EXPRESSION_LIMESURVEY, "245554X1X2.NAOK == \"3\" || self == 1",
	  "(({245554X1X2} = '3') or ({.} = 1))" },
};

static void test_trees(void **state)
{
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		struct expression_fault fault = { 0 };
		struct expression *tree;

		if (expression_parse(ctx, readings[i].text, readings[i].dialect,
				     &tree, &fault) != EXPRESSION_READ)
			fail_msg("%s: %s", readings[i].text, fault.what);
		assert_string_equal(show(ctx, tree), readings[i].tree);
	}
	talloc_free(ctx);
}

static const struct {
	enum expression_dialect dialect;
	enum expression_outcome outcome;
	const char *text;
	size_t character;
	const char *what;
} faults[] = {
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "${a} = 'x", 8,
	  "the quote is never closed" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "(${a} = 'x'", 12,
	  "expected ')', found the end" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "${a = 1", 1,
	  "'${' is never closed" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "${a} = x", 8,
	  "'x' is no question" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "${a} = 1 ${b} = 2", 10,
	  "expected 'and', 'or' or the end, found b" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "${a} and", 9,
	  "expected a question or a value, found the end" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "", 1, "found the end" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "è ; 1", 1, "'è' is no" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "1 ; 1", 3,
	  "this character means nothing here" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BROKEN, "selected(${a} 'x')", 15,
	  "expected a comma" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BEYOND, "regex(., '[0-9]+')", 1,
	  "regex() is not evaluated" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BEYOND, "${a} + 1 > 3", 6,
	  "'+' is not evaluated" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BEYOND, "${a} -1 > 3", 6,
	  "'-1' is not evaluated" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BEYOND, "${a} > 3 div 2", 10,
	  "'div' is not evaluated" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BEYOND, "(${a}=1) = (${b}=1)", 20,
	  "comparison of a condition" },
	{ EXPRESSION_XLSFORM, EXPRESSION_BEYOND, "../a = 1", 1,
	  "'..' is not evaluated" },
	{ EXPRESSION_REDCAP, EXPRESSION_BEYOND, "[event_1][a] = '1'", 1,
	  "'event_1' is not evaluated" },
	{ EXPRESSION_REDCAP, EXPRESSION_BEYOND,
	  "datediff([a], 'today', 'y') > 18", 1, "datediff() is not" },
	{ EXPRESSION_LIMESURVEY, EXPRESSION_BEYOND, "Q1.shown == 1", 1,
	  "Q1.shown is not evaluated" },
};

static void test_faults(void **state)
{
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct expression_fault fault = { 0 };
		struct expression *tree;
		enum expression_outcome outcome = expression_parse(
			ctx, faults[i].text, faults[i].dialect, &tree, &fault);

		if (outcome != faults[i].outcome ||
		    fault.character != faults[i].character ||
		    !strstr(fault.what, faults[i].what))
			fail_msg("%s: %d at %zu: %s", faults[i].text,
				 (int)outcome, fault.character, fault.what);
		assert_null(tree);
	}
	talloc_free(ctx);
}

/* Brackets and exclamation marks without end must not end the stack. */
static void test_depth(void **state)
{
	static const char marks[] = "(!";
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; marks[i]; i++) {
		char *text = memory_array(ctx, char, 100001);
		struct expression_fault fault;
		struct expression *tree;

		memset(text, marks[i], 100000);
		assert_int_equal(expression_parse(ctx, text,
						  EXPRESSION_LIMESURVEY, &tree,
						  &fault),
				 EXPRESSION_BEYOND);
		assert_string_equal(fault.what, "it is nested too deep");
	}
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
