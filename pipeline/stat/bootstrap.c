#include "pipeline/stat/bootstrap.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"

#include <complex.h>
#include <math.h>

/* Half the window, in standard deviations of the sum: the mass beyond, which
 * would fold back into it, is far below the tolerance. */
static const double window_deviations = 12;
/* A harmonic this small cannot move a probability. */
static const double negligible = 1e-26;
/* Cumulated probabilities are sums of terms near 1: their rounding. */
static const double tolerance = 1e-12;

enum {
	LARGEST_DENOMINATOR = 1000,
	LARGEST_WORK = 1 << 23, /* harmonics x values on a lattice */
	SERIES_HARMONICS = 400, /* waves down to 0.06 standard errors */
	SERIES_SILENCE = 32,
	SERIES_SMALLEST_N = 10
};

/* exp(i angle k) for k = 1, 2, ...: a multiplication instead of a sine. */
struct wave {
	double angle;
	size_t k;
	double complex step, now;
};

/* The sum of n draws, in steps of h from its smallest value. */
struct draws {
	const struct tally *tally;
	double *steps; /* value j, in lattice steps (or as is) */
	double n;
	double origin, unit;      /* mean = origin + unit * sum / n */
	double centre, deviation; /* of the sum */
	double least;         /* |phi|^2 below which |phi|^n is negligible */
	double start, length; /* the window */
	struct wave *waves;   /* one a value */
	/* What harmonic k adds to the cumulated probability, see cumulated. */
	double complex *terms;
	size_t n_terms;
};

/* clang 14 has no CMPLX with glibc, and I is a float constant. */
static double complex complex_of(double real, double imaginary)
{
	union {
		double parts[2];
		double complex whole;
	} number = { { real, imaginary } };

	return number.whole;
}

/* exp(i angle) */
static double complex turn(double angle)
{
	return complex_of(cos(angle), sin(angle));
}

static struct wave wave_of(double angle)
{
	return (struct wave){ angle, 0, turn(angle), 1 };
}

static double complex wave_next(struct wave *wave)
{
	/* products drift by a rounding each: start afresh now and then */
	wave->k++;
	if (wave->k % 64 == 0)
		wave->now = turn(wave->angle * (double)wave->k);
	else
		wave->now *= wave->step;
	return wave->now;
}

static double angle_of(const struct draws *draws, size_t k)
{
	return 2 * M_PI * (double)k / draws->length;
}

static void start_waves(struct draws *draws)
{
	draws->waves = memory_array(draws->steps, struct wave, draws->tally->n);
	for (size_t j = 0; j < draws->tally->n; j++)
		draws->waves[j] = wave_of(angle_of(draws, 1) * draws->steps[j]);
}

/* The next phi(angle)^n exp(-i angle start); 0 when negligible. */
static double complex next_harmonic(struct draws *draws, double angle)
{
	const struct tally *tally = draws->tally;
	double complex phi = 0;
	double square, phase;

	for (size_t j = 0; j < tally->n; j++)
		phi += (double)tally->counts[j] / draws->n *
		       wave_next(&draws->waves[j]);
	square = creal(phi) * creal(phi) + cimag(phi) * cimag(phi);
	if (square <= draws->least)
		return 0;
	phase = draws->n * carg(phi) - angle * draws->start;
	return exp(draws->n / 2 * log(square)) * turn(phase);
}

static void add_term(struct draws *draws, double complex term)
{
	memory_append(draws->steps, draws->terms, double complex,
		      draws->n_terms, term);
}

/* Sum of p_i p_j over neighbours on the lattice. */
static double neighbours(const struct draws *draws)
{
	const struct tally *tally = draws->tally;
	double sum = 0;

	for (size_t j = 1; j < tally->n; j++)
		if (draws->steps[j] - draws->steps[j - 1] < 1.5)
			sum += (double)tally->counts[j] / draws->n *
			       ((double)tally->counts[j - 1] / draws->n);
	return sum;
}

/*
 * Harmonics of a lattice: all up to M/2, or until the bound falls below.  Each
 * is a geometric series over the points of the window; the middle one has no
 * twin.
 */
static void lattice_terms(struct draws *draws)
{
	double pairs = neighbours(draws);

	start_waves(draws);
	for (size_t k = 1; 2 * (double)k <= draws->length; k++) {
		double angle = angle_of(draws, k);
		double bound = 1 - 2 * pairs * (1 - cos(angle));
		double twins = 2 * (double)k < draws->length ? 2 : 1;

		if (bound <= draws->least)
			break;
		add_term(draws, twins * next_harmonic(draws, angle) /
					(1 - turn(-angle)));
	}
}

/*
 * Real values have no period: their series, integrated term by term, ends when
 * it has been silent long enough, or is fine enough.
 */
static void series_terms(struct draws *draws)
{
	size_t silent = 0;

	start_waves(draws);
	for (size_t k = 1; k <= SERIES_HARMONICS && silent < SERIES_SILENCE;
	     k++) {
		double angle = angle_of(draws, k);
		double complex value = next_harmonic(draws, angle);

		add_term(draws, 2 * value / complex_of(0, angle));
		silent = cabs(value) > 0 ? 0 : silent + 1;
	}
}

