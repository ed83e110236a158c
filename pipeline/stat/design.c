#include "pipeline/stat/design.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* What identifies a row's place; compared from the outside in. */
struct place {
	size_t row, n_keys;
	size_t keys[DESIGN_STAGES + 1];
};

static int compare_places(const void *first, const void *second)
{
	const struct place *a = first;
	const struct place *b = second;

	for (size_t i = 0; i < a->n_keys; i++)
		if (a->keys[i] != b->keys[i])
			return a->keys[i] < b->keys[i] ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static void put_in_order(struct design *design)
{
	struct place *places = memory_array(NULL, struct place, design->n);

	for (size_t i = 0; i < design->n; i++) {
		places[i].row = i;
		places[i].n_keys = design->n_stages + 1;
		places[i].keys[0] = design->stratum[i];
		for (size_t s = 0; s < design->n_stages; s++)
			places[i].keys[s + 1] = design->unit[s][i];
	}
	if (design->n > 1)
		qsort(places, design->n, sizeof *places, compare_places);
	for (size_t i = 0; i < design->n; i++)
		design->order[i] = places[i].row;
	talloc_free(places);
}

/* Where the run of rows that share KEY with the row at START ends. */
static size_t run_end(const struct design *design, const size_t *key,
		      size_t start, size_t end)
{
	size_t value = key[design->order[start]];

	while (start < end && key[design->order[start]] == value)
		start++;
	return start;
}

static size_t count_runs(const struct design *design, const size_t *key,
			 size_t start, size_t end)
{
	size_t n = 0;

	while (start < end) {
		start = run_end(design, key, start, end);
		n++;
	}
	return n;
}

/* Share of the units drawn; 0 when the population is not known. */
static double share_drawn(const struct design *design, size_t stage,
			  size_t start, size_t n_units)
{
	double population;

	if (!design->population[stage])
		return 0;
	population = design->population[stage][design->order[start]];
	if (!(population > 0))
		return 0;
	if (population > 1)
		population = (double)n_units / population;
	return fmin(1, population);
}

static void count_units(struct design *design)
{
	size_t end;

	for (size_t start = 0; start < design->n; start = end) {
		size_t n_units;

		end = run_end(design, design->stratum, start, design->n);
		n_units = count_runs(design, design->unit[0], start, end);
		design->n_strata++;
		design->n_units += n_units;
		if (n_units == 1 && share_drawn(design, 0, start, n_units) < 1)
			design->n_lonely++;
	}
}

static size_t *copy_keys(const void *ctx, const size_t *keys, size_t n,
			 bool is_row_number)
{
	size_t *out = memory_array(ctx, size_t, n);

	for (size_t i = 0; i < n; i++)
		out[i] = keys ? keys[i] : is_row_number ? i : 0;
	return out;
}

static void copy_stage(struct design *design, const struct design_input *input,
		       size_t stage)
{
	design->unit[stage] =
		copy_keys(design, input->units[stage], input->n, true);
	if (!input->population[stage])
		return;
	design->population[stage] = memory_array(design, double, input->n);
	for (size_t i = 0; i < input->n; i++)
		design->population[stage][i] = input->population[stage][i];
}

struct design *design_new(const void *ctx, const struct design_input *input)
{
	struct design *design = memory_new(ctx, struct design);

	design->n = input->n;
	design->n_stages = input->n_stages > 0 ? input->n_stages : 1;
	design->weights = memory_array(design, double, input->n);
	for (size_t i = 0; i < input->n; i++) {
		double weight = input->weights ? input->weights[i] : 1;

		design->weights[i] = weight > 0 ? weight : 0;
	}
	design->stratum = copy_keys(design, input->strata, input->n, false);
	for (size_t s = 0; s < design->n_stages; s++)
		copy_stage(design, input, s);
	design->order = memory_array(design, size_t, input->n);
	put_in_order(design);
	count_units(design);
	return design;
}

double design_df(const struct design *design)
{
	return (double)design->n_units - (double)design->n_strata;
}

/* One variance in the making. */
struct spread {
	const struct design *design;
	const double *contributions;
	size_t p;
	double *covariance;
};

static void add_products(const struct spread *spread, const double *totals,
			 size_t n_units, double factor)
{
	size_t p = spread->p;

	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = 0;

			for (size_t u = 0; u < n_units; u++)
				sum += totals[u * p + i] * totals[u * p + j];
			spread->covariance[i * p + j] += factor * sum;
		}
}

/* Totals of the units (n_units x p), around their mean. */
static double *centred_totals(const struct spread *spread, const size_t *key,
			      size_t start, size_t end, size_t n_units)
{
	const struct design *design = spread->design;
	size_t p = spread->p;
	double *totals = memory_array(NULL, double, n_units *p);
	size_t unit = 0;

	for (size_t i = start; i < end; unit++) {
		size_t stop = run_end(design, key, i, end);

		for (; i < stop; i++)
			for (size_t j = 0; j < p; j++)
				totals[unit * p + j] +=
					spread->contributions[design->order[i] *
								      p +
							      j];
	}
	for (size_t j = 0; j < p; j++) {
		double mean = 0;

		for (size_t u = 0; u < n_units; u++)
			mean += totals[u * p + j] / (double)n_units;
		for (size_t u = 0; u < n_units; u++)
			totals[u * p + j] -= mean;
	}
	return totals;
}

/* The rows START..END are one stratum, or what lies inside one unit. */
static void add_stage(const struct spread *spread, size_t stage, size_t start,
		      size_t end, double factor)
{
	const struct design *design = spread->design;
	const size_t *key = design->unit[stage];
	size_t n_units = count_runs(design, key, start, end);
	double share = share_drawn(design, stage, start, n_units);

	if (n_units > 1) {
		double *totals =
			centred_totals(spread, key, start, end, n_units);
		double n = (double)n_units;

		add_products(spread, totals, n_units,
			     factor * (1 - share) * n / (n - 1));
		talloc_free(totals);
	}
	if (!(share > 0) || stage + 1 == design->n_stages)
		return;
	while (start < end) {
		size_t stop = run_end(design, key, start, end);

		add_stage(spread, stage + 1, start, stop, factor * share);
		start = stop;
	}
}

/* Contributions with the part that the calibration explains taken away. */
static double *residuals_of(const struct design *design,
			    const double *contributions, size_t p)
{
	double *out = memory_array(NULL, double, design->n *p);
	double *one = memory_array(NULL, double, design->n);

	for (size_t j = 0; j < p; j++) {
		for (size_t i = 0; i < design->n; i++)
			one[i] = design->weights[i] > 0
					 ? contributions[i * p + j] /
						   design->weights[i]
					 : 0;
		least_squares_residual(design->calibration, one, one);
		for (size_t i = 0; i < design->n; i++)
			out[i * p + j] = one[i] * design->weights[i];
	}
	talloc_free(one);
	return out;
}

void design_covariance(const struct design *design, const double *contributions,
		       size_t p, double *covariance)
{
	double *residuals = NULL;
	struct spread spread = { design, contributions, p, covariance };
	size_t end;

	for (size_t i = 0; i < p * p; i++)
		covariance[i] = 0;
	if (design->calibration) {
		residuals = residuals_of(design, contributions, p);
		spread.contributions = residuals;
	}
	for (size_t start = 0; start < design->n; start = end) {
		end = run_end(design, design->stratum, start, design->n);
		add_stage(&spread, 0, start, end, 1);
	}
	for (size_t i = 0; i < p; i++)
		for (size_t j = i + 1; j < p; j++)
			covariance[i * p + j] = covariance[j * p + i];
	talloc_free(residuals);
}
