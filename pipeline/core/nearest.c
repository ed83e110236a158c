#include "pipeline/core/nearest.h"

#include "pipeline/core/memory.h"

#include <string.h>

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Damerau's distance (optimal string alignment), full matrix. */
size_t nearest_distance(const char *a, const char *b)
{
	size_t rows = strlen(a) + 1, columns = strlen(b) + 1;
	size_t *cost = memory_array(NULL, size_t, rows * columns);

	for (size_t i = 0; i < rows; i++)
		cost[i * columns] = i;
	for (size_t j = 0; j < columns; j++)
		cost[j] = j;
	for (size_t i = 1; i < rows; i++) {
		for (size_t j = 1; j < columns; j++) {
			size_t *here = &cost[i * columns + j];
			size_t changed = a[i - 1] != b[j - 1];
			*here = smallest(here[-1] + 1, *(here - columns) + 1,
					 *(here - columns - 1) + changed);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] &&
			    *(here - 2 * columns - 2) + 1 < *here)
				*here = *(here - 2 * columns - 2) + 1;
		}
	}
	size_t distance = cost[rows * columns - 1];
	talloc_free(cost);
	return distance;
}

const char *nearest_word(const char *word, const char *const *words, size_t n)
{
	const char *best = NULL;
	size_t limit = strlen(word) / 3 + 1, least = limit + 1;

	for (size_t i = 0; i < n; i++) {
		size_t distance = nearest_distance(word, words[i]);
		if (distance < least && distance < strlen(words[i])) {
			least = distance;
			best = words[i];
		}
	}
	return best;
}
