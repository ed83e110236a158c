/*
 * Mapping files as a person meets them: what "check" recognises, what a run
 * makes of rows that do not fit, and what it says of bad project files.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"
#include "tests/support/small_project.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char head[] = "divario: 1\n"
			   "project: {id: places, title: Places, "
			   "languages: [en]}\n"
			   "sources:\n";

static const char sources[] =
	"  services: {kind: services, files: services.csv, missing: [\"-\"]}\n"
	"  partners: {kind: organisations, files: partners.csv}\n"
	"  districts: {kind: territories, files: districts.csv}\n"
	"  people: {kind: population, files: people.csv}\n"
	"  ties: {kind: ties, files: ties.csv}\n"
	"places:\n"
	"  confirm: {\"Mlano\": \"015146\", \"Nowhere\": \"001001\"}\n";

static const char services[] =
	"nome;comune;prov;lat;lon;posti;operatori;costo;retta;destinatari\n"
	"Nido Uno;MILANO;MI;45,4642;9,1900;24;6,5;1000;;minori\n"
	"Nido Due;Mlano;MI;9,19;45,46;2.644;3;-;;minori\n"
	"Centro;Com. di Casoria;NA;514321;5034567;12,5;;;;anziani\n"
	"Sportello;Casoria;NA;;14,3;-5;;;;\n"
	"Altrove;Atlantide;;45,1;190,5;1;;;;\n"
	"Lontano;Forli';FC;51,5;0,1;1;;;;\n"
	";;;;;1;;;;\n"
	"Totale;;;;;99;;;;\n";
static const char partners[] = "denominazione,tipo,comune\n"
			       "Cooperativa A,coop,Monza\n"
			       "Comune,ente,Bozen\n";
static const char districts[] = "comune,codice istat,distretto\n"
				"Milano,015146,Distretto 1\n"
				"Monza,15149,Distretto 2\n"
				"Agrate Brianza,108001,Distretto 2\n";
static const char people[] = "comune,fascia,anno,popolazione\n"
			     "Milano,0-2,2023,\"31,000\"\n"
			     "Monza,0-2,2023,n.d.\n"
			     "Atlantide,0-2,2023,12\n"
			     "Ronago,0-2,2023,40\n";
static const char ties[] = "from,to,tipo,peso\n"
			   "Cooperativa A,Comune,convenzione,2\n"
			   "Cooperativa A,,convenzione,1\n"
			   "Comune,Comune,self,1\n";

static void write_project(struct small_project *f, const char *text)
{
	scratch_write(f, f->folder, "p/project.yaml",
		      memory_format(f, "%s%s", head, text));
}

static int set_up(void **state)
{
	struct small_project *f = memory_new(NULL, struct small_project);

	f->folder = scratch_folder(f);
	write_project(f, sources);
	scratch_write(f, f->folder, "p/services.csv", services);
	scratch_write(f, f->folder, "p/partners.csv", partners);
	scratch_write(f, f->folder, "p/districts.csv", districts);
	scratch_write(f, f->folder, "p/people.csv", people);
	scratch_write(f, f->folder, "p/ties.csv", ties);
	*state = f;
	return 0;
}

static void check_tells_columns_and_doubts(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "check --data", ""), 0);
	small_project_said(f,
			   "columns: name = nome, target = destinatari, "
			   "municipality = comune, province = prov, latitude = "
			   "lat, longitude = lon, capacity = posti, staff = "
			   "operatori, cost = costo; not used: retta\n");
	small_project_said(
		f, "services: municipalities: confirmed: 1 row (1 name)\n");
	small_project_said(f, "services: not matched (1 row): 'Atlantide'\n");
	small_project_said(
		f, "services: 1 row: a row of totals (first in line 9)\n");
	assert_int_equal(command_run(f, &f->output, "ls -A %s/p", f->folder),
			 0);
	assert_null(strstr(f->output, ".divario"));
}

static void every_row_is_counted(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_said(
		f, "6 services, 2 organisations, 3 territories, 2 "
		   "population figures, 1 tie, 6 rows set aside, 6 cells "
		   "set aside, 1 pair of coordinates turned; "
		   "municipalities: 6 exact, 6 rule, 1 confirmed, 2 "
		   "unmatched, 2 unnamed\n");
	small_project_said(f,
			   "services.csv: 1 name of municipalities (1 row) not "
			   "settled: 'Atlantide'");
	small_project_said(f, "no file names the municipality 'Nowhere'");
	small_project_has_rows(
		f,
		"select (select count(*) from service) + (select count(*) "
		"from organisation) + (select count(*) from territory "
		"where source <> '') + (select count(*) from population) + "
		"(select count(*) from tie) + (select count(*) from "
		"place_aside where scope = 'row') = (select "
		"sum(n_rows) from source)",
		"1\r\n");
}

static void tables_are_tidy(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_has_rows(
		f,
		"select name, municipality, latitude, longitude, "
		"capacity, staff, cost, line from service",
		"Nido Uno,015146,45.4642,9.19,24,6.5,1000,2\r\n"
		"Nido Due,015146,45.46,9.19,2644,3,,3\r\n"
		"Centro,063023,,,,,,4\r\n"
		"Sportello,063023,,,,,,5\r\n"
		"Altrove,,,,1,,,6\r\n"
		"Lontano,040012,51.5,0.1,1,,,7\r\n");
	small_project_has_rows(
		f,
		"select line, scope, field, value, reason from "
		"place_aside where source = 'services' order by line, "
		"rowid",
		"3,changed,latitude,\"9,19\",latitude and longitude had "
		"changed places\r\n"
		"4,cell,latitude,514321,\"metres of a projection, not "
		"degrees\"\r\n"
		"4,cell,capacity,\"12,5\",no whole number\r\n"
		"5,cell,latitude,,one of the two coordinates is empty\r\n"
		"5,cell,capacity,-5,less than nothing\r\n"
		"6,cell,latitude,\"45,1\",beyond 90 degrees of latitude or "
		"180 of longitude\r\n"
		"7,noted,latitude,\"51,5\",\"outside Italy, its "
		"municipality is not\"\r\n"
		"8,row,,,neither name nor id\r\n"
		"9,row,,,a row of totals\r\n");
	small_project_has_rows(
		f, "select territory, target, year, people from population",
		"015146,0-2,2023,31000\r\n013256,0-2,2023,40\r\n");
	small_project_has_rows(
		f, "select organisation, partner, type, weight from tie",
		"Cooperativa A,Comune,convenzione,2\r\n");
}

static void territories_have_what_lies_above(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_has_rows(
		f,
		"select code, level, parent from territory where code in "
		"('015146', '108033', 'Distretto 2', '108', '03', "
		"'013256') order by code",
		"013256,municipality,013\r\n"
		"015146,municipality,Distretto 1\r\n"
		"03,region,\r\n"
		"108,province,03\r\n"
		"108033,municipality,Distretto 2\r\n"
		"Distretto 2,district,108\r\n");
	small_project_has_rows(
		f,
		"select count(*) from territory where parent is not null "
		"and parent not in (select code from territory)",
		"0\r\n");
}

static void the_match_report_names_rules(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_has_rows(
		f,
		"select value, code, n, lines, how, rule, municipality "
		"from place_match where how <> 'exact' order by rowid",
		"Monza,15149,1,3,rule,lost_zero+renumbered,108033\r\n"
		"Bozen,,1,3,rule,other_name,021008\r\n"
		"Atlantide,,1,4,unmatched,,\r\n"
		"Ronago,,1,5,rule,merged,013256\r\n"
		"MILANO,,1,2,rule,case,015146\r\n"
		"Mlano,,1,3,confirmed,letters,015146\r\n"
		"Com. di Casoria,,1,4,rule,prefix,063023\r\n"
		"Atlantide,,1,6,unmatched,,\r\n"
		"Forli',,1,7,rule,spelling,040012\r\n");
}

static void a_second_run_is_skipped(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "places", ""), 0);
	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_said(f, "places              unchanged");
	write_project(f, memory_format(f, "%s%s", sources,
				       "limits: "
				       "{quarantine: "
				       "0.1}\n"));
	assert_int_equal(small_project_run(f, "places", ""), 0);
	small_project_said(f, "places              unchanged");
}

/* ---- faults ---- */

