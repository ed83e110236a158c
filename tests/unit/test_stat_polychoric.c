#include "pipeline/stat/polychoric.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* P(X <= 0, Y <= 0) = 1/4 + asin(rho)/(2 pi) (Sheppard). */
static void quadrants_by_sheppard(void **state)
{
	static const double rhos[] = {
		-.9999, -.99, -.6, 0, .3, .8, .99, .9999
	};

	(void)state;
	for (size_t i = 0; i < sizeof rhos / sizeof *rhos; i++)
		assert_near(bivariate_normal(0, 0, rhos[i]),
			    .25 + asin(rhos[i]) / (2 * M_PI), 1e-13);
}

static void corners_of_the_bivariate_normal(void **state)
{
	double inf = (double)INFINITY;

	(void)state;
	/* independence: the product; one end open: the margin */
	assert_near(bivariate_normal(1, -.5, 0),
		    .841344746068543 * .308537538725987, 1e-14);
	assert_near(bivariate_normal(1, inf, .7), .841344746068543, 1e-14);
	assert_near(bivariate_normal(-inf, 1, .7), 0, 0);
	/* rho -> 1: the smaller margin; turning one variable complements */
	assert_near(bivariate_normal(.5, 1.5, .9999), .691462461274013, 1e-7);
	assert_near(bivariate_normal(.4, 1.1, .6) +
			    bivariate_normal(.4, -1.1, -.6),
		    .655421741610324, 1e-12);
}

/* Cut at the medians: rho = sin(pi/2 (4 p - 1)) with p the share in a corner.
 */
static void a_median_split_by_hand(void **state)
{
	const uint64_t counts[] = { 40, 10, 10, 40 };
	const uint64_t turned[] = { 10, 40, 40, 10 };

	(void)state;
	assert_near(polychoric_of(counts, 2, 2), sin(M_PI / 2 * .6), 1e-7);
	assert_near(polychoric_of(turned, 2, 2), -sin(M_PI / 2 * .6), 1e-7);
}

/* With one threshold each, two steps fit the table exactly: nothing is left
 * to gain; with more, thresholds and rho move a little. */
static void full_likelihood_moves_little(void **state)
{
	const uint64_t square[] = { 31, 12, 9, 48 };
	const uint64_t wide[] = { 9, 4, 2, 3, 8, 5, 1, 4, 9 };
	const uint64_t upright[] = { 9, 3, 1, 4, 8, 4, 2, 5, 9 };
	const uint64_t nobody[] = { 0, 0, 0, 0 };
	double full = polychoric_full(wide, 3, 3);

	(void)state;
	assert_near(polychoric_full(square, 2, 2), polychoric_of(square, 2, 2),
		    1e-6);
	assert_near(full, polychoric_of(wide, 3, 3), .02);
	assert_near(polychoric_full(upright, 3, 3), full, 1e-6);
	assert_true(isnan(polychoric_full(nobody, 2, 2)));
}

static void empty_categories_do_not_count(void **state)
{
	const uint64_t full[] = { 9, 4, 2, 3, 8, 5, 1, 4, 9 };
	const uint64_t padded[] = { 9, 0, 4, 2, 3, 0, 8, 5,
				    0, 0, 0, 0, 1, 0, 4, 9 };

	(void)state;
	assert_near(polychoric_of(full, 3, 3), polychoric_of(padded, 4, 4),
		    1e-12);
}

static void degenerate_tables(void **state)
{
	const uint64_t nobody[] = { 0, 0, 0, 0 };
	const uint64_t one_row[] = { 5, 7, 0, 0 };
	const uint64_t perfect[] = { 5, 0, 0, 5 };

	(void)state;
	assert_true(isnan(polychoric_of(nobody, 2, 2)));
	assert_true(isnan(polychoric_of(one_row, 2, 2)));
	assert_near(polychoric_of(perfect, 2, 2), .9999, 1e-5);
}

static void thresholds_cut_the_margins(void **state)
{
	const uint64_t counts[] = { 0, 25, 50, 25, 0 };
	const uint64_t nobody[] = { 0, 0 };
	double t[4];

	(void)state;
	polychoric_thresholds(counts, 5, t);
	assert_true(isinf(t[0]) && t[0] < 0 && isinf(t[3]));
	assert_near(t[1], -.674489750196082, 1e-13);
	assert_near(t[2], .674489750196082, 1e-13);
	polychoric_thresholds(nobody, 2, t);
	assert_true(isnan(t[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quadrants_by_sheppard),
		cmocka_unit_test(corners_of_the_bivariate_normal),
		cmocka_unit_test(a_median_split_by_hand),
		cmocka_unit_test(full_likelihood_moves_little),
		cmocka_unit_test(empty_categories_do_not_count),
		cmocka_unit_test(degenerate_tables),
		cmocka_unit_test(thresholds_cut_the_margins),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
