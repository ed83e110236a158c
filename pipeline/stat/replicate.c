#include "pipeline/stat/replicate.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/rake.h"

#include <gsl/gsl_rng.h>
#include <math.h>

/* The first-stage units of one stratum: FIRST .. FIRST + n - 1. */
struct stratum {
	size_t first, n;
	double share; /* drawn */
};

/* Number the units in the design's order; the strata with their units. */
static struct stratum *number_units(struct replicates *replicates)
{
	const struct design *design = replicates->design;
	struct stratum *strata =
		memory_array(replicates, struct stratum, design->n_strata);
	size_t unit = 0, stratum = 0;

	for (size_t i = 0; i < design->n; i++) {
		size_t row = design->order[i];
		size_t before = i > 0 ? design->order[i - 1] : row;

		if (i > 0 && design->stratum[row] != design->stratum[before]) {
			strata[++stratum].first = ++unit;
			strata[stratum].n = 0;
		} else if (i > 0 &&
			   design->unit[0][row] != design->unit[0][before]) {
			unit++;
		}
		strata[stratum].n = unit - strata[stratum].first + 1;
		strata[stratum].share =
			design->population[0] ? design->population[0][row] : 0;
		replicates->unit[row] = unit;
	}
	for (size_t s = 0; s < design->n_strata; s++)
		if (strata[s].share > 1)
			strata[s].share = (double)strata[s].n / strata[s].share;
	return strata;
}

static struct replicates *replicates_new(const void *ctx,
					 const struct design *design, size_t n)
{
	struct replicates *out = memory_new(ctx, struct replicates);

	out->design = design;
	out->n = n;
	out->n_units = design->n_units;
	out->unit = memory_array(out, size_t, design->n);
	out->factors = memory_array(out, double, n * out->n_units);
	out->scales = memory_array(out, double, n);
	return out;
}

struct replicates *replicates_jackknife(const void *ctx,
					const struct design *design)
{
	struct replicates *out = replicates_new(ctx, design, design->n_units);
	struct stratum *strata = number_units(out);

	for (size_t s = 0; s < design->n_strata; s++) {
		double n = (double)strata[s].n;
		size_t end = strata[s].first + strata[s].n;

		for (size_t r = strata[s].first; r < end; r++) {
			double *factors = out->factors + r * out->n_units;

			out->scales[r] =
				n > 1 ? (1 - fmin(1, strata[s].share)) *
						(n - 1) / n
				      : 0;
			for (size_t u = 0; u < out->n_units; u++)
				factors[u] = 1;
			for (size_t u = strata[s].first; n > 1 && u < end; u++)
				factors[u] = u == r ? 0 : n / (n - 1);
		}
	}
	return out;
}

static void draw_stratum(const struct stratum *stratum, double *factors,
			 gsl_rng *rng)
{
	double n = (double)stratum->n;

	if (stratum->n == 1)
		factors[stratum->first] = 1;
	for (size_t i = 0; i + 1 < stratum->n; i++)
		factors[stratum->first +
			gsl_rng_uniform_int(rng, stratum->n)] += n / (n - 1);
}

struct replicates *replicates_bootstrap(const void *ctx,
					const struct design *design, size_t n,
					uint64_t seed)
{
	struct replicates *out = replicates_new(ctx, design, n);
	struct stratum *strata = number_units(out);
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));

	gsl_rng_set(rng, (unsigned long)seed);
	for (size_t r = 0; r < n; r++) {
		out->scales[r] = n > 1 ? 1 / ((double)n - 1) : 0;
		for (size_t s = 0; s < design->n_strata; s++)
			draw_stratum(&strata[s],
				     out->factors + r * out->n_units, rng);
	}
	gsl_rng_free(rng);
	return out;
}

/* MARGINS with what the design's weights add to as targets. */
static struct margin *own_margins(const struct replicates *replicates,
				  const struct margin *margins,
				  size_t n_margins)
{
	const struct design *design = replicates->design;
	struct margin *own = memory_array(replicates, struct margin, n_margins);

	for (size_t m = 0; m < n_margins; m++) {
		double *sums = memory_array(own, double, margins[m].n_levels);

		margin_sums(&margins[m], design->weights, design->n, sums);
		own[m] = margins[m];
		own[m].targets = sums;
	}
	return own;
}

size_t replicates_fit(struct replicates *replicates,
		      const struct margin *margins, size_t n_margins)
{
	const struct design *design = replicates->design;
	size_t n = design->n, n_failed = 0;
	struct margin *own = own_margins(replicates, margins, n_margins);
	double *base = memory_array(own, double, n);

	replicates->fitted = memory_array(replicates, double, replicates->n *n);
	for (size_t r = 0; r < replicates->n; r++) {
		const double *factors =
			replicates->factors + r * replicates->n_units;

		for (size_t i = 0; i < n; i++)
			base[i] = design->weights[i] *
				  factors[replicates->unit[i]];
		n_failed += rake(own, n_margins, base, n,
				 replicates->fitted + r * n)
				    .verdict != MARGINS_MET;
	}
	talloc_free(own);
	return n_failed;
}

/* A sum or ratio over people. */
struct sample {
	const double *values, *denominator; /* NULL: a total */
};

static bool is_in(const struct sample *sample, size_t row)
{
	return !isnan(sample->values[row]) &&
	       !(sample->denominator && isnan(sample->denominator[row]));
}

