/*
 * bench-estimators: how long estimators take that a plain way would make slow.
 * The exact bootstrap of a mean against 2,000 resamples of the people,
 * partitioning 2,000 people with mixed answers around medoids, and the access
 * of 8,000 places to 30,000 services spread over a land as large as Italy.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/access.h"
#include "pipeline/stat/bootstrap.h"
#include "pipeline/stat/library.h"
#include "pipeline/stat/pam.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { REPLICATES = 2000, ROUNDS = 200, PEOPLE = 2000, VARIABLES = 12 };
enum { TOWNS = 8000, SERVICES = 30000 };

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int ascending(const void *first, const void *second)
{
	const double *a = first;
	const double *b = second;

	return (*a > *b) - (*a < *b);
}

/* Lower and upper percentile of the means of resamples of N answers. */
static double naive(const double *values, size_t n, gsl_rng *rng)
{
	double means[REPLICATES];

	for (size_t r = 0; r < REPLICATES; r++) {
		means[r] = 0;
		for (size_t i = 0; i < n; i++)
			means[r] += values[gsl_rng_uniform_int(rng, n)];
		means[r] /= (double)n;
	}
	qsort(means, REPLICATES, sizeof *means, ascending);
	return means[REPLICATES * 39 / 40] - means[REPLICATES / 40];
}

static void bench_bootstrap(size_t n, gsl_rng *rng)
{
	double *values = memory_array(NULL, double, n);
	double start, exact, plain, width;
	struct bootstrap got = { 0 };
	struct tally *tally;

	for (size_t i = 0; i < n; i++)
		values[i] = (double)gsl_rng_uniform_int(rng, 9) - 3;
	tally = tally_values(values, values, n);
	start = seconds();
	for (int round = 0; round < ROUNDS; round++)
		got = bootstrap_mean(tally, 0.95);
	exact = (seconds() - start) / ROUNDS;
	start = seconds();
	width = naive(values, n, rng);
	plain = seconds() - start;
	printf("  exact bootstrap, n = %6zu %9.6f s; 2,000 resamples %8.4f s, "
	       "%.0f times as long (widths %.4f, %.4f)\n",
	       n, exact, plain, plain / exact, got.high - got.low, width);
	talloc_free(values);
}

/* Answers of all four kinds; a twentieth is missing. */
static void draw_people(struct gower_variable *variables, double *values,
			gsl_rng *rng)
{
	for (size_t v = 0; v < VARIABLES; v++) {
		double *column = values + v * PEOPLE;

		for (size_t i = 0; i < PEOPLE; i++)
			column[i] = gsl_rng_uniform(rng) < 0.05
					    ? (double)NAN
					    : (double)gsl_rng_uniform_int(
						      rng, v % 4 == 3 ? 2 : 5);
		variables[v] =
			(struct gower_variable){ (enum gower_type)(v % 4),
						 column };
	}
}

static void bench_pam(gsl_rng *rng)
{
	double *values = memory_array(NULL, double, VARIABLES *PEOPLE);
	struct gower_variable variables[VARIABLES];
	struct distances *distances;
	double start, measured, grouped;
	struct pam *found;

	draw_people(variables, values, rng);
	start = seconds();
	distances = distances_gower(values, variables, VARIABLES, PEOPLE);
	measured = seconds() - start;
	start = seconds();
	found = pam(values, distances, 5);
	grouped = seconds() - start;
	printf("  PAM, %d people, %d mixed answers, 5 groups: distances %.3f s"
	       ", medoids %.3f s (%zu swaps)\n",
	       PEOPLE, VARIABLES, measured, grouped, found ? found->swaps : 0);
	talloc_free(values);
}

static void draw_places(struct position *at, double *amounts, size_t n,
			gsl_rng *rng)
{
	for (size_t i = 0; i < n; i++) {
		at[i] = (struct position){ 40 + 6 * gsl_rng_uniform(rng),
					   9 + 6 * gsl_rng_uniform(rng) };
		amounts[i] = 1 + (double)gsl_rng_uniform_int(rng, 5000);
	}
}

static void bench_access(gsl_rng *rng)
{
	static const char *const names[] = { "binary", "Gaussian" };
	struct position *at =
		memory_array(NULL, struct position, TOWNS + SERVICES);
	double *amounts = memory_array(at, double, TOWNS + SERVICES);
	struct access_map map = { EARTH_ELLIPSOID, at,    at + TOWNS, amounts,
				  amounts + TOWNS, TOWNS, SERVICES };

	draw_places(at, amounts, TOWNS + SERVICES, rng);
	for (size_t kind = 0; kind < 2; kind++) {
		struct access_decay decay = { kind ? ACCESS_GAUSSIAN
						   : ACCESS_BINARY,
					      30, NULL, NULL, 0 };
		double start = seconds();
		struct access *of = access_of(at, &map, &decay);

		printf("  2SFCA, %d places, %d services, 30 km, %s: %.3f s "
		       "(%.6f a head)\n",
		       TOWNS, SERVICES, names[kind], seconds() - start,
		       of->mean);
	}
	talloc_free(at);
}

int main(void)
{
	static const size_t sizes[] = { 500, 10000, 100000 };
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));

	stat_library_start();
	gsl_rng_set(rng, 1);
	puts("estimators, each against the plain way");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		bench_bootstrap(sizes[i], rng);
	bench_pam(rng);
	bench_access(rng);
	gsl_rng_free(rng);
	return 0;
}
