/*
 * Columns of a case's first data file as numbers or as categories.
 */
#ifndef TESTS_TRUTH_COLUMNS_H
#define TESTS_TRUTH_COLUMNS_H

#include "tests/truth/case.h"

/* The NAMES columns side by side: n_rows x n numbers, row-major, NaN where
 * blank, on the case. */
int method_columns(const struct truth_case *c, const char **names, size_t n,
		   double **values, struct error *error);

/* BY_VALUE: by number when all are numbers, else bytewise. */
enum level_order { BY_VALUE, BY_BYTES };

/* Values of columns as positions in their common, sorted list of levels. */
struct factor_codes {
	size_t n_rows, n_levels;
	const char **levels;
	size_t *codes; /* rows x columns; n_levels where blank */
};

/* A blank cell leaves the other cells of its row as they are. */
int method_codes(const struct truth_case *c, const char **names, size_t n,
		 enum level_order order, struct factor_codes *codes,
		 struct error *error);

/* True when TEXT is a number and nothing else. */
bool is_number(const char *text);

#endif
