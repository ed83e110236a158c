#include "pipeline/stat/mann_whitney.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/ranks.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static void normal_test(struct mann_whitney *out, double ties)
{
	double n1 = (double)out->n1, n2 = (double)out->n2;
	double n = n1 + n2;
	double distance = out->u1 - n1 * n2 / 2;
	double variance = n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1)));

	/* all values equal: the ties take the whole variance away */
	if (ties >= n * (n * n - 1))
		return;
	out->z = distance / sqrt(variance);
	out->p = normal_p(out->z);
	out->p_continuity =
		normal_p(fmax(0, fabs(distance) - 0.5) / sqrt(variance));
}

/* Sums over one group's values of how they stand against the other group. */
struct dominance {
	double squares; /* sum of (d_i. - delta)^2 */
	double untied;  /* pairings without a tie */
};

/* SIGN is 1 for the first group and -1 for the second. */
static struct dominance dominance_of(const struct tally *group,
				     const struct tally *other, double delta,
				     double sign)
{
	struct dominance out = { 0, 0 };
	double total = (double)other->total;
	uint64_t below = 0;
	size_t j = 0;

	for (size_t i = 0; i < group->n; i++) {
		double count = (double)group->counts[i];
		uint64_t equal = 0;
		double row;

		while (j < other->n && other->values[j] < group->values[i])
			below += other->counts[j++];
		if (j < other->n && !(other->values[j] > group->values[i]))
			equal = other->counts[j];
		row = sign * (2 * (double)below + (double)equal - total) /
		      total;
		out.squares += count * (row - delta) * (row - delta);
		out.untied += count * (total - (double)equal);
	}
	return out;
}

static double delta_variance(const struct mann_whitney *test,
			     const struct tally *first,
			     const struct tally *second)
{
	double delta = test->cliff_delta;
	double n1 = (double)test->n1, n2 = (double)test->n2;
	struct dominance rows = dominance_of(first, second, delta, 1);
	struct dominance columns = dominance_of(second, first, delta, -1);
	double cells = rows.untied - n1 * n2 * delta * delta;
	double variance =
		(n2 * n2 * rows.squares + n1 * n1 * columns.squares - cells) /
		(n1 * n2 * (n1 - 1) * (n2 - 1));

	return fmax(variance, (1 - delta * delta) / (n1 * n2 - 1));
}

static void delta_interval(struct mann_whitney *out, const struct tally *first,
			   const struct tally *second, double confidence)
{
	double z = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
	double delta = out->cliff_delta;
	double smaller = fmin((double)out->n1, (double)out->n2);
	double rest = 1 - delta * delta;
	double variance, width, scale;

	if (smaller < 2)
		return;
	out->cliff_low = out->cliff_high = delta;
	if (delta >= 1) {
		out->cliff_low = (smaller - z * z) / (smaller + z * z);
		return;
	}
	if (delta <= -1) {
		out->cliff_high = -(smaller - z * z) / (smaller + z * z);
		return;
	}
	variance = z * z * delta_variance(out, first, second);
	width = sqrt(variance * (rest * rest + variance));
	scale = rest + variance;
	out->cliff_low = fmax(-1, (delta * rest - width) / scale);
	out->cliff_high = fmin(1, (delta * rest + width) / scale);
}

struct mann_whitney mann_whitney_of(const struct tally *first,
				    const struct tally *second,
				    double confidence)
{
	double undefined = (double)NAN;
	struct mann_whitney out = { .n1 = first->total, .n2 = second->total };
	const struct tally *groups[2] = { first, second };
	double n1 = (double)out.n1, n2 = (double)out.n2;
	double sums[2], ties;

	out.u1 = out.u2 = out.z = out.p = out.p_continuity = undefined;
	out.cliff_delta = out.cliff_low = out.cliff_high = undefined;
	out.a12 = undefined;
	if (out.n1 == 0 || out.n2 == 0)
		return out;
	ties = rank_sums_of(groups, 2, sums);
	out.u1 = sums[0] - n1 * (n1 + 1) / 2;
	out.u2 = n1 * n2 - out.u1;
	out.a12 = out.u1 / (n1 * n2);
	out.cliff_delta = (out.u1 - out.u2) / (n1 * n2);
	normal_test(&out, ties);
	delta_interval(&out, first, second, confidence);
	return out;
}

