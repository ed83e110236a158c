#include "pipeline/core/memory.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/project.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char minimal[] = "divario: 1\n"
			      "project:\n"
			      "  id: tiny\n"
			      "  title: A tiny survey\n"
			      "sources:\n"
			      "  people:\n"
			      "    files: data/*.csv\n"
			      "    codebook: codebook\n";

/* A folder in which everything that the texts below name is there. */
static char *make_folder(const void *ctx, const char *yaml)
{
	char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "project.yaml", yaml);
	scratch_write(ctx, folder, "data/a.csv", "token,q1\n1,2\n");
	scratch_write(ctx, folder, "codebook/survey.csv",
		      "type,name,label\ninteger,q1,One\n");
	scratch_write(ctx, folder, "codebook/choices.csv",
		      "list_name,name,label\n");
	scratch_write(ctx, folder, "framework.csv", "skill,area\na,b\n");
	scratch_write(ctx, folder, "templates/own.md", "# Own\n");
	return folder;
}

static void test_minimal_project_gets_defaults(void **state)
{
	void *ctx = talloc_new(NULL);
	struct project *project;
	struct error error = { 0 };
	char *folder = make_folder(ctx, minimal);

	(void)state;
	unsetenv("SOURCE_DATE_EPOCH");
	assert_int_equal(project_load(ctx, folder, &project, &error), 0);
	assert_string_equal(project->id, "tiny");
	assert_string_equal(project->titles[0].language, "");
	assert_string_equal(project->titles[0].text, "A tiny survey");
	assert_int_equal(project->n_languages, 1);
	assert_string_equal(project->languages[0], "en");
	assert_int_equal(project->threshold, 5);
	assert_float_equal(project->quarantine_limit, 0.05, 0);
	assert_null(project->date);
	assert_null(project->skills);
	assert_null(project->profile);
	assert_int_equal(project->n_reports, 0);
	assert_string_equal(project->output,
			    memory_format(ctx, "%s/reports/tiny", folder));
	assert_string_equal(project->work,
			    memory_format(ctx, "%s/.divario", folder));
	assert_int_equal(project->n_sources, 1);
	assert_string_equal(project->sources[0].name, "people");
	assert_string_equal(project->sources[0].where, "project.yaml:6:3");
	assert_string_equal(project->sources[0].codebook,
			    memory_format(ctx, "%s/codebook", folder));
	talloc_free(ctx);
}

static const char full[] = "divario: 1\n"
			   "project:\n"
			   "  id: full\n"
			   "  title: {en: Gaps, it: Divari}\n"
			   "  organisation: {en: Sample, it: Esempio}\n"
			   "  author: Nobody\n"
			   "  languages: [en, it]\n"
			   "  date: 2026-11-22\n"
			   "  synthetic: yes\n"
			   "sources:\n"
			   "  people:\n"
			   "    kind: questionnaire\n"
			   "    files: [data/a.csv, data/*.csv]\n"
			   "    codebook: codebook\n"
			   "    respondent: token\n"
			   "    wave: {filename: \"a-(\\\\d{4})[\\\\d_]\"}\n"
			   "    encoding: latin1\n"
			   "    delimiter: tab\n"
			   "    sheet: Answers\n"
			   "    layout: vertical\n"
			   "    decimal: \",\"\n"
			   "    platform: Google Forms\n"
			   "    missing: [NA, \"-\"]\n"
			   "    rename: {Token no.: token}\n"
			   "analyses:\n"
			   "  profile: {questions: [q1]}\n"
			   "  skills:\n"
			   "    framework: framework.csv\n"
			   "    current: \"cur_{skill}\"\n"
			   "    required: \"req_{skill}\"\n"
			   "    by: [q1, [q1, q2]]\n"
			   "    minimum_n: 12\n"
			   "    confidence: 0.9\n"
			   "    crosshair: median\n"
			   "disclosure: {threshold: 3}\n"
			   "limits: {quarantine: 0.5}\n"
			   "reports:\n"
			   "  - {template: own, languages: it}\n"
			   "output: out\n"
			   "work: /tmp/elsewhere\n";

