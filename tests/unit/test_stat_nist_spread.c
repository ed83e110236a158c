/*
 * NIST's univariate and analysis-of-variance problems: digits in common with
 * the certified values.  NumAcc1-4 and SmLs01-09 are made here, by their
 * definition; the measured ones are read where the data lie, and left out when
 * they are not there.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/anova.h"
#include "pipeline/stat/descriptives.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "../shared/data/nist_strd"

enum { MOST_ROWS = 20000, MOST_GROUPS = 9 };

/* Matching digits, at most 15. */
static double digits(double got, double certified)
{
	double apart = fabs(got - certified) / fabs(certified);

	return apart > 0 ? fmin(15, -log10(apart)) : 15;
}

struct certified {
	double mean, sd, lag_1;
};

static void check_column(const char *name, const double *values, size_t n,
			 struct certified want)
{
	struct tally *tally = tally_values(NULL, values, n);
	struct descriptives got = descriptives_of(tally, 0.95);
	double mean = digits(got.mean, want.mean);
	double sd = digits(got.sd, want.sd);

	print_message("%-9s mean %4.1f  sd %4.1f  lag 1 %4.1f digits\n", name,
		      mean, sd,
		      digits(autocorrelation(values, n, 1), want.lag_1));
	assert_true(mean >= 14 && sd >= 12);
	talloc_free(tally);
}

/* Tenths over ten are the doubles nearest to the decimals. */
static void numerical_accuracy_problems(void **state)
{
	static const struct {
		const char *name;
		double tenths;
		struct certified want;
	} problems[] = {
		{ "NumAcc2", 12, { 1.2, 0.1, -0.999 } },
		{ "NumAcc3", 10000002, { 1000000.2, 0.1, -0.999 } },
		{ "NumAcc4", 100000002, { 10000000.2, 0.1, -0.999 } },
	};
	const double first[] = { 10000001, 10000003, 10000002 };
	double values[1001];

	(void)state;
	check_column("NumAcc1", first, 3,
		     (struct certified){ 10000002, 1, -0.5 });
	for (size_t p = 0; p < 3; p++) {
		values[0] = problems[p].tenths / 10;
		for (size_t i = 1; i < 1001; i++)
			values[i] =
				(problems[p].tenths + (i % 2 ? -1 : 1)) / 10;
		check_column(problems[p].name, values, 1001, problems[p].want);
	}
}

struct sample {
	double values[MOST_GROUPS][MOST_ROWS];
	size_t n[MOST_GROUPS], k;
};

struct certified_anova {
	double between, within, f;
};

static void check_groups(const char *name, const struct sample *sample,
			 struct certified_anova want)
{
	struct tally *groups[MOST_GROUPS];
	void *ctx = talloc_new(NULL);
	double worst, f;
	struct anova got;

	for (size_t g = 0; g < sample->k; g++)
		groups[g] = tally_values(ctx, sample->values[g], sample->n[g]);
	got = anova_of((const struct tally *const *)groups, sample->k, 0.95);
	f = digits(got.f, want.f);
	worst = fmin(digits(got.ss_between, want.between),
		     digits(got.ss_within, want.within));
	print_message("%-9s sums of squares %4.1f  F %4.1f digits\n", name,
		      worst, f);
	assert_true(worst >= 12 && f >= 12);
	talloc_free(ctx);
}

/* Nine groups around 1.3, 1.4 or 1.5 on an OFFSET: the centre, then PAIRS of a
 * tenth below and above. */
static void fill_simulated(struct sample *sample, double offset, size_t pairs)
{
	static const double tenths[] = { 14, 13, 15, 13, 15, 13, 15, 13, 15 };

	sample->k = MOST_GROUPS;
	for (size_t g = 0; g < MOST_GROUPS; g++) {
		double centre = offset * 10 + tenths[g];

		sample->n[g] = 2 * pairs + 1;
		sample->values[g][0] = centre / 10;
		for (size_t i = 1; i < sample->n[g]; i++)
			sample->values[g][i] = (centre + (i % 2 ? -1 : 1)) / 10;
	}
}

