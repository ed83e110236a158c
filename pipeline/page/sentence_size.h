/*
 * Sizes in words: negligible, small, medium, large.  The limits of each
 * measure and where they come from stand in one table; they are conventions,
 * for when nothing better is known about what a size means in practice.
 */
#ifndef PIPELINE_PAGE_SENTENCE_SIZE_H
#define PIPELINE_PAGE_SENTENCE_SIZE_H

#include <stdbool.h>

enum size_measure {
	SIZE_RANK_BISERIAL, /* also Cliff's delta */
	SIZE_STANDARDISED,  /* d, dz, g */
	SIZE_OMEGA_SQUARED,
	SIZE_PROPORTION, /* Cohen's h */
	SIZE_SILHOUETTE,
	SIZE_RELIABILITY,
	SIZE_CORRELATION,
	SIZE_MEASURES
};

enum size_word {
	SIZE_NEGLIGIBLE,
	SIZE_SMALL,
	SIZE_MEDIUM,
	SIZE_LARGE,
	SIZE_UNKNOWN
};

struct size_limits {
	double small, medium, large; /* from here on */
	const char *source;
	bool has_sign; /* -0.5 is of the size of 0.5, not below everything */
};
extern const struct size_limits size_limits[SIZE_MEASURES];

/* SIZE_UNKNOWN of NaN. */
enum size_word size_word(enum size_measure measure, double value);

/* "negligible", ..., the last part of a phrase's key; NULL of SIZE_UNKNOWN. */
const char *size_name(enum size_word size);

#endif
