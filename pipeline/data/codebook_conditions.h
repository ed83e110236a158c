/* Inside codebook: the conditions under which questions and answers stand. */
#ifndef PIPELINE_DATA_CODEBOOK_CONDITIONS_H
#define PIPELINE_DATA_CODEBOOK_CONDITIONS_H

#include "pipeline/data/codebook.h"

void codebook_remark(struct codebook *codebook, const char *where,
		     const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Keep the condition TEXT, borrowed, found at WHERE, to be read when all
 * questions are known.  OUTER (may be NULL) must hold too; it is what is
 * returned when TEXT is NULL or empty.
 */
const struct condition *codebook_condition(struct codebook *codebook,
					   const char *text, const char *where,
					   const struct condition *outer);

/* Other names that conditions use for questions. */
struct codebook_alias {
	const char *alias, *name;
};
struct codebook_aliases {
	struct codebook_alias *items;
	size_t n;
};

/*
 * Read all conditions kept.  One outside the subset, or of another tool than
 * XLSForm with a name that is not in the codebook, becomes a remark; one that
 * cannot be read is ERROR_PROJECT.  ALIASES may be NULL.
 */
int codebook_read_conditions(struct codebook *codebook,
			     enum expression_dialect dialect,
			     const struct codebook_aliases *aliases,
			     struct error *error);

#endif
