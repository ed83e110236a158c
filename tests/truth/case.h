/*
 * One reference case (expected/<case>.json) and the values computed for it.
 */
#ifndef TESTS_TRUTH_CASE_H
#define TESTS_TRUTH_CASE_H

#include "tests/truth/dataset.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum expected_kind { EXPECTED_EXACT, EXPECTED_UPPER_BOUND, EXPECTED_OPTIONAL };

struct expected {
	const char *id, *convention; /* convention may be NULL */
	double value;                /* NaN = undefined */
	double reltol, abstol;
	enum expected_kind kind;
};

struct truth_case {
	const char *name, *method;
	json_t *params; /* object or [] */
	struct dataset **data;
	size_t n_data;
	struct expected *expected;
	size_t n_expected;
};

/* PATH is FOLDER/expected/x.json; data files come from FOLDER/data. */
int truth_case_load(const void *ctx, const char *folder, const char *path,
		    struct truth_case **out, struct error *error);

/* A list of names: an array of texts, or one text.  NULL when absent. */
const char **truth_names(const struct truth_case *c, const char *key,
			 size_t *n);
/* Parameters with a default. */
double truth_number(const struct truth_case *c, const char *key,
		    double fallback);
const char *truth_text(const struct truth_case *c, const char *key,
		       const char *fallback);

/* Values by id. */
struct results;
struct results *results_new(const void *ctx);
void results_put(struct results *results, double value, const char *id_format,
		 ...) __attribute__((format(printf, 3, 4)));
/* False when there is no such id. */
bool results_find(const struct results *results, const char *id, double *value);

/*
 * The values whose ids start with PREFIX describe the best solution that a
 * search found, the one with the least PREFIX + OBJECTIVE.  A case whose own
 * search stopped at a higher one describes another solution.
 */
void results_solution(struct results *results, const char *prefix,
		      const char *objective);
/* Whether EXPECTED of the case C describes such a beaten solution. */
bool results_beat(const struct results *results, const struct truth_case *c,
		  const struct expected *expected);

/* The pass rule: |got - want| <= max(abstol, reltol |want|), undefined only
 * for undefined; an upper bound may be undercut. */
bool expected_met(const struct expected *expected, double got);

#endif
