#include "pipeline/run/batch.h"

#include "pipeline/core/memory.h"

#include <time.h>

#define LONGEST 0.5 /* seconds that may be lost when the power fails */

struct batch {
	struct database *store;
	bool is_open;
	struct timespec begun;
};

struct batch *batch_new(const void *ctx, struct database *store)
{
	struct batch *batch = memory_new(ctx, struct batch);

	batch->store = store;
	return batch;
}

static bool is_old(const struct batch *batch)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - batch->begun.tv_sec) +
		       (double)(now.tv_nsec - batch->begun.tv_nsec) / 1e9 >
	       LONGEST;
}

int batch_begin(struct batch *batch, struct error *error)
{
	if (!batch->is_open) {
		if (database_begin(batch->store, error) < 0)
			return -1;
		batch->is_open = true;
		clock_gettime(CLOCK_MONOTONIC, &batch->begun);
	}
	return database_execute(batch->store, "SAVEPOINT stage", error);
}

int batch_end(struct batch *batch, bool is_due, struct error *error)
{
	if (database_execute(batch->store, "RELEASE stage", error) < 0)
		return -1;
	return is_due || is_old(batch) ? batch_commit(batch, error) : 0;
}

void batch_undo(struct batch *batch)
{
	struct error lost = { 0 };

	/* A full disk makes SQLite give up the whole transaction by itself:
	 * then there is no savepoint any more, and nothing to keep. */
	if (database_execute(batch->store, "ROLLBACK TO stage", &lost) < 0 ||
	    batch_end(batch, true, &lost) < 0) {
		database_rollback(batch->store);
		batch->is_open = false;
	}
}

int batch_commit(struct batch *batch, struct error *error)
{
	if (!batch->is_open)
		return 0;
	if (database_commit(batch->store, error) < 0)
		return -1;
	batch->is_open = false;
	return 0;
}
