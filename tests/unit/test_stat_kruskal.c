#include "pipeline/core/memory.h"
#include "pipeline/stat/kruskal.h"
#include "pipeline/stat/mann_whitney.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Ranks 1, 2.5 | 2.5, 4 | 5, 6 and an empty group. */
static void worked_by_hand(void **state)
{
	const double a[] = { 1, 2 }, b[] = { 2, 3 }, c[] = { 5, 9 };
	void *memory = talloc_new(NULL);
	const struct tally *groups[] = { tally_values(memory, a, 2),
					 tally_values(memory, b, 2),
					 tally_values(memory, c, 2),
					 tally_values(memory, c, 0) };
	double ranks[4];
	struct kruskal got = kruskal_of(groups, 4, ranks);
	double h = (12.0 / 42 * (3.5 * 3.5 + 6.5 * 6.5 + 11 * 11) / 2 - 21) /
		   (1 - 6.0 / 210);
	struct group_pair pairs[6];

	(void)state;
	assert_int_equal(got.k, 3);
	assert_near(ranks[0], 1.75, 0);
	assert_near(ranks[3], UNDEFINED, 0);
	assert_near(got.h, h, 1e-13);
	assert_near(got.p, exp(-h / 2), 1e-14);
	assert_near(got.eta2, (h - 2) / 3, 1e-13);
	assert_near(got.epsilon2, h / 5, 1e-13);
	dunn_pairs(groups, 4, pairs);
	assert_near(pairs[1].statistic,
		    (1.75 - 5.5) / sqrt(42.0 / 12 - 6.0 / 60), 1e-14);
	assert_near(pairs[1].p_holm, 3 * pairs[1].p, 1e-15);
	assert_near(pairs[1].p_bh, 3 * pairs[1].p, 1e-15);
	assert_near(pairs[1].p_tukey, UNDEFINED, 0);
	assert_near(pairs[2].p, UNDEFINED, 0);
	talloc_free(memory);
}

static void two_groups_are_mann_whitney(void **state)
{
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < 30; round++) {
		double a[12], b[17], ranks[2];
		void *memory = talloc_new(NULL);
		const struct tally *groups[2];
		struct group_pair pair;
		double z, h;

		for (size_t i = 0; i < 12; i++)
			a[i] = rand_r(&seed) % 6;
		for (size_t i = 0; i < 17; i++)
			b[i] = rand_r(&seed) % 5;
		groups[0] = tally_values(memory, a, 12);
		groups[1] = tally_values(memory, b, 17);
		z = mann_whitney_of(groups[0], groups[1], 0.95).z;
		h = kruskal_of(groups, 2, ranks).h;
		dunn_pairs(groups, 2, &pair);
		assert_near(h, z * z, 1e-12);
		assert_near(pair.statistic, z, 1e-12);
		talloc_free(memory);
	}
}

static void degenerate_groups(void **state)
{
	const double same[] = { 4, 4, 4 };
	void *memory = talloc_new(NULL);
	const struct tally *groups[] = { tally_values(memory, same, 3),
					 tally_values(memory, same, 2),
					 tally_values(memory, same, 0) };
	double ranks[3];
	struct group_pair pairs[3];
	struct kruskal got = kruskal_of(groups, 3, ranks);

	(void)state;
	assert_near(ranks[0], 3, 0);
	assert_near(got.df, 1, 0);
	assert_near(got.h, UNDEFINED, 0);
	assert_near(got.p, UNDEFINED, 0);
	assert_near(got.epsilon2, UNDEFINED, 0);
	dunn_pairs(groups, 3, pairs);
	assert_near(pairs[0].difference, 0, 0);
	assert_near(pairs[0].p, UNDEFINED, 0);
	got = kruskal_of(groups, 1, ranks);
	assert_near(got.df, UNDEFINED, 0);
	got = kruskal_of(groups + 2, 1, ranks);
	assert_int_equal(got.n, 0);
	got = kruskal_of(NULL, 0, NULL);
	assert_int_equal(got.k, 0);
	assert_near(got.h, UNDEFINED, 0);
	talloc_free(memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(two_groups_are_mann_whitney),
		cmocka_unit_test(degenerate_groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
