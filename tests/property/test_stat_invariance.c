/*
 * What any estimator must bear: people in another order, answers in another
 * unit, groups under other names.  From counts the bits are the same; what adds
 * up real numbers person by person agrees to rounding.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/agreement.h"
#include "pipeline/stat/bootstrap.h"
#include "pipeline/stat/contingency.h"
#include "pipeline/stat/correlation.h"
#include "pipeline/stat/covariance.h"
#include "pipeline/stat/effect.h"
#include "pipeline/stat/fisher.h"
#include "pipeline/stat/kmeans.h"
#include "pipeline/stat/kruskal.h"
#include "pipeline/stat/logistic.h"
#include "pipeline/stat/mann_whitney.h"
#include "pipeline/stat/ols.h"
#include "pipeline/stat/ordinal.h"
#include "pipeline/stat/pam.h"
#include "pipeline/stat/partition.h"
#include "pipeline/stat/polychoric.h"
#include "pipeline/stat/reliability.h"
#include "pipeline/stat/two_group.h"
#include "pipeline/stat/weighted.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 20, PEOPLE = 90, GROUPS = 3, POINTS = 5, FIGURES = 24 };

struct people {
	double score[PEOPLE], other[PEOPLE], weight[PEOPLE], yes[PEOPLE];
	size_t group[PEOPLE], rating[PEOPLE], second[PEOPLE];
};

/* What one estimator makes of them. */
struct figures {
	double values[FIGURES];
	size_t n;
};

static void put(struct figures *out, double value)
{
	assert_true(out->n < FIGURES);
	out->values[out->n++] = value;
}

static void draw(struct people *p, unsigned *seed)
{
	for (size_t i = 0; i < PEOPLE; i++) {
		p->group[i] = (size_t)rand_r(seed) % GROUPS;
		p->rating[i] = (size_t)rand_r(seed) % POINTS;
		p->second[i] =
			(p->rating[i] + (size_t)rand_r(seed) % 3) % POINTS;
		p->score[i] = rand_r(seed) % 40 + (double)p->group[i];
		p->other[i] = p->score[i] / 2 + rand_r(seed) % 17;
		p->weight[i] = 0.5 + rand_r(seed) % 7 / 4.0;
		p->yes[i] = rand_r(seed) % 50 < p->score[i];
	}
}

static void shuffle(const struct people *from, struct people *to,
		    unsigned *seed)
{
	size_t order[PEOPLE];

	for (size_t i = 0; i < PEOPLE; i++) {
		size_t j = (size_t)rand_r(seed) % (i + 1);

		order[i] = order[j];
		order[j] = i;
	}
	for (size_t i = 0; i < PEOPLE; i++) {
		size_t j = order[i];

		to->score[i] = from->score[j];
		to->other[i] = from->other[j];
		to->weight[i] = from->weight[j];
		to->yes[i] = from->yes[j];
		to->group[i] = from->group[j];
		to->rating[i] = from->rating[j];
		to->second[i] = from->second[j];
	}
}

static struct tally **groups_of(const void *ctx, const struct people *p)
{
	struct tally **out = memory_array(ctx, struct tally *, GROUPS);
	double values[PEOPLE];

	for (size_t g = 0; g < GROUPS; g++) {
		size_t n = 0;

		for (size_t i = 0; i < PEOPLE; i++)
			if (p->group[i] == g)
				values[n++] = p->score[i];
		out[g] = tally_values(out, values, n);
	}
	return out;
}

static void ratings_of(const struct people *p, uint64_t *counts)
{
	memset(counts, 0, POINTS * POINTS * sizeof *counts);
	for (size_t i = 0; i < PEOPLE; i++)
		counts[p->rating[i] * POINTS + p->second[i]]++;
}

/* ---- from counts: the same bits ---- */

static struct figures one_column(const struct people *p)
{
	struct tally *tally = tally_values(NULL, p->score, PEOPLE);
	struct descriptives d = descriptives_of(tally, 0.95);
	struct bootstrap b = bootstrap_mean(tally, 0.95);
	struct figures out = { .n = 0 };

	put(&out, d.mean);
	put(&out, d.sd);
	put(&out, d.low);
	put(&out, d.skew[1]);
	put(&out, d.kurtosis[1]);
	put(&out, d.mad);
	put(&out, d.trimmed_20);
	put(&out, tally_quantile(tally, 6, 0.3));
	put(&out, b.low);
	put(&out, b.high);
	talloc_free(tally);
	return out;
}

static struct figures groups(const struct people *p)
{
	static const struct effect_bootstrap few = { 40, 3, 0.9 };
	struct tally **all = groups_of(NULL, p);
	const struct tally *const *g = (const struct tally *const *)all;
	struct anova anova = anova_of(g, GROUPS, 0.95);
	struct mann_whitney u = mann_whitney_of(all[0], all[1], 0.95);
	struct two_group two = two_group_of(all[0], all[1], 0.95);
	double ranks[GROUPS];
	struct figures out = { .n = 0 };

