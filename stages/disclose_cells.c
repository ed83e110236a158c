#include "stages/disclose.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 4 };

/* Rows that belong together: equal in the key columns. */
struct margin {
	const struct table *table;
	int keys[KEYS_MAX];
	size_t n_keys;
};

static struct margin margin_of(const struct table *table,
			       const char *const names[KEYS_MAX])
{
	struct margin margin = { .table = table };

	for (; margin.n_keys < KEYS_MAX && names[margin.n_keys];
	     margin.n_keys++)
		margin.keys[margin.n_keys] =
			table_column(table, names[margin.n_keys]);
	return margin;
}

static int compare_rows(const void *a, const void *b, void *data)
{
	const struct margin *margin = data;
	size_t left = *(const size_t *)a, right = *(const size_t *)b;

	for (size_t i = 0; i < margin->n_keys; i++) {
		int order = strcmp(
			table_text(margin->table, left, margin->keys[i]),
			table_text(margin->table, right, margin->keys[i]));
		if (order)
			return order;
	}
	return (left > right) - (left < right);
}

static bool same_group(const struct margin *margin, size_t a, size_t b)
{
	for (size_t i = 0; i < margin->n_keys; i++)
		if (strcmp(table_text(margin->table, a, margin->keys[i]),
			   table_text(margin->table, b, margin->keys[i])) != 0)
			return false;
	return true;
}

/* Row numbers, those of a group together; on CTX. */
static size_t *sort_rows(const void *ctx, struct margin *margin)
{
	size_t n = margin->table->n_rows;
	size_t *rows = memory_array(ctx, size_t, n);

	for (size_t i = 0; i < n; i++)
		rows[i] = i;
	qsort_r(rows, n, sizeof *rows, compare_rows, margin);
	return rows;
}

static double count_of(const struct disclosed *cells, size_t row)
{
	return table_number(cells->table, row,
			    table_column(cells->table, cells->count));
}

/* One withheld cell among N: withhold the smallest other that counts. */
static bool give_company(struct disclosed *cells, const size_t *rows, size_t n)
{
	size_t n_suppressed = 0, best = n;

	for (size_t i = 0; i < n; i++) {
		double count = count_of(cells, rows[i]);

		if (cells->is_suppressed[rows[i]])
			n_suppressed++;
		else if (count > 0 &&
			 (best == n || count < count_of(cells, rows[best])))
			best = i;
	}
	if (n_suppressed != 1 || best == n)
		return false;
	cells->is_suppressed[rows[best]] = true;
	return true;
}

/* Over all groups of a margin; true when a cell was withheld. */
static bool protect(struct disclosed *cells, struct margin *margin,
		    const size_t *rows)
{
	size_t n = cells->table->n_rows, end;
	bool has_changed = false;

	for (size_t begin = 0; begin < n; begin = end) {
		for (end = begin + 1;
		     end < n && same_group(margin, rows[begin], rows[end]);)
			end++;
		has_changed |= give_company(cells, rows + begin, end - begin);
	}
	return has_changed;
}

static bool is_small(double count, int threshold)
{
	return count > 0 && count < threshold;
}

static void blank(struct table *table, size_t row, const char *name)
{
	int column = table_column(table, name);

	if (column >= 0)
		table->cells[row * table->n_columns + (size_t)column] =
			value_null();
}

static void blank_all(struct disclosed *cells, const char *const *names)
{
	for (size_t r = 0; r < cells->table->n_rows; r++)
		for (size_t i = 0; names[i] && cells->is_suppressed[r]; i++)
			blank(cells->table, r, names[i]);
}

/* Withhold every row whose COUNT column is small. */
static void mark_small(struct disclosed *cells, const char *count)
{
	int column = table_column(cells->table, count);

	for (size_t r = 0; r < cells->table->n_rows; r++)
		if (is_small(table_number(cells->table, r, column),
			     cells->threshold))
			cells->is_suppressed[r] = true;
}

/* ---- gap ---- */

static bool is_key(const char *name)
{
	static const char *const keys[] = { "grouping", "level", "skill",
					    "area", "position" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i], name) == 0)
			return true;
	return false;
}

static void blank_estimates(struct disclosed *cells)
{
	struct table *table = cells->table;

	for (size_t r = 0; r < table->n_rows; r++)
		for (size_t c = 0;
		     c < table->n_columns && cells->is_suppressed[r]; c++)
			if (!is_key(table->names[c]))
				blank(table, r, table->names[c]);
}

static void blank_future(struct disclosed *gap, size_t row)
{
	static const char *const future[] = { "future",     "future_sd",
					      "n_future",   "future_gap",
					      "future_low", "future_high" };
	struct table *table = gap->table;
	int n_future = table_column(table, "n_future");

	if (is_small(table_number(table, row, n_future), gap->threshold))
		for (size_t i = 0; i < sizeof future / sizeof *future; i++)
			blank(table, row, future[i]);
}

