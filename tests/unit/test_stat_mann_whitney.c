#include "pipeline/core/memory.h"
#include "pipeline/stat/mann_whitney.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct outcome {
	struct mann_whitney test;
	double exact;
};

static struct outcome compare(const double *a, size_t n1, const double *b,
			      size_t n2)
{
	struct tally *first = tally_values(NULL, a, n1);
	struct tally *second = tally_values(first, b, n2);
	struct outcome out = { mann_whitney_of(first, second, 0.95),
			       mann_whitney_exact_p(first, second) };

	talloc_free(first);
	return out;
}

static int sign(double x)
{
	return (x > 0) - (x < 0);
}

/* Twice U of the people in MASK against the others. */
static int doubled_u(const double *all, size_t n, unsigned mask)
{
	int u = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (mask >> i & 1U && !(mask >> j & 1U))
				u += 1 + sign(all[i] - all[j]);
	return u;
}

/* Every way to draw n1 of the answers: the definition of the exact test. */
static double enumerate(const double *all, size_t n1, size_t n)
{
	int middle = (int)(n1 * (n - n1));
	int observed = abs(doubled_u(all, n, (1U << n1) - 1) - middle);
	double far = 0, draws = 0;

	for (unsigned mask = 0; mask < 1U << n; mask++) {
		if ((size_t)__builtin_popcount(mask) != n1)
			continue;
		draws++;
		far += abs(doubled_u(all, n, mask) - middle) >= observed;
	}
	return far / draws;
}

static void exact_p_is_the_share_of_draws(void **state)
{
	unsigned seed = 9;

	(void)state;
	for (int round = 0; round < 60; round++) {
		size_t n = 2 + (size_t)(rand_r(&seed) % 9);
		size_t n1 = 1 + (size_t)rand_r(&seed) % (n - 1);
		int points = 1 + rand_r(&seed) % 12;
		double all[10];
		struct outcome got;

		for (size_t i = 0; i < n; i++)
			all[i] = rand_r(&seed) % points;
		got = compare(all, n1, all + n1, n - n1);
		assert_near(got.exact, enumerate(all, n1, n), 1e-12);
		assert_near(2 * got.test.u1, doubled_u(all, n, (1U << n1) - 1),
			    1e-12);
	}
}

/* U of 3, 4, 4 against 1, 4: 1 + 2 (halves: 3 beats 1; 4 beats 1, ties 4). */
static void worked_by_hand(void **state)
{
	const double a[] = { 3, 4, 4 }, b[] = { 1, 4 };
	struct mann_whitney got = compare(a, 3, b, 2).test;
	/* ties: one group of three */
	double sd = sqrt(6.0 / 12 * (6 - 24.0 / 20));

	(void)state;
	assert_near(got.u1, 4, 0);
	assert_near(got.u2, 2, 0);
	assert_near(got.z, 1 / sd, 1e-15);
	assert_near(got.p, erfc(1 / sd / sqrt(2)), 1e-15);
	assert_near(got.p_continuity, erfc(0.5 / sd / sqrt(2)), 1e-15);
	assert_near(got.a12, 4.0 / 6, 1e-15);
	assert_near(got.cliff_delta, 1.0 / 3, 1e-15);
}

/* Cliff's unbiased variance, straight from the matrix of signs. */
static double variance_by_matrix(const double *a, size_t n1, const double *b,
				 size_t n2, double delta)
{
	double rows = 0, columns = 0, cells = 0, m = (double)n1, n = (double)n2;

	for (size_t i = 0; i < n1; i++) {
		double mean = 0;

		for (size_t j = 0; j < n2; j++) {
			mean += sign(a[i] - b[j]) / n;
			cells += pow(sign(a[i] - b[j]) - delta, 2);
		}
		rows += pow(mean - delta, 2);
	}
	for (size_t j = 0; j < n2; j++) {
		double mean = 0;

		for (size_t i = 0; i < n1; i++)
			mean += sign(a[i] - b[j]) / m;
		columns += pow(mean - delta, 2);
	}
	return fmax((n * n * rows + m * m * columns - cells) /
			    (m * n * (m - 1) * (n - 1)),
		    (1 - delta * delta) / (m * n - 1));
}

