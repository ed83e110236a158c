#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/store.h"
#include "pipeline/run/stage.h"
#include "stages/stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* A project with one source, and its store. */
struct fixture {
	void *memory;
	const char *folder, *pattern;
	struct project_source source;
	struct project project;
	struct database *store;
	struct stage_context context;
};

static struct fixture *new_fixture(void **state)
{
	struct fixture *fixture = memory_new(*state, struct fixture);
	struct error error = { .code = ERROR_NONE };

	fixture->memory = fixture;
	fixture->folder = scratch_folder(fixture);
	fixture->pattern = "data/*.csv";
	fixture->source =
		(struct project_source){ .name = "workers",
					 .where = "project.yaml:9:3",
					 .patterns = &fixture->pattern,
					 .n_patterns = 1 };
	fixture->project = (struct project){ .folder = fixture->folder,
					     .sources = &fixture->source,
					     .n_sources = 1,
					     .quarantine_limit = 0.5 };
	assert_int_equal(database_open(fixture, ":memory:", DATABASE_WRITE,
				       &fixture->store, &error),
			 0);
	return fixture;
}

static int run(struct fixture *fixture, struct error *error)
{
	fixture->context = (struct stage_context){ .memory = fixture,
						   .project = &fixture->project,
						   .store = fixture->store };
	*error = (struct error){ .code = ERROR_NONE };
	return stage_ingest.run(&fixture->context, error);
}

static void run_well(struct fixture *fixture)
{
	struct error error;

	run(fixture, &error);
	assert_string_equal(error.what, "");
	assert_int_equal(fixture->context.rows.read,
			 fixture->context.rows.kept +
				 fixture->context.rows.set_aside);
}

/* "file wave rows" of every source, and the smallest id of its columns. */
static char *sources(struct fixture *fixture)
{
	struct error error = { .code = ERROR_NONE };
	char *text = memory_text(fixture, "");
	struct table *table;

	assert_int_equal(
		database_query(fixture, fixture->store,
			       "SELECT file, wave, n_rows, (SELECT min(c.id)"
			       " FROM source_column c"
			       " WHERE c.source_id = s.id)"
			       " FROM source s ORDER BY s.id",
			       NULL, 0, NULL, &table, &error),
		0);
	for (size_t i = 0; i < table->n_rows; i++)
		text = memory_check(talloc_asprintf_append_buffer(
			text, "%s %s %.0f %.0f; ", table_text(table, i, 0),
			table_text(table, i, 1), table_number(table, i, 2),
			table_number(table, i, 3)));
	return text;
}

static void test_only_what_changed(void **state)
{
	struct fixture *fixture = new_fixture(state);

	fixture->source.wave_pattern = "(\\d{4})";
	scratch_write(fixture, fixture->folder, "data/w2021.csv", "a\n1\n2\n");
	run_well(fixture);
	assert_string_equal(sources(fixture), "data/w2021.csv 2021 2 1; ");
	assert_int_equal(fixture->context.rows.kept, 2);
	/* A second wave, earlier in order: only it is parsed. */
	scratch_write(fixture, fixture->folder, "data/w2019.csv", "a,b\n3,4\n");
	run_well(fixture);
	assert_string_equal(sources(fixture), "data/w2019.csv 2019 1 3; "
					      "data/w2021.csv 2021 2 1; ");
	assert_int_equal(fixture->context.rows.kept, 3);
	/* Renamed: the same columns under another name and wave. */
	rename(file_join(fixture, fixture->folder, "data/w2021.csv"),
	       file_join(fixture, fixture->folder, "data/w2022.csv"));
	run_well(fixture);
	assert_string_equal(sources(fixture), "data/w2019.csv 2019 1 3; "
					      "data/w2022.csv 2022 2 1; ");
	/* Changed: parsed anew.  Gone: gone. */
	scratch_write(fixture, fixture->folder, "data/w2022.csv",
		      "a\n1\n2\n3\n");
	unlink(file_join(fixture, fixture->folder, "data/w2019.csv"));
	run_well(fixture);
	assert_string_equal(sources(fixture), "data/w2022.csv 2022 3 1; ");
}

static size_t n_columns(struct fixture *fixture)
{
	struct error error = { .code = ERROR_NONE };
	struct table *table;

	assert_int_equal(database_query(fixture, fixture->store,
					"SELECT header FROM source_column"
					" WHERE position >= 0",
					NULL, 0, NULL, &table, &error),
			 0);
	return table->n_rows;
}

