#include "pipeline/stat/matched.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/ranks.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>

/* P(X = x) of a fair coin thrown n times. */
static double fair(uint64_t x, uint64_t n)
{
	double k = (double)x, rest = (double)(n - x);

	return exp(gsl_sf_lngamma((double)n + 1) - gsl_sf_lngamma(k + 1) -
		   gsl_sf_lngamma(rest + 1) - (double)n * M_LN2);
}

struct mcnemar mcnemar_of(uint64_t b, uint64_t c)
{
	double undefined = (double)NAN;
	struct mcnemar out = { undefined, undefined, undefined, undefined,
			       undefined, undefined, undefined };
	double n = (double)b + (double)c;
	double distance = fabs((double)b - (double)c);
	double shortened = fmax(0, distance - 1);

	if (b + c == 0)
		return out;
	out.chi2 = distance * distance / n;
	out.p = chi_square_p(out.chi2, 1);
	out.chi2_continuity = shortened * shortened / n;
	out.p_continuity = chi_square_p(out.chi2_continuity, 1);
	out.p_exact = sign_test_p(b, c);
	out.p_mid = out.p_exact - fair(b < c ? b : c, b + c);
	out.odds_ratio = (double)b / (double)c;
	return out;
}

/* Person I's answers into ROW; false when one is missing. */
static bool complete(const double *const *columns, size_t k, size_t i,
		     double *row)
{
	for (size_t j = 0; j < k; j++) {
		row[j] = columns[j][i];
		if (isnan(row[j]))
			return false;
	}
	return k > 0;
}

struct cochran cochran_of(const double *const *columns, size_t k, size_t n,
			  uint64_t *successes)
{
	struct cochran out = { 0, (double)NAN, (double)NAN, (double)NAN };
	double *row = memory_array(NULL, double, k);
	double size = (double)k;
	double all = 0, by_question = 0, by_person = 0;

	for (size_t j = 0; j < k; j++)
		successes[j] = 0;
	for (size_t i = 0; i < n; i++) {
		double mine = 0;

		if (!complete(columns, k, i, row))
			continue;
		out.n++;
		for (size_t j = 0; j < k; j++) {
			successes[j] += row[j] < 0 || row[j] > 0;
			mine += row[j] < 0 || row[j] > 0;
		}
		all += mine;
		by_person += mine * mine;
	}
	talloc_free(row);
	for (size_t j = 0; j < k; j++)
		by_question += (double)successes[j] * (double)successes[j];
	if (k < 2)
		return out;
	out.df = size - 1;
	if (size * all > by_person)
		out.q = (size - 1) * (size * by_question - all * all) /
			(size * all - by_person);
	out.p = chi_square_p(out.q, out.df);
	return out;
}

/* SUMS and the return value (ties) of the ranks within people. */
static double sum_ranks(const double *const *columns, size_t k, size_t n,
			double *sums, uint64_t *people)
{
	double *row = memory_array(NULL, double, 2 * k);
	double ties = 0;

	*people = 0;
	for (size_t j = 0; j < k; j++)
		sums[j] = 0;
	for (size_t i = 0; i < n; i++) {
		if (!complete(columns, k, i, row))
			continue;
		ties += ranks_of(row, k, row + k);
		for (size_t j = 0; j < k; j++)
			sums[j] += row[k + j];
		++*people;
	}
	talloc_free(row);
	return ties;
}

static void iman_davenport(struct friedman *out, double n, double k)
{
	out->f_df1 = k - 1;
	out->f_df2 = (k - 1) * (n - 1);
	if (n < 2)
		return;
	out->f = (n - 1) * out->chi2 / (n * (k - 1) - out->chi2);
	out->f_p = isinf(out->f) ? 0 : f_p(out->f, out->f_df1, out->f_df2);
}

struct friedman friedman_of(const double *const *columns, size_t k, size_t n,
			    double *mean_ranks)
{
	double undefined = (double)NAN;
	struct friedman out = { 0,         undefined, undefined,
				undefined, undefined, undefined,
				undefined, undefined, undefined };
	double ties = sum_ranks(columns, k, n, mean_ranks, &out.n);
	double people = (double)out.n, size = (double)k;
	double squares = 0, scale;

	for (size_t j = 0; j < k; j++) {
		double distance = mean_ranks[j] - people * (size + 1) / 2;

		squares += distance * distance;
		mean_ranks[j] = out.n > 0 ? mean_ranks[j] / people : undefined;
	}
	if (k < 2)
		return out;
	out.df = size - 1;
	scale = people * size * (size + 1) - ties / (size - 1);
	/* all tied: nothing is left but rounding */
	if (ties >= people * size * (size * size - 1))
		return out;
	out.chi2 = 12 * squares / scale;
	out.p = chi_square_p(out.chi2, out.df);
	out.w = out.chi2 / (people * (size - 1));
	iman_davenport(&out, people, size);
	return out;
}
