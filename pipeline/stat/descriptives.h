/*
 * Descriptive statistics of one measure from its tally.
 *
 *   mean  m = sum x / n
 *   var   s^2 = sum (x - m)^2 / (n - 1),  sd = s,  se = s / sqrt(n)
 *   interval  m -+ t(1 - (1 - C)/2; n - 1) se   (Student 1908, Biometrika 6)
 *   with m_r = sum (x - m)^r / n:
 *   skew 1  m_3 / m_2^1.5          kurtosis 1  m_4 / m_2^2 - 3
 *   skew 2  skew 1 sqrt(n(n-1)) / (n-2)
 *   kurtosis 2  (n-1) ((n+1) kurtosis 1 + 6) / ((n-2)(n-3))
 *   skew 3  m_3 / s^3              kurtosis 3  m_4 / s^4 - 3
 *   (the three conventions of Joanes and Gill 1998, The Statistician 47)
 *   se_skew  sqrt(6n(n-1) / ((n-2)(n+1)(n+3)))
 *   se_kurtosis  2 se_skew sqrt((n^2-1) / ((n-3)(n+5)))
 *   mad  median |x - median|, raw and times 1.4826
 *   trimmed  mean without floor(share n) answers at each end
 *
 * Sums run in long double around the mean (two passes) over the decimals behind
 * the data (decimal.h), so NIST's NumAcc files come out to 14 digits.
 * Agreement with R: tests/truth cases S01a-c, S01n; degenerate input:
 * tests/unit/test_stat_descriptives.c.
 */
#ifndef PIPELINE_STAT_DESCRIPTIVES_H
#define PIPELINE_STAT_DESCRIPTIVES_H

#include "pipeline/stat/tally.h"

/* The first four moments; NaN where undefined. */
struct moments {
	uint64_t n;
	double sum, mean;    /* mean: n >= 1 */
	double variance, sd; /* n >= 2 */
	double m2, m3, m4;   /* central, divided by n */
};

/*
 * Undefined values are NaN: everything but n, missing and sum for n = 0;
 * spread and intervals for n = 1; the interval, skewness and kurtosis of a
 * constant; skew 2 for n < 3 and kurtosis 2 for n < 4.
 */
struct descriptives {
	uint64_t n, missing;
	double sum, mean, variance, sd, se;
	double low, high; /* t interval of the mean */
	double minimum, maximum, median;
	double iqr; /* quantile type 7 */
	double mad, mad_raw;
	double trimmed_10, trimmed_20;
	double skew[3], kurtosis[3]; /* [0] = type 1; kurtosis is excess */
	double se_skew, se_kurtosis;
};

/* Mean, variance and central moments.  O(distinct values). */
struct moments moments_of(const struct tally *tally);

/*
 * Skewness and kurtosis of types 1-3 into SKEWS and KURTOSES (3 each) from type
 * 1's of N answers; the types not defined for so few are NaN.
 */
void shape_types(double skew, double kurtosis, double n, double *skews,
		 double *kurtoses);

/*
 * All of them; CONFIDENCE in (0, 1) is for low and high.
 * O(distinct values * log) for the mad.
 */
struct descriptives descriptives_of(const struct tally *tally,
				    double confidence);

/* Half the width of Student's t interval: t(1 - (1 - C)/2; df) * se; NaN for
 * df < 1. */
double student_margin(double se, double df, double confidence);

/* Two-sided p of t with DF degrees of freedom; NaN for NaN or df < 1. */
double student_p(double t, double df);

/*
 * Autocorrelation at LAG of a series in its own order:
 * sum (x_i - m)(x_{i+lag} - m) / sum (x_i - m)^2.
 * NaN when the series is constant, holds a NaN, or is not longer than LAG.
 */
double autocorrelation(const double *values, size_t n, size_t lag);

#endif
