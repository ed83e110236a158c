#include "pipeline/stat/proportion.h"
#include "stages/tests.h"

static const struct {
	enum proportion_method method;
	const char *name;
} intervals[] = {
	{ PROPORTION_WILSON, "wilson" },
	{ PROPORTION_CLOPPER_PEARSON, "clopper_pearson" },
	{ PROPORTION_AGRESTI_COULL, "agresti_coull" },
};

/* How many gave answer I: people who go with themselves. */
static uint64_t given(const struct test_counts *counts, size_t i)
{
	return counts->counts[i * counts->columns + i];
}

/* The shares add up to one: an answer of few people alone would be told by the
 * others, so the next smallest goes with it.  That one, or none. */
static size_t companion(const struct test_counts *counts, uint64_t threshold,
			uint64_t *few)
{
	size_t n_few = 0, best = counts->rows;

	for (size_t i = 0; i < counts->rows; i++) {
		uint64_t n = given(counts, i);

		if (n > 0 && n < threshold) {
			n_few++;
			*few = n;
		} else if (n > 0 &&
			   (best == counts->rows || n < given(counts, best))) {
			best = i;
		}
	}
	return n_few == 1 ? best : counts->rows;
}

static void add_shares(struct test_run *run, const struct test_counts *counts,
		       size_t answer, uint64_t smallest)
{
	struct test_result out =
		test_result_new("share", NULL, run->n_used, smallest);
	uint64_t x = given(counts, answer);
	struct interval interval;

	out.subject = out.domain = counts->first->name;
	out.term = counts->first->values[answer].name;
	out.estimate = (double)x / (double)run->n_used;
	for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++) {
		interval = proportion_interval(intervals[i].method, x,
					       run->n_used, TESTS_CONFIDENCE);
		out.method = intervals[i].name;
		out.low = interval.low;
		out.high = interval.high;
		test_result_add(run, out);
	}
	if (run->settings->population < 1)
		return;
	interval = proportion_finite(x, run->n_used, run->settings->population,
				     TESTS_CONFIDENCE);
	out.method = "finite_population";
	out.low = interval.low;
	out.high = interval.high;
	test_result_add(run, out);
}

int test_share(struct test_run *run, struct error *error)
{
	const char *of = run->settings->of[0];
	struct test_counts *counts;
	uint64_t few = 0;
	size_t company;

	if (test_counts_read(run, of, of, &counts, error) < 0)
		return -1;
	for (size_t i = 0; i < counts->rows; i++)
		run->n_used += given(counts, i);
	company = companion(counts, run->threshold, &few);
	for (size_t i = 0; i < counts->rows; i++)
		add_shares(run, counts, i,
			   i == company           ? few
			   : given(counts, i) > 0 ? given(counts, i)
						  : run->n_used);
	return 0;
}
