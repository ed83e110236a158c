/*
 * A file of answers, record by record, whatever it is: CSV, an Excel workbook
 * (.xlsx) or SPSS (.sav, .zsav).  Which of them is told by its first bytes,
 * else by its name.  All that is said of records in csv_reader.h holds; their
 * line is the sheet's row or the number of the case.
 */
#ifndef PIPELINE_DATA_TABULAR_H
#define PIPELINE_DATA_TABULAR_H

#include "pipeline/core/error.h"
#include "pipeline/core/hash.h"
#include "pipeline/data/csv_header.h"
#include "pipeline/data/csv_reader.h"
#include "pipeline/data/csv_record.h"
#include "pipeline/data/dialect.h"

/* Opaque; a talloc object. */
struct tabular;

/*
 * Open PATH, find out how it is written, read its header.  FIXED may be NULL;
 * what it fixes beyond the format counts for nothing.  Faults beyond those of
 * csv_reader_open: a workbook that cannot be read, is of the old format or
 * under a password, or has no such sheet (ERROR_DATA); a damaged SPSS file
 * (ERROR_DATA).
 */
int tabular_open(const void *ctx, const char *path,
		 const struct dialect_fixed *fixed, struct tabular **tabular,
		 struct error *error);

/* OPENED's file once more, with the same FIXED: what has been found out about
 * it is not looked for again. */
int tabular_open_again(const void *ctx, const struct tabular *opened,
		       const struct dialect_fixed *fixed,
		       struct tabular **again, struct error *error);

/* Is PATH an SPSS file?  It has a codebook of its own. */
bool tabular_is_spss(const char *path);

const struct csv_header *tabular_header(const struct tabular *tabular);

const char *tabular_path(const struct tabular *tabular);

/* How the file is read, in a line, on CTX. */
char *tabular_verdict(const void *ctx, const struct tabular *tabular);

/* As csv_reader_distinguish. */
int tabular_distinguish(struct tabular *tabular, const char *const *accepted,
			size_t n, struct error *error);

/* As csv_reader_next. */
int tabular_next(struct tabular *tabular, const struct csv_record **record,
		 struct error *error);

/* How the file's cells are written; a workbook has no delimiter (NUL). */
struct tabular_form {
	const char *encoding;
	char delimiter, decimal;
};
struct tabular_form tabular_form(const struct tabular *tabular);

/* What was found on the way, complete at the end. */
struct tabular_notes {
	uint64_t n_blank;     /* lines or rows with nothing in them */
	uint64_t n_repaired;  /* see csv_reader_repaired */
	uint64_t other_table; /* see csv_reader_other_table */
	struct csv_tally cells;
	bool is_counted; /* the cells are: of CSV only */
};
struct tabular_notes tabular_notes(const struct tabular *tabular);

/* SHA-256 and size of the file; at the end only. */
int tabular_digest(struct tabular *tabular, char digest[HASH_TEXT],
		   uint64_t *n_bytes, struct error *error);

#endif
