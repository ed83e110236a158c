/*
 * Text under construction, in one of three uses: Markdown (a value is one
 * private-use character), plain (a value is pasted) or SQL (a value is bound
 * to a parameter).  Remembers from where in the source each stretch came.
 */
#ifndef PIPELINE_PAGE_TEMPLATE_TEXT_H
#define PIPELINE_PAGE_TEMPLATE_TEXT_H

#include "pipeline/data/value.h"
#include "pipeline/page/markdown.h"
#include "pipeline/page/template_source.h"

enum text_use { TEXT_MARKDOWN, TEXT_PLAIN, TEXT_SQL };

struct text_segment {
	size_t offset; /* in text */
	size_t source; /* offset in the source */
};

struct template_text {
	enum text_use use;
	const struct template_source *source;
	char *text;
	size_t length;
	const char **values; /* Markdown: by private-use character */
	size_t n_values;
	struct value *parameters; /* SQL: by question mark */
	size_t n_parameters;
	bool in_quotes; /* SQL: inside '...' */
	struct text_segment *segments;
	size_t n_segments;
};

struct template_text *template_text_new(const void *ctx, enum text_use use,
					const struct template_source *source);

/* Add LENGTH bytes that stand in the source at AT. */
void template_text_add(struct template_text *text, const char *bytes,
		       size_t length, size_t at);

/* Add a value (borrowed) written as SHOWN; SQL binds VALUE instead. */
void template_text_value(struct template_text *text, struct value value,
			 const char *shown, size_t at);

/* Place in the template of the byte OFFSET of the text; the signature is that
 * of markdown_source.place. */
const char *template_text_place(const void *ctx, const void *text,
				size_t offset);

/* TEXT as Markdown is read from it; headings and links go to INDEX. */
struct markdown_source template_text_markdown(const struct template_text *text,
					      struct markdown_index *index);

#endif
