#include "pipeline/stat/rate.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* P(X >= x | low) = P(X <= x | high) = 2.5 %. */
static void the_ends_leave_the_tails(void **state)
{
	(void)state;
	for (unsigned x = 0; x <= 400; x = 2 * x + 1) {
		struct rate got = rate_of(x, 1, 1, 0.95);

		assert_near(got.value, x, 0);
		if (x > 0)
			assert_near(gsl_cdf_poisson_Q(x - 1, got.low), 0.025,
				    1e-9);
		else
			assert_near(got.low, 0, 0);
		assert_near(gsl_cdf_poisson_P(x, got.high), 0.025, 1e-9);
	}
}

/* R: poisson.test(10, 5000)$conf.int * 1000 */
static void per_thousand_inhabitants(void **state)
{
	struct rate got = rate_of(10, 5000, 1000, 0.95);

	(void)state;
	assert_near(got.value, 2, 1e-15);
	assert_near(got.low, 0.9590778, 1e-7);
	assert_near(got.high, 3.6780712, 1e-7);
}

static void nobody_has_no_rate(void **state)
{
	const double exposures[] = { 0, -5, UNDEFINED, (double)INFINITY };

	(void)state;
	for (size_t i = 0; i < sizeof exposures / sizeof *exposures; i++) {
		struct rate got = rate_of(3, exposures[i], 1000, 0.95);

		assert_near(got.value, UNDEFINED, 0);
		assert_near(got.low, UNDEFINED, 0);
		assert_near(got.high, UNDEFINED, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ends_leave_the_tails),
		cmocka_unit_test(per_thousand_inhabitants),
		cmocka_unit_test(nobody_has_no_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
