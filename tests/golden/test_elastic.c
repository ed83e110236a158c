/*
 * The sample project elastic as a person runs it: inventory, self-assessment
 * and practices to the digital vademecum.  Figures are recomputed
 * independently; a sheet of cards that does not fit is refused at its cell.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/sample_run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PAGES_LEAST = 30, CARDS = 27 };

static int set_up(void **state)
{
	return sample_run_set_up(state, "elastic");
}

static void figures_agree_with_the_files(void **state)
{
	sample_run_figures_agree(*state);
}

static void the_mess_is_told(void **state)
{
	struct sample_run *f = *state;

	assert_non_null(strstr(f->said, "181 answers of KoboToolbox, 135 "
					"rows of registers, 1 set aside"));
	assert_non_null(strstr(f->said, "101 entries of 'tools'; 30 entries "
					"of 'practices'"));
	assert_non_null(strstr(f->said, "210 standings by organisation"));
}

static char *text_of(struct sample_run *f, const char *language)
{
	char *text;

	assert_int_equal(command_run(f->ctx, &text,
				     "pdftotext -layout "
				     "%s/a/elastic/vademecum-%s.pdf - | "
				     "sed '/Input or\\|File o/,$d'",
				     f->folder, language),
			 0);
	return text;
}

static size_t count(const char *text, const char *word)
{
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
		n++;
	return n;
}

/* A card for each tool and practice in use, with whom to ask. */
static void every_card_is_there(void **state)
{
	static const char *const asks[][2] = { { "it", "\nChi contattare" },
					       { "en", "\nWho to ask" } };
	static const char *const never[] = { "NaN", "(null)",    "{{",
					     "l1",  "asp_torre", "– ." };
	struct sample_run *f = *state;

	for (size_t l = 0; l < 2; l++) {
		char *text = text_of(f, asks[l][0]);

		assert_int_equal(count(text, asks[l][1]), CARDS);
		for (size_t i = 0; i < sizeof never / sizeof *never; i++)
			if (strstr(text, never[i]))
				fail_msg("%s: says '%s'", asks[l][0], never[i]);
	}
}

/* The cover says who publishes in the language of the report. */
static void each_cover_names_the_organisation(void **state)
{
	static const char *const names[][3] = {
		{ "it", "Partenariato di esempio ELASTIC", "partnership" },
		{ "en", "ELASTIC sample partnership", "Partenariato" },
	};
	struct sample_run *f = *state;

	for (size_t l = 0; l < 2; l++) {
		char *text = text_of(f, names[l][0]);

		assert_non_null(strstr(text, names[l][1]));
		assert_null(strstr(text, names[l][2]));
	}
}

static void numbers_in_the_indexes_are_those_of_the_cards(void **state)
{
	static const char *const languages[] = { "it", "en" };
	struct sample_run *f = *state;
	char *said;

	for (size_t l = 0; l < 2; l++)
		if (command_run(f->ctx, &said,
				"python3 tests/golden/elastic_index.py "
				"%s/a/elastic/vademecum-%s.pdf",
				f->folder, languages[l]) != 0)
			fail_msg("%s: %s", languages[l], said);
}

