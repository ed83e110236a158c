#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/database.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static char *folder; /* of this program */

static struct database *open_new(void *ctx, const char *name, const char *sql)
{
	struct error error = { .code = ERROR_NONE };
	struct database *database;

	assert_int_equal(database_open(ctx, file_join(ctx, folder, name),
				       DATABASE_WRITE, &database, &error),
			 0);
	assert_int_equal(database_execute(database, sql, &error), 0);
	return database;
}

static struct table *query(struct database *database, const char *sql)
{
	struct error error = { .code = ERROR_NONE };
	struct table *table = NULL;

	database_query(database, database, sql, NULL, 0, NULL, &table, &error);
	assert_string_equal(error.what, "");
	return table;
}

static void test_values(void **state)
{
	struct database *database = open_new(
		*state, "values.db",
		"CREATE TABLE t(a, b, c, d); INSERT INTO t VALUES"
		"(1, 2.5, 'x', NULL), (-9007199254740993, 'y', x'00ff', 0)");
	struct table *table = query(database, "SELECT a, b, c, d FROM t");

	assert_int_equal(table->n_rows, 2);
	assert_int_equal(table->n_columns, 4);
	assert_int_equal(table_column(table, "c"), 2);
	assert_int_equal(table_column(table, "C"), -1);
	assert_int_equal(table_cell(table, 0, 0)->integer, 1);
	assert_true(table_number(table, 0, 1) == 2.5);
	assert_string_equal(table_text(table, 0, 2), "x");
	assert_int_equal(table_cell(table, 0, 3)->kind, VALUE_NULL);
	assert_true(isnan(table_number(table, 0, 3)));
	assert_string_equal(table_text(table, 0, 3), "");
	assert_int_equal(table_cell(table, 1, 0)->integer, -9007199254740993);
	assert_int_equal(table_cell(table, 0, -1)->kind, VALUE_NULL);
	assert_true(isnan(table_number(table, 1, 1)));
	assert_int_equal(value_real((double)NAN).kind, VALUE_NULL);
	assert_int_equal(value_text(NULL).kind, VALUE_NULL);
}

static void test_statements(void **state)
{
	struct database *database =
		open_new(*state, "statements.db", "CREATE TABLE t(a, b)");
	struct error error = { .code = ERROR_NONE };
	struct statement *insert, *select;
	size_t length;

	assert_int_equal(statement_prepare(database,
					   "INSERT INTO t VALUES(?1, ?2)",
					   &insert, &error),
			 0);
	for (int i = 0; i < 3; i++) {
		statement_bind(insert, 1, value_integer(i));
		statement_bind_blob(insert, 2, i ? "\0\1\2" : NULL, (size_t)i);
		assert_int_equal(statement_run(insert, &error), 0);
		assert_int_equal(database_last_rowid(database), i + 1);
	}
	assert_int_equal(statement_prepare(database,
					   "SELECT a, b, typeof(b) AS kind"
					   " FROM t ORDER BY a",
					   &select, &error),
			 0);
	assert_int_equal(statement_columns(select), 3);
	assert_string_equal(statement_name(select, 2), "kind");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(statement_step(select, &error), 1);
		assert_int_equal(statement_integer(select, 0), i);
		statement_blob(select, 1, &length);
		assert_int_equal(length, i);
		assert_string_equal(statement_text(select, 2), "blob");
	}
	assert_int_equal(statement_step(select, &error), 0);
	/* Done means reset: it starts over. */
	assert_int_equal(statement_step(select, &error), 1);
	/* The statements go with their database. */
	talloc_free(database);
}

static void test_user_sql(void **state)
{
	/* clang-format off */
	static const struct {
		const char *sql, *what;
	} cases[] = {
		{ "SELECT a FROM", "incomplete input" },
		{ "SELECT nope FROM t", "no such column: nope (line 1, column 8" },
		{ "SELECT a\nFORM t", "(line 2, column 6 of the query)" },
		{ "SELECT 1; SELECT 2", "more than one statement" },
		{ "SELECT 1; -- just a remark", NULL },
		{ "DELETE FROM t", "must read" },
		{ "", "the query is empty" },
		{ "-- nothing", "the query is empty" },
		{ "SELECT ?1", "has 1 parameters but 0 values" },
		{ "SELECT abs(-9223372036854775808)", "integer overflow" },
	};
	/* clang-format on */
	struct database *database =
		open_new(*state, "user.db", "CREATE TABLE t(a)");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct error error = { .code = ERROR_NONE };
		struct table *table;
		int result =
			database_query(*state, database, cases[i].sql, NULL, 0,
				       "report.md:12", &table, &error);

		assert_int_equal(result, cases[i].what ? -1 : 0);
		if (!cases[i].what)
			continue;
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_string_equal(error.where, "report.md:12");
		if (!strstr(error.what, cases[i].what))
			fail_msg("%s: %s", cases[i].sql, error.what);
		assert_string_not_equal(error.remedy, "");
	}
}

static void test_parameters(void **state)
{
	struct database *database =
		open_new(*state, "parameters.db", "CREATE TABLE t(a)");
	const struct value values[] = { value_text("x"), value_real(1.5) };
	struct error error = { .code = ERROR_NONE };
	struct table *table;

	assert_int_equal(database_query(*state, database, "SELECT ?2, ?1",
					values, 2, NULL, &table, &error),
			 0);
	assert_true(table_number(table, 0, 0) == 1.5);
	assert_string_equal(table_text(table, 0, 1), "x");
	assert_int_equal(database_query(*state, database, "SELECT nope FROM t",
					NULL, 0, NULL, &table, &error),
			 -1);
	assert_int_equal(error.code, ERROR_FAILED);
}

