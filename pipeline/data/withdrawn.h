/*
 * Who has withdrawn: pseudonyms in a text file beside the key, one a line, so
 * that the answers stay out when the store is made anew.
 */
#ifndef PIPELINE_DATA_WITHDRAWN_H
#define PIPELINE_DATA_WITHDRAWN_H

#include "pipeline/core/error.h"
#include "pipeline/data/pseudonym.h"

#include <stdbool.h>
#include <stddef.h>

struct withdrawn; /* talloc object */

/* The list in PATH; nobody if there is no such file. */
int withdrawn_load(const void *ctx, const char *path,
		   struct withdrawn **withdrawn, struct error *error);

bool withdrawn_is_empty(const struct withdrawn *withdrawn);

/* Is the pseudonym TEXT of LENGTH bytes on the list? */
bool withdrawn_has(const struct withdrawn *withdrawn, const char *text,
		   size_t length);

/* Add PSEUDONYM to the list in PATH, on the disk before this returns. */
int withdrawn_add(const char *path, const char *pseudonym, struct error *error);

#endif