static void documents_are_complete_and_accessible(void **state)
{
	static const char *const names[] = { "vademecum-it.pdf",
					     "vademecum-en.pdf" };

	sample_run_is_accessible(*state, names, 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(sample_run_pages(*state, names[i]) >= PAGES_LEAST);
}

/* No text leaves the canvas, overlaps, is too small or too pale; no heading,
 * line or row is left alone at a page's end. */
static void a_careful_eye_finds_nothing(void **state)
{
	sample_run_looks_well(*state, 20);
}

static void two_runs_give_the_same_bytes(void **state)
{
	sample_run_is_repeatable(*state);
}

/* The project with CHANGE (a sed script) to its FILE, as c/config/elastic. */
static void copy_changed(struct sample_run *f, const char *change,
			 const char *file)
{
	assert_int_equal(command_run(f->ctx, NULL,
				     "rm -rf %s/c && mkdir -p %s/c/config && "
				     "cp -r config/elastic %s/c/config && "
				     "mkdir %s/c/samples && "
				     "cp -r samples/elastic %s/c/samples && "
				     "sed -i '%s' %s/c/config/elastic/%s",
				     f->folder, f->folder, f->folder, f->folder,
				     f->folder, change, f->folder, file),
			 0);
}

/* What the change makes the program say. */
static char *told(struct sample_run *f, const char *command, const char *change,
		  const char *file, int code)
{
	char *output;

	copy_changed(f, change, file);
	assert_int_equal(command_run(f->ctx, &output,
				     "%s %s %s/c/config/elastic 2>&1",
				     command_program(), command, f->folder),
			 code);
	return output;
}

static const char names_template[] =
	"---\n"
	"title: Names\n"
	"---\n"
	"{{each k: select thing from inventory_thing}}\n"
	"- {{k.thing|label tool}}, {{k.thing|label practice}}\n"
	"{{end}}\n"
	"{{each k: select answer from profile where question = 'role'}}\n"
	"- {{k.answer|label role}}\n"
	"{{end}}\n"
	"{{each k: select distinct skill from gap}}\n"
	"- {{k.skill|label skill}}\n"
	"{{end}}\n";

/* Who brings divario's own words in Spanish, Polish and Czech finds tools,
 * practices, answers and competences named in them, every letter drawn. */
static void names_come_in_every_language(void **state)
{
	static const char *const cases[][5] = {
		{ "es", "Carpetas compartidas en línea",
		  "Biblioteca de dispositivos", "Educador/a",
		  "Resolver problemas técnicos" },
		{ "pl", "Wspólne foldery w chmurze", "Biblioteka urządzeń",
		  "Pracownik socjalny", "Ochrona urządzeń" },
		{ "cs", "Sdílené složky v cloudu", "Půjčovna zařízení",
		  "Terénní pracovník", "Řešení technických problémů" },
	};
	struct sample_run *f = *state;
	char *text;

	copy_changed(f,
		     "s/languages: .*/languages: [es, pl, cs]/; "
		     "s/template: vademecum/template: names/; "
		     "s/^    it: /    es: /",
		     "project.yaml");
	scratch_write(f->ctx, f->folder, "names.md", names_template);
	assert_int_equal(command_run(f->ctx, NULL,
				     "mkdir %s/c/config/elastic/templates "
				     "%s/c/config/elastic/languages && "
				     "mv %s/names.md "
				     "%s/c/config/elastic/templates && "
				     "for l in es pl cs; do "
				     "cp config/languages/en.yaml "
				     "%s/c/config/elastic/languages/$l.yaml; "
				     "done",
				     f->folder, f->folder, f->folder, f->folder,
				     f->folder),
			 0);
	assert_int_equal(command_run(f->ctx, NULL, "%s run %s/c/config/elastic",
				     command_program(), f->folder),
			 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(command_run(f->ctx, &text,
					     "pdftotext %s/c/reports/elastic/"
					     "names-%s.pdf -",
					     f->folder, cases[i][0]),
				 0);
		for (size_t n = 1; n < sizeof cases[i] / sizeof *cases[i]; n++)
			if (!strstr(text, cases[i][n]))
				fail_msg("%s: no '%s' in %s", cases[i][0],
					 cases[i][n], text);
		assert_null(strstr(text, "Shared folders"));
		assert_null(strstr(text, "Protecting devices"));
	}
}

/* Without practices, needs or exchanges nothing is said of them. */
static void what_a_project_lacks_is_not_spoken_of(void **state)
{
	static const struct {
		const char *change, *gone;
	} cases[] = {
		{ "/name: practices/,/cards.practices/d", "from 30 forms" },
		{ "/name: practices/,/cards.practices/d",
		  "Handbook: the practices" },
		{ "/  exchange:/,/lead: 1/d", "possible lessons" },
		{ "/      purpose: purpose/,/      use: use/d",
		  "need without use" },
	};
	struct sample_run *f = *state;
	char *text;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		text = text_of(f, "en");
		assert_non_null(strstr(text, cases[i].gone));
		told(f, "run", cases[i].change, "project.yaml", 0);
		assert_int_equal(
			command_run(f->ctx, &text,
				    "pdftotext -layout %s/c/reports/elastic/"
				    "vademecum-en.pdf -",
				    f->folder),
			0);
		assert_non_null(strstr(text, "What to do next"));
		assert_null(strstr(text, cases[i].gone));
	}
}

