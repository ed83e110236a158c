/*
 * Bad input, as people meet it: each fault gives one message with its place
 * and a remedy, the documented exit code, and leaves the earlier reports as
 * they were.
 */
#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/runner.h"
#include "stages/stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char project_yaml[] = "divario: 1\n"
				   "project:\n"
				   "  id: small\n"
				   "  title: A small survey\n"
				   "  languages: en\n"
				   "sources:\n"
				   "  people:\n"
				   "    files: data/*.csv\n"
				   "    codebook: codebook\n"
				   "    respondent: token\n"
				   "analyses:\n"
				   "  skills:\n"
				   "    framework: framework.csv\n"
				   "    current: \"cur_{skill}\"\n"
				   "    required: \"req_{skill}\"\n"
				   "    by: country\n"
				   "reports:\n"
				   "  - template: short\n";

static const char survey_csv[] =
	"type,name,label::English (en)\n"
	"text,token,Token\n"
	"select_one country,country,Country\n"
	"select_one level,cur_plan,Planning: now\n"
	"select_one level,req_plan,Planning: needed\n"
	"select_one level,cur_team,Team work: now\n"
	"select_one level,req_team,Team work: needed\n";

static const char choices_csv[] = "list_name,name,label::English (en)\n"
				  "country,it,Italy\n"
				  "country,es,Spain\n"
				  "level,1,None\n"
				  "level,2,Little\n"
				  "level,3,Some\n"
				  "level,4,Much\n";

static const char framework_csv[] = "skill,area,label::en,area_label::en\n"
				    "plan,self,Planning,Oneself\n"
				    "team,others,Team work,Others\n";

static const char template_md[] =
	"---\ntitle: \"{{project.title}}\"\n---\n\n"
	"# Gaps\n\n"
	"```table\n"
	"from: select skill, n, gap from gap where grouping = 'all'\n"
	"caption: Gaps\n"
	"```\n";

/* Sixty people with answers that vary. */
static char *answers(const void *ctx)
{
	char *text = memory_text(
		ctx, "token,country,cur_plan,req_plan,cur_team,req_team\n");

	for (int i = 0; i < 60; i++)
		text = memory_check(talloc_asprintf_append_buffer(
			text, "t%02d,%s,%d,%d,%d,%d\n", i, i % 2 ? "it" : "es",
			1 + i % 3, 2 + i % 3, 1 + i % 4, 4 - i % 2));
	return text;
}

static char *make_folder(const void *ctx)
{
	char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "project.yaml", project_yaml);
	scratch_write(ctx, folder, "codebook/survey.csv", survey_csv);
	scratch_write(ctx, folder, "codebook/choices.csv", choices_csv);
	scratch_write(ctx, folder, "framework.csv", framework_csv);
	scratch_write(ctx, folder, "templates/short.md", template_md);
	scratch_write(ctx, folder, "data/a.csv", answers(ctx));
	return folder;
}

/* ---- running ---- */

static int divario(const void *ctx, const char *command, const char *folder,
		   char **out, char **errors)
{
	char *argv[] = { memory_text(ctx, "divario"), memory_text(ctx, command),
			 memory_text(ctx, folder), NULL };
	char *texts[2];
	size_t lengths[2];
	FILE *out_file = open_memstream(&texts[0], &lengths[0]);
	FILE *errors_file = open_memstream(&texts[1], &lengths[1]);
	int code = command_main(3, argv, all_stages, out_file, errors_file);

	fclose(out_file);
	fclose(errors_file);
	*out = memory_text(ctx, texts[0]);
	*errors = memory_text(ctx, texts[1]);
	free(texts[0]);
	free(texts[1]);
	return code;
}

static void expect_run(const void *ctx, const char *folder)
{
	char *out, *errors;

	if (divario(ctx, "run", folder, &out, &errors) != 0)
		fail_msg("%s%s", out, errors);
}

