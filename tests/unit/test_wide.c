#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/answers_writer.h"
#include "pipeline/data/load.h"
#include "pipeline/data/store.h"
#include "pipeline/data/wide.h"
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

static struct database *new_store(void *ctx, const char *name)
{
	struct error error = { .code = ERROR_NONE };
	struct database *store;

	assert_int_equal(database_open(ctx, file_join(ctx, folder, name),
				       DATABASE_WRITE, &store, &error),
			 0);
	assert_int_equal(store_prepare(store, &error), 0);
	return store;
}

static void load(void *ctx, struct database *store, const char *source,
		 const char *name, const char *text)
{
	const struct load_request request = { .path = scratch_write(ctx, folder,
								    name, text),
					      .name = source,
					      .file = name,
					      .settings = "" };
	struct error error = { .code = ERROR_NONE };
	struct load_result result;

	load_file(ctx, store, &request, &result, &error);
	assert_string_equal(error.what, "");
}

/* As a person asks: with a handle that only reads. */
static struct table *ask(void *ctx, struct database *store, const char *sql)
{
	struct error error = { .code = ERROR_NONE };
	struct table *table = NULL;
	struct database *reader;

	assert_int_equal(database_open(ctx, database_path(store), DATABASE_READ,
				       &reader, &error),
			 0);
	assert_int_equal(wide_attach(reader, &error), 0);
	database_query(ctx, reader, sql, NULL, 0, "sql", &table, &error);
	assert_string_equal(error.what, "");
	talloc_free(reader);
	return table;
}

static void test_raw(void **state)
{
	struct database *store = new_store(*state, "raw.db");
	struct table *table;

	load(*state, store, "workers", "a.csv", "id,age,ID\n1,34,x\n2,,y\n");
	load(*state, store, "workers", "b.csv", "age,wage\n\n50,\"\"\n");
	load(*state, store, "bosses", "c.csv", "q 1\n7\n");
	table = ask(*state, store, "SELECT * FROM raw_workers ORDER BY rowid");
	assert_int_equal(table->n_rows, 3);
	assert_int_equal(table->n_columns, 6);
	assert_string_equal(table->names[0], "_file");
	assert_string_equal(table->names[1], "_line");
	assert_string_equal(table->names[4], "ID_2");
	assert_string_equal(table->names[5], "wage");
	assert_string_equal(table_text(table, 0, 0), "a.csv");
	assert_int_equal(table_cell(table, 1, 1)->integer, 3);
	assert_string_equal(table_text(table, 1, 2), "2");
	assert_int_equal(table_cell(table, 1, 3)->kind, VALUE_NULL);
	assert_string_equal(table_text(table, 1, 4), "y");
	assert_int_equal(table_cell(table, 1, 5)->kind, VALUE_NULL);
	assert_string_equal(table_text(table, 2, 0), "b.csv");
	assert_int_equal(table_cell(table, 2, 1)->integer, 3);
	assert_int_equal(table_cell(table, 2, 2)->kind, VALUE_NULL);
	assert_string_equal(table_text(table, 2, 3), "50");
	assert_int_equal(table_cell(table, 2, 5)->kind, VALUE_TEXT);
	table = ask(*state, store, "SELECT \"q 1\" FROM raw_bosses");
	assert_string_equal(table_text(table, 0, 0), "7");
	/* Joins go back and forth through the same rows. */
	table = ask(*state, store,
		    "SELECT count(*) FROM raw_workers a, raw_workers b"
		    " WHERE a._line = b._line");
	assert_int_equal(table_cell(table, 0, 0)->integer, 5);
}

static void write_variable(struct answers_writer *writer, const char *name,
			   enum question_type type, struct answer_value *values,
			   size_t n_values, const uint32_t *codes, size_t n)
{
	const struct variable variable = { .name = name,
					   .question = name,
					   .type = type,
					   .values = values,
					   .n_values = n_values };
	struct error error = { .code = ERROR_NONE };
	struct answer_column *column;

	assert_int_equal(
		answer_column_open(writer, &variable, NULL, &column, &error),
		0);
	assert_int_equal(answer_column_add(column, codes, n, &error), 0);
	assert_int_equal(answer_column_close(column, NULL, &error), 0);
}

static void write_answers(void *ctx, struct database *store)
{
	static struct answer_value countries[] = { { "it", (double)NAN },
						   { "pl", (double)NAN } };
	static struct answer_value ages[] = { { "34", 34 }, { "35.5", 35.5 } };
	static struct answer_value ticks[] = { { "0", 0 }, { "1", 1 } };
	static const uint32_t country[] = { 8, 9, MISSING_SKIPPED };
	static const uint32_t age[] = { 9, MISSING_INVALID, 8 };
	static const uint32_t tick[] = { 9, 8, MISSING_NOT_SHOWN };
	struct error error = { .code = ERROR_NONE };
	struct answers_writer *writer;

	assert_int_equal(answers_writer_open(ctx, store, &writer, &error), 0);
	write_variable(writer, "country", QUESTION_SELECT_ONE, countries, 2,
		       country, 3);
	write_variable(writer, "age", QUESTION_DECIMAL, ages, 2, age, 3);
	write_variable(writer, "tool.hammer", QUESTION_SELECT_MULTIPLE, ticks,
		       2, tick, 3);
	talloc_free(writer);
}

