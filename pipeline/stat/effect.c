#include "pipeline/stat/effect.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/gap.h"
#include "pipeline/stat/kruskal.h"
#include "pipeline/stat/noncentral.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

static const struct effect_interval none = { (double)NAN, (double)NAN };

/* D = t SCALE, t having DF degrees of freedom. */
static struct effect_interval standardised(double d, double scale, double df,
					   double confidence)
{
	struct noncentrality ends;

	if (!(df >= 1) || !isfinite(d))
		return none;
	ends = noncentral_t_interval(d / scale, df, confidence);
	return (struct effect_interval){ ends.low * scale, ends.high * scale };
}

struct effect_interval effect_cohen_d(double d, uint64_t n1, uint64_t n2,
				      double confidence)
{
	double scale;

	if (n1 == 0 || n2 == 0)
		return none;
	scale = sqrt(1 / (double)n1 + 1 / (double)n2);
	return standardised(d, scale, (double)n1 + (double)n2 - 2, confidence);
}

struct effect_interval effect_cohen_dz(double dz, uint64_t n, double confidence)
{
	if (n < 2)
		return none;
	return standardised(dz, 1 / sqrt((double)n), (double)n - 1, confidence);
}

struct effect_interval effect_hedges(struct effect_interval interval, double df)
{
	double correction = hedges_correction(df);

	return (struct effect_interval){ interval.low * correction,
					 interval.high * correction };
}

struct effect_interval effect_rank_biserial(const struct wilcoxon *test,
					    double confidence)
{
	double m = (double)(test->n_positive + test->n_negative);
	double r = test->rank_biserial;
	double error =
		sqrt((2 * m * m * m + 3 * m * m + m) / 6) / (m * (m + 1) / 2);
	double width = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) * error;

	if (!(fabs(r) < 1))
		return none;
	return (struct effect_interval){ tanh(atanh(r) - width),
					 tanh(atanh(r) + width) };
}

/* One resample of GROUP into COPY, which has room for its values. */
static void resample(const struct tally *group, gsl_rng *rng,
		     struct tally *copy)
{
	uint64_t left = group->total, drawn;
	double below = (double)group->total;

	copy->n = 0;
	copy->total = group->total;
	for (size_t i = 0; i < group->n && left > 0; i++) {
		double share = (double)group->counts[i] / below;

		drawn = i + 1 == group->n
				? left
				: gsl_ran_binomial(rng, fmin(1, share),
						   (unsigned)left);
		below -= (double)group->counts[i];
		left -= drawn;
		if (drawn == 0)
			continue;
		copy->values[copy->n] = group->values[i];
		copy->counts[copy->n++] = drawn;
	}
}

static struct tally **copies_of(const void *ctx,
				const struct tally *const *groups, size_t k)
{
	struct tally **out = memory_array(ctx, struct tally *, k);

	for (size_t g = 0; g < k; g++)
		out[g] = tally_counts(out, groups[g]->values, groups[g]->counts,
				      groups[g]->n);
	return out;
}

/* Replicates that are constant say nothing: they are NaN, and a tally leaves
 * them out. */
static struct tally *replicate(const void *ctx,
			       const struct tally *const *groups, size_t k,
			       const struct effect_bootstrap *bootstrap)
{
	double *found = memory_array(ctx, double, bootstrap->n_replicates);
	double *ranks = memory_array(ctx, double, k);
	struct tally **copies = copies_of(ctx, groups, k);
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));

	gsl_rng_set(rng, bootstrap->seed);
	for (size_t b = 0; b < bootstrap->n_replicates; b++) {
		for (size_t g = 0; g < k; g++)
			resample(groups[g], rng, copies[g]);
		found[b] = kruskal_of((const struct tally *const *)copies, k,
				      ranks)
				   .epsilon2;
	}
	gsl_rng_free(rng);
	return tally_values(ctx, found, bootstrap->n_replicates);
}

struct effect_interval effect_epsilon(const struct tally *const *groups,
				      size_t k,
				      const struct effect_bootstrap *bootstrap)
{
	void *scratch = memory_check(talloc_new(NULL));
	double *ranks = memory_array(scratch, double, k);
	double tail = (1 - bootstrap->confidence) / 2;
	struct effect_interval out = none;
	struct tally *found;

	if (!isnan(kruskal_of(groups, k, ranks).epsilon2)) {
		found = replicate(scratch, groups, k, bootstrap);
		out.low = tally_quantile(found, 6, tail);
		out.high = tally_quantile(found, 6, 1 - tail);
	}
	talloc_free(scratch);
	return out;
}
