/*
 * What the store keeps of the codes by which people or organisations are met
 * again in other files: for every code one row of
 *   token(source_id, token, blanks, "case", punctuation, accents, lookalikes,
 *   near)
 * token is the code's pseudonym; the forms of token.h are keyed pseudonyms too,
 * 64 bits each, and near a row of them, eight little-endian bytes each.  The
 * code itself is in none of them.
 */
#ifndef PIPELINE_DATA_TOKEN_WRITER_H
#define PIPELINE_DATA_TOKEN_WRITER_H

#include "pipeline/core/error.h"
#include "pipeline/data/csv_header.h"
#include "pipeline/data/database.h"

struct token_settings {
	const char *column; /* heading, or the question it is renamed to */
	const char *const *rename_from, *const *rename_to;
	size_t n_renames;
	const char *key_file; /* made on first use */
};

/* The column that holds the codes among N headings, or -1. */
int token_column(const struct token_settings *settings,
		 const char *const *headings, size_t n);

struct token_writer; /* talloc object */

/* *WRITER is NULL when no column holds codes. */
int token_writer_open(const void *ctx, struct database *database,
		      int64_t source_id, const struct token_settings *settings,
		      const struct csv_header *header,
		      struct token_writer **writer, struct error *error);

/* RECORD as the file has it. */
int token_writer_add(struct token_writer *writer,
		     const struct csv_record *record, struct error *error);

#endif