/* One digest over names and contents of all that stands in the reports. */
static char *reports_digest(const void *ctx, const char *folder)
{
	static const char *const patterns[] = { "reports/small/*",
						"reports/small/.*",
						"reports/small/*/*" };
	char *digest = memory_array(ctx, char, HASH_TEXT);
	struct error error = { 0 };
	struct hash hash;
	size_t n = 0;

	hash_start(&hash);
	for (size_t i = 0; i < 3; i++) {
		struct file_list list = { 0 };
		assert_int_equal(
			file_glob(ctx, folder, patterns[i], &list, &error), 0);
		for (size_t j = 0; j < list.n; j++) {
			char one[HASH_TEXT];
			assert_int_equal(hash_file(list.paths[j], one, &error),
					 0);
			hash_add_text(&hash, list.paths[j]);
			hash_add_text(&hash, one);
			n++;
		}
	}
	hash_finish(&hash, digest);
	assert_true(n >= 2); /* published.db and a report */
	return digest;
}

/* ---- faults ---- */

struct bad_input {
	const char *name;
	const char *file;    /* what is written before the run ... */
	const char *content; /* ... and what; NULL = the file is removed */
	size_t length;       /* where the content has a NUL; else 0 */
	enum error_code code;
	const char *where, *what, *remedy; /* parts of the message */
	bool shows_in_check;               /* divario check says the same */
};

