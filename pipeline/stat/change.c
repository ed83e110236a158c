#include "pipeline/stat/change.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/tail.h"

#include <math.h>

/* |RCI| beyond this is reliable. */
static const double change_reliable = 1.96;

static void reliable(const struct tally *difference, struct change *out)
{
	out->sdiff = sqrt(2) * out->sem;
	out->critical = change_reliable * out->sdiff;
	for (size_t i = 0; i < difference->n; i++) {
		double index = difference->values[i] / out->sdiff;

		if (index > change_reliable)
			out->n_improved += difference->counts[i];
		else if (index < -change_reliable)
			out->n_worse += difference->counts[i];
		else
			out->n_unchanged += difference->counts[i];
	}
}

double change_class_gain(double mean_pre, double mean_post, double maximum)
{
	return maximum > mean_pre
		       ? (mean_post - mean_pre) / (maximum - mean_pre)
		       : (double)NAN;
}

/* Marx and Cummings' change of one person, NaN to leave out. */
static double normalised(double pre, double post, double maximum)
{
	if (post > pre)
		return maximum > pre ? (post - pre) / (maximum - pre)
				     : (double)NAN;
	if (post < pre)
		return pre > 0 ? (post - pre) / pre : (double)NAN;
	return pre > 0 && pre < maximum ? 0 : (double)NAN;
}

static void gains(const double *pre, const double *post, size_t n,
		  double maximum, struct change *out)
{
	double room = 0, gain = 0, counted = 0, change = 0;

	for (size_t i = 0; i < n; i++) {
		double mine = normalised(pre[i], post[i], maximum);

		if (isnan(pre[i]) || isnan(post[i]))
			continue;
		if (pre[i] < maximum) {
			room++;
			gain += (post[i] - pre[i]) / (maximum - pre[i]);
		}
		if (!isnan(mine)) {
			counted++;
			change += mine;
		}
	}
	out->mean_gain = room > 0 ? gain / room : (double)NAN;
	out->normalised_change = counted > 0 ? change / counted : (double)NAN;
}

struct change change_of(const double *pre, const double *post, size_t n,
			const struct change_scale *scale, double confidence)
{
	double undefined = (double)NAN;
	struct pairs *pairs = pairs_of_values(NULL, post, pre, n);
	struct change out = { .test = gap_of(pairs, confidence) };
	double spread = out.test.sd_current;

	out.es_pre = out.sdiff = out.critical = undefined;
	if (spread > 0)
		out.es_pre = out.test.mean / spread;
	out.sem = spread * sqrt(1 - scale->reliability);
	if (out.sem > 0)
		reliable(pairs->difference, &out);
	out.class_gain = change_class_gain(
		out.test.mean_current, out.test.mean_required, scale->maximum);
	gains(pre, post, n, scale->maximum, &out);
	talloc_free(pairs);
	return out;
}

/* Sums around a centre, and the centre. */
struct cluster {
	long double n, x, y;    /* people, means */
	long double xx, xy, yy; /* around the means */
};

/* Add one person, moving the means (Welford 1962, Technometrics 4). */
static void add_person(struct cluster *cluster, double x, double y)
{
	long double dx = (long double)x - cluster->x;
	long double dy = (long double)y - cluster->y;

	cluster->n++;
	cluster->x += dx / cluster->n;
	cluster->y += dy / cluster->n;
	cluster->xx += dx * ((long double)x - cluster->x);
	cluster->xy += dx * ((long double)y - cluster->y);
	cluster->yy += dy * ((long double)y - cluster->y);
}

/* What the line leaves of the squares of y. */
static long double left(const struct cluster *cluster)
{
	return cluster->yy - cluster->xy * cluster->xy / cluster->xx;
}

static void test_groups(const struct cluster *all, const struct cluster *within,
			size_t k, struct change_covariance *out)
{
	long double rest;

	if (!(within->xx > 0))
		return;
	out->common_slope = (double)(within->xy / within->xx);
	out->df1 = (double)k - 1;
	out->df2 = (double)out->n - (double)k - 1;
	rest = left(within);
	if (k < 2 || !(out->df2 > 0) || !(rest > 0))
		return;
	out->f = (double)((left(all) - rest) / (long double)out->df1 /
			  (rest / (long double)out->df2));
	out->f = fmax(0, out->f); /* rounding */
	out->p = f_p(out->f, out->df1, out->df2);
}

struct change_covariance change_covariance_of(const double *pre,
					      const double *post,
					      const size_t *groups, size_t n,
					      size_t k)
{
	double undefined = (double)NAN;
	struct change_covariance out = { 0,         undefined, undefined,
					 undefined, undefined, undefined,
					 undefined };
	struct cluster *clusters = memory_array(NULL, struct cluster, k);
	struct cluster all = { 0 }, within = { 0 };
	size_t present = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(pre[i]) || isnan(post[i]) || groups[i] >= k)
			continue;
		add_person(&clusters[groups[i]], pre[i], post[i]);
		add_person(&all, pre[i], post[i]);
		out.n++;
	}
	for (size_t g = 0; g < k; g++) {
		present += clusters[g].n > 0;
		within.xx += clusters[g].xx;
		within.xy += clusters[g].xy;
		within.yy += clusters[g].yy;
	}
	talloc_free(clusters);
	if (!(all.xx > 0))
		return out;
	out.slope = (double)(all.xy / all.xx);
	test_groups(&all, &within, present, &out);
	return out;
}
