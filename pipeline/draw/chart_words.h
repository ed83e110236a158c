/* Alternative text: sentences made from the numbers, in the report's language.
 */
#ifndef PIPELINE_DRAW_CHART_WORDS_H
#define PIPELINE_DRAW_CHART_WORDS_H

#include "pipeline/draw/chart_parts.h"

/* The phrase KEY with its {names} replaced by the name/value pairs (NULL-ended;
 * NULL = none). */
const char *words_fill(const struct sheet *sheet, const char *key,
		       const char *const pairs[]);

/* Appends the phrase KEY so filled to the alternative text. */
void words_say(const struct sheet *sheet, const char *key,
	       const char *const pairs[]);

/* "Nothing to show", and how many were withheld. */
void words_nothing(const struct sheet *sheet, size_t n_withheld);

/* "Not shown because of too few answers: 3", unless there is none. */
void words_suppressed(const struct sheet *sheet, size_t n);

/* What the extremes of VALUES are: "largest for A (0.9), smallest for ..." */
struct extremes {
	const char *measure;       /* phrase key */
	const char *const *labels; /* of the values */
	const double *values;      /* NaN: suppressed */
	const char *const *texts;  /* the values as written */
	size_t n;
};
void words_extremes(const struct sheet *sheet, const struct extremes *extremes);

/* "Answers per item: 391 to 412", from COUNTS (NaN: unknown). */
void words_answers(const struct sheet *sheet, const double *counts, size_t n);

#endif
