#include "stages/disclose.h"

#include "pipeline/core/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 4 };

/* Distinct texts of a key column, numbered as they come. */
struct dictionary {
	const char **texts;
	size_t n, last;
};

static size_t dictionary_number(struct dictionary *dictionary, const void *ctx,
				const char *text)
{
	/* Rows come ordered: mostly it is the text of the row before. */
	if (dictionary->n &&
	    strcmp(dictionary->texts[dictionary->last], text) == 0)
		return dictionary->last;
	for (size_t i = 0; i < dictionary->n; i++)
		if (strcmp(dictionary->texts[i], text) == 0)
			return dictionary->last = i;
	memory_append(ctx, dictionary->texts, const char *, dictionary->n,
		      text);
	return dictionary->last = dictionary->n - 1;
}

/*
 * Rows that belong together, those equal in the key columns, as numbers: the
 * number of a row's group, and the rows sorted by it.  Margins that share
 * their dictionaries give the same group the same number.
 */
struct margin {
	uint64_t *groups;
	size_t *rows;
	size_t n;
};

enum { KEY_BITS = 16 }; /* distinct texts in a key column */

static void number_groups(struct margin *margin, const void *ctx,
			  const struct table *table, const char *key,
			  struct dictionary *dictionary)
{
	int column = table_column(table, key);

	for (size_t r = 0; r < table->n_rows; r++)
		margin->groups[r] =
			margin->groups[r] << KEY_BITS |
			dictionary_number(dictionary, ctx,
					  table_text(table, r, column));
	assert(dictionary->n < (size_t)1 << KEY_BITS);
}

static int compare_rows(const void *a, const void *b, void *data)
{
	const uint64_t *groups = data;
	size_t left = *(const size_t *)a, right = *(const size_t *)b;

	if (groups[left] != groups[right])
		return groups[left] < groups[right] ? -1 : 1;
	return (left > right) - (left < right);
}

static struct margin margin_of(const struct table *table,
			       const char *const keys[KEYS_MAX],
			       struct dictionary dictionaries[KEYS_MAX])
{
	struct margin margin = {
		.groups = memory_array(table, uint64_t, table->n_rows),
		.rows = memory_array(table, size_t, table->n_rows),
		.n = table->n_rows,
	};

	for (size_t k = 0; k < KEYS_MAX && keys[k]; k++)
		number_groups(&margin, table, table, keys[k], &dictionaries[k]);
	for (size_t r = 0; r < margin.n; r++)
		margin.rows[r] = r;
	qsort_r(margin.rows, margin.n, sizeof *margin.rows, compare_rows,
		margin.groups);
	return margin;
}

static struct margin single_margin(const struct table *table,
				   const char *const keys[KEYS_MAX])
{
	struct dictionary dictionaries[KEYS_MAX] = { 0 };

	return margin_of(table, keys, dictionaries);
}

/* Behind the last row (as sorted) of the group that BEGIN belongs to. */
static size_t group_end(const struct margin *margin, size_t begin)
{
	uint64_t group = margin->groups[margin->rows[begin]];
	size_t end = begin + 1;

	while (end < margin->n && margin->groups[margin->rows[end]] == group)
		end++;
	return end;
}

static double count_of(const struct disclosed *cells, size_t row)
{
	return table_number(cells->table, row,
			    table_column(cells->table, cells->count));
}

