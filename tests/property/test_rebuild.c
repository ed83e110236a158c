/*
 * The store is lossless: from it every cell of every file comes back with its
 * own bytes, its row and its line; and the ledger leads from the raw cells to
 * the clean answers.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "pipeline/data/csv_reader.h"
#include "pipeline/data/load.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/store.h"
#include "pipeline/run/project.h"
#include "stages/stages.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define REAL "../shared/data"

enum { LARGEST = 4 << 20 };

static size_t n_real; /* of real files rebuilt; nftw passes no pointer */

/* ---- raw cells ---- */

/* One column of a store, read row by row. */
struct column {
	struct raw_column *raw;
	struct raw_cursor *cursor;
	struct answer_codes codes;
	size_t at;
};

struct rebuilt {
	struct database *store;
	struct column *columns;
	size_t n_columns;
};

static struct table *ask(const void *ctx, struct database *store,
			 const char *sql)
{
	struct error error = { 0 };
	struct table *table;

	if (database_query(ctx, store, sql, NULL, 0, NULL, &table, &error) < 0)
		fail_msg("%s", error.what);
	return table;
}

static void open_columns(struct rebuilt *rebuilt)
{
	struct table *ids = ask(rebuilt, rebuilt->store,
				"select id from source_column"
				" where position >= 0 order by position");
	struct error error = { 0 };

	rebuilt->n_columns = ids->n_rows;
	rebuilt->columns = memory_array(rebuilt, struct column, ids->n_rows);
	for (size_t i = 0; i < ids->n_rows; i++) {
		struct column *column = &rebuilt->columns[i];
		int64_t id = ids->cells[i].integer;

		assert_int_equal(raw_column_read(rebuilt, rebuilt->store, id,
						 &column->raw, &error),
				 0);
		assert_int_equal(raw_cursor_open(rebuilt, rebuilt->store, id,
						 &column->cursor, &error),
				 0);
	}
}

static const char *next_cell(struct column *column)
{
	struct error error = { 0 };

	if (column->at == column->codes.n) {
		assert_int_equal(
			raw_cursor_next(column->cursor, &column->codes, &error),
			1);
		column->at = 0;
	}
	return column->raw->values[answer_code(&column->codes, column->at++)];
}

static void expect_cell(const char *path, const struct csv_record *record,
			size_t i, const char *stored)
{
	const struct csv_cell *cell = &record->cells[i];

	if (!stored != cell->is_null ||
	    (stored && (strlen(stored) != cell->length ||
			memcmp(stored, cell->text, cell->length) != 0)))
		fail_msg("%s:%llu, cell %zu: '%s' is stored", path,
			 (unsigned long long)record->line, i + 1,
			 stored ? stored : "NULL");
}

/* The file read once more, record by record beside the store. */
static uint64_t compare(struct rebuilt *rebuilt, const char *path)
{
	struct error error = { 0 };
	const struct csv_record *record;
	struct csv_reader *reader;
	uint64_t n_rows = 0;

	assert_int_equal(csv_reader_open(rebuilt, path, NULL, &reader, &error),
			 0);
	while (csv_reader_next(reader, &record, &error) > 0) {
		if (record->fault)
			continue;
		/* An empty last column may have been dropped. */
		assert_true(rebuilt->n_columns == record->n_cells ||
			    rebuilt->n_columns + 1 == record->n_cells);
		for (size_t i = 0; i < rebuilt->n_columns; i++)
			expect_cell(path, record, i,
				    next_cell(&rebuilt->columns[i]));
		n_rows++;
	}
	assert_string_equal(error.what, "");
	for (size_t i = 0; i < rebuilt->n_columns; i++)
		assert_int_equal(rebuilt->columns[i].at,
				 rebuilt->columns[i].codes.n);
	return n_rows;
}

