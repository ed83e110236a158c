#include "pipeline/stat/proportion.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void wilson_solves_its_equation(void **state)
{
	const uint64_t sizes[] = { 1, 2, 10, 403, 100000 };
	double z = gsl_cdf_ugaussian_Qinv(0.025);

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		for (uint64_t part = 0; part <= 4; part++) {
			uint64_t x = sizes[i] * part / 4;
			double n = (double)sizes[i], p = (double)x / n;
			struct interval got = proportion_interval(
				PROPORTION_WILSON, x, sizes[i], 0.95);

			/* (p - w)^2 = z^2 w (1 - w) / n at both ends */
			assert_near(pow(p - got.low, 2),
				    z * z * got.low * (1 - got.low) / n, 1e-12);
			assert_near(pow(p - got.high, 2),
				    z * z * got.high * (1 - got.high) / n,
				    1e-12);
			assert_true(got.low <= p && p <= got.high);
		}
	}
}

/* P(X >= x | low) = P(X <= x | high) = 2.5 %. */
static void clopper_pearson_leaves_the_tails(void **state)
{
	(void)state;
	for (unsigned x = 0; x <= 7; x++) {
		struct interval got = proportion_interval(
			PROPORTION_CLOPPER_PEARSON, x, 7, 0.95);

		if (x > 0)
			assert_near(gsl_cdf_binomial_Q(x - 1, got.low, 7),
				    0.025, 1e-9);
		else
			assert_true(got.low == 0);
		if (x < 7)
			assert_near(gsl_cdf_binomial_P(x, got.high, 7), 0.025,
				    1e-9);
		else
			assert_true(got.high == 1);
	}
}

static void nobody_has_no_share(void **state)
{
	(void)state;
	for (int m = PROPORTION_WILSON; m <= PROPORTION_WALD; m++) {
		struct interval got = proportion_interval(
			(enum proportion_method)m, 0, 0, 0.95);

		assert_true(isnan(got.low) && isnan(got.high));
	}
}

static void ends_stay_where_they_belong(void **state)
{
	const enum proportion_method bounded[] = { PROPORTION_WILSON,
						   PROPORTION_WILSON_CONTINUITY,
						   PROPORTION_CLOPPER_PEARSON,
						   PROPORTION_JEFFREYS };

	(void)state;
	for (size_t i = 0; i < sizeof bounded / sizeof *bounded; i++) {
		struct interval none =
			proportion_interval(bounded[i], 0, 9, 0.95);
		struct interval all =
			proportion_interval(bounded[i], 9, 9, 0.95);

		assert_near(none.low, 0, 1e-16);
		assert_near(all.high, 1, 1e-16);
		assert_near(none.high, 1 - all.low, 1e-9);
		assert_true(none.high > 0 && none.high < 0.5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wilson_solves_its_equation),
		cmocka_unit_test(clopper_pearson_leaves_the_tails),
		cmocka_unit_test(nobody_has_no_share),
		cmocka_unit_test(ends_stay_where_they_belong),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
