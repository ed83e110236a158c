#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/lock.h"
#include "tests/support/fake_stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What one command line gave. */
struct answer {
	int code;
	char *out, *errors;
};

static struct answer call(const void *ctx, const char *first, ...)
{
	const char *argv[12] = { "divario" };
	int argc = 1;
	char *out, *errors;
	size_t out_length, errors_length;
	FILE *out_file = open_memstream(&out, &out_length);
	FILE *errors_file = open_memstream(&errors, &errors_length);
	va_list args;

	va_start(args, first);
	for (const char *next = first; next; next = va_arg(args, const char *))
		argv[argc++] = next;
	va_end(args);
	char **copy = memory_array(ctx, char *, 12);
	for (int i = 0; i < argc; i++)
		copy[i] = memory_text(ctx, argv[i]);
	struct answer answer = { .code = command_main(argc, copy, fake_stages,
						      out_file, errors_file) };
	fclose(out_file);
	fclose(errors_file);
	answer.out = memory_text(ctx, out);
	answer.errors = memory_text(ctx, errors);
	free(out);
	free(errors);
	return answer;
}

static void contains(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in:\n%s", part, text);
}

/* Lines as JSON objects. */
static json_t *objects(const char *text)
{
	json_t *array = json_array();

	while (*text) {
		size_t length = strcspn(text, "\n");
		json_t *object = json_loadb(text, length, 0, NULL);
		assert_non_null(object);
		json_array_append_new(array, object);
		text += length + (text[length] == '\n');
	}
	return array;
}

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	assert_non_null(text);
	return text;
}

static long long number(const json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);

	assert_true(json_is_integer(value));
	return json_integer_value(value);
}

/* ---- the command line ---- */

struct usage_case {
	const char *words[5];
	const char *what, *remedy;
};

/* clang-format off */
static const struct usage_case usage_cases[] = {
	{ { NULL }, "no command given", "divario --help" },
	{ { "rnu" }, "unknown command 'rnu'", "did you mean 'divario run'?" },
	{ { "cuont" }, "unknown command 'cuont'", "'divario count'?" },
	{ { "zzzzzzzz" }, "unknown command 'zzzzzzzz'", "divario --help" },
	{ { "help", "rnu" }, "unknown command 'rnu'", "'divario run'" },
	{ { "run", "--forse" }, "unknown option --forse", "did you mean --force?" },
	{ { "run", "-x" }, "unknown option -x", "divario --help" },
	{ { "run", "-qj" }, "unknown option -qj", "divario --help" },
	{ { "run", "--output" }, "--output needs a value", "folder" },
	{ { "run", "--output=" }, "--output needs a value", "folder" },
	{ { "run", "--quiet=yes" }, "--quiet takes no value", "=" },
	{ { "watch", "--every", "0" }, "--every does not take '0'",
	  "whole seconds from 1" },
	{ { "watch", "--every", "soon" }, "--every does not take 'soon'",
	  "whole seconds from 1" },
	{ { "status", "--force" }, "'status' does not take --force", "divario help" },
	{ { "run", "--csv" }, "'run' does not take --csv", "divario help" },
	{ { "run", "a", "b" }, "too many words for 'run'", "usage: divario run [PROJECT]" },
	{ { "sql", "a" }, "'sql' needs more words", "usage: divario sql PROJECT" },
	{ { "init" }, "'init' needs more words", "usage: divario init FILE" },
	{ { "count", "a", "b" }, "too many words for 'count'", "divario count [PROJECT]" },
};
/* clang-format on */

static void test_wrong_command_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(usage_cases) / sizeof(usage_cases[0]);
	     i++) {
		const struct usage_case *test = &usage_cases[i];
		void *ctx = talloc_new(NULL);
		struct answer answer =
			call(ctx, test->words[0], test->words[1],
			     test->words[2], test->words[3], NULL);
		assert_int_equal(answer.code, ERROR_USAGE);
		assert_string_equal(answer.out, "");
		contains(answer.errors,
			 memory_format(ctx, "divario: %s\n  ", test->what));
		contains(answer.errors, test->remedy);
		talloc_free(ctx);
	}
}

