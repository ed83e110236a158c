/*
 * A template's text to a tree of nodes: text, values, directives, blocks.
 * Needs no data; what it refuses, template_check refuses too.
 */
#ifndef PIPELINE_PAGE_TEMPLATE_PARSE_H
#define PIPELINE_PAGE_TEMPLATE_PARSE_H

#include "pipeline/page/sentence.h"
#include "pipeline/page/template_filter.h"
#include "pipeline/page/template_source.h"

#include <stdbool.h>

/* {{name|filter argument|...}}, {{query.column}}, {{ci query}}, {{sentence KIND
 * query}} */
struct expression {
	const char *name;   /* "n_valid", "project", "t", "top" */
	const char *column; /* behind the first dot, or NULL */
	bool is_interval;   /* ci */
	const struct sentence_kind *sentence; /* or NULL */
	struct filter_use *filters;
	size_t n_filters;
	size_t at; /* offset in the source, for messages */
};

enum node_kind {
	NODE_TEXT,
	NODE_VALUE,
	NODE_QUERY,
	NODE_EACH,
	NODE_IF,
	NODE_BLOCK
};

struct template_node;
struct template_nodes {
	struct template_node *items;
	size_t n;
};

struct block_field { /* "key: value" of a block */
	const char *key;
	size_t at; /* of the key */
	struct template_nodes value;
};

struct template_block {
	const struct block_form *form;
	const char *argument; /* the chart's name, or "" */
	struct block_field *fields;
	size_t n_fields;
	struct template_nodes body; /* numbers, callout */
};

struct template_node {
	enum node_kind kind;
	size_t at;        /* offset in the source */
	const char *text; /* TEXT: borrowed from the source */
	size_t length;
	struct expression *expression;         /* VALUE; IF on a value */
	const char *name;                      /* QUERY, EACH */
	struct template_nodes query;           /* QUERY, EACH; IF on a query */
	struct template_nodes body, otherwise; /* EACH, IF */
	struct template_block *block;
};

/* What a fenced block may be and which keys it takes. */
struct block_form {
	const char *name;
	const char *const *keys; /* NULL-ended; NULL = no "key: value" lines */
	bool takes_options;      /* further keys are options of the chart */
	bool has_body;           /* free text behind the keys */
};
extern const struct block_form block_forms[]; /* ended by a NULL name */

/* The whole source, with blocks. */
int template_parse(const void *ctx, const struct template_source *source,
		   struct template_nodes *nodes, struct error *error);

/* The field KEY of BLOCK, or NULL. */
const struct block_field *template_field(const struct template_block *block,
					 const char *key);

/* Points that the FIELD "height" of a chart says; 0: no number above 0. */
double template_height(const struct block_field *field);

/* Of a contents block, 1 to 3, and of unnumbered chapters; 0 where it says
 * nothing. */
struct template_levels {
	int usual, unnumbered;
};
struct template_levels template_levels(const struct template_block *block);

#endif
