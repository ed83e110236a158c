#include "pipeline/core/memory.h"
#include "pipeline/stat/kmeans.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 8, MOST = 60 };

static void two_heaps(void **state)
{
	const double x[] = { 0, 10, 1, 11, 12 };
	struct kmeans *got = kmeans(NULL, x, 5, 1, 2, 10, 1);

	(void)state;
	assert_int_equal(got->sizes[0], 3);
	assert_int_equal(got->labels[1], 0);
	assert_int_equal(got->labels[0], 1);
	assert_near(got->centres[0], 11, 1e-14);
	assert_near(got->sse, 2.5, 1e-13);
	/* around 6.8 */
	assert_near(got->total, 366 - 5 * 6.8 * 6.8, 1e-12);
	assert_near(kmeans_calinski_harabasz(got),
		    (got->total - 2.5) / (2.5 / 3), 1e-9);
	talloc_free(got);
}

/* Squares within the groups of the partition number CODE in base K. */
static double squares_of(const double *x, size_t n, size_t k, size_t code)
{
	double sums[3] = { 0 }, squares[3] = { 0 }, counts[3] = { 0 }, out = 0;

	for (size_t i = 0; i < n; i++, code /= k) {
		sums[code % k] += x[i];
		squares[code % k] += x[i] * x[i];
		counts[code % k]++;
	}
	for (size_t c = 0; c < k; c++)
		out += counts[c] > 0
			       ? squares[c] - sums[c] * sums[c] / counts[c]
			       : 0;
	return out;
}

static void the_best_of_all_partitions(void **state)
{
	unsigned seed = 2;

	(void)state;
	for (int round = 0; round < 20; round++) {
		double x[FEW], best = (double)INFINITY;
		struct kmeans *got;

		for (size_t i = 0; i < FEW; i++)
			x[i] = (double)(rand_r(&seed) % 1000) / 10 +
			       1e-6 * (double)i;
		for (size_t code = 0; code < 6561; code++)
			best = fmin(best, squares_of(x, FEW, 3, code));
		got = kmeans(NULL, x, FEW, 1, 3, 20, 1);
		assert_near(got->sse, best, 1e-7);
		talloc_free(got);
	}
}

static void groups_that_cannot_be(void **state)
{
	const double same[] = { 2, 2, 2 };
	struct kmeans *one;

	(void)state;
	assert_null(kmeans(NULL, same, 3, 1, 2, 5, 1));
	assert_null(kmeans(NULL, same, 3, 1, 0, 5, 1));
	assert_null(kmeans(NULL, same, 3, 1, 4, 5, 1));
	assert_null(kmeans(NULL, NULL, 0, 1, 1, 5, 1));
	one = kmeans(NULL, same, 3, 1, 1, 5, 1);
	assert_near(one->sse, 0, 0);
	assert_true(isnan(kmeans_calinski_harabasz(one)));
	talloc_free(one);
}

static void a_seed_gives_the_same_bits(void **state)
{
	double x[MOST * 3];
	unsigned seed = 5;
	struct kmeans *one, *two;

	(void)state;
	for (size_t i = 0; i < MOST * 3; i++)
		x[i] = rand_r(&seed) % 50;
	one = kmeans(NULL, x, MOST, 3, 4, 3, 9);
	two = kmeans(NULL, x, MOST, 3, 4, 3, 9);
	assert_memory_equal(one->labels, two->labels,
			    MOST * sizeof *one->labels);
	assert_memory_equal(&one->sse, &two->sse, sizeof one->sse);
	talloc_free(one);
	talloc_free(two);
}

/* A group's centre is its mean, and nobody gains by moving alone. */
static void nobody_gains_by_moving(void **state)
{
	double x[MOST];
	unsigned seed = 6;
	struct kmeans *got;

	(void)state;
	for (size_t i = 0; i < MOST; i++)
		x[i] = rand_r(&seed) % 500;
	got = kmeans(NULL, x, MOST, 1, 4, 1, 3);
	for (size_t i = 0; i < MOST; i++) {
		size_t own = got->labels[i];
		double d = x[i] - got->centres[own];
		double n = (double)got->sizes[own];

		for (size_t c = 0; n > 1 && c < 4; c++) {
			double size = (double)got->sizes[c];
			double to = x[i] - got->centres[c];

			if (c != own)
				assert_true(size / (size + 1) * to * to >=
					    n / (n - 1) * d * d - 1e-6);
		}
	}
	talloc_free(got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_heaps),
		cmocka_unit_test(the_best_of_all_partitions),
		cmocka_unit_test(groups_that_cannot_be),
		cmocka_unit_test(a_seed_gives_the_same_bits),
		cmocka_unit_test(nobody_gains_by_moving),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