static void test_manual_comes_from_the_tables(void **state)
{
	void *ctx = talloc_new(NULL);
	struct answer answer = call(ctx, "help", "manual", NULL);

	(void)state;
	assert_int_equal(answer.code, 0);
	assert_int_equal(strncmp(answer.out, ".TH DIVARIO 1 ", 14), 0);
	for (const struct command *c = command_table; c->name; c++)
		contains(answer.out,
			 memory_format(ctx, ".TP\n.B %s\n", c->name));
	contains(answer.out, ".I DIR\n.br\nfolder of the reports");
	contains(answer.out, ".B count\n");
	contains(answer.out, ".B 5\nanother run holds the project\n");
	/* Hyphens that are to be typed, a full stop that begins a line. */
	contains(answer.out, "\\-\\-json");
	contains(answer.out, "\\&.divario/project.db");
	talloc_free(ctx);
}

static void test_help_comes_from_the_tables(void **state)
{
	void *ctx = talloc_new(NULL);
	struct answer answer = call(ctx, "--help", NULL);

	(void)state;
	assert_int_equal(answer.code, 0);
	contains(answer.out, "  run    run what is out of date");
	contains(answer.out, "  count  publish how many there are");
	contains(answer.out, "--force");
	contains(answer.out, "  5 another run holds the project");
	assert_string_equal(answer.out, call(ctx, "help", NULL).out);

	answer = call(ctx, "count", "--help", NULL);
	assert_int_equal(answer.code, 0);
	contains(answer.out, "usage: divario count [PROJECT]");
	contains(answer.out, "table of project.db, made by read");
	contains(answer.out, "table of published.db");
	contains(answer.out, "  disclosure\n");
	assert_string_equal(answer.out, call(ctx, "help", "count", NULL).out);

	contains(call(ctx, "help", "sql", NULL).out, "usage: divario sql");
	contains(call(ctx, "help", "project", NULL).out, "threshold");
	contains(call(ctx, "chart", "--help", NULL).out, "dumbbell");
	contains(call(ctx, "chart", NULL).out, "columns:");
	contains(call(ctx, "--version", NULL).out, "divario ");
	contains(call(ctx, "-h", NULL).out, "usage:");
	talloc_free(ctx);
}

/* ---- run ---- */

static void test_run_says_what_it_did(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct answer answer = call(ctx, "run", folder, NULL);

	(void)state;
	assert_int_equal(answer.code, 0);
	assert_string_equal(answer.errors, "");
	contains(answer.out, "read ");
	contains(answer.out, " s  1 files\n");
	contains(answer.out, "  warning: summary.pdf: no real PDF\n");
	contains(answer.out, memory_format(ctx,
					   "reports:\n  "
					   "%s/reports/fake/summary.pdf\n",
					   folder));
	/* Not a terminal: no line is rewritten. */
	assert_null(strchr(answer.out, '\r'));
	assert_null(strchr(answer.out, '\033'));
	answer = call(ctx, "run", folder, NULL);
	assert_int_equal(answer.code, 0);
	contains(answer.out, "count               unchanged\n");
	contains(answer.out, "summary.pdf");
	talloc_free(ctx);
}

static void test_quiet_says_nothing_but_errors(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct answer answer = call(ctx, "run", "-q", folder, NULL);

	(void)state;
	assert_int_equal(answer.code, 0);
	assert_string_equal(answer.out, "");
	assert_string_equal(answer.errors, "");
	fake_break(FAKE_ERROR);
	answer = call(ctx, "run", "--quiet", "--force", folder, NULL);
	fake_break(FAKE_NONE);
	assert_int_equal(answer.code, ERROR_DATA);
	assert_string_equal(answer.out, "");
	assert_string_equal(answer.errors,
			    "divario: data/a.txt:2:1: too many lines\n"
			    "  write less\n");
	talloc_free(ctx);
}

