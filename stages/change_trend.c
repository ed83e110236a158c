/*
 * Several waves of the same units: do their scores differ at all (Friedman),
 * and do the means of the waves rise or fall over time (Mann-Kendall, Sen, a
 * line).
 */
#include "stages/change.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/matched.h"
#include "pipeline/stat/trend.h"

#include <math.h>
#include <string.h>

struct row {
	const struct change_item *item;
	const struct change_level *level;
	struct friedman friedman;
	struct trend trend;
	double p_holm, p_bh;
	uint64_t n;
	bool is_enough;
};

struct change_trends {
	struct row *rows;
	size_t n;
};

struct change_trends *change_trends_new(const void *ctx)
{
	return memory_new(ctx, struct change_trends);
}

static bool is_complete(const struct change_plan *plan,
			const struct change_scores *scores, size_t unit)
{
	for (size_t i = 0; i < plan->n_instruments; i++)
		if (isnan(scores->at[i][unit]))
			return false;
	return true;
}

/* The scores of those who answered every time: [instrument][person]. */
static size_t find_panel(const struct change_plan *plan,
			 const struct change_scores *scores,
			 const struct change_level *level, double **columns)
{
	size_t n = 0;

	for (size_t unit = 0; unit < plan->n_units; unit++) {
		if (!change_is_in(plan, level, unit) ||
		    !is_complete(plan, scores, unit))
			continue;
		for (size_t i = 0; i < plan->n_instruments; i++)
			columns[i][n] = scores->at[i][unit];
		n++;
	}
	return n;
}

static void estimate(const struct change_plan *plan, double *const *columns,
		     struct row *row)
{
	size_t k = plan->n_instruments;
	double *ranks = memory_array(NULL, double, 2 * k), *means = ranks + k;

	row->friedman =
		friedman_of((const double *const *)columns, k, row->n, ranks);
	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < row->n; j++)
			means[i] += columns[i][j];
		means[i] /= (double)row->n;
	}
	row->trend =
		trend_of(plan->times, means, k, plan->settings->confidence);
	talloc_free(ranks);
}

void change_trends_add(struct change_trends *trends,
		       const struct change_plan *plan,
		       const struct change_item *item,
		       const struct change_scores *scores,
		       const struct change_level *level)
{
	struct row row = { .item = item, .level = level };
	double **columns;

	if (plan->n_instruments < 3)
		return;
	columns = memory_array(trends, double *, plan->n_instruments);
	for (size_t i = 0; i < plan->n_instruments; i++)
		columns[i] = memory_array(columns, double, plan->n_units);
	row.n = find_panel(plan, scores, level, columns);
	row.is_enough = row.n >= (uint64_t)plan->settings->minimum_n;
	row.p_holm = row.p_bh = (double)NAN;
	if (row.is_enough)
		estimate(plan, columns, &row);
	memory_append(trends, trends->rows, struct row, trends->n, row);
	talloc_free(columns);
}

/* Over the items of each level. */
static void adjust_level(struct change_trends *trends,
			 const struct change_level *level)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t i = 0; i < trends->n; i++) {
		struct row *row = &trends->rows[i];

		if (row->level == level && row->is_enough)
			adjust_family_add(family, row->friedman.p, &row->p_holm,
					  &row->p_bh);
	}
	adjust_family_end(family);
}

static void put_reals(struct table_writer *writer, const double *numbers,
		      size_t n, bool is_enough)
{
	for (size_t i = 0; i < n; i++)
		table_writer_real(writer, is_enough ? numbers[i] : (double)NAN);
}

static int write_row(const struct change_plan *plan,
		     struct table_writer *writer, const struct row *row,
		     struct error *error)
{
	const struct friedman *friedman = &row->friedman;
	const struct mann_kendall *kendall = &row->trend.kendall;
	const struct sen *sen = &row->trend.sen;
	const struct trend_line *line = &row->trend.line;
	const double numbers[] = {
		friedman->chi2, friedman->df, friedman->p, row->p_holm,
		row->p_bh,      friedman->w,  kendall->s,  kendall->tau_b,
		kendall->p,     sen->slope,   sen->low,    sen->high,
		line->slope,    line->low,    line->high,  line->p,
	};

	table_writer_text(writer, row->level->grouping);
	table_writer_text(writer, row->level->name);
	table_writer_text(writer, row->item->name);
	table_writer_integer(writer, row->item - plan->items + 1);
	table_writer_integer(writer, (int64_t)row->n);
	table_writer_integer(writer, (int64_t)plan->n_instruments);
	put_reals(writer, numbers, sizeof numbers / sizeof *numbers,
		  row->is_enough);
	table_writer_text(writer, change_caution(plan, row->n));
	return table_writer_row(writer, error);
}

int change_trends_write(struct change_trends *trends,
			const struct change_plan *plan, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(trends, plan->context->store, "change_trend",
			      "grouping TEXT, level TEXT, item TEXT,"
			      " position INTEGER, n INTEGER, waves INTEGER,"
			      " chi2 REAL, df REAL, p REAL, p_adjusted REAL,"
			      " p_bh REAL, w REAL, kendall_s REAL, tau REAL,"
			      " kendall_p REAL, sen_slope REAL, sen_low REAL,"
			      " sen_high REAL, slope REAL, slope_low REAL,"
			      " slope_high REAL, slope_p REAL, caution TEXT",
			      &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_levels; i++)
		adjust_level(trends, &plan->levels[i]);
	for (size_t i = 0; i < trends->n; i++)
		if (write_row(plan, writer, &trends->rows[i], error) < 0)
			return -1;
	talloc_free(writer);
	return 0;
}
