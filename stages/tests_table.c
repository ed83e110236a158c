#include "pipeline/core/memory.h"
#include "pipeline/stat/contingency.h"
#include "pipeline/stat/fisher_simulation.h"
#include "stages/tests.h"

#include <math.h>

/* With more people the exact way takes seconds and says no more. */
enum { EXACT_PEOPLE = 1000, TABLES_DRAWN = 9999 };

static uint64_t row_total(const struct test_counts *counts, size_t row)
{
	uint64_t sum = 0;

	for (size_t c = 0; c < counts->columns; c++)
		sum += counts->counts[row * counts->columns + c];
	return sum;
}

static uint64_t column_total(const struct test_counts *counts, size_t column)
{
	uint64_t sum = 0;

	for (size_t r = 0; r < counts->rows; r++)
		sum += counts->counts[r * counts->columns + column];
	return sum;
}

static void empty_row(struct test_counts *counts, size_t row)
{
	for (size_t c = 0; c < counts->columns; c++)
		counts->counts[row * counts->columns + c] = 0;
}

static void empty_column(struct test_counts *counts, size_t column)
{
	for (size_t r = 0; r < counts->rows; r++)
		counts->counts[r * counts->columns + column] = 0;
}

/* Answers of fewer than LEAST people take no part; without one another may
 * become rare, so until none is.  True when any was left out. */
static bool leave_out_rare(struct test_counts *counts, uint64_t least)
{
	bool has_any = false, has_changed = true;

	while (has_changed) {
		has_changed = false;
		for (size_t r = 0; r < counts->rows; r++) {
			uint64_t n = row_total(counts, r);

			if (n == 0 || n >= least)
				continue;
			empty_row(counts, r);
			has_changed = has_any = true;
		}
		for (size_t c = 0; c < counts->columns; c++) {
			uint64_t n = column_total(counts, c);

			if (n == 0 || n >= least)
				continue;
			empty_column(counts, c);
			has_changed = has_any = true;
		}
	}
	return has_any;
}

static uint64_t smallest_margin(const struct test_counts *counts)
{
	uint64_t least = UINT64_MAX;

	for (size_t r = 0; r < counts->rows; r++) {
		uint64_t n = row_total(counts, r);

		if (n > 0 && n < least)
			least = n;
	}
	for (size_t c = 0; c < counts->columns; c++) {
		uint64_t n = column_total(counts, c);

		if (n > 0 && n < least)
			least = n;
	}
	return least;
}

static void add_tests(struct test_run *run, const struct contingency *table,
		      struct test_result blank)
{
	struct test_result out = blank;

	out.method = "chi_square";
	out.statistic = table->chi2;
	out.df = table->df;
	out.p = table->p;
	if (table->n_expected_below_5 > 0)
		out.caution = "expected";
	test_result_add(run, out);
	out.method = "likelihood_ratio";
	out.statistic = table->g2;
	out.p = table->g2_p;
	test_result_add(run, out);
}

static void add_fisher(struct test_run *run, const struct test_counts *counts,
		       struct test_result out)
{
	struct fisher_test fisher =
		out.n > EXACT_PEOPLE
			? fisher_simulated(counts->counts, counts->rows,
					   counts->columns, TABLES_DRAWN, 1)
			: fisher_test_of(counts->counts, counts->rows,
					 counts->columns, TABLES_DRAWN, 1);

	out.method = fisher.is_exact ? "fisher_exact" : "fisher_simulated";
	out.p = fisher.p;
	test_result_add(run, out);
}

static void add_effects(struct test_run *run, const struct contingency *table,
			struct test_result out)
{
	out.part = "effect";
	out.method = "cramer_v";
	out.estimate = table->cramer_v;
	out.low = table->cramer_low;
	out.high = table->cramer_high;
	test_result_add(run, out);
	out.method = "cramer_v_corrected";
	out.estimate = table->cramer_v_corrected;
	test_result_add(run, out);
}

int test_table(struct test_run *run, struct error *error)
{
	struct test_counts *counts;
	struct contingency table;
	struct test_result blank;
	bool is_reduced;

	if (test_counts_read(run, run->settings->of[0], run->settings->by[0],
			     &counts, error) < 0)
		return -1;
	is_reduced = leave_out_rare(counts, run->threshold);
	table = contingency_of(counts->counts, counts->rows, counts->columns,
			       TESTS_CONFIDENCE);
	run->n_used = table.n;
	blank = test_result_new("test", "chi_square", table.n,
				smallest_margin(counts));
	blank.subject = counts->first->name;
	blank.term = counts->second->name;
	blank.caution = is_reduced ? "left_out" : NULL;
	if (table.rows < 2 || table.columns < 2) {
		test_result_add(run, blank);
		return 0;
	}
	add_tests(run, &table, blank);
	add_fisher(run, counts, blank);
	add_effects(run, &table, blank);
	return 0;
}
