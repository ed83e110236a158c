#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/gap.h"
#include "pipeline/stat/quadrant.h"
#include "tests/truth/methods.h"

#include <math.h>

/* The items of a skill_gap case, and what is asked over all of them. */
struct items {
	const char **labels, **required, **current;
	size_t n, n_rows;
	double **required_values, **current_values;
	double *p_t, *p_wilcoxon, *gap, *importance, *performance;
	double confidence;
};

static void put_means(struct results *results, const char *label,
		      const struct gap *gap, double confidence)
{
	int percent = (int)lround(100 * confidence);

	results_put(results, (double)gap->n, "%s.n", label);
	results_put(results, gap->mean_required, "%s.mean_required", label);
	results_put(results, gap->mean_current, "%s.mean_current", label);
	results_put(results, gap->sd_required, "%s.sd_required", label);
	results_put(results, gap->sd_current, "%s.sd_current", label);
	results_put(results, gap->mean, "%s.mean_gap", label);
	results_put(results, gap->sd, "%s.sd_gap", label);
	results_put(results, gap->median, "%s.median_gap", label);
	results_put(results, gap->se, "%s.se_gap", label);
	results_put(results, gap->low, "%s.ci%d_lo", label, percent);
	results_put(results, gap->high, "%s.ci%d_hi", label, percent);
	results_put(results, gap->t, "%s.t", label);
	results_put(results, gap->df, "%s.df", label);
	results_put(results, gap->p, "%s.t_p", label);
}

static void put_effects(struct results *results, const char *label,
			const struct gap *gap)
{
	results_put(results, gap->dz, "%s.dz", label);
	results_put(results, gap->gz, "%s.gz", label);
	results_put(results, gap->dav, "%s.dav", label);
	results_put(results, gap->dav_rms, "%s.dav_rms", label);
	results_put(results, gap->r, "%s.r", label);
	results_put(results, gap->drm, "%s.drm", label);
	results_put(results, gap->cliff_delta, "%s.cliff_delta", label);
	results_put(results, gap->paired_dominance, "%s.paired_dominance",
		    label);
	results_put(results, gap->mwds, "%s.borich_mwds", label);
	results_put(results, gap->mwds_available, "%s.borich_mwds_avail",
		    label);
	results_put(results, gap->percent_negative, "%s.rdm_pct_negative",
		    label);
	results_put(results, gap->percent_positive, "%s.rdm_pct_positive",
		    label);
	results_put(results, gap->percent_tied, "%s.rdm_pct_tied", label);
	results_put(results, gap->score, "%s.rdm_score", label);
}

static void put_ranks(struct results *results, const char *label,
		      const struct gap *gap)
{
	const struct wilcoxon *w = &gap->wilcoxon;

	results_put(results, (double)w->n_positive, "%s.n_pos", label);
	results_put(results, (double)w->n_negative, "%s.n_neg", label);
	results_put(results, (double)w->n_zero, "%s.n_zero", label);
	results_put(results, w->w_plus, "%s.W_plus", label);
	results_put(results, w->w_minus, "%s.W_minus", label);
	results_put(results, w->p_continuity, "%s.wilcox_p_cc", label);
	results_put(results, w->p, "%s.wilcox_p_nocc", label);
	results_put(results, w->z, "%s.wilcox_z", label);
	results_put(results, w->pratt_z, "%s.pratt_z", label);
	results_put(results, w->pratt_p, "%s.pratt_p", label);
	results_put(results, w->rank_biserial, "%s.rank_biserial", label);
	results_put(results, w->rank_biserial_pratt, "%s.rank_biserial_pratt",
		    label);
	results_put(results, w->z / sqrt((double)gap->n), "%s.r_z", label);
	results_put(results, w->sign_p, "%s.sign_test_p", label);
}

static struct gap put_pair(const struct truth_case *c, struct results *results,
			   const char *label, const double *required,
			   const double *current, const struct items *items)
{
	struct pairs *pairs =
		pairs_of_values(c, required, current, items->n_rows);
	struct gap gap = gap_of(pairs, items->confidence);

	put_means(results, label, &gap, items->confidence);
	put_effects(results, label, &gap);
	put_ranks(results, label, &gap);
	results_put(results, wilcoxon_exact_of(pairs->difference).two_sided,
		    "%s.wilcox_exact_perm_p", label);
	talloc_free(pairs);
	return gap;
}

/* The mean over the items, for rows that answered all of them. */
static double *row_means(const void *ctx, double *const *columns,
			 const struct items *items)
{
	double *means = memory_array(ctx, double, items->n_rows);

	for (size_t row = 0; row < items->n_rows; row++) {
		long double sum = 0;

		for (size_t i = 0; i < items->n; i++)
			sum += (long double)columns[i][row];
		means[row] = (double)(sum / (long double)items->n);
	}
	return means;
}

static void put_composite(const struct truth_case *c, struct results *results,
			  const struct items *items)
{
	put_pair(c, results, "COMPOSITE",
		 row_means(c, items->required_values, items),
		 row_means(c, items->current_values, items), items);
}

static void put_adjusted(const struct truth_case *c, struct results *results,
			 const struct items *items)
{
	static const struct {
		const char *name;
		enum adjust_method method;
	} methods[] = { { "bonferroni", ADJUST_BONFERRONI },
			{ "holm", ADJUST_HOLM },
			{ "hochberg", ADJUST_HOCHBERG },
			{ "hommel", ADJUST_HOMMEL },
			{ "BH", ADJUST_BH },
			{ "BY", ADJUST_BY } };
	double *t = memory_array(c, double, items->n);
	double *w = memory_array(c, double, items->n);

	for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
		adjust_p(methods[m].method, items->p_t, items->n, t);
		adjust_p(methods[m].method, items->p_wilcoxon, items->n, w);
		for (size_t i = 0; i < items->n; i++) {
			results_put(results, t[i], "adj_t_%s.%s",
				    methods[m].name, items->labels[i]);
			results_put(results, w[i], "adj_w_%s.%s",
				    methods[m].name, items->labels[i]);
		}
	}
}

