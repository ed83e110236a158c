/*
 * The words divario itself puts into charts, tables and reports, per language:
 * config/languages/<code>.yaml, nested keys joined by dots
 * ("chart.current", "quadrant.concentrate").  A project may override any of
 * them in its own languages/<code>.yaml.
 */
#ifndef PIPELINE_DATA_PHRASES_H
#define PIPELINE_DATA_PHRASES_H

#include "pipeline/core/error.h"
#include "pipeline/core/text.h"

struct phrases;

/* PROJECT_FOLDER may be NULL.  Missing language file: ERROR_PROJECT. */
int phrases_load(const void *ctx, const char *language,
		 const char *project_folder, struct phrases **phrases,
		 struct error *error);

const char *phrases_language(const struct phrases *phrases);
const struct text_locale *phrases_locale(const struct phrases *phrases);

/* The phrase, or NULL when the language lacks it. */
const char *phrases_find(const struct phrases *phrases, const char *key);

/* The phrase, or KEY itself (a test makes sure no shipped key is missing). */
const char *phrases_get(const struct phrases *phrases, const char *key);

/* All keys in bytewise order: INDEX from 0 to phrases_count() - 1. */
size_t phrases_count(const struct phrases *phrases);
const char *phrases_key(const struct phrases *phrases, size_t index);

/* SHA-256 over the files read, for fingerprints. */
const char *phrases_digest(const struct phrases *phrases);

#endif
