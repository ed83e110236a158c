#include "pipeline/core/file.h"
#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/dictionary.h"
#include "pipeline/data/load.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/store.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static char *folder; /* of this program */

static struct database *new_store(void *ctx)
{
	struct error error = { .code = ERROR_NONE };
	struct database *store;

	assert_int_equal(
		database_open(ctx, ":memory:", DATABASE_WRITE, &store, &error),
		0);
	assert_int_equal(store_prepare(store, &error), 0);
	/* Twice is fine: the tables are there. */
	assert_int_equal(store_prepare(store, &error), 0);
	return store;
}

static int load(void *ctx, struct database *store, const char *path,
		const char *name, struct load_result *result,
		struct error *error)
{
	const struct load_request request = { .path = path,
					      .name = name,
					      .file = file_name(path),
					      .wave = "2021",
					      .settings = "s" };

	return load_file(ctx, store, &request, result, error);
}

static struct load_result load_text(void *ctx, struct database *store,
				    const char *name, const char *text)
{
	struct error error = { .code = ERROR_NONE };
	struct load_result result;

	load(ctx, store, scratch_write(ctx, folder, name, text), "workers",
	     &result, &error);
	assert_string_equal(error.what, "");
	return result;
}

/* The whole result of a query, cells joined by "|", rows by ";". */
static char *ask(void *ctx, struct database *store, const char *sql)
{
	struct error error = { .code = ERROR_NONE };
	char *text = memory_text(ctx, "");
	struct table *table = NULL;

	database_query(ctx, store, sql, NULL, 0, NULL, &table, &error);
	assert_string_equal(error.what, "");
	for (size_t i = 0; i < table->n_rows * table->n_columns; i++) {
		const struct value *cell = &table->cells[i];
		const char *end = (i + 1) % table->n_columns ? "|" : ";";

		if (cell->kind == VALUE_INTEGER)
			text = talloc_asprintf_append_buffer(
				text, "%lld%s", (long long)cell->integer, end);
		else
			text = talloc_asprintf_append_buffer(
				text, "%s%s",
				cell->kind == VALUE_TEXT ? cell->text : "~",
				end);
	}
	return text;
}

static void test_load(void **state)
{
	struct database *store = new_store(*state);
	struct load_result result = load_text(*state, store, "a.csv",
					      "id;age;note\n"
					      "1;34;\n"
					      "2;34;\"\"\n"
					      "\n"
					      "3;x\n"
					      "4;35;\"two\nlines\"\n"
					      "5;34;\n");

	assert_int_equal(result.n_rows, 4);
	assert_int_equal(result.n_quarantined, 1);
	assert_int_equal(result.n_blank, 1);
	assert_string_equal(result.verdict,
			    "UTF-8, semicolon, LF, quotes where needed, "
			    "no decimals seen; 3 columns in 5 of 6 records, "
			    "1 header row");
	assert_string_equal(ask(*state, store,
				"SELECT id, name, file, bytes, encoding,"
				" delimiter, decimal, wave, n_rows,"
				" n_quarantined, n_blank, settings"
				" FROM source"),
			    "1|workers|a.csv|54|UTF-8|;||2021|4|1|1|s;");
	assert_string_equal(ask(*state, store,
				"SELECT position, header FROM source_column"
				" WHERE source_id = 1 ORDER BY position"),
			    "-1|~;0|id;1|age;2|note;");
	assert_string_equal(ask(*state, store,
				"SELECT header, code, value, n FROM dict"
				" JOIN source_column ON id = column_id"
				" WHERE header != 'id'"
				" ORDER BY position, code"),
			    "age|0|34|3;age|1|35|1;"
			    "note|0|~|2;note|1||1;note|2|two\nlines|1;");
	assert_string_equal(ask(*state, store,
				"SELECT position, sequence, n, width,"
				" hex(codes) FROM chunk"
				" JOIN source_column ON id = column_id"
				" ORDER BY position"),
			    "-1|0|4|4|02000000030000000600000008000000;"
			    "0|0|4|1|00010203;1|0|4|1|00000100;"
			    "2|0|4|1|00010200;");
	assert_string_equal(ask(*state, store,
				"SELECT source_id, line, \"column\", reason,"
				" text FROM quarantine"),
			    "1|5|3|2 cells where the header has 3|3;x;");
}

static void test_digest_of_file(void **state)
{
	struct database *store = new_store(*state);
	struct error error = { .code = ERROR_NONE };
	char digest[HASH_TEXT];

	load_text(*state, store, "d.csv", "a;b\n1;2\n");
	assert_int_equal(
		hash_file(file_join(*state, folder, "d.csv"), digest, &error),
		0);
	assert_string_equal(ask(*state, store, "SELECT sha256 FROM source"),
			    memory_format(*state, "%s;", digest));
}

