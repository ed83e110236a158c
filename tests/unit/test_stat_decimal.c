#include "pipeline/core/memory.h"
#include "pipeline/stat/anova.h"
#include "pipeline/stat/decimal.h"
#include "pipeline/stat/descriptives.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_scale_is_the_fewest_decimals(void **state)
{
	static const struct {
		double values[3];
		size_t n;
		double scale;
	} cases[] = {
		{ { 0 }, 0, 1 },
		{ { 3, -4, 0 }, 3, 1 },
		{ { 0.1, 0.2, 0.3 }, 3, 10 },
		{ { -1.25, 7, 0.5 }, 3, 100 },
		{ { 1000000000000.4, 1000000000000.3 }, 2, 10 },
		{ { 0.000000001 }, 1, 1e9 },
		/* no decimals: ten digits, thirds, too large to be sure */
		{ { 0.0000000001 }, 1, 1 },
		{ { 1.0 / 3, 0.5 }, 2, 1 },
		{ { 9e15, 0.1 }, 2, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_true(
			(double)decimal_scale(cases[i].values, cases[i].n) ==
			cases[i].scale);
}

static void units_are_whole(void **state)
{
	(void)state;
	assert_true((double)decimal_units(0.3, 10) == 3);
	assert_true((double)decimal_units(1000000000000.4, 10) ==
		    10000000000004);
	assert_true((double)decimal_units(-2.675, 1000) == -2675);
	assert_true((double)decimal_units(0.3, 1) == 0.3);
}

/* NIST's NumAcc4: 10000000.2, then 500 pairs a tenth below and above. */
static void a_tenth_around_ten_million_is_a_tenth(void **state)
{
	double values[1001];
	struct moments moments;
	struct tally *tally;

	(void)state;
	values[0] = 10000000.2;
	for (size_t i = 1; i < 1001; i++)
		values[i] = i % 2 == 1 ? 10000000.1 : 10000000.3;
	tally = tally_values(NULL, values, 1001);
	moments = moments_of(tally);
	assert_near(moments.mean, 10000000.2, 1e-9);
	assert_near(moments.sd, 0.1, 1e-15);
	assert_near(autocorrelation(values, 1001, 1), -0.999, 1e-14);
	talloc_free(tally);
}

/* NIST's SmLs design: nine levels of REPLICATES answers around OFFSET. */
static struct anova simon_lesage(double offset, size_t replicates)
{
	static const int tenths[] = { 4, 3, 5, 3, 5, 3, 5, 3, 5 };
	const struct tally *groups[9];
	void *memory = talloc_new(NULL);
	struct anova out;

	for (size_t g = 0; g < 9; g++) {
		double *values = memory_array(memory, double, replicates);

		for (size_t i = 0; i < replicates; i++) {
			int step = i == 0 ? 0 : i % 2 == 1 ? -1 : 1;

			values[i] = (offset * 10 + tenths[g] + step) / 10;
		}
		groups[g] = tally_values(memory, values, replicates);
	}
	out = anova_of(groups, 9, 0.95);
	talloc_free(memory);
	return out;
}

static void nist_variance_ratios_keep_their_digits(void **state)
{
	static const double offsets[] = { 1, 1e6, 1e12 };
	static const size_t replicates[] = { 21, 201, 2001 };

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		size_t n = replicates[i % 3];
		struct anova got = simon_lesage(offsets[i / 3], n);

		/* certified: F 21, 201, 2001 and within 1.8, 18, 180 */
		assert_near(got.f, (double)n, 1e-12 * (double)n);
		assert_near(got.ss_within, 0.09 * ((double)n - 1),
			    1e-13 * (double)n);
		assert_near(got.ss_between, 0.08 * (double)n,
			    1e-13 * (double)n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_scale_is_the_fewest_decimals),
		cmocka_unit_test(units_are_whole),
		cmocka_unit_test(a_tenth_around_ten_million_is_a_tenth),
		cmocka_unit_test(nist_variance_ratios_keep_their_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
