#include "pipeline/stat/adjust.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 6 };

static const double none = (double)NAN;

/* Worked by hand from the definitions. */
static void families_by_hand(void **state)
{
	static const struct {
		enum adjust_method method;
		size_t n;
		double p[MOST], want[MOST];
	} cases[] = {
		/* clang-format off */
		{ ADJUST_BONFERRONI, 3, { .01, .5, .02 },      { .03, 1, .06 } },
		{ ADJUST_HOLM,       3, { .01, .5, .02 },      { .03, .5, .04 } },
		{ ADJUST_HOLM,       4, { .03, .04, .03, .9 }, { .12, .12, .12, .9 } },
		{ ADJUST_HOLM,       2, { .8, .9 },            { 1, 1 } },
		{ ADJUST_HOCHBERG,   3, { .01, .5, .02 },      { .03, .5, .04 } },
		{ ADJUST_HOCHBERG,   3, { .04, .03, .02 },     { .04, .04, .04 } },
		{ ADJUST_HOMMEL,     3, { .01, .5, .02 },      { .03, .5, .04 } },
		{ ADJUST_HOMMEL,     3, { .04, .03, .02 },     { .04, .04, .04 } },
		{ ADJUST_BH,         4, { .01, .04, .03, .5 }, { .04, 4 * .04 / 3, 4 * .04 / 3, .5 } },
		{ ADJUST_BY,         2, { .01, .5 },           { .03, .75 } },
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double got[MOST];

		adjust_p(cases[i].method, cases[i].p, cases[i].n, got);
		for (size_t j = 0; j < cases[i].n; j++)
			assert_near(got[j], cases[i].want[j], 1e-15);
	}
}

static void missing_p_is_not_of_the_family(void **state)
{
	const double p[] = { none, .02, none, .01 };
	double got[4];

	(void)state;
	for (int m = ADJUST_BONFERRONI; m <= ADJUST_BY; m++) {
		adjust_p((enum adjust_method)m, p, 4, got);
		assert_true(isnan(got[0]) && isnan(got[2]));
		assert_near(got[3], m == ADJUST_BY ? .03 : .02, 1e-15);
	}
}

static void small_families_are_left_alone(void **state)
{
	const double one = 0.3;
	double got;

	(void)state;
	for (int m = ADJUST_BONFERRONI; m <= ADJUST_BY; m++) {
		adjust_p((enum adjust_method)m, NULL, 0, NULL);
		adjust_p((enum adjust_method)m, &one, 1, &got);
		assert_near(got, 0.3, 1e-15);
		adjust_p((enum adjust_method)m, &none, 1, &got);
		assert_true(isnan(got));
	}
}

/* Holm by its definition: the largest (m - k + 1) p_k over smaller p_k. */
static double holm_of(const double *p, size_t n, size_t i)
{
	double worst = 0;

	for (size_t j = 0; j < n; j++) {
		size_t before = 0;

		for (size_t k = 0; k < n; k++)
			before += p[k] < p[j] || (p[k] == p[j] && k < j);
		if (p[j] <= p[i])
			worst = fmax(worst, (double)(n - before) * p[j]);
	}
	return fmin(1, worst);
}

/* BH by its definition: the smallest m p_k / k over larger p_k. */
static double bh_of(const double *p, size_t n, size_t i)
{
	double best = 1;

	for (size_t j = 0; j < n; j++) {
		size_t up_to = 0;

		for (size_t k = 0; k < n; k++)
			up_to += p[k] <= p[j];
		if (p[j] >= p[i])
			best = fmin(best, (double)n * p[j] / (double)up_to);
	}
	return best;
}

static void adjusting_agrees_with_the_definitions(void **state)
{
	unsigned seed = 11;

	(void)state;
	for (int round = 0; round < 100; round++) {
		size_t n = 1 + (size_t)rand_r(&seed) % 30;
		double p[30], holm[30], hochberg[30], hommel[30], bh[30];

		for (size_t i = 0; i < n; i++)
			p[i] = (rand_r(&seed) % 40) / 200.0;
		adjust_p(ADJUST_HOLM, p, n, holm);
		adjust_p(ADJUST_HOCHBERG, p, n, hochberg);
		adjust_p(ADJUST_HOMMEL, p, n, hommel);
		adjust_p(ADJUST_BH, p, n, bh);
		for (size_t i = 0; i < n; i++) {
			assert_near(holm[i], holm_of(p, n, i), 1e-14);
			assert_near(bh[i], bh_of(p, n, i), 1e-14);
			/* from the least to the most powerful */
			assert_true(hochberg[i] <= holm[i] + 1e-15);
			assert_true(hommel[i] <= hochberg[i] + 1e-15);
			assert_true(bh[i] <= hommel[i] + 1e-15);
			assert_true(bh[i] >= p[i]);
		}
	}
}

static void the_array_may_be_its_own_result(void **state)
{
	double p[] = { .03, .01 };

	(void)state;
	adjust_p(ADJUST_HOLM, p, 2, p);
	assert_near(p[0], .03, 1e-15);
	assert_near(p[1], .02, 1e-15);
}

/* Members that lie apart become what one array of them becomes. */
static void a_family_fills_its_places(void **state)
{
	static const double p[] = { .03, (double)NAN, .01, .2 };
	double holm[4] = { 9, 9, 9, 9 }, bh[4] = { 9, 9, 9, 9 };
	double all_holm[4], all_bh[4];
	struct adjust_family *family = adjust_family_new();

	(void)state;
	for (size_t i = 0; i < 4; i++)
		adjust_family_add(family, p[i], i == 3 ? NULL : &holm[i],
				  i == 0 ? NULL : &bh[i]);
	adjust_family_end(family);
	adjust_p(ADJUST_HOLM, p, 4, all_holm);
	adjust_p(ADJUST_BH, p, 4, all_bh);
	assert_near(holm[0], all_holm[0], 0);
	assert_true(isnan(holm[1]) && isnan(bh[1]));
	assert_near(holm[2], all_holm[2], 0);
	assert_near(bh[2], all_bh[2], 0);
	assert_near(bh[3], all_bh[3], 0);
	/* places that nobody asked for stay */
	assert_near(holm[3], 9, 0);
	assert_near(bh[0], 9, 0);
	adjust_family_end(adjust_family_new());
}

/* A value may be adjusted where it lies. */
static void a_place_may_be_the_value_itself(void **state)
{
	double p[] = { .03, .01 };
	struct adjust_family *family = adjust_family_new();

	(void)state;
	adjust_family_add(family, p[0], &p[0], NULL);
	adjust_family_add(family, p[1], &p[1], NULL);
	adjust_family_end(family);
	assert_near(p[0], .03, 1e-15);
	assert_near(p[1], .02, 1e-15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(families_by_hand),
		cmocka_unit_test(missing_p_is_not_of_the_family),
		cmocka_unit_test(small_families_are_left_alone),
		cmocka_unit_test(adjusting_agrees_with_the_definitions),
		cmocka_unit_test(the_array_may_be_its_own_result),
		cmocka_unit_test(a_family_fills_its_places),
		cmocka_unit_test(a_place_may_be_the_value_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