/* A level that is withheld in one table is told in no other. */
static void withheld_levels_teach_nobody(void **state)
{
	static const char *const counts[][2] = {
		{ "select count(*) > 0 from exchange_standing where suppressed"
		  " and skill = '4_2'",
		  "1" },
		{ "select count(*) from exchange_standing where suppressed and"
		  " coalesce(n, current, required, standing) is not null",
		  "0" },
		{ "select count(*) from exchange_standing s join gap g using"
		  " (grouping, level, skill) where s.suppressed <> g.suppressed",
		  "0" },
		{ "select count(*) from exchange_lesson l join gap g on g.level"
		  " in (l.teacher, l.learner) and g.skill = l.skill and"
		  " g.suppressed",
		  "0" },
		{ "select count(*) > 0 from exchange_lesson", "1" },
		{ "select sum(teaches + learns) = (select count(*) from"
		  " exchange_lesson) from exchange_pair",
		  "1" },
	};
	struct sample_run *f = *state;

	told(f, "run", "s/threshold: 5/threshold: 16/", "project.yaml", 0);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		char *output;

		assert_int_equal(
			command_run(f->ctx, &output,
				    "/usr/bin/python3 -c 'import sqlite3, sys; "
				    "print(sqlite3.connect(sys.argv[1])"
				    ".execute(sys.argv[2]).fetchone()[0])' "
				    "%s/c/reports/elastic/published.db \"%s\"",
				    f->folder, counts[i][0]),
			0);
		if (strncmp(output, counts[i][1], 1) != 0)
			fail_msg("%s: %s", counts[i][0], output);
	}
}

static void what_does_not_fit_is_refused(void **state)
{
	static const struct {
		const char *command, *change, *file, *says[2];
	} cases[] = {
		{ "check",
		  "s/    by: organisation/    by: country/",
		  "project.yaml",
		  { "skills are not compared by 'country'", "skills: {by" } },
		{ "check",
		  "s/      need: need/      need: role/",
		  "project.yaml",
		  { "'role' is of another type", "select_multiple" } },
		{ "check",
		  "s/      purpose: purpose/      purpose: aim/",
		  "project.yaml",
		  { "'aim' is no field of 'tools'", "one of 'fields'" } },
		{ "check",
		  "s/      use: use//",
		  "project.yaml",
		  { "need and use of 'tools' cannot be compared",
		    "or none of them" } },
		{ "check",
		  "s/name: practices/name: tools/",
		  "project.yaml",
		  { "a second inventory is called 'tools'",
		    "name of its own" } },
		{ "check",
		  "s,cards/tools.csv,cards/none.csv,",
		  "project.yaml",
		  { "no file", "name a CSV file" } },
		{ "check",
		  "s/^video,/vidio,/",
		  "cards/tools.csv",
		  { "cards/tools.csv:3:1", "'vidio' is no answer to 'tool'" } },
		{ "check",
		  "s/^thing,/tool,/",
		  "cards/tools.csv",
		  { "cards/tools.csv", "thing" } },
		{ "run",
		  "s/^video,/vidio,/",
		  "cards/tools.csv",
		  { "cards/tools.csv:3:1", "'vidio' is no answer to 'tool'" } },
		{ "run",
		  "s/^video,/messaging,/",
		  "cards/tools.csv",
		  { "cards/tools.csv:3:1", "'messaging' stands here twice" } },
	};
	enum { BAD_PROJECT = 3 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *output = told(*state, cases[i].command, cases[i].change,
				    cases[i].file, BAD_PROJECT);

		for (size_t s = 0; s < 2; s++)
			if (!strstr(output, cases[i].says[s]))
				fail_msg("%s: %s", cases[i].says[s], output);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_agree_with_the_files),
		cmocka_unit_test(the_mess_is_told),
		cmocka_unit_test(every_card_is_there),
		cmocka_unit_test(each_cover_names_the_organisation),
		cmocka_unit_test(numbers_in_the_indexes_are_those_of_the_cards),
		cmocka_unit_test(documents_are_complete_and_accessible),
		cmocka_unit_test(a_careful_eye_finds_nothing),
		cmocka_unit_test(two_runs_give_the_same_bytes),
		cmocka_unit_test(names_come_in_every_language),
		cmocka_unit_test(what_a_project_lacks_is_not_spoken_of),
		cmocka_unit_test(withheld_levels_teach_nobody),
		cmocka_unit_test(what_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, sample_run_tear_down);
}
