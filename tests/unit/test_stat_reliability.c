#include "pipeline/core/memory.h"
#include "pipeline/stat/reliability.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double answers[] = {
	3, 4, 3, 5, 2, 1, 2, 2, 5, 5, 4, 4, 1, 2, 1, 3, 4, 4, 5, 5, 3, 3, 2, 4,
};
enum { PEOPLE = 6, ITEMS = 4 };

static double variance(const double *x, size_t n)
{
	double mean = 0, sum = 0;

	for (size_t i = 0; i < n; i++)
		mean += x[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		sum += (x[i] - mean) * (x[i] - mean);
	return sum / (double)(n - 1);
}

/* Alpha from the raw answers of the items that are in. */
static double raw_alpha(const bool *is_in)
{
	double column[PEOPLE], total[PEOPLE] = { 0 }, sum = 0, k = 0;

	for (size_t j = 0; j < ITEMS; j++) {
		if (!is_in[j])
			continue;
		for (size_t i = 0; i < PEOPLE; i++) {
			column[i] = answers[i * ITEMS + j];
			total[i] += column[i];
		}
		sum += variance(column, PEOPLE);
		k++;
	}
	return k / (k - 1) * (1 - sum / variance(total, PEOPLE));
}

static struct reliability measure(const double *values, size_t n, size_t k,
				  struct reliability_item *items)
{
	struct covariance *c = covariance_listwise(NULL, values, n, k);
	struct reliability r = reliability_of(c, 0.95, items);

	talloc_free(c);
	return r;
}

static void alpha_equals_that_of_the_raw_answers(void **state)
{
	struct reliability_item items[ITEMS];
	struct reliability r = measure(answers, PEOPLE, ITEMS, items);
	bool is_in[ITEMS] = { true, true, true, true };

	(void)state;
	assert_near(r.alpha, raw_alpha(is_in), 1e-14);
	for (size_t j = 0; j < ITEMS; j++) {
		is_in[j] = false;
		assert_near(items[j].alpha_drop, raw_alpha(is_in), 1e-14);
		is_in[j] = true;
	}
	assert_true(r.low < r.alpha && r.alpha < r.high);
	assert_near(r.sem, r.total_sd * sqrt(1 - r.alpha), 1e-15);
	assert_true(r.lambda_1 < r.alpha && r.alpha <= r.lambda_2);
}

/* Two items: alpha is 4 cov / var(total), the Guttman split half the same. */
static void two_items_by_hand(void **state)
{
	const double values[] = { 1, 2, 2, 2, 3, 5, 4, 4 };
	struct reliability_item items[2];
	struct reliability r = measure(values, 4, 2, items);
	double cov = 1.5, v1 = 5.0 / 3, v2 = 2.25, cor;

	(void)state;
	/* means 2.5 and 3.25: products 1.875 + .625 + .875 + 1.125 */
	cor = cov / sqrt(v1 * v2);
	assert_near(r.alpha, 4 * cov / (v1 + v2 + 2 * cov), 1e-14);
	assert_near(r.split_guttman, r.alpha, 1e-14);
	assert_near(r.split_r, cor, 1e-14);
	assert_near(r.split_spearman_brown, 2 * cor / (1 + cor), 1e-14);
	assert_near(r.split_horst, r.split_spearman_brown, 1e-14);
	assert_near(r.alpha_standardised, r.split_spearman_brown, 1e-14);
	assert_near(items[0].smc, cor * cor, 1e-14);
	assert_near(items[0].r_drop, cor, 1e-14);
	assert_true(isnan(items[0].alpha_drop));
}

static void degenerate_input_has_documented_results(void **state)
{
	const double flat[] = { 3, 3, 3, 3, 3, 3 };
	const double same[] = { 1, 1, 2, 2, 5, 5 };
	struct reliability_item items[2];
	struct reliability r;

	(void)state;
	r = measure(flat, 0, 2, items);
	assert_true(isnan(r.alpha) && isnan(r.total_mean));
	r = measure(flat, 1, 2, items);
	assert_true(isnan(r.alpha) && isnan(r.split_r));
	r = measure(same, 6, 1, items);
	assert_true(isnan(r.alpha));
	r = measure(flat, 3, 2, items);
	assert_true(isnan(r.alpha) && isnan(r.mean_r) && isnan(r.low));
	assert_near(r.total_mean, 6, 0);
	assert_near(r.total_sd, 0, 0);
	r = measure(same, 3, 2, items);
	assert_near(r.alpha, 1, 1e-14);
	assert_true(isnan(r.lambda_6) && isnan(items[0].smc));
}

/* Other units of the whole scale, other order of people: the same. */
static void alpha_ignores_unit_and_order(void **state)
{
	double other[PEOPLE * ITEMS];
	struct reliability a = measure(answers, PEOPLE, ITEMS, NULL), b;

	(void)state;
	for (size_t i = 0; i < PEOPLE; i++)
		for (size_t j = 0; j < ITEMS; j++)
			other[i * ITEMS + j] =
				25 * answers[(PEOPLE - 1 - i) * ITEMS + j] - 25;
	b = measure(other, PEOPLE, ITEMS, NULL);
	assert_near(b.alpha, a.alpha, 1e-14);
	assert_near(b.lambda_6, a.lambda_6, 1e-12);
	assert_near(b.split_r, a.split_r, 1e-14);
	assert_near(b.sem, 25 * a.sem, 1e-12);
}

/* F(1, df) is t^2, F(2, 2) is p/(1-p). */
static void quantiles_of_f(void **state)
{
	(void)state;
	assert_near(f_quantile(.95, 1, 10), 2.22813885198627 * 2.22813885198627,
		    1e-12);
	assert_near(f_quantile(.25, 2, 2), 1 / 3.0, 1e-14);
	assert_true(isnan(f_quantile(.5, 0, 2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alpha_equals_that_of_the_raw_answers),
		cmocka_unit_test(two_items_by_hand),
		cmocka_unit_test(degenerate_input_has_documented_results),
		cmocka_unit_test(alpha_ignores_unit_and_order),
		cmocka_unit_test(quantiles_of_f),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
