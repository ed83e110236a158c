#include "pipeline/stat/fisher_simulation.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/contingency.h"
#include "pipeline/stat/fisher.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

static const double slack = 1e-7;
static const struct fisher_test no_test = { (double)NAN, (double)NAN, false,
					    0 };

struct simulation {
	size_t r, c;
	double *rows, *columns; /* totals */
	double *left;           /* of the columns, while a table is drawn */
	double bound;           /* sum of log factorials of the observed one */
	gsl_rng *rng;
};

static double log_factorial(double x)
{
	return gsl_sf_lnfact((unsigned)x);
}

/* Log probability of X of GOOD among TAKEN of GOOD + BAD. */
static double log_share(double x, double good, double bad, double taken)
{
	return log_factorial(good) - log_factorial(x) -
	       log_factorial(good - x) + log_factorial(bad) -
	       log_factorial(taken - x) - log_factorial(bad - taken + x) +
	       log_factorial(taken) + log_factorial(good + bad - taken) -
	       log_factorial(good + bad);
}

/*
 * Hypergeometric by inversion from the mode outwards, so the work goes with
 * the standard deviation: the ratio of neighbours is a quotient of products.
 */
static double draw(gsl_rng *rng, double good, double bad, double taken)
{
	double least = fmax(0, taken - bad), most = fmin(good, taken);
	double mode = floor((taken + 1) * (good + 1) / (good + bad + 2));
	double up, down, p_up, p_down, u = gsl_rng_uniform(rng);

	mode = fmin(most, fmax(least, mode));
	up = down = mode;
	p_up = p_down = exp(log_share(mode, good, bad, taken));
	u -= p_up;
	while (u > 0 && (up < most || down > least)) {
		p_up *= (good - up) * (taken - up) /
			((up + 1) * (bad - taken + up + 1));
		up = fmin(up + 1, most + 1);
		u -= p_up;
		if (u <= 0 && up <= most)
			return up;
		p_down *= down * (bad - taken + down) /
			  ((good - down + 1) * (taken - down + 1));
		down = fmax(down - 1, least - 1);
		u -= p_down;
		if (u <= 0 && down >= least)
			return down;
	}
	return mode;
}

/* One table: the sum of its log factorials. */
static double draw_table(const struct simulation *s)
{
	double below = 0, sum = 0;

	memcpy(s->left, s->columns, s->c * sizeof *s->left);
	for (size_t j = 0; j < s->c; j++)
		below += s->left[j];
	for (size_t i = 0; i < s->r; i++) {
		double open = below, taken = s->rows[i];

		for (size_t j = 0; j < s->c; j++) {
			double x = draw(s->rng, s->left[j], open - s->left[j],
					taken);

			open -= s->left[j];
			s->left[j] -= x;
			taken -= x;
			sum += log_factorial(x);
		}
		below -= s->rows[i];
	}
	return sum;
}

static struct simulation simulation_new(const void *ctx, const uint64_t *table,
					size_t r, size_t c)
{
	struct simulation s = { .r = r, .c = c };

	s.rows = memory_array(ctx, double, r);
	s.columns = memory_array(ctx, double, c);
	s.left = memory_array(ctx, double, c);
	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++) {
			double x = (double)table[i * c + j];

			s.rows[i] += x;
			s.columns[j] += x;
			s.bound += log_factorial(x);
		}
	return s;
}

static struct fisher_test simulate(struct simulation *s, size_t n_tables)
{
	struct fisher_test out = { .n_tables = n_tables };
	size_t n_rare = 0;

	for (size_t b = 0; b < n_tables; b++)
		n_rare += draw_table(s) >= s->bound - slack;
	out.p = ((double)n_rare + 1) / ((double)n_tables + 1);
	out.standard_error = sqrt(out.p * (1 - out.p) / (double)n_tables);
	return out;
}

struct fisher_test fisher_simulated(const uint64_t *counts, size_t r, size_t c,
				    size_t n_tables, unsigned long seed)
{
	void *scratch = memory_check(talloc_new(NULL));
	uint64_t *table = contingency_compact(scratch, counts, &r, &c);
	struct fisher_test out = no_test;
	struct simulation s;
	uint64_t n = 0;

	for (size_t i = 0; i < r * c; i++)
		n += table[i];
	if (r > 1 && c > 1 && n < UINT32_MAX && n_tables > 0) {
		s = simulation_new(scratch, table, r, c);
		s.rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
		gsl_rng_set(s.rng, seed);
		out = simulate(&s, n_tables);
		gsl_rng_free(s.rng);
	}
	talloc_free(scratch);
	return out;
}

struct fisher_test fisher_test_of(const uint64_t *counts, size_t r, size_t c,
				  size_t n_tables, unsigned long seed)
{
	struct fisher_test out = { fisher_exact_p(counts, r, c), 0, true, 0 };

	return isnan(out.p) ? fisher_simulated(counts, r, c, n_tables, seed)
			    : out;
}
