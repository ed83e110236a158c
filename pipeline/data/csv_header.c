#include "pipeline/data/csv_header.h"

#include "pipeline/core/memory.h"

#include <string.h>

void csv_header_add(const void *ctx, struct csv_header *header,
		    const struct csv_record *record)
{
	const char **row = memory_array(ctx, const char *, record->n_cells + 1);

	/* The width comes first: rows before may be narrower. */
	for (size_t i = 0; i < record->n_cells; i++)
		row[i] = memory_text_n(ctx, record->cells[i].text,
				       record->cells[i].length);
	for (size_t i = 0; i < header->n_rows; i++) {
		const char **old = header->rows[i];

		if (record->n_cells <= header->n)
			break;
		old = memory_grow(ctx, old, const char *, record->n_cells + 1);
		for (size_t j = header->n; j < record->n_cells; j++)
			old[j] = "";
		header->rows[i] = old;
	}
	if (record->n_cells > header->n)
		header->n = record->n_cells;
	row = memory_grow(ctx, row, const char *, header->n + 1);
	for (size_t j = record->n_cells; j < header->n; j++)
		row[j] = "";
	if (header->n_rows == 0)
		header->line = record->line;
	memory_append(ctx, header->rows, const char **, header->n_rows, row);
}

/* Every column has a name of its own in the first row. */
static bool is_first_enough(const struct csv_header *header)
{
	const char **first = header->n_rows ? header->rows[0] : NULL;

	if (header->n_rows < 2)
		return true;
	for (size_t i = 0; i < header->n; i++) {
		if (!*first[i])
			return false;
		for (size_t j = 0; j < i; j++)
			if (!strcmp(first[i], first[j]))
				return false;
	}
	return true;
}

static const char *title_of(const void *ctx, const struct csv_header *header,
			    size_t column)
{
	char *title = memory_text(ctx, "");

	for (size_t i = 0; i < header->n_rows; i++) {
		const char *cell = header->rows[i][column];

		if (*cell)
			title = memory_check(talloc_asprintf_append_buffer(
				title, "%s%s", *title ? " " : "", cell));
	}
	return title;
}

void csv_header_close(const void *ctx, struct csv_header *header, size_t n)
{
	bool is_first;

	if (header->n_rows == 0)
		header->n = n;
	is_first = is_first_enough(header);
	header->names = memory_array(ctx, const char *, header->n + 1);
	header->titles = memory_array(ctx, const char *, header->n + 1);
	for (size_t i = 0; i < header->n; i++) {
		const char *title = title_of(ctx, header, i);
		const char *name =
			header->n_rows && is_first ? header->rows[0][i] : title;

		header->titles[i] = title;
		header->names[i] =
			*name ? name : memory_format(ctx, "column_%zu", i + 1);
	}
	header->has_empty_end =
		header->n_rows > 0 && !*header->titles[header->n - 1];
}

bool csv_header_is_again(const struct csv_header *header,
			 const struct csv_record *record)
{
	size_t n = record->n_cells < header->n ? record->n_cells : header->n;
	size_t n_named = 0;

	if (header->n_rows == 0 || n < 2 || n * 2 < header->n ||
	    n * 2 < record->n_cells)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct csv_cell *cell = &record->cells[i];
		const char *name = header->rows[0][i];

		if (strncmp(name, cell->text, cell->length) ||
		    name[cell->length])
			return false;
		n_named += cell->length > 0;
	}
	return n_named > 1;
}
