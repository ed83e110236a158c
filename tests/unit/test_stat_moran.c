#include "pipeline/core/memory.h"
#include "pipeline/stat/moran.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROW = 6 };

/* ROW areas in a row, each next to the one before; N of them, the rest are
 * islands. */
static struct neighbours *in_a_row(size_t n, size_t n_linked,
				   enum neighbour_weights weights)
{
	struct link links[2 * ROW];
	size_t n_links = 0;

	for (size_t i = 0; i + 1 < n_linked; i++) {
		links[n_links++] = (struct link){ i, i + 1, 1 };
		links[n_links++] = (struct link){ i + 1, i, 1 };
	}
	return neighbours_new(NULL, n, links, n_links, weights);
}

static void bad_links_are_left_out(void **state)
{
	const struct link links[] = { { 0, 1, 1 },  { 0, 1, 1 },
				      { 1, 1, 1 },  { 2, 9, 1 },
				      { 7, 0, 1 },  { 1, 0, UNDEFINED },
				      { 1, 2, -1 }, { 0, 2, 3 } };
	struct neighbours *of =
		neighbours_new(NULL, 3, links, 8, WEIGHTS_BINARY);
	const double x[] = { 1, 10, 100 };

	(void)state;
	assert_int_equal(of->n_links, 2);
	assert_int_equal(neighbours_islands(of), 2);
	assert_int_equal(of->to[1], 2);
	assert_near(neighbours_lag(of, 0, x), 310, 1e-12);
	assert_near(neighbours_lag(of, 1, x), 0, 0);
	talloc_free(of);
}

static void rows_sum_to_one(void **state)
{
	struct neighbours *of = in_a_row(ROW, ROW, WEIGHTS_ROWS);
	const double ones[ROW] = { 1, 1, 1, 1, 1, 1 };

	(void)state;
	for (size_t i = 0; i < ROW; i++)
		assert_near(neighbours_lag(of, i, ones), 1, 1e-15);
	talloc_free(of);
}

/* 1 .. 6 in a row: z = -2.5 .. 2.5, sum z^2 = 17.5, sum z z' = 8.75 a way. */
static void a_slope_by_hand(void **state)
{
	const double x[ROW] = { 1, 2, 3, 4, 5, 6 };
	struct neighbours *of = in_a_row(ROW, ROW, WEIGHTS_BINARY);
	struct autocorrelation moran = moran_of(of, x);
	struct autocorrelation geary = geary_of(of, x);

	(void)state;
	assert_near(moran.value, 6.0 / 10 * 2 * 8.75 / 17.5, 1e-14);
	assert_near(moran.expected, -0.2, 1e-15);
	assert_near(geary.value, 5.0 / 20 * 10 / 17.5, 1e-14);
	assert_true(moran.z_random > 0 && geary.z_random > 0);
	assert_true(moran.p_random < 0.05 && moran.z_normal > 0);
	talloc_free(of);
}

/* Mean and variance over all orders of six values are what the formulas say. */
static void all_orders_give_the_variance(void **state)
{
	double x[ROW] = { 1, 2, 4, 8, 16, 31 }, sum = 0, squares = 0;
	struct neighbours *of = in_a_row(ROW, ROW, WEIGHTS_ROWS);
	struct autocorrelation want = moran_of(of, x);
	struct autocorrelation want_geary = geary_of(of, x);
	double geary = 0, geary_squares = 0;
	size_t turns[ROW] = { 0 }, n = 1;

	(void)state;
	sum = want.value;
	squares = want.value * want.value;
	geary = want_geary.value;
	geary_squares = geary * geary;
	/* Heap's algorithm: every step swaps two. */
	for (size_t i = 1; i < ROW;) {
		size_t other = i % 2 ? turns[i] : 0;
		double kept = x[i], value;

		if (turns[i] >= i) {
			turns[i++] = 0;
			continue;
		}
		x[i] = x[other];
		x[other] = kept;
		turns[i]++;
		i = 1;
		n++;
		value = moran_of(of, x).value;
		sum += value;
		squares += value * value;
		value = geary_of(of, x).value;
		geary += value;
		geary_squares += value * value;
	}
	assert_int_equal(n, 720);
	assert_near(sum / 720, want.expected, 1e-12);
	assert_near(squares / 720 - pow(sum / 720, 2), want.variance_random,
		    1e-12);
	assert_near(geary / 720, 1, 1e-12);
	assert_near(geary_squares / 720 - pow(geary / 720, 2),
		    want_geary.variance_random, 1e-12);
	talloc_free(of);
}