static void test_every_key_is_read(void **state)
{
	void *ctx = talloc_new(NULL);
	struct project *project;
	struct error error = { 0 };
	char *folder = make_folder(ctx, full);
	/* The file itself may be named, too. */
	char *file = memory_format(ctx, "%s/project.yaml", folder);

	(void)state;
	if (project_load(ctx, file, &project, &error) < 0)
		fail_msg("%s: %s", error.where, error.what);
	const struct project_source *source = &project->sources[0];
	assert_string_equal(project->titles[1].language, "it");
	assert_string_equal(project->titles[1].text, "Divari");
	assert_int_equal(project->n_organisations, 2);
	assert_string_equal(project->organisations[1].language, "it");
	assert_string_equal(project->organisations[1].text, "Esempio");
	assert_int_equal(project->n_authors, 1);
	assert_string_equal(project->authors[0].language, "");
	assert_string_equal(project->authors[0].text, "Nobody");
	assert_int_equal(project->n_languages, 2);
	assert_string_equal(project->date, "2026-11-22");
	assert_true(project->is_synthetic);
	assert_int_equal(source->n_patterns, 2);
	assert_string_equal(source->respondent, "token");
	assert_null(source->wave);
	assert_string_equal(source->wave_pattern, "a-([0-9]{4})[0-9_]");
	assert_string_equal(source->dialect.encoding, "latin1");
	assert_int_equal(source->dialect.delimiter, '\t');
	assert_int_equal(source->dialect.decimal, ',');
	assert_string_equal(source->dialect.sheet, "Answers");
	assert_true(source->dialect.is_vertical);
	assert_string_equal(source->platform, "Google Forms");
	assert_int_equal(source->n_missing, 2);
	assert_string_equal(source->missing[1], "-");
	assert_string_equal(source->rename_from[0], "Token no.");
	assert_string_equal(source->rename_to[0], "token");
	assert_string_equal(project->profile[0], "q1");
	assert_string_equal(project->skills->framework,
			    memory_format(ctx, "%s/framework.csv", folder));
	assert_string_equal(project->skills->required, "req_{skill}");
	assert_null(project->skills->future);
	assert_int_equal(project->skills->n_by, 2);
	assert_string_equal(project->skills->by[0], "q1");
	assert_string_equal(project->skills->by[1], "q1 × q2");
	assert_int_equal(project->skills->minimum_n, 12);
	assert_float_equal(project->skills->confidence, 0.9, 0);
	assert_string_equal(project->skills->crosshair, "median");
	assert_int_equal(project->threshold, 3);
	assert_float_equal(project->quarantine_limit, 0.5, 0);
	assert_string_equal(project->reports[0].languages[0], "it");
	assert_string_equal(project->reports[0].template_path,
			    memory_format(ctx, "%s/templates/own.md", folder));
	assert_string_equal(project->output,
			    memory_format(ctx, "%s/out/full", folder));
	assert_string_equal(project->work, "/tmp/elsewhere");
	talloc_free(ctx);
}

/* A line of the minimal file replaced, or a text put behind it. */
struct fault_case {
	const char *old, *new;
	const char *where, *what, *remedy; /* remedy: a part of it */
};

