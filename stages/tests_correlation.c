#include "pipeline/stat/correlation.h"
#include "stages/tests.h"

static void put_coefficient(struct test_result *out, enum test_method method,
			    const struct correlation *found)
{
	switch (method) {
	case TEST_SPEARMAN:
		out->estimate = found->spearman;
		out->p = found->spearman_p;
		out->low = found->spearman_low;
		out->high = found->spearman_high;
		break;
	case TEST_KENDALL:
		out->statistic = found->kendall_z;
		out->estimate = found->tau_b;
		out->p = found->kendall_p;
		out->low = found->tau_low;
		out->high = found->tau_high;
		break;
	case TEST_POLYCHORIC: /* of the counts: the caller's */
		break;
	case TEST_PEARSON:
	default:
		out->statistic = found->t;
		out->df = (double)found->n - 2;
		out->estimate = found->pearson;
		out->p = found->p;
		out->low = found->low;
		out->high = found->high;
	}
}

static int check_grades(const struct test_run *run, double *const *columns,
			struct error *error)
{
	if (run->settings->method != TEST_POLYCHORIC)
		return 0;
	for (size_t i = 0; i < run->settings->n_of; i++)
		if (test_grades_check(run, run->settings->of[i], columns[i],
				      run->answers->n_rows, error) < 0)
			return -1;
	return 0;
}

int test_correlation(struct test_run *run, struct error *error)
{
	const struct project_test *settings = run->settings;
	double **columns;

	if (test_columns_read(run, settings->of, settings->n_of, &columns,
			      error) < 0 ||
	    check_grades(run, columns, error) < 0)
		return -1;
	for (size_t i = 0; i < settings->n_of; i++)
		for (size_t j = i + 1; j < settings->n_of; j++) {
			struct correlation found = correlation_of(
				columns[i], columns[j], run->answers->n_rows,
				TESTS_CONFIDENCE);
			struct test_result out = test_result_new(
				"pair", test_methods[settings->method], found.n,
				found.n);

			out.subject = settings->of[i];
			out.term = settings->of[j];
			put_coefficient(&out, settings->method, &found);
			if (settings->method == TEST_POLYCHORIC)
				out.estimate =
					test_polychoric(columns[i], columns[j],
							run->answers->n_rows);
			test_result_add(run, out);
			if (found.n > run->n_used)
				run->n_used = found.n;
		}
	test_results_adjust(run, "pair");
	return 0;
}
