#include "pipeline/core/memory.h"
#include "pipeline/stat/gap.h"
#include "pipeline/stat/two_group.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct two_group compare(const double *a, size_t n1, const double *b,
				size_t n2)
{
	struct tally *first = tally_values(NULL, a, n1);
	struct tally *second = tally_values(first, b, n2);
	struct two_group out = two_group_of(first, second, 0.95);

	talloc_free(first);
	return out;
}

/* Means 4 and 2, variances 4 (n = 3) and 1 (n = 3). */
static void worked_by_hand(void **state)
{
	const double a[] = { 2, 4, 6 }, b[] = { 3, 2, 1 };
	struct two_group got = compare(a, 3, b, 3);
	double se = sqrt(5.0 / 3), df = 25.0 / 9 / (16.0 / 18 + 1.0 / 18);

	(void)state;
	assert_near(got.difference, 2, 0);
	assert_near(got.welch.t, 2 / se, 1e-15);
	assert_near(got.welch.df, df, 1e-14);
	assert_near(got.welch.p, 2 * gsl_cdf_tdist_Q(2 / se, df), 1e-15);
	assert_near(got.welch.high - got.welch.low,
		    2 * se * gsl_cdf_tdist_Pinv(0.975, df), 1e-12);
	assert_near(got.student.t, 2 / se, 1e-15);
	assert_near(got.student.df, 4, 0);
	assert_near(got.cohen_d, 2 / sqrt(2.5), 1e-15);
	assert_near(got.hedges_g, got.cohen_d * hedges_correction(4), 1e-15);
	assert_near(got.glass_delta, 2, 0);
	assert_near(got.variance_f, 4, 0);
	/* F with 2 and 2: P(F > f) = 1/(1 + f) */
	assert_near(got.variance_p, 2.0 / 5, 1e-14);
	/* at 3 the second group has all, the first one of three */
	assert_near(got.distance, 2.0 / 3, 1e-15);
}

static void without_variance_there_is_no_test(void **state)
{
	const double one[] = { 5 }, same[] = { 2, 2, 2 }, some[] = { 1, 2 };
	struct two_group got = compare(same, 3, same, 2);

	(void)state;
	assert_near(got.difference, 0, 0);
	assert_near(got.welch.t, UNDEFINED, 0);
	assert_near(got.student.p, UNDEFINED, 0);
	assert_near(got.cohen_d, UNDEFINED, 0);
	assert_near(got.variance_f, UNDEFINED, 0);
	assert_near(got.distance, 0, 0);
	got = compare(one, 1, some, 2);
	assert_near(got.welch.t, UNDEFINED, 0);
	/* the pooled test needs one varying group only */
	assert_near(got.student.df, 1, 0);
	assert_near(got.student.t, 3.5 / sqrt(0.5 * 1.5), 1e-14);
	assert_near(got.hedges_g, UNDEFINED, 0);
	got = compare(one, 1, one, 1);
	assert_near(got.student.t, UNDEFINED, 0);
	assert_near(got.distance, 0, 0);
}

static void an_empty_group_leaves_nothing(void **state)
{
	const double some[] = { 1, 2, 3 }, none[] = { UNDEFINED, UNDEFINED };
	struct two_group got = compare(some, 3, none, 2);

	(void)state;
	assert_int_equal(got.first.n, 3);
	assert_int_equal(got.second.n, 0);
	assert_near(got.first.mean, 2, 0);
	assert_near(got.difference, UNDEFINED, 0);
	assert_near(got.welch.p, UNDEFINED, 0);
	assert_near(got.student.t, UNDEFINED, 0);
	assert_near(got.distance, UNDEFINED, 0);
	got = compare(none, 0, none, 0);
	assert_near(got.student.df, UNDEFINED, 0);
}

/* Shifts and scales leave tests and effects; exchange turns signs. */
static void affine_maps_leave_the_tests(void **state)
{
	unsigned seed = 4;

	(void)state;
	for (int round = 0; round < 40; round++) {
		double a[30], b[20], a2[30], b2[20];
		struct two_group got, mapped, turned;

		for (size_t i = 0; i < 30; i++) {
			a[i] = rand_r(&seed) % 11;
			a2[i] = 3 - 2.5 * a[i];
		}
		for (size_t i = 0; i < 20; i++) {
			b[i] = rand_r(&seed) % 7;
			b2[i] = 3 - 2.5 * b[i];
		}
		got = compare(a, 30, b, 20);
		mapped = compare(a2, 30, b2, 20);
		turned = compare(b, 20, a, 30);
		assert_near(mapped.welch.t, -got.welch.t, 1e-11);
		assert_near(mapped.student.p, got.student.p, 1e-12);
		assert_near(mapped.hedges_g, -got.hedges_g, 1e-12);
		assert_near(mapped.welch.low, -2.5 * got.welch.high, 1e-11);
		assert_near(mapped.distance, got.distance, 1e-15);
		assert_near(turned.welch.df, got.welch.df, 1e-11);
		assert_near(turned.variance_p, got.variance_p, 1e-12);
		assert_near(turned.welch.low, -got.welch.high, 1e-12);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(without_variance_there_is_no_test),
		cmocka_unit_test(an_empty_group_leaves_nothing),
		cmocka_unit_test(affine_maps_leave_the_tests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