/* False when the file is no table: then nothing is stored either. */
static bool rebuild(const char *path)
{
	struct rebuilt *rebuilt = memory_new(NULL, struct rebuilt);
	const struct load_request request = {
		.path = path, .name = "any", .file = "any", .settings = ""
	};
	struct load_result result;
	struct error error = { 0 };
	bool is_table;

	database_open(rebuilt, ":memory:", DATABASE_WRITE, &rebuilt->store,
		      &error);
	store_prepare(rebuilt->store, &error);
	assert_string_equal(error.what, "");
	is_table = load_file(rebuilt, rebuilt->store, &request, &result,
			     &error) == 0;
	if (is_table) {
		open_columns(rebuilt);
		assert_int_equal(compare(rebuilt, path), result.n_rows);
	}
	talloc_free(rebuilt);
	return is_table;
}

static size_t rebuild_folder(const char *folder)
{
	DIR *entries = opendir(folder);
	size_t n = 0;

	assert_non_null(entries);
	for (struct dirent *entry; (entry = readdir(entries));) {
		char *path;

		if (!strstr(entry->d_name, ".csv"))
			continue;
		path = memory_format(NULL, "%s/%s", folder, entry->d_name);
		n += rebuild(path);
		talloc_free(path);
	}
	closedir(entries);
	return n;
}

static void test_samples_come_back(void **state)
{
	(void)state;
	assert_int_equal(rebuild_folder("samples/bwise"), 9);
}

static void test_odd_files_come_back(void **state)
{
	(void)state;
	assert_true(rebuild_folder("tests/fuzz/corpus/csv") >= 8);
}

/* Real exports with their traps, where they are at hand. */
static int rebuild_one(const char *path, const struct stat *status, int type,
		       struct FTW *walk)
{
	const char *dot = strrchr(path + walk->base, '.');

	if (type == FTW_F && status->st_size < LARGEST && dot &&
	    (!strcmp(dot, ".csv") || !strcmp(dot, ".tsv") ||
	     !strcmp(dot, ".txt") || !strcmp(dot, ".dat")))
		n_real += rebuild(path);
	return 0;
}

static void test_real_files_come_back(void **state)
{
	(void)state;
	if (nftw(REAL, rebuild_one, 16, FTW_PHYS) < 0)
		return;
	assert_true(n_real >= 100);
}

/* Long enough for several chunks; one column turns to plain cells. */
static void test_long_file_comes_back(void **state)
{
	enum { ROWS = 140000 };
	char *folder = scratch_folder(NULL);
	char *path = memory_format(folder, "%s/long.csv", folder);
	FILE *out = fopen(path, "w");

	(void)state;
	assert_non_null(out);
	fputs("token,level,empty,text\n", out);
	for (int i = 0; i < ROWS; i++)
		fprintf(out, "token-%07d,%d,%s,\"%s, \"\"%d\"\"\"\n", i, i % 5,
			i % 3 ? "" : "\"\"", i % 7 ? "a\nb" : "", i % 1000);
	assert_int_equal(fclose(out), 0);
	assert_true(rebuild(path));
	talloc_free(folder);
}

/* ---- from raw cells to answers by the ledger ---- */

struct replay {
	struct project *project;
	struct database *store;
	struct answers *answers;
	struct table *ledger;
};

static struct replay *clean_samples(void)
{
	struct replay *replay = memory_new(NULL, struct replay);
	struct stage_context context = { .memory = replay };
	struct error error = { 0 };

	if (project_load(replay, "config/bwise", &replay->project, &error) < 0)
		fail_msg("%s", error.what);
	replay->project->key_file =
		memory_format(replay, "%s/key", scratch_folder(replay));
	database_open(replay, ":memory:", DATABASE_WRITE, &replay->store,
		      &error);
	context.project = replay->project;
	context.store = replay->store;
	if (stage_ingest.run(&context, &error) < 0)
		fail_msg("%s", error.what);
	memset(&context.rows, 0, sizeof context.rows);
	if (stage_clean.run(&context, &error) < 0)
		fail_msg("%s", error.what);
	answers_open_all(replay, replay->store, &replay->answers, &error);
	return replay;
}

