#include "pipeline/core/memory.h"
#include "pipeline/stat/replicate.h"
#include "pipeline/stat/survey_test.h"
#include "pipeline/stat/weighted.h"
#include "tests/truth/methods.h"
#include "tests/truth/survey_case.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 40, SEED = 1 };

/* A survey case; JACKKNIFE is NULL for linearised standard errors. */
struct survey_case {
	const struct truth_case *c;
	const struct dataset *data;
	struct design *design;
	struct replicates *jackknife;
	double *ones;
	double confidence;
};

static struct survey_estimate mean_of(const struct survey_case *s,
				      const double *values)
{
	return s->jackknife ? replicates_estimate(s->jackknife, values, s->ones,
						  s->confidence)
			    : survey_mean(s->design, values, s->confidence);
}

static void put_mean(const struct survey_case *s, struct results *results,
		     const char *name, const double *values)
{
	struct survey_estimate mean = mean_of(s, values);
	struct survey_estimate total =
		s->jackknife ? replicates_estimate(s->jackknife, values, NULL,
						   s->confidence)
			     : survey_total(s->design, values, s->confidence);

	results_put(results, mean.value, "mean.%s", name);
	results_put(results, mean.se, "mean_se.%s", name);
	results_put(results, mean.low, "mean_lo.%s", name);
	results_put(results, mean.high, "mean_hi.%s", name);
	results_put(results, mean.deff, "mean_deff.%s", name);
	results_put(results, total.value, "total.%s", name);
	results_put(results, total.se, "total_se.%s", name);
	results_put(results, survey_variance(s->design, values), "var.%s",
		    name);
}

static void put_quantiles(const struct survey_case *s, struct results *results,
			  const char *name, const double *values)
{
	static const struct {
		const char *name;
		enum weighted_quantile_rule rule;
	} rules[] = { { "math", WEIGHTED_MATH },
		      { "school", WEIGHTED_SCHOOL },
		      { "hf7", WEIGHTED_HF7 },
		      { "hmisc", WEIGHTED_COUNTS } };
	static const int percents[] = { 10, 25, 50, 75, 90 };

	for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
		for (size_t p = 0; p < sizeof percents / sizeof *percents; p++)
			results_put(results,
				    weighted_quantile(rules[r].rule, values,
						      s->design->weights,
						      s->design->n,
						      percents[p] / 100.0),
				    "wq_%s.%s.%d", rules[r].name, name,
				    percents[p]);
}

/* 1 for the people of LEVEL, 0 for the others, NaN without an answer. */
static double *indicator(const struct survey_case *s,
			 const struct levels *levels, size_t level)
{
	double *out = memory_array(s->c, double, s->design->n);

	for (size_t i = 0; i < s->design->n; i++)
		out[i] = levels->codes[i] == SIZE_MAX
				 ? (double)NAN
				 : (double)(levels->codes[i] == level);
	return out;
}

static void put_shares(const struct survey_case *s, struct results *results,
		       const char *name)
{
	const struct levels *levels = column_levels(s->c, name);

	for (size_t l = 0; levels->n <= MOST_LEVELS && l < levels->n; l++) {
		double *values = indicator(s, levels, l);
		struct survey_estimate mean = mean_of(s, values);
		struct survey_estimate share =
			survey_share(s->design, values, s->confidence);
		const char *level = levels->names[l];

		results_put(results, mean.value, "prop.%s.%s", name, level);
		results_put(results, mean.se, "prop_se.%s.%s", name, level);
		results_put(results, share.low, "prop_logit_lo.%s.%s", name,
			    level);
		results_put(results, share.high, "prop_logit_hi.%s.%s", name,
			    level);
	}
}

/* The number columns NAME, or NULL. */
static double *numbers(const struct survey_case *s, const char *name)
{
	return dataset_numbers(s->c, s->data, name);
}

/* TEXT cut at the SEPARATOR that leaves a column of the data before it. */
static bool split(const struct survey_case *s, const char *text,
		  const char *separator, char **first, const char **second)
{
	for (const char *at = strstr(text, separator); at;
	     at = strstr(at + 1, separator)) {
		*first = memory_text_n(s->c, text, (size_t)(at - text));
		*second = at + strlen(separator);
		if (dataset_column(s->data, *first) >= 0)
			return true;
	}
	return false;
}

