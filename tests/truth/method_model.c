/* Regression: least squares, logistic, ordinal. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/logistic.h"
#include "pipeline/stat/ols.h"
#include "pipeline/stat/ordinal.h"
#include "tests/truth/methods.h"
#include "tests/truth/model_frame.h"

#include <math.h>
#include <string.h>

/* The response of all rows as numbers (a factor: 0 for its first level, else
 * 1), NaN where blank, and the model's frame. */
static int numeric_model(const struct truth_case *c, struct model_frame *frame,
			 double **y, struct error *error)
{
	const char *name;
	bool *is_usable;

	if (model_response(c, &name, error) < 0)
		return -1;
	if (model_is_factor(c, name)) {
		struct factor_codes codes;

		if (method_codes(c, &name, 1, BY_BYTES, &codes, error) < 0)
			return -1;
		*y = memory_array(c, double, codes.n_rows);
		for (size_t i = 0; i < codes.n_rows; i++)
			(*y)[i] = codes.codes[i] == codes.n_levels
					  ? (double)NAN
					  : codes.codes[i] > 0;
	} else if (method_column(c, name, y, error) < 0) {
		return -1;
	}
	is_usable = memory_array(c, bool, c->data[0]->n_rows);
	for (size_t i = 0; i < c->data[0]->n_rows; i++)
		is_usable[i] = !isnan((*y)[i]);
	if (model_frame(c, is_usable, frame, error) < 0)
		return -1;
	for (size_t i = 0; i < frame->n; i++)
		(*y)[i] = (*y)[frame->rows[i]];
	return 0;
}

static const char *column_name(const struct model_frame *frame, size_t j)
{
	if (frame->has_constant)
		return j == 0 ? "(Intercept)" : frame->names[j - 1];
	return frame->names[j];
}

/* Variance inflation goes by terms, each of one column. */
static void put_inflation(struct results *results,
			  const struct model_frame *frame,
			  const struct ols *ols)
{
	if (!frame->has_constant || frame->n_terms < 2 ||
	    frame->k != frame->n_terms || ols->rank < ols->p)
		return;
	for (size_t j = 0; j < frame->n_terms; j++)
		results_put(results, ols->coefficients[j + 1].vif, "vif.%s",
			    frame->terms[j].name);
}

int method_ols(const struct truth_case *c, struct results *results,
	       struct error *error)
{
	struct model_frame frame;
	struct ols *ols;
	double *y;

	if (numeric_model(c, &frame, &y, error) < 0)
		return -1;
	ols = ols_fit(c, frame.x, y, frame.n, frame.k, frame.has_constant);
	for (size_t j = 0; j < ols->p; j++) {
		const struct ols_coefficient *b = &ols->coefficients[j];
		const char *name = column_name(&frame, j);

		if (isnan(b->value))
			continue;
		results_put(results, b->value, "coef.%s", name);
		results_put(results, b->se, "se.%s", name);
		results_put(results, b->t, "t.%s", name);
		results_put(results, b->p, "p.%s", name);
		results_put(results, b->se_hc1, "se_hc1.%s", name);
		results_put(results, b->se_hc3, "se_hc3.%s", name);
	}
	results_put(results, (double)ols->n, "n");
	results_put(results, ols->r2, "r2");
	results_put(results, ols->adjusted_r2, "adj_r2");
	results_put(results, ols->f, "F");
	results_put(results, ols->sigma, "sigma");
	put_inflation(results, &frame, ols);
	return 0;
}

static void put_logistic(struct results *results, const struct logistic *fit)
{
	results_put(results, (double)fit->n, "n");
	results_put(results, fit->deviance, "deviance");
	results_put(results, fit->null_deviance, "null_deviance");
	results_put(results, fit->aic, "aic");
	results_put(results, fit->chi2, "lr_chi2");
	results_put(results, fit->mcfadden, "mcfadden_r2");
	results_put(results, fit->nagelkerke, "nagelkerke_r2");
	results_put(results, fit->auc, "auc");
	results_put(results, fit->brier, "brier");
	results_put(results, fit->correct, "pct_correct");
}

static bool is_yes_no(const double *y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (y[i] != 0 && y[i] != 1)
			return false;
	return true;
}

int method_logistic(const struct truth_case *c, struct results *results,
		    struct error *error)
{
	struct model_frame frame;
	struct logistic *fit;
	double *y;

	if (numeric_model(c, &frame, &y, error) < 0)
		return -1;
	if (!is_yes_no(y, frame.n))
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "'%s' is not 0 and 1", frame.response);
	fit = logistic_fit(c, frame.x, y, frame.n, frame.k,
			   truth_number(c, "conf", 0.95));
	if (!fit)
		return 0;
	for (size_t j = 0; j < fit->p; j++) {
		const struct logistic_coefficient *b = &fit->coefficients[j];
		const char *name = j == 0 ? "(Intercept)" : frame.names[j - 1];

		if (isnan(b->value))
			continue;
		results_put(results, b->value, "coef.%s", name);
		results_put(results, b->se, "se.%s", name);
		results_put(results, b->z, "z.%s", name);
		results_put(results, b->p, "p.%s", name);
		results_put(results, exp(b->value), "or.%s", name);
		results_put(results, b->low, "wald_lo.%s", name);
		results_put(results, b->high, "wald_hi.%s", name);
	}
	put_logistic(results, fit);
	return 0;
}