/* A PNG's first bytes. */
static const char binary[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";

/* clang-format off */
static const struct bad_input bad_inputs[] = {
	{ "missing file", "data/a.csv", NULL, 0, ERROR_PROJECT,
	  "project.yaml:8:12", "no file matches 'data/*.csv'", "put the file", true },
	{ "missing codebook sheet", "codebook/survey.csv", NULL, 0, ERROR_PROJECT,
	  "codebook", "survey.csv", "", true },
	{ "codebook without the column name", "codebook/survey.csv",
	  "type,label\ntext,x\n", 0, ERROR_PROJECT,
	  "survey.csv", "no column 'name'", "add", true },
	{ "codebook with an unknown list", "codebook/survey.csv",
	  "type,name,label\nselect_one nolist,q,Q\n", 0, ERROR_PROJECT,
	  "survey.csv:2", "nolist", "", true },
	{ "binary codebook", "codebook/survey.csv", binary, sizeof(binary),
	  ERROR_PROJECT, "survey.csv", "", "", true },
	{ "codebook with a question twice", "codebook/survey.csv",
	  "type,name,label\ntext,q,Q\ntext,q,R\n", 0, ERROR_PROJECT,
	  "survey.csv:3", "q", "", true },
	{ "framework without skills", "framework.csv", "area\nx\n", 0,
	  ERROR_PROJECT, "framework.csv", "no column 'skill'", "add", true },
	{ "unknown key", "project.yaml",
	  "divario: 1\nproject: {id: small, title: S, langages: en}\n"
	  "sources: {a: {files: data/*.csv, codebook: codebook}}\n", 0,
	  ERROR_PROJECT, "project.yaml:2:32", "unknown key 'langages'",
	  "did you mean 'languages'?", true },
	{ "column named twice", "data/a.csv",
	  "token,country,cur_plan,cur_plan\nt,it,1,2\n", 0, ERROR_DATA,
	  "a.csv:1", "cur_plan", "", true },
	{ "binary file", "data/a.csv", binary, sizeof(binary), ERROR_DATA,
	  "a.csv", "binary", "", true },
	{ "empty file", "data/a.csv", "", 0, ERROR_DATA, "a.csv", "empty", "",
	  true },
	{ "file of another survey", "data/a.csv", "x,y\n1,2\n", 0, ERROR_DATA,
	  "a.csv", "no heading of the file is a question", "codebook", true },
	{ "header only", "data/a.csv",
	  "token,country,cur_plan,req_plan,cur_team,req_team\n", 0, ERROR_DATA,
	  "", "no ", "", false },
	{ "template with bad SQL", "templates/short.md",
	  "# Gaps\n\n```table\nfrom: selct skill from gap\ncaption: Gaps\n"
	  "```\n", 0, ERROR_PROJECT, "short.md:4", "selct", "", false },
	{ "template with an unknown table", "templates/short.md",
	  "# Gaps\n\n```table\nfrom: select x from gaps\ncaption: Gaps\n"
	  "```\n", 0, ERROR_PROJECT, "short.md:4", "gaps", "", false },
	{ "template with an unknown value", "templates/short.md",
	  "# Gaps\n\n{{no_such_fact}}\n", 0, ERROR_PROJECT, "short.md:3",
	  "no_such_fact", "", false },
	{ "template removed", "templates/short.md", NULL, 0, ERROR_PROJECT,
	  "project.yaml:18:", "no template 'short'", "templates/NAME.md", true },
};
/* clang-format on */

static void write_bad(const void *ctx, const char *folder,
		      const struct bad_input *bad)
{
	char *path = file_join(ctx, folder, bad->file);
	size_t length = bad->length ? bad->length
				    : strlen(bad->content ? bad->content : "");
	struct error error = { 0 };

	if (!bad->content)
		assert_int_equal(unlink(path), 0);
	else
		assert_int_equal(file_write(path, bad->content, length, &error),
				 0);
}

/* "divario: where: what", then two blanks and the remedy: nothing else. */
static bool is_clear_message(const struct bad_input *bad, int code,
			     const char *errors)
{
	const char *end = strchr(errors, '\n');

	return code == (int)bad->code && end &&
	       strncmp(errors, "divario: ", 9) == 0 &&
	       strstr(errors, bad->where) && strstr(errors, bad->what) &&
	       strstr(errors, bad->remedy) && strncmp(end + 1, "  ", 2) == 0 &&
	       strlen(end + 1) > 10 &&
	       strchr(end + 1, '\n') == errors + strlen(errors) - 1;
}

/* Says what is wrong and goes on, so that one run of the test shows all. */
static bool complain(const struct bad_input *bad, bool is_right,
		     const char *what, const char *output)
{
	if (!is_right)
		print_error("%s: %s\n%s\n", bad->name, what, output);
	return is_right;
}

static bool try_bad_input(const struct bad_input *bad)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_folder(ctx), *out, *errors;
	char *saved;
	size_t length;
	struct error error = { 0 };
	char *path = file_join(ctx, folder, bad->file);

	expect_run(ctx, folder);
	char *before = reports_digest(ctx, folder);
	assert_int_equal(file_read(ctx, path, &saved, &length, &error), 0);
	write_bad(ctx, folder, bad);
	int code = divario(ctx, "run", folder, &out, &errors);
	bool is_right = complain(bad, is_clear_message(bad, code, errors),
				 "no clear message or exit code", errors);
	is_right &= complain(bad, !strcmp(reports_digest(ctx, folder), before),
			     "the earlier reports were touched", "");
	code = divario(ctx, "check", folder, &out, &errors);
	if (bad->shows_in_check)
		is_right &= complain(bad, code && strstr(errors, bad->where),
				     "check does not see it", errors);
	/* Mended, it runs. */
	assert_int_equal(file_write(path, saved, length, &error), 0);
	expect_run(ctx, folder);
	is_right &= complain(bad, !strcmp(reports_digest(ctx, folder), before),
			     "mended, it gives another report", "");
	talloc_free(ctx);
	return is_right;
}

static void test_bad_inputs(void **state)
{
	int n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad_inputs) / sizeof(bad_inputs[0]); i++)
		n_wrong += !try_bad_input(&bad_inputs[i]);
	assert_int_equal(n_wrong, 0);
}

/* ---- a full disk, in effect: files cannot grow beyond LIMIT ---- */