static void put_ratio(const struct survey_case *s, struct results *results,
		      const char *name)
{
	struct survey_estimate ratio;
	const char *second;
	char *first;
	double *above, *below;

	if (!split(s, name, "/", &first, &second))
		return;
	above = numbers(s, first);
	below = numbers(s, second);
	if (!below)
		return;
	ratio = s->jackknife
			? replicates_estimate(s->jackknife, above, below,
					      s->confidence)
			: survey_ratio(s->design, above, below, s->confidence);
	results_put(results, ratio.value, "ratio.%s", name);
	results_put(results, ratio.se, "ratio_se.%s", name);
}

/* NAME is "<values>.by.<domain>.<level>". */
static void put_domains(const struct survey_case *s, struct results *results,
			const char *name)
{
	const char *rest, *level;
	char *first, *domain;
	const struct levels *levels;
	double *values;

	if (!split(s, name, ".by.", &first, &rest) ||
	    !split(s, rest, ".", &domain, &level))
		return;
	values = numbers(s, first);
	levels = column_levels(s->c, domain);
	for (size_t l = 0; l < levels->n; l++) {
		double *inside = memory_array(s->c, double, s->design->n);
		struct survey_estimate mean;

		if (strcmp(levels->names[l], level) != 0)
			continue;
		for (size_t i = 0; i < s->design->n; i++)
			inside[i] =
				levels->codes[i] == l ? values[i] : (double)NAN;
		mean = mean_of(s, inside);
		results_put(results, mean.value, "domain_mean.%s", name);
		results_put(results, mean.se, "domain_se.%s", name);
	}
}

/* NAME is "<first>x<second>.<statistic>"; the pair without its statistic. */
static void put_independence(const struct survey_case *s,
			     struct results *results, const char *name)
{
	const char *dot = strrchr(name, '.');
	char *pair, *first;
	const char *second;
	const struct levels *a, *b;
	struct survey_independence test;

	if (!dot)
		return;
	pair = memory_text_n(s->c, name, (size_t)(dot - name));
	if (!split(s, pair, "x", &first, &second))
		return;
	while (dataset_column(s->data, second) < 0) {
		const char *at = strchr(second, 'x');

		if (!at)
			return;
		first = memory_text_n(s->c, pair, (size_t)(at - pair));
		second = at + 1;
	}
	a = column_levels(s->c, first);
	b = column_levels(s->c, second);
	if (!a || !b)
		return;
	test = survey_independence(s->design, a->codes, a->n, b->codes, b->n);
	results_put(results, test.f, "chisq.%s.F", pair);
	results_put(results, test.df1, "chisq.%s.ndf", pair);
	results_put(results, test.df2, "chisq.%s.ddf", pair);
	results_put(results, test.p, "chisq.%s.F_p", pair);
	results_put(results, test.x2, "chisq.%s.X2", pair);
	results_put(results, test.p_x2, "chisq.%s.X2_p", pair);
}

/* NAME is "<values>~<group>.<statistic>". */
static void put_difference(const struct survey_case *s, struct results *results,
			   const char *name)
{
	const char *dot = strrchr(name, '.');
	char *pair, *first;
	const char *second;
	const struct levels *levels;
	struct survey_difference test;

	if (!dot)
		return;
	pair = memory_text_n(s->c, name, (size_t)(dot - name));
	if (!split(s, pair, "~", &first, &second))
		return;
	levels = column_levels(s->c, second);
	if (!levels || levels->n != 2)
		return;
	test = survey_difference(s->design, numbers(s, first),
				 indicator(s, levels, 1));
	results_put(results, test.t, "ttest.%s.t", pair);
	results_put(results, test.difference, "ttest.%s.diff", pair);
	results_put(results, test.p, "ttest.%s.p", pair);
}

/* FORMULA is "y~a+b", numbers only; it stands in the convention. */
static void put_regression(const struct survey_case *s, struct results *results,
			   const char *formula)
{
	char *copy = memory_text(s->c, formula), *save = NULL;
	const char *names[32] = { "(Intercept)" };
	const char *answer = strtok_r(copy, "~ ", &save);
	double *x = NULL, *y = answer ? numbers(s, answer) : NULL;
	struct survey_regression *fit;
	size_t p = 1;

	while (p < 32 && (names[p] = strtok_r(NULL, "~+ ", &save)))
		p++;
	x = memory_array(s->c, double, s->design->n *p);
	for (size_t j = 0; y && j < p; j++) {
		double *column = j ? numbers(s, names[j]) : s->ones;

		if (!column)
			return;
		for (size_t i = 0; i < s->design->n; i++)
			x[i * p + j] = column[i];
	}
	fit = y ? survey_regression(s->c, s->design, x, p, y) : NULL;
	for (size_t j = 0; fit && j < p; j++) {
		results_put(results, fit->coefficients[j], "svyglm.coef.%s",
			    names[j]);
		results_put(results, fit->se[j], "svyglm.se.%s", names[j]);
	}
}

