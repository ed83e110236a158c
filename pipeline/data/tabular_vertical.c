/*
 * One respondent a file, question by question: two columns, the question's name
 * and the answer, become one record.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/record_queue.h"
#include "pipeline/data/tabular_private.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct vertical_reader {
	struct tabular *inner;
	struct csv_header header;
	struct record_queue queue; /* the one record */
	struct csv_record record;
	struct tabular_notes notes;
	char *fault;   /* of a line that is no pair */
	uint64_t line; /* of the first pair */
};

/* What people write above the two columns. */
static bool is_heading(const struct csv_record *record)
{
	static const char *const firsts[] = {
		"question", "questions", "variable", "key",    "field",
		"name",     "item",      "domanda",  "codice", "variabile",
		"chiave",   "campo",     "voce",     "code",
	};
	static const char *const seconds[] = {
		"answer",  "answers",  "response", "value",
		"content", "risposta", "valore",   "contenuto",
	};
	bool is_first = false, is_second = false;

	if (record->n_cells < 2)
		return false;
	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		is_first |= strlen(firsts[i]) == record->cells[0].length &&
			    !strncasecmp(firsts[i], record->cells[0].text,
					 record->cells[0].length);
	for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++)
		is_second |= strlen(seconds[i]) == record->cells[1].length &&
			     !strncasecmp(seconds[i], record->cells[1].text,
					  record->cells[1].length);
	return is_first && is_second;
}

static bool is_pair(const struct csv_record *record)
{
	if (record->n_cells == 0 || record->cells[0].length == 0)
		return false;
	for (size_t i = 2; i < record->n_cells; i++)
		if (!record->cells[i].is_null)
			return false;
	return true;
}

/* Valid text, but not as a pair: the whole record is in doubt. */
static void note_fault(struct vertical_reader *reader,
		       const struct csv_record *record)
{
	if (!reader->fault)
		reader->fault = memory_format(
			reader, "line %llu is no question with its answer%s%s",
			(unsigned long long)record->line,
			record->fault ? ": " : "",
			record->fault ? record->fault : "");
}

static void take_pair(struct vertical_reader *reader, struct csv_record *names,
		      const struct csv_record *record)
{
	struct csv_cell name = record->cells[0];

	name.text = memory_text_n(reader, name.text, name.length);
	memory_append(reader, names->cells, struct csv_cell, names->n_cells,
		      name);
	record_queue_cell(&reader->queue,
			  record->n_cells > 1 ? record->cells[1].text : NULL,
			  record->n_cells > 1 ? record->cells[1].length : 0);
	/* Quoted and empty is not the same as nothing. */
	if (record->n_cells > 1)
		reader->queue.cells[reader->queue.n_cells - 1].is_null =
			record->cells[1].is_null;
}

static int read_pairs(struct vertical_reader *reader, struct csv_record *names,
		      struct error *error)
{
	const struct csv_record *record;
	bool is_first = true;
	int more;

	while ((more = tabular_next(reader->inner, &record, error)) > 0) {
		bool is_title = is_first && is_heading(record);

		is_first = false;
		if (is_title)
			continue;
		if (!reader->line)
			reader->line = record->line;
		if (record->fault || !is_pair(record))
			note_fault(reader, record);
		else
			take_pair(reader, names, record);
	}
	return more;
}

static int read_all(struct vertical_reader *reader, const char *path,
		    struct error *error)
{
	struct csv_record names = { .n_cells = 0 };

	if (read_pairs(reader, &names, error) < 0)
		return -1;
	if (names.n_cells == 0)
		return error_set(error, ERROR_DATA, path,
				 "write a question and its answer in each line",
				 "the file has no answers");
	record_queue_end(&reader->queue, reader->line, reader->fault);
	csv_header_add(reader, &reader->header, &names);
	csv_header_close(reader, &reader->header);
	reader->header.line = reader->line;
	reader->notes = tabular_notes(reader->inner);
	/* The lines' cells are not those of the one record. */
	reader->notes.is_counted = false;
	reader->notes.cells = (struct csv_tally){ .found = 0 };
	return 0;
}

static int open(struct tabular *tabular, const struct tabular_request *request,
		struct error *error)
{
	struct vertical_reader *reader =
		memory_new(tabular, struct vertical_reader);
	struct dialect_fixed fixed = *request->fixed;

	fixed.is_vertical = false;
	/* Every line is a pair; a heading is told by its words. */
	if (!fixed.has_header_lines)
		fixed.header_lines = 0;
	fixed.has_header_lines = true;
	fixed.has_preamble_lines = true;
	reader->queue.ctx = reader;
	if (tabular_open(reader, request->path, &fixed, &reader->inner, error) <
		    0 ||
	    read_all(reader, request->path, error) < 0)
		return -1;
	tabular->reader = reader;
	tabular->header = tabular->own_header = &reader->header;
	tabular->form = tabular_form(reader->inner);
	return 0;
}

static int next(void *data, const struct csv_record **record,
		struct error *error)
{
	struct vertical_reader *reader = data;

	(void)error;
	*record = &reader->record;
	return record_queue_take(&reader->queue, &reader->record);
}

static struct tabular_notes notes(const void *data)
{
	const struct vertical_reader *reader = data;

	return reader->notes;
}

static char *verdict(const void *ctx, const void *data)
{
	const struct vertical_reader *reader = data;
	char *inner = tabular_verdict(ctx, reader->inner);
	char *text = memory_format(ctx, "one answer a line, %zu questions; %s",
				   reader->header.n, inner);

	talloc_free(inner);
	return text;
}

static int digest(void *data, char digest[HASH_TEXT], uint64_t *n_bytes,
		  struct error *error)
{
	struct vertical_reader *reader = data;

	return tabular_digest(reader->inner, digest, n_bytes, error);
}

const struct tabular_kind tabular_vertical = {
	.open = open,
	.next = next,
	.notes = notes,
	.verdict = verdict,
	.digest = digest,
};