static int run_limited(const char *folder, rlim_t limit)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct rlimit bytes = { .rlim_cur = limit, .rlim_max = limit };
		void *ctx = talloc_new(NULL);
		char *out, *errors;
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &bytes);
		int code = divario(ctx, "run", folder, &out, &errors);
		_exit(code && !*errors ? 99 : code);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_disk_full_at_every_stage(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_folder(ctx);
	int n_failed = 0;

	(void)state;
	expect_run(ctx, folder);
	char *before = reports_digest(ctx, folder);
	for (rlim_t limit = 2000; limit <= 1024000; limit *= 2) {
		/* Another answer each time, so that all stages are due. */
		char *text = memory_format(ctx, "%st%lu,it,1,2,3,4\n",
					   answers(ctx), (unsigned long)limit);
		scratch_write(ctx, folder, "data/a.csv", text);
		int code = run_limited(folder, limit);
		if (code != 0 && code != ERROR_FAILED)
			fail_msg("%lu bytes: exit %d", (unsigned long)limit,
				 code);
		n_failed += code != 0;
		/* Either the whole new report or the whole old one. */
		scratch_write(ctx, folder, "data/a.csv", answers(ctx));
		expect_run(ctx, folder);
		assert_string_equal(reports_digest(ctx, folder), before);
	}
	assert_true(n_failed >= 3);
	talloc_free(ctx);
}

/* ---- killed ---- */

static const char *kill_stage;
static enum run_moment kill_moment;

static void kill_there(const struct stage *stage, enum run_moment moment)
{
	if (moment == kill_moment && strcmp(stage->name, kill_stage) == 0)
		raise(SIGKILL);
}

static void run_and_be_killed(const char *folder)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct run_request request = { .stages = all_stages,
					       .at_moment = kill_there };
		struct error error = { 0 };
		if (project_load(NULL, folder, &request.project, &error) == 0)
			run_stages(&request, &error);
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static char *pdf_digest(const void *ctx, const char *folder)
{
	char *digest = memory_array(ctx, char, HASH_TEXT);
	char *path = file_join(ctx, folder, "reports/small/short-en.pdf");
	struct error error = { 0 };

	assert_int_equal(hash_file(path, digest, &error), 0);
	return digest;
}

static void test_killed_at_every_stage(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_folder(ctx);
	const char *more =
		memory_format(ctx, "%snew,it,1,4,1,4\n", answers(ctx));

	(void)state;
	expect_run(ctx, folder);
	char *old_reports = reports_digest(ctx, folder);
	char *old_pdf = pdf_digest(ctx, folder);
	scratch_write(ctx, folder, "data/a.csv", more);
	expect_run(ctx, folder);
	char *new_reports = reports_digest(ctx, folder);
	char *new_pdf = pdf_digest(ctx, folder);
	assert_string_not_equal(old_pdf, new_pdf);
	for (size_t i = 0; all_stages[i / 3]; i++) {
		scratch_write(ctx, folder, "data/a.csv", answers(ctx));
		expect_run(ctx, folder);
		assert_string_equal(reports_digest(ctx, folder), old_reports);
		scratch_write(ctx, folder, "data/a.csv", more);
		kill_stage = all_stages[i / 3]->name;
		kill_moment = (enum run_moment)(i % 3);
		run_and_be_killed(folder);
		char *pdf = pdf_digest(ctx, folder);
		assert_true(!strcmp(pdf, old_pdf) || !strcmp(pdf, new_pdf));
		expect_run(ctx, folder);
		assert_string_equal(reports_digest(ctx, folder), new_reports);
	}
	talloc_free(ctx);
}

