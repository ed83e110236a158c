#include "pipeline/core/memory.h"
#include "pipeline/stat/hclust.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 30 };

/* 0, 1 | 5, 7: heights by hand. */
static void heights_by_hand(void **state)
{
	static const struct {
		enum hclust_linkage linkage;
		double heights[3];
	} cases[] = {
		{ HCLUST_SINGLE, { 1, 2, 4 } },
		{ HCLUST_COMPLETE, { 1, 2, 7 } },
		{ HCLUST_AVERAGE, { 1, 2, 5.5 } },
		/* sqrt(2 * (2 * 2 / 4) * 5.5^2) */
		{ HCLUST_WARD, { 1, 2, 7.778174593052022 } },
	};
	const double x[] = { 0, 1, 5, 7 };
	struct distances *distances = distances_euclid(NULL, x, 4, 1);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct hclust *tree =
			hclust(distances, distances, cases[i].linkage);
		size_t labels[4];

		for (size_t s = 0; s < 3; s++)
			assert_near(tree->merges[s].height, cases[i].heights[s],
				    1e-12);
		hclust_cut(tree, 2, labels);
		assert_int_equal(labels[0], 0);
		assert_int_equal(labels[1], 0);
		assert_int_equal(labels[2], 1);
		assert_int_equal(labels[3], 1);
		hclust_cut(tree, 0, labels);
		assert_int_equal(labels[3], 0);
		hclust_cut(tree, 9, labels);
		assert_int_equal(labels[3], 3);
	}
	talloc_free(distances);
}

/* Least distance of two different groups among LABELS. */
static double least_between(const struct distances *d, const size_t *labels)
{
	double out = (double)INFINITY;

	for (size_t i = 0; i < d->n * d->n; i++)
		if (labels[i / d->n] != labels[i % d->n])
			out = fmin(out, d->values[i]);
	return out;
}

/* Single linkage joins at the least distance left between groups. */
static void single_linkage_is_the_nearest_pair(void **state)
{
	unsigned seed = 5;

	(void)state;
	for (int round = 0; round < 20; round++) {
		double x[MOST * 2];
		size_t labels[MOST];
		struct distances *distances;
		struct hclust *tree;

		for (size_t i = 0; i < MOST * 2; i++)
			x[i] = rand_r(&seed) % 40;
		distances = distances_euclid(NULL, x, MOST, 2);
		tree = hclust(distances, distances, HCLUST_SINGLE);
		for (size_t step = 0; step + 1 < MOST; step++) {
			hclust_cut(tree, MOST - step, labels);
			assert_near(tree->merges[step].height,
				    least_between(distances, labels), 0);
		}
		talloc_free(distances);
	}
}

static void trees_of_little(void **state)
{
	const double x[] = { 2, 2, 2 };
	const double none[] = { UNDEFINED, 1 };
	const struct gower_variable variable = { GOWER_INTERVAL, none };
	struct distances *empty = distances_euclid(NULL, x, 0, 1);
	struct distances *one = distances_euclid(empty, x, 1, 1);
	struct distances *same = distances_euclid(empty, x, 3, 1);
	struct hclust *tree = hclust(empty, one, HCLUST_WARD);
	size_t label = 7;

	(void)state;
	assert_null(hclust(empty, empty, HCLUST_WARD));
	assert_null(hclust(empty, distances_gower(empty, &variable, 1, 2),
			   HCLUST_WARD));
	hclust_cut(tree, 1, &label);
	assert_int_equal(label, 0);
	assert_true(isnan(hclust_cophenetic(tree, one)));
	tree = hclust(empty, same, HCLUST_AVERAGE);
	assert_near(tree->merges[1].height, 0, 0);
	assert_true(isnan(hclust_cophenetic(tree, same)));
	talloc_free(empty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heights_by_hand),
		cmocka_unit_test(single_linkage_is_the_nearest_pair),
		cmocka_unit_test(trees_of_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
