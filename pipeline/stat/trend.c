#include "pipeline/stat/trend.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

struct point {
	double time, value;
};

static int by_time(const void *first, const void *second)
{
	const struct point *a = first;
	const struct point *b = second;

	if (a->time < b->time || a->time > b->time)
		return a->time > b->time ? 1 : -1;
	return (a->value > b->value) - (a->value < b->value);
}

static struct point *clean(const double *times, const double *values, size_t *n)
{
	struct point *points = memory_array(NULL, struct point, *n);
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++)
		if (!isnan(times[i]) && !isnan(values[i]))
			points[kept++] = (struct point){ times[i], values[i] };
	if (kept > 1)
		qsort(points, kept, sizeof(*points), by_time);
	*n = kept;
	return points;
}

static double sign(double difference)
{
	return (difference > 0) - (difference < 0);
}

/* Sums over the groups of t equal values that the variance of S needs. */
struct ties {
	double pairs, triples, spread;
};

static struct ties ties_of(const struct tally *tally)
{
	struct ties out = { 0, 0, 0 };

	for (size_t i = 0; i < tally->n; i++) {
		double t = (double)tally->counts[i];

		out.pairs += t * (t - 1);
		out.triples += t * (t - 1) * (t - 2);
		out.spread += t * (t - 1) * (2 * t + 5);
	}
	return out;
}

static double kendall_variance(double n, const struct ties *x,
			       const struct ties *y)
{
	double variance =
		(n * (n - 1) * (2 * n + 5) - x->spread - y->spread) / 18 +
		x->pairs * y->pairs / (2 * n * (n - 1));

	if (n > 2)
		variance +=
			x->triples * y->triples / (9 * n * (n - 1) * (n - 2));
	return variance;
}

static void kendall_ties(const struct point *points, size_t n, struct ties *t,
			 struct ties *y)
{
	double *columns = memory_array(NULL, double, 2 * n);

	for (size_t i = 0; i < n; i++) {
		columns[i] = points[i].time;
		columns[n + i] = points[i].value;
	}
	*t = ties_of(tally_values(columns, columns, n));
	*y = ties_of(tally_values(columns, columns + n, n));
	talloc_free(columns);
}

static struct mann_kendall kendall_of(const struct point *points, size_t n)
{
	double undefined = (double)NAN, size = (double)n;
	struct mann_kendall out = { 0, undefined, undefined, undefined,
				    undefined };
	double pairs = size * (size - 1);
	struct ties t, y;

	if (n < 2)
		return out;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			out.s += sign(points[j].time - points[i].time) *
				 sign(points[j].value - points[i].value);
	kendall_ties(points, n, &t, &y);
	out.variance = kendall_variance(size, &t, &y);
	out.z = 0;
	if (fabs(out.s) > 0)
		out.z = (out.s - sign(out.s)) / sqrt(out.variance);
	out.p = normal_p(out.z);
	if (t.pairs < pairs && y.pairs < pairs)
		out.tau_b = 2 * out.s / sqrt(pairs - t.pairs) /
			    sqrt(pairs - y.pairs);
	return out;
}

static int compare_doubles(const void *first, const void *second)
{
	const double *a = first;
	const double *b = second;

	return (*a > *b) - (*a < *b);
}

static double median(const double *sorted, size_t n)
{
	return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

static double *slopes_of(const struct point *points, size_t n, size_t *n_slopes)
{
	double *slopes = memory_array(NULL, double, n *n / 2 + 1);

	*n_slopes = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			double apart = points[j].time - points[i].time;

			if (apart > 0)
				slopes[(*n_slopes)++] =
					(points[j].value - points[i].value) /
					apart;
		}
	if (*n_slopes > 1)
		qsort(slopes, *n_slopes, sizeof(*slopes), compare_doubles);
	return slopes;
}

static double sen_intercept(const struct point *points, size_t n, double slope)
{
	double *rest = memory_array(NULL, double, n);
	double out;

	for (size_t i = 0; i < n; i++)
		rest[i] = points[i].value - slope * points[i].time;
	qsort(rest, n, sizeof(*rest), compare_doubles);
	out = median(rest, n);
	talloc_free(rest);
	return out;
}

