/*
 * A question's conditions made ready to be decided over the cleaned answers,
 * column by column: each comparison with a constant becomes a table by code, so
 * that a chunk of rows costs one look-up a row and comparison.
 *
 * What is not known stays so: the answers of a question that is not in the
 * store (free text), whose column a file lacks, or that were invalid.  Not
 * shown, skipped and the like are empty: equal to '' and to nothing else,
 * neither above nor below any number.
 */
#ifndef PIPELINE_DATA_CONDITION_PROGRAM_H
#define PIPELINE_DATA_CONDITION_PROGRAM_H

#include "pipeline/data/answers.h"
#include "pipeline/data/codebook.h"

#include <stdbool.h>

/* Bits: may be false, may be true. */
enum truth { TRUTH_FALSE = 1, TRUTH_TRUE = 2, TRUTH_UNKNOWN = 3 };

/* The code of a row whose file has no column for the variable. */
enum { CONDITION_ABSENT = ANSWER_FIRST - 1 };

/* A variable that the conditions look at. */
struct condition_input {
	const struct variable *variable;
	uint32_t *codes; /* ANSWER_ROWS, for the caller to fill */
};

struct condition_program; /* talloc object */

/*
 * CONDITION and all OUTER ones as they bear on the question SELF.  Ones that
 * were not read count as unknown.  ANSWERS and CODEBOOK must outlive it.
 */
struct condition_program *
condition_program_new(const void *ctx, const struct answers *answers,
		      const struct codebook *codebook,
		      const struct question *self,
		      const struct condition *condition);

/* False when it is never false, whatever the answers. */
bool condition_program_decides(const struct condition_program *program);

struct condition_input *
condition_program_inputs(const struct condition_program *program, size_t *n);

/* One byte (enum truth) a row for the N rows in the inputs, until called again.
 */
const unsigned char *condition_program_run(struct condition_program *program,
					   size_t n);

#endif
