/*
 * The corpus of one fuzz target, run through once: linked with fuzz_NAME.c as
 * the test replay_NAME, from the root of the tree.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "tests/fuzz/fuzz.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char *target; /* NAME of the program replay_NAME */

static void test_corpus(void **state)
{
	void *memory = talloc_new(NULL);
	struct error error = { .code = ERROR_NONE };
	char *folder = file_join(memory, "tests/fuzz/corpus", target);
	struct file_list list;

	(void)state;
	assert_int_equal(file_glob(memory, folder, "*", &list, &error), 0);
	assert_true(list.n > 0);
	for (size_t i = 0; i < list.n; i++) {
		char *text = NULL;
		size_t length = 0;

		assert_int_equal(file_read(memory, list.paths[i], &text,
					   &length, &error),
				 0);
		assert_int_equal(
			LLVMFuzzerTestOneInput((uint8_t *)text, length), 0);
	}
	talloc_free(memory);
}

int main(int n_arguments, char **arguments)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_corpus) };
	const char *name = strstr(arguments[0], "replay_");

	if (n_arguments != 1 || !name)
		return 2;
	target = name + strlen("replay_");
	return cmocka_run_group_tests_name(target, tests, NULL, NULL);
}
