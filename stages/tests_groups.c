#include "pipeline/core/memory.h"
#include "pipeline/stat/effect.h"
#include "pipeline/stat/kruskal.h"
#include "pipeline/stat/mann_whitney.h"
#include "pipeline/stat/two_group.h"
#include "stages/tests.h"

/* The groups with enough people: a number's tally in each. */
struct groups {
	const struct variable *by;
	const struct tally **tallies;
	const char **names;
	size_t k;
	uint64_t n, smallest;
};

static void add_mean(struct test_run *run, const struct groups *groups,
		     const char *level, const struct tally *tally)
{
	struct test_result out =
		test_result_new("group", "mean", tally->total, tally->total);
	struct descriptives described =
		descriptives_of(tally, TESTS_CONFIDENCE);

	out.domain = groups->by->name;
	out.subject = level;
	out.estimate = described.mean;
	out.low = described.low;
	out.high = described.high;
	test_result_add(run, out);
}

static void find_groups(struct test_run *run, const struct test_counts *counts,
			struct groups *groups)
{
	double *numbers = memory_array(run, double, counts->columns);

	groups->tallies = memory_array(run, const struct tally *, counts->rows);
	groups->names = memory_array(run, const char *, counts->rows);
	groups->smallest = UINT64_MAX;
	for (size_t i = 0; i < counts->columns; i++)
		numbers[i] = counts->second->values[i].number;
	for (size_t r = 0; r < counts->rows; r++) {
		const struct tally *tally = tally_counts(
			run, numbers, counts->counts + r * counts->columns,
			counts->columns);
		const char *name = counts->first->values[r].name;

		if (tally->total > 0)
			add_mean(run, groups, name, tally);
		if (tally->total < run->least)
			continue;
		groups->tallies[groups->k] = tally;
		groups->names[groups->k++] = name;
		groups->n += tally->total;
		if (tally->total < groups->smallest)
			groups->smallest = tally->total;
	}
}

static struct test_result start(const struct groups *groups, const char *part,
				const char *method)
{
	return test_result_new(part, method, groups->n, groups->smallest);
}

static void add_anova(struct test_run *run, const struct groups *groups,
		      const char *method, const struct anova *anova)
{
	struct test_result out = start(groups, "test", method);

	out.statistic = anova->f;
	out.df = anova->df1;
	out.df2 = anova->df2;
	out.p = anova->p;
	test_result_add(run, out);
}

static void add_means(struct test_run *run, const struct groups *groups)
{
	struct anova anova =
		anova_of(groups->tallies, groups->k, TESTS_CONFIDENCE);
	struct anova levene =
		levene_of(groups->tallies, groups->k, LEVENE_MEDIAN);
	struct test_result effect = start(groups, "effect", "omega2");

	add_anova(run, groups, "anova", &anova);
	add_anova(run, groups, "levene", &levene);
	effect.estimate = anova.omega2;
	effect.low = anova.low;
	effect.high = anova.high;
	test_result_add(run, effect);
	effect = start(groups, "effect", "eta2");
	effect.estimate = anova.eta2;
	test_result_add(run, effect);
}

static void add_ranks(struct test_run *run, const struct groups *groups)
{
	static const struct effect_bootstrap bootstrap = {
		.n_replicates = 1000,
		.seed = 1,
		.confidence = TESTS_CONFIDENCE,
	};
	double *ranks = memory_array(run, double, groups->k);
	struct kruskal kruskal = kruskal_of(groups->tallies, groups->k, ranks);
	struct effect_interval interval =
		effect_epsilon(groups->tallies, groups->k, &bootstrap);
	struct test_result out = start(groups, "test", "kruskal_wallis");

	out.statistic = kruskal.h;
	out.df = kruskal.df;
	out.p = kruskal.p;
	test_result_add(run, out);
	out = start(groups, "effect", "epsilon2");
	out.estimate = kruskal.epsilon2;
	out.low = interval.low;
	out.high = interval.high;
	test_result_add(run, out);
}

