#include "pipeline/stat/noncentral.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One degree of freedom: the square of a shifted normal. */
static double shifted_square(double x, double lambda)
{
	double root = sqrt(x), shift = sqrt(lambda);

	return gsl_cdf_ugaussian_P(root - shift) -
	       gsl_cdf_ugaussian_P(-root - shift);
}

static void one_degree_is_a_shifted_normal(void **state)
{
	static const double lambdas[] = { 0, 1e-8, 0.3, 2, 40, 900, 20000 };

	(void)state;
	for (size_t i = 0; i < sizeof lambdas / sizeof *lambdas; i++)
		for (double share = 0.5; share < 2; share += 0.25) {
			double x = share * (lambdas[i] + 1);

			assert_near(noncentral_chi_square(x, 1, lambdas[i]),
				    shifted_square(x, lambdas[i]), 1e-11);
		}
}

/* The ratio of independent chi-squares, integrated over the lower one. */
static double ratio(double f, double df1, double df2, double lambda)
{
	double high = gsl_cdf_chisq_Qinv(1e-13, df2), sum = 0;
	enum { STEPS = 4000 };

	for (int i = 0; i <= STEPS; i++) {
		double v = high * i / STEPS;
		double weight = i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2;

		sum += weight * gsl_ran_chisq_pdf(v, df2) *
		       noncentral_chi_square(f * df1 * v / df2, df1, lambda);
	}
	return sum * high / STEPS / 3;
}

static void f_is_a_ratio_of_chi_squares(void **state)
{
	(void)state;
	assert_near(noncentral_f(2.5, 3, 12, 4), ratio(2.5, 3, 12, 4), 1e-9);
	assert_near(noncentral_f(1, 5, 40, 30), ratio(1, 5, 40, 30), 1e-9);
	assert_near(noncentral_f(1.7, 2, 9, 0), gsl_cdf_fdist_P(1.7, 2, 9),
		    1e-14);
}

static void intervals_leave_the_tails(void **state)
{
	struct noncentrality got;

	(void)state;
	got = noncentral_chi_square_interval(30, 4, 0.9);
	assert_near(noncentral_chi_square(30, 4, got.low), 0.95, 1e-9);
	assert_near(noncentral_chi_square(30, 4, got.high), 0.05, 1e-9);
	got = noncentral_f_interval(6, 3, 50, 0.95);
	assert_near(noncentral_f(6, 3, 50, got.low), 0.975, 1e-9);
	assert_near(noncentral_f(6, 3, 50, got.high), 0.025, 1e-9);
	/* a small statistic reaches down to no effect; a tiny one stays there
	 */
	got = noncentral_f_interval(1, 3, 50, 0.95);
	assert_near(got.low, 0, 0);
	assert_true(got.high > 0);
	got = noncentral_chi_square_interval(0, 2, 0.95);
	assert_near(got.low, 0, 0);
	assert_near(got.high, 0, 0);
}

static void undefined_in_undefined_out(void **state)
{
	(void)state;
	assert_near(noncentral_chi_square_interval(UNDEFINED, 2, 0.95).low,
		    UNDEFINED, 0);
	assert_near(noncentral_chi_square_interval(3, 0, 0.95).high, UNDEFINED,
		    0);
	assert_near(noncentral_f_interval(3, 2, UNDEFINED, 0.95).high,
		    UNDEFINED, 0);
	assert_near(noncentral_f_interval(-1, 2, 2, 0.95).low, UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_degree_is_a_shifted_normal),
		cmocka_unit_test(f_is_a_ratio_of_chi_squares),
		cmocka_unit_test(intervals_leave_the_tails),
		cmocka_unit_test(undefined_in_undefined_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