/*
 * The share of the window's first LENGTH: for a lattice the probability of its
 * first LENGTH points, for real values of all below.
 */
static double cumulated(const struct draws *draws, double length)
{
	struct wave wave = wave_of(-angle_of(draws, 1) * length);
	double sum = length;

	for (size_t k = 0; k < draws->n_terms; k++)
		sum += creal(draws->terms[k] * (1 - wave_next(&wave)));
	return sum / draws->length;
}

/* Smallest lattice point whose cumulated probability reaches P. */
static double lattice_quantile(const struct draws *draws, double p)
{
	double low = 0, high = draws->length - 1;

	while (low < high) {
		double middle = floor((low + high) / 2);

		if (cumulated(draws, middle + 1) >= p - tolerance)
			high = middle;
		else
			low = middle + 1;
	}
	return draws->origin + draws->unit * (draws->start + low) / draws->n;
}

static double series_quantile(const struct draws *draws, double p)
{
	double low = 0, high = draws->length;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (cumulated(draws, middle) >= p)
			high = middle;
		else
			low = middle;
	}
	return draws->origin + draws->unit * (draws->start + high) / draws->n;
}

/* Smallest q up to the largest denominator that makes every value whole, or 0.
 */
static double common_denominator(const struct tally *tally)
{
	for (int q = 1; q <= LARGEST_DENOMINATOR; q++) {
		size_t whole = 0;

		for (; whole < tally->n; whole++) {
			double scaled = tally->values[whole] * q;

			if (fabs(scaled) > 1e9 ||
			    fabs(scaled - nearbyint(scaled)) > 1e-9)
				break;
		}
		if (whole == tally->n)
			return q;
	}
	return 0;
}

static double common_divisor(double a, double b)
{
	while (b > 0) {
		double rest = fmod(a, b);

		a = b;
		b = rest;
	}
	return a;
}

/* Whole steps from the smallest value; false when there is no lattice. */
static bool place_on_lattice(struct draws *draws)
{
	const struct tally *tally = draws->tally;
	double q = common_denominator(tally);
	double span = 0;

	if (!(q > 0))
		return false;
	for (size_t j = 0; j < tally->n; j++) {
		draws->steps[j] =
			nearbyint((tally->values[j] - tally->values[0]) * q);
		span = common_divisor(draws->steps[j], span);
	}
	for (size_t j = 0; j < tally->n; j++)
		draws->steps[j] /= span;
	draws->unit = span / q;
	return true;
}

static void moments_of_sum(struct draws *draws)
{
	struct tally *steps =
		tally_counts(draws->steps, draws->steps, draws->tally->counts,
			     draws->tally->n);
	struct moments moments = moments_of(steps);

	draws->centre = draws->n * moments.mean;
	draws->deviation = sqrt(draws->n * moments.m2);
}

/* All possible sums when they are few, else the window round the centre. */
static bool lattice_window(struct draws *draws)
{
	double last = draws->steps[draws->tally->n - 1];
	double all = draws->n * last + 1;
	double window = 2 * ceil(window_deviations * draws->deviation + 8);

	draws->start = 0;
	draws->length = all;
	if (window < all) {
		draws->start = nearbyint(draws->centre) - window / 2;
		draws->length = window;
	}
	return draws->length / 2 * (double)draws->tally->n < LARGEST_WORK;
}

static void series_window(struct draws *draws)
{
	draws->unit = 1;
	for (size_t j = 0; j < draws->tally->n; j++)
		draws->steps[j] =
			draws->tally->values[j] - draws->tally->values[0];
	moments_of_sum(draws);
	draws->length = 2 * window_deviations * draws->deviation;
	draws->start = draws->centre - draws->length / 2;
}

struct bootstrap bootstrap_mean(const struct tally *tally, double confidence)
{
	struct bootstrap out = { (double)NAN, (double)NAN, true };
	struct draws draws = { .tally = tally, .n = (double)tally->total };
	double tail = (1 - confidence) / 2;

	if (tally->n < 2)
		return out;
	draws.origin = tally->values[0];
	draws.least = exp(2 * log(negligible) / draws.n);
	draws.steps = memory_array(NULL, double, tally->n);
	out.is_exact = place_on_lattice(&draws);
	if (out.is_exact) {
		moments_of_sum(&draws);
		out.is_exact = lattice_window(&draws);
	}
	if (out.is_exact) {
		lattice_terms(&draws);
		out.low = lattice_quantile(&draws, tail);
		out.high = lattice_quantile(&draws, 1 - tail);
	} else if (tally->total >= SERIES_SMALLEST_N) {
		series_window(&draws);
		series_terms(&draws);
		out.low = series_quantile(&draws, tail);
		out.high = series_quantile(&draws, 1 - tail);
	}
	talloc_free(draws.steps);
	return out;
}
