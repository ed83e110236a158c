/* A text of the project file in one language or several. */
#ifndef PIPELINE_RUN_TRANSLATIONS_H
#define PIPELINE_RUN_TRANSLATIONS_H

#include "pipeline/data/codebook.h"
#include "pipeline/run/yaml.h"

/*
 * The value of KEY in MAP, a text or a map language: text, on CTX; a text alone
 * has the language "".  NULL and *N = 0 when absent.
 */
struct translation *translations_at(const void *ctx, const struct yaml *map,
				    const char *key, size_t *n);

#endif
