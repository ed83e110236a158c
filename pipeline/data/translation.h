/*
 * Columns in several languages on a sheet: "label", "label::en",
 * "label::English (en)".
 */
#ifndef PIPELINE_DATA_TRANSLATION_H
#define PIPELINE_DATA_TRANSLATION_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/sheet.h"

/*
 * The language a text such as "English (en)", "en", "English" means, as a code
 * on CTX; what is not known is returned as it stands.
 */
const char *translation_language(const void *ctx, const char *text);

struct translation_column {
	const char *language; /* "" for the unmarked column */
	int column;
};

struct translation_columns {
	struct translation_column *items;
	size_t n;
};

/*
 * The columns of BASE ("label") on SHEET.  That of FIRST (a code; may be NULL)
 * comes first, so that it is what translation_get falls back to.
 */
struct translation_columns translation_find(const void *ctx,
					    const struct sheet *sheet,
					    const char *base,
					    const char *first);

/* The translations of one row, empty cells left out; *N is their number. */
struct translation *translation_read(const void *ctx, const struct sheet *sheet,
				     size_t row,
				     const struct translation_columns *columns,
				     size_t *n);

#endif
