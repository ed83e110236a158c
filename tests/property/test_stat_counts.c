/*
 * What holds for any data: counting does not depend on order or split, and the
 * measures follow shifts, scales and exchange of the two ratings.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/bootstrap.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/gap.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 60, MOST = 400 };

/* Answers of one round: category indices, 0 = none. */
struct answers {
	size_t points, n;
	size_t first[MOST], second[MOST];
	double values[101];
};

static struct answers draw(unsigned *seed)
{
	static const size_t scales[] = { 2, 4, 5, 7, 11, 101 };
	struct answers out = { .points = scales[rand_r(seed) % 6],
			       .n = (size_t)(rand_r(seed) % MOST) };

	for (size_t i = 0; i < out.points; i++)
		out.values[i] = (double)i + 1;
	for (size_t i = 0; i < out.n; i++) {
		out.first[i] = (size_t)rand_r(seed) % (out.points + 1);
		out.second[i] = (size_t)rand_r(seed) % (out.points + 1);
	}
	return out;
}

static struct joint_counts *
count(const void *ctx, const struct answers *answers, size_t start, size_t step)
{
	struct joint_counts *joint =
		joint_new(ctx, answers->values, answers->points);

	for (size_t i = start; i < answers->n; i += step)
		joint_add(joint, answers->first[i], answers->second[i], 1);
	return joint;
}

static struct gap gap_of_joint(const struct joint_counts *joint)
{
	struct pairs *pairs = pairs_of_joint(NULL, joint);
	struct gap gap = gap_of(pairs, 0.95);

	talloc_free(pairs);
	return gap;
}

/* Every double of the result, as bits: NaN must be NaN in the same place. */
static void same_bits(const struct gap *a, const struct gap *b)
{
	const double one[] = { a->mean_required,
			       a->sd_required,
			       a->mean,
			       a->sd,
			       a->low,
			       a->p,
			       a->gz,
			       a->drm,
			       a->cliff_delta,
			       a->mwds,
			       a->wilcoxon.p,
			       a->median,
			       a->wilcoxon.rank_biserial };
	const double two[] = { b->mean_required,
			       b->sd_required,
			       b->mean,
			       b->sd,
			       b->low,
			       b->p,
			       b->gz,
			       b->drm,
			       b->cliff_delta,
			       b->mwds,
			       b->wilcoxon.p,
			       b->median,
			       b->wilcoxon.rank_biserial };

	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < sizeof one / sizeof *one; i++)
		assert_true((isnan(one[i]) && isnan(two[i])) ||
			    memcmp(&one[i], &two[i], sizeof *one) == 0);
}

static void any_split_and_order_gives_the_same_bits(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		void *ctx = talloc_new(NULL);
		struct answers answers = draw(&seed);
		struct joint_counts *whole = count(ctx, &answers, 0, 1);
		struct joint_counts *merged =
			joint_new(ctx, answers.values, answers.points);
		size_t parts = 1 + (size_t)rand_r(&seed) % 7;
		struct gap one, two;

		/* the last part first, each with every parts-th person */
		for (size_t part = parts; part-- > 0;)
			joint_merge(merged, count(ctx, &answers, part, parts));
		assert_int_equal(joint_total(merged), answers.n);
		one = gap_of_joint(whole);
		two = gap_of_joint(merged);
		same_bits(&one, &two);
		talloc_free(ctx);
	}
}

/* The mean of whole numbers is the correctly rounded quotient. */
static void means_are_right_to_the_last_bit(void **state)
{
	unsigned seed = 2;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct answers answers = draw(&seed);
		double values[MOST];
		struct tally *tally;
		uint64_t sum = 0;

		for (size_t i = 0; i < answers.n; i++) {
			values[i] = (double)answers.first[i];
			sum += answers.first[i];
		}
		tally = tally_values(NULL, values, answers.n);
		if (answers.n > 0)
			assert_true(moments_of(tally).mean ==
				    (double)sum / (double)answers.n);
		talloc_free(tally);
	}
}

static struct gap gap_of_columns(const double *first, const double *second,
				 size_t n)
{
	struct pairs *pairs = pairs_of_values(NULL, first, second, n);
	struct gap gap = gap_of(pairs, 0.95);

	talloc_free(pairs);
	return gap;
}

static void a_linear_change_of_scale_keeps_the_effects(void **state)
{
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct answers answers = draw(&seed);
		double first[MOST], second[MOST], one[MOST], two[MOST];
		struct gap plain, scaled;

		for (size_t i = 0; i < answers.n; i++) {
			first[i] = (double)answers.first[i];
			second[i] = (double)answers.second[i];
			one[i] = 4 * first[i] - 100;
			two[i] = 4 * second[i] - 100;
		}
		plain = gap_of_columns(first, second, answers.n);
		scaled = gap_of_columns(one, two, answers.n);
		assert_near(scaled.mean, 4 * plain.mean, 1e-11);
		assert_near(scaled.sd, 4 * plain.sd, 1e-10);
		assert_near(scaled.dz, plain.dz, 1e-12);
		assert_near(scaled.p, plain.p, 1e-12);
		assert_near(scaled.wilcoxon.p, plain.wilcoxon.p, 1e-15);
		assert_near(scaled.cliff_delta, plain.cliff_delta, 1e-15);
	}
}

static void exchanging_the_ratings_changes_the_sign(void **state)
{
	unsigned seed = 4;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct answers answers = draw(&seed);
		double first[MOST], second[MOST];
		struct gap there, back;

		for (size_t i = 0; i < answers.n; i++) {
			first[i] = (double)answers.first[i];
			second[i] = (double)answers.second[i];
		}
		there = gap_of_columns(first, second, answers.n);
		back = gap_of_columns(second, first, answers.n);
		assert_near(back.mean, -there.mean, 1e-13);
		assert_near(back.low, -there.high, 1e-10);
		assert_near(back.t, -there.t, 1e-9);
		assert_near(back.wilcoxon.z, -there.wilcoxon.z, 1e-13);
		assert_near(back.wilcoxon.rank_biserial,
			    -there.wilcoxon.rank_biserial, 1e-14);
		assert_near(back.score, -there.score, 1e-12);
		assert_near(back.wilcoxon.w_plus, there.wilcoxon.w_minus, 0);
	}
}

static void the_bootstrap_surrounds_the_mean(void **state)
{
	unsigned seed = 5;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		void *ctx = talloc_new(NULL);
		struct answers answers = draw(&seed);
		struct pairs *pairs =
			pairs_of_joint(ctx, count(ctx, &answers, 0, 1));
		struct moments d = moments_of(pairs->difference);
		struct bootstrap got = bootstrap_mean(pairs->difference, 0.95);

		if (pairs->difference->n > 1) {
			assert_true(got.low <= d.mean && d.mean <= got.high);
			assert_true(got.low >= pairs->difference->values[0]);
		} else {
			assert_true(isnan(got.low) && isnan(got.high));
		}
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_split_and_order_gives_the_same_bits),
		cmocka_unit_test(means_are_right_to_the_last_bit),
		cmocka_unit_test(a_linear_change_of_scale_keeps_the_effects),
		cmocka_unit_test(exchanging_the_ratings_changes_the_sign),
		cmocka_unit_test(the_bootstrap_surrounds_the_mean),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
