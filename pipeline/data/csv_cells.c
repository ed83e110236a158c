#include "pipeline/data/csv_cells.h"

#include "pipeline/core/memory.h"

#include <string.h>

enum { ROOM = 8 }; /* bytes behind a cell that may be read */

void csv_cells_clear(struct csv_cells *cells)
{
	cells->n = cells->n_text = 0;
}

static void make_room(const void *owner, struct csv_cells *cells, size_t more)
{
	size_t wanted = cells->n_text + more + ROOM;

	if (!cells->text || wanted > talloc_array_length(cells->text))
		cells->text = memory_grow(owner, cells->text, char, 2 * wanted);
}

void csv_cells_put(const void *owner, struct csv_cells *cells, char byte)
{
	make_room(owner, cells, 1);
	cells->text[cells->n_text++] = byte;
}

void csv_cells_end(const void *owner, struct csv_cells *cells, size_t length,
		   bool is_null)
{
	struct csv_cell made = { .length = (uint32_t)length,
				 .is_null = is_null };

	memory_append(owner, cells->list, struct csv_cell, cells->n, made);
}

void csv_cells_add(const void *owner, struct csv_cells *cells, const char *text,
		   size_t length, bool is_null)
{
	make_room(owner, cells, length);
	if (length)
		memcpy(cells->text + cells->n_text, text, length);
	cells->n_text += length;
	csv_cells_end(owner, cells, length, is_null);
}

/* The cells may have moved while they grew: only now they are told where. */
void csv_cells_give(const void *owner, struct csv_cells *cells,
		    struct csv_record *record)
{
	const char *at;

	make_room(owner, cells, 0);
	memset(cells->text + cells->n_text, 0, ROOM);
	at = cells->text;
	for (size_t i = 0; i < cells->n; i++) {
		cells->list[i].text = at;
		at += cells->list[i].length;
	}
	record->cells = cells->list;
	record->n_cells = cells->n;
}
