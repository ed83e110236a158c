#include "pipeline/core/memory.h"
#include "pipeline/stat/polychoric.h"
#include "stages/tests.h"

#include <math.h>
#include <stdlib.h>

uint64_t test_rarer(const double *values, size_t n, uint64_t smallest)
{
	struct tally *tally = tally_values(NULL, values, n);

	for (size_t i = 0; tally->n == 2 && i < 2; i++)
		if (tally->counts[i] < smallest)
			smallest = tally->counts[i];
	talloc_free(tally);
	return smallest;
}

int test_grades_check(const struct test_run *run, const char *name,
		      const double *values, size_t n, struct error *error)
{
	struct tally *tally = tally_values(NULL, values, n);
	size_t n_grades = tally->n;

	talloc_free(tally);
	if (n_grades <= TESTS_GRADES)
		return 0;
	return error_set(
		error, ERROR_PROJECT, run->settings->where,
		"name a question with at most 20 graded answers, or "
		"another method",
		"'%s' has %zu different answers, too many to be grades", name,
		n_grades);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

size_t test_grade(const struct tally *grades, double value)
{
	const double *found = bsearch(&value, grades->values, grades->n,
				      sizeof value, compare);

	return (size_t)(found - grades->values);
}

double test_polychoric(const double *first, const double *second, size_t n)
{
	void *ctx = talloc_new(NULL);
	const struct tally *rows = tally_values(ctx, first, n);
	const struct tally *columns = tally_values(ctx, second, n);
	uint64_t *counts = memory_array(ctx, uint64_t, rows->n * columns->n);
	double rho;

	for (size_t i = 0; i < n; i++)
		if (!isnan(first[i]) && !isnan(second[i]))
			counts[test_grade(rows, first[i]) * columns->n +
			       test_grade(columns, second[i])]++;
	rho = polychoric_of(counts, rows->n, columns->n);
	talloc_free(ctx);
	return rho;
}
