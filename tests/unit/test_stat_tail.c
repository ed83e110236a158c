#include "pipeline/stat/tail.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void closed_forms(void **state)
{
	(void)state;
	assert_near(normal_p(0), 1, 0);
	assert_near(normal_p(-1.5), erfc(1.5 / sqrt(2)), 1e-15);
	assert_near(normal_p(30) / erfc(30 / sqrt(2)), 1, 1e-9);
	/* two degrees of freedom: exponential */
	assert_near(chi_square_p(3, 2), exp(-1.5), 1e-15);
	assert_near(chi_square_p(1400, 2) / exp(-700), 1, 1e-11);
	assert_near(chi_square_p(0, 5), 1, 0);
	/* 2 and d: (1 + 2f/d)^(-d/2) */
	assert_near(f_p(3, 2, 7.5), pow(1 + 6 / 7.5, -3.75), 1e-14);
	assert_near(f_p(0, 3, 4), 1, 0);
}

static void sign_test_counts_coins(void **state)
{
	(void)state;
	assert_near(sign_test_p(0, 5), 2.0 / 32, 1e-15);
	assert_near(sign_test_p(5, 2), 58.0 / 128, 1e-14);
	assert_near(sign_test_p(4, 4), 1, 0);
	assert_near(sign_test_p(4, 3), 1, 1e-14);
	assert_near(sign_test_p(0, 1), 1, 1e-15);
	assert_near(sign_test_p(0, 100) / ldexp(1, -99), 1, 1e-12);
}

static void nothing_to_test_is_undefined(void **state)
{
	(void)state;
	assert_near(normal_p(UNDEFINED), UNDEFINED, 0);
	assert_near(chi_square_p(UNDEFINED, 1), UNDEFINED, 0);
	assert_near(chi_square_p(1, 0), UNDEFINED, 0);
	assert_near(f_p(UNDEFINED, 1, 1), UNDEFINED, 0);
	assert_near(f_p(1, 0, 5), UNDEFINED, 0);
	assert_near(f_p(1, 5, UNDEFINED), UNDEFINED, 0);
	assert_near(sign_test_p(0, 0), UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(closed_forms),
		cmocka_unit_test(sign_test_counts_coins),
		cmocka_unit_test(nothing_to_test_is_undefined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
