/*
 * Inside codebook: each sheet is read by its own file.  All that they add hangs
 * on the codebook.
 */
#ifndef PIPELINE_DATA_CODEBOOK_SHEETS_H
#define PIPELINE_DATA_CODEBOOK_SHEETS_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/sheet.h"

/* choices.csv: fills codebook->lists. */
int codebook_read_choices(struct codebook *codebook, const struct sheet *sheet,
			  struct error *error);

/* survey.csv: fills codebook->questions; the lists are there already. */
int codebook_read_survey(struct codebook *codebook, const struct sheet *sheet,
			 struct error *error);

const struct choice_list *codebook_list(const struct codebook *codebook,
					const char *name);

/*
 * The bounds that a constraint such as ". >= 1 and . <= 5" sets on a number;
 * what it leaves open, or any other constraint, leaves *MINIMUM and *MAXIMUM
 * alone.  A strict bound on a whole number moves to the next one.
 */
void codebook_bounds(const char *constraint, bool is_integer, double *minimum,
		     double *maximum);

/* Cell of a yes/no column: yes, true, 1 or x in any case. */
bool codebook_is_yes(const char *cell);

/* "a, b, c" on CTX. */
char *codebook_join(const void *ctx, const char *const *names, size_t n);

#endif
