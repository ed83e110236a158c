#include "pipeline/stat/wilcoxon.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/tail.h"

#include <math.h>
#include <stdlib.h>

/* One size |d| with how many rise and fall by it. */
struct magnitude {
	double size;
	uint64_t positive, negative;
};

/*
 * Fold the tally at zero: its values are ascending, so the negative side is
 * walked backwards and merged with the positive one.
 */
static struct magnitude *fold(const struct tally *tally, size_t *n)
{
	struct magnitude *out = memory_array(NULL, struct magnitude, tally->n);
	size_t up = 0, down;

	*n = 0;
	while (up < tally->n && tally->values[up] < 0)
		up++;
	down = up;
	if (up < tally->n && !(tally->values[up] > 0))
		up++; /* the zeros */
	while (down > 0 || up < tally->n) {
		double falls =
			down > 0 ? -tally->values[down - 1] : (double)INFINITY;
		double rises =
			up < tally->n ? tally->values[up] : (double)INFINITY;
		struct magnitude *next = &out[(*n)++];

		next->size = fmin(falls, rises);
		if (falls <= rises)
			next->negative = tally->counts[--down];
		if (rises <= falls)
			next->positive = tally->counts[up++];
	}
	return out;
}

/* Sums over the mid-ranks of one way to treat zeros. */
struct rank_sums {
	long double plus, minus, squares, ties;
};

/* Mid-ranks start behind OFFSET smaller differences (the zeros, for Pratt). */
static struct rank_sums rank_sums_of(const struct magnitude *sizes, size_t n,
				     uint64_t offset)
{
	struct rank_sums sums = { 0 };
	long double below = (long double)offset;

	for (size_t i = 0; i < n; i++) {
		long double plus = (long double)sizes[i].positive;
		long double minus = (long double)sizes[i].negative;
		long double t = plus + minus;
		long double rank = below + (t + 1) / 2;

		sums.plus += plus * rank;
		sums.minus += minus * rank;
		sums.squares += t * rank * rank;
		sums.ties += t * t * t - t;
		below += t;
	}
	return sums;
}

static void normal_test(const struct rank_sums *sums, struct wilcoxon *out)
{
	long double m = (long double)(out->n_positive + out->n_negative);
	long double centre = m * (m + 1) / 4;
	long double variance = m * (m + 1) * (2 * m + 1) / 24 - sums->ties / 48;
	long double distance = sums->plus - centre;
	double sd = (double)sqrtl(variance);
	double shortened = fmax(0, (double)fabsl(distance) - 0.5);

	out->z = (double)distance / sd;
	out->p = normal_p(out->z);
	out->p_continuity = normal_p(shortened / sd);
	out->rank_biserial = (double)((sums->plus - sums->minus) /
				      (sums->plus + sums->minus));
}

static void pratt_test(const struct magnitude *sizes, size_t n,
		       struct wilcoxon *out)
{
	struct rank_sums sums = rank_sums_of(sizes, n, out->n_zero);
	long double all = (long double)out->n;

	out->pratt_z = (double)((sums.plus - sums.minus) / sqrtl(sums.squares));
	out->pratt_p = normal_p(out->pratt_z);
	out->rank_biserial_pratt =
		(double)((sums.plus - sums.minus) / (all * (all + 1) / 2));
}

struct wilcoxon wilcoxon_of(const struct tally *difference)
{
	double undefined = (double)NAN;
	struct wilcoxon out = { .n = difference->total };
	struct rank_sums sums;
	struct magnitude *sizes;
	size_t n;

	out.z = out.p = out.p_continuity = out.pratt_z = undefined;
	out.pratt_p = out.rank_biserial = out.rank_biserial_pratt = undefined;
	out.sign_p = undefined;
	sizes = fold(difference, &n);
	for (size_t i = 0; i < n; i++) {
		out.n_positive += sizes[i].positive;
		out.n_negative += sizes[i].negative;
		if (sizes[i].positive + sizes[i].negative > 1)
			out.has_ties = true;
	}
	out.n_zero = out.n - out.n_positive - out.n_negative;
	sums = rank_sums_of(sizes, n, 0);
	out.w_plus = (double)sums.plus;
	out.w_minus = (double)sums.minus;
	if (n > 0) {
		normal_test(&sums, &out);
		pratt_test(sizes, n, &out);
		out.sign_p = sign_test_p(out.n_positive, out.n_negative);
	}
	talloc_free(sizes);
	return out;
}

