#include "pipeline/stat/contingency.h"
#include "pipeline/stat/proportion_difference.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Newcombe (1998), table II: 56/70 against 48/80, method 10. */
static void a_published_example(void **state)
{
	struct proportion_difference got =
		proportion_difference_of(56, 70, 48, 80, 0.95);

	(void)state;
	assert_near(got.difference, 0.2, 1e-15);
	assert_near(got.newcombe.low, 0.0524, 5e-5);
	assert_near(got.newcombe.high, 0.3339, 5e-5);
	assert_near(got.wald.low, 0.0575, 5e-5);
	assert_near(got.wald.high, 0.3425, 5e-5);
	assert_near(got.cohen_h, 2 * (asin(sqrt(0.8)) - asin(sqrt(0.6))),
		    1e-15);
}

static void chi_square_is_the_tables(void **state)
{
	unsigned seed = 2;

	(void)state;
	for (int round = 0; round < 30; round++) {
		uint64_t cells[4];
		struct proportion_difference got, turned;

		for (size_t i = 0; i < 4; i++)
			cells[i] = (uint64_t)(1 + rand_r(&seed) % 50);
		got = proportion_difference_of(cells[0], cells[0] + cells[1],
					       cells[2], cells[2] + cells[3],
					       0.9);
		turned = proportion_difference_of(cells[2], cells[2] + cells[3],
						  cells[0], cells[0] + cells[1],
						  0.9);
		assert_near(got.chi2, contingency_of(cells, 2, 2, 0.9).chi2,
			    1e-11);
		assert_near(turned.newcombe.low, -got.newcombe.high, 1e-14);
		assert_near(turned.cohen_h, -got.cohen_h, 1e-14);
		assert_true(got.newcombe.low <= got.difference &&
			    got.difference <= got.newcombe.high);
	}
}

static void extremes(void **state)
{
	struct proportion_difference got =
		proportion_difference_of(10, 10, 0, 20, 0.95);

	(void)state;
	assert_near(got.difference, 1, 0);
	assert_near(got.wald.low, 1, 0);
	assert_near(got.newcombe.high, 1, 0);
	assert_true(got.newcombe.low < 1);
	assert_near(got.chi2, 30, 1e-13);
	/* nobody on either side: no difference, and nothing to test */
	got = proportion_difference_of(0, 10, 0, 20, 0.95);
	assert_near(got.difference, 0, 0);
	assert_near(got.chi2, UNDEFINED, 0);
	assert_near(got.p, UNDEFINED, 0);
	assert_true(got.newcombe.low < 0 && got.newcombe.high > 0);
	got = proportion_difference_of(7, 7, 2, 2, 0.95);
	assert_near(got.p, UNDEFINED, 0);
	/* an empty group */
	got = proportion_difference_of(0, 0, 2, 5, 0.95);
	assert_near(got.difference, UNDEFINED, 0);
	assert_near(got.wald.low, UNDEFINED, 0);
	assert_near(got.newcombe.high, UNDEFINED, 0);
	assert_near(got.cohen_h, UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_published_example),
		cmocka_unit_test(chi_square_is_the_tables),
		cmocka_unit_test(extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
