#include "tests/truth/methods.h"

#include <string.h>

static const struct {
	const char *name;
	truth_method *run;
} methods[] = { { "bootstrap", method_bootstrap },
		{ "correlation", method_correlation },
		{ "descriptives", method_descriptives },
		{ "icc", method_icc },
		{ "kappa", method_kappa },
		{ "logistic", method_logistic },
		{ "nist_univariate", method_nist_univariate },
		{ "ols", method_ols },
		{ "ordinal_logit", method_ordinal_logit },
		{ "p_adjust", method_p_adjust },
		{ "polychoric", method_polychoric },
		{ "proportion_ci", method_proportion_ci },
		{ "reliability", method_reliability },
		{ "skill_gap", method_skill_gap },
		{ "survey", method_survey },
		{ "survey_bootstrap", method_survey_bootstrap },
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
