/*
 * A data file of a truth folder: CSV with a header row, blank = missing.
 * Lines without a single character are no rows (as in R's read.csv).
 */
#ifndef TESTS_TRUTH_DATASET_H
#define TESTS_TRUTH_DATASET_H

#include "pipeline/core/error.h"

#include <stddef.h>

struct dataset {
	char **names; /* header */
	size_t n_columns, n_rows;
	char **cells; /* n_rows x n_columns, row-major; never NULL */
};

/* Rows shorter than the header are filled with blanks. */
int dataset_load(const void *ctx, const char *path, struct dataset **dataset,
		 struct error *error);

/* Index of the column, or -1. */
long dataset_column(const struct dataset *dataset, const char *name);

const char *dataset_text(const struct dataset *dataset, size_t row,
			 long column);

/* n_rows numbers on CTX; NaN where blank or not a number.  NULL when there is
 * no such column. */
double *dataset_numbers(const void *ctx, const struct dataset *dataset,
			const char *name);

#endif
