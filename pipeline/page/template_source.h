/*
 * A template in one language: its parts put in, the lines of the other
 * languages and the language marks taken out, with a map back to the files for
 * messages.
 */
#ifndef PIPELINE_PAGE_TEMPLATE_SOURCE_H
#define PIPELINE_PAGE_TEMPLATE_SOURCE_H

#include "pipeline/core/error.h"

#include <stddef.h>

/* A line of the text that is left, and where it stood. */
struct source_line {
	const char *path; /* of its file: the template's or a part's */
	size_t offset;    /* of its first byte in text */
	size_t line;      /* in the file, from 1 */
	size_t cut;       /* bytes removed before it in that line */
};

struct template_source {
	char *text;
	size_t length;
	struct source_line *lines; /* ascending; at least one */
	size_t n_lines;
};

/* A line as it stands in a file, without its end. */
struct template_line {
	const char *path;
	size_t number; /* from 1 */
	const char *text;
	size_t length;
};

/* A template as read: its YAML front matter and the rest, parts put in. */
struct template_file {
	const char *path;
	const char *front; /* "" when there is none */
	size_t front_line; /* line of its first byte */
	struct template_line *lines;
	size_t n_lines;
	const char **languages; /* those with a line of their own */
	size_t n_languages;
	const char **parts; /* files of the parts, once for each use */
	size_t n_parts;
};

/*
 * Read PATH and the parts it puts in: templates/parts/NAME.md of FOLDER (a
 * project's; NULL = none) or else the shipped one.  ERROR_PROJECT when a file
 * is missing, not UTF-8, holds private-use characters (they have a meaning
 * inside), its front matter does not end, or a part puts itself in.
 */
int template_file_read(const void *ctx, const char *path, const char *folder,
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
