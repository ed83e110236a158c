/* Finding a variable that the project file names, and reading it whole. */
#ifndef STAGES_ANSWER_NAMES_H
#define STAGES_ANSWER_NAMES_H

#include "pipeline/data/answers.h"

/* NULL with ERROR_PROJECT at WHERE and the nearest name, which is on CTX. */
const struct variable *answer_named(const void *ctx,
				    const struct answers *answers,
				    const char *name, const char *where,
				    struct error *error);

/* Is it "source" or "wave", which divario makes and nobody was asked? */
bool answer_is_origin(const struct variable *variable);

/* The codes of all rows, on CTX. */
int answer_codes_read(const void *ctx, const struct answers *answers,
		      const struct variable *variable, uint32_t **codes,
		      struct error *error);

/* The numbers that the answers of all rows stand for, on CTX; NaN: none. */
int answer_numbers_read(const void *ctx, const struct answers *answers,
			const struct variable *variable, double **numbers,
			struct error *error);

/*
 * Who gave the answer in place VALUE, among N rows with these CODES: 1, 0, or
 * NaN without an answer.  Of a choice among several: who chose it.
 */
void answer_ones(const struct variable *variable, size_t value,
		 const uint32_t *codes, size_t n, double *ones);

#endif
