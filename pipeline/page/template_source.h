/*
 * A template file in one language: the lines of the other languages and the
 * language marks taken out, with a map back to the file for messages.
 */
#ifndef PIPELINE_PAGE_TEMPLATE_SOURCE_H
#define PIPELINE_PAGE_TEMPLATE_SOURCE_H

#include "pipeline/core/error.h"

#include <stddef.h>

/* A line of the text that is left, and where it stood in the file. */
struct source_line {
	size_t offset; /* of its first byte in text */
	size_t line;   /* in the file, from 1 */
	size_t cut;    /* bytes removed before it in that line */
};

struct template_source {
	const char *path;
	char *text;
	size_t length;
	struct source_line *lines; /* ascending; at least one */
	size_t n_lines;
};

/* A template file as read: its YAML front matter and the rest. */
struct template_file {
	const char *path;
	const char *front; /* "" when there is none */
	size_t front_line; /* line of its first byte */
	const char *body;
	size_t body_line;
	const char **languages; /* those with a line of their own */
	size_t n_languages;
};

/*
 * Read PATH.  ERROR_PROJECT when it is missing, not UTF-8, holds private-use
 * characters (they have a meaning inside) or its front matter does not end.
 */
int template_file_read(const void *ctx, const char *path,
		       struct template_file **file, struct error *error);

/* The body in LANGUAGE. */
struct template_source *template_source_new(const void *ctx,
					    const struct template_file *file,
					    const char *language);

/* One text of the front matter that begins at LINE and COLUMN (from 1). */
struct template_source *template_source_text(const void *ctx, const char *path,
					     const char *text, size_t line,
					     size_t column);

/* "path:line:column" of the byte OFFSET of the text; column in characters. */
const char *template_place(const void *ctx,
			   const struct template_source *source, size_t offset);

#endif