static void undefined_cases(void **state)
{
	const double constant[ROW] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 };
	const double x[ROW] = { 1, 2, 3, 4, 5, 6 };
	struct neighbours *row = in_a_row(ROW, ROW, WEIGHTS_ROWS);
	struct neighbours *islands = in_a_row(ROW, 0, WEIGHTS_ROWS);
	struct neighbours *three = in_a_row(ROW, 3, WEIGHTS_ROWS);
	struct neighbours *none = in_a_row(0, 0, WEIGHTS_ROWS);
	struct moran_local *local = moran_local(row, row, constant, 9, 1);

	(void)state;
	assert_near(moran_of(row, constant).value, UNDEFINED, 0);
	assert_near(geary_of(row, constant).value, UNDEFINED, 0);
	assert_near(moran_permuted(row, constant, 9, 1), UNDEFINED, 0);
	assert_near(local[0].value, UNDEFINED, 0);
	assert_near(local[0].p, UNDEFINED, 0);
	assert_int_equal(local[0].quadrant, MORAN_NONE);
	assert_near(moran_of(islands, x).z_random, UNDEFINED, 0);
	assert_near(moran_of(three, x).value, UNDEFINED, 0);
	assert_near(moran_of(none, x).value, UNDEFINED, 0);
	talloc_free(row);
	talloc_free(islands);
	talloc_free(three);
	talloc_free(none);
}

/* An island is in the mean, but has no quadrant and no p. */
static void islands_stand_alone(void **state)
{
	const double x[ROW] = { 1, 2, 8, 9, 7, 3 };
	struct neighbours *of = in_a_row(ROW, ROW - 1, WEIGHTS_ROWS);
	struct moran_local *local = moran_local(of, of, x, 99, 1);
	double sum = 0;

	(void)state;
	assert_near(moran_of(of, x).expected, -0.25, 1e-15);
	for (size_t i = 0; i < ROW; i++)
		sum += local[i].value;
	/* Row weights of five areas: I = sum of the local ones / 6. */
	assert_near(sum / ROW, moran_of(of, x).value, 1e-12);
	assert_near(local[ROW - 1].value, 0, 0);
	assert_near(local[ROW - 1].p, UNDEFINED, 0);
	assert_int_equal(local[ROW - 1].quadrant, MORAN_NONE);
	assert_int_equal(local[0].quadrant, MORAN_LOW_LOW);
	assert_int_equal(local[3].quadrant, MORAN_HIGH_HIGH);
	talloc_free(of);
}

/* The same seed gives the same p, and p is near the normal one. */
static void permutations_are_seeded(void **state)
{
	const double x[ROW] = { 1, 2, 4, 8, 16, 31 };
	struct neighbours *of = in_a_row(ROW, ROW, WEIGHTS_ROWS);
	double p = moran_permuted(of, x, 9999, 1);
	struct moran_local *first = moran_local(of, of, x, 999, 5);
	struct moran_local *again = moran_local(of, of, x, 999, 5);

	(void)state;
	assert_near(moran_permuted(of, x, 9999, 1), p, 0);
	assert_near(moran_permuted(of, x, 9999, 2), p, 0.02);
	/* of the orders of six values, none is above this slope's but its
	 * mirror image and ties */
	assert_true(p > 1.0 / 360 && p < 0.05);
	for (size_t i = 0; i < ROW; i++) {
		assert_near(first[i].p, again[i].p, 0);
		assert_true(first[i].p >= 0.001 && first[i].p <= 0.6);
	}
	assert_near(moran_local(of, of, x, 0, 5)[0].p, UNDEFINED, 0);
	talloc_free(of);
}

/* Where all others are neighbours, every draw gives the same: nothing is rare.
 */
static void draws_that_are_alike_prove_nothing(void **state)
{
	const double x[] = { 1, 5, 2, 9 };
	struct link links[16];
	struct neighbours *of;
	struct moran_local *local;

	(void)state;
	for (size_t i = 0; i < 16; i++)
		links[i] = (struct link){ i / 4, i % 4, 1 };
	of = neighbours_new(NULL, 4, links, 16, WEIGHTS_ROWS);
	local = moran_local(of, of, x, 99, 1);
	for (size_t i = 0; i < 4; i++)
		assert_near(local[i].p, 1, 0);
	talloc_free(of);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_links_are_left_out),
		cmocka_unit_test(rows_sum_to_one),
		cmocka_unit_test(a_slope_by_hand),
		cmocka_unit_test(all_orders_give_the_variance),
		cmocka_unit_test(undefined_cases),
		cmocka_unit_test(islands_stand_alone),
		cmocka_unit_test(permutations_are_seeded),
		cmocka_unit_test(draws_that_are_alike_prove_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
