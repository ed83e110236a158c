/*
 * The schema of published.db: every table and column, with what it means.
 * From it the tables are made, read from the store, and described in the
 * published table schema_note.
 */
#ifndef STAGES_PUBLISHED_H
#define STAGES_PUBLISHED_H

#include "pipeline/data/database.h"
#include "pipeline/run/stage.h"

/* Every table: what disclose makes and what a template may read. */
extern const struct artifact published_artifacts[];

struct published_column {
	const char *table, *name, *type, *description;
};

/* Columns of a table stand together; ended by a NULL table. */
extern const struct published_column published_columns[];
extern const struct published_column published_weights[];
extern const struct published_column published_change[];
extern const struct published_column published_personas[];
extern const struct published_column published_profile[];
extern const struct published_column published_territory[];
extern const struct published_column published_programme[];
extern const struct published_column published_tests[];
extern const struct published_column published_training[];
extern const struct published_column published_network[];
extern const struct published_column published_transition[];
extern const struct published_column published_coding[];
extern const struct published_column published_inventory[];

/* These, NULL-ended: all there is. */
extern const struct published_column *const published_parts[];

/* The first column of TABLE; *N = how many it has. */
const struct published_column *published_table(const char *table, size_t *n);

/* "skill TEXT, n INTEGER": for CREATE TABLE. */
char *published_definition(const void *ctx, const char *table);

/* "skill, n": the columns that the store's table of that name has too (all but
 * "suppressed"). */
char *published_source_columns(const void *ctx, const char *table);

#endif
