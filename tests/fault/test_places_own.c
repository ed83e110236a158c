/*
 * Territories that a project declares itself: how other files may write them,
 * what is left to the project, and what is refused.
 */
#include "pipeline/core/memory.h"
#include "tests/support/scratch.h"
#include "tests/support/small_project.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char project[] =
	"divario: 1\n"
	"project: {id: own, title: Own, languages: [en]}\n"
	"sources:\n"
	"  services: {kind: services, files: services.csv}\n"
	"  zones: {kind: territories, files: zones.csv}\n"
	"  people: {kind: population, files: people.csv}\n"
	"  partners: {kind: organisations, files: partners.csv}\n";

static const char services[] = "nome;zona;posti\n"
			       "Uno;Colle Sereno;1\n"
			       "Due;T2;1\n"
			       "Tre;FORLÌ NUOVA;1\n"
			       "Quattro;Coll Sereno;1\n"
			       "Cinque;Nowhere;1\n"
			       "Sei;;1\n"
			       "Sette;Doppia;1\n";
static const char zones[] = "codice;denominazione;livello\n"
			    "T1;Colle Sereno;zone\n"
			    "T2;Forli' Nuova;zone\n"
			    "T3;Doppia;zone\n"
			    "T4;Doppia;zone\n";
static const char people[] = "codice,popolazione\n"
			     "T1,100\n"
			     "T9,5\n";
static const char partners[] = "denominazione,distretto\n"
			       "Coop,Health district 7\n";

static void write_project(struct small_project *f, const char *more)
{
	scratch_write(f, f->folder, "p/project.yaml",
		      memory_format(f, "%s%s", project, more));
}

static int set_up(void **state)
{
	struct small_project *f = memory_new(NULL, struct small_project);

	f->folder = scratch_folder(f);
	write_project(f, "");
	scratch_write(f, f->folder, "p/services.csv", services);
	scratch_write(f, f->folder, "p/zones.csv", zones);
	scratch_write(f, f->folder, "p/people.csv", people);
	scratch_write(f, f->folder, "p/partners.csv", partners);
	*state = f;
	return 0;
}

/* What is sure becomes the code, the rest stays as it is written. */
static void names_become_codes(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_said(
		f, "territories: 3 exact, 1 rule, 1 fuzzy, 3 unmatched\n");
	small_project_said(f,
			   "services.csv: 3 names of territories not settled: "
			   "'Coll Sereno' (Colle Sereno T1?), 'Doppia', "
			   "'Nowhere'; say which");
	small_project_has_rows(
		f, "select name, district from service order by line",
		"Uno,T1\r\nDue,T2\r\nTre,T2\r\nQuattro,Coll Sereno\r\n"
		"Cinque,Nowhere\r\nSei,\r\nSette,Doppia\r\n");
	small_project_has_rows(
		f, "select territory, people from population order by line",
		"T1,100\r\nT9,5\r\n");
	small_project_has_rows(
		f,
		"select value, lines, how, rule, distance, municipality, "
		"candidate from place_match where source = 'services' "
		"order by rowid",
		"Coll Sereno,5,fuzzy,letters,1,,T1\r\n"
		"Colle Sereno,2,exact,,,T1,\r\n"
		"Doppia,8,unmatched,,,,\r\n"
		"FORLÌ NUOVA,4,rule,spelling,,T2,\r\n"
		"Nowhere,6,unmatched,,,,\r\n"
		"T2,3,exact,,,T2,\r\n");
}

/* A column in which no declared territory stands is about something else. */
static void other_columns_are_left_alone(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_has_rows(f, "select district from organisation",
			       "Health district 7\r\n");
	small_project_has_rows(
		f,
		"select count(*) from place_match where source = "
		"'partners'",
		"0\r\n");
}

static void the_project_settles_what_is_open(void **state)
{
	struct small_project *f = *state;

	write_project(f, "places:\n"
			 "  confirm: {coll sereno: T1, Doppia: T4}\n");
	assert_int_equal(small_project_run(f, "check", ""), 0);
	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_said(f, "1 name of territories not settled: 'Nowhere'");
	small_project_has_rows(
		f,
		"select name, district from service where line in (5, 8) "
		"order by line",
		"Quattro,T1\r\nSette,T4\r\n");
}

static void codes_that_nobody_has_are_refused(void **state)
{
	struct small_project *f = *state;

	write_project(f, "places: {confirm: {Nowhere: T8}}\n");
	assert_int_equal(small_project_run(f, "places", ""), 3);
	small_project_said(f, "no territory has the code T8 ('Nowhere')");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names_become_codes, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(other_columns_are_left_alone,
						set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(
			the_project_settles_what_is_open, set_up,
			small_project_tear_down),
		cmocka_unit_test_setup_teardown(
			codes_that_nobody_has_are_refused, set_up,
			small_project_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
