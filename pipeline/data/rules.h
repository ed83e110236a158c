/*
 * The cleaning rules a project sets beside its codebook.  Each has a name and a
 * reason, which stand in the ledger for every answer it touched.
 */
#ifndef PIPELINE_DATA_RULES_H
#define PIPELINE_DATA_RULES_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum rule_kind {
	RULE_RANGE,   /* numbers (of choices, their values) outside: invalid */
	RULE_PATTERN, /* cells that do not match as a whole: invalid */
	RULE_LOOKUP,  /* cells that are not in a list: invalid; the list may
			 say what to read instead */
	RULE_RECODE,  /* cells that are to be read as others */
	RULE_CROSS    /* answers that do not go together */
};

struct rule {
	enum rule_kind kind;
	const char *name, *reason;
	const char *where;      /* project.yaml:12:5 */
	const char **variables; /* questions; RULE_CROSS: made invalid */
	size_t n_variables;
	const char **sources; /* none: all */
	size_t n_sources;
	double minimum, maximum; /* RULE_RANGE; NaN = none */
	const char *pattern;     /* POSIX extended */
	const char *lookup;      /* CSV file: value[, becomes] */
	const char **from, **to; /* RULE_RECODE */
	size_t n_pairs;
	const char *when; /* RULE_CROSS: the condition that must not hold */
};

/* Rules made ready: expressions compiled, lists read.  A talloc object. */
struct rules;

/* LIST must outlive the rules.  Bad expressions, lists: ERROR_PROJECT. */
int rules_prepare(const void *ctx, const struct rule *list, size_t n,
		  struct rules **rules, struct error *error);

/* The rules of one question in one source; NULL when there are none. */
struct rules_of;
struct rules_of *rules_for(const void *ctx, const struct rules *rules,
			   const char *source, const char *variable);

/*
 * What to read in place of RAW: RAW itself, or a text of the rules.  *RULE is
 * set to the rule that says so.
 */
const char *rules_read(const struct rules_of *rules, const char *raw,
		       const struct rule **rule);

/*
 * The rule that forbids the cell TEXT (as rules_read gives it) with the value
 * NUMBER (NaN: none), or NULL.
 */
const struct rule *rules_refuse(const struct rules_of *rules, const char *text,
				double number);

#endif