bool disclose_company(struct disclosed *cells, const size_t *rows, size_t n)
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
static bool protect(struct disclosed *cells, const struct margin *margin)
{
	bool has_changed = false;
	size_t end;

	for (size_t begin = 0; begin < margin->n; begin = end) {
		end = group_end(margin, begin);
		has_changed |= disclose_company(cells, margin->rows + begin,
						end - begin);
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
	static const char *const keys[] = {
		"grouping", "level",       "skill",   "area",
		"position", "question",    "answer",  "variable",
		"frame",    "frame_share", "persona", "per"
	};

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
	static const char *const keys[] = { "skill", NULL };
	struct margin levels = single_margin(gap->table, names);
	struct lines *lines = disclose_lines(gap->table, gap, keys);

	mark_small(gap, "n");
	while (protect(gap, &levels) || disclose_along(gap, lines))
		continue;
	for (size_t r = 0; r < gap->table->n_rows; r++)
		blank_future(gap, r);
	blank_estimates(gap);
}

void disclose_gap_summary(struct disclosed *summary)
{
	static const char *const names[KEYS_MAX] = { "grouping" };
	static const char *const keys[] = { NULL };
	struct margin levels = single_margin(summary->table, names);
	struct lines *lines = disclose_lines(summary->table, summary, keys);

	mark_small(summary, summary->count);
	while (protect(summary, &levels) || disclose_along(summary, lines))
		continue;
	blank_estimates(summary);
}

/* ---- distribution ---- */

static const char *const by_distribution[KEYS_MAX] = { "grouping", "level",
						       "skill", "measure" };
static const char *const by_answer[KEYS_MAX] = { "grouping", "skill", "measure",
						 "answer" };

static const char *const by_gap[KEYS_MAX] = { "grouping", "level", "skill" };

/* A withheld gap would be known from its distributions: both go together. */
static void mark_with_gap(struct disclosed *cells, const struct disclosed *gap)
{
	struct dictionary dictionaries[KEYS_MAX] = { 0 };
	struct margin gaps = margin_of(gap->table, by_gap, dictionaries);
	struct margin own = margin_of(cells->table, by_gap, dictionaries);
	size_t at = 0;

	for (size_t i = 0; i < own.n; i++) {
		uint64_t group = own.groups[own.rows[i]];

		while (at < gaps.n && gaps.groups[gaps.rows[at]] < group)
			at++;
		if (at < gaps.n && gaps.groups[gaps.rows[at]] == group &&
		    gap->is_suppressed[gaps.rows[at]])
			cells->is_suppressed[own.rows[i]] = true;
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
static void blank_bases(struct disclosed *cells, const struct margin *margin)
{
	size_t end;

	for (size_t begin = 0; begin < margin->n; begin = end) {
		end = group_end(margin, begin);
		if (!is_whole(cells, margin->rows + begin, end - begin))
			continue;
		for (size_t i = begin; i < end; i++)
			blank(cells->table, margin->rows[i], "base");
	}
}

static const char *const cell_columns[] = { "n", "share", "low", "high", NULL };

void disclose_distribution(struct disclosed *distribution,
			   const struct disclosed *gap)
{
	struct margin answers =
		single_margin(distribution->table, by_distribution);
	struct margin levels = single_margin(distribution->table, by_answer);
	static const char *const keys[] = { "skill", "measure", "answer",
					    NULL };
	struct lines *lines =
		disclose_lines(distribution->table, distribution, keys);
	bool has_changed = true;

	mark_small(distribution, "n");
	mark_small(distribution, "base");
	mark_with_gap(distribution, gap);
	while (has_changed) {
		has_changed = protect(distribution, &answers);
		has_changed |= protect(distribution, &levels);
		has_changed |= disclose_along(distribution, lines);
	}
	blank_bases(distribution, &answers);
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
	struct margin questions = single_margin(profile->table, names);
	size_t end;

	mark_small(profile, "n");
	mark_small(profile, "base");
	for (size_t begin = 0; begin < questions.n; begin = end) {
		const size_t *rows = questions.rows + begin;

		end = group_end(&questions, begin);
		if (adds_up(profile, rows, end - begin))
			disclose_company(profile, rows, end - begin);
	}
	blank_bases(profile, &questions);
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

/* ---- ranking ---- */

void disclose_ranking(struct disclosed *ranking)
{
	static const char *const counts[] = { "n", "base", "not_ranked",
					      "first", "top" };
	static const char *const names[KEYS_MAX] = { "question" };
	static const char *const cells[] = {
		"n",           "not_ranked", "mean_rank",  "first",
		"first_share", "first_low",  "first_high", "top",
		"top_share",   "top_low",    "top_high",   NULL
	};
	struct margin questions = single_margin(ranking->table, names);

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		mark_small(ranking, counts[i]);
	protect(ranking, &questions);
	blank_bases(ranking, &questions);
	blank_all(ranking, cells);
}

void disclose_follow(struct disclosed *follower, const struct disclosed *leader)
{
	assert(follower->table->n_rows == leader->table->n_rows);
	for (size_t r = 0; r < leader->table->n_rows; r++)
		follower->is_suppressed[r] |= leader->is_suppressed[r];
	blank_estimates(follower);
}

/* ---- any other ---- */

void disclose_small(struct disclosed *cells, const char *const keys[4])
{
	struct margin margin = single_margin(cells->table, keys);

	mark_small(cells, cells->count);
	protect(cells, &margin);
}

void disclose_blank(struct disclosed *cells, const char *const *kept)
{
	for (size_t r = 0; r < cells->table->n_rows; r++)
		for (size_t c = 0;
		     c < cells->table->n_columns && cells->is_suppressed[r];
		     c++) {
			const char *name = cells->table->names[c];
			size_t i = 0;

			while (kept[i] && strcmp(kept[i], name) != 0)
				i++;
			if (!kept[i])
				blank(cells->table, r, name);
		}
}

/* ---- personas ---- */

/* Whoever is in a persona is not to be known from outside it: its rows need
 * no company, but for answers that add up to its size. */
void disclose_traits(struct disclosed *traits)
{
	static const char *const names[KEYS_MAX] = { "persona", "subject" };
	static const char *const figures[] = { "n", "value", "effect", NULL };
	struct margin questions = single_margin(traits->table, names);
	int base = table_column(traits->table, "base");
	int answer = table_column(traits->table, "answer");
	size_t end;

	mark_small(traits, "n");
	mark_small(traits, "base");
	for (size_t begin = 0; begin < questions.n; begin = end) {
		const size_t *rows = questions.rows + begin;

		end = group_end(&questions, begin);
		if (table_text(traits->table, rows[0], answer) &&
		    table_number(traits->table, rows[0], base) > 0)
			disclose_company(traits, rows, end - begin);
	}
	blank_bases(traits, &questions);
	blank_all(traits, figures);
}

void disclose_typical(struct disclosed *typical)
{
	static const char *const figures[] = { "answer", "n", "base", "share",
					       NULL };

	mark_small(typical, "n");
	blank_all(typical, figures);
}

void disclose_personas(struct disclosed *personas)
{
	mark_small(personas, "n");
	blank_estimates(personas);
}
