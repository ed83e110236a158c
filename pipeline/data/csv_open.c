#include "pipeline/data/csv_reader_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/csv_distinguish.h"

#include <string.h>

enum {
	SAMPLE = 65536,       /* bytes a dialect is judged by */
	SAMPLE_MOST = 1 << 20 /* if there are not even two records in that */
};

static bool has_two_lines(const struct csv_input *input)
{
	const char *text = input->window + input->start;
	const char *end = input->window + input->end;
	const char *feed = memchr(text, '\n', (size_t)(end - text));

	return feed && memchr(feed + 1, '\n', (size_t)(end - feed - 1));
}

/* As much of the file as a dialect is judged by. */
static int look(struct csv_reader *reader, struct error *error)
{
	struct csv_input *input = reader->input;

	while (!input->is_end &&
	       (input->end < SAMPLE ||
		(input->end < SAMPLE_MOST && !has_two_lines(input))))
		if (csv_input_fill(input, error) < 0)
			return -1;
	return 0;
}

/* file:line or file:line:column on CTX. */
static char *place(const void *ctx, const struct csv_reader *reader,
		   uint64_t line, unsigned column)
{
	char *text = memory_format(ctx, "%s:%llu", reader->input->path,
				   (unsigned long long)line);

	if (column)
		text = memory_check(
			talloc_asprintf_append_buffer(text, ":%u", column));
	return text;
}

static int no_header(struct csv_reader *reader, const struct csv_record *record,
		     struct error *error)
{
	return error_set(error, ERROR_DATA,
			 place(reader, reader, record->line, record->column),
			 "correct the header line",
			 "the header cannot be read: %s", record->fault);
}

/*
 * To what most records have: names may lack, and one may be there that a
 * delimiter too many has made.  But records may end with a delimiter, the
 * header not.
 */
static void fit_header(struct csv_reader *reader)
{
	const struct dialect *dialect = &reader->dialect;
	struct csv_header *header = &reader->header;
	size_t n = dialect->n_columns;

	if (header->n_rows > 0 && !dialect->is_sure)
		return;
	if (header->n_rows == 0)
		header->n = n;
	else if (header->n == n + 1)
		csv_header_drop_unnamed(header);
	else if (header->n + 1 != n || !dialect->has_null_end)
		csv_header_widen(reader, header, n);
}

static int read_header(struct csv_reader *reader, struct error *error)
{
	size_t n_rows = reader->dialect.header_lines;
	const struct csv_record *record;

	reader->n_wanted =
		reader->dialect.is_sure ? reader->dialect.n_columns : 0;
	for (size_t i = 0; i < n_rows; i++) {
		int more = csv_reader_next(reader, &record, error);

		if (more < 0)
			return -1;
		if (more == 0)
			break;
		if (record->fault)
			return no_header(reader, record, error);
		csv_header_add(reader, &reader->header, record);
	}
	if (reader->header.n_rows == 0 && reader->dialect.n_columns == 0)
		return error_set(error, ERROR_DATA, reader->input->path,
				 "export the answers again",
				 "the file has nothing but blank lines");
	fit_header(reader);
	csv_header_close(reader, &reader->header);
	reader->n_wanted = reader->header.n;
	reader->n_repaired = 0;
	reader->has_header = true;
	return 0;
}

static void make_lanes(struct csv_reader *reader)
{
	struct csv_form form = dialect_form(&reader->dialect);

	reader->lane = csv_lane_new(reader, &form);
	reader->inner = csv_lane_new(reader, &form);
	reader->index = csv_index_new(reader, &form);
	reader->repair = csv_repair_new(reader, &form);
}

/* The dialect is known and the input at its start. */
static int begin(struct csv_reader *reader, struct error *error)
{
	reader->input->start += reader->dialect.preamble;
	reader->line = reader->dialect.preamble_lines + 1;
	make_lanes(reader);
	return read_header(reader, error);
}

int csv_reader_open(const void *ctx, const char *path,
		    const struct dialect_fixed *fixed,
		    struct csv_reader **reader, struct error *error)
{
	static const struct dialect_fixed nothing = { .encoding = NULL };
	struct csv_reader *made = memory_new(ctx, struct csv_reader);

	if (!fixed)
		fixed = &nothing;
	if (csv_input_open(made, path, fixed->encoding, &made->input,
			   &made->dialect.encoding, error) < 0 ||
	    look(made, error) < 0)
		goto failed;
	dialect_detect(made->input->window, made->input->end,
		       made->input->is_end, fixed, &made->dialect);
	if (begin(made, error) < 0)
		goto failed;
	*reader = made;
	return 0;
failed:
	talloc_free(made);
	return -1;
}

int csv_reader_open_again(const void *ctx, const struct csv_reader *reader,
			  struct csv_reader **again, struct error *error)
{
	struct csv_reader *made = memory_new(ctx, struct csv_reader);

	made->dialect = reader->dialect;
	if (csv_input_open_again(made, reader->input->path,
				 &reader->dialect.encoding, &made->input,
				 error) < 0 ||
	    look(made, error) < 0 || begin(made, error) < 0) {
		talloc_free(made);
		return -1;
	}
	*again = made;
	return 0;
}

int csv_reader_distinguish(struct csv_reader *reader,
			   const char *const *accepted, size_t n,
			   struct error *error)
{
	return csv_header_distinguish(reader, reader->input->path,
				      &reader->header, accepted, n, error);
}
