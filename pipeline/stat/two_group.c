#include "pipeline/stat/two_group.h"

#include "pipeline/stat/gap.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const struct mean_test no_test = { (double)NAN, (double)NAN, (double)NAN,
					  (double)NAN, (double)NAN };

static struct mean_test mean_test(double difference, double se, double df,
				  double confidence)
{
	struct mean_test out = no_test;
	double margin = student_margin(se, df, confidence);

	if (!(se > 0) || isnan(margin))
		return out;
	out.t = difference / se;
	out.df = df;
	out.p = student_p(out.t, df);
	out.low = difference - margin;
	out.high = difference + margin;
	return out;
}

static struct mean_test welch(const struct two_group *groups, double confidence)
{
	double n1 = (double)groups->first.n, n2 = (double)groups->second.n;
	double e1 = groups->first.variance / n1;
	double e2 = groups->second.variance / n2;
	double sum = e1 + e2;

	return mean_test(groups->difference, sqrt(sum),
			 sum * sum / (e1 * e1 / (n1 - 1) + e2 * e2 / (n2 - 1)),
			 confidence);
}

/* A group of one adds its mean, but nothing to the pooled variance. */
static void pooled(struct two_group *groups, double confidence)
{
	double n1 = (double)groups->first.n, n2 = (double)groups->second.n;
	double df = n1 + n2 - 2;
	double s = sqrt((n1 * groups->first.m2 + n2 * groups->second.m2) / df);

	if (!(df >= 1) || !(s > 0))
		return;
	groups->student = mean_test(groups->difference,
				    s * sqrt(1 / n1 + 1 / n2), df, confidence);
	groups->cohen_d = groups->difference / s;
	groups->hedges_g = groups->cohen_d * hedges_correction(df);
}

static void compare_variances(struct two_group *groups)
{
	double df1 = (double)groups->first.n - 1;
	double df2 = (double)groups->second.n - 1;

	if (!(groups->first.variance > 0) || !(groups->second.variance > 0))
		return;
	groups->variance_f = groups->first.variance / groups->second.variance;
	groups->variance_p =
		2 * fmin(gsl_cdf_fdist_P(groups->variance_f, df1, df2),
			 f_p(groups->variance_f, df1, df2));
	groups->variance_p = fmin(1, groups->variance_p);
}

/* Both distribution functions are walked up through their common values. */
static double kolmogorov_distance(const struct tally *first,
				  const struct tally *second)
{
	uint64_t below1 = 0, below2 = 0;
	size_t i = 0, j = 0;
	double widest = 0;

	while (i < first->n && j < second->n) {
		double value = fmin(first->values[i], second->values[j]);
		double distance;

		if (!(first->values[i] > value))
			below1 += first->counts[i++];
		if (!(second->values[j] > value))
			below2 += second->counts[j++];
		distance = fabs((double)below1 / (double)first->total -
				(double)below2 / (double)second->total);
		widest = fmax(widest, distance);
	}
	return widest;
}

struct two_group two_group_of(const struct tally *first,
			      const struct tally *second, double confidence)
{
	double undefined = (double)NAN;
	struct two_group out = { .first = moments_of(first),
				 .second = moments_of(second),
				 .welch = no_test,
				 .student = no_test };

	out.difference = out.first.mean - out.second.mean;
	out.cohen_d = out.hedges_g = out.glass_delta = undefined;
	out.variance_f = out.variance_p = out.distance = undefined;
	if (first->total == 0 || second->total == 0)
		return out;
	out.welch = welch(&out, confidence);
	pooled(&out, confidence);
	if (out.second.sd > 0)
		out.glass_delta = out.difference / out.second.sd;
	compare_variances(&out);
	out.distance = kolmogorov_distance(first, second);
	return out;
}
