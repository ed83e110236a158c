#include "pipeline/core/memory.h"
#include "pipeline/stat/rake.h"
#include "pipeline/stat/survey.h"
#include "pipeline/stat/weighted.h"
#include "tests/truth/methods.h"
#include "tests/truth/survey_case.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { STRICT_PASSES = 1000 };

/* A weighting case: the design, its margins, and the raked weights. */
struct weighting {
	const struct truth_case *c;
	struct design *design;
	struct margin *margins;
	size_t n_margins;
	double *base, *raked;
	const char **answers; /* columns whose means are asked for */
	size_t n_answers;
};

static bool is_level(const char *text, const char *level)
{
	char *text_end, *level_end;
	double a, b;

	if (strcmp(text, level) == 0)
		return true;
	a = strtod(text, &text_end);
	b = strtod(level, &level_end);
	return text_end != text && level_end != level && !*text_end &&
	       !*level_end && fabs(a - b) < 1e-12 * fmax(1, fabs(a));
}

/* The margin of column NAME with the counts of a JSON object. */
static int read_margin(const struct truth_case *c, const char *name,
		       json_t *counts, struct margin *out, struct error *error)
{
	const struct dataset *data = c->data[0];
	long column = dataset_column(data, name);
	size_t n = json_object_size(counts), l = 0;
	const char **levels = memory_array(c, const char *, n);
	double *targets = memory_array(c, double, n);
	size_t *codes = memory_array(c, size_t, data->n_rows);
	const char *key;
	json_t *value;

	if (column < 0 || n == 0)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "no column or margin '%s'", name);
	json_object_foreach(counts, key, value)
	{
		levels[l] = key;
		targets[l++] = json_number_value(value);
	}
	for (size_t i = 0; i < data->n_rows; i++) {
		const char *text = dataset_text(data, i, column);

		codes[i] = SIZE_MAX;
		for (l = 0; l < n; l++)
			if (is_level(text, levels[l]))
				codes[i] = l;
	}
	*out = (struct margin){ name, levels, n, targets, codes };
	return 0;
}

/* The columns named by "<prefix><column>" among the ids. */
static void find_answers(struct weighting *w)
{
	static const char prefix[] = "rake.mean.";
	const struct truth_case *c = w->c;

	w->answers = memory_array(c, const char *, c->n_expected);
	for (size_t i = 0; i < c->n_expected; i++)
		if (strncmp(c->expected[i].id, prefix, sizeof prefix - 1) == 0)
			w->answers[w->n_answers++] =
				c->expected[i].id + sizeof prefix - 1;
}

static void put_spread(struct results *results, const char *name,
		       const double *weights, size_t n)
{
	struct weighted_spread spread = weighted_spread(weights, n);

	results_put(results, spread.sum, "%s.sum_w", name);
	results_put(results, spread.deff, "%s.kish_deff", name);
	results_put(results, spread.minimum, "%s.min_w", name);
	results_put(results, spread.maximum, "%s.max_w", name);
	results_put(results, spread.n_effective, "%s.neff", name);
}

/* Mean and SE of each answer; CALIBRATION NULL = means only. */
static void put_means(const struct weighting *w, struct results *results,
		      const char *name, const double *weights,
		      const struct least_squares *calibration)
{
	struct design design = *w->design;
	double *copy = memory_array(w->c, double, design.n);

	memcpy(copy, weights, design.n * sizeof *copy);
	design.weights = copy;
	design.calibration = calibration;
	for (size_t a = 0; a < w->n_answers; a++) {
		double *values =
			dataset_numbers(w->c, w->c->data[0], w->answers[a]);
		struct survey_estimate mean, total;

		if (!values)
			continue;
		mean = survey_mean(&design, values, 0.95);
		total = survey_total(&design, values, 0.95);
		results_put(results, mean.value, "%s.mean.%s", name,
			    w->answers[a]);
		if (!calibration)
			continue;
		results_put(results, mean.se, "%s.se.%s", name, w->answers[a]);
		results_put(results, total.value, "%s.total.%s", name,
			    w->answers[a]);
		results_put(results, total.se, "%s.total_se.%s", name,
			    w->answers[a]);
	}
}

/* The regression on the margins' levels with the base weights. */
static struct least_squares *residualiser(const struct weighting *w,
					  const struct margin *margins,
					  size_t n_margins)
{
	size_t p;
	double *x = margins_matrix(w->c, margins, n_margins, w->design->n, &p);

	return least_squares_new(w->c, x, w->base, w->design->n, p);
}

