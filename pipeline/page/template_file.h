/* What the files that read a template share. */
#ifndef PIPELINE_PAGE_TEMPLATE_FILE_H
#define PIPELINE_PAGE_TEMPLATE_FILE_H

#include "pipeline/page/template_source.h"

/*
 * Length of the language mark "[en] " that begins LINE (with its blank), or 0.
 * The code itself is the *CODE_LENGTH letters, two or three, behind the
 * bracket.
 */
size_t language_mark(const char *line, size_t *code_length);

/* A file that puts in a part, and the one that put it in. */
struct part_user {
	const char *path;
	const struct part_user *outer;
};

/* What is being read, and for which project. */
struct template_reader {
	struct template_file *file; /* owns everything */
	const char *folder;         /* the project's, or NULL */
	struct error *error;
};

/* The text of a template or part, checked; a leading byte-order mark gone. */
int template_text_read(const struct template_reader *reader, const char *path,
		       const char **text);

/*
 * Add the lines of TEXT, the first of which is line NUMBER of USER->path, to
 * the file: instead of a line {{part NAME}} those of the part.
 */
int template_lines_add(const struct template_reader *reader,
		       const struct part_user *user, const char *text,
		       size_t number);

#endif