static void bad_projects_are_told(void **state)
{
	static const struct {
		const char *sources, *said;
	} cases[] = {
		{ "  s: {kind: service, files: services.csv}\n",
		  "'kind' must be one of: questionnaire, register, "
		  "services, organisations, territories, population, ties" },
		{ "  s: {kind: services, files: services.csv, columns: "
		  "{colour: posti}}\n",
		  "files of kind services have no 'colour'" },
		{ "  s: {kind: services, files: services.csv, columns: "
		  "{capacity: letti}}\n",
		  "no column 'letti' in" },
		{ "  s: {kind: ties, files: services.csv}\n",
		  "is recognised as 'from'" },
		{ "  s: {files: services.csv}\n",
		  "key 'codebook' is missing in s" },
		{ "  s: {files: services.csv, codebook: services.csv, "
		  "columns: {name: nome}}\n",
		  "'columns' is for mapping files, and s is a "
		  "questionnaire" },
		{ "  s: {kind: services, files: services.csv}\n"
		  "places: {confirm: {Mlano: \"15146\"}}\n",
		  "'15146' is no ISTAT code of a municipality" },
		{ "  s: {kind: services, files: services.csv}\n"
		  "places: {confirm: {Mlano: \"015149\"}}\n",
		  "no municipality has the code 015149 today ('Mlano')" },
		{ "  s: {kind: services, files: services.csv}\n"
		  "places: {confirmed: {Mlano: \"015146\"}}\n",
		  "did you mean 'confirm'?" },
	};
	struct small_project *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		write_project(f, cases[i].sources);
		assert_int_equal(small_project_run(f, "places", ""), 3);
		small_project_said(f, cases[i].said);
		small_project_said(f, "project.yaml");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(check_tells_columns_and_doubts,
						set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(every_row_is_counted, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(tables_are_tidy, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(
			territories_have_what_lies_above, set_up,
			small_project_tear_down),
		cmocka_unit_test_setup_teardown(the_match_report_names_rules,
						set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(a_second_run_is_skipped, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(bad_projects_are_told, set_up,
						small_project_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
