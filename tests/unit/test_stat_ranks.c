#include "pipeline/core/memory.h"
#include "pipeline/stat/ranks.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void equal_values_share_their_mean_rank(void **state)
{
	const double values[] = { 3, 1, UNDEFINED, 3, 2, 3 };
	const double want[] = { 4, 1, UNDEFINED, 4, 2, 4 };
	double ranks[6];

	(void)state;
	assert_true(ranks_of(values, 6, ranks) == 24);
	for (size_t i = 0; i < 6; i++)
		assert_near(ranks[i], want[i], 0);
	assert_true(ranks_of(values, 0, ranks) == 0);
	assert_true(ranks_of(values + 2, 1, ranks) == 0);
	assert_near(ranks[0], UNDEFINED, 0);
}

/* Rank sums by counting who is below and who is equal. */
static void rank_sums_agree_with_counting(void **state)
{
	unsigned seed = 20;

	(void)state;
	for (int round = 0; round < 50; round++) {
		size_t n = (size_t)(rand_r(&seed) % 40), k = 3;
		size_t points = 1 + (size_t)(rand_r(&seed) % 8);
		double values[40], mine[40], want[3] = { 0 }, got[3];
		size_t group[40];
		const struct tally *groups[3];
		void *memory = talloc_new(NULL);

		for (size_t i = 0; i < n; i++) {
			values[i] = (double)((size_t)rand_r(&seed) % points);
			group[i] = (size_t)rand_r(&seed) % k;
		}
		for (size_t g = 0; g < k; g++) {
			size_t size = 0;

			for (size_t i = 0; i < n; i++)
				if (group[i] == g)
					mine[size++] = values[i];
			groups[g] = tally_values(memory, mine, size);
		}
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < n; j++)
				want[group[i]] +=
					(values[j] < values[i]) +
					0.5 * !(values[j] < values[i] ||
						values[j] > values[i]) +
					0.5 * (i == j);
		rank_sums_of(groups, k, got);
		for (size_t g = 0; g < k; g++)
			assert_near(got[g], want[g], 1e-9);
		talloc_free(memory);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_values_share_their_mean_rank),
		cmocka_unit_test(rank_sums_agree_with_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
