/* Columns side by side that hold the ranks of one question's choices. */
#include "pipeline/run/draft_private.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 50 }; /* choices that anybody puts in order */

/* The rank that TEXT is, 1 to N, else 0. */
static size_t rank_of(const char *text, size_t n)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long rank = digits && digits < 3 && !text[digits]
				     ? strtoul(text, NULL, 10)
				     : 0;

	return rank <= n ? rank : 0;
}

/*
 * Ratings may be anything; of ranks everybody gives a first, nobody two, and
 * who gives a third has given a second.
 */
bool draft_are_ranks(const struct draft *draft, size_t from, size_t to)
{
	size_t n = to - from;
	uint64_t given[MOST + 1] = { 0 };

	if (n < 3 || n > MOST)
		return false;
	for (size_t i = from; i < to; i++) {
		const struct draft_column *column = &draft->columns[i];

		if (rank_of(column->option, MOST))
			return false; /* a place, not a choice */
		for (size_t j = 0; j < column->n_values; j++) {
			size_t rank = rank_of(column->values[j].text, n);

			if (!rank)
				return false;
			given[rank] += column->values[j].n;
		}
	}
	for (size_t rank = 2; rank <= n; rank++)
		if (given[rank] > given[rank - 1])
			return false;
	for (size_t i = from; i < to; i++)
		if (draft->columns[i].n_filled > given[1])
			return false;
	return given[2] && given[1] <= draft->n_rows;
}

/* How often the value stands in the columns. */
static uint64_t count_value(const struct draft *draft, size_t from, size_t to,
			    const char *text)
{
	uint64_t n = 0;

	for (size_t i = from; i < to; i++)
		for (size_t j = 0; j < draft->columns[i].n_values; j++)
			if (!strcmp(draft->columns[i].values[j].text, text))
				n += draft->columns[i].values[j].n;
	return n;
}

/*
 * Places 1, 2 ... that hold choices: who fills the third has filled the second,
 * and nobody names a choice twice, as answers to several questions would.
 */
bool draft_are_places(const struct draft *draft, size_t from, size_t to)
{
	const struct draft_column *first = &draft->columns[from];

	if (to < from + 3 || to - from > MOST || !first->n_values)
		return false;
	for (size_t i = from; i < to; i++) {
		const struct draft_column *column = &draft->columns[i];

		if (rank_of(column->option, MOST) != i - from + 1 ||
		    column->is_cut || column->n_values > MOST ||
		    column->n_filled > first->n_filled ||
		    (i > from && column->n_filled > column[-1].n_filled))
			return false;
		for (size_t j = 0; j < column->n_values; j++) {
			const char *text = column->values[j].text;

			if (rank_of(text, MOST) ||
			    count_value(draft, from, to, text) >
				    first->n_filled)
				return false;
		}
	}
	return first->n_filled > first->n_values;
}
