#include "tests/support/answers_store.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers_writer.h"
#include "tests/support/scratch.h"

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_done(int result, const struct error *error)
{
	if (result >= 0)
		return;
	print_error("%s: %s (%s)\n", error->where, error->what, error->remedy);
	fail();
}

static uint32_t code_of(const struct store_variable *variable, char letter)
{
	const char *found = strchr(variable->answers, letter);

	if (letter == '.')
		return MISSING_SKIPPED;
	if (letter == '-')
		return MISSING_NOT_SHOWN;
	assert_non_null(found);
	return (uint32_t)(ANSWER_FIRST + (found - variable->answers));
}

static void add_variable(struct answers_writer *writer,
			 const struct store_variable *variable)
{
	size_t n = strlen(variable->codes);
	uint32_t *codes = memory_array(writer, uint32_t, n);
	struct variable made = { .name = variable->question,
				 .question = variable->question,
				 .choice = variable->choice,
				 .type = variable->type,
				 .n_values = strlen(variable->answers) };
	struct answer_column *column;
	struct error error = { 0 };

	if (variable->choice)
		made.name = memory_format(writer, "%s.%s", variable->question,
					  variable->choice);
	made.values = memory_array(writer, struct answer_value, made.n_values);
	for (size_t i = 0; i < made.n_values; i++) {
		char letter = variable->answers[i];

		made.values[i].name = memory_format(writer, "%c", letter);
		made.values[i].number = isdigit((unsigned char)letter)
						? letter - '0'
						: (double)NAN;
	}
	for (size_t i = 0; i < n; i++)
		codes[i] = code_of(variable, variable->codes[i]);
	expect_done(answer_column_open(writer, &made, NULL, &column, &error),
		    &error);
	expect_done(answer_column_add(column, codes, n, &error), &error);
	expect_done(answer_column_close(column, NULL, &error), &error);
}

struct database *answers_store(const void *ctx,
			       const struct store_variable *variables, size_t n)
{
	char *path = memory_format(ctx, "%s/project.db", scratch_folder(ctx));
	struct answers_writer *writer;
	struct database *store;
	struct error error = { 0 };

	expect_done(database_open(ctx, path, DATABASE_WRITE, &store, &error),
		    &error);
	expect_done(database_begin(store, &error), &error);
	expect_done(answers_writer_open(ctx, store, &writer, &error), &error);
	for (size_t i = 0; i < n; i++)
		add_variable(writer, &variables[i]);
	talloc_free(writer);
	expect_done(database_commit(store, &error), &error);
	return store;
}

int stage_try(const struct stage *stage, const struct project *project,
	      struct database *store, struct stage_context *context,
	      struct error *error)
{
	int result;

	memset(context, 0, sizeof(*context));
	memset(error, 0, sizeof(*error));
	context->memory = memory_check(talloc_new(NULL));
	context->project = project;
	context->store = store;
	expect_done(database_begin(store, error), error);
	result = stage->run(context, error);
	talloc_free(context->memory);
	if (result < 0)
		database_rollback(store);
	else
		expect_done(database_commit(store, error), error);
	return result;
}

static struct table *ask(struct database *store, const char *sql)
{
	struct error error = { 0 };
	struct table *table;

	expect_done(
		database_query(store, store, sql, NULL, 0, sql, &table, &error),
		&error);
	if (table->n_rows == 0)
		print_error("no row: %s\n", sql);
	assert_int_not_equal(table->n_rows, 0);
	return table;
}

double store_number(struct database *store, const char *sql)
{
	return table_number(ask(store, sql), 0, 0);
}

const char *store_text(struct database *store, const char *sql)
{
	return table_text(ask(store, sql), 0, 0);
}
