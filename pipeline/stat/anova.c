#include "pipeline/stat/anova.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/decimal.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/noncentral.h"
#include "pipeline/stat/studentised_range.h"
#include "pipeline/stat/tail.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

/* A group's mean above a common origin, and its squares around it. */
struct part {
	long double n, mean, squares;
};

/* Everything is in units of 1/scale. */
struct parts {
	struct part *all; /* one per group */
	size_t k;         /* groups with answers */
	long double scale, origin;
	long double n, between, within;
};

static long double above(const struct parts *parts, double value)
{
	return decimal_units(value, parts->scale) - parts->origin;
}

static struct part part_of(const struct parts *parts, const struct tally *group)
{
	struct part out = { (long double)group->total, 0, 0 };

	if (group->n == 0)
		return out;
	for (size_t i = 0; i < group->n; i++)
		out.mean += above(parts, group->values[i]) *
			    (long double)group->counts[i];
	out.mean /= out.n;
	/* one distinct value has no spread, whatever its mean rounds to */
	for (size_t i = 0; group->n > 1 && i < group->n; i++) {
		long double d = above(parts, group->values[i]) - out.mean;

		out.squares += d * d * (long double)group->counts[i];
	}
	return out;
}

/* A scale that serves all groups, and the first value as their origin. */
static void find_origin(struct parts *parts, const struct tally *const *groups,
			size_t k)
{
	double *values = NULL;
	size_t n = 0;

	for (size_t g = 0; g < k; g++)
		for (size_t i = 0; i < groups[g]->n; i++)
			memory_append(NULL, values, double, n,
				      groups[g]->values[i]);
	parts->scale = decimal_scale(values, n);
	if (n > 0)
		parts->origin = decimal_units(values[0], parts->scale);
	talloc_free(values);
}

static long double largest(const struct tally *const *groups, size_t k)
{
	double size = 0;

	for (size_t g = 0; g < k; g++)
		for (size_t i = 0; i < groups[g]->n; i++)
			size = fmax(size, fabs(groups[g]->values[i]));
	return (long double)size;
}

/* Sums of squares as small as the rounding of the data itself are none. */
static void clear_rounding(struct parts *parts, long double size)
{
	long double grain = size * parts->scale * (long double)DBL_EPSILON / 2;
	long double noise = parts->n * grain * grain;

	if (parts->scale > 1) /* exact */
		return;
	if (parts->within <= noise)
		parts->within = 0;
	if (parts->between <= noise)
		parts->between = 0;
}

static struct parts *parts_of(const struct tally *const *groups, size_t k)
{
	struct parts *parts = memory_new(NULL, struct parts);
	long double sum = 0;

	find_origin(parts, groups, k);
	parts->all = memory_array(parts, struct part, k);
	for (size_t g = 0; g < k; g++) {
		parts->all[g] = part_of(parts, groups[g]);
		parts->k += groups[g]->n > 0;
		parts->n += parts->all[g].n;
		sum += parts->all[g].n * parts->all[g].mean;
		parts->within += parts->all[g].squares;
	}
	for (size_t g = 0; g < k; g++) {
		long double d = parts->all[g].mean - sum / parts->n;

		if (groups[g]->n > 0)
			parts->between += parts->all[g].n * d * d;
	}
	clear_rounding(parts, largest(groups, k));
	return parts;
}

static void effect_sizes(struct anova *out)
{
	double total = out->ss_between + out->ss_within;
	double ms = out->ss_within / out->df2;

	if (!(total > 0))
		return;
	out->eta2 = out->ss_between / total;
	if (!(out->df2 > 0))
		return;
	out->omega2 = (out->ss_between - out->df1 * ms) / (total + ms);
	out->epsilon2 = (out->ss_between - out->df1 * ms) / total;
}

static void interval(struct anova *out, double confidence)
{
	struct noncentrality ends =
		noncentral_f_interval(out->f, out->df1, out->df2, confidence);
	double n = (double)out->n;

	out->low = ends.low / (ends.low + n);
	out->high = ends.high / (ends.high + n);
}

struct anova anova_of(const struct tally *const *groups, size_t k,
		      double confidence)
{
	double undefined = (double)NAN;
	struct parts *parts = parts_of(groups, k);
	struct anova out = { .k = parts->k, .n = (uint64_t)parts->n };

	out.df1 = out.df2 = out.f = out.p = undefined;
	out.eta2 = out.omega2 = out.epsilon2 = undefined;
	out.low = out.high = undefined;
	out.ss_between =
		(double)(parts->between / (parts->scale * parts->scale));
	out.ss_within = (double)(parts->within / (parts->scale * parts->scale));
	talloc_free(parts);
	if (out.k < 2)
		return out;
	out.df1 = (double)out.k - 1;
	out.df2 = (double)out.n - (double)out.k;
	effect_sizes(&out);
	if (!(out.df2 > 0) || !(out.ss_within > 0))
		return out;
	out.f = out.ss_between / out.df1 / (out.ss_within / out.df2);
	out.p = f_p(out.f, out.df1, out.df2);
	interval(&out, confidence);
	return out;
}

/* Both tests of unequal variances need one in every group. */
static bool has_variances(const struct tally *const *groups, size_t k,
			  const struct parts *parts)
{
	for (size_t g = 0; g < k; g++)
		if (groups[g]->total > 0 && !(parts->all[g].squares > 0))
			return false;
	return parts->k > 1;
}