/* What the ledger says FROM became; FROM itself where it says nothing. */
static const char *replayed(const struct replay *replay, const char *from)
{
	const struct table *ledger = replay->ledger;

	for (size_t i = 0; i < ledger->n_rows; i++) {
		const struct value *changed = table_cell(ledger, i, 0);

		if (from ? changed->kind == VALUE_TEXT &&
				    !strcmp(changed->text, from)
			 : changed->kind == VALUE_NULL)
			return table_text(ledger, i, 1);
	}
	return from;
}

static const char *name_of(const struct variable *variable, uint32_t code)
{
	return code < ANSWER_FIRST ? missing_name((enum missing_kind)code)
				   : variable->values[code - ANSWER_FIRST].name;
}

/* The answers of one variable in one file, from row FIRST on. */
static void replay_column(struct replay *replay,
			  const struct variable *variable,
			  const uint32_t *codes, int64_t column,
			  const uint8_t *kept)
{
	struct error error = { 0 };
	struct column raw = { 0 };
	size_t n = 0, row = 0;

	raw_column_read(replay, replay->store, column, &raw.raw, &error);
	raw_cursor_open(replay, replay->store, column, &raw.cursor, &error);
	while (raw_cursor_next(raw.cursor, &raw.codes, &error) > 0)
		for (size_t i = 0; i < raw.codes.n; i++, row++) {
			const char *cell =
				raw.raw->values[answer_code(&raw.codes, i)];

			if (!(kept[row / 8] >> row % 8 & 1))
				continue;
			assert_string_equal(replayed(replay, cell),
					    name_of(variable, codes[n++]));
		}
	assert_string_equal(error.what, "");
	talloc_free(raw.raw);
}

static uint32_t *codes_of(struct replay *replay,
			  const struct variable *variable)
{
	uint32_t *all = memory_array(replay, uint32_t, replay->answers->n_rows);
	struct answer_cursor *cursor;
	struct answer_codes codes;
	struct error error = { 0 };
	size_t n = 0;

	answer_cursor_open(replay, replay->answers, variable, &cursor, &error);
	while (answer_cursor_next(cursor, &codes, &error) > 0)
		for (size_t i = 0; i < codes.n; i++)
			all[n++] = answer_code(&codes, i);
	return all;
}

/* LimeSurvey's export has codes in columns named as the questions. */
static void test_ledger_leads_from_cells_to_answers(void **state)
{
	static const char *const questions[] = { "country",   "category",
						 "wise_size", "gender",
						 "age",       "education",
						 "years" };
	struct replay *replay = clean_samples();
	struct table *kept = ask(replay, replay->store,
				 "select hex(bits), id, (select count(*) from"
				 " source) from row_kept join source on id ="
				 " source_id where name = 'online'");
	const char *hex = table_text(kept, 0, 0);
	size_t n_bytes = strlen(hex) / 2, n_online = 0;
	uint8_t *bits = memory_array(replay, uint8_t, n_bytes);

	(void)state;
	for (size_t i = 0; i < n_bytes; i++) {
		unsigned byte = 0;

		sscanf(hex + 2 * i, "%2x", &byte);
		bits[i] = (uint8_t)byte;
		n_online += (size_t)__builtin_popcount(byte);
	}
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		const struct variable *variable =
			answers_variable(replay->answers, questions[i]);
		const uint32_t *codes = codes_of(replay, variable);
		struct table *column = ask(
			replay, replay->store,
			memory_format(replay,
				      "select c.id from source_column c join"
				      " source s on s.id = source_id where"
				      " name = 'online' and header = '%s'",
				      questions[i]));

		replay->ledger =
			ask(replay, replay->store,
			    memory_format(replay,
					  "select from_value, to_value from"
					  " ledger where source = 'online'"
					  " and variable = '%s'",
					  questions[i]));
		/* The online file stands last. */
		replay_column(replay, variable,
			      codes + replay->answers->n_rows - n_online,
			      column->cells[0].integer, bits);
	}
	talloc_free(replay);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples_come_back),
		cmocka_unit_test(test_odd_files_come_back),
		cmocka_unit_test(test_real_files_come_back),
		cmocka_unit_test(test_long_file_comes_back),
		cmocka_unit_test(test_ledger_leads_from_cells_to_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
