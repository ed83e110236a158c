/*
 * Records that were read and are not yet asked for: the readers of workbooks
 * and of SPSS files are called by their libraries and hand over many at once.
 */
#ifndef PIPELINE_DATA_RECORD_QUEUE_H
#define PIPELINE_DATA_RECORD_QUEUE_H

#include "pipeline/data/csv_record.h"

struct queued_record {
	size_t first, n; /* its cells */
	uint64_t line;
	const char *fault; /* a literal, or NULL */
};

/* Zero is empty; what is within stands on CTX. */
struct record_queue {
	void *ctx;
	struct csv_cell *cells;
	char *text; /* theirs, one behind the other */
	struct queued_record *records;
	size_t n_cells, n_text, n_records;
	size_t next;      /* record to hand over */
	size_t next_text; /* where its first cell's text starts */
};

/* Forget all records. */
void record_queue_clear(struct record_queue *queue);

/* A cell of the record at work; without LENGTH it is NULL. */
void record_queue_cell(struct record_queue *queue, const char *text,
		       size_t length);

/* The cells since the last record are one. */
void record_queue_end(struct record_queue *queue, uint64_t line,
		      const char *fault);

/*
 * Hand over the next, false when there is none left.  RECORD borrows its cells
 * until the queue is cleared or added to.
 */
bool record_queue_take(struct record_queue *queue, struct csv_record *record);

/* Begin once more with the first. */
void record_queue_rewind(struct record_queue *queue);

#endif