/* Final over base weight per combination of the margins' levels. */
static void put_factors(const struct weighting *w, struct results *results)
{
	for (size_t i = 0; i < w->design->n; i++) {
		char *cell = memory_text(w->c, "");

		if (!(w->base[i] > 0))
			continue;
		for (size_t m = 0; m < w->n_margins; m++)
			cell = memory_format(
				w->c, "%s%s%s", cell, m ? "&" : "",
				dataset_text(
					w->c->data[0], i,
					dataset_column(w->c->data[0],
						       w->margins[m].name)));
		results_put(results, w->raked[i] / w->base[i], "rake.g.%s",
			    cell);
	}
}

static void put_trimmed(const struct weighting *w, struct results *results)
{
	struct weighted_spread raked = weighted_spread(w->raked, w->design->n);
	const json_t *trim = json_object_get(w->c->params, "trim");
	bool is_given = json_array_size(trim) == 2;
	double low =
		is_given ? json_number_value(json_array_get(trim, 0)) : 0.3;
	double high = is_given ? json_number_value(json_array_get(trim, 1)) : 3;
	double *weights = memory_array(w->c, double, w->design->n);
	size_t bytes = w->design->n * sizeof *weights;

	low *= raked.mean;
	high *= raked.mean;
	results_put(results, low, "trim.lower");
	results_put(results, high, "trim.upper");
	memcpy(weights, w->raked, bytes);
	trim_weights(weights, w->design->n, low, high, 1);
	put_spread(results, "trim", weights, w->design->n);
	put_means(w, results, "trim", weights, NULL);
	memcpy(weights, w->raked, bytes);
	trim_weights(weights, w->design->n, low, high, STRICT_PASSES);
	put_spread(results, "trim_strict", weights, w->design->n);
}

static int put_calibrated(const struct weighting *w, struct results *results,
			  struct error *error)
{
	static const struct {
		const char *name;
		enum calibrate_distance distance;
	} distances[] = { { "cal_linear", CALIBRATE_LINEAR },
			  { "cal_raking", CALIBRATE_RAKING } };
	struct least_squares *fit = residualiser(w, w->margins, w->n_margins);
	double *weights = memory_array(w->c, double, w->design->n);
	double mean = weighted_spread(w->raked, w->design->n).mean;
	double most = 0;

	for (size_t d = 0; d < 2; d++) {
		struct margins_outcome outcome =
			calibrate(distances[d].distance, NULL, w->margins,
				  w->n_margins, w->base, w->design->n, weights);

		if (margins_fail(&outcome, w->margins, error) < 0)
			return -1;
		put_spread(results, distances[d].name, weights, w->design->n);
		put_means(w, results, distances[d].name, weights, fit);
	}
	for (size_t i = 0; i < w->design->n; i++)
		most = fmax(most, fabs(weights[i] - w->raked[i]));
	results_put(results, most / mean, "cal_raking.max_absdiff_rake");
	put_means(w, results, "rake", w->raked, fit);
	return 0;
}

static int put_poststratified(const struct weighting *w,
			      struct results *results, struct error *error)
{
	const json_t *wanted = json_object_get(w->c->params, "poststrata");
	const char *name = json_string_value(json_object_get(wanted, "var"));
	double *weights = memory_array(w->c, double, w->design->n);
	struct margins_outcome outcome;
	struct margin margin;

	if (!name)
		return 0;
	if (read_margin(w->c, name, json_object_get(wanted, "counts"), &margin,
			error) < 0)
		return -1;
	outcome = rake(&margin, 1, w->base, w->design->n, weights);
	if (margins_fail(&outcome, &margin, error) < 0)
		return -1;
	put_spread(results, "ps", weights, w->design->n);
	put_means(w, results, "ps", weights, residualiser(w, &margin, 1));
	return 0;
}

static int read_margins(struct weighting *w, struct error *error)
{
	const char **names = truth_names(w->c, "rake_vars", &w->n_margins);
	json_t *counts = json_object_get(w->c->params, "margins");

	w->margins = memory_array(w->c, struct margin, w->n_margins);
	for (size_t m = 0; m < w->n_margins; m++)
		if (read_margin(w->c, names[m],
				json_object_get(counts, names[m]),
				&w->margins[m], error) < 0)
			return -1;
	return 0;
}

int method_weighting(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	struct weighting w = { .c = c };
	struct margins_outcome outcome;

	if (survey_design(c, truth_text(c, "base", NULL), &w.design, error) <
		    0 ||
	    read_margins(&w, error) < 0)
		return -1;
	w.base = w.design->weights;
	w.raked = memory_array(c, double, w.design->n);
	outcome = rake(w.margins, w.n_margins, w.base, w.design->n, w.raked);
	if (margins_fail(&outcome, w.margins, error) < 0)
		return -1;
	find_answers(&w);
	put_spread(results, "rake", w.raked, w.design->n);
	put_factors(&w, results);
	put_trimmed(&w, results);
	if (put_calibrated(&w, results, error) < 0)
		return -1;
	return put_poststratified(&w, results, error);
}
