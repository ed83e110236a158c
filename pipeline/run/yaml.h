/*
 * A YAML file as a small tree that remembers the line and column of every key
 * and value, so that any later complaint can name the place.
 */
#ifndef PIPELINE_RUN_YAML_H
#define PIPELINE_RUN_YAML_H

#include "pipeline/core/error.h"

#include <stddef.h>

enum yaml_kind {
	YAML_TEXT, /* a scalar; "" and null are both "" */
	YAML_LIST,
	YAML_MAP
};

struct yaml {
	enum yaml_kind kind;
	const char *key;  /* in a map; NULL elsewhere */
	const char *text; /* of YAML_TEXT */
	int line, column; /* of the key in a map, else of the value; from 1 */
	int value_line, value_column;
	struct yaml **items; /* of YAML_LIST and YAML_MAP, in file order */
	size_t n_items;
};

/* Broken YAML, or one key twice: ERROR_PROJECT with file:line:column. */
int yaml_load(const void *ctx, const char *path, struct yaml **tree,
	      struct error *error);

/* The value of KEY in a map, or NULL (also when MAP is NULL or no map). */
struct yaml *yaml_find(const struct yaml *map, const char *key);

/* The text of KEY in a map, or NULL where it is none. */
const char *yaml_text(const struct yaml *map, const char *key);

/* The number it is, or OTHERWISE. */
double yaml_number(const struct yaml *map, const char *key, double otherwise);

/* The value at a dotted path, "analyses.skills", or NULL. */
struct yaml *yaml_at(const struct yaml *tree, const char *path);

/* One text or a list of them, on CTX; NULL when absent. */
const char **yaml_texts(const void *ctx, const struct yaml *map,
			const char *key, size_t *n);

/* Add or replace a text value of MAP, as if the file had said so. */
void yaml_set(struct yaml *map, const char *key, const char *text);

/*
 * One text for one meaning: maps in order of their keys, lists in file order,
 * every text length-prefixed.  "" for NULL.
 */
char *yaml_canonical(const void *ctx, const struct yaml *tree);

/* "project.yaml:12:3", FILE being the name to show. */
char *yaml_where(const void *ctx, const char *file, const struct yaml *node);
char *yaml_where_value(const void *ctx, const char *file,
		       const struct yaml *node);

#endif