static void the_interval_follows_cliffs_variance(void **state)
{
	const double z = 1.959963984540054;
	unsigned seed = 31;

	(void)state;
	for (int round = 0; round < 30; round++) {
		double a[25], b[15], d, v, width, scale;
		struct mann_whitney got;

		for (size_t i = 0; i < 25; i++)
			a[i] = rand_r(&seed) % 6;
		for (size_t i = 0; i < 15; i++)
			b[i] = rand_r(&seed) % 5;
		got = compare(a, 25, b, 15).test;
		d = got.cliff_delta;
		v = variance_by_matrix(a, 25, b, 15, d);
		width = z * sqrt(v) * sqrt(pow(1 - d * d, 2) + z * z * v);
		scale = 1 - d * d + z * z * v;
		assert_near(got.cliff_low, (d - d * d * d - width) / scale,
			    1e-12);
		assert_near(got.cliff_high, (d - d * d * d + width) / scale,
			    1e-12);
	}
}

static void complete_separation_has_an_interval(void **state)
{
	const double a[] = { 4, 5, 6, 7, 8 }, b[] = { 1, 2, 3, 1, 2 };
	const double z2 = 1.959963984540054 * 1.959963984540054;
	struct outcome got = compare(a, 5, b, 5);

	(void)state;
	assert_near(got.test.cliff_delta, 1, 0);
	assert_near(got.test.cliff_high, 1, 0);
	assert_near(got.test.cliff_low, (5 - z2) / (5 + z2), 1e-14);
	assert_near(got.exact, 2.0 / 252, 1e-15);
	got = compare(b, 5, a, 5);
	assert_near(got.test.cliff_low, -1, 0);
	assert_near(got.test.cliff_high, -(5 - z2) / (5 + z2), 1e-14);
}

static void degenerate_groups(void **state)
{
	const double same[] = { 2, 2, 2 }, none[] = { UNDEFINED };
	struct outcome got = compare(same, 3, same, 2);

	(void)state;
	assert_near(got.test.u1, 3, 0);
	assert_near(got.test.z, UNDEFINED, 0);
	assert_near(got.test.p, UNDEFINED, 0);
	assert_near(got.test.cliff_delta, 0, 0);
	assert_near(got.exact, 1, 1e-14);
	got = compare(same, 3, none, 1);
	assert_int_equal(got.test.n1, 3);
	assert_int_equal(got.test.n2, 0);
	assert_near(got.test.u1, UNDEFINED, 0);
	assert_near(got.test.a12, UNDEFINED, 0);
	assert_near(got.exact, UNDEFINED, 0);
	got = compare(same, 1, same, 1);
	assert_near(got.test.cliff_low, UNDEFINED, 0);
	assert_near(got.exact, 1, 0);
}

static void beyond_the_limit_there_is_no_exact_p(void **state)
{
	double values[MANN_WHITNEY_EXACT_LIMIT] = { 0 };

	(void)state;
	values[0] = 1;
	assert_near(compare(values, 1, values + 1, MANN_WHITNEY_EXACT_LIMIT - 1)
			    .exact,
		    1.0 / MANN_WHITNEY_EXACT_LIMIT, 1e-12);
	assert_near(compare(values, 1, values, MANN_WHITNEY_EXACT_LIMIT).exact,
		    UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_p_is_the_share_of_draws),
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(the_interval_follows_cliffs_variance),
		cmocka_unit_test(complete_separation_has_an_interval),
		cmocka_unit_test(degenerate_groups),
		cmocka_unit_test(beyond_the_limit_there_is_no_exact_p),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
