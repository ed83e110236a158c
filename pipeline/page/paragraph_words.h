/*
 * Words and atoms: what the line breaker works on.  Internal to paragraph.
 */
#ifndef PIPELINE_PAGE_PARAGRAPH_WORDS_H
#define PIPELINE_PAGE_PARAGRAPH_WORDS_H

#include "pipeline/page/paragraph.h"

/* A word in one face, shaped once and kept by the typesetter. */
struct word {
	const struct run *run;
	const char *text;
	size_t length;
	enum font_style face;
	double width; /* em */
	bool *marks;  /* hyphenation points; NULL until asked for */
};

/* What may happen behind an atom. */
enum atom_after {
	AFTER_NOTHING, /* no line may end here */
	AFTER_PLAIN,
	AFTER_BLANK,
	AFTER_HYPHEN, /* a line ending here gets a hyphen */
	AFTER_LINE    /* a line must end here */
};

/* A part of a word that no line breaks. */
struct atom {
	const struct word *word;
	uint32_t start, end; /* bytes of the word */
	double width;        /* points */
	enum atom_after after;
	size_t span, after_span; /* of its text and of the blank behind it */
};

struct atoms {
	struct atom *items;
	size_t n;
	double blank, hyphen; /* widths in points */
};

struct typesetter {
	struct font_set *fonts;
	const char *language;
	struct hyphenator *hyphenator;
	bool has_looked;     /* for a dictionary */
	struct word **slots; /* open addressing, a power of two */
	size_t n_slots, n_words;
	char *text; /* scratch for the piece being put together */
	struct glyph *glyphs;
	size_t n_text, n_glyphs;
};

enum font_style atom_face(const struct text_style *style,
			  const struct span *span);

struct word *typesetter_word(struct typesetter *typesetter,
			     enum font_style face, const char *text,
			     size_t length);

struct atom_limits {
	double width; /* no atom is wider, unless it is one letter; 0 = none */
	bool is_hyphenated; /* cut words at their hyphenation points */
};

/* TEXT cut in atoms, the array on CTX.  A word wider than the limit is cut
 * whatever is_hyphenated says. */
void atoms_cut(const void *ctx, struct typesetter *typesetter,
	       const struct spans *text, const struct text_style *style,
	       const struct atom_limits *limits, struct atoms *atoms);

#endif