/* clang-format off */
static const struct fault_case fault_cases[] = {
	{ "    codebook: codebook\n", "    codebok: codebook\n",
	  "project.yaml:8:5", "unknown key 'codebok'", "did you mean 'codebook'?" },
	{ NULL, "zzzzzz: 1\n",
	  "project.yaml:9:1", "unknown key 'zzzzzz'", "known here: divario" },
	{ NULL, "analyses:\n  skills:\n    framework: f.csv\n    current: c\n"
	  "    by: [q1, [[q2]]]\n",
	  "project.yaml:13:10", "'by' must be a list of texts, or of lists of",
	  "[[first, second]]" },
	{ NULL, "analyses:\n  skills:\n    framwork: f.csv\n    current: c\n",
	  "project.yaml:11:5", "unknown key 'framwork'", "'framework'" },
	{ NULL, "pseudonyms: {key: .divario/key}\n", "project.yaml:9:19",
	  "key of the pseudonyms would lie in the folder of the store",
	  "name a file elsewhere" },
	{ NULL, "pseudonyms: {key: reports/tiny/key}\n", "project.yaml:9:19",
	  "would lie in the folder of the reports", "not passed on" },
	{ NULL, "pseudonyms: {names: none.txt}\n", "project.yaml:9:21",
	  "no file of names", "one name a line" },
	{ "divario: 1\n", "", "project.yaml:1:1", "key 'divario' is missing",
	  "divario: 1" },
	{ "divario: 1\n", "divario: 2\n", "project.yaml:1:10",
	  "'divario' must be a whole number from 1 to 1", "version" },
	{ "  id: tiny\n", "", "project.yaml:2:1",
	  "key 'id' is missing in project", "short name" },
	{ "  id: tiny\n", "  id: ../tiny\n", "project.yaml:3:7",
	  "'../tiny' is no good as an id", "a-z" },
	{ "  id: tiny\n", "  id: [a, b]\n", "project.yaml:3:8",
	  "'id' must be a text", "after the colon" },
	{ "  id: tiny\n", "  id:\n", "project.yaml:3:3", "'id' must be a text",
	  "after the colon" },
	{ "  id: tiny\n", "  id: tiny\n  id: tiny\n", "project.yaml:4:3",
	  "not valid YAML: duplicate key", "" },
	{ "  title: A tiny survey\n", "  title: {en: [a]}\n",
	  "project.yaml:4:11", "'title' must be a text, or a text for each "
	  "language", "{en:" },
	{ "  title: A tiny survey\n", "  title: citt\xE0\n",
	  "project.yaml:4:14", "not UTF-8 text from here on", "UTF-8" },
	{ NULL, "%x: 1\n", "project.yaml:9:1", "a line starts with %", "quotes" },
	{ "  title: A tiny survey\n", "  title: \"open\n", "project.yaml:",
	  "not valid YAML:", "quotes" },
	{ "  id: tiny\n", "  id: tiny\n  languages: [en, English]\n",
	  "project.yaml:4:15", "unknown language 'English'", "two-letter" },
	{ "  id: tiny\n", "  id: tiny\n  languages: xx\n",
	  "project.yaml:4:14", "unknown language 'xx'", "two-letter" },
	{ "  id: tiny\n", "  id: tiny\n  date: 22/11/2026\n",
	  "project.yaml:4:9", "'date' must be a date", "2026-11-22" },
	{ "  id: tiny\n", "  id: tiny\n  date: 2026-13-01\n",
	  "project.yaml:4:9", "'date' must be a date", "2026-11-22" },
	{ "  id: tiny\n", "  id: tiny\n  synthetic: perhaps\n",
	  "project.yaml:4:14", "'synthetic' must be true or false", "true" },
	{ "  id: tiny\n", "  id: tiny\n  emblem: no.png\n",
	  "project.yaml:4:11", "no emblem file", "PNG" },
	{ "    files: data/*.csv\n", "    files: data/*.txt\n",
	  "project.yaml:7:12", "no file matches 'data/*.txt'", "relative" },
	{ "    files: data/*.csv\n", "    files: []\n", "project.yaml:7:5",
	  "'files' must be a text or a list of texts", "[first, second]" },
	{ "    codebook: codebook\n", "    codebook: nowhere\n",
	  "project.yaml:8:15", "no codebook '", "survey.csv" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    wave: {filename: \"a(\"}\n",
	  "project.yaml:9:23", "regular expression", "workers" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    wave: {filename: \"a[0-9]\"}\n",
	  "project.yaml:9:23", "with one group in brackets", "workers" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    encoding: klingon\n",
	  "project.yaml:9:15", "unknown encoding 'klingon'", "utf-8" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    platform: Survey Monkey\n",
	  "project.yaml:9:15", "unknown platform 'Survey Monkey'",
	  "Qualtrics, SurveyMonkey" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    platform: [ODK]\n",
	  "project.yaml:9:16", "'platform' must be a text", "" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    delimiter: both\n",
	  "project.yaml:9:16", "'delimiter' must be one character", "" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    layout: sideways\n",
	  "project.yaml:9:13", "'layout' must be one of: horizontal, vertical",
	  "one respondent each" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    sheet: [Answers]\n",
	  "project.yaml:9:13", "'sheet' must be a text", "one text" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    sheets: Answers\n",
	  "project.yaml:9:5", "unknown key 'sheets'", "'sheet'" },
	{ "    codebook: codebook\n",
	  "    codebook: codebook\n    kind: map\n",
	  "project.yaml:9:11", "'kind' must be one of: questionnaire", "" },
	{ NULL, "disclosure: {threshold: 2}\n", "project.yaml:9:25",
	  "'threshold' must be a whole number from 3 to 1000", "3 or more" },
	{ NULL, "disclosure: {threshold: 3.5}\n", "project.yaml:9:25",
	  "'threshold' must be a whole number", "3 or more" },
	{ NULL, "disclosure: 5\n", "project.yaml:9:13",
	  "'disclosure' must be a group of keys", "published" },
	{ NULL, "limits: {quarantine: 2}\n", "project.yaml:9:22",
	  "'quarantine' must be a number from 0 to 1", "0.05" },
	{ NULL, "reports:\n  - {template: none}\n", "project.yaml:10:6",
	  "no template 'none'", "templates/NAME.md" },
	{ NULL, "reports: skill-gap\n", "project.yaml:9:10",
	  "'reports' must be a list", "reports" },
	{ NULL, "analyses: {skills: {framework: no.csv, current: \"c_{skill}\"}}\n",
	  "project.yaml:9:32", "no framework file", "CSV" },
	{ NULL, "analyses: {skills: {framework: framework.csv, current: c}}\n",
	  "project.yaml:9:56", "'c' has no {skill} in it", "cur_{skill}" },
	{ "sources:\n", "sources: {}\nother:\n", "project.yaml:5:1",
	  "'sources' must be at least one name with keys below it", "" },
};
/* clang-format on */

static char *replace(const void *ctx, const struct fault_case *test)
{
	const char *at = test->old ? strstr(minimal, test->old) : NULL;

	if (!test->old)
		return memory_format(ctx, "%s%s", minimal, test->new);
	assert_non_null(at);
	return memory_format(ctx, "%.*s%s%s", (int)(at - minimal), minimal,
			     test->new, at + strlen(test->old));
}

static void test_faults_name_place_and_remedy(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(fault_cases) / sizeof(fault_cases[0]);
	     i++) {
		const struct fault_case *test = &fault_cases[i];
		void *ctx = talloc_new(NULL);
		struct project *project;
		struct error error = { 0 };
		char *folder = make_folder(ctx, replace(ctx, test));
		int result = project_load(ctx, folder, &project, &error);
		if (result == 0 || error.code != ERROR_PROJECT ||
		    strncmp(error.where, test->where, strlen(test->where)) !=
			    0 ||
		    !strstr(error.what, test->what) ||
		    !strstr(error.remedy, test->remedy))
			fail_msg("%s: %d at '%s': '%s' ('%s')", test->new,
				 result, error.where, error.what, error.remedy);
		assert_null(project);
		talloc_free(ctx);
	}
}

static void test_all_faults_are_found_at_once(void **state)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	struct project *project;
	char *folder = make_folder(ctx, "divario: 1\n"
					"project: {id: x, titel: X}\n"
					"sources: {a: {codebook: b}}\n"
					"disclosure: {threshold: 1}\n");

	(void)state;
	project_inspect(ctx, folder, &project, problems);
	assert_null(project);
	assert_int_equal(problems->n, 4);
	assert_string_equal(problems->items[0].what, "unknown key 'titel'");
	assert_string_equal(problems->items[1].what,
			    "key 'title' is missing in project");
	assert_string_equal(problems->items[2].what,
			    "key 'files' is missing in a");
	assert_non_null(strstr(problems->items[3].what, "threshold"));
	talloc_free(ctx);
}