static void simulated_analyses_of_variance(void **state)
{
	static const double offsets[] = { 0, 1e6, 1e12 };
	static const size_t pairs[] = { 10, 100, 1000 };
	struct sample *sample = memory_new(NULL, struct sample);

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		size_t m = pairs[i % 3];
		char name[16];

		snprintf(name, sizeof name, "SmLs%02zu", i + 1);
		fill_simulated(sample, offsets[i / 3], m);
		check_groups(
			name, sample,
			(struct certified_anova){ (double)(2 * m + 1) * 8 / 100,
						  (double)m * 18 / 100,
						  (double)(2 * m + 1) });
	}
	talloc_free(sample);
}

/* Fields of the line of NAME in a certified file; false when not there. */
static bool find_certified(const char *file, const char *name, double *fields,
			   size_t n)
{
	char path[128], line[512];
	bool is_found = false;
	FILE *in;

	snprintf(path, sizeof path, FOLDER "/certified/%s.csv", file);
	in = fopen(path, "r");
	while (in && !is_found && fgets(line, sizeof line, in)) {
		char *cell = strtok(line, ",");

		is_found = cell && strcmp(cell, name) == 0;
		for (size_t i = 0; is_found && i < n; i++) {
			cell = strtok(NULL, ",\n");
			fields[i] = cell ? strtod(cell, NULL) : UNDEFINED;
		}
	}
	if (in)
		fclose(in);
	return is_found;
}

static FILE *open_data(const char *kind, const char *name)
{
	char path[128], line[128];
	FILE *in;

	snprintf(path, sizeof path, FOLDER "/data/%s/%s.csv", kind, name);
	in = fopen(path, "r");
	if (in && !fgets(line, sizeof line, in)) {
		fclose(in);
		return NULL;
	}
	return in;
}

static bool check_measured_column(const char *name)
{
	FILE *in = open_data("univariate", name);
	double *values = memory_array(NULL, double, MOST_ROWS);
	double fields[4];
	bool is_there = in && find_certified("univariate", name, fields, 4);
	char line[64];
	size_t n = 0;

	while (is_there && n < MOST_ROWS && fgets(line, sizeof line, in))
		values[n++] = strtod(line, NULL);
	if (is_there)
		check_column(
			name, values, n,
			(struct certified){ fields[1], fields[2], fields[3] });
	if (in)
		fclose(in);
	talloc_free(values);
	return is_there;
}

static bool check_measured_groups(const char *name)
{
	FILE *in = open_data("anova", name);
	struct sample *sample = memory_new(NULL, struct sample);
	double fields[8];
	bool is_there = in && find_certified("anova", name, fields, 8);
	char line[64];

	while (is_there && fgets(line, sizeof line, in)) {
		size_t g = strtoul(line, NULL, 10) - 1;
		const char *comma = strchr(line, ',');

		assert_true(comma && g < MOST_GROUPS);
		sample->values[g][sample->n[g]++] = strtod(comma + 1, NULL);
		sample->k = g + 1 > sample->k ? g + 1 : sample->k;
	}
	if (is_there)
		check_groups(name, sample,
			     (struct certified_anova){ fields[2], fields[5],
						       fields[7] });
	if (in)
		fclose(in);
	talloc_free(sample);
	return is_there;
}

static void measured_problems(void **state)
{
	static const char *const columns[] = { "Lew",      "Lottery",
					       "Mavro",    "Michelso",
					       "PiDigits", "NumAcc1",
					       "NumAcc3" };
	static const char *const groups[] = { "SiRstv", "AtmWtAg", "SmLs03",
					      "SmLs08" };
	size_t n_found = 0;

	(void)state;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		n_found += check_measured_column(columns[i]) ? 1U : 0U;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		n_found += check_measured_groups(groups[i]) ? 1U : 0U;
	if (n_found == 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numerical_accuracy_problems),
		cmocka_unit_test(simulated_analyses_of_variance),
		cmocka_unit_test(measured_problems),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
