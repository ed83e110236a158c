/*
 * The raw answers in project.db, lossless and column by column:
 *
 *   source(id, name, file, sha256, bytes, encoding, delimiter, decimal,
 * verdict, wave, n_rows, n_quarantined, n_blank, settings, platform, n_cells,
 * n_cells_stored, n_cells_quarantined, n_cells_empty, n_cells_joined,
 * n_cells_left)   one row a file, in order of name and file; settings = what of
 * the project file shaped it; platform = the tool that wrote it, NULL if not
 * recognised; n_cells = the sum of the five behind it, see load_cells.h
 *   source_column(id, source_id, position, header)   position -1, header NULL:
 *       the line each row starts on
 *   dict(column_id, code, value, n)   value NULL for an empty cell without
 *       quotes, '' for one with them
 *   chunk(column_id, sequence, n, width, codes)   STORE_ROWS rows a chunk, 1, 2
 *       or 4 bytes a code, little-endian; the lines' column: 4 bytes, no dict.
 *       Once most cells of a long column turn out to be new values (tokens,
 *       times, free text) its further chunks have width 0 and hold the cells
 *       themselves, see store_plain_next
 *   quarantine(source_id, line, "column", reason, text)   text NULL where the
 *       file has columns that name people
 *   identifier(source_id, position, header, action, reason, key_mark)   columns
 *       that hold pseudonyms or nothing in place of what the file has, or marks
 *       within the values (redact); key_mark tells under which key
 *   withdrawn(source_id, n)   how many records were left out because the
 *       person withdrew; sources without any have no row
 *   token: see token_writer.h
 */
#ifndef PIPELINE_DATA_STORE_H
#define PIPELINE_DATA_STORE_H

#include "pipeline/core/error.h"
#include "pipeline/data/csv_record.h"
#include "pipeline/data/database.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guard;

enum { STORE_ROWS = 65536 };

/* Make the tables that are not there. */
int store_prepare(struct database *database, struct error *error);

struct store_source {
	int64_t id;
	const char *name, *file, *wave; /* wave may be NULL */
	const char *sha256, *settings;
	const char *key_mark; /* of its pseudonyms' key, or NULL */
	int64_t bytes, n_rows, n_quarantined, n_withdrawn;
};

/* All sources on CTX in order of id. */
int store_sources(const void *ctx, struct database *database,
		  struct store_source **sources, size_t *n,
		  struct error *error);

/* Remove one source with its columns, chunks, quarantine, identifiers. */
int store_remove(struct database *database, int64_t source_id,
		 struct error *error);

/* Number the sources from 1 in order of name and file. */
int store_renumber(struct database *database, struct error *error);

/* Opaque; a talloc object. */
struct store_writer;

/* Start the columns of a source.  HEADERS must live as long as the writer. */
int store_writer_open(const void *ctx, struct database *database,
		      int64_t source_id, const char *const *headers, size_t n,
		      struct store_writer **writer, struct error *error);

/* No value is written but as GUARD hands it over; it must live as long. */
void store_writer_guard(struct store_writer *writer, struct guard *guard);

/* Add a record with as many cells as there are headers. */
int store_writer_add(struct store_writer *writer,
		     const struct csv_record *record, struct error *error);

/*
 * Write what is left and the dictionaries.  With DROP_LAST the last column is
 * dropped if it never held a value.
 */
int store_writer_close(struct store_writer *writer, bool drop_last,
		       struct error *error);

/* How many cells the store holds of a source, the line numbers not counted. */
int store_count_cells(struct database *database, int64_t source_id,
		      int64_t *n_cells, struct error *error);

/*
 * The next cell of a chunk of width 0: four bytes of length (all ones for
 * NULL), the bytes, a NUL.  Moves *AT behind it; false if END comes too early.
 */
bool store_plain_next(const char **at, const char *end, const char **text);

#endif
