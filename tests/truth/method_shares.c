/* Shares compared, and questions with several answers. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/multi_select.h"
#include "pipeline/stat/proportion_difference.h"
#include "tests/truth/groups.h"
#include "tests/truth/methods.h"

#include <math.h>

static void put_difference(struct results *results, size_t row,
			   const struct proportion_difference *test)
{
	results_put(results, test->difference, "row%zu.diff", row);
	results_put(results, test->chi2, "row%zu.chi2", row);
	results_put(results, test->p, "row%zu.p", row);
	results_put(results, test->wald.low, "row%zu.wald_lo", row);
	results_put(results, test->wald.high, "row%zu.wald_hi", row);
	results_put(results, test->newcombe.low, "row%zu.newcombe_lo", row);
	results_put(results, test->newcombe.high, "row%zu.newcombe_hi", row);
	results_put(results, test->cohen_h, "row%zu.cohen_h", row);
}

int method_two_proportions(const struct truth_case *c, struct results *results,
			   struct error *error)
{
	double confidence = truth_number(c, "conf", 0.95);
	double *x1, *n1, *x2, *n2;

	if (method_column(c, "x1", &x1, error) < 0 ||
	    method_column(c, "n1", &n1, error) < 0 ||
	    method_column(c, "x2", &x2, error) < 0 ||
	    method_column(c, "n2", &n2, error) < 0)
		return -1;
	for (size_t i = 0; i < c->data[0]->n_rows; i++) {
		struct proportion_difference test;

		if (!(x1[i] >= 0 && x1[i] <= n1[i] && x2[i] >= 0 &&
		      x2[i] <= n2[i]))
			continue;
		test = proportion_difference_of(
			(uint64_t)x1[i], (uint64_t)n1[i], (uint64_t)x2[i],
			(uint64_t)n2[i], confidence);
		put_difference(results, i + 1, &test);
	}
	return 0;
}

/* The question's columns, and its group and weight when the case names any. */
static int read_question(const struct truth_case *c, const char ***names,
			 struct multi_select_question *question,
			 struct error *error)
{
	const char *group = truth_text(c, "group", NULL);
	const char *weight = truth_text(c, "weight", NULL);
	struct groups groups = { 0 };
	double **columns, *weights = NULL;

	*names = truth_names(c, "cols", &question->k);
	columns = memory_array(c, double *, question->k);
	for (size_t j = 0; j < question->k; j++)
		if (method_column(c, (*names)[j], &columns[j], error) < 0)
			return -1;
	if (weight && method_column(c, weight, &weights, error) < 0)
		return -1;
	if (group && groups_read(c, group, "levels", &groups, error) < 0)
		return -1;
	question->options = (const double *const *)columns;
	question->n = question->k > 0 ? c->data[0]->n_rows : 0;
	question->weights = weights;
	question->groups = groups.of_row;
	question->n_groups = groups.k;
	return 0;
}

static void put_option(struct results *results, const char *name,
		       const struct multi_select_option *option)
{
	results_put(results, (double)option->count, "%s.count", name);
	results_put(results, 100 * option->share_of_cases, "%s.pct_cases",
		    name);
	results_put(results, 100 * option->share_of_responses,
		    "%s.pct_responses", name);
	results_put(results, option->wilson.low, "%s.wilson_lo", name);
	results_put(results, option->wilson.high, "%s.wilson_hi", name);
	results_put(results, 100 * option->weighted_share, "%s.wpct_cases",
		    name);
	results_put(results, option->p, "by_group_chi2_p.%s", name);
	results_put(results, option->p_holm, "by_group_chi2_p_holm.%s", name);
}

int method_multi_select(const struct truth_case *c, struct results *results,
			struct error *error)
{
	struct multi_select_question question = { 0 };
	struct multi_select *answers;
	const char **names;

	if (read_question(c, &names, &question, error) < 0)
		return -1;
	answers = multi_select_of(c, &question, truth_number(c, "conf", 0.95));
	results_put(results, (double)answers->n_people, "n_resp");
	results_put(results, (double)answers->n_none, "n_none");
	results_put(results, (double)answers->n_mentions, "total_mentions");
	results_put(results, answers->mean_mentions, "mean_mentions");
	for (size_t i = 0; i < answers->k; i++) {
		put_option(results, names[i], &answers->options[i]);
		for (size_t j = i + 1; j < answers->k; j++) {
			results_put(
				results,
				(double)answers->together[i * answers->k + j],
				"cooc.%s|%s", names[i], names[j]);
			results_put(results,
				    multi_select_jaccard(answers, i, j),
				    "jaccard.%s|%s", names[i], names[j]);
		}
	}
	return 0;
}