static void test_empty_last_column(void **state)
{
	struct database *store = new_store(*state);

	load_text(*state, store, "a.csv", "a,b,\n1,2,\n3,4,\n");
	load_text(*state, store, "b.csv", "a,b,\n1,2,x\n3,4,\n");
	assert_string_equal(ask(*state, store,
				"SELECT source_id, header FROM source_column"
				" WHERE position >= 0"
				" ORDER BY source_id, position"),
			    "1|a;1|b;2|a;2|b;2|column_3;");
	assert_string_equal(ask(*state, store,
				"SELECT count(*) FROM chunk"
				" WHERE column_id NOT IN"
				" (SELECT id FROM source_column)"),
			    "0;");
}

static void check_refusal(void *ctx, const char *text, const char *where,
			  const char *what, const char *remedy)
{
	struct database *store = new_store(ctx);
	struct error error = { .code = ERROR_NONE };
	struct load_result result;
	char *path = scratch_write(ctx, folder, "bad.csv", text);

	assert_int_equal(load(ctx, store, path, "x", &result, &error), -1);
	assert_int_equal(error.code, ERROR_DATA);
	assert_string_equal(error.where,
			    memory_format(ctx, "%s%s", path, where));
	assert_string_equal(error.what, what);
	if (!strstr(error.remedy, remedy))
		fail_msg("%s", error.remedy);
}

static void test_refusals(void **state)
{
	check_refusal(*state, "a,b\n", "",
		      "the file has a header but no answers", "export");
	check_refusal(*state, "a,b\n\n,\n", "",
		      "the file has a header but no answers", "export");
	check_refusal(*state, "a,b,a\n1,2,3\n", ":1:3",
		      "two columns are named 'a'", "'a#2'");
}

/* Broken bytes are shown as such; what is stored is valid text. */
static void test_quarantined_bytes(void **state)
{
	struct database *store = new_store(*state);

	load_text(*state, store, "q.csv",
		  "a,b\n\xC3\xA9,\xC3\xA9\n\xE9,2\n3,4\n");
	assert_string_equal(
		ask(*state, store, "SELECT line, reason, text FROM quarantine"),
		"3|the record is not valid text|\xEF\xBF\xBD,2;");
}

/* Row I of the long file: a name of its own, one of 200, one of 70,000. */
static int group_of(int i)
{
	return i % 200;
}

static int place_of(int i)
{
	return i % 70000;
}

static void write_long_file(const char *path, int n)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fprintf(file, "id,group,place,remark\n");
	for (int i = 0; i < n; i++)
		fprintf(file, "respondent%d,%d,%d,%s\n", i, group_of(i),
			place_of(i), i % 10 ? "" : "\"\"");
	assert_int_equal(fclose(file), 0);
}

/* Every cell of the column comes back. */
static void check_column(void *ctx, struct database *store, int64_t id,
			 const char *prefix, int (*number_of)(int), size_t n)
{
	struct error error = { .code = ERROR_NONE };
	struct raw_column *column;
	struct raw_cursor *cursor;
	struct answer_codes codes;
	size_t row = 0;

	assert_int_equal(raw_column_read(ctx, store, id, &column, &error), 0);
	assert_int_equal(raw_cursor_open(ctx, store, id, &cursor, &error), 0);
	while (raw_cursor_next(cursor, &codes, &error) > 0)
		for (size_t i = 0; i < codes.n; i++, row++) {
			uint32_t code = answer_code(&codes, i);
			int number = number_of ? number_of((int)row) : (int)row;

			assert_true(code < column->n_values);
			assert_string_equal(
				column->values[code],
				memory_format(column, "%s%d", prefix, number));
		}
	assert_int_equal(row, n);
	talloc_free(column);
	talloc_free(cursor);
}

/* Three chunks: codes of one, two and four bytes, and cells without codes. */
static void test_chunks(void **state)
{
	enum { N = 2 * STORE_ROWS + 5 };
	struct database *store = new_store(*state);
	char *path = file_join(*state, folder, "long.csv");
	struct error error = { .code = ERROR_NONE };
	struct load_result result;

	write_long_file(path, N);
	assert_int_equal(load(*state, store, path, "x", &result, &error), 0);
	assert_int_equal(result.n_rows, N);
	assert_string_equal(ask(*state, store,
				"SELECT position, n, width FROM chunk"
				" JOIN source_column ON id = column_id"
				" ORDER BY position, sequence"),
			    "-1|65536|4;-1|65536|4;-1|5|4;"
			    "0|65536|2;0|65536|0;0|5|0;"
			    "1|65536|1;1|65536|1;1|5|1;"
			    "2|65536|2;2|65536|0;2|5|0;"
			    "3|65536|1;3|65536|1;3|5|1;");
	assert_string_equal(ask(*state, store,
				"SELECT column_id, count(*), sum(n) FROM dict"
				" GROUP BY column_id"),
			    "2|65536|65536;3|200|131077;4|65536|65536;"
			    "5|2|131077;");
	check_column(*state, store, 2, "respondent", NULL, N);
	check_column(*state, store, 3, "", group_of, N);
	check_column(*state, store, 4, "", place_of, N);
}

