/* Change over time: series, and the same people before and after. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/change.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/trend.h"
#include "tests/truth/groups.h"
#include "tests/truth/methods.h"

#include <math.h>

static void put_kendall(struct results *results, const char *name,
			const struct mann_kendall *test)
{
	results_put(results, test->s, "%s.mk_S", name);
	results_put(results, test->variance, "%s.mk_varS", name);
	results_put(results, test->z, "%s.mk_z", name);
	results_put(results, test->p, "%s.mk_p", name);
	results_put(results, test->tau_b, "%s.mk_tau_b", name);
}

static void put_line(struct results *results, const char *name,
		     const struct trend_line *line)
{
	results_put(results, line->intercept, "%s.ols_intercept", name);
	results_put(results, line->slope, "%s.ols_slope", name);
	results_put(results, line->se, "%s.ols_slope_se", name);
	results_put(results, line->t, "%s.ols_t", name);
	results_put(results, line->p, "%s.ols_p", name);
	results_put(results, line->low, "%s.ols_lo", name);
	results_put(results, line->high, "%s.ols_hi", name);
	results_put(results, line->r2, "%s.ols_r2", name);
	results_put(results, line->durbin_watson, "%s.durbin_watson", name);
	results_put(results, line->autocorrelation, "%s.acf1", name);
}

int method_trend(const struct truth_case *c, struct results *results,
		 struct error *error)
{
	double confidence = truth_number(c, "conf", 0.95);
	const char **names;
	double *times, *values;
	size_t k;

	names = truth_names(c, "y", &k);
	if (method_column(c, truth_text(c, "t", ""), &times, error) < 0)
		return -1;
	for (size_t i = 0; i < k; i++) {
		struct trend trend;

		if (method_column(c, names[i], &values, error) < 0)
			return -1;
		trend = trend_of(times, values, c->data[0]->n_rows, confidence);
		results_put(results, (double)trend.n, "%s.n", names[i]);
		put_kendall(results, names[i], &trend.kendall);
		results_put(results, trend.sen.slope, "%s.sen_slope", names[i]);
		results_put(results, trend.sen.intercept, "%s.sen_intercept",
			    names[i]);
		results_put(results, trend.sen.low, "%s.sen_lo", names[i]);
		results_put(results, trend.sen.high, "%s.sen_hi", names[i]);
		put_line(results, names[i], &trend.line);
	}
	return 0;
}

/* How many people's reliable change indices are listed. */
enum { SHOWN_PEOPLE = 10 };

static void put_change(struct results *results, const struct change *change)
{
	results_put(results, (double)change->test.n, "n");
	results_put(results, change->test.mean, "mean_change");
	results_put(results, change->test.sd, "sd_change");
	results_put(results, change->test.t, "t");
	results_put(results, change->test.p, "p");
	results_put(results, change->test.low, "ci_lo");
	results_put(results, change->test.high, "ci_hi");
	results_put(results, change->test.dz, "sr_mean");
	results_put(results, change->es_pre, "es_pre");
	results_put(results, change->sem, "sem");
	results_put(results, change->sdiff, "sdiff");
	results_put(results, change->critical, "rci_crit_change");
	results_put(results, (double)change->n_improved, "rci_improved");
	results_put(results, (double)change->n_worse, "rci_worse");
	results_put(results, (double)change->n_unchanged, "rci_unchanged");
	results_put(results, change->class_gain, "gain_class");
	results_put(results, change->mean_gain, "gain_single_mean");
	results_put(results, change->normalised_change, "normalized_change");
}

static void put_people(struct results *results, const double *pre,
		       const double *post, size_t n, double sdiff)
{
	size_t shown = 0;

	for (size_t i = 0; i < n && shown < SHOWN_PEOPLE; i++)
		if (!isnan(pre[i]) && !isnan(post[i]))
			results_put(results, (post[i] - pre[i]) / sdiff,
				    "rci.%zu", ++shown);
}

static void put_by_group(const struct truth_case *c, struct results *results,
			 const struct groups *groups, const double *pre,
			 const double *post)
{
	size_t n = c->data[0]->n_rows;
	double *complete = memory_array(c, double, 2 * n);
	double maximum = truth_number(c, "max", (double)NAN);
	const struct tally **before, **after;

	for (size_t i = 0; i < n; i++) {
		bool is_complete = !isnan(pre[i]) && !isnan(post[i]);

		complete[i] = is_complete ? pre[i] : (double)NAN;
		complete[n + i] = is_complete ? post[i] : (double)NAN;
	}
	before = groups_tallies(c, groups, complete);
	after = groups_tallies(c, groups, complete + n);
	for (size_t g = 0; g < groups->k; g++) {
		double x = moments_of(before[g]).mean;
		double y = moments_of(after[g]).mean;

		results_put(results, y - x, "change_by_group.%s",
			    groups->levels[g]);
		results_put(results, change_class_gain(x, y, maximum),
			    "gain_by_group.%s", groups->levels[g]);
	}
}

int method_prepost(const struct truth_case *c, struct results *results,
		   struct error *error)
{
	struct change_scale scale = { truth_number(c, "max", (double)NAN),
				      truth_number(c, "reliability",
						   (double)NAN) };
	const char *group = truth_text(c, "group", NULL);
	struct change_covariance covariance;
	struct groups groups = { 0 };
	struct change change;
	double *pre, *post;
	size_t n;

	if (method_column(c, truth_text(c, "pre", ""), &pre, error) < 0 ||
	    method_column(c, truth_text(c, "post", ""), &post, error) < 0 ||
	    (group && groups_read(c, group, "levels", &groups, error) < 0))
		return -1;
	n = c->data[0]->n_rows;
	change = change_of(pre, post, n, &scale, truth_number(c, "conf", 0.95));
	put_change(results, &change);
	put_people(results, pre, post, n, change.sdiff);
	if (!group) {
		/* everybody in one group: the slope alone */
		groups.k = 1;
		groups.of_row = memory_array(c, size_t, n);
	} else {
		put_by_group(c, results, &groups, pre, post);
	}
	covariance =
		change_covariance_of(pre, post, groups.of_row, n, groups.k);
	results_put(results, covariance.slope, "ancova_slope");
	results_put(results, covariance.f, "ancova_F_group");
	return 0;
}