/* What takes two variables, which only the ids name. */
static void put_asked(const struct survey_case *s, struct results *results)
{
	static const struct {
		const char *prefix;
		void (*put)(const struct survey_case *s,
			    struct results *results, const char *name);
	} kinds[] = { { "ratio.", put_ratio },
		      { "domain_mean.", put_domains },
		      { "chisq.", put_independence },
		      { "ttest.", put_difference } };

	for (size_t i = 0; i < s->c->n_expected; i++) {
		const struct expected *asked = &s->c->expected[i];
		double got;

		if (results_find(results, asked->id, &got))
			continue;
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
			size_t length = strlen(kinds[k].prefix);

			if (strncmp(asked->id, kinds[k].prefix, length) == 0)
				kinds[k].put(s, results, asked->id + length);
		}
		if (strncmp(asked->id, "svyglm.coef.", 12) == 0 &&
		    asked->convention && strchr(asked->convention, '~'))
			put_regression(s, results, asked->convention);
	}
}

static bool is_number_column(const double *values, const struct levels *levels,
			     size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (levels->codes[i] != SIZE_MAX && isnan(values[i]))
			return false;
	return levels->n > 0;
}

static void put_columns(const struct survey_case *s, struct results *results)
{
	for (size_t j = 0; j < s->data->n_columns; j++) {
		const char *name = s->data->names[j];
		double *values = numbers(s, name);

		put_shares(s, results, name);
		if (!is_number_column(values, column_levels(s->c, name),
				      s->design->n))
			continue;
		put_mean(s, results, name, values);
		put_quantiles(s, results, name, values);
	}
}

static int open_case(const struct truth_case *c, struct survey_case *out,
		     struct error *error)
{
	*out = (struct survey_case){ .c = c, .data = c->data[0] };
	out->confidence = truth_number(c, "conf", 0.95);
	if (survey_design(c, truth_text(c, "weights", NULL), &out->design,
			  error) < 0)
		return -1;
	out->ones = memory_array(c, double, out->design->n);
	for (size_t i = 0; i < out->design->n; i++)
		out->ones[i] = 1;
	if (strncmp(truth_text(c, "replicates", ""), "JK", 2) == 0)
		out->jackknife = replicates_jackknife(c, out->design);
	return 0;
}

int method_survey(const struct truth_case *c, struct results *results,
		  struct error *error)
{
	struct survey_case s;
	struct weighted_spread spread;

	if (open_case(c, &s, error) < 0)
		return -1;
	spread = weighted_spread(s.design->weights, s.design->n);
	results_put(results, design_df(s.design), "degf");
	results_put(results, spread.sum, "sum_w");
	results_put(results, spread.deff, "kish_deff");
	results_put(results, spread.n_effective, "kish_neff");
	put_columns(&s, results);
	put_asked(&s, results);
	return 0;
}

int method_survey_bootstrap(const struct truth_case *c, struct results *results,
			    struct error *error)
{
	double n = truth_number(c, "replicates", 4000);
	struct survey_case s;
	struct replicates *replicates;

	if (open_case(c, &s, error) < 0)
		return -1;
	replicates =
		replicates_bootstrap(c, s.design, (size_t)fmax(2, n), SEED);
	for (size_t j = 0; j < s.data->n_columns; j++) {
		const char *name = s.data->names[j];
		double *values = numbers(&s, name);
		struct survey_estimate mean =
			survey_mean(s.design, values, s.confidence);
		struct survey_estimate total =
			survey_total(s.design, values, s.confidence);

		results_put(results, mean.value, "mean.%s", name);
		results_put(results, mean.se, "taylor_wr_se.%s", name);
		results_put(results, total.se, "total_taylor_wr_se.%s", name);
		mean = replicates_estimate(replicates, values, s.ones,
					   s.confidence);
		total = replicates_estimate(replicates, values, NULL,
					    s.confidence);
		results_put(results, mean.se, "boot_se.%s", name);
		results_put(results, total.se, "total_boot_se.%s", name);
	}
	return 0;
}