void disclose_gap(struct disclosed *gap)
{
	static const char *const names[KEYS_MAX] = { "grouping", "skill" };
	struct margin levels = margin_of(gap->table, names);
	size_t *rows = sort_rows(gap->table, &levels);

	mark_small(gap, "n");
	protect(gap, &levels, rows);
	for (size_t r = 0; r < gap->table->n_rows; r++)
		blank_future(gap, r);
	blank_estimates(gap);
}

void disclose_gap_summary(struct disclosed *summary)
{
	static const char *const names[KEYS_MAX] = { "grouping" };
	struct margin levels = margin_of(summary->table, names);
	size_t *rows = sort_rows(summary->table, &levels);

	mark_small(summary, summary->count);
	protect(summary, &levels, rows);
	blank_estimates(summary);
}

/* ---- distribution ---- */

static const char *const by_distribution[KEYS_MAX] = { "grouping", "level",
						       "skill", "measure" };
static const char *const by_answer[KEYS_MAX] = { "grouping", "skill", "measure",
						 "answer" };

/* -1, 0, 1 as row A of LEFT is before, at or behind row B of RIGHT. */
static int compare_keys(const struct table *left, size_t a,
			const struct table *right, size_t b)
{
	for (size_t i = 0; i < 3; i++) {
		const char *name = by_distribution[i];
		int order =
			strcmp(table_text(left, a, table_column(left, name)),
			       table_text(right, b, table_column(right, name)));
		if (order)
			return order;
	}
	return 0;
}

/* A withheld gap would be known from its distributions: both go together. */
static void mark_with_gap(struct disclosed *cells, const size_t *rows,
			  const struct disclosed *gap)
{
	struct margin margin = margin_of(gap->table, by_distribution);
	size_t *gaps;
	size_t at = 0;

	margin.n_keys = 3;
	gaps = sort_rows(gap->table, &margin);
	for (size_t i = 0; i < cells->table->n_rows; i++) {
		while (at < gap->table->n_rows &&
		       compare_keys(gap->table, gaps[at], cells->table,
				    rows[i]) < 0)
			at++;
		if (at < gap->table->n_rows && gap->is_suppressed[gaps[at]] &&
		    compare_keys(gap->table, gaps[at], cells->table, rows[i]) ==
			    0)
			cells->is_suppressed[rows[i]] = true;
	}
}

static bool is_whole(const struct disclosed *cells, const size_t *rows,
		     size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!cells->is_suppressed[rows[i]])
			return false;
	return true;
}

/* The base of a distribution that is withheld as a whole goes as well. */
static void blank_bases(struct disclosed *cells, struct margin *margin,
			const size_t *rows)
{
	size_t n = cells->table->n_rows, end;

	for (size_t begin = 0; begin < n; begin = end) {
		for (end = begin + 1;
		     end < n && same_group(margin, rows[begin], rows[end]);)
			end++;
		if (!is_whole(cells, rows + begin, end - begin))
			continue;
		for (size_t i = begin; i < end; i++)
			blank(cells->table, rows[i], "base");
	}
}

static const char *const cell_columns[] = { "n", "share", "low", "high", NULL };

void disclose_distribution(struct disclosed *distribution,
			   const struct disclosed *gap)
{
	struct table *table = distribution->table;
	struct margin answers = margin_of(table, by_distribution);
	struct margin levels = margin_of(table, by_answer);
	size_t *answer_rows = sort_rows(table, &answers);
	size_t *level_rows = sort_rows(table, &levels);
	bool has_changed = true;

	mark_small(distribution, "n");
	mark_small(distribution, "base");
	mark_with_gap(distribution, answer_rows, gap);
	while (has_changed) {
		has_changed = protect(distribution, &answers, answer_rows);
		has_changed |= protect(distribution, &levels, level_rows);
	}
	blank_bases(distribution, &answers, answer_rows);
	blank_all(distribution, cell_columns);
}

/* ---- profile and summary ---- */

/* Answers of "choose all that apply" do not add up: none can be worked out. */
static bool adds_up(const struct disclosed *cells, const size_t *rows, size_t n)
{
	int base = table_column(cells->table, "base");
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += count_of(cells, rows[i]);
	return sum == table_number(cells->table, rows[0], base);
}

void disclose_profile(struct disclosed *profile)
{
	static const char *const names[KEYS_MAX] = { "question" };
	struct margin questions = margin_of(profile->table, names);
	size_t *rows = sort_rows(profile->table, &questions);
	size_t n = profile->table->n_rows, end;

	mark_small(profile, "n");
	mark_small(profile, "base");
	for (size_t begin = 0; begin < n; begin = end) {
		for (end = begin + 1;
		     end < n && same_group(&questions, rows[begin], rows[end]);)
			end++;
		if (adds_up(profile, rows + begin, end - begin))
			give_company(profile, rows + begin, end - begin);
	}
	blank_bases(profile, &questions, rows);
	blank_all(profile, cell_columns);
}

void disclose_summary(struct disclosed *summary)
{
	static const char *const statistics[] = {
		"n",  "n_missing", "mean", "sd",      "minimum",
		"q1", "median",    "q3",   "maximum", NULL
	};

	mark_small(summary, "n");
	blank_all(summary, statistics);
}
