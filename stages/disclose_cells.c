#include "stages/disclose_margin.h"

#include "pipeline/core/memory.h"

#include <assert.h>
#include <string.h>

/* ---- gap ---- */

static bool is_key(const char *name)
{
	static const char *const keys[] = {
		"grouping", "level",  "skill",         "area",  "position",
		"question", "answer", "variable",      "frame", "frame_share",
		"persona",  "per",    "level_position"
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
				cells_blank(table, r, table->names[c]);
}

static void blank_future(struct disclosed *gap, size_t row)
{
	static const char *const future[] = { "future",     "future_sd",
					      "n_future",   "future_gap",
					      "future_low", "future_high" };
	struct table *table = gap->table;
	int n_future = table_column(table, "n_future");

	if (cells_is_small(table_number(table, row, n_future), gap->threshold))
		for (size_t i = 0; i < sizeof future / sizeof *future; i++)
			cells_blank(table, row, future[i]);
}

void disclose_gap(struct disclosed *gap)
{
	static const char *const names[MARGIN_KEYS] = { "grouping", "skill" };
	static const char *const keys[] = { "skill", NULL };
	struct margin levels = margin_of(gap->table, names);
	struct lines *lines = disclose_lines(gap->table, gap, keys);

	cells_mark_small(gap, "n");
	while (margin_protect(gap, &levels) || disclose_along(gap, lines))
		continue;
	for (size_t r = 0; r < gap->table->n_rows; r++)
		blank_future(gap, r);
	blank_estimates(gap);
}

void disclose_gap_summary(struct disclosed *summary)
{
	static const char *const names[MARGIN_KEYS] = { "grouping" };
	static const char *const keys[] = { NULL };
	struct margin levels = margin_of(summary->table, names);
	struct lines *lines = disclose_lines(summary->table, summary, keys);

	cells_mark_small(summary, summary->count);
	while (margin_protect(summary, &levels) ||
	       disclose_along(summary, lines))
		continue;
	blank_estimates(summary);
}

/* ---- distribution ---- */

static const char *const by_distribution[MARGIN_KEYS] = { "grouping", "level",
							  "skill", "measure" };
static const char *const by_answer[MARGIN_KEYS] = { "grouping", "skill",
						    "measure", "answer" };

static const char *const by_gap[MARGIN_KEYS] = { "grouping", "level", "skill" };

static const char *const cell_columns[] = { "n", "share", "low", "high", NULL };

void disclose_distribution(struct disclosed *distribution,
			   const struct disclosed *gap)
{
	struct margin answers = margin_of(distribution->table, by_distribution);
	struct margin levels = margin_of(distribution->table, by_answer);
	static const char *const keys[] = { "skill", "measure", "answer",
					    NULL };
	struct lines *lines =
		disclose_lines(distribution->table, distribution, keys);
	bool has_changed = true;

	cells_mark_small(distribution, "n");
	cells_mark_small(distribution, "base");
	cells_mark_with(distribution, gap, by_gap);
	while (has_changed) {
		has_changed = margin_protect(distribution, &answers);
		has_changed |= margin_protect(distribution, &levels);
		has_changed |= disclose_along(distribution, lines);
	}
	margin_blank_bases(distribution, &answers);
	cells_blank_all(distribution, cell_columns);
}

/* ---- profile and summary ---- */

/* Answers of "choose all that apply" do not add up: none can be worked out. */
static bool adds_up(const struct disclosed *cells, const size_t *rows, size_t n)
{
	int base = table_column(cells->table, "base");
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += cells_count(cells, rows[i]);
	return sum == table_number(cells->table, rows[0], base);
}

/* Over the groups of a margin that add up; true when a cell was withheld. */
static bool protect_sums(struct disclosed *cells, const struct margin *margin)
{
	bool has_changed = false;
	size_t end;

	for (size_t begin = 0; begin < margin->n; begin = end) {
		const size_t *rows = margin->rows + begin;

		end = margin_end(margin, begin);
		if (adds_up(cells, rows, end - begin))
			has_changed |=
				disclose_company(cells, rows, end - begin);
	}
	return has_changed;
}

void disclose_profile(struct disclosed *profile)
{
	static const char *const names[MARGIN_KEYS] = { "question" };
	struct margin questions = margin_of(profile->table, names);

	cells_mark_small(profile, "n");
	cells_mark_small(profile, "base");
	protect_sums(profile, &questions);
	margin_blank_bases(profile, &questions);
	cells_blank_all(profile, cell_columns);
}

/* An answer that nearly all of a group gave tells who did not. */
static void mark_nearly_all(struct disclosed *cells)
{
	int base = table_column(cells->table, "base");

	for (size_t r = 0; r < cells->table->n_rows; r++)
		if (cells_is_small(table_number(cells->table, r, base) -
					   cells_count(cells, r),
				   cells->threshold))
			cells->is_suppressed[r] = true;
}

void disclose_profile_cross(struct disclosed *cross,
			    const struct disclosed *profile)
{
	static const char *const by_marginal[MARGIN_KEYS] = { "question",
							      "answer" };
	static const char *const by_group[MARGIN_KEYS] = { "question",
							   "grouping",
							   "level" };
	static const char *const by_level[MARGIN_KEYS] = { "question",
							   "grouping",
							   "answer" };
	struct margin groups = margin_of(cross->table, by_group);
	struct margin levels = margin_of(cross->table, by_level);

	cells_mark_small(cross, "n");
	cells_mark_small(cross, "base");
	mark_nearly_all(cross);
	cells_mark_with(cross, profile, by_marginal);
	while (margin_protect(cross, &levels) || protect_sums(cross, &groups))
		continue;
	margin_blank_bases(cross, &groups);
	cells_blank_all(cross, cell_columns);
}

void disclose_summary(struct disclosed *summary)
{
	static const char *const statistics[] = {
		"n",  "n_missing", "mean", "sd",      "minimum",
		"q1", "median",    "q3",   "maximum", NULL
	};

	cells_mark_small(summary, "n");
	cells_blank_all(summary, statistics);
}

/* ---- ranking ---- */

void disclose_ranking(struct disclosed *ranking)
{
	static const char *const counts[] = { "n", "base", "not_ranked",
					      "first", "top" };
	static const char *const names[MARGIN_KEYS] = { "question" };
	static const char *const cells[] = {
		"n",           "not_ranked", "mean_rank",  "first",
		"first_share", "first_low",  "first_high", "top",
		"top_share",   "top_low",    "top_high",   NULL
	};
	struct margin questions = margin_of(ranking->table, names);

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		cells_mark_small(ranking, counts[i]);
	margin_protect(ranking, &questions);
	margin_blank_bases(ranking, &questions);
	cells_blank_all(ranking, cells);
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
	struct margin margin = margin_of(cells->table, keys);

	cells_mark_small(cells, cells->count);
	margin_protect(cells, &margin);
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
				cells_blank(cells->table, r, name);
		}
}

