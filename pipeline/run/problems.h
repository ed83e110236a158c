/* Faults gathered, so that one check shows them all. */
#ifndef PIPELINE_RUN_PROBLEMS_H
#define PIPELINE_RUN_PROBLEMS_H

#include "pipeline/core/error.h"

#include <stddef.h>

struct problems {
	struct error *items; /* in the order found */
	size_t n;
};

struct problems *problems_new(const void *ctx);

/* WHERE and REMEDY may be NULL. */
void problems_add(struct problems *problems, enum error_code code,
		  const char *where, const char *remedy, const char *format,
		  ...) __attribute__((format(printf, 5, 6)));

/* Move ERROR there, if it is set, and clear it. */
void problems_take(struct problems *problems, struct error *error);

/* The first one becomes ERROR: -1; 0 when there is none. */
int problems_first(const struct problems *problems, struct error *error);

#endif