static void add_welch(struct test_run *run, const struct groups *groups)
{
	struct welch_anova welch = welch_anova_of(groups->tallies, groups->k);
	struct test_result out = start(groups, "test", "welch_anova");

	out.statistic = welch.f;
	out.df = welch.df1;
	out.df2 = welch.df2;
	out.p = welch.p;
	test_result_add(run, out);
}

static void add_pairs(struct test_run *run, const struct groups *groups)
{
	size_t n = group_pairs_count(groups->k);
	struct group_pair *pairs = memory_array(run, struct group_pair, n);

	dunn_pairs(groups->tallies, groups->k, pairs);
	for (size_t i = 0; i < n; i++) {
		uint64_t n1 = groups->tallies[pairs[i].first]->total;
		uint64_t n2 = groups->tallies[pairs[i].second]->total;
		struct test_result out = test_result_new(
			"pair", "dunn", n1 + n2, n1 < n2 ? n1 : n2);

		out.domain = groups->by->name;
		out.subject = groups->names[pairs[i].first];
		out.term = groups->names[pairs[i].second];
		out.statistic = pairs[i].statistic;
		out.p = pairs[i].p;
		out.p_adjusted = pairs[i].p_holm;
		out.estimate = pairs[i].difference;
		test_result_add(run, out);
	}
}

static struct test_result start_two(const struct groups *groups,
				    const char *part, const char *method)
{
	struct test_result out = start(groups, part, method);

	out.domain = groups->by->name;
	out.subject = groups->names[0];
	out.term = groups->names[1];
	return out;
}

static void add_difference(struct test_run *run, const struct groups *groups)
{
	const struct tally *first = groups->tallies[0];
	const struct tally *second = groups->tallies[1];
	struct two_group two = two_group_of(first, second, TESTS_CONFIDENCE);
	struct effect_interval interval =
		effect_hedges(effect_cohen_d(two.cohen_d, first->total,
					     second->total, TESTS_CONFIDENCE),
			      (double)(groups->n - 2));
	struct test_result out = start_two(groups, "test", "welch_t");

	out.statistic = two.welch.t;
	out.df = two.welch.df;
	out.p = two.welch.p;
	out.estimate = two.difference;
	out.low = two.welch.low;
	out.high = two.welch.high;
	test_result_add(run, out);
	out = start_two(groups, "effect", "hedges_g");
	out.estimate = two.hedges_g;
	out.low = interval.low;
	out.high = interval.high;
	test_result_add(run, out);
}

static void add_mann_whitney(struct test_run *run, const struct groups *groups)
{
	struct mann_whitney test = mann_whitney_of(
		groups->tallies[0], groups->tallies[1], TESTS_CONFIDENCE);
	struct test_result out = start_two(groups, "test", "mann_whitney");

	out.statistic = test.z;
	out.p = test.p;
	test_result_add(run, out);
	out = start_two(groups, "effect", "cliff_delta");
	out.estimate = test.cliff_delta;
	out.low = test.cliff_low;
	out.high = test.cliff_high;
	test_result_add(run, out);
}

int test_groups(struct test_run *run, struct error *error)
{
	struct groups groups = { 0 };
	struct test_counts *counts;

	if (test_counts_read(run, run->settings->by[0], run->settings->of[0],
			     &counts, error) < 0 ||
	    test_numbers_check(run, counts->second, error) < 0)
		return -1;
	groups.by = counts->first;
	find_groups(run, counts, &groups);
	run->n_used = groups.n;
	if (groups.k < 2) {
		test_result_add(run, start(&groups, "test", "welch_anova"));
		return 0;
	}
	if (groups.k == 2) {
		add_difference(run, &groups);
		add_mann_whitney(run, &groups);
	} else {
		add_welch(run, &groups);
	}
	add_means(run, &groups);
	add_ranks(run, &groups);
	if (groups.k > 2)
		add_pairs(run, &groups);
	return 0;
}