struct levels {
	size_t n;
	const char **names;
};

/* Texts or numbers, lowest first. */
static struct levels declared_levels(const struct truth_case *c)
{
	const json_t *list = json_object_get(c->params, "y_levels");
	struct levels levels = { .n = json_array_size(list) };

	levels.names = memory_array(c, const char *, levels.n);
	for (size_t i = 0; i < levels.n; i++) {
		const json_t *level = json_array_get(list, i);

		levels.names[i] =
			json_is_string(level)
				? json_string_value(level)
				: memory_format(c, "%.15g",
						json_number_value(level));
	}
	return levels;
}

static size_t level_of(const struct levels *levels, const char *text)
{
	size_t i = 0;

	while (i < levels->n && strcmp(levels->names[i], text) != 0)
		i++;
	return i;
}

/* Levels that no row of the frame has are dropped. */
static void drop_empty_levels(struct levels *levels, size_t *y, size_t n)
{
	for (size_t level = levels->n; level-- > 0;) {
		bool is_used = false;

		for (size_t i = 0; i < n; i++)
			is_used = is_used || y[i] == level;
		if (is_used)
			continue;
		for (size_t i = 0; i < n; i++)
			y[i] -= y[i] > level;
		levels->n--;
		memmove(levels->names + level, levels->names + level + 1,
			(levels->n - level) * sizeof *levels->names);
	}
}

static void put_ordinal(struct results *results, const struct levels *levels,
			const struct model_frame *frame,
			const struct ordinal *fit)
{
	for (size_t i = 0; i < fit->n_thresholds; i++) {
		results_put(results, fit->thresholds[i].value, "coef.%s|%s",
			    levels->names[i], levels->names[i + 1]);
		results_put(results, fit->thresholds[i].se, "se.%s|%s",
			    levels->names[i], levels->names[i + 1]);
	}
	for (size_t j = 0; j < fit->k; j++) {
		if (isnan(fit->slopes[j].value))
			continue;
		results_put(results, fit->slopes[j].value, "coef.%s",
			    frame->names[j]);
		results_put(results, fit->slopes[j].se, "se.%s",
			    frame->names[j]);
	}
	results_put(results, (double)fit->n, "n");
	results_put(results, fit->log_likelihood, "loglik");
}

/* The categories of all rows, levels->n where there is none. */
static int ordinal_response(const struct truth_case *c,
			    const struct levels *levels, size_t **y,
			    struct error *error)
{
	const char *name;
	long column;

	if (model_response(c, &name, error) < 0)
		return -1;
	column = dataset_column(c->data[0], name);
	if (column < 0)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "the data have no column '%s'", name);
	*y = memory_array(c, size_t, c->data[0]->n_rows);
	for (size_t i = 0; i < c->data[0]->n_rows; i++)
		(*y)[i] = level_of(levels, dataset_text(c->data[0], i, column));
	return 0;
}

/* Column "weight" of the frame's rows, or NULL. */
static int model_weights(const struct truth_case *c,
			 const struct model_frame *frame, double **weights,
			 struct error *error)
{
	const char *name = truth_text(c, "weight", NULL);

	*weights = NULL;
	if (!name)
		return 0;
	if (method_column(c, name, weights, error) < 0)
		return -1;
	for (size_t i = 0; i < frame->n; i++)
		(*weights)[i] = (*weights)[frame->rows[i]];
	return 0;
}

int method_ordinal_logit(const struct truth_case *c, struct results *results,
			 struct error *error)
{
	struct levels levels = declared_levels(c);
	struct ordinal_input in = { 0 };
	struct model_frame frame;
	struct ordinal *fit;
	bool *is_usable;
	double *weights;
	size_t *y = NULL;

	if (ordinal_response(c, &levels, &y, error) < 0)
		return -1;
	is_usable = memory_array(c, bool, c->data[0]->n_rows);
	for (size_t i = 0; i < c->data[0]->n_rows; i++)
		is_usable[i] = y[i] < levels.n;
	if (model_frame(c, is_usable, &frame, error) < 0 ||
	    model_weights(c, &frame, &weights, error) < 0)
		return -1;
	for (size_t i = 0; i < frame.n; i++)
		y[i] = y[frame.rows[i]];
	drop_empty_levels(&levels, y, frame.n);
	in = (struct ordinal_input){ frame.x, y,       weights,
				     frame.n, frame.k, levels.n };
	fit = ordinal_fit(c, &in);
	if (fit)
		put_ordinal(results, &levels, &frame, fit);
	return 0;
}
