#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/joint.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double none = (double)NAN;

static void same_tally(const struct tally *a, const struct tally *b)
{
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->total, b->total);
	assert_int_equal(a->missing, b->missing);
	for (size_t i = 0; i < a->n; i++) {
		assert_true(a->values[i] == b->values[i]);
		assert_int_equal(a->counts[i], b->counts[i]);
	}
}

/* A table and the two columns it came from say the same. */
static void table_and_columns_agree(size_t points, size_t n)
{
	void *ctx = talloc_new(NULL);
	double *values = memory_array(ctx, double, points);
	double *first = memory_array(ctx, double, n);
	double *second = memory_array(ctx, double, n);
	struct joint_counts *joint;
	struct pairs *table, *columns;
	unsigned seed = 7;

	for (size_t i = 0; i < points; i++)
		values[i] = (double)i;
	joint = joint_new(ctx, values, points);
	for (size_t i = 0; i < n; i++) {
		size_t a = (size_t)rand_r(&seed) % (points + 1);
		size_t b = (size_t)rand_r(&seed) % (points + 1);

		joint_add(joint, a, b, 1);
		first[i] = a > 0 ? values[a - 1] : none;
		second[i] = b > 0 ? values[b - 1] : none;
	}
	table = pairs_of_joint(ctx, joint);
	columns = pairs_of_values(ctx, first, second, n);
	same_tally(table->first, columns->first);
	same_tally(table->second, columns->second);
	same_tally(table->difference, columns->difference);
	same_tally(table->first_available, columns->first_available);
	same_tally(table->second_available, columns->second_available);
	assert_near(table->covariance, columns->covariance,
		    1e-12 * (double)(points * points));
	talloc_free(ctx);
}

static void any_number_of_points_counts_alike(void **state)
{
	(void)state;
	table_and_columns_agree(2, 0);
	table_and_columns_agree(2, 1);
	table_and_columns_agree(2, 50);
	table_and_columns_agree(5, 300);
	table_and_columns_agree(11, 1000);
	table_and_columns_agree(101, 3000);
}

static void categories_are_found_by_value(void **state)
{
	const double values[] = { -2, 0, 2.5 };
	struct joint_counts *joint = joint_new(NULL, values, 3);

	(void)state;
	assert_int_equal(joint_category(joint, -2), 1);
	assert_int_equal(joint_category(joint, -0.0), 2);
	assert_int_equal(joint_category(joint, 2.5), 3);
	assert_int_equal(joint_category(joint, 1), 0);
	assert_int_equal(joint_category(joint, 9), 0);
	assert_int_equal(joint_category(joint, none), 0);
	talloc_free(joint);
}

static void missing_margins_are_kept(void **state)
{
	const double values[] = { 1, 2 };
	struct joint_counts *joint = joint_new(NULL, values, 2);
	struct pairs *pairs;

	(void)state;
	joint_add(joint, 1, 2, 5);
	joint_add(joint, 2, 0, 3);
	joint_add(joint, 0, 1, 4);
	joint_add(joint, 0, 0, 8);
	pairs = pairs_of_joint(joint, joint);
	assert_int_equal(joint_total(joint), 20);
	assert_int_equal(joint_get(joint, 2, 0), 3);
	assert_int_equal(pairs->difference->total, 5);
	assert_int_equal(pairs->difference->missing, 15);
	assert_int_equal(pairs->first_available->total, 8);
	assert_int_equal(pairs->second_available->total, 9);
	assert_int_equal(pairs->second_available->missing, 11);
	talloc_free(joint);
}

static void a_scale_without_points_counts_only_missing(void **state)
{
	struct joint_counts *joint = joint_new(NULL, NULL, 0);
	struct pairs *pairs;

	(void)state;
	joint_add(joint, 0, 0, 3);
	pairs = pairs_of_joint(joint, joint);
	assert_int_equal(pairs->difference->total, 0);
	assert_int_equal(pairs->difference->missing, 3);
	assert_true(isnan(pairs->covariance));
	talloc_free(joint);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_number_of_points_counts_alike),
		cmocka_unit_test(categories_are_found_by_value),
		cmocka_unit_test(missing_margins_are_kept),
		cmocka_unit_test(a_scale_without_points_counts_only_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