/* Of people with WEIGHTS; NaN where these are. */
static double combine_people(const struct sample *sample, const double *weights,
			     size_t n)
{
	double up = 0, down = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_in(sample, i))
			continue;
		up += weights[i] * sample->values[i];
		down += sample->denominator
				? weights[i] * sample->denominator[i]
				: 0;
	}
	if (!sample->denominator)
		return up;
	return fabs(down) > 0 ? up / down : (double)NAN;
}

/* Weighted totals per unit of the people who have both. */
static size_t unit_totals(const struct replicates *replicates,
			  const struct sample *sample, double *above,
			  double *below)
{
	const struct design *design = replicates->design;
	size_t n = 0;

	for (size_t i = 0; i < design->n; i++) {
		size_t unit = replicates->unit[i];

		if (!is_in(sample, i) || !(design->weights[i] > 0))
			continue;
		n++;
		above[unit] += design->weights[i] * sample->values[i];
		if (sample->denominator)
			below[unit] +=
				design->weights[i] * sample->denominator[i];
	}
	return n;
}

/* Sum or ratio of sums with FACTORS (NULL = 1). */
static double combine(const double *above, const double *below,
		      const double *factors, size_t n)
{
	double up = 0, down = 0;

	for (size_t u = 0; u < n; u++) {
		double factor = factors ? factors[u] : 1;

		up += factor * above[u];
		down += below ? factor * below[u] : 0;
	}
	if (!below)
		return up;
	return fabs(down) > 0 ? up / down : (double)NAN;
}

/* The sum or ratio in every replicate. */
static double *combine_all(const struct replicates *replicates,
			   const struct sample *sample, const double *above,
			   const double *below)
{
	size_t people = replicates->design->n;
	double *theta = memory_array(NULL, double, replicates->n);

	for (size_t r = 0; r < replicates->n; r++)
		theta[r] = replicates->fitted
				   ? combine_people(sample,
						    replicates->fitted +
							    r * people,
						    people)
				   : combine(above, below,
					     replicates->factors +
						     r * replicates->n_units,
					     replicates->n_units);
	return theta;
}

/* Replicates without anybody of the domain have no estimate and are left out.
 */
static double variance_of(const struct replicates *replicates,
			  const double *theta)
{
	double mean = 0, n = 0, variance = 0;

	for (size_t r = 0; r < replicates->n; r++) {
		if (isnan(theta[r]) || !(replicates->scales[r] > 0))
			continue;
		mean += theta[r];
		n++;
	}
	mean /= n;
	for (size_t r = 0; r < replicates->n; r++)
		if (!isnan(theta[r]))
			variance += replicates->scales[r] * (theta[r] - mean) *
				    (theta[r] - mean);
	return n > 1 ? variance : (double)NAN;
}

static struct survey_estimate undefined_estimate(void)
{
	double undefined = (double)NAN;

	return (struct survey_estimate){ 0,         undefined, undefined,
					 undefined, undefined, undefined };
}

struct survey_estimate replicates_estimate(const struct replicates *replicates,
					   const double *values,
					   const double *denominator,
					   double confidence)
{
	struct survey_estimate out = undefined_estimate();
	const struct sample sample = { values, denominator };
	double *above = memory_array(NULL, double, replicates->n_units);
	double *below =
		denominator ? memory_array(NULL, double, replicates->n_units)
			    : NULL;
	double *theta;

	out.n = unit_totals(replicates, &sample, above, below);
	if (out.n > 0) {
		theta = combine_all(replicates, &sample, above, below);
		out.value = combine(above, below, NULL, replicates->n_units);
		out.se = sqrt(variance_of(replicates, theta));
		survey_interval(replicates->design, confidence, &out);
		talloc_free(theta);
	}
	talloc_free(above);
	talloc_free(below);
	return out;
}

/* The mean of VALUES in every replicate, that of the design, and n. */
static double *means_of(const struct replicates *replicates,
			const double *values, double *mean, size_t *n)
{
	size_t n_units = replicates->n_units, people = replicates->design->n;
	double *ones = memory_array(NULL, double, people);
	double *above = memory_array(ones, double, n_units);
	double *below = memory_array(ones, double, n_units);
	const struct sample sample = { values, ones };
	double *theta;

	for (size_t i = 0; i < people; i++)
		ones[i] = 1;
	*n = unit_totals(replicates, &sample, above, below);
	*mean = combine(above, below, NULL, n_units);
	theta = combine_all(replicates, &sample, above, below);
	talloc_free(ones);
	return theta;
}

struct survey_estimate
replicates_difference(const struct replicates *replicates, const double *from,
		      const double *to, double confidence)
{
	struct survey_estimate out = undefined_estimate();
	double mean_from, mean_to;
	size_t n_from, n_to;
	double *before = means_of(replicates, from, &mean_from, &n_from);
	double *after = means_of(replicates, to, &mean_to, &n_to);

	out.n = n_from < n_to ? n_from : n_to;
	if (out.n > 0) {
		for (size_t r = 0; r < replicates->n; r++)
			after[r] -= before[r];
		out.value = mean_to - mean_from;
		out.se = sqrt(variance_of(replicates, after));
		survey_interval(replicates->design, confidence, &out);
	}
	talloc_free(before);
	talloc_free(after);
	return out;
}