static void test_answers(void **state)
{
	struct database *store = new_store(*state, "answers.db");
	struct table *table;

	write_answers(*state, store);
	table = ask(*state, store, "SELECT *, rowid FROM answers");
	assert_int_equal(table->n_rows, 3);
	assert_string_equal(table_text(table, 0, 0), "it");
	assert_string_equal(table_text(table, 1, 0), "pl");
	assert_int_equal(table_cell(table, 2, 0)->kind, VALUE_NULL);
	assert_true(table_number(table, 0, 1) == 35.5);
	assert_int_equal(table_cell(table, 1, 1)->kind, VALUE_NULL);
	assert_int_equal(table_cell(table, 2, 1)->kind, VALUE_INTEGER);
	assert_int_equal(table_cell(table, 2, 1)->integer, 34);
	assert_int_equal(table_cell(table, 0, 2)->integer, 1);
	assert_int_equal(table_cell(table, 2, 2)->kind, VALUE_NULL);
	assert_int_equal(table_cell(table, 2, 3)->integer, 3);
	table = ask(*state, store,
		    "SELECT country, sum(\"tool.hammer\") FROM answers"
		    " GROUP BY country ORDER BY country");
	assert_int_equal(table->n_rows, 3);
	assert_string_equal(table_text(table, 1, 0), "it");
	assert_true(table_number(table, 1, 1) == 1);
}

static void test_reading_answers(void **state)
{
	struct database *store = new_store(*state, "reading.db");
	struct error error = { .code = ERROR_NONE };
	const struct variable *age;
	struct answer_cursor *cursor;
	struct answer_codes codes;
	struct answers *answers;

	assert_int_equal(answers_open(*state, store, &answers, &error), -1);
	assert_non_null(strstr(error.what, "no cleaned answers yet"));
	error = (struct error){ .code = ERROR_NONE };
	write_answers(*state, store);
	assert_int_equal(answers_open(*state, store, &answers, &error), 0);
	assert_int_equal(answers->n_rows, 3);
	assert_int_equal(answers->n_variables, 3);
	assert_null(answers_variable(answers, "nothing"));
	age = answers_variable(answers, "age");
	assert_int_equal(age->type, QUESTION_DECIMAL);
	assert_true(age->values[1].number == 35.5);
	assert_true(isnan(answers->variables[0].values[0].number));
	assert_int_equal(
		answer_cursor_open(*state, answers, age, &cursor, &error), 0);
	assert_int_equal(answer_cursor_next(cursor, &codes, &error), 1);
	assert_int_equal(codes.n, 3);
	assert_int_equal(answer_code(&codes, 0), 9);
	assert_int_equal(answer_code(&codes, 1), MISSING_INVALID);
	assert_int_equal(answer_cursor_next(cursor, &codes, &error), 0);
}

static void test_damaged(void **state)
{
	struct database *store = new_store(*state, "damaged.db");
	struct error error = { .code = ERROR_NONE };
	struct answer_cursor *cursor;
	struct answer_codes codes;
	struct answers *answers;
	struct table *table;

	write_answers(*state, store);
	assert_int_equal(database_execute(store,
					  "UPDATE answer_chunk SET codes ="
					  " x'08' WHERE variable_id = 2",
					  &error),
			 0);
	assert_int_equal(answers_open(*state, store, &answers, &error), 0);
	assert_int_equal(answer_cursor_open(*state, answers,
					    &answers->variables[1], &cursor,
					    &error),
			 0);
	assert_int_equal(answer_cursor_next(cursor, &codes, &error), -1);
	assert_non_null(strstr(error.what, "wrong length"));
	error = (struct error){ .code = ERROR_NONE };
	assert_int_equal(wide_attach(store, &error), 0);
	assert_int_equal(database_query(*state, store,
					"SELECT age FROM answers", NULL, 0,
					NULL, &table, &error),
			 -1);
	assert_non_null(strstr(error.what, "a chunk has the wrong length"));
	error = (struct error){ .code = ERROR_NONE };
	assert_int_equal(database_execute(store,
					  "DELETE FROM variable_value"
					  " WHERE code = 8",
					  &error),
			 0);
	assert_int_equal(answers_open(*state, store, &answers, &error), -1);
	assert_non_null(strstr(error.what, "a code is missing"));
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
		cmocka_unit_test(test_raw),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_reading_answers),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