/*
 * Distribution of twice W+ (mid-ranks are halves): probability[s] after adding
 * one answer of doubled rank r is the mean of probability[s] and [s - r].
 * Probabilities, not counts: 2^m does not fit.
 */
static double *doubled_distribution(const struct magnitude *sizes, size_t n,
				    size_t m)
{
	double *probability = memory_array(NULL, double, m *(m + 1) + 1);
	size_t below = 0, top = 0;

	probability[0] = 1;
	for (size_t i = 0; i < n; i++) {
		size_t t = (size_t)(sizes[i].positive + sizes[i].negative);
		size_t rank = 2 * below + t + 1;

		for (size_t j = 0; j < t; j++) {
			top += rank;
			for (size_t s = top; s >= rank; s--)
				probability[s] = (probability[s] +
						  probability[s - rank]) /
						 2;
			for (size_t s = 0; s < rank; s++)
				probability[s] /= 2;
		}
		below += t;
	}
	return probability;
}

static struct wilcoxon_exact tails(const double *probability, size_t top,
				   size_t observed)
{
	struct wilcoxon_exact out = { 0, 0, 0 };

	for (size_t s = 0; s <= observed; s++)
		out.less += probability[s];
	for (size_t s = top + 1; s-- > observed;)
		out.greater += probability[s];
	out.two_sided = fmin(1, 2 * fmin(out.less, out.greater));
	return out;
}

struct wilcoxon_exact wilcoxon_exact_of(const struct tally *difference)
{
	double undefined = (double)NAN;
	struct wilcoxon_exact out = { undefined, undefined, undefined };
	struct wilcoxon test = wilcoxon_of(difference);
	uint64_t m = test.n_positive + test.n_negative;
	struct magnitude *sizes;
	double *probability;
	size_t n;

	if (m == 0 || m > WILCOXON_EXACT_LIMIT)
		return out;
	sizes = fold(difference, &n);
	probability = doubled_distribution(sizes, n, (size_t)m);
	out = tails(probability, (size_t)(m * (m + 1)),
		    (size_t)(2 * test.w_plus + 0.5));
	talloc_free(probability);
	talloc_free(sizes);
	return out;
}

static int compare_doubles(const void *first, const void *second)
{
	const double *a = first;
	const double *b = second;

	return (*a > *b) - (*a < *b);
}

static double *walsh_averages(const struct tally *tally, size_t n,
			      size_t *n_averages)
{
	double *averages = memory_array(NULL, double, n *(n + 1) / 2);
	double *values = memory_array(averages, double, n);
	size_t filled = 0;

	for (size_t i = 0; i < tally->n; i++)
		for (uint64_t j = 0; j < tally->counts[i]; j++)
			values[filled++] = tally->values[i];
	*n_averages = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			averages[(*n_averages)++] = (values[i] + values[j]) / 2;
	qsort(averages, *n_averages, sizeof(*averages), compare_doubles);
	return averages;
}

/* Smallest w with P(W+ <= w) >= p for N untied differences. */
static size_t signed_rank_quantile(size_t n, double p)
{
	struct magnitude *sizes = memory_array(NULL, struct magnitude, n);
	double *probability;
	double below = 0;
	size_t w = 0;

	for (size_t i = 0; i < n; i++)
		sizes[i].positive = 1;
	probability = doubled_distribution(sizes, n, n);
	for (; w < n * (n + 1) / 2; w++) {
		below += probability[2 * w];
		if (below >= p)
			break;
	}
	talloc_free(probability);
	talloc_free(sizes);
	return w;
}

struct hodges_lehmann hodges_lehmann_of(const struct tally *difference,
					double confidence)
{
	double undefined = (double)NAN;
	struct hodges_lehmann out = { undefined, undefined, undefined };
	size_t n, n_averages, cut;
	double *averages;

	if (difference->n == 0 || difference->total > WILCOXON_EXACT_LIMIT)
		return out;
	n = (size_t)difference->total;
	averages = walsh_averages(difference, n, &n_averages);
	cut = signed_rank_quantile(n, (1 - confidence) / 2);
	if (cut < 1)
		cut = 1;
	out.estimate =
		(averages[(n_averages - 1) / 2] + averages[n_averages / 2]) / 2;
	out.low = averages[cut - 1];
	out.high = averages[n_averages - cut];
	talloc_free(averages);
	return out;
}