static void test_json_is_one_object_a_line(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct answer answer = call(ctx, "run", folder, "--json", NULL);
	json_t *lines = objects(answer.out);

	(void)state;
	assert_int_equal(answer.code, 0);
	assert_string_equal(answer.errors, "");
	assert_int_equal(json_array_size(lines), 4);
	json_t *first = json_array_get(lines, 0);
	assert_string_equal(member(first, "event"), "stage");
	assert_string_equal(member(first, "stage"), "read");
	assert_string_equal(member(first, "state"), "done");
	assert_true(json_is_real(json_object_get(first, "seconds")));
	json_t *rows = json_object_get(first, "rows");
	assert_int_equal(number(rows, "read"), 4);
	assert_int_equal(number(rows, "kept"), 3);
	assert_int_equal(number(rows, "set_aside"), 1);
	assert_string_equal(json_string_value(json_array_get(
				    json_object_get(first, "notes"), 0)),
			    "1 files");
	json_t *warning = json_array_get(
		json_object_get(json_array_get(lines, 2), "warnings"), 0);
	assert_string_equal(member(warning, "where"), "summary.pdf");
	json_t *end = json_array_get(lines, 3);
	assert_string_equal(member(end, "event"), "end");
	assert_string_equal(member(end, "state"), "done");
	assert_int_equal(number(end, "exit"), 0);
	assert_int_equal(number(end, "warnings"), 1);
	assert_string_equal(
		json_string_value(
			json_array_get(json_object_get(end, "reports"), 0)),
		memory_format(ctx, "%s/reports/fake/summary.pdf", folder));
	json_decref(lines);
	talloc_free(ctx);
}

static void test_json_tells_errors(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	fake_break(FAKE_ERROR);
	struct answer answer = call(ctx, "run", folder, "--json", NULL);
	fake_break(FAKE_NONE);
	json_t *lines = objects(answer.out);
	assert_int_equal(answer.code, ERROR_DATA);
	assert_string_equal(answer.errors, "");
	assert_string_equal(member(json_array_get(lines, 2), "state"),
			    "failed");
	json_t *end = json_array_get(lines, 3);
	assert_string_equal(member(end, "state"), "failed");
	assert_int_equal(number(end, "exit"), ERROR_DATA);
	json_t *error = json_object_get(end, "error");
	assert_int_equal(number(error, "code"), ERROR_DATA);
	assert_string_equal(member(error, "where"), "data/a.txt:2:1");
	assert_string_equal(member(error, "what"), "too many lines");
	assert_string_equal(member(error, "remedy"), "write less");
	json_decref(lines);
	talloc_free(ctx);
}

static void test_folders_from_the_command_line(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	char *other = scratch_folder(ctx);
	char *output = file_join(ctx, other, "out");
	char *work = memory_format(ctx, "--work=%s/work", other);

	(void)state;
	assert_int_equal(
		call(ctx, "run", "-o", output, work, folder, NULL).code, 0);
	assert_non_null(fake_content(ctx, output, "fake/summary.pdf"));
	assert_true(file_exists(file_join(ctx, other, "work/project.db")));
	assert_false(file_exists(file_join(ctx, folder, "reports")));
	assert_false(file_exists(file_join(ctx, folder, ".divario")));
	talloc_free(ctx);
}

static void test_stage_by_name(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	fake_runs();
	struct answer answer = call(ctx, "count", folder, NULL);
	assert_int_equal(answer.code, 0);
	struct fake_runs runs = fake_runs();
	assert_int_equal(runs.read, 1);
	assert_int_equal(runs.count, 1);
	assert_int_equal(runs.write, 0);
	contains(answer.out,
		 memory_format(ctx, "results: %s/reports/fake\n", folder));
	talloc_free(ctx);
}

static void test_default_project_is_the_current_folder(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	char *here = getcwd(NULL, 0);

	(void)state;
	assert_int_equal(chdir(folder), 0);
	struct answer answer = call(ctx, "run", NULL);
	assert_int_equal(chdir(here), 0);
	free(here);
	assert_int_equal(answer.code, 0);
	contains(answer.out, "reports:\n  reports/fake/summary.pdf\n");
	talloc_free(ctx);
}

static void test_busy_project(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct lock *lock;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(lock_take(ctx, file_join(ctx, folder, ".divario"),
				   &lock, &error),
			 0);
	struct answer answer = call(ctx, "run", folder, NULL);
	assert_int_equal(answer.code, ERROR_BUSY);
	contains(answer.errors, "another run holds this project");
	assert_int_equal(call(ctx, "status", folder, NULL).code, ERROR_BUSY);
	talloc_free(ctx);
}

/* ---- the other commands ---- */

