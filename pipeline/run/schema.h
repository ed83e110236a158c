/*
 * What a project file may say, as a table: from it come the check of keys and
 * kinds and the list of keys in the help.
 */
#ifndef PIPELINE_RUN_SCHEMA_H
#define PIPELINE_RUN_SCHEMA_H

#include "pipeline/run/problems.h"
#include "pipeline/run/yaml.h"

#include <stdbool.h>
#include <stdio.h>

enum schema_kind {
	SCHEMA_TEXT,            /* one text, not empty */
	SCHEMA_TEXTS,           /* one text or a list of texts */
	SCHEMA_CROSSINGS,       /* the same, with lists of texts among them */
	SCHEMA_TRANSLATED,      /* a text, or a map language: text */
	SCHEMA_INTEGER,         /* minimum..maximum */
	SCHEMA_NUMBER,          /* minimum..maximum */
	SCHEMA_YES_NO,          /* true or false, yes or no */
	SCHEMA_DATE,            /* 2026-11-22 */
	SCHEMA_CHOICE,          /* one of choices */
	SCHEMA_CHARACTER,       /* a single ASCII character, or "tab" */
	SCHEMA_TEXT_MAP,        /* free key: text */
	SCHEMA_TEXTS_OR_MAP,    /* one text, a list, or free key: text */
	SCHEMA_TEXT_OR_PATTERN, /* a text, or {filename: regular expression} */
	SCHEMA_GROUP,           /* a map with the keys of table keys */
	SCHEMA_NAMED_GROUPS,    /* free name: a map with the keys of keys */
	SCHEMA_GROUPS           /* a list of maps with the keys of keys */
};

struct schema_key {
	const char *name; /* NULL ends a table */
	enum schema_kind kind;
	bool is_required;
	double minimum, maximum;
	const char *const *choices;    /* NULL-ended */
	const struct schema_key *keys; /* of the GROUP kinds */
	const char *help;
};

/* Every fault of MAP against KEYS, placed in FILE ("project.yaml"). */
void schema_check(const struct schema_key *keys, const struct yaml *map,
		  const char *file, struct problems *problems);

/* One line a key, indented by depth: name, what it is. */
void schema_print(const struct schema_key *keys, int depth, FILE *out);

/* Values as the kinds above are written; the text has passed the check. */
bool schema_yes(const char *text);
char schema_character(const char *text);
bool schema_is_date(const char *text);

/* A regular expression as POSIX knows it: \d becomes [0-9]. */
char *schema_pattern(const void *ctx, const char *text);

#endif