static void test_transactions(void **state)
{
	struct database *database =
		open_new(*state, "transactions.db", "CREATE TABLE t(a)");
	struct error error = { .code = ERROR_NONE };

	assert_int_equal(database_begin(database, &error), 0);
	assert_int_equal(
		database_execute(database, "INSERT INTO t VALUES(1)", &error),
		0);
	database_rollback(database);
	database_rollback(database); /* nothing to do is no fault */
	assert_int_equal(query(database, "SELECT * FROM t")->n_rows, 0);
	assert_int_equal(database_begin(database, &error), 0);
	assert_int_equal(
		database_execute(database, "INSERT INTO t VALUES(1)", &error),
		0);
	assert_int_equal(database_commit(database, &error), 0);
	assert_int_equal(query(database, "SELECT * FROM t")->n_rows, 1);
	assert_int_equal(query(database, "PRAGMA page_size")->cells[0].integer,
			 16384);
}

static void test_reading(void **state)
{
	struct database *written =
		open_new(*state, "reading.db", "CREATE TABLE t(a)");
	const char *path = database_path(written);
	struct error error = { .code = ERROR_NONE };
	struct database *database;

	assert_int_equal(
		database_open(*state, path, DATABASE_READ, &database, &error),
		0);
	assert_true(database_has(database, "t"));
	assert_false(database_has(database, "u"));
	assert_int_equal(
		database_execute(database, "INSERT INTO t VALUES(1)", &error),
		-1);
	assert_non_null(strstr(error.what, "readonly"));
}

static void test_no_database(void **state)
{
	struct error error = { .code = ERROR_NONE };
	struct database *database;
	char *path = scratch_write(*state, folder, "no.db",
				   "this is no database, whatever its name; "
				   "it is long enough to have a header, which "
				   "SQLite looks at first of all things");

	assert_int_equal(
		database_open(*state, path, DATABASE_READ, &database, &error),
		-1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_non_null(strstr(error.what, "not a database"));
	assert_non_null(strstr(error.remedy, "remove the file"));
	assert_string_equal(error.where, path);
	error = (struct error){ .code = ERROR_NONE };
	path = file_join(*state, folder, "missing.db");
	assert_int_equal(
		database_open(*state, path, DATABASE_READ, &database, &error),
		-1);
	assert_non_null(strstr(error.what, "unable to open"));
	assert_false(file_exists(path));
}

static void test_digest(void **state)
{
	/* clang-format off */
	static const char *const tables[] = {
		"CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x'), (2, NULL)",
		"CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x'), (2, '')",
		"CREATE TABLE t(a, b); INSERT INTO t VALUES(2, NULL), (1, 'x')",
		"CREATE TABLE t(a, b); INSERT INTO t VALUES(1.0, 'x'), (2, NULL)",
		"CREATE TABLE t(a, b); INSERT INTO t VALUES(1, x'78'), (2, NULL)",
		"CREATE TABLE t(a, c); INSERT INTO t VALUES(1, 'x'), (2, NULL)",
		"CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x')",
		("CREATE TABLE t(a PRIMARY KEY, b) WITHOUT ROWID;"
		 " INSERT INTO t VALUES(3, 'x'), (2, NULL)"),
	};
	/* clang-format on */
	enum { N = sizeof tables / sizeof *tables };
	struct error error = { .code = ERROR_NONE };
	char digests[N][65], again[65];

	for (size_t i = 0; i < N; i++) {
		char *name = memory_format(*state, "digest%zu.db", i);
		struct database *database = open_new(*state, name, tables[i]);

		assert_int_equal(
			database_digest(database, "t", digests[i], &error), 0);
		assert_int_equal(strlen(digests[i]), 64);
		assert_int_equal(database_digest(database, "t", again, &error),
				 0);
		assert_string_equal(again, digests[i]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(digests[i], digests[j]);
		assert_int_equal(
			database_digest(database, "none", again, &error), 0);
		assert_string_equal(again, "");
	}
}

static const char *join(void *data, const char *first, const char *second)
{
	static char buffer[64];

	if (!first)
		return NULL;
	strcpy(buffer, data);
	strcat(buffer, first);
	strcat(buffer, second ? second : "-");
	return buffer;
}

static void test_functions(void **state)
{
	struct database *database =
		open_new(*state, "functions.db", "CREATE TABLE t(a)");
	struct error error = { .code = ERROR_NONE };
	char prefix[] = ">";
	struct table *table;

	assert_int_equal(
		database_add_function(database, "one", 1, join, prefix, &error),
		0);
	assert_int_equal(
		database_add_function(database, "two", 2, join, prefix, &error),
		0);
	table = query(
		database,
		"SELECT one('a'), two('a', 'b'), two(1, NULL), one(NULL)");
	assert_string_equal(table_text(table, 0, 0), ">a-");
	assert_string_equal(table_text(table, 0, 1), ">ab");
	assert_string_equal(table_text(table, 0, 2), ">1-");
	assert_int_equal(table_cell(table, 0, 3)->kind, VALUE_NULL);
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
	folder = scratch_folder(*state);
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_statements),
		cmocka_unit_test(test_user_sql),
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_transactions),
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_no_database),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_functions),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
