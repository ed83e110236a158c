/*
 * Any text as a condition in each of the three notations: read, beyond the
 * subset, or broken at a character that it has.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/expression.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* Conditions on two values have both, groups of them too. */
static void walk(const struct expression *tree)
{
	fuzz_must(tree != NULL);
	if (tree->kind >= EXPRESSION_EQUAL && tree->kind <= EXPRESSION_AT_LEAST)
		fuzz_must(tree->left && tree->right);
	if (tree->kind == EXPRESSION_SELECTED)
		fuzz_must(tree->left && tree->text);
	if (tree->kind == EXPRESSION_AND || tree->kind == EXPRESSION_OR)
		fuzz_must(tree->left && tree->right);
	if (tree->left)
		walk(tree->left);
	if (tree->right)
		walk(tree->right);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	char *text = memory_text_n(memory, (const char *)data, size);

	for (int dialect = EXPRESSION_XLSFORM; dialect <= EXPRESSION_LIMESURVEY;
	     dialect++) {
		struct expression_fault fault = { .character = 0 };
		struct expression *tree = NULL;

		if (expression_parse(memory, text,
				     (enum expression_dialect)dialect, &tree,
				     &fault) == EXPRESSION_READ)
			walk(tree);
		else
			fuzz_must(!tree && fault.what[0] &&
				  fault.character <= strlen(text) + 1);
	}
	talloc_free(memory);
	return 0;
}
