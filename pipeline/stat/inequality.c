#include "pipeline/stat/inequality.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

struct held {
	double value, weight;
};

static double weight_at(const double *weights, size_t i)
{
	return weights ? weights[i] : 1;
}

static bool counts(double value, double weight)
{
	return isfinite(value) && value >= 0 && isfinite(weight) && weight > 0;
}

/* 0 log 0 = 0: who has nothing adds nothing. */
static double x_log_x(double x)
{
	return x > 0 ? x * log(x) : 0;
}

static int poorest_first(const void *first, const void *second)
{
	const struct held *a = first;
	const struct held *b = second;

	return (a->value > b->value) - (a->value < b->value);
}

/* The pairs that count, on CTX. */
static struct held *keep(const void *ctx, const double *values,
			 const double *weights, size_t n, size_t *n_kept)
{
	struct held *held = memory_array(ctx, struct held, n);

	*n_kept = 0;
	for (size_t i = 0; i < n; i++) {
		double weight = weight_at(weights, i);

		if (counts(values[i], weight))
			held[(*n_kept)++] = (struct held){ values[i], weight };
	}
	return held;
}

struct lorenz *lorenz_of(const void *ctx, const double *values,
			 const double *weights, size_t n)
{
	struct lorenz *out = memory_new(ctx, struct lorenz);
	size_t n_held;
	struct held *held = keep(out, values, weights, n, &n_held);
	double people = 0, total = 0;

	for (size_t i = 0; i < n_held; i++) {
		people += held[i].weight;
		total += held[i].weight * held[i].value;
	}
	if (total > 0) {
		qsort(held, n_held, sizeof *held, poorest_first);
		out->n = n_held + 1;
		out->population = memory_array(out, double, out->n);
		out->share = memory_array(out, double, out->n);
	}
	for (size_t i = 0; i + 1 < out->n; i++) {
		out->population[i + 1] =
			out->population[i] + held[i].weight / people;
		out->share[i + 1] =
			out->share[i] + held[i].weight * held[i].value / total;
	}
	talloc_free(held);
	return out;
}

double lorenz_at(const struct lorenz *lorenz, double p)
{
	size_t low = 0, high = lorenz->n - 1;
	double step;

	if (lorenz->n == 0)
		return (double)NAN;
	if (p >= lorenz->population[high])
		return 1;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (lorenz->population[middle] <= p)
			low = middle;
		else
			high = middle;
	}
	step = lorenz->population[high] - lorenz->population[low];
	return lorenz->share[low] +
	       fmax(0, p - lorenz->population[low]) / step *
		       (lorenz->share[high] - lorenz->share[low]);
}

static double gini_of(const struct lorenz *lorenz)
{
	double twice = 0;

	if (lorenz->n == 0)
		return (double)NAN;
	for (size_t i = 1; i < lorenz->n; i++)
		twice += (lorenz->population[i] - lorenz->population[i - 1]) *
			 (lorenz->share[i] + lorenz->share[i - 1]);
	return 1 - twice;
}

/* All that needs the mean alone; the mean is above 0. */
static void add_moments(struct inequality *out, const struct held *held,
			double people)
{
	double roots = 0, logs = 0, squares = 0;

	out->theil_t = out->hoover = 0;
	for (size_t i = 0; i < out->n; i++) {
		double p = held[i].weight / people, x = held[i].value;

		out->theil_t += p * x_log_x(x / out->mean);
		out->hoover += p * fabs(x - out->mean) / (2 * out->mean);
		roots += p * sqrt(x);
		logs += p * log(x);
		squares += (x - out->mean) * (x - out->mean);
	}
	out->theil_l = log(out->mean) - logs;
	out->atkinson_half = 1 - roots * roots / out->mean;
	out->atkinson_one = 1 - exp(logs) / out->mean;
	out->cv = sqrt(squares / ((double)out->n - 1)) / out->mean;
}

static struct inequality nothing(size_t n, double mean)
{
	double none = (double)NAN;

	return (struct inequality){ n,    mean, none, none, none,
				    none, none, none, none, none };
}

struct inequality inequality_of(const double *values, const double *weights,
				size_t n)
{
	struct lorenz *lorenz = lorenz_of(NULL, values, weights, n);
	struct inequality out = { 0 };
	struct held *held = keep(lorenz, values, weights, n, &out.n);
	double people = 0, total = 0;

	for (size_t i = 0; i < out.n; i++) {
		people += held[i].weight;
		total += held[i].weight * held[i].value;
	}
	out = nothing(out.n, total / people);
	if (total > 0) {
		out.gini = gini_of(lorenz);
		add_moments(&out, held, people);
	}
	if (weights || out.n < 2)
		out.cv = (double)NAN;
	else
		out.gini_corrected =
			out.gini * (double)out.n / ((double)out.n - 1);
	talloc_free(lorenz);
	return out;
}

/* What a group holds: people, their sum, and sum w x log x. */
struct holding {
	double people, total, logs;
};

static struct holding *holdings(const double *values, const double *weights,
				const size_t *groups, size_t n, size_t n_groups)
{
	struct holding *out = memory_array(NULL, struct holding, n_groups);

	for (size_t i = 0; i < n; i++) {
		double weight = weight_at(weights, i);
		struct holding *mine = out + groups[i];

		if (groups[i] >= n_groups || !counts(values[i], weight))
			continue;
		mine->people += weight;
		mine->total += weight * values[i];
		mine->logs += weight * x_log_x(values[i]);
	}
	return out;
}

struct theil_split theil_split_of(const double *values, const double *weights,
				  const size_t *groups, size_t n,
				  size_t n_groups)
{
	struct holding *of = holdings(values, weights, groups, n, n_groups);
	struct theil_split out = { 0, 0 };
	double people = 0, total = 0;

	for (size_t g = 0; g < n_groups; g++) {
		people += of[g].people;
		total += of[g].total;
	}
	for (size_t g = 0; g < n_groups; g++) {
		double mean = of[g].total / of[g].people;

		if (!(of[g].total > 0))
			continue;
		out.between += of[g].total / total * log(mean * people / total);
		out.within += (of[g].logs - of[g].total * log(mean)) / total;
	}
	if (!(total > 0))
		out.between = out.within = (double)NAN;
	talloc_free(of);
	return out;
}

struct concentration concentration_of(const double *values, size_t n)
{
	struct concentration out = { 0, (double)NAN, (double)NAN, (double)NAN };
	double total = 0, squares = 0, logs = 0;

	for (size_t i = 0; i < n; i++)
		if (counts(values[i], 1)) {
			total += values[i];
			out.n++;
		}
	if (!(total > 0))
		return out;
	for (size_t i = 0; i < n; i++)
		if (counts(values[i], 1)) {
			squares += values[i] / total * (values[i] / total);
			logs += x_log_x(values[i] / total);
		}
	out.hhi = squares;
	out.shannon = -logs;
	if (out.n > 1)
		out.hhi_normalised =
			(squares - 1 / (double)out.n) / (1 - 1 / (double)out.n);
	return out;
}