	put(&out, anova.f);
	put(&out, anova.omega2);
	put(&out, anova.low);
	put(&out, welch_anova_of(g, GROUPS).p);
	put(&out, levene_of(g, GROUPS, LEVENE_MEDIAN).f);
	put(&out, bartlett_of(g, GROUPS).p);
	put(&out, kruskal_of(g, GROUPS, ranks).h);
	put(&out, effect_epsilon(g, GROUPS, &few).high);
	put(&out, u.z);
	put(&out, u.cliff_high);
	put(&out, mann_whitney_exact_p(all[0], all[1]));
	put(&out, two.welch.p);
	put(&out, two.hedges_g);
	put(&out, two.distance);
	talloc_free(all);
	return out;
}

static struct figures tables(const struct people *p)
{
	uint64_t counts[POINTS * POINTS];
	struct contingency c;
	struct kappa kappa;
	struct figures out = { .n = 0 };

	ratings_of(p, counts);
	c = contingency_of(counts, POINTS, POINTS, 0.95);
	kappa = kappa_of(counts, POINTS);
	put(&out, c.chi2);
	put(&out, c.g2);
	put(&out, c.cramer_v_corrected);
	put(&out, c.cramer_high);
	put(&out, kappa.kappa);
	put(&out, kappa.quadratic);
	put(&out, polychoric_of(counts, POINTS, POINTS));
	put(&out, ordinal_association_of(counts, POINTS, POINTS).tau_b);
	return out;
}

static void same_bits(struct figures (*estimate)(const struct people *))
{
	unsigned seed = 1;

	for (int round = 0; round < ROUNDS; round++) {
		struct people one, two;
		struct figures a, b;

		draw(&one, &seed);
		shuffle(&one, &two, &seed);
		a = estimate(&one);
		b = estimate(&two);
		for (size_t i = 0; i < a.n; i++)
			assert_memory_equal(&a.values[i], &b.values[i],
					    sizeof(double));
	}
}

static void counts_do_not_know_the_order(void **state)
{
	(void)state;
	same_bits(one_column);
	same_bits(groups);
	same_bits(tables);
}

/* ---- person by person: to rounding ---- */

static struct figures weighing(const struct people *p)
{
	struct weighted_moments m =
		weighted_moments(p->score, p->weight, PEOPLE);
	struct figures out = { .n = 0 };

	put(&out, m.mean);
	put(&out, m.variance);
	put(&out, weighted_shape(p->score, p->weight, PEOPLE).skew[0]);
	put(&out, weighted_quantile(WEIGHTED_MATH, p->score, p->weight, PEOPLE,
				    0.37));
	put(&out, weighted_spread(p->weight, PEOPLE).deff);
	return out;
}

static struct figures association(const struct people *p)
{
	struct correlation r = correlation_of(p->score, p->other, PEOPLE, 0.95);
	double items[PEOPLE * 3];
	struct covariance *c;
	struct figures out = { .n = 0 };

	for (size_t i = 0; i < PEOPLE; i++) {
		items[3 * i] = p->score[i];
		items[3 * i + 1] = p->other[i];
		items[3 * i + 2] = (double)p->rating[i];
	}
	c = covariance_listwise(NULL, items, PEOPLE, 3);
	put(&out, r.pearson);
	put(&out, r.spearman);
	put(&out, r.tau_b);
	put(&out, reliability_of(c, 0.95, NULL).alpha);
	talloc_free(c);
	return out;
}

static struct figures models(const struct people *p)
{
	struct ols *ols = ols_fit(NULL, p->score, p->other, PEOPLE, 1, true);
	struct logistic *logistic =
		logistic_fit(ols, p->score, p->yes, PEOPLE, 1, 0.95);
	struct ordinal_input input = { p->score, p->rating, p->weight,
				       PEOPLE,   1,         POINTS };
	struct ordinal *ordinal = ordinal_fit(ols, &input);
	struct figures out = { .n = 0 };

	put(&out, ols->coefficients[1].value);
	put(&out, ols->coefficients[1].se_hc3);
	put(&out, ols->r2);
	put(&out, logistic->coefficients[1].value);
	put(&out, logistic->coefficients[1].se);
	put(&out, logistic->auc);
	put(&out, ordinal->slopes[0].value);
	put(&out, ordinal->log_likelihood);
	talloc_free(ols);
	return out;
}

static struct figures clusters(const struct people *p)
{
	double x[PEOPLE * 2];
	struct distances *distances;
	struct pam *medoids;
	struct figures out = { .n = 0 };

