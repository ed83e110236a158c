#include "tests/truth/methods.h"

#include <string.h>

static const struct {
	const char *name;
	truth_method *run;
} methods[] = { { "2sfca", method_2sfca },
		{ "bipartite", method_bipartite },
		{ "bootstrap", method_bootstrap },
		{ "cochran_q", method_cochran_q },
		{ "contingency", method_contingency },
		{ "correlation", method_correlation },
		{ "descriptives", method_descriptives },
		{ "friedman", method_friedman },
		{ "haversine", method_haversine },
		{ "hclust", method_hclust },
		{ "icc", method_icc },
		{ "inequality", method_inequality },
		{ "k_group", method_k_group },
		{ "kappa", method_kappa },
		{ "kmeans", method_kmeans },
		{ "location_quotient", method_location_quotient },
		{ "logistic", method_logistic },
		{ "mcnemar", method_mcnemar },
		{ "multi_select", method_multi_select },
		{ "network", method_network },
		{ "nist_anova", method_nist_anova },
		{ "nist_univariate", method_nist_univariate },
		{ "ols", method_ols },
		{ "ordinal_logit", method_ordinal_logit },
		{ "p_adjust", method_p_adjust },
		{ "pam", method_pam },
		{ "pam_gower", method_pam_gower },
		{ "polychoric", method_polychoric },
		{ "prepost", method_prepost },
		{ "proportion_ci", method_proportion_ci },
		{ "reliability", method_reliability },
		{ "skill_gap", method_skill_gap },
		{ "spatial_autocorrelation", method_spatial_autocorrelation },
		{ "survey", method_survey },
		{ "survey_bootstrap", method_survey_bootstrap },
		{ "trend", method_trend },
		{ "two_group", method_two_group },
		{ "two_proportions", method_two_proportions },
		{ "weighting", method_weighting },
		{ "wilcoxon_exact", method_wilcoxon_exact } };

truth_method *method_find(const char *name)
{
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (strcmp(methods[i].name, name) == 0)
			return methods[i].run;
	return NULL;
}

int method_column(const struct truth_case *c, const char *name, double **values,
		  struct error *error)
{
	if (c->n_data == 0)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "the case names no data");
	*values = dataset_numbers(c, c->data[0], name);
	if (!*values)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "the data have no column '%s'", name);
	return 0;
}
