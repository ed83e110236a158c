#include "tests/truth/columns.h"

#include "pipeline/core/memory.h"
#include "tests/truth/methods.h"

#include <stdlib.h>
#include <string.h>

bool is_number(const char *text)
{
	char *end;

	strtod(text, &end);
	return end != text && *end == '\0';
}

int method_columns(const struct truth_case *c, const char **names, size_t n,
		   double **values, struct error *error)
{
	size_t rows = c->n_data ? c->data[0]->n_rows : 0;

	*values = memory_array(c, double, rows *n);
	for (size_t j = 0; j < n; j++) {
		double *column;

		if (method_column(c, names[j], &column, error) < 0)
			return -1;
		for (size_t i = 0; i < rows; i++)
			(*values)[i * n + j] = column[i];
	}
	return 0;
}

static int by_number(const void *a, const void *b)
{
	double x = strtod(*(const char *const *)a, NULL);
	double y = strtod(*(const char *const *)b, NULL);

	return (x > y) - (x < y);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sort the texts and keep one of each. */
static void close_levels(struct factor_codes *codes, enum level_order order)
{
	int (*compare)(const void *, const void *) =
		order == BY_VALUE ? by_number : by_bytes;
	size_t kept = 0;

	for (size_t i = 0; i < codes->n_levels; i++)
		if (!is_number(codes->levels[i]))
			compare = by_bytes;
	if (codes->n_levels > 0)
		qsort(codes->levels, codes->n_levels, sizeof *codes->levels,
		      compare);
	for (size_t i = 0; i < codes->n_levels; i++)
		if (i == 0 ||
		    compare(&codes->levels[i], &codes->levels[kept - 1]) != 0)
			codes->levels[kept++] = codes->levels[i];
	codes->n_levels = kept;
}

static size_t code_of(const struct factor_codes *codes, const char *text)
{
	for (size_t i = 0; i < codes->n_levels; i++)
		if (strcmp(codes->levels[i], text) == 0 ||
		    (is_number(text) && is_number(codes->levels[i]) &&
		     strtod(text, NULL) == strtod(codes->levels[i], NULL)))
			return i;
	return codes->n_levels;
}

/* Where each column is; -1 with the error set when one is missing. */
static int find_columns(const struct truth_case *c, const char **names,
			size_t n, long *columns, struct error *error)
{
	for (size_t j = 0; j < n; j++) {
		columns[j] =
			c->n_data ? dataset_column(c->data[0], names[j]) : -1;
		if (columns[j] < 0)
			return error_set(error, ERROR_DATA, c->name, NULL,
					 "the data have no column '%s'",
					 names[j]);
	}
	return 0;
}

int method_codes(const struct truth_case *c, const char **names, size_t n,
		 enum level_order order, struct factor_codes *codes,
		 struct error *error)
{
	long *columns = memory_array(c, long, n);
	const struct dataset *data;

	*codes = (struct factor_codes){ 0 };
	if (find_columns(c, names, n, columns, error) < 0)
		return -1;
	data = c->data[0];
	codes->n_rows = data->n_rows;
	codes->levels = memory_array(c, const char *, data->n_rows *n);
	for (size_t i = 0; i < data->n_rows * n; i++) {
		const char *text = dataset_text(data, i / n, columns[i % n]);

		if (*text)
			codes->levels[codes->n_levels++] = text;
	}
	close_levels(codes, order);
	codes->codes = memory_array(c, size_t, data->n_rows * n);
	for (size_t i = 0; i < data->n_rows * n; i++)
		codes->codes[i] = code_of(
			codes, dataset_text(data, i / n, columns[i % n]));
	return 0;
}
