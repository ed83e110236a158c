#include "pipeline/core/memory.h"
#include "pipeline/stat/kmeans.h"
#include "pipeline/stat/partition.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE = 60 };

/* 0, 2 | 10: (10 - 2) / 10, (8 - 2) / 8, and 0 for a group of one. */
static void silhouettes_by_hand(void **state)
{
	const double x[] = { 0, 2, 10 };
	const size_t labels[] = { 0, 0, 1 };
	const size_t one[] = { 0, 0, 0 };
	struct distances *distances = distances_euclid(NULL, x, 3, 1);
	double widths[3];

	(void)state;
	assert_near(silhouette(distances, labels, 2, widths),
		    (0.8 + 0.75 + 0) / 3, 1e-15);
	assert_near(widths[0], 0.8, 1e-15);
	assert_near(widths[2], 0, 0);
	/* an empty third group changes nothing */
	assert_near(silhouette(distances, labels, 3, NULL),
		    (0.8 + 0.75 + 0) / 3, 1e-15);
	assert_true(isnan(silhouette(distances, one, 1, widths)));
	assert_true(isnan(widths[0]));
	talloc_free(distances);
}

static void rand_by_hand(void **state)
{
	const size_t a[] = { 0, 0, 1, 1 }, renamed[] = { 1, 1, 0, 0 };
	const size_t crossed[] = { 0, 1, 0, 1 }, same[] = { 0, 0, 0, 0 };

	(void)state;
	assert_near(adjusted_rand(a, 2, renamed, 2, 4), 1, 1e-15);
	/* (0 - 2/3) / (2 - 2/3) */
	assert_near(adjusted_rand(a, 2, crossed, 2, 4), -0.5, 1e-15);
	assert_near(adjusted_rand(same, 1, same, 1, 4), 1, 0);
	assert_near(adjusted_rand(a, 2, same, 1, 4), 0, 1e-15);
	assert_true(isnan(adjusted_rand(a, 2, a, 2, 1)));
}

/* HEAPS heaps far apart, 20 times as wide between as within. */
static void draw_heaps(double *x, size_t heaps)
{
	unsigned seed = 12;

	for (size_t i = 0; i < PEOPLE; i++)
		for (size_t v = 0; v < 2; v++)
			x[2 * i + v] =
				(rand_r(&seed) % 100) / 100.0 +
				20.0 * (double)((i % heaps) * (v + 1) % 3);
}

static void the_gap_finds_the_heaps(void **state)
{
	const struct gap_options options = {
		.most = 5, .draws = 20, .starts = 5, .seed = 1
	};
	double x[PEOPLE * 2], gaps[5], errors[5];

	(void)state;
	draw_heaps(x, 3);
	assert_int_equal(gap_statistic(x, PEOPLE, 2, &options, gaps, errors),
			 3);
	assert_true(gaps[2] > gaps[1] && errors[2] > 0);
	draw_heaps(x, 1);
	assert_int_equal(gap_statistic(x, PEOPLE, 2, &options, NULL, NULL), 1);
	assert_int_equal(gap_statistic(x, 0, 2, &options, gaps, NULL), 0);
	assert_true(isnan(gaps[0]));
}

static void clear_groups_are_stable(void **state)
{
	const struct stability_options options = { .draws = 20,
						   .starts = 5,
						   .seed = 1 };
	double x[PEOPLE * 2], clear[3], forced[4];
	struct kmeans *km;

	(void)state;
	draw_heaps(x, 3);
	km = kmeans(NULL, x, PEOPLE, 2, 3, 10, 1);
	kmeans_stability(x, PEOPLE, 2, km->labels, 3, &options, clear);
	for (size_t c = 0; c < 3; c++)
		assert_near(clear[c], 1, 1e-12);
	talloc_free(km);
	/* one heap cut into four */
	draw_heaps(x, 1);
	km = kmeans(NULL, x, PEOPLE, 2, 4, 10, 1);
	kmeans_stability(x, PEOPLE, 2, km->labels, 4, &options, forced);
	for (size_t c = 0; c < 4; c++)
		assert_true(forced[c] > 0 && forced[c] < 0.95);
	kmeans_stability(x, 0, 2, km->labels, 4, &options, forced);
	assert_true(isnan(forced[0]));
	talloc_free(km);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silhouettes_by_hand),
		cmocka_unit_test(rand_by_hand),
		cmocka_unit_test(the_gap_finds_the_heaps),
		cmocka_unit_test(clear_groups_are_stable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
