/*
 * What a case's "method" asks for: each fills RESULTS with every value that it
 * knows, under the ids of the README of the reference cases.  Fails only when a
 * parameter names a column that the data lack.
 */
#ifndef TESTS_TRUTH_METHODS_H
#define TESTS_TRUTH_METHODS_H

#include "tests/truth/case.h"

typedef int truth_method(const struct truth_case *c, struct results *results,
			 struct error *error);

truth_method method_descriptives, method_nist_univariate;
truth_method method_skill_gap, method_wilcoxon_exact;
truth_method method_p_adjust, method_proportion_ci;
truth_method method_two_group, method_k_group, method_nist_anova;
truth_method method_contingency;
truth_method method_mcnemar, method_cochran_q, method_friedman;
truth_method method_two_proportions, method_multi_select;
truth_method method_trend, method_prepost;
truth_method method_survey, method_survey_bootstrap, method_weighting;
truth_method method_kmeans, method_pam, method_pam_gower, method_hclust;
truth_method method_reliability, method_icc, method_kappa;
truth_method method_correlation, method_polychoric, method_bootstrap;
truth_method method_ols, method_logistic, method_ordinal_logit;
truth_method method_inequality, method_location_quotient, method_haversine;
truth_method method_spatial_autocorrelation, method_2sfca;
truth_method method_network, method_bipartite;

/* NULL for a method that is not there. */
truth_method *method_find(const char *name);

/* Column NAME of the case's first data file, on the case; or an error. */
int method_column(const struct truth_case *c, const char *name, double **values,
		  struct error *error);

#endif