/* The sum of (1 - w/W)^2/(n-1) and of w (m - m')^2. */
static void welch_sums(const struct part *all, size_t k, long double *h,
		       long double *between)
{
	long double weights = 0, centre = 0;

	for (size_t g = 0; g < k; g++) {
		long double n = all[g].n;
		long double w = n > 0 ? n * (n - 1) / all[g].squares : 0;

		weights += w;
		centre += w * all[g].mean;
	}
	centre /= weights;
	*h = *between = 0;
	for (size_t g = 0; g < k; g++) {
		long double n = all[g].n, d = all[g].mean - centre;
		long double w = n > 0 ? n * (n - 1) / all[g].squares : 0;
		long double rest = 1 - w / weights;

		*between += w * d * d;
		if (n > 0)
			*h += rest * rest / (n - 1);
	}
}

struct welch_anova welch_anova_of(const struct tally *const *groups, size_t k)
{
	double undefined = (double)NAN;
	struct welch_anova out = { undefined, undefined, undefined, undefined };
	struct parts *parts = parts_of(groups, k);
	long double size = (long double)parts->k, h, between;

	if (has_variances(groups, k, parts)) {
		welch_sums(parts->all, k, &h, &between);
		out.f = (double)(between / (size - 1) /
				 (1 + 2 * (size - 2) * h / (size * size - 1)));
		out.df1 = (double)size - 1;
		out.df2 = (double)((size * size - 1) / (3 * h));
		out.p = f_p(out.f, out.df1, out.df2);
	}
	talloc_free(parts);
	return out;
}

/* The middle answer, above the origin, or the mean of the two. */
static long double median(const struct parts *parts, const struct tally *group)
{
	double low = tally_order(group, (group->total + 1) / 2);
	double high = tally_order(group, group->total / 2 + 1);

	return (above(parts, low) + above(parts, high)) / 2;
}

static struct tally *distances(const void *ctx, const struct parts *parts,
			       const struct tally *group, long double centre)
{
	double *sizes = memory_array(ctx, double, group->n);

	for (size_t i = 0; i < group->n; i++)
		sizes[i] = (double)(fabsl(above(parts, group->values[i]) -
					  centre) /
				    parts->scale);
	return tally_counts(ctx, sizes, group->counts, group->n);
}

struct anova levene_of(const struct tally *const *groups, size_t k,
		       enum levene_centre centre)
{
	const struct tally **spread =
		memory_array(NULL, const struct tally *, k);
	struct parts *parts = parts_of(groups, k);
	struct anova out;

	for (size_t g = 0; g < k; g++) {
		long double middle = parts->all[g].mean;

		if (centre == LEVENE_MEDIAN && groups[g]->n > 0)
			middle = median(parts, groups[g]);
		spread[g] = distances(spread, parts, groups[g], middle);
	}
	out = anova_of(spread, k, 0.95);
	talloc_free(parts);
	talloc_free(spread);
	return out;
}

struct bartlett bartlett_of(const struct tally *const *groups, size_t k)
{
	double undefined = (double)NAN;
	struct bartlett out = { undefined, undefined, undefined };
	struct parts *parts = parts_of(groups, k);
	double logs = 0, inverse = 0, df;

	if (has_variances(groups, k, parts)) {
		for (size_t g = 0; g < k; g++) {
			double v = (double)parts->all[g].n - 1;

			if (groups[g]->total == 0)
				continue;
			logs += v * log((double)parts->all[g].squares / v);
			inverse += 1 / v;
		}
		df = (double)(parts->n - (long double)parts->k);
		out.df = (double)parts->k - 1;
		out.statistic = (df * log((double)parts->within / df) - logs) /
				(1 + (inverse - 1 / df) / (3 * out.df));
		out.p = chi_square_p(out.statistic, out.df);
	}
	talloc_free(parts);
	return out;
}

size_t group_pairs_count(size_t k)
{
	return k < 2 ? 0 : k * (k - 1) / 2;
}

void group_pairs_start(struct group_pair *pairs, size_t k)
{
	double undefined = (double)NAN;
	size_t n = 0;

	for (size_t i = 0; i < k; i++)
		for (size_t j = i + 1; j < k; j++)
			pairs[n++] = (struct group_pair){
				i,         j,         undefined, undefined,
				undefined, undefined, undefined, undefined
			};
}

void group_pairs_adjust(struct group_pair *pairs, size_t n)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t i = 0; i < n; i++)
		adjust_family_add(family, pairs[i].p, &pairs[i].p_holm,
				  &pairs[i].p_bh);
	adjust_family_end(family);
}

static void compare(struct group_pair *pair, const struct parts *parts)
{
	const struct part *a = &parts->all[pair->first];
	const struct part *b = &parts->all[pair->second];
	long double df = parts->n - (long double)parts->k;
	long double se;

	if (!(a->n > 0) || !(b->n > 0))
		return;
	pair->difference = (double)((a->mean - b->mean) / parts->scale);
	if (!(df >= 1) || !(parts->within > 0))
		return;
	se = sqrtl(parts->within / df * (1 / a->n + 1 / b->n));
	pair->statistic = (double)((a->mean - b->mean) / se);
	pair->p = student_p(pair->statistic, (double)df);
	pair->p_tukey = studentised_range_p(fabs(pair->statistic) * M_SQRT2,
					    parts->k, (double)df);
}

void anova_pairs(const struct tally *const *groups, size_t k,
		 struct group_pair *pairs)
{
	struct parts *parts = parts_of(groups, k);
	size_t n = group_pairs_count(k);

	group_pairs_start(pairs, k);
	for (size_t i = 0; i < n; i++)
		compare(&pairs[i], parts);
	group_pairs_adjust(pairs, n);
	talloc_free(parts);
}