static void put_quadrants(const struct truth_case *c, struct results *results,
			  const struct items *items)
{
	static const struct {
		const char *name;
		enum crosshair_rule rule;
	} rules[] = { { "mean", CROSSHAIR_GRAND_MEAN },
		      { "median", CROSSHAIR_MEDIAN },
		      { "mid", CROSSHAIR_MIDPOINT } };
	double midpoint = truth_number(c, "scale_mid", (double)NAN);

	for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
		struct crosshair cross =
			crosshair_of(rules[r].rule, items->importance,
				     items->performance, items->n, midpoint);

		if (rules[r].rule == CROSSHAIR_GRAND_MEAN) {
			results_put(results, cross.importance,
				    "ipa.cross_importance");
			results_put(results, cross.performance,
				    "ipa.cross_performance");
		}
		for (size_t i = 0; i < items->n; i++) {
			enum quadrant quadrant =
				quadrant_of(items->importance[i],
					    items->performance[i], &cross);

			results_put(results,
				    quadrant == QUADRANT_NONE
					    ? (double)NAN
					    : (double)quadrant,
				    "ipa.quadrant_%s.%s", rules[r].name,
				    items->labels[i]);
		}
	}
}

static void put_rank(const struct truth_case *c, struct results *results,
		     const struct items *items, const double *values,
		     const char *id)
{
	size_t *ranks = memory_array(c, size_t, items->n);

	rank_descending(values, items->n, ranks);
	for (size_t i = 0; i < items->n; i++)
		results_put(results, ranks[i] ? (double)ranks[i] : (double)NAN,
			    "%s.%s", id, items->labels[i]);
}

static int read_items(const struct truth_case *c, struct items *items,
		      struct error *error)
{
	size_t n_current, n_labels;

	items->required = truth_names(c, "required", &items->n);
	items->current = truth_names(c, "current", &n_current);
	items->labels = truth_names(c, "labels", &n_labels);
	if (items->n == 0 || n_current != items->n ||
	    (n_labels != 0 && n_labels != items->n))
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "required, current and labels differ in "
				 "number");
	if (n_labels == 0)
		items->labels = items->required;
	items->confidence = truth_number(c, "conf", 0.95);
	items->required_values = memory_array(c, double *, items->n);
	items->current_values = memory_array(c, double *, items->n);
	for (size_t i = 0; i < items->n; i++)
		if (method_column(c, items->required[i],
				  &items->required_values[i], error) < 0 ||
		    method_column(c, items->current[i],
				  &items->current_values[i], error) < 0)
			return -1;
	items->n_rows = c->data[0]->n_rows;
	items->p_t = memory_array(c, double, items->n);
	items->p_wilcoxon = memory_array(c, double, items->n);
	items->gap = memory_array(c, double, items->n);
	items->importance = memory_array(c, double, items->n);
	items->performance = memory_array(c, double, items->n);
	return 0;
}

int method_skill_gap(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	struct items items = { 0 };
	double *mwds;

	if (read_items(c, &items, error) < 0)
		return -1;
	mwds = memory_array(c, double, items.n);
	for (size_t i = 0; i < items.n; i++) {
		struct gap gap = put_pair(c, results, items.labels[i],
					  items.required_values[i],
					  items.current_values[i], &items);

		items.p_t[i] = gap.p;
		items.p_wilcoxon[i] = gap.wilcoxon.p_continuity;
		items.gap[i] = gap.mean;
		items.importance[i] = gap.mean_required;
		items.performance[i] = gap.mean_current;
		mwds[i] = gap.mwds;
	}
	put_composite(c, results, &items);
	put_adjusted(c, results, &items);
	put_quadrants(c, results, &items);
	put_rank(c, results, &items, items.gap, "rank_by_gap");
	put_rank(c, results, &items, mwds, "rank_by_borich");
	return 0;
}

int method_wilcoxon_exact(const struct truth_case *c, struct results *results,
			  struct error *error)
{
	size_t n_required, n_current;
	const char **required = truth_names(c, "required", &n_required);
	const char **current = truth_names(c, "current", &n_current);
	double *first, *second;
	struct hodges_lehmann centre;
	struct wilcoxon_exact exact;
	struct wilcoxon test;
	struct pairs *pairs;

	if (n_required != 1 || n_current != 1)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "one required and one current column needed");
	if (method_column(c, required[0], &first, error) < 0 ||
	    method_column(c, current[0], &second, error) < 0)
		return -1;
	pairs = pairs_of_values(c, first, second, c->data[0]->n_rows);
	test = wilcoxon_of(pairs->difference);
	exact = wilcoxon_exact_of(pairs->difference);
	centre = hodges_lehmann_of(pairs->difference,
				   truth_number(c, "conf", 0.95));
	results_put(results, test.w_plus, "V");
	results_put(results, exact.two_sided, "p_exact");
	results_put(results, exact.greater, "p_exact_greater");
	results_put(results, exact.less, "p_exact_less");
	results_put(results, centre.estimate, "hl_estimate");
	results_put(results, centre.low, "hl_ci_lo");
	results_put(results, centre.high, "hl_ci_hi");
	results_put(results, test.p_continuity, "p_asym_cc");
	results_put(results, test.p, "p_asym");
	return 0;
}
