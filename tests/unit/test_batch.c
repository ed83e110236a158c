/* Stages that are committed together: what a second reader of the file sees. */
#include "pipeline/run/batch.h"

#include "pipeline/core/memory.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
	struct database *store, *reader;
	struct batch *batch;
	struct error error;
};

static void must(int result)
{
	assert_int_equal(result, 0);
}

static struct pair open_pair(void *ctx)
{
	struct pair pair = { 0 };
	const char *path = memory_format(ctx, "%s/s.db", scratch_folder(ctx));

	must(database_open(ctx, path, DATABASE_WRITE, &pair.store,
			   &pair.error));
	must(database_execute(pair.store, "create table done(stage)",
			      &pair.error));
	must(database_open(ctx, path, DATABASE_READ, &pair.reader,
			   &pair.error));
	pair.batch = batch_new(ctx, pair.store);
	return pair;
}

static void begin(struct pair *pair)
{
	must(batch_begin(pair->batch, &pair->error));
	must(database_execute(pair->store, "insert into done values (1)",
			      &pair->error));
}

static int64_t seen(struct pair *pair, struct database *database)
{
	struct statement *statement;
	int64_t n;

	must(statement_prepare(database, "select count(*) from done",
			       &statement, &pair->error));
	assert_int_equal(statement_step(statement, &pair->error), 1);
	n = statement_integer(statement, 0);
	talloc_free(statement);
	return n;
}

static void test_committed_together(void **state)
{
	void *ctx = talloc_new(NULL);
	struct pair pair = open_pair(ctx);

	(void)state;
	begin(&pair);
	must(batch_end(pair.batch, false, &pair.error));
	begin(&pair);
	must(batch_end(pair.batch, false, &pair.error));
	assert_int_equal(seen(&pair, pair.store), 2);
	assert_int_equal(seen(&pair, pair.reader), 0);
	begin(&pair);
	must(batch_end(pair.batch, true, &pair.error));
	assert_int_equal(seen(&pair, pair.reader), 3);
	talloc_free(ctx);
}

static void test_undone_alone(void **state)
{
	void *ctx = talloc_new(NULL);
	struct pair pair = open_pair(ctx);

	(void)state;
	begin(&pair);
	must(batch_end(pair.batch, false, &pair.error));
	begin(&pair);
	batch_undo(pair.batch);
	assert_int_equal(seen(&pair, pair.reader), 1);
	begin(&pair);
	must(batch_end(pair.batch, false, &pair.error));
	must(batch_commit(pair.batch, &pair.error));
	assert_int_equal(seen(&pair, pair.reader), 2);
	must(batch_commit(pair.batch, &pair.error));
	talloc_free(ctx);
}

/* As SQLite does by itself when the disk is full. */
static void test_transaction_lost(void **state)
{
	void *ctx = talloc_new(NULL);
	struct pair pair = open_pair(ctx);

	(void)state;
	begin(&pair);
	database_rollback(pair.store);
	assert_int_equal(batch_end(pair.batch, true, &pair.error), -1);
	batch_undo(pair.batch);
	begin(&pair);
	must(batch_end(pair.batch, true, &pair.error));
	assert_int_equal(seen(&pair, pair.reader), 1);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_committed_together),
		cmocka_unit_test(test_undone_alone),
		cmocka_unit_test(test_transaction_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