static void test_diff_compares_with_the_run_before(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct answer answer = call(ctx, "diff", folder, NULL);

	(void)state;
	assert_int_equal(answer.code, ERROR_FAILED);
	contains(answer.errors, "there are no results yet");
	assert_int_equal(call(ctx, "run", folder, NULL).code, 0);
	answer = call(ctx, "diff", folder, NULL);
	assert_int_equal(answer.code, ERROR_FAILED);
	contains(answer.errors, "no run before the last one");
	char *first = file_join(ctx, folder, "first.db");
	char *published = file_join(ctx, folder, "reports/fake/published.db");
	char *data;
	size_t length;
	struct error error = { 0 };
	assert_int_equal(file_read(ctx, published, &data, &length, &error), 0);
	assert_int_equal(file_write(first, data, length, &error), 0);

	scratch_write(ctx, folder, "data/b.txt", "four\n");
	assert_int_equal(call(ctx, "run", folder, NULL).code, 0);
	/* A run that publishes the same leaves what was before. */
	assert_int_equal(call(ctx, "run", "--force", folder, NULL).code, 0);
	answer = call(ctx, "diff", folder, NULL);
	assert_int_equal(answer.code, 0);
	contains(answer.out, "fact                  1 new, 1 gone of 1 rows\n");
	answer = call(ctx, "diff", "--csv", folder, first, NULL);
	assert_string_equal(
		answer.out,
		"table_name,row,column_name,before,after,difference,change\r\n"
		"fact,4,,,,,new\r\nfact,3,,,,,gone\r\n");
	answer = call(ctx, "diff", folder, folder, published, NULL);
	assert_string_equal(answer.out, "no result changed\n");
	answer = call(ctx, "diff", "--table", "facts", folder, NULL);
	assert_int_equal(answer.code, ERROR_USAGE);
	contains(answer.errors, "no such table in both results");
	answer = call(ctx, "diff", folder, "nowhere", NULL);
	assert_int_equal(answer.code, ERROR_USAGE);
	contains(answer.errors, "nowhere: there are no results");
	talloc_free(ctx);
}

static void test_status_says_why(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct answer answer = call(ctx, "status", folder, NULL);

	(void)state;
	assert_int_equal(answer.code, 0);
	contains(answer.out, "read      will run    it has not run yet\n");
	contains(answer.out, "3 of 3 stages would run\n");
	assert_false(file_exists(file_join(ctx, folder, ".divario")));
	assert_int_equal(call(ctx, "run", folder, NULL).code, 0);
	answer = call(ctx, "status", folder, NULL);
	contains(answer.out, "read      up to date  since 20");
	contains(answer.out, ": 1 files\n");
	contains(answer.out, "0 of 3 stages would run\n");
	scratch_write(ctx, folder, "data/b.txt", "four\n");
	answer = call(ctx, "status", folder, NULL);
	contains(answer.out, "read      will run    file data/b.txt is new\n");
	contains(answer.out, "count     waits       read runs before it\n");
	json_t *lines =
		objects(call(ctx, "status", "--json", folder, NULL).out);
	json_t *third = json_array_get(lines, 2);
	assert_string_equal(member(third, "event"), "status");
	assert_string_equal(member(third, "stage"), "write");
	assert_string_equal(member(third, "state"), "waiting");
	json_decref(lines);
	talloc_free(ctx);
}

static void test_check_names_every_problem(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	scratch_write(ctx, folder, "project.yaml",
		      "divario: 1\n"
		      "project: {id: fake, titel: Fake}\n"
		      "sources: {s: {files: data/*.txt, codebook: codebook}}\n"
		      "disclosure: {threshold: 1}\n");
	struct answer answer = call(ctx, "check", folder, NULL);
	assert_int_equal(answer.code, ERROR_PROJECT);
	contains(answer.errors, "project.yaml:2:21: unknown key 'titel'\n"
				"  did you mean 'title'?\n");
	contains(answer.errors, "key 'title' is missing in project");
	contains(answer.errors, "'threshold' must be");
	contains(answer.errors, "divario: 3 problems found\n");
	answer = call(ctx, "check", folder, "--json", NULL);
	assert_int_equal(answer.code, ERROR_PROJECT);
	json_t *lines = objects(answer.out);
	assert_int_equal(json_array_size(lines), 4);
	assert_string_equal(member(json_array_get(lines, 0), "event"),
			    "problem");
	assert_string_equal(member(json_array_get(lines, 0), "where"),
			    "project.yaml:2:21");
	json_decref(lines);
	assert_false(file_exists(file_join(ctx, folder, ".divario")));
	talloc_free(ctx);
}

