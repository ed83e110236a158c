#include "pipeline/core/memory.h"
#include "pipeline/stat/effect.h"
#include "pipeline/stat/matched.h"
#include "pipeline/stat/proportion.h"
#include "stages/tests.h"

#include <math.h>

/* The same people's answers to K questions; complete rows count. */
struct repeated {
	double **columns;
	size_t k, n_rows;
	uint64_t n; /* complete people */
	bool is_yes_no;
	uint64_t *successes; /* of yes-no questions, a question */
	uint64_t smallest;
};

static bool is_complete(const struct repeated *repeated, size_t row)
{
	for (size_t j = 0; j < repeated->k; j++)
		if (isnan(repeated->columns[j][row]))
			return false;
	return true;
}

static bool is_zero_or_one(const struct repeated *repeated, size_t row)
{
	for (size_t j = 0; j < repeated->k; j++)
		if (repeated->columns[j][row] != 0 &&
		    repeated->columns[j][row] != 1)
			return false;
	return true;
}

static void look(struct repeated *repeated)
{
	repeated->is_yes_no = true;
	for (size_t i = 0; i < repeated->n_rows; i++) {
		if (!is_complete(repeated, i))
			continue;
		repeated->n++;
		repeated->is_yes_no &= is_zero_or_one(repeated, i);
	}
	repeated->smallest = repeated->n;
}

/* Few who said yes, or no, could be told apart by shares and odds. */
static void count_successes(struct repeated *repeated)
{
	for (size_t j = 0; j < repeated->k; j++) {
		uint64_t yes = repeated->successes[j];
		uint64_t no = repeated->n - yes;

		if (yes > 0 && yes < repeated->smallest)
			repeated->smallest = yes;
		if (no > 0 && no < repeated->smallest)
			repeated->smallest = no;
	}
}

static struct test_result start(const struct repeated *repeated,
				const char *part, const char *method)
{
	return test_result_new(part, method, repeated->n, repeated->smallest);
}

static void add_shares(struct test_run *run, const struct repeated *repeated)
{
	for (size_t j = 0; j < repeated->k; j++) {
		struct test_result out = start(repeated, "item", "share");
		struct interval interval = proportion_interval(
			PROPORTION_WILSON, repeated->successes[j], repeated->n,
			TESTS_CONFIDENCE);

		out.subject = run->settings->of[j];
		out.estimate =
			(double)repeated->successes[j] / (double)repeated->n;
		out.low = interval.low;
		out.high = interval.high;
		test_result_add(run, out);
	}
}

static void add_mcnemar(struct test_run *run, const struct repeated *repeated)
{
	uint64_t gained = 0, lost = 0;
	struct mcnemar test;
	struct test_result out = start(repeated, "test", "mcnemar");

	for (size_t i = 0; i < repeated->n_rows; i++) {
		if (!is_complete(repeated, i))
			continue;
		gained += repeated->columns[0][i] < repeated->columns[1][i];
		lost += repeated->columns[0][i] > repeated->columns[1][i];
	}
	test = mcnemar_of(gained, lost);
	out.subject = run->settings->of[0];
	out.term = run->settings->of[1];
	out.statistic = test.chi2;
	out.df = 1;
	out.p = test.p;
	test_result_add(run, out);
	out = start(repeated, "test", "mcnemar_exact");
	out.p = test.p_exact;
	test_result_add(run, out);
}

static void add_cochran(struct test_run *run, const struct repeated *repeated,
			const struct cochran *test)
{
	struct test_result out = start(repeated, "test", "cochran_q");

	out.statistic = test->q;
	out.df = test->df;
	out.p = test->p;
	test_result_add(run, out);
}

static void add_yes_no(struct test_run *run, struct repeated *repeated)
{
	struct cochran test;

	repeated->successes = memory_array(run, uint64_t, repeated->k);
	test = cochran_of((const double *const *)repeated->columns, repeated->k,
			  repeated->n_rows, repeated->successes);
	count_successes(repeated);
	add_shares(run, repeated);
	if (repeated->k == 2)
		add_mcnemar(run, repeated);
	else
		add_cochran(run, repeated, &test);
}

static void add_friedman(struct test_run *run, const struct repeated *repeated)
{
	double *ranks = memory_array(run, double, repeated->k);
	struct friedman test =
		friedman_of((const double *const *)repeated->columns,
			    repeated->k, repeated->n_rows, ranks);
	struct test_result out;

	for (size_t j = 0; j < repeated->k; j++) {
		out = start(repeated, "item", "mean_rank");
		out.subject = run->settings->of[j];
		out.estimate = ranks[j];
		test_result_add(run, out);
	}
	out = start(repeated, "test", "friedman");
	out.statistic = test.chi2;
	out.df = test.df;
	out.p = test.p;
	test_result_add(run, out);
	out = start(repeated, "test", "iman_davenport");
	out.statistic = test.f;
	out.df = test.f_df1;
	out.df2 = test.f_df2;
	out.p = test.f_p;
	test_result_add(run, out);
	out = start(repeated, "effect", "kendall_w");
	out.estimate = test.w;
	test_result_add(run, out);
}

static void add_wilcoxon(struct test_run *run, const struct repeated *repeated)
{
	double *differences = memory_array(run, double, repeated->n_rows);
	struct wilcoxon test;
	struct effect_interval interval;
	struct test_result out = start(repeated, "test", "wilcoxon");

	for (size_t i = 0; i < repeated->n_rows; i++)
		differences[i] =
			repeated->columns[1][i] - repeated->columns[0][i];
	test = wilcoxon_of(tally_values(run, differences, repeated->n_rows));
	interval = effect_rank_biserial(&test, TESTS_CONFIDENCE);
	out.statistic = test.z;
	out.p = test.p;
	test_result_add(run, out);
	out = start(repeated, "effect", "rank_biserial");
	out.estimate = test.rank_biserial;
	out.low = interval.low;
	out.high = interval.high;
	test_result_add(run, out);
}

int test_repeated(struct test_run *run, struct error *error)
{
	struct repeated repeated = { .k = run->settings->n_of,
				     .n_rows = run->answers->n_rows };

	if (test_columns_read(run, run->settings->of, repeated.k,
			      &repeated.columns, error) < 0)
		return -1;
	look(&repeated);
	run->n_used = repeated.n;
	if (repeated.is_yes_no && repeated.n > 0) {
		add_yes_no(run, &repeated);
		return 0;
	}
	add_friedman(run, &repeated);
	if (repeated.k == 2)
		add_wilcoxon(run, &repeated);
	return 0;
}
