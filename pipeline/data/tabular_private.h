/* Inside tabular: what each format gives. */
#ifndef PIPELINE_DATA_TABULAR_PRIVATE_H
#define PIPELINE_DATA_TABULAR_PRIVATE_H

#include "pipeline/data/tabular.h"

/* What a file is opened with. */
struct tabular_request {
	const char *path;
	const struct dialect_fixed *fixed; /* never NULL */
	/* A reader of this kind that is open on the file and knows how it is
	 * written, or NULL. */
	const void *opened;
};

/* A way of reading; READER is what open has made. */
struct tabular_kind {
	/* Fill TABULAR: reader, header, form. */
	int (*open)(struct tabular *tabular,
		    const struct tabular_request *request, struct error *error);
	int (*next)(void *reader, const struct csv_record **record,
		    struct error *error);
	struct tabular_notes (*notes)(const void *reader);
	char *(*verdict)(const void *ctx, const void *reader);
	/* NULL: by own_header */
	int (*distinguish)(void *reader, const char *const *accepted, size_t n,
			   struct error *error);
	/* NULL: the file is read once more */
	int (*digest)(void *reader, char digest[HASH_TEXT], uint64_t *n_bytes,
		      struct error *error);
};

struct tabular {
	const struct tabular_kind *kind;
	const char *path;
	void *reader;
	const struct csv_header *header;
	/* the same, where tabular itself is to tell columns apart */
	struct csv_header *own_header;
	struct tabular_form form;
};

extern const struct tabular_kind tabular_csv, tabular_workbook, tabular_spss,
	tabular_vertical;

#endif