static void test_sql_shows_rows(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	struct answer answer = call(ctx, "sql", folder, "select 1", NULL);
	assert_int_equal(answer.code, ERROR_FAILED);
	contains(answer.errors, "no store yet");
	assert_int_equal(call(ctx, "run", folder, NULL).code, 0);
	answer = call(ctx, "sql", folder,
		      "select text, n, n / 2.0 as half, null as x "
		      "from line, published.fact order by text",
		      NULL);
	assert_int_equal(answer.code, 0);
	assert_string_equal(answer.out, "text,n,half,x\r\none,3,1.5,\r\n"
					"three,3,1.5,\r\ntwo,3,1.5,\r\n");
	answer = call(ctx, "sql", "--csv", folder,
		      "select 'a,\"b\"' as \"x\"\"y\"", NULL);
	assert_string_equal(answer.out, "\"x\"\"y\"\r\n\"a,\"\"b\"\"\"\r\n");
	answer = call(ctx, "sql", "--json", folder,
		      "select 1 as a, 2.5 as b, 'è' as c, null as d", NULL);
	assert_string_equal(answer.out,
			    "{\"a\":1,\"b\":2.5,\"c\":\"è\",\"d\":null}\n");
	talloc_free(ctx);
}

static void test_sql_only_reads(void **state)
{
	static const char *const wrong[] = {
		"delete from line",    "drop table line",          "selct 1",
		"select 1; select 2",  "select nothing from line", "",
		"attach '/tmp/x' as y"
	};
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	assert_int_equal(call(ctx, "run", folder, NULL).code, 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct answer answer = call(ctx, "sql", folder, wrong[i], NULL);
		if (answer.code != ERROR_USAGE)
			fail_msg("%s: %d %s", wrong[i], answer.code,
				 answer.errors);
		contains(answer.errors, "divario: the query: ");
		assert_string_equal(answer.out, "");
	}
	contains(
		call(ctx, "sql", folder, "select count(*) as n from line", NULL)
			.out,
		"n\r\n3\r\n");
	talloc_free(ctx);
}

static void test_doctor_examines_the_machine(void **state)
{
	void *ctx = talloc_new(NULL);
	struct answer answer = call(ctx, "doctor", NULL);

	(void)state;
	assert_int_equal(answer.code, 0);
	contains(answer.out, "ok       divario");
	contains(answer.out, "ok       font");
	contains(answer.out, "hyphenation  it");
	contains(answer.out, "libsqlite3.so");
	contains(answer.out, "templates");
	answer = call(ctx, "doctor", "/nowhere", NULL);
	assert_int_equal(answer.code, ERROR_FAILED);
	contains(answer.out, "MISSING  writing      /nowhere\n");
	contains(answer.errors, "1 thing is missing");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong_command_lines),
		cmocka_unit_test(test_help_comes_from_the_tables),
		cmocka_unit_test(test_manual_comes_from_the_tables),
		cmocka_unit_test(test_run_says_what_it_did),
		cmocka_unit_test(test_quiet_says_nothing_but_errors),
		cmocka_unit_test(test_json_is_one_object_a_line),
		cmocka_unit_test(test_json_tells_errors),
		cmocka_unit_test(test_folders_from_the_command_line),
		cmocka_unit_test(test_stage_by_name),
		cmocka_unit_test(test_default_project_is_the_current_folder),
		cmocka_unit_test(test_busy_project),
		cmocka_unit_test(test_diff_compares_with_the_run_before),
		cmocka_unit_test(test_status_says_why),
		cmocka_unit_test(test_check_names_every_problem),
		cmocka_unit_test(test_sql_shows_rows),
		cmocka_unit_test(test_sql_only_reads),
		cmocka_unit_test(test_doctor_examines_the_machine),
	};

	/* One test stands elsewhere; what divario ships is found all the same.
	 */
	char *config = realpath("config", NULL);
	setenv("DIVARIO_CONFIG", config ? config : "", 1);
	free(config);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
