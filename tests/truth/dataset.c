#include "tests/truth/dataset.h"

#include "pipeline/core/memory.h"

#include <csv.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the libcsv callbacks fill. */
struct reader {
	struct dataset *dataset;
	char **row;
	size_t n_cells;  /* of the row being read */
	size_t n_filled; /* cells of finished rows */
};

static void take_cell(void *text, size_t length, void *data)
{
	struct reader *reader = data;
	char *cell = memory_text_n(reader->dataset, text ? text : "", length);

	memory_append(reader->dataset, reader->row, char *, reader->n_cells,
		      cell);
}

static void take_row(int character, void *data)
{
	struct reader *reader = data;
	struct dataset *dataset = reader->dataset;

	(void)character;
	if (!dataset->names) {
		dataset->names = reader->row;
		dataset->n_columns = reader->n_cells;
		reader->row = NULL;
		reader->n_cells = 0;
		return;
	}
	for (size_t i = 0; i < dataset->n_columns; i++) {
		char *cell = i < reader->n_cells ? reader->row[i]
						 : memory_text(dataset, "");

		memory_append(dataset, dataset->cells, char *, reader->n_filled,
			      cell);
	}
	dataset->n_rows++;
	reader->n_cells = 0;
}

static int parse(FILE *file, const char *path, struct reader *reader,
		 struct error *error)
{
	struct csv_parser parser;
	char buffer[65536];
	size_t got;
	int status = 0;

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return error_set(error, ERROR_FAILED, path, NULL,
				 "libcsv cannot start");
	while (status == 0 && (got = fread(buffer, 1, sizeof buffer, file)) > 0)
		if (csv_parse(&parser, buffer, got, take_cell, take_row,
			      reader) != got)
			status = -1;
	if (status == 0 && csv_fini(&parser, take_cell, take_row, reader) != 0)
		status = -1;
	if (status < 0)
		error_set(error, ERROR_DATA, path, "repair the quotes", "%s",
			  csv_strerror(csv_error(&parser)));
	csv_free(&parser);
	return status;
}

int dataset_load(const void *ctx, const char *path, struct dataset **dataset,
		 struct error *error)
{
	struct reader reader = { memory_new(ctx, struct dataset), NULL, 0, 0 };
	FILE *file = fopen(path, "rb");
	int status;

	if (!file)
		return error_system(error, path, NULL, "cannot open");
	status = parse(file, path, &reader, error);
	fclose(file);
	if (status < 0)
		return -1;
	if (!reader.dataset->names)
		return error_set(error, ERROR_DATA, path, NULL, "no header");
	*dataset = reader.dataset;
	return 0;
}

long dataset_column(const struct dataset *dataset, const char *name)
{
	for (size_t i = 0; i < dataset->n_columns; i++)
		if (strcmp(dataset->names[i], name) == 0)
			return (long)i;
	return -1;
}

const char *dataset_text(const struct dataset *dataset, size_t row, long column)
{
	return dataset->cells[row * dataset->n_columns + (size_t)column];
}

/* The program stays in the C locale, so strtod reads a decimal point. */
static double number(const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text)
		return (double)NAN;
	while (isspace((unsigned char)*end))
		end++;
	return *end == '\0' && isfinite(value) ? value : (double)NAN;
}

double *dataset_numbers(const void *ctx, const struct dataset *dataset,
			const char *name)
{
	long column = dataset_column(dataset, name);
	double *values;

	if (column < 0)
		return NULL;
	values = memory_array(ctx, double, dataset->n_rows);
	for (size_t i = 0; i < dataset->n_rows; i++)
		values[i] = number(dataset_text(dataset, i, column));
	return values;
}
