#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/store.h"

#include <string.h>

struct clean_stream {
	struct raw_cursor *cursor;
	const struct clean_file *file;
	uint64_t row; /* of the file, that the next chunk begins with */
	const char *path;
};

int clean_stream_open(const struct clean *clean, const struct clean_file *file,
		      int column, struct clean_stream **result,
		      struct error *error)
{
	struct clean_stream *stream =
		memory_new(clean->scratch, struct clean_stream);

	stream->file = file;
	stream->path = database_path(clean->store);
	*result = stream;
	return raw_cursor_open(stream, clean->store, file->columns[column],
			       &stream->cursor, error);
}

static void unpack(const struct answer_codes *codes, uint32_t *out)
{
	const uint8_t *bytes = codes->data;
	const uint16_t *halves = codes->data;

	if (codes->width == 1)
		for (size_t i = 0; i < codes->n; i++)
			out[i] = bytes[i];
	else if (codes->width == 2)
		for (size_t i = 0; i < codes->n; i++)
			out[i] = halves[i];
	else
		memcpy(out, codes->data, codes->n * sizeof *out);
}

/* Drop the rows set aside; returns how many are left. */
static size_t compact(const bool *is_set_aside, uint32_t *codes, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		codes[kept] = codes[i];
		kept += !is_set_aside[i];
	}
	return kept;
}

int clean_stream_next(struct clean_stream *stream, uint32_t *codes, size_t *n,
		      struct error *error)
{
	const struct clean_file *file = stream->file;
	struct answer_codes raw;
	int more = raw_cursor_next(stream->cursor, &raw, error);

	*n = 0;
	if (more < 0)
		return -1;
	if ((more ? raw.n : 0) > file->n_rows - stream->row ||
	    (!more && stream->row < file->n_rows) ||
	    (more && raw.n > STORE_ROWS))
		return error_set(error, ERROR_FAILED, stream->path,
				 "run 'divario ingest' again",
				 "a raw column has not as many rows as '%s'",
				 file->path);
	if (!more)
		return 0;
	unpack(&raw, codes);
	*n = raw.n;
	if (file->is_set_aside)
		*n = compact(file->is_set_aside + stream->row, codes, raw.n);
	stream->row += raw.n;
	return 1;
}

static int count_kept(const struct clean *clean, const struct clean_file *file,
		      int column, struct raw_column *raw, struct error *error)
{
	struct clean_stream *stream;
	size_t n;
	int more;

	memset(raw->counts, 0, raw->n_values * sizeof *raw->counts);
	if (clean_stream_open(clean, file, column, &stream, error) < 0)
		return -1;
	while ((more = clean_stream_next(stream, clean->codes, &n, error)) > 0)
		for (size_t i = 0; i < n; i++)
			raw->counts[clean->codes[i]]++;
	talloc_free(stream);
	return more;
}

int clean_column(const struct clean *clean, const struct clean_file *file,
		 int column, struct raw_column **raw, struct error *error)
{
	if (raw_column_read(clean->scratch, clean->store, file->columns[column],
			    raw, error) < 0)
		return -1;
	return file->is_set_aside ? count_kept(clean, file, column, *raw, error)
				  : 0;
}
