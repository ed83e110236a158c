/* A template being filled: the state that its files share. */
#ifndef PIPELINE_PAGE_TEMPLATE_FILLER_H
#define PIPELINE_PAGE_TEMPLATE_FILLER_H

#include "pipeline/core/text.h"
#include "pipeline/page/markdown.h"
#include "pipeline/page/template.h"
#include "pipeline/page/template_front.h"
#include "pipeline/page/template_parse.h"
#include "pipeline/page/template_text.h"

/* A query's result under its name; the newest is first. */
struct template_variable {
	const char *name;
	const struct table *table;
	size_t row; /* the one that values take */
	struct template_variable *outer;
};

struct template_opened {
	const struct template_request *request;
	const struct template_source *source;
	struct template_front front;
	struct template_nodes body;
	const struct table *facts; /* name, value, text */
	struct label_book *labels;
	struct table *sheets; /* NULL = one document */
};

struct template_filler {
	const void *ctx; /* everything made lives here */
	const struct template_request *request;
	const struct template_source *source;
	const struct table *facts; /* name, value, text */
	struct label_book *labels;
	struct template_variable *variables;
	struct blocks *blocks;         /* where blocks go */
	struct template_text *pending; /* Markdown not yet made blocks */
	struct markdown_index *index;
	struct exhibit *exhibits;
	size_t n_exhibits;
	struct error *error;
};

/* Set the error at OFFSET of the source; returns -1. */
int filler_fault(struct template_filler *filler, size_t offset,
		 const char *remedy, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* "write 'x'" for the nearest of NAMES, else OTHERWISE. */
const char *filler_nearest(struct template_filler *filler, const char *word,
			   const char *const *names, size_t n,
			   const char *otherwise);

/* ---- template_open.c ---- */

/* A filler whose results go to CTX. */
struct template_filler filler_new(const void *ctx,
				  const struct template_opened *opened,
				  struct error *error);

/* ---- template_value.c ---- */

/* The value itself, before filters. */
int filler_lookup(struct template_filler *filler,
		  const struct expression *expression, struct value *value);

/* The value behind its filters: NULL kept as VALUE_NULL. */
int filler_evaluate(struct template_filler *filler,
		    const struct expression *expression, struct value *value);

/* ---- template_expand.c ---- */

/* Make the rows of TABLE known by NAME; values take the first. */
void filler_push(struct template_filler *filler, const char *name,
		 const struct table *table);

/* Write NODES to TEXT; TEXT NULL: to filler->pending, with blocks. */
int filler_expand(struct template_filler *filler,
		  const struct template_nodes *nodes,
		  struct template_text *text);

/* Make blocks of what is pending. */
int filler_flush(struct template_filler *filler);

/* Expand and run SQL; AT is its place for messages. */
int filler_query(struct template_filler *filler,
		 const struct template_nodes *query, size_t at,
		 struct table **table);

/* Expand to plain text. */
int filler_plain(struct template_filler *filler,
		 const struct template_nodes *nodes, const char **text);

/* Expand to styled text. */
int filler_spans(struct template_filler *filler,
		 const struct template_nodes *nodes, struct spans *spans);

/* Expand a whole body to blocks. */
int filler_blocks(struct template_filler *filler,
		  const struct template_nodes *nodes, struct blocks *blocks);

/* ---- template_block.c ---- */

/* Append the block to filler->blocks. */
int filler_block(struct template_filler *filler,
		 const struct template_block *block, size_t at);

/* The plain text of the field KEY; NULL when the block has none. */
int filler_field(struct template_filler *filler,
		 const struct template_block *block, const char *key,
		 const char **text);

/* Caption, note and anchor of a chart or table, and its exhibit. */
int filler_exhibit(struct template_filler *filler,
		   const struct template_block *block, const struct table *data,
		   struct block *made);

/* ---- template_table.c ---- */

int filler_table(struct template_filler *filler,
		 const struct template_block *block, const struct table *data,
		 struct block *made);

#endif