/* ---- personas ---- */

/* Whoever is in a persona is not to be known from outside it: its rows need
 * no company, but for answers that add up to its size. */
void disclose_traits(struct disclosed *traits)
{
	static const char *const names[MARGIN_KEYS] = { "persona", "subject" };
	static const char *const figures[] = { "n", "value", "effect", NULL };
	struct margin questions = margin_of(traits->table, names);
	int base = table_column(traits->table, "base");
	int answer = table_column(traits->table, "answer");
	size_t end;

	cells_mark_small(traits, "n");
	cells_mark_small(traits, "base");
	for (size_t begin = 0; begin < questions.n; begin = end) {
		const size_t *rows = questions.rows + begin;

		end = margin_end(&questions, begin);
		if (table_text(traits->table, rows[0], answer) &&
		    table_number(traits->table, rows[0], base) > 0)
			disclose_company(traits, rows, end - begin);
	}
	margin_blank_bases(traits, &questions);
	cells_blank_all(traits, figures);
}

void disclose_typical(struct disclosed *typical)
{
	static const char *const figures[] = { "answer", "n", "base", "share",
					       NULL };

	cells_mark_small(typical, "n");
	cells_blank_all(typical, figures);
}

void disclose_personas(struct disclosed *personas)
{
	cells_mark_small(personas, "n");
	blank_estimates(personas);
}