/* The same bytes are read anew when the project has them read otherwise. */
static void test_settings_count(void **state)
{
	struct fixture *fixture = new_fixture(state);
	const char *renamed[] = { "a#2" };
	struct error error;

	scratch_write(fixture, fixture->folder, "data/w.csv", "a;a\n1;2\n");
	assert_int_equal(run(fixture, &error), -1);
	assert_string_equal(error.what, "two columns are named 'a'");
	fixture->source.rename_from = renamed;
	fixture->source.n_renames = 1;
	run_well(fixture);
	assert_int_equal(n_columns(fixture), 2);
	fixture->source.dialect.delimiter = ',';
	run_well(fixture);
	assert_int_equal(n_columns(fixture), 1);
}

static void test_overlapping_patterns(void **state)
{
	struct fixture *fixture = new_fixture(state);
	const char *patterns[] = { "data/*.csv", "data/w.csv" };

	scratch_write(fixture, fixture->folder, "data/w.csv", "a\n1\n");
	fixture->source.patterns = patterns;
	fixture->source.n_patterns = 2;
	run_well(fixture);
	assert_int_equal(fixture->context.rows.kept, 1);
}

static void check_refusal(struct fixture *fixture, enum error_code code,
			  const char *where, const char *what)
{
	struct error error;

	assert_int_equal(run(fixture, &error), -1);
	assert_int_equal(error.code, code);
	assert_string_equal(error.where, where);
	assert_string_equal(error.what, what);
	assert_string_not_equal(error.remedy, "");
}

static void test_refusals(void **state)
{
	struct fixture *fixture = new_fixture(state);

	check_refusal(fixture, ERROR_PROJECT, "project.yaml:9:3",
		      "no file matches 'data/*.csv'");
	scratch_write(fixture, fixture->folder, "data/w.csv", "a\n1\n");
	fixture->source.wave_pattern = "(\\d{4})";
	check_refusal(fixture, ERROR_PROJECT, "project.yaml:9:3",
		      "the wave's file name pattern '(\\d{4})' does not match "
		      "'w.csv'");
	fixture->source.wave_pattern = "(";
	check_refusal(fixture, ERROR_PROJECT, "project.yaml:9:3",
		      "the wave's file name pattern '(' is no regular "
		      "expression: Unmatched ( or \\(");
	fixture->source.wave_pattern = NULL;
	scratch_write(fixture, fixture->folder, "data/w.csv", "a\n");
	check_refusal(fixture, ERROR_DATA,
		      file_join(fixture, fixture->folder, "data/w.csv"),
		      "the file has a header but no answers");
}

/* The wave of a name by a pattern, "" when that fails. */
static const char *wave_of(struct fixture *fixture, const char *pattern)
{
	struct error error;

	fixture->source.wave_pattern = pattern;
	if (run(fixture, &error) < 0)
		return "";
	return sources(fixture) + strlen("data/wave-2-2021.csv ");
}

static void test_wave_patterns(void **state)
{
	struct fixture *fixture = new_fixture(state);

	scratch_write(fixture, fixture->folder, "data/wave-2-2021.csv",
		      "a\n1\n");
	assert_string_equal(wave_of(fixture, "(\\d{4})"), "2021 1 1; ");
	assert_string_equal(wave_of(fixture, "wave-[\\d]"), "wave-2 1 1; ");
	assert_string_equal(wave_of(fixture, "\\d\\.csv$"), "1.csv 1 1; ");
	assert_string_equal(wave_of(fixture, "[^-]*-(.)"), "2 1 1; ");
	assert_string_equal(wave_of(fixture, "x"), "");
}

static void test_depends(void **state)
{
	struct fixture *fixture = new_fixture(state);
	struct error error = { .code = ERROR_NONE };
	char digests[4][HASH_TEXT];
	struct hash hash;

	for (int i = 0; i < 4; i++) {
		if (i == 0 || i == 2)
			scratch_write(fixture, fixture->folder, "data/w.csv",
				      i ? "a\n2\n" : "a\n1\n");
		if (i == 3)
			fixture->source.wave = "2022";
		hash_start(&hash);
		assert_int_equal(
			stage_ingest.depends(&fixture->project, &hash, &error),
			0);
		hash_finish(&hash, digests[i]);
	}
	assert_string_equal(digests[0], digests[1]);
	assert_string_not_equal(digests[1], digests[2]);
	assert_string_not_equal(digests[2], digests[3]);
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
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
		cmocka_unit_test(test_only_what_changed),
		cmocka_unit_test(test_settings_count),
		cmocka_unit_test(test_overlapping_patterns),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_wave_patterns),
		cmocka_unit_test(test_depends),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