	for (size_t i = 0; i < PEOPLE; i++) {
		x[2 * i] = p->score[i] + 60 * (double)p->group[i];
		x[2 * i + 1] = p->other[i] / 4;
	}
	distances = distances_euclid(NULL, x, PEOPLE, 2);
	medoids = pam(distances, distances, GROUPS);
	put(&out, kmeans(distances, x, PEOPLE, 2, GROUPS, 20, 1)->sse);
	put(&out, medoids->objective);
	put(&out, silhouette(distances, medoids->labels, GROUPS, NULL));
	talloc_free(distances);
	return out;
}

static void same_to_rounding(struct figures (*estimate)(const struct people *))
{
	unsigned seed = 2;

	for (int round = 0; round < ROUNDS; round++) {
		struct people one, two;
		struct figures a, b;

		draw(&one, &seed);
		shuffle(&one, &two, &seed);
		a = estimate(&one);
		b = estimate(&two);
		for (size_t i = 0; i < a.n; i++)
			assert_near(b.values[i], a.values[i],
				    1e-10 * (1 + fabs(a.values[i])));
	}
}

static void sums_follow_the_order_by_rounding_only(void **state)
{
	(void)state;
	same_to_rounding(weighing);
	same_to_rounding(association);
	same_to_rounding(models);
	same_to_rounding(clusters);
}

/* ---- other units, other names ---- */

/* Each figure of ESTIMATE after CHANGE: old times FACTORS[i] plus SHIFTS[i]. */
struct law {
	struct figures (*estimate)(const struct people *);
	double factors[FIGURES], shifts[FIGURES];
};

/* Scores become 3 x - 7. */
static void follows(const struct law *law)
{
	unsigned seed = 4;

	for (int round = 0; round < ROUNDS; round++) {
		struct people one, two;
		struct figures a, b;

		draw(&one, &seed);
		two = one;
		for (size_t i = 0; i < PEOPLE; i++)
			two.score[i] = 3 * one.score[i] - 7;
		a = law->estimate(&one);
		b = law->estimate(&two);
		for (size_t i = 0; i < a.n; i++)
			assert_near(b.values[i],
				    law->factors[i] * a.values[i] +
					    law->shifts[i],
				    1e-9 * (1 + fabs(b.values[i])));
	}
}

static void another_unit_changes_what_carries_it(void **state)
{
	static const struct law laws[] = {
		{ one_column,
		  { 3, 3, 3, 1, 1, 3, 3, 3, 3, 3 },
		  { -7, 0, -7, 0, 0, 0, -7, -7, -7, -7 } },
		{ groups, { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, { 0 } },
		{ weighing, { 3, 9, 1, 3, 1 }, { -7, 0, 0, -7, 0 } },
		{ models,
		  { 1 / 3.0, 1 / 3.0, 1, 1 / 3.0, 1 / 3.0, 1, 1 / 3.0, 1 },
		  { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
		follows(&laws[i]);
}

/* Groups and answers under other numbers. */
static void names_of_groups_do_not_matter(void **state)
{
	unsigned seed = 5;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct people one, two;
		struct tally **a, **b;
		const struct tally *const *one_groups, *const *two_groups;
		uint64_t here[POINTS * POINTS], there[POINTS * POINTS];
		double ranks[GROUPS];

		draw(&one, &seed);
		two = one;
		for (size_t i = 0; i < PEOPLE; i++) {
			two.group[i] = (one.group[i] + 1) % GROUPS;
			two.rating[i] = (one.rating[i] + 2) % POINTS;
		}
		a = groups_of(NULL, &one);
		b = groups_of(a, &two);
		one_groups = (const struct tally *const *)a;
		two_groups = (const struct tally *const *)b;
		assert_near(anova_of(two_groups, GROUPS, 0.95).f,
			    anova_of(one_groups, GROUPS, 0.95).f, 1e-11);
		assert_near(kruskal_of(two_groups, GROUPS, ranks).h,
			    kruskal_of(one_groups, GROUPS, ranks).h, 1e-11);
		assert_near(welch_anova_of(two_groups, GROUPS).p,
			    welch_anova_of(one_groups, GROUPS).p, 1e-11);
		ratings_of(&one, here);
		ratings_of(&two, there);
		assert_near(contingency_of(there, POINTS, POINTS, 0.95).chi2,
			    contingency_of(here, POINTS, POINTS, 0.95).chi2,
			    1e-11);
		assert_near(fisher_exact_p(there + 2 * POINTS, 2, POINTS),
			    fisher_exact_p(here, 2, POINTS), 1e-12);
		talloc_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_do_not_know_the_order),
		cmocka_unit_test(sums_follow_the_order_by_rounding_only),
		cmocka_unit_test(another_unit_changes_what_carries_it),
		cmocka_unit_test(names_of_groups_do_not_matter),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
