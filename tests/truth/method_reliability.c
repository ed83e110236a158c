/* Scales and raters: reliability and structure of items, agreement. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/agreement.h"
#include "pipeline/stat/factor.h"
#include "pipeline/stat/reliability.h"
#include "pipeline/stat/structure.h"
#include "tests/truth/columns.h"
#include "tests/truth/methods.h"

#include <math.h>

enum { MOST_FACTORS = 6, FEWEST_FACTOR_ITEMS = 4 };

struct items {
	const char **names;
	size_t k;
	double *values; /* rows x k, keyed */
	size_t n_rows;
};

/* -1 for an item that is to be turned round. */
static double key_of(const struct truth_case *c, size_t item)
{
	const json_t *keys = json_object_get(c->params, "keys");
	const json_t *key =
		json_is_array(keys) ? json_array_get(keys, item) : keys;

	return json_is_number(key) ? json_number_value(key) : 1;
}

static void turn_items(const struct truth_case *c, struct items *items)
{
	double constant = truth_number(c, "rev_const", 0);

	for (size_t j = 0; j < items->k; j++)
		for (size_t i = 0; i < items->n_rows && key_of(c, j) < 0; i++)
			items->values[i * items->k + j] =
				constant - items->values[i * items->k + j];
}

static void put_item(struct results *results, const char *name,
		     const struct reliability_item *item)
{
	results_put(results, item->mean, "%s.mean", name);
	results_put(results, item->sd, "%s.sd", name);
	results_put(results, item->alpha_drop, "%s.alpha_drop", name);
	results_put(results, item->r_drop, "%s.r_drop", name);
	results_put(results, item->r_raw, "%s.r_raw", name);
	results_put(results, item->smc, "%s.smc", name);
}

static void put_reliability(struct results *results,
			    const struct reliability *r)
{
	results_put(results, r->alpha, "alpha_raw");
	results_put(results, r->alpha_standardised, "alpha_std");
	results_put(results, r->mean_r, "mean_r");
	results_put(results, r->low, "feldt_lo");
	results_put(results, r->high, "feldt_hi");
	results_put(results, r->sem, "sem");
	results_put(results, r->total_mean, "total_mean");
	results_put(results, r->total_sd, "total_sd");
	results_put(results, r->lambda_1, "lambda1");
	results_put(results, r->lambda_2, "lambda2");
	results_put(results, r->lambda_6, "lambda6_std");
	results_put(results, r->split_r, "split_r");
	results_put(results, r->split_spearman_brown, "split_sb");
	results_put(results, r->split_horst, "split_sb_unequal");
	results_put(results, r->split_guttman, "split_guttman");
	results_put(results, r->split_first_last_r, "split_first_last_r");
}

static void put_one_factor(struct results *results, const struct items *items,
			   const struct covariance *c)
{
	double none = (double)NAN, total = 0;
	struct factor_fit *ml = factor_ml(c, c->cor, c->k, 1, (double)c->n);
	struct factor_fit *minres = factor_minres(c, c->cor, c->k);

	for (size_t i = 0; i < c->k * c->k; i++)
		total += c->cov[i];
	for (size_t i = 0; ml && i < c->k; i++)
		results_put(results, ml->loadings[i], "ml1_loading.%s",
			    items->names[i]);
	if (ml) {
		results_put(results, factor_omega(ml, NULL, none), "omega_ml");
		results_put(results, ml->chi2, "ml1_chi2");
		results_put(results, ml->df, "ml1_df");
		results_put(results, factor_omega(ml, c->sd, none),
			    "omega_cfa_cov");
		results_put(results, factor_omega(ml, c->sd, total),
			    "omega_cfa_obs");
	}
	for (size_t i = 0; minres && i < c->k; i++)
		results_put(results, minres->loadings[i], "minres1_loading.%s",
			    items->names[i]);
	if (minres)
		results_put(results, factor_omega(minres, NULL, none),
			    "omega_minres");
}

static void put_factors(struct results *results, const struct items *items,
			const struct covariance *c, size_t m)
{
	struct factor_fit *fit = factor_ml(c, c->cor, c->k, m, (double)c->n);

	if (!fit)
		return;
	results_put(results, fit->chi2, "ml%zu_chi2", m);
	results_put(results, fit->df, "ml%zu_df", m);
	for (size_t i = 0; i < c->k; i++)
		results_put(results, fit->uniqueness[i], "ml%zu_uniqueness.%s",
			    m, items->names[i]);
}

static void put_components(struct results *results, const struct items *items,
			   const struct covariance *c, size_t m)
{
	double *loadings = memory_array(c, double, c->k *m);

	if (!structure_components(c->cor, c->k, m, loadings, NULL))
		return;
	for (size_t i = 0; i < c->k; i++) {
		double sum = 0;

		for (size_t j = 0; j < m; j++)
			sum += loadings[i * m + j] * loadings[i * m + j];
		results_put(results, sum, "pca%zu_communality.%s", m,
			    items->names[i]);
	}
	structure_varimax(loadings, c->k, m);
	for (size_t i = 0; i < c->k; i++)
		for (size_t j = 0; j < m; j++)
			results_put(results, loadings[i * m + j],
				    "pca%zu_varimax[%s,RC%zu]", m,
				    items->names[i], j + 1);
}

