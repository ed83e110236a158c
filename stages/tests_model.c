#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/logistic.h"
#include "pipeline/stat/ols.h"
#include "stages/tests.h"

#include <math.h>

static bool varies(const struct test_model_data *model)
{
	for (size_t i = 1; i < model->n; i++)
		if (model->y[i] != model->y[0])
			return true;
	return false;
}

static struct test_model_data *complete_rows(const struct test_run *run,
					     double *const *outcome,
					     double *const *predictors)
{
	struct test_model_data *model = memory_new(run, struct test_model_data);
	size_t n_rows = run->answers->n_rows, k = run->settings->n_by;
	double *column;

	model->k = k;
	model->x = memory_array(model, double, n_rows *k);
	model->y = memory_array(model, double, n_rows);
	column = memory_array(model, double, n_rows);
	for (size_t i = 0; i < n_rows; i++) {
		bool is_complete = !isnan(outcome[0][i]);

		for (size_t j = 0; j < k; j++) {
			model->x[model->n * k + j] = predictors[j][i];
			is_complete &= !isnan(predictors[j][i]);
		}
		model->y[model->n] = outcome[0][i];
		model->n += is_complete;
	}
	model->smallest = test_rarer(model->y, model->n, model->n);
	for (size_t j = 0; j < k; j++) {
		for (size_t i = 0; i < model->n; i++)
			column[i] = model->x[i * k + j];
		model->smallest = test_rarer(column, model->n, model->smallest);
	}
	return model;
}

static struct test_result start(const struct test_model_data *model,
				const char *part, const char *method)
{
	return test_result_new(part, method, model->n, model->smallest);
}

/* The constant is coefficient 0 and has no question. */
static const char *subject_of(const struct test_run *run, size_t coefficient)
{
	return coefficient == 0 ? NULL : run->settings->by[coefficient - 1];
}

static void add_ols(struct test_run *run, const struct test_model_data *model)
{
	struct ols *fit =
		ols_fit(run, model->x, model->y, model->n, model->k, true);
	struct test_result out;

	for (size_t j = 0; j < fit->p; j++) {
		const struct ols_coefficient *it = &fit->coefficients[j];
		double margin =
			student_margin(it->se_hc3, fit->df, TESTS_CONFIDENCE);

		out = start(model, "coefficient", "ols_hc3");
		out.subject = subject_of(run, j);
		out.estimate = it->value;
		out.statistic = it->value / it->se_hc3;
		out.df = fit->df;
		out.p = student_p(out.statistic, fit->df);
		out.low = it->value - margin;
		out.high = it->value + margin;
		test_result_add(run, out);
	}
	out = start(model, "test", "ols_f");
	out.statistic = fit->f;
	out.df = (double)fit->rank - 1;
	out.df2 = fit->df;
	out.p = fit->f_p;
	test_result_add(run, out);
	out = start(model, "effect", "r2");
	out.estimate = fit->r2;
	test_result_add(run, out);
}

static void add_fit(struct test_run *run, const struct test_model_data *model,
		    const struct logistic *fit)
{
	struct test_result out = start(model, "test", "logistic_chi_square");

	out.statistic = fit->chi2;
	out.df = fit->df;
	out.p = fit->chi2_p;
	test_result_add(run, out);
	out = start(model, "effect", "nagelkerke");
	out.estimate = fit->nagelkerke;
	test_result_add(run, out);
	out = start(model, "effect", "auc");
	out.estimate = fit->auc;
	test_result_add(run, out);
}

static void add_logistic(struct test_run *run,
			 const struct test_model_data *model)
{
	struct logistic *fit = logistic_fit(run, model->x, model->y, model->n,
					    model->k, TESTS_CONFIDENCE);

	if (!fit || !fit->has_converged) {
		test_result_add(run,
				start(model, "test", "logistic_chi_square"));
		return;
	}
	for (size_t j = 0; j < fit->p; j++) {
		const struct logistic_coefficient *it = &fit->coefficients[j];
		struct test_result out =
			start(model, "coefficient", "log_odds");

		out.subject = subject_of(run, j);
		out.estimate = it->value;
		out.statistic = it->z;
		out.p = it->p;
		out.low = it->low;
		out.high = it->high;
		test_result_add(run, out);
	}
	add_fit(run, model, fit);
}

static int check_yes_no(const struct test_run *run,
			const struct test_model_data *model,
			struct error *error)
{
	for (size_t i = 0; i < model->n; i++)
		if (model->y[i] != 0 && model->y[i] != 1)
			return error_set(error, ERROR_PROJECT,
					 run->settings->where,
					 "give its choices the numbers 0 and 1 "
					 "in the codebook, or say model: ols",
					 "a logistic model needs answers 0 and "
					 "1, and '%s' has others",
					 run->settings->of[0]);
	return 0;
}

int test_model(struct test_run *run, struct error *error)
{
	const struct project_test *settings = run->settings;
	double **outcome, **predictors;
	struct test_model_data *model;

	if (test_columns_read(run, settings->of, 1, &outcome, error) < 0 ||
	    test_columns_read(run, settings->by, settings->n_by, &predictors,
			      error) < 0)
		return -1;
	model = complete_rows(run, outcome, predictors);
	run->n_used = model->n;
	if (settings->model == TEST_ORDINAL)
		return test_ordinal(run, model, error);
	if (settings->model == TEST_LOGISTIC) {
		if (check_yes_no(run, model, error) < 0)
			return -1;
		add_logistic(run, model);
	} else if (model->n < run->least || !varies(model)) {
		test_result_add(run, start(model, "test", "ols_f"));
	} else {
		add_ols(run, model);
	}
	return 0;
}