static void test_store_is_garbage(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_folder(ctx), *out, *errors;

	(void)state;
	expect_run(ctx, folder);
	char *before = reports_digest(ctx, folder);
	char *store = scratch_write(ctx, folder, ".divario/project.db",
				    "this was never a database, was it?");
	assert_int_equal(divario(ctx, "run", folder, &out, &errors),
			 ERROR_FAILED);
	assert_non_null(strstr(errors, store));
	assert_non_null(strstr(errors, "\n  remove the file"));
	assert_string_equal(reports_digest(ctx, folder), before);
	assert_int_equal(unlink(store), 0);
	expect_run(ctx, folder);
	assert_string_equal(reports_digest(ctx, folder), before);
	talloc_free(ctx);
}

/* ---- a fault that only shows when codebook and data are compared ---- */

static void test_check_compares_headings(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_folder(ctx), *out, *errors;

	(void)state;
	assert_int_equal(divario(ctx, "check", folder, &out, &errors), 0);
	assert_non_null(strstr(out, "note: a.csv: read as UTF-8, comma, LF"));
	assert_non_null(strstr(out, "\nno problems found\n"));
	scratch_write(ctx, folder, "data/a.csv", "x,y\n1,2\n");
	assert_int_equal(divario(ctx, "check", folder, &out, &errors),
			 ERROR_DATA);
	assert_non_null(strstr(errors, "divario: a.csv: no heading of the "
				       "file is a question"));
	assert_non_null(strstr(errors, "project.yaml:7:3: no column 'token' in "
				       "a.csv"));
	assert_non_null(strstr(out, "note: a.csv: columns that are not in the "
				    "codebook: x, y\n"));
	talloc_free(ctx);
}

static void test_check_compares_names(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_folder(ctx), *out, *errors;

	(void)state;
	scratch_write(ctx, folder, "framework.csv",
		      "skill,area\nplan,a\nteam,b\ncook,c\n");
	assert_int_equal(divario(ctx, "check", folder, &out, &errors), 0);
	assert_non_null(strstr(out, "1 of 3 skills have no question "
				    "\"cur_{skill}\": no 'cur_cook'"));
	scratch_write(ctx, folder, "framework.csv", "skill,area\ncook,c\n");
	char *at = strstr(memory_text(ctx, project_yaml), "by: country");
	scratch_write(ctx, folder, "project.yaml",
		      memory_format(ctx, "%.*sby: [county, [country, town]]%s",
				    (int)(strstr(project_yaml, "by: country") -
					  project_yaml),
				    project_yaml, at + strlen("by: country")));
	assert_int_equal(divario(ctx, "check", folder, &out, &errors),
			 ERROR_PROJECT);
	assert_non_null(strstr(errors, "project.yaml:16:10: no question "
				       "'county' in any codebook"));
	/* of crossed ones the one that is not there */
	assert_non_null(strstr(errors, "no question 'town' in any codebook"));
	assert_null(strstr(errors, "'country"));
	assert_non_null(strstr(errors, "project.yaml:14:15: 1 of 1 skills "
				       "have no question"));
	talloc_free(ctx);
}

/* ---- data beyond the project's limit ---- */

static void test_too_many_records_set_aside(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_folder(ctx), *out, *errors;

	(void)state;
	expect_run(ctx, folder);
	char *before = reports_digest(ctx, folder);
	char *text = answers(ctx);
	for (int i = 0; i < 20; i++)
		text = talloc_strdup_append(text, "too,few\n");
	scratch_write(ctx, folder, "data/a.csv", text);
	assert_int_equal(divario(ctx, "run", folder, &out, &errors),
			 ERROR_DATA);
	assert_non_null(strstr(errors, "quarantine"));
	assert_string_equal(reports_digest(ctx, folder), before);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_inputs),
		cmocka_unit_test(test_disk_full_at_every_stage),
		cmocka_unit_test(test_killed_at_every_stage),
		cmocka_unit_test(test_store_is_garbage),
		cmocka_unit_test(test_check_compares_headings),
		cmocka_unit_test(test_check_compares_names),
		cmocka_unit_test(test_too_many_records_set_aside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