static void put_adequacy(struct results *results, const struct items *items,
			 const struct covariance *c)
{
	double *msa = memory_array(c, double, c->k);
	struct adequacy a = structure_adequacy(c->cor, c->k, (double)c->n, msa);

	results_put(results, a.kmo, "kmo");
	results_put(results, a.chi2, "bartlett_chi2");
	results_put(results, a.df, "bartlett_df");
	results_put(results, a.p, "bartlett_p");
	results_put(results, a.determinant, "det_R");
	for (size_t i = 0; i < c->k; i++)
		results_put(results, msa[i], "msa.%s", items->names[i]);
}

static void put_structure(struct results *results, const struct items *items,
			  const struct covariance *c)
{
	double *loadings = memory_array(c, double, c->k);
	double *eigenvalues = memory_array(c, double, c->k);

	put_adequacy(results, items, c);
	if (!structure_components(c->cor, c->k, 1, loadings, eigenvalues))
		return;
	for (size_t i = 0; i < c->k; i++) {
		results_put(results, eigenvalues[i], "eigen.%zu", i + 1);
		results_put(results, loadings[i], "pca1_loading.%s",
			    items->names[i]);
	}
	if (c->k >= FEWEST_FACTOR_ITEMS)
		put_one_factor(results, items, c);
	for (size_t m = 2; m <= MOST_FACTORS && m < c->k; m++) {
		put_factors(results, items, c, m);
		put_components(results, items, c, m);
	}
}

int method_reliability(const struct truth_case *c, struct results *results,
		       struct error *error)
{
	struct items items = { .n_rows = c->n_data ? c->data[0]->n_rows : 0 };
	struct reliability_item *figures;
	struct covariance *covariance;
	struct reliability r;
	double *pairwise;

	items.names = truth_names(c, "items", &items.k);
	if (method_columns(c, items.names, items.k, &items.values, error) < 0)
		return -1;
	turn_items(c, &items);
	covariance =
		covariance_listwise(c, items.values, items.n_rows, items.k);
	figures = memory_array(c, struct reliability_item, items.k);
	r = reliability_of(covariance, 0.95, figures);
	results_put(results, (double)covariance->n, "n");
	put_reliability(results, &r);
	for (size_t i = 0; i < items.k; i++)
		put_item(results, items.names[i], &figures[i]);
	pairwise = memory_array(c, double, items.k *items.k);
	covariance_pairwise(items.values, items.n_rows, items.k, pairwise);
	results_put(results, reliability_alpha(pairwise, items.k),
		    "alpha_raw_pairwise");
	put_structure(results, &items, covariance);
	return 0;
}

int method_icc(const struct truth_case *c, struct results *results,
	       struct error *error)
{
	static const char *const names[ICC_KINDS] = {
		"ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"
	};
	struct icc icc[ICC_KINDS];
	double *values;
	size_t k, n;
	const char **raters = truth_names(c, "raters", &k);

	if (method_columns(c, raters, k, &values, error) < 0)
		return -1;
	n = covariance_rows(values, c->data[0]->n_rows, k, values);
	icc_of(values, n, k, 0.95, icc);
	for (int i = 0; i < ICC_KINDS; i++) {
		results_put(results, icc[i].value, "%s.icc", names[i]);
		results_put(results, icc[i].f, "%s.F", names[i]);
		results_put(results, icc[i].low, "%s.lo", names[i]);
		results_put(results, icc[i].high, "%s.hi", names[i]);
	}
	return 0;
}

int method_kappa(const struct truth_case *c, struct results *results,
		 struct error *error)
{
	const char *names[] = { truth_text(c, "a", "a"),
				truth_text(c, "b", "b") };
	struct factor_codes codes;
	struct kappa kappa;
	uint64_t *counts;
	size_t n;

	if (method_codes(c, names, 2, BY_VALUE, &codes, error) < 0)
		return -1;
	n = codes.n_levels;
	counts = memory_array(c, uint64_t, n * n);
	for (size_t i = 0; i < codes.n_rows; i++)
		if (codes.codes[2 * i] < n && codes.codes[2 * i + 1] < n)
			counts[codes.codes[2 * i] * n +
			       codes.codes[2 * i + 1]]++;
	kappa = kappa_of(counts, n);
	results_put(results, (double)kappa.n, "n");
	results_put(results, kappa.kappa, "kappa");
	results_put(results, kappa.quadratic, "kappa_quadratic");
	results_put(results, kappa.linear, "kappa_linear");
	results_put(results, kappa.variance, "var_kappa");
	results_put(results, kappa.agreement, "percent_agree");
	return 0;
}