static void test_folder_without_project(void **state)
{
	void *ctx = talloc_new(NULL);
	struct project *project;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(
		project_load(ctx, scratch_folder(ctx), &project, &error), -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_non_null(strstr(error.what, "no project.yaml"));
	assert_non_null(strstr(error.remedy, "divario init"));
	error.code = ERROR_NONE;
	assert_int_equal(project_load(ctx, "/nowhere/at/all", &project, &error),
			 -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.where, "/nowhere/at/all");
	talloc_free(ctx);
}

static const char *part(const void *ctx, const char *yaml, const char *key)
{
	struct project *project;
	struct error error = { 0 };

	assert_int_equal(
		project_load(ctx, make_folder(ctx, yaml), &project, &error), 0);
	return project_part(project, key);
}

static void test_parts_ignore_layout_and_order(void **state)
{
	void *ctx = talloc_new(NULL);
	char *moved = memory_format(ctx, "%s%s", minimal,
				    "limits: # none\n  quarantine: 0.1\n"
				    "disclosure: {threshold: 9}\n");
	char *flat = memory_format(ctx, "%s%s", minimal,
				   "disclosure:\n  threshold: \"9\"\n"
				   "limits: {quarantine: 0.1}\n");
	char *other = memory_format(ctx, "%s%s", minimal,
				    "disclosure: {threshold: 8}\n");

	(void)state;
	unsetenv("SOURCE_DATE_EPOCH");
	assert_string_equal(part(ctx, moved, "disclosure"),
			    part(ctx, flat, "disclosure"));
	assert_string_equal(part(ctx, moved, "limits"),
			    part(ctx, flat, "limits"));
	assert_string_not_equal(part(ctx, moved, "disclosure"),
				part(ctx, other, "disclosure"));
	assert_string_equal(part(ctx, other, "limits"), "");
	assert_string_equal(part(ctx, other, "disclosure.threshold"), "1:8");
	talloc_free(ctx);
}

static void test_date_from_the_environment_counts(void **state)
{
	void *ctx = talloc_new(NULL);
	struct project *project;
	struct error error = { 0 };

	(void)state;
	unsetenv("SOURCE_DATE_EPOCH");
	const char *without = part(ctx, minimal, "project");
	setenv("SOURCE_DATE_EPOCH", "1763769600", 1);
	assert_int_equal(
		project_load(ctx, make_folder(ctx, minimal), &project, &error),
		0);
	assert_string_equal(project->date, "2025-11-22");
	assert_string_not_equal(project_part(project, "project"), without);
	/* What the project says goes first. */
	assert_int_equal(
		project_load(ctx, make_folder(ctx, full), &project, &error), 0);
	assert_string_equal(project->date, "2026-11-22");
	setenv("SOURCE_DATE_EPOCH", "soon", 1);
	assert_int_equal(
		project_load(ctx, make_folder(ctx, minimal), &project, &error),
		0);
	assert_null(project->date);
	unsetenv("SOURCE_DATE_EPOCH");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_minimal_project_gets_defaults),
		cmocka_unit_test(test_every_key_is_read),
		cmocka_unit_test(test_faults_name_place_and_remedy),
		cmocka_unit_test(test_all_faults_are_found_at_once),
		cmocka_unit_test(test_folder_without_project),
		cmocka_unit_test(test_parts_ignore_layout_and_order),
		cmocka_unit_test(test_date_from_the_environment_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
