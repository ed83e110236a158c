#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/kruskal.h"
#include "pipeline/stat/mann_whitney.h"
#include "stages/skills.h"
#include "stages/table_writer.h"

#include <math.h>
#include <string.h>

/* One skill in the levels of one grouping. */
struct group_test {
	const struct skills_item *item;
	size_t k;
	uint64_t n, smallest;
	struct welch_anova welch;
	struct anova anova;
	struct kruskal kruskal;
	struct mann_whitney pair; /* of two groups */
	double p_holm, p_bh;
};

/* The differences of the levels FIRST to END - 1 that have enough people. */
static size_t groups_in(const struct skills_item *item, size_t first,
			size_t end, const struct tally **groups)
{
	size_t k = 0;

	for (size_t level = first; level < end; level++)
		if (item->estimates[level].differences)
			groups[k++] = item->estimates[level].differences;
	return k;
}

static struct group_test test_item(const struct skills_plan *plan,
				   const struct skills_item *item, size_t first,
				   size_t end)
{
	struct group_test out = { .item = item, .smallest = UINT64_MAX };
	double confidence = plan->settings->confidence;
	const struct tally **groups =
		memory_array(NULL, const struct tally *, end - first);
	double *ranks = memory_array(groups, double, end - first);
	const struct tally *nobody = tally_values(groups, NULL, 0);

	out.k = groups_in(item, first, end, groups);
	for (size_t g = 0; g < out.k; g++) {
		out.n += groups[g]->total;
		if (groups[g]->total < out.smallest)
			out.smallest = groups[g]->total;
	}
	out.welch = welch_anova_of(groups, out.k);
	out.anova = anova_of(groups, out.k, confidence);
	out.kruskal = kruskal_of(groups, out.k, ranks);
	out.pair = out.k == 2
			   ? mann_whitney_of(groups[0], groups[1], confidence)
			   : mann_whitney_of(nobody, nobody, confidence);
	talloc_free(groups);
	return out;
}

/* The skills of a grouping are one family. */
static void adjust(struct group_test *tests, size_t n)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t i = 0; i < n; i++)
		adjust_family_add(family, tests[i].welch.p, &tests[i].p_holm,
				  &tests[i].p_bh);
	adjust_family_end(family);
}

static void put_test(struct table_writer *writer, const struct group_test *test)
{
	table_writer_integer(writer, (int64_t)test->k);
	table_writer_integer(writer, (int64_t)test->n);
	table_writer_integer(writer, (int64_t)test->smallest);
	table_writer_real(writer, test->welch.f);
	table_writer_real(writer, test->welch.df1);
	table_writer_real(writer, test->welch.df2);
	table_writer_real(writer, test->welch.p);
	table_writer_real(writer, test->p_holm);
	table_writer_real(writer, test->p_bh);
	table_writer_real(writer, test->kruskal.h);
	table_writer_real(writer, test->kruskal.p);
	table_writer_real(writer, test->kruskal.epsilon2);
	table_writer_real(writer, test->anova.omega2);
	table_writer_real(writer, test->anova.low);
	table_writer_real(writer, test->anova.high);
	table_writer_real(writer, test->pair.cliff_delta);
	table_writer_real(writer, test->pair.cliff_low);
	table_writer_real(writer, test->pair.cliff_high);
}

static int write_grouping(const struct skills_plan *plan, size_t first,
			  struct table_writer *writer, struct error *error)
{
	size_t end = skills_grouping_end(plan, first), n = plan->n_items;
	struct group_test *tests = memory_array(writer, struct group_test, n);

	for (size_t i = 0; i < n; i++)
		tests[i] = test_item(plan, &plan->items[i], first, end);
	adjust(tests, n);
	for (size_t i = 0; i < n; i++) {
		if (tests[i].k < 2)
			continue;
		table_writer_text(writer, plan->levels[first].grouping);
		table_writer_text(writer, tests[i].item->skill->name);
		table_writer_integer(writer, (int64_t)i + 1);
		put_test(writer, &tests[i]);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	talloc_free(tests);
	return 0;
}

int skills_write_tests(const struct skills_plan *plan,
		       struct stage_context *context, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(
		    context->memory, context->store, "group_test",
		    "grouping TEXT, skill TEXT, position INTEGER, k INTEGER,"
		    " n INTEGER, smallest INTEGER, f REAL, df1 REAL, df2 REAL,"
		    " p REAL, p_adjusted REAL, p_bh REAL, h REAL, p_rank REAL,"
		    " epsilon2 REAL, omega2 REAL, low REAL, high REAL,"
		    " cliff_delta REAL, cliff_low REAL, cliff_high REAL",
		    &writer, error) < 0)
		return -1;
	/* level 0 is everybody */
	for (size_t first = 1; first < plan->n_levels;
	     first = skills_grouping_end(plan, first))
		if (write_grouping(plan, first, writer, error) < 0)
			return -1;
	return 0;
}
