#include "stages/table_writer.h"

#include "pipeline/core/memory.h"

#include <assert.h>

struct table_writer {
	struct statement *insert;
	int n_columns, next;
};

/* Columns are separated by commas and nothing else holds one. */
static int count_columns(const char *columns)
{
	int n = 1;

	for (; *columns; columns++)
		n += *columns == ',';
	return n;
}

int table_writer_open(const void *ctx, struct database *store,
		      const char *table, const char *columns,
		      struct table_writer **writer, struct error *error)
{
	struct table_writer *made = memory_new(ctx, struct table_writer);
	char *sql = memory_format(made,
				  "DROP TABLE IF EXISTS %s;"
				  "CREATE TABLE %s(%s)",
				  table, table, columns);

	if (database_execute(store, sql, error) < 0)
		return -1;
	made->n_columns = count_columns(columns);
	sql = memory_format(made, "INSERT INTO %s VALUES(?1", table);
	for (int i = 2; i <= made->n_columns; i++)
		sql = talloc_asprintf_append(sql, ", ?%d", i);
	sql = memory_check(talloc_strdup_append(memory_check(sql), ")"));
	if (statement_prepare(store, sql, &made->insert, error) < 0)
		return -1;
	/* goes with the writer, before the store is closed */
	talloc_reparent(store, made, made->insert);
	*writer = made;
	return 0;
}

static void put(struct table_writer *writer, struct value value)
{
	assert(writer->next < writer->n_columns);
	statement_bind(writer->insert, ++writer->next, value);
}

void table_writer_text(struct table_writer *writer, const char *text)
{
	put(writer, value_text(text));
}

void table_writer_integer(struct table_writer *writer, int64_t integer)
{
	put(writer, value_integer(integer));
}

void table_writer_real(struct table_writer *writer, double real)
{
	put(writer, value_real(real));
}

void table_writer_null(struct table_writer *writer)
{
	put(writer, value_null());
}

void table_writer_rank(struct table_writer *writer, size_t rank)
{
	put(writer, rank > 0 ? value_integer((int64_t)rank) : value_null());
}

int table_writer_row(struct table_writer *writer, struct error *error)
{
	assert(writer->next == writer->n_columns);
	writer->next = 0;
	return statement_run(writer->insert, error);
}
