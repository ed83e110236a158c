/*
 * What the survey methods share: the sample design that a case's parameters
 * describe, and columns of answers as codes.
 */
#ifndef TESTS_TRUTH_SURVEY_CASE_H
#define TESTS_TRUTH_SURVEY_CASE_H

#include "pipeline/stat/design.h"
#include "tests/truth/case.h"

/*
 * Parameters "ids" and "fpc" (a name or a list, one a stage; a remark in
 * brackets after the name is cut), "strata", and the weights' column WEIGHTS
 * (NULL = 1).  On the case; or an error for a column that is not there.
 */
int survey_design(const struct truth_case *c, const char *weights,
		  struct design **design, struct error *error);

/* Distinct texts of a column, sorted bytewise. */
struct levels {
	size_t n;
	const char **names;
	size_t *codes; /* of each row; SIZE_MAX = blank */
};

/* NULL when there is no such column. */
struct levels *column_levels(const struct truth_case *c, const char *name);

#endif
