#include "pipeline/stat/fisher.h"
#include "pipeline/stat/fisher_simulation.h"
#include "tests/support/near.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SIDE = 4 };

/* All tables of given margins, cell by cell. */
struct listing {
	size_t r, c;
	unsigned rows[SIDE], columns[SIDE];
	double bound, all, rare;
};

static double log_weight(unsigned x)
{
	return -gsl_sf_lnfact(x);
}

static void list_tables(struct listing *listing, size_t cell, double log_sum)
{
	size_t i = cell / listing->c, j = cell % listing->c;

	if (i == listing->r) {
		for (size_t k = 0; k < listing->c; k++)
			if (listing->columns[k] > 0)
				return;
		listing->all += exp(log_sum);
		if (log_sum <= listing->bound)
			listing->rare += exp(log_sum);
		return;
	}
	for (unsigned x = 0; x <= listing->rows[i] && x <= listing->columns[j];
	     x++) {
		if (j + 1 == listing->c && x < listing->rows[i])
			continue;
		listing->rows[i] -= x;
		listing->columns[j] -= x;
		list_tables(listing, cell + 1, log_sum + log_weight(x));
		listing->rows[i] += x;
		listing->columns[j] += x;
	}
}

static double by_listing(const uint64_t *counts, size_t r, size_t c)
{
	struct listing listing = { .r = r, .c = c };

	listing.bound = 1e-7;
	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++) {
			unsigned x = (unsigned)counts[i * c + j];

			listing.rows[i] += x;
			listing.columns[j] += x;
			listing.bound += log_weight(x);
		}
	list_tables(&listing, 0, 0);
	return listing.rare / listing.all;
}

static void p_is_the_share_of_all_tables(void **state)
{
	unsigned seed = 5;

	(void)state;
	for (int round = 0; round < 60; round++) {
		size_t r = 2 + (size_t)(rand_r(&seed) % 2);
		size_t c = 2 + (size_t)(rand_r(&seed) % 3);
		uint64_t counts[SIDE * SIDE];

		for (size_t i = 0; i < r * c; i++)
			counts[i] = (uint64_t)(1 + rand_r(&seed) % 3);
		assert_near(fisher_exact_p(counts, r, c),
			    by_listing(counts, r, c), 1e-10);
	}
}

/* Order of rows and columns, turning and empty classes do not matter. */
static void layout_does_not_matter(void **state)
{
	const uint64_t counts[] = { 1, 7, 2, 9, 0, 5 };
	const uint64_t mixed[] = { 0, 9, 5, 7, 1, 2 };
	const uint64_t turned[] = { 1, 9, 7, 0, 2, 5 };
	const uint64_t padded[] = { 1, 0, 7, 2, 0, 0, 0, 0, 9, 0, 0, 5 };
	double p = fisher_exact_p(counts, 2, 3);

	(void)state;
	assert_true(p > 0 && p < 0.01);
	assert_near(fisher_exact_p(mixed, 2, 3), p, 1e-14);
	assert_near(fisher_exact_p(turned, 3, 2), p, 1e-14);
	assert_near(fisher_exact_p(padded, 3, 4), p, 1e-14);
}

static void the_likeliest_table_has_p_one(void **state)
{
	const uint64_t even[] = { 4, 4, 4, 4, 4, 4, 4, 4, 4 };

	(void)state;
	assert_near(fisher_exact_p(even, 3, 3), 1, 1e-10);
}

static void tables_beyond_the_limits_have_none(void **state)
{
	uint64_t wide[9 * 9], large[4] = { 1000000, 1, 1, 1 };
	const uint64_t column[] = { 3, 4 };

	(void)state;
	for (size_t i = 0; i < 81; i++)
		wide[i] = 1;
	assert_near(fisher_exact_p(wide, 9, 9), UNDEFINED, 0);
	assert_near(fisher_exact_p(large, 2, 2), UNDEFINED, 0);
	assert_near(fisher_exact_p(column, 2, 1), UNDEFINED, 0);
	assert_near(fisher_exact_p(wide, 0, 0), UNDEFINED, 0);
	/* 8 x 8 with 30 each: too many places on the way */
	for (size_t i = 0; i < 64; i++)
		wide[i] = i % 3 ? 25 : 40;
	assert_near(fisher_exact_p(wide, 8, 8), UNDEFINED, 0);
}

/* Four standard errors: one in 16,000 by chance, and the seed is fixed. */
static void drawn_tables_agree_with_all_tables(void **state)
{
	unsigned seed = 9;

	(void)state;
	for (int round = 0; round < 30; round++) {
		size_t r = 2 + (size_t)(rand_r(&seed) % 3);
		size_t c = 2 + (size_t)(rand_r(&seed) % 3);
		uint64_t counts[SIDE * SIDE];
		struct fisher_test got;
		double exact;

		for (size_t i = 0; i < r * c; i++)
			counts[i] = (uint64_t)(rand_r(&seed) % 9);
		exact = fisher_exact_p(counts, r, c);
		got = fisher_simulated(counts, r, c, 4000, 3);
		if (isnan(exact)) {
			assert_near(got.p, UNDEFINED, 0);
			continue;
		}
		assert_false(got.is_exact);
		assert_near(got.p, exact, 4 * got.standard_error + 3e-4);
	}
}

static void what_is_too_large_to_list_is_drawn(void **state)
{
	uint64_t wide[8 * 8];
	const uint64_t small[] = { 3, 1, 1, 4 };
	struct fisher_test got, again;

	(void)state;
	for (size_t i = 0; i < 64; i++)
		wide[i] = i % 3 ? 25 : 40;
	got = fisher_test_of(wide, 8, 8, 500, 42);
	again = fisher_test_of(wide, 8, 8, 500, 42);
	assert_false(got.is_exact);
	assert_int_equal(got.n_tables, 500);
	assert_true(got.p > 0 && got.p <= 1 && got.standard_error < 0.03);
	assert_true(got.p == again.p);
	got = fisher_test_of(small, 2, 2, 500, 42);
	assert_true(got.is_exact);
	assert_near(got.standard_error, 0, 0);
	assert_near(got.p, fisher_exact_p(small, 2, 2), 0);
}

static void nothing_to_draw(void **state)
{
	const uint64_t column[] = { 3, 4 }, none[4] = { 0 };
	const uint64_t huge[] = { UINT32_MAX, 1, 1, 1 };

	(void)state;
	assert_near(fisher_test_of(column, 2, 1, 99, 1).p, UNDEFINED, 0);
	assert_near(fisher_test_of(none, 2, 2, 99, 1).p, UNDEFINED, 0);
	assert_near(fisher_test_of(none, 0, 0, 99, 1).p, UNDEFINED, 0);
	assert_near(fisher_test_of(huge, 2, 2, 99, 1).p, UNDEFINED, 0);
	assert_near(fisher_simulated(column, 1, 2, 0, 1).standard_error,
		    UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(p_is_the_share_of_all_tables),
		cmocka_unit_test(layout_does_not_matter),
		cmocka_unit_test(the_likeliest_table_has_p_one),
		cmocka_unit_test(tables_beyond_the_limits_have_none),
		cmocka_unit_test(drawn_tables_agree_with_all_tables),
		cmocka_unit_test(what_is_too_large_to_list_is_drawn),
		cmocka_unit_test(nothing_to_draw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
