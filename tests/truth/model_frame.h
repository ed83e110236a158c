/*
 * A case's regression model: "formula" ("y~a+b", "y~.", "y~a-1"), "factors",
 * "refs" as a matrix of numbers with treatment contrasts, over the rows that
 * have every variable (as R's model.frame and model.matrix).
 */
#ifndef TESTS_TRUTH_MODEL_FRAME_H
#define TESTS_TRUTH_MODEL_FRAME_H

#include "tests/truth/columns.h"

struct model_term {
	const char *name;
	struct factor_codes factor; /* no levels: a number */
	double *values;             /* of a number, all rows */
	size_t first_level;         /* factor: the first level with a column */
	size_t n_columns;
};

struct model_frame {
	const char *response;
	bool has_constant;
	size_t n_terms;
	struct model_term *terms;
	size_t n, k;        /* complete rows; columns without the constant */
	size_t *rows;       /* n: numbers of the complete rows */
	double *x;          /* n x k, row-major */
	const char **names; /* k: term, or factor and level */
};

/*
 * IS_USABLE[row] says whether the response is there (n_rows of the data).
 * On the case; fails for a formula with other operators or an unknown column.
 */
int model_frame(const struct truth_case *c, const bool *is_usable,
		struct model_frame *frame, struct error *error);

/* The response's name alone. */
int model_response(const struct truth_case *c, const char **name,
		   struct error *error);

/* Is NAME one of "factors", or does its column hold texts? */
bool model_is_factor(const struct truth_case *c, const char *name);

#endif
