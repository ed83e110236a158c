/*
 * How people coded open answers: two sheets that a person edits (sheet.h).
 *
 * Themes: columns theme, label::<language>, definition::<language>.
 *
 * Coding: columns answer (what tells the answer: its respondent's code), coder
 * (a letter, not a name), theme, and where there are such: rating, quote (any
 * text but no: the answer may be quoted for this theme).  A row an answer,
 * coder and theme; a coder who found none of the themes leaves the cell empty.
 */
#ifndef PIPELINE_DATA_CODING_SHEET_H
#define PIPELINE_DATA_CODING_SHEET_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/sheet.h"

#include <stdbool.h>

#define CODING_NO_THEME ((size_t)-1)

struct coding_frame_theme {
	const char *name;
	struct translation *labels, *definitions;
	size_t n_labels, n_definitions;
};

struct coding_row {
	const char *answer;
	size_t coder, theme; /* numbers; theme or CODING_NO_THEME */
	double rating;       /* NaN = not rated */
	bool is_quoted;
	const char *where; /* practices.csv:12:1 */
};

struct coding_sheet {
	struct coding_frame_theme *themes;
	size_t n_themes;
	const char **coders; /* in order of first appearance */
	size_t n_coders;
	struct coding_row *rows;
	size_t n_rows;
};

struct coding_sheet_settings {
	const char *sheet, *themes;      /* paths */
	double least_rating, top_rating; /* the scale of ratings */
};

/*
 * Both files, on CTX.  A theme that is not in the list, stands there twice or
 * was given twice by a coder to an answer, an answer with and without theme by
 * one coder, a rating off the scale, a row without answer or coder:
 * ERROR_PROJECT with file:line:column.
 */
int coding_sheet_load(const void *ctx,
		      const struct coding_sheet_settings *settings,
		      struct coding_sheet **sheet, struct error *error);

#endif