static void test_plain_cells(void **state)
{
	static const char cells[] = "\xff\xff\xff\xff"
				    "\2\0\0\0ab\0"
				    "\0\0\0\0\0"
				    "\3\0\0\0ab\0";
	const char *at = cells, *end = cells + sizeof cells - 1, *text;

	(void)state;
	assert_true(store_plain_next(&at, end, &text));
	assert_null(text);
	assert_true(store_plain_next(&at, end, &text));
	assert_string_equal(text, "ab");
	assert_true(store_plain_next(&at, end, &text));
	assert_string_equal(text, "");
	/* Longer than what is left. */
	assert_false(store_plain_next(&at, end, &text));
	at = end - 2;
	assert_false(store_plain_next(&at, end, &text));
}

static void test_remove_and_renumber(void **state)
{
	struct database *store = new_store(*state);
	struct error error = { .code = ERROR_NONE };
	struct store_source *sources;
	size_t n;

	load_text(*state, store, "c.csv", "x\n3\n");
	load_text(*state, store, "b.csv", "x,y\n2,2\n2,2\n2\n");
	load_text(*state, store, "a.csv", "x\n1\n");
	assert_int_equal(store_remove(store, 1, &error), 0);
	assert_int_equal(store_renumber(store, &error), 0);
	assert_int_equal(store_sources(*state, store, &sources, &n, &error), 0);
	assert_int_equal(n, 2);
	assert_string_equal(sources[0].file, "a.csv");
	assert_int_equal(sources[0].id, 1);
	assert_string_equal(sources[1].file, "b.csv");
	assert_int_equal(sources[1].n_quarantined, 1);
	assert_string_equal(ask(*state, store,
				"SELECT source_id, header, value"
				" FROM source_column JOIN dict"
				" ON id = column_id ORDER BY 1, 2"),
			    "1|x|1;2|x|2;2|y|2;");
	assert_string_equal(
		ask(*state, store, "SELECT source_id FROM quarantine"), "2;");
	assert_string_equal(ask(*state, store, "SELECT count(*) FROM chunk"),
			    "5;");
	/* In order already: nothing happens. */
	assert_int_equal(store_renumber(store, &error), 0);
}

static struct csv_cell cell_of(const char *text, size_t length)
{
	return (struct csv_cell){ .text = text, .length = (uint32_t)length };
}

static void test_dictionary(void **state)
{
	/* Eight bytes may be read at each of them. */
	static const char text[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	struct dictionary *dictionary = dictionary_new(*state);
	struct csv_cell null = { .text = text, .is_null = true };
	uint32_t code = 0, *counts;
	size_t length;

	for (size_t i = 0; i < 26; i++) {
		struct csv_cell cell = cell_of(text, i);

		assert_int_equal(dictionary_code(dictionary, &cell), code);
		if (i == 13)
			assert_int_equal(dictionary_code(dictionary, &null),
					 ++code);
		code++;
	}
	for (size_t i = 0; i < 26; i++) {
		struct csv_cell cell = cell_of(text, i);

		assert_int_equal(dictionary_code(dictionary, &cell),
				 i > 13 ? i + 1 : i);
	}
	assert_int_equal(dictionary->n, 27);
	assert_null(dictionary_text(dictionary, 14, &length));
	assert_memory_equal(dictionary_text(dictionary, 26, &length), text, 25);
	assert_int_equal(length, 25);
	dictionary_text(dictionary, 0, &length);
	assert_int_equal(length, 0);
	counts = dictionary_counts(*state, dictionary);
	assert_int_equal(counts[0], 2);
	assert_int_equal(counts[14], 1);
	assert_int_equal(counts[26], 2);
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
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_digest_of_file),
		cmocka_unit_test(test_empty_last_column),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_quarantined_bytes),
		cmocka_unit_test(test_chunks),
		cmocka_unit_test(test_plain_cells),
		cmocka_unit_test(test_remove_and_renumber),
		cmocka_unit_test(test_dictionary),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
