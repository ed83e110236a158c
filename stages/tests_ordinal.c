#include "pipeline/core/memory.h"
#include "pipeline/stat/ordinal.h"
#include "pipeline/stat/tail.h"
#include "stages/tests.h"

#include <math.h>

/* The model, its grades and what it is a result of. */
struct graded {
	const struct test_model_data *model;
	const struct tally *grades;
	const struct ordinal *fit;
};

/* The log likelihood with thresholds alone. */
static double log_likelihood_of_none(const struct tally *grades)
{
	double sum = 0;

	for (size_t i = 0; i < grades->n; i++)
		sum += (double)grades->counts[i] *
		       log((double)grades->counts[i] / (double)grades->total);
	return sum;
}

static struct test_result start(const struct graded *graded, const char *part,
				const char *method)
{
	return test_result_new(part, method, graded->model->n,
			       graded->model->smallest);
}

static void put_coefficient(struct test_result *out,
			    const struct ordinal_coefficient *it)
{
	static const double z95 = 1.959963984540054;
	double margin = z95 * it->se;

	out->estimate = it->value;
	out->statistic = it->z;
	out->p = it->p;
	out->low = it->value - margin;
	out->high = it->value + margin;
}

static void add_slopes(struct test_run *run, const struct graded *graded)
{
	for (size_t j = 0; j < graded->fit->k; j++) {
		struct test_result out =
			start(graded, "coefficient", "ordinal_log_odds");

		out.subject = run->settings->by[j];
		put_coefficient(&out, &graded->fit->slopes[j]);
		test_result_add(run, out);
	}
}

/* The answer to the outcome that stands for NUMBER. */
static const char *answer_of(const struct variable *outcome, double number)
{
	size_t i = 0;

	while (outcome->values[i].number != number)
		i++;
	return outcome->values[i].name;
}

/* Thresholds tell how many gave each grade. */
static uint64_t rarest(const struct tally *grades, uint64_t smallest)
{
	for (size_t i = 0; i < grades->n; i++)
		if (grades->counts[i] < smallest)
			smallest = grades->counts[i];
	return smallest;
}

static void add_thresholds(struct test_run *run, const struct graded *graded)
{
	const struct variable *outcome =
		answers_variable(run->answers, run->settings->of[0]);

	for (size_t i = 0; i < graded->fit->n_thresholds; i++) {
		struct test_result out =
			start(graded, "threshold", "ordinal_threshold");

		out.domain = outcome->name;
		out.term = answer_of(outcome, graded->grades->values[i]);
		out.smallest = rarest(graded->grades, out.smallest);
		put_coefficient(&out, &graded->fit->thresholds[i]);
		test_result_add(run, out);
	}
}

static void add_fit(struct test_run *run, const struct graded *graded)
{
	struct test_result out = start(graded, "test", "ordinal_chi_square");
	double n = (double)graded->model->n;
	double none = log_likelihood_of_none(graded->grades);

	for (size_t j = 0; j < graded->fit->k; j++)
		out.df =
			(j ? out.df : 0) + !isnan(graded->fit->slopes[j].value);
	out.statistic = fmax(0, 2 * (graded->fit->log_likelihood - none));
	out.p = chi_square_p(out.statistic, out.df);
	test_result_add(run, out);
	out = start(graded, "effect", "nagelkerke");
	out.estimate = (1 - exp(2 * (none - graded->fit->log_likelihood) / n)) /
		       (1 - exp(2 * none / n));
	test_result_add(run, out);
}

int test_ordinal(struct test_run *run, const struct test_model_data *model,
		 struct error *error)
{
	struct graded graded = { model, tally_values(run, model->y, model->n),
				 NULL };
	size_t *grades = memory_array(run, size_t, model->n);
	struct ordinal_input input = { .x = model->x,
				       .y = grades,
				       .n = model->n,
				       .k = model->k,
				       .c = graded.grades->n };

	if (test_grades_check(run, run->settings->of[0], model->y, model->n,
			      error) < 0)
		return -1;
	for (size_t i = 0; i < model->n; i++)
		grades[i] = test_grade(graded.grades, model->y[i]);
	if (model->n >= run->least)
		graded.fit = ordinal_fit(run, &input);
	if (!graded.fit || !graded.fit->has_converged) {
		test_result_add(run,
				start(&graded, "test", "ordinal_chi_square"));
		return 0;
	}
	add_slopes(run, &graded);
	add_thresholds(run, &graded);
	add_fit(run, &graded);
	return 0;
}
