#include "pipeline/core/memory.h"
#include "pipeline/stat/agreement.h"
#include "pipeline/stat/covariance.h"
#include "stages/tests.h"

#include <math.h>

static void add_kappas(struct test_run *run, const double *ratings, size_t n)
{
	static const double z95 = 1.959963984540054;
	struct tally *all = tally_values(run, ratings, 2 * n);
	struct test_result out = test_result_new("agreement", "kappa", n, n);
	uint64_t *counts;
	struct kappa kappa;
	double margin;

	if (all->n > TESTS_GRADES)
		return;
	counts = memory_array(run, uint64_t, all->n * all->n);
	for (size_t i = 0; i < n; i++)
		counts[test_grade(all, ratings[2 * i]) * all->n +
		       test_grade(all, ratings[2 * i + 1])]++;
	kappa = kappa_of(counts, all->n);
	margin = z95 * sqrt(kappa.variance);
	out.estimate = kappa.kappa;
	out.low = kappa.kappa - margin;
	out.high = kappa.kappa + margin;
	test_result_add(run, out);
	out = test_result_new("agreement", "kappa_linear", n, n);
	out.estimate = kappa.linear;
	test_result_add(run, out);
	out.method = "kappa_quadratic";
	out.estimate = kappa.quadratic;
	test_result_add(run, out);
}

static void add_icc(struct test_run *run, const double *ratings, size_t n)
{
	static const char *const names[ICC_KINDS] = {
		[ICC_1] = "icc1",   [ICC_2] = "icc2",   [ICC_3] = "icc3",
		[ICC_1K] = "icc1k", [ICC_2K] = "icc2k", [ICC_3K] = "icc3k",
	};
	struct icc icc[ICC_KINDS];
	/* where nobody differs from anybody there is nothing to agree on */
	size_t k = run->settings->n_of;
	bool varies = tally_values(run, ratings, n * k)->n > 1;

	icc_of(ratings, n, k, TESTS_CONFIDENCE, icc);
	for (int kind = 0; kind < ICC_KINDS; kind++) {
		struct test_result out =
			test_result_new("agreement", names[kind], n, n);

		if (!varies) {
			test_result_add(run, out);
			continue;
		}
		out.estimate = icc[kind].value;
		out.low = icc[kind].low;
		out.high = icc[kind].high;
		out.statistic = icc[kind].f;
		out.df = icc[kind].df1;
		out.df2 = icc[kind].df2;
		out.p = icc[kind].p;
		test_result_add(run, out);
	}
}

int test_agreement(struct test_run *run, struct error *error)
{
	size_t k = run->settings->n_of, n = run->answers->n_rows;
	double *ratings = memory_array(run, double, n *k);
	double **columns;

	if (test_columns_read(run, run->settings->of, k, &columns, error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++)
			ratings[i * k + j] = columns[j][i];
	n = covariance_rows(ratings, n, k, ratings);
	run->n_used = n;
	if (k == 2)
		add_kappas(run, ratings, n);
	add_icc(run, ratings, n);
	return 0;
}
