#include "pipeline/data/record_queue.h"

#include "pipeline/core/memory.h"

#include <string.h>

enum { ROOM = 8 }; /* bytes behind a cell that may be read */

void record_queue_clear(struct record_queue *queue)
{
	queue->n_cells = queue->n_text = queue->n_records = 0;
	queue->next = queue->next_text = 0;
}

void record_queue_cell(struct record_queue *queue, const char *text,
		       size_t length)
{
	const struct csv_cell cell = { .length = (uint32_t)length,
				       .is_null = length == 0 };
	size_t wanted = queue->n_text + length + ROOM;

	if (!queue->text || wanted > talloc_array_length(queue->text))
		queue->text =
			memory_grow(queue->ctx, queue->text, char, 2 * wanted);
	if (length)
		memcpy(queue->text + queue->n_text, text, length);
	queue->n_text += length;
	memory_append(queue->ctx, queue->cells, struct csv_cell, queue->n_cells,
		      cell);
}

void record_queue_end(struct record_queue *queue, uint64_t line,
		      const char *fault)
{
	const struct queued_record *last =
		queue->n_records ? &queue->records[queue->n_records - 1] : NULL;
	size_t first = last ? last->first + last->n : 0;
	const struct queued_record record = { .first = first,
					      .n = queue->n_cells - first,
					      .line = line,
					      .fault = fault };

	memory_append(queue->ctx, queue->records, struct queued_record,
		      queue->n_records, record);
}

/* The text may have moved while it grew: only now cells are told where. */
bool record_queue_take(struct record_queue *queue, struct csv_record *record)
{
	const struct queued_record *queued;
	const char *raw;
	struct csv_cell *cells;

	if (queue->next == queue->n_records)
		return false;
	queued = &queue->records[queue->next];
	raw = queue->text + queue->next_text;
	cells = queue->cells + queued->first;
	for (size_t i = 0; i < queued->n; i++) {
		cells[i].text = queue->text + queue->next_text;
		queue->next_text += cells[i].length;
	}
	queue->next++;
	*record = (struct csv_record){
		.cells = cells,
		.n_cells = queued->n,
		.raw = raw,
		.raw_length = (size_t)(queue->text + queue->next_text - raw),
		.line = queued->line,
		.n_lines = 1,
		.fault = queued->fault,
	};
	return true;
}

void record_queue_rewind(struct record_queue *queue)
{
	queue->next = queue->next_text = 0;
}
