/*
 * A store of cleaned answers for tests of the stages: one row a person, one
 * letter an answer.  A '.' is "skipped", '-' "not shown"; other letters are
 * looked up in the variable's own list of answers.
 */
#ifndef TESTS_SUPPORT_ANSWERS_STORE_H
#define TESTS_SUPPORT_ANSWERS_STORE_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"

struct store_variable {
	const char *question, *choice; /* choice NULL but for one-hot */
	enum question_type type;
	const char *answers; /* "12345": names, and numbers where digits */
	const char *codes;   /* one letter a person */
};

/* project.db in a scratch folder on CTX with these N variables. */
struct database *answers_store(const void *ctx,
			       const struct store_variable *variables,
			       size_t n);

/* Run STAGE on STORE as the runner does, without its records. */
int stage_try(const struct stage *stage, const struct project *project,
	      struct database *store, struct stage_context *context,
	      struct error *error);

/* The first cell of a query, NaN for NULL; the query must give a row. */
double store_number(struct database *store, const char *sql);

/* The same as text, on the store; "" for NULL. */
const char *store_text(struct database *store, const char *sql);

#endif
