#include "stages/disclose_margin.h"

#include "pipeline/core/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

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

static struct margin margin_shared(const struct table *table,
				   const char *const keys[MARGIN_KEYS],
				   struct dictionary dictionaries[MARGIN_KEYS])
{
	struct margin margin = {
		.groups = memory_array(table, uint64_t, table->n_rows),
		.rows = memory_array(table, size_t, table->n_rows),
		.n = table->n_rows,
	};

	for (size_t k = 0; k < MARGIN_KEYS && keys[k]; k++)
		number_groups(&margin, table, table, keys[k], &dictionaries[k]);
	for (size_t r = 0; r < margin.n; r++)
		margin.rows[r] = r;
	qsort_r(margin.rows, margin.n, sizeof *margin.rows, compare_rows,
		margin.groups);
	return margin;
}

struct margin margin_of(const struct table *table,
			const char *const keys[MARGIN_KEYS])
{
	struct dictionary dictionaries[MARGIN_KEYS] = { 0 };

	return margin_shared(table, keys, dictionaries);
}

size_t margin_end(const struct margin *margin, size_t begin)
{
	uint64_t group = margin->groups[margin->rows[begin]];
	size_t end = begin + 1;

	while (end < margin->n && margin->groups[margin->rows[end]] == group)
		end++;
	return end;
}

double cells_count(const struct disclosed *cells, size_t row)
{
	return table_number(cells->table, row,
			    table_column(cells->table, cells->count));
}

bool disclose_company(struct disclosed *cells, const size_t *rows, size_t n)
{
	size_t n_suppressed = 0, best = n;

	for (size_t i = 0; i < n; i++) {
		double count = cells_count(cells, rows[i]);

		if (cells->is_suppressed[rows[i]])
			n_suppressed++;
		else if (count > 0 &&
			 (best == n || count < cells_count(cells, rows[best])))
			best = i;
	}
	if (n_suppressed != 1 || best == n)
		return false;
	cells->is_suppressed[rows[best]] = true;
	return true;
}

bool margin_protect(struct disclosed *cells, const struct margin *margin)
{
	bool has_changed = false;
	size_t end;

	for (size_t begin = 0; begin < margin->n; begin = end) {
		end = margin_end(margin, begin);
		has_changed |= disclose_company(cells, margin->rows + begin,
						end - begin);
	}
	return has_changed;
}

bool cells_is_small(double count, int threshold)
{
	return count > 0 && count < threshold;
}

void cells_blank(struct table *table, size_t row, const char *name)
{
	int column = table_column(table, name);

	if (column >= 0)
		table->cells[row * table->n_columns + (size_t)column] =
			value_null();
}

void cells_blank_all(struct disclosed *cells, const char *const *names)
{
	for (size_t r = 0; r < cells->table->n_rows; r++)
		for (size_t i = 0; names[i] && cells->is_suppressed[r]; i++)
			cells_blank(cells->table, r, names[i]);
}

void cells_mark_small(struct disclosed *cells, const char *count)
{
	int column = table_column(cells->table, count);

	for (size_t r = 0; r < cells->table->n_rows; r++)
		if (cells_is_small(table_number(cells->table, r, column),
				   cells->threshold))
			cells->is_suppressed[r] = true;
}

static bool is_whole(const struct disclosed *cells, const size_t *rows,
		     size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!cells->is_suppressed[rows[i]])
			return false;
	return true;
}

void margin_blank_bases(struct disclosed *cells, const struct margin *margin)
{
	size_t end;

	for (size_t begin = 0; begin < margin->n; begin = end) {
		end = margin_end(margin, begin);
		if (!is_whole(cells, margin->rows + begin, end - begin))
			continue;
		for (size_t i = begin; i < end; i++)
			cells_blank(cells->table, margin->rows[i], "base");
	}
}

void cells_mark_with(struct disclosed *cells, const struct disclosed *leader,
		     const char *const keys[MARGIN_KEYS])
{
	struct dictionary dictionaries[MARGIN_KEYS] = { 0 };
	struct margin leaders =
		margin_shared(leader->table, keys, dictionaries);
	struct margin own = margin_shared(cells->table, keys, dictionaries);
	size_t at = 0;

	for (size_t i = 0; i < own.n; i++) {
		uint64_t group = own.groups[own.rows[i]];

		while (at < leaders.n &&
		       leaders.groups[leaders.rows[at]] < group)
			at++;
		if (at < leaders.n &&
		    leaders.groups[leaders.rows[at]] == group &&
		    leader->is_suppressed[leaders.rows[at]])
			cells->is_suppressed[own.rows[i]] = true;
	}
}
