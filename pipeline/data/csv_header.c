#include "pipeline/data/csv_header.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/header_rows.h"

#include <string.h>

void csv_header_widen(const void *ctx, struct csv_header *header, size_t n)
{
	for (size_t i = 0; i < header->n_rows && n > header->n; i++) {
		const char **row =
			memory_grow(ctx, header->rows[i], const char *, n + 1);

		for (size_t j = header->n; j < n; j++)
			row[j] = "";
		header->rows[i] = row;
	}
	if (n > header->n)
		header->n = n;
}

void csv_header_add(const void *ctx, struct csv_header *header,
		    const struct csv_record *record)
{
	size_t n = record->n_cells > header->n ? record->n_cells : header->n;
	const char **row = memory_array(ctx, const char *, n + 1);

	csv_header_widen(ctx, header, n);
	for (size_t i = 0; i < n; i++)
		row[i] = i < record->n_cells
				 ? memory_text_n(ctx, record->cells[i].text,
						 record->cells[i].length)
				 : "";
	if (header->n_rows == 0)
		header->line = record->line;
	memory_append(ctx, header->rows, const char **, header->n_rows, row);
}

static bool is_unnamed(const struct csv_header *header, size_t column)
{
	for (size_t i = 0; i < header->n_rows; i++)
		if (*header->rows[i][column])
			return false;
	return true;
}

void csv_header_drop_unnamed(struct csv_header *header)
{
	size_t n = 0, dropped = 0;

	for (size_t i = 0; i < header->n; i++)
		if (is_unnamed(header, i)) {
			dropped = i;
			n++;
		}
	if (n != 1 || dropped + 1 == header->n)
		return;
	header->n--;
	for (size_t i = 0; i < header->n_rows; i++)
		memmove(header->rows[i] + dropped,
			header->rows[i] + dropped + 1,
			(header->n - dropped) * sizeof *header->rows[i]);
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

void csv_header_close(const void *ctx, struct csv_header *header)
{
	header->names = header_names(ctx, header);
	header->titles = memory_array(ctx, const char *, header->n + 1);
	for (size_t i = 0; i < header->n; i++) {
		header->titles[i] = title_of(ctx, header, i);
		if (!header->names[i] || !*header->names[i])
			header->names[i] =
				memory_format(ctx, "column_%zu", i + 1);
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

		if (strlen(name) != cell->length ||
		    memcmp(name, cell->text, cell->length))
			return false;
		n_named += cell->length > 0;
	}
	return n_named > 1;
}
