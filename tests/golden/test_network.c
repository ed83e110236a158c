/* The network stage against the same figures computed again from the CSV files,
 * in plain Python, and by networkx where it is installed. */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_figures_computed_again(void **state)
{
	void *ctx = talloc_new(NULL);
	char *output;

	(void)state;
	if (command_run(ctx, &output,
			"/usr/bin/python3 tests/golden/network_figures.py %s "
			"%s/net",
			command_program(), scratch_folder(ctx)) != 0)
		fail_msg("%s", output);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures_computed_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