/*
 * The answers are dealt value by value, lowest first.  ways[i][u]: the
 * probability that i of the answers dealt so far went to the first group and
 * that twice its U among them is u; u <= 2 i (dealt - i).
 */
struct deal {
	size_t n1, n2, dealt;
	double **ways;
};

static struct deal *deal_new(size_t n1, size_t n2, size_t dealt)
{
	struct deal *deal = memory_new(NULL, struct deal);

	*deal = (struct deal){ n1, n2, dealt, NULL };
	deal->ways = memory_array(deal, double *, n1 + 1);
	for (size_t i = 0; i <= n1 && i <= dealt; i++)
		if (dealt - i <= n2)
			deal->ways[i] = memory_array(deal, double,
						     2 * i * (dealt - i) + 1);
	return deal;
}

/* Of the next T equal answers, J go to the first group, which has I so far. */
static void deal_some(const struct deal *from, struct deal *to, size_t t,
		      size_t i, size_t j)
{
	size_t others = from->dealt - i;
	size_t shift = j * (2 * others + (t - j));
	double share = gsl_ran_hypergeometric_pdf(
		(unsigned)j, (unsigned)(from->n1 - i),
		(unsigned)(from->n2 - others), (unsigned)t);
	const double *ways = from->ways[i];
	double *target = to->ways[i + j] + shift;

	for (size_t u = 0; u <= 2 * i * others; u++)
		target[u] += share * ways[u];
}

static struct deal *deal_next(struct deal *from, size_t t)
{
	struct deal *to = deal_new(from->n1, from->n2, from->dealt + t);

	for (size_t i = 0; i <= from->n1; i++) {
		if (!from->ways[i])
			continue;
		for (size_t j = 0; j <= t && i + j <= from->n1; j++)
			if (to->ways[i + j])
				deal_some(from, to, t, i, j);
	}
	talloc_free(from);
	return to;
}

static size_t count_at(const struct tally *tally, size_t *next, double value)
{
	if (*next < tally->n && !(tally->values[*next] > value))
		return (size_t)tally->counts[(*next)++];
	return 0;
}

/* Deal all answers; DOUBLED_U is what the first group really got. */
static struct deal *deal_all(const struct tally *first,
			     const struct tally *second, size_t *doubled_u)
{
	struct deal *deal =
		deal_new((size_t)first->total, (size_t)second->total, 0);
	size_t i = 0, j = 0, others = 0;

	deal->ways[0][0] = 1;
	*doubled_u = 0;
	while (i < first->n || j < second->n) {
		double value = fmin(
			i < first->n ? first->values[i] : (double)INFINITY,
			j < second->n ? second->values[j] : (double)INFINITY);
		size_t mine = count_at(first, &i, value);
		size_t theirs = count_at(second, &j, value);

		*doubled_u += mine * (2 * others + theirs);
		others += theirs;
		deal = deal_next(deal, mine + theirs);
	}
	return deal;
}

static size_t distance(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

double mann_whitney_exact_p(const struct tally *first,
			    const struct tally *second)
{
	size_t n1 = (size_t)first->total, n2 = (size_t)second->total;
	struct deal *deal;
	size_t observed;
	double p = 0;

	if (n1 == 0 || n2 == 0 || n1 + n2 > MANN_WHITNEY_EXACT_LIMIT)
		return (double)NAN;
	deal = deal_all(first, second, &observed);
	for (size_t u = 0; u <= 2 * n1 * n2; u++)
		if (distance(u, n1 * n2) >= distance(observed, n1 * n2))
			p += deal->ways[n1][u];
	talloc_free(deal);
	return fmin(1, p);
}
