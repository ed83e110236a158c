/* Independent groups: two of them, or k. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/kruskal.h"
#include "pipeline/stat/mann_whitney.h"
#include "pipeline/stat/two_group.h"
#include "tests/truth/groups.h"
#include "tests/truth/methods.h"

static int read_groups(const struct truth_case *c, struct groups *groups,
		       const struct tally ***tallies, struct error *error)
{
	double *values;

	if (method_column(c, truth_text(c, "y", ""), &values, error) < 0 ||
	    groups_read(c, truth_text(c, "group", ""), "levels", groups,
			error) < 0)
		return -1;
	*tallies = groups_tallies(c, groups, values);
	return 0;
}

static void put_means(struct results *results, const struct two_group *test)
{
	results_put(results, (double)test->first.n, "n1");
	results_put(results, (double)test->second.n, "n2");
	results_put(results, test->first.mean, "mean1");
	results_put(results, test->second.mean, "mean2");
	results_put(results, test->first.sd, "sd1");
	results_put(results, test->second.sd, "sd2");
	results_put(results, test->welch.t, "welch_t");
	results_put(results, test->welch.df, "welch_df");
	results_put(results, test->welch.p, "welch_p");
	results_put(results, test->welch.low, "welch_ci_lo");
	results_put(results, test->welch.high, "welch_ci_hi");
	results_put(results, test->student.t, "student_t");
	results_put(results, test->student.df, "student_df");
	results_put(results, test->student.p, "student_p");
	results_put(results, test->cohen_d, "cohen_d");
	results_put(results, test->hedges_g, "hedges_g");
	results_put(results, test->glass_delta, "glass_delta");
	results_put(results, test->variance_f, "var_F");
	results_put(results, test->variance_p, "var_F_p");
	results_put(results, test->distance, "ks_D");
}

static void put_mann_whitney(struct results *results,
			     const struct mann_whitney *test, double exact)
{
	results_put(results, test->u1, "mw_U1");
	results_put(results, test->p_continuity, "mw_p_cc");
	results_put(results, test->p, "mw_p_nocc");
	results_put(results, test->z, "mw_z");
	results_put(results, exact, "mw_exact_perm_p");
	results_put(results, exact, "mw_exact_p");
	results_put(results, test->cliff_delta, "cliff_delta");
	results_put(results, test->a12, "A12");
}

int method_two_group(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	double confidence = truth_number(c, "conf", 0.95);
	const struct tally **tallies;
	struct mann_whitney ranks;
	struct two_group means;
	struct groups groups;

	if (read_groups(c, &groups, &tallies, error) < 0)
		return -1;
	if (groups.k != 2)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "%zu groups instead of 2", groups.k);
	means = two_group_of(tallies[0], tallies[1], confidence);
	ranks = mann_whitney_of(tallies[0], tallies[1], confidence);
	put_means(results, &means);
	put_mann_whitney(results, &ranks,
			 mann_whitney_exact_p(tallies[0], tallies[1]));
	return 0;
}

static void put_anova(struct results *results, const struct anova *anova)
{
	results_put(results, anova->ss_between, "ss_between");
	results_put(results, anova->ss_within, "ss_within");
	results_put(results, anova->f, "F");
	results_put(results, anova->df1, "df1");
	results_put(results, anova->df2, "df2");
	results_put(results, anova->p, "F_p");
	results_put(results, anova->eta2, "eta2");
	results_put(results, anova->omega2, "omega2");
	results_put(results, anova->epsilon2, "epsilon2");
}

static void put_spread(struct results *results,
		       const struct tally *const *tallies, size_t k)
{
	struct welch_anova welch = welch_anova_of(tallies, k);
	struct anova mean = levene_of(tallies, k, LEVENE_MEAN);
	struct anova median = levene_of(tallies, k, LEVENE_MEDIAN);
	struct bartlett bartlett = bartlett_of(tallies, k);

	results_put(results, welch.f, "welch_F");
	results_put(results, welch.df2, "welch_df2");
	results_put(results, welch.p, "welch_p");
	results_put(results, mean.f, "levene_mean_F");
	results_put(results, mean.p, "levene_mean_p");
	results_put(results, median.f, "levene_median_F");
	results_put(results, median.p, "levene_median_p");
	results_put(results, bartlett.statistic, "bartlett_K2");
	results_put(results, bartlett.p, "bartlett_p");
}

static void put_ranks(const struct truth_case *c, struct results *results,
		      const struct groups *groups,
		      const struct tally *const *tallies)
{
	double *mean_ranks = memory_array(c, double, groups->k);
	struct kruskal test = kruskal_of(tallies, groups->k, mean_ranks);

	results_put(results, test.h, "kw_H");
	results_put(results, test.p, "kw_p");
	results_put(results, test.eta2, "kw_eta2");
	results_put(results, test.epsilon2, "kw_epsilon2");
	for (size_t g = 0; g < groups->k; g++)
		results_put(results, mean_ranks[g], "mean_rank.%s",
			    groups->levels[g]);
}

static void put_pairs(const struct truth_case *c, struct results *results,
		      const struct groups *groups,
		      const struct tally *const *tallies)
{
	size_t n = group_pairs_count(groups->k);
	struct group_pair *means = memory_array(c, struct group_pair, n);
	struct group_pair *ranks = memory_array(c, struct group_pair, n);

	anova_pairs(tallies, groups->k, means);
	dunn_pairs(tallies, groups->k, ranks);
	for (size_t i = 0; i < n; i++) {
		const char *a = groups->levels[means[i].first];
		const char *b = groups->levels[means[i].second];

		results_put(results, ranks[i].statistic, "dunn_z.%s|%s", a, b);
		results_put(results, ranks[i].p, "dunn_p.%s|%s", a, b);
		results_put(results, ranks[i].p_holm, "dunn_p_holm.%s|%s", a,
			    b);
		results_put(results, ranks[i].p_bh, "dunn_p_BH.%s|%s", a, b);
		results_put(results, means[i].p_holm, "pairwise_t_holm.%s|%s",
			    a, b);
		results_put(results, means[i].p_tukey, "tukey_p.%s|%s", a, b);
	}
}

int method_k_group(const struct truth_case *c, struct results *results,
		   struct error *error)
{
	const struct tally **tallies;
	struct groups groups;
	struct anova anova;

	if (read_groups(c, &groups, &tallies, error) < 0)
		return -1;
	for (size_t g = 0; g < groups.k; g++) {
		struct moments moments = moments_of(tallies[g]);
		const char *level = groups.levels[g];

		results_put(results, (double)moments.n, "n.%s", level);
		results_put(results, moments.mean, "mean.%s", level);
		results_put(results, moments.sd, "sd.%s", level);
	}
	anova = anova_of(tallies, groups.k, truth_number(c, "conf", 0.95));
	put_anova(results, &anova);
	put_spread(results, tallies, groups.k);
	put_ranks(c, results, &groups, tallies);
	put_pairs(c, results, &groups, tallies);
	return 0;
}

int method_nist_anova(const struct truth_case *c, struct results *results,
		      struct error *error)
{
	const struct tally **tallies;
	struct groups groups;
	struct anova anova;

	if (read_groups(c, &groups, &tallies, error) < 0)
		return -1;
	anova = anova_of(tallies, groups.k, 0.95);
	put_anova(results, &anova);
	return 0;
}