/* The slope at a rounded 1-based position, kept among the N. */
static double slope_at(const double *slopes, size_t n, double position)
{
	double at = fmin(fmax(nearbyint(position), 1), (double)n);

	return slopes[(size_t)at - 1];
}

static struct sen sen_of(const struct point *points, size_t n, double sd,
			 double confidence)
{
	double undefined = (double)NAN;
	struct sen out = { 0, undefined, undefined, undefined, undefined };
	double reach = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) * sd;
	double *slopes, size;

	if (n > TREND_SLOPES_LIMIT)
		return out;
	slopes = slopes_of(points, n, &out.n);
	if (out.n > 0) {
		size = (double)out.n;
		out.slope = median(slopes, out.n);
		out.intercept = sen_intercept(points, n, out.slope);
		out.low = slope_at(slopes, out.n, (size - reach) / 2);
		out.high = slope_at(slopes, out.n, (size + reach) / 2 + 1);
	}
	talloc_free(slopes);
	return out;
}

/* Sums of squares and products around the means. */
struct sums {
	long double time, value; /* means */
	long double tt, ty, yy;
};

static struct sums sums_of(const struct point *points, size_t n)
{
	struct sums out = { 0, 0, 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		out.time += (long double)points[i].time;
		out.value += (long double)points[i].value;
	}
	out.time /= (long double)n;
	out.value /= (long double)n;
	for (size_t i = 0; i < n; i++) {
		long double t = (long double)points[i].time - out.time;
		long double y = (long double)points[i].value - out.value;

		out.tt += t * t;
		out.ty += t * y;
		out.yy += y * y;
	}
	return out;
}

/* Squares of the residuals around the line, and of their steps. */
static void residual_sums(const struct point *points, size_t n,
			  const struct sums *sums, long double *squares,
			  long double *steps)
{
	long double slope = sums->ty / sums->tt, before = 0;

	*squares = *steps = 0;
	for (size_t i = 0; i < n; i++) {
		long double e =
			(long double)points[i].value - sums->value -
			slope * ((long double)points[i].time - sums->time);

		*squares += e * e;
		if (i > 0)
			*steps += (e - before) * (e - before);
		before = e;
	}
}

static double lag_one(const struct point *points, size_t n)
{
	double *values = memory_array(NULL, double, n);
	double out;

	for (size_t i = 0; i < n; i++)
		values[i] = points[i].value;
	out = autocorrelation(values, n, 1);
	talloc_free(values);
	return out;
}

static void line_test(const struct sums *sums, long double squares, size_t n,
		      double confidence, struct trend_line *out)
{
	double margin;

	out->df = (double)n - 2;
	out->se = (double)sqrtl(squares / ((long double)n - 2) / sums->tt);
	out->t = out->slope / out->se;
	out->p = student_p(out->t, out->df);
	margin = student_margin(out->se, out->df, confidence);
	out->low = out->slope - margin;
	out->high = out->slope + margin;
}

static struct trend_line line_of(const struct point *points, size_t n,
				 double confidence)
{
	double undefined = (double)NAN;
	struct trend_line out = { undefined, undefined, undefined, undefined,
				  undefined, undefined, undefined, undefined,
				  undefined, undefined, undefined };
	long double squares, steps;
	struct sums sums;

	if (n < 2 || !(points[n - 1].time > points[0].time))
		return out;
	sums = sums_of(points, n);
	out.slope = (double)(sums.ty / sums.tt);
	out.intercept = (double)(sums.value - sums.ty / sums.tt * sums.time);
	residual_sums(points, n, &sums, &squares, &steps);
	if (sums.yy > 0) {
		out.r2 = (double)(1 - squares / sums.yy);
		out.autocorrelation = lag_one(points, n);
	}
	if (n < 3 || !(squares > 0))
		return out;
	line_test(&sums, squares, n, confidence, &out);
	out.durbin_watson = (double)(steps / squares);
	return out;
}

struct trend trend_of(const double *times, const double *values, size_t n,
		      double confidence)
{
	struct trend out = { .n = n };
	struct point *points = clean(times, values, &out.n);

	out.kendall = kendall_of(points, out.n);
	out.sen = sen_of(points, out.n, sqrt(out.kendall.variance), confidence);
	out.line = line_of(points, out.n, confidence);
	talloc_free(points);
	return out;
}
