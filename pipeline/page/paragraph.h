/*
 * Paragraphs: styled text set in lines by total fit.  Words are shaped once
 * per typesetter, whatever the number of paragraphs they stand in.
 */
#ifndef PIPELINE_PAGE_PARAGRAPH_H
#define PIPELINE_PAGE_PARAGRAPH_H

#include "pipeline/page/document.h"

struct typesetter;

/* LANGUAGE decides shaping and hyphenation.  Owned by CTX. */
struct typesetter *typesetter_new(const void *ctx, struct font_set *fonts,
				  const char *language);

/* Points, except ALIGN: 0 left, 0.5 centre, 1 right. */
struct text_style {
	double size, leading;
	enum font_style face; /* a bold face makes every span bold */
	struct colour colour;
	double align;
	bool is_justified, is_hyphenated;
};

/* A stretch of one line in one face, with one link or none. */
struct text_piece {
	const struct run *run; /* own text and glyphs; next is NULL */
	double x, width;       /* from the left edge of the paragraph */
	double per_blank;      /* points added to every blank */
	const char *link;
	size_t span;             /* which of the spans it belongs to */
	bool is_code, is_hyphen; /* is_hyphen: put in at the line's end */
};

struct text_line {
	struct text_piece *pieces;
	size_t n_pieces;
	double x, width; /* without the blank at its end */
};

struct paragraph {
	struct text_style style;
	struct text_line *lines;
	size_t n_lines;
	double width;
};

/*
 * Set TEXT in lines of WIDTH points.  A newline (U+000A) ends a line.  Text
 * that cannot be broken to fit is broken between letters.  Always at least one
 * line.  Owned by CTX; link texts are borrowed from TEXT.
 */
struct paragraph *paragraph_set(const void *ctx, struct typesetter *typesetter,
				const struct spans *text,
				const struct text_style *style, double width);

/* Widths TEXT asks for: on one line, and of its longest unbreakable part. */
struct text_extent {
	double natural, minimum;
};
struct text_extent paragraph_extent(struct typesetter *typesetter,
				    const struct spans *text,
				    const struct text_style *style);

double paragraph_height(const struct paragraph *paragraph);

/* Baseline of the first line below the paragraph's top, in points. */
double paragraph_ascent(const struct text_style *style);

#endif
