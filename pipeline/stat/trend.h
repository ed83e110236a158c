/*
 * A short series y over times t (waves, years): is there a trend, how steep,
 * and how sure.  Times need not be evenly spaced; a missing time or value takes
 * no part.
 *   Mann-Kendall  S = sum over pairs of sign(t_j - t_i) sign(y_j - y_i), with
 *           Kendall's variance for ties in y and in t; z = (S -+ 1)/sd towards
 *           0, and 0 for S = 0 (Mann 1945, Econometrica 13, 245-259; Kendall
 *           1970, Rank Correlation Methods, ch. 4)
 *   tau_b   S / sqrt((D - T_y)(D - T_t)), D = n(n-1)/2, T the tied pairs
 *   Theil and Sen  slope = median of (y_j - y_i)/(t_j - t_i) over pairs of
 *           different times, intercept = median of y - slope t; the interval
 *           takes the slopes at positions round((N-C)/2), round((N+C)/2 + 1),
 *           C = z sd(S) (Sen 1968, JASA 63, 1379-1389)
 *   line    least squares, t interval of the slope, r2, Durbin and Watson's
 *           (1950, Biometrika 37, 409-428) sum (e_i - e_{i-1})^2/sum e_i^2, and
 *           the series' autocorrelation at lag 1, both in order of time
 * Agreement with R: tests/truth cases S11a-c; a brute-force twin and degenerate
 * input: tests/unit/test_stat_trend.c.
 */
#ifndef PIPELINE_STAT_TREND_H
#define PIPELINE_STAT_TREND_H

#include <stddef.h>

/* All but S are NaN for n < 2; tau_b when y or t does not vary. */
struct mann_kendall {
	double s, variance, z, p, tau_b;
};

/* NaN when all times are equal, or n exceeds TREND_SLOPES_LIMIT. */
struct sen {
	size_t n; /* slopes */
	double slope, intercept, low, high;
};

/* NaN when all times are equal; errors and tests for n < 3 and a perfect fit;
 * r2, durbin_watson and autocorrelation for a constant series. */
struct trend_line {
	double intercept, slope, se, t, df, p;
	double low, high; /* of the slope */
	double r2, durbin_watson, autocorrelation;
};

struct trend {
	size_t n;
	struct mann_kendall kendall;
	struct sen sen;
	struct trend_line line;
};

/* Longest series whose slopes are listed (8 n^2 / 2 bytes). */
enum { TREND_SLOPES_LIMIT = 5000 };

/* Of N pairs in any order; CONFIDENCE in (0, 1).  O(n^2 log n). */
struct trend trend_of(const double *times, const double *values, size_t n,
		      double confidence);

#endif
