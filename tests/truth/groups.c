#include "tests/truth/groups.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double number(const char *text)
{
	char *end;
	double value = strtod(text, &end);

	return end != text && *end == '\0' ? value : (double)NAN;
}

static int compare(const char *a, const char *b)
{
	double x = number(a), y = number(b);

	if (isnan(x) || isnan(y))
		return strcmp(a, b);
	return (x > y) - (x < y);
}

static int by_level(const void *first, const void *second)
{
	const char *const *a = first;
	const char *const *b = second;

	return compare(*a, *b);
}

static size_t level_of(const struct groups *groups, const char *cell)
{
	for (size_t g = 0; g < groups->k; g++)
		if (compare(groups->levels[g], cell) == 0)
			return g;
	return groups->k;
}

static void find_levels(const struct truth_case *c, long column,
			struct groups *groups)
{
	for (size_t i = 0; i < c->data[0]->n_rows; i++) {
		const char *cell = dataset_text(c->data[0], i, column);

		if (*cell && level_of(groups, cell) == groups->k)
			memory_append(c, groups->levels, const char *,
				      groups->k, cell);
	}
	if (groups->k > 1)
		qsort(groups->levels, groups->k, sizeof(*groups->levels),
		      by_level);
}

int groups_read(const struct truth_case *c, const char *column,
		const char *levels_key, struct groups *groups,
		struct error *error)
{
	long index = c->n_data > 0 ? dataset_column(c->data[0], column) : -1;

	if (index < 0)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "the data have no column '%s'", column);
	groups->k = 0;
	groups->levels = truth_names(c, levels_key, &groups->k);
	if (groups->k == 0)
		find_levels(c, index, groups);
	groups->of_row = memory_array(c, size_t, c->data[0]->n_rows);
	for (size_t i = 0; i < c->data[0]->n_rows; i++) {
		const char *cell = dataset_text(c->data[0], i, index);

		groups->of_row[i] = *cell ? level_of(groups, cell) : groups->k;
	}
	return 0;
}

const struct tally **groups_tallies(const struct truth_case *c,
				    const struct groups *groups,
				    const double *values)
{
	const struct tally **tallies =
		memory_array(c, const struct tally *, groups->k);
	size_t n_rows = c->data[0]->n_rows;
	double *mine = memory_array(c, double, n_rows);

	for (size_t g = 0; g < groups->k; g++) {
		size_t n = 0;

		for (size_t i = 0; i < n_rows; i++)
			if (groups->of_row[i] == g)
				mine[n++] = values[i];
		tallies[g] = tally_values(c, mine, n);
	}
	talloc_free(mine);
	return tallies;
}
