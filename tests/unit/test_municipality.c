#include "pipeline/core/memory.h"
#include "pipeline/data/municipality.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static struct municipalities *italy;

struct expected {
	const char *code, *name, *province; /* as written */
	const char *found, *how, *rules;    /* found "" = none */
};

static void expect(const struct expected *cases, size_t n)
{
	void *ctx = talloc_new(NULL);
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		const struct expected *e = &cases[i];
		const struct municipality_query query = { .code = e->code,
							  .name = e->name,
							  .province =
								  e->province };
		struct municipality_match match =
			municipality_find(italy, &query);
		const char *found = match.found ? match.found->code : "";
		const char *how = municipality_how_name(match.how);
		const char *rules = municipality_rules(ctx, match.rules);

		if (strcmp(found, e->found) || strcmp(how, e->how) ||
		    strcmp(rules, e->rules)) {
			print_error("'%s' '%s' '%s': %s %s %s, expected %s %s "
				    "%s\n",
				    e->code ? e->code : "",
				    e->name ? e->name : "",
				    e->province ? e->province : "", found, how,
				    rules, e->found, e->how, e->rules);
			n_wrong++;
		}
	}
	talloc_free(ctx);
	assert_int_equal(n_wrong, 0);
}

#define EXPECT(cases) expect(cases, sizeof(cases) / sizeof *(cases))

/* clang-format off */
static void test_codes(void **state)
{
	static const struct expected cases[] = {
		{ "001272", NULL, NULL, "001272", "exact", "" },
		{ "1272", NULL, NULL, "001272", "rule", "lost_zero" },
		{ "15146", NULL, NULL, "015146", "rule", "lost_zero" },
		{ "15146.0", NULL, NULL, "015146", "rule", "lost_zero+number" },
		{ "015146.0", NULL, NULL, "015146", "rule", "number" },
		{ " 015 146 ", NULL, NULL, "015146", "exact", "" },
		{ "03015146", NULL, NULL, "015146", "rule", "area_prefix" },
		{ "3015146", NULL, NULL, "015146", "rule", "area_prefix" },
		{ "05015146", NULL, NULL, "", "unmatched", "" },
		{ "215146", NULL, NULL, "015146", "rule", "area_prefix" },
		{ "IT015146", NULL, NULL, "015146", "exact", "" },
		{ "F205", NULL, NULL, "015146", "rule", "cadastral" },
		{ "f205", NULL, NULL, "015146", "rule", "cadastral" },
		{ "I452", NULL, NULL, "112050", "rule", "cadastral" },
		{ "Z999", NULL, NULL, "", "unmatched", "" },
		/* renumbered provinces: Monza, Barletta, Fermo, Sardinia */
		{ "015149", NULL, NULL, "108033", "rule", "renumbered" },
		{ "72007", NULL, NULL, "110002", "rule", "lost_zero+renumbered" },
		{ "044019", NULL, NULL, "109006", "rule", "renumbered" },
		{ "090064", NULL, NULL, "112050", "rule", "renumbered" },
		{ "104017", NULL, NULL, "113017", "rule", "renumbered" },
		{ "091076", NULL, NULL, "113021", "rule", "renumbered" },
		/* merged, renamed, moved to another region */
		{ "013199", NULL, NULL, "013256", "rule", "merged" },
		{ "041032", NULL, NULL, "041044", "rule", "merged" },
		{ "068033", NULL, NULL, "068033", "exact", "" },
		{ "041033", NULL, NULL, "099030", "rule", "renumbered" },
		/* no codes */
		{ "13", NULL, NULL, "", "unmatched", "" },
		{ "999999", NULL, NULL, "", "unmatched", "" },
		{ "0151460151460151460", NULL, NULL, "", "unmatched", "" },
		{ "", NULL, NULL, "", "unmatched", "" },
		{ NULL, NULL, NULL, "", "unmatched", "" },
	};

	(void)state;
	EXPECT(cases);
}

static void test_names(void **state)
{
	static const struct expected cases[] = {
		{ NULL, "Milano", NULL, "015146", "exact", "" },
		{ NULL, "MILANO", NULL, "015146", "rule", "case" },
		{ NULL, "  milano ", NULL, "015146", "rule", "case" },
		{ NULL, "Forlì", NULL, "040012", "exact", "" },
		{ NULL, "FORLI'", NULL, "040012", "rule", "spelling" },
		{ NULL, "Forli", NULL, "040012", "rule", "spelling" },
		{ NULL, "L’Aquila", NULL, "066049", "rule", "case" },
		{ NULL, "L' AQUILA", NULL, "066049", "rule", "spelling" },
		{ NULL, "Aosta", NULL, "007003", "exact", "" },
		{ NULL, "Bolzano/Bozen", NULL, "021008", "rule", "bilingual" },
		{ NULL, "BOZEN - BOLZANO", NULL, "021008", "rule", "bilingual" },
		{ NULL, "Bozen", NULL, "021008", "rule", "other_name" },
		{ NULL, "Comune di Milano", NULL, "015146", "rule", "prefix" },
		{ NULL, "COM. DI MILANO", NULL, "015146", "rule", "case+prefix" },
		{ NULL, "Città di Castello", NULL, "054013", "exact", "" },
		{ NULL, "Città di Torino", NULL, "001272", "rule", "prefix" },
		{ NULL, "S. Vito al Tagliamento", NULL, "093041", "rule", "abbreviation" },
		{ NULL, "S.VITO AL TAGLIAMENTO", NULL, "093041", "rule", "abbreviation" },
		{ NULL, "Reggio Emilia", NULL, "035033", "rule", "particles" },
		{ NULL, "Reggio Calabria", NULL, "080063", "rule", "particles" },
		{ NULL, "Reggio nell'Emilia", NULL, "035033", "exact", "" },
		{ NULL, "SANNICANDRO GARGANICO", NULL, "071049", "rule", "blanks" },
		{ NULL, "CASALPUSTERLEN\nGO", NULL, "098010", "rule", "blanks" },
		{ NULL, "CASSANO ALLO IONIO", NULL, "078029", "rule", "particles" },
		{ NULL, "Sangano (TO)", NULL, "001241", "rule", "suffix" },
		{ NULL, "Sangano (TO", NULL, "001241", "rule", "suffix" },
		{ NULL, "SANGANO - TO", NULL, "001241", "rule", "case+suffix" },
		{ NULL, "Bagnolo di Po", NULL, "029005", "exact", "" },
		{ NULL, "Casoria (Napoli)", NULL, "063023", "rule", "suffix" },
		{ NULL, "Casoria (NA)", NULL, "063023", "rule", "suffix" },
		/* today another name, or part of another */
		{ NULL, "Popoli", NULL, "068033", "rule", "renamed" },
		{ NULL, "Ronago", NULL, "013256", "rule", "merged" },
		{ NULL, "Monza", NULL, "108033", "exact", "" },
		{ NULL, "Sassari", NULL, "112050", "exact", "" },
		/* homonyms */
		{ NULL, "Castro", NULL, "", "unmatched", "ambiguous" },
		{ NULL, "Castro", "BG", "016065", "rule", "province" },
		{ NULL, "Castro (LE)", NULL, "075096", "rule", "suffix+province" },
		{ NULL, "San Teodoro", "SS", "113021", "rule", "province+renumbered" },
		{ NULL, "San Teodoro", "Messina", "083090", "rule", "province" },
		{ NULL, "Casoria", "NA", "063023", "exact", "" },
		{ NULL, "Monza", "MI", "108033", "rule", "renumbered" },
		{ NULL, "Monza", "Monza Brianza", "108033", "exact", "" },
		{ NULL, "Milano", "provincia di nowhere", "015146", "exact", "" },
		/* to be confirmed */
		{ NULL, "Milano", "RM", "015146", "fuzzy", "elsewhere" },
		{ NULL, "Mlano", "MI", "015146", "fuzzy", "letters" },
		{ NULL, "SENORBÇO", NULL, "118050", "fuzzy", "letters" },
		{ NULL, "TORTOLÇO", "NU", "116017", "fuzzy", "letters" },
		{ NULL, "TRINITÇ? D'AGULTU E VIGNOLA", NULL, "113026", "fuzzy", "letters" },
		{ NULL, "Capaccio", NULL, "065025", "fuzzy", "part" },
		{ NULL, "Gravedona", NULL, "013249", "fuzzy", "part" },
		{ NULL, "Solbiate", NULL, "", "unmatched", "part+ambiguous" },
		{ NULL, "Casasco d'Intelvi", NULL, "", "unmatched", "" },
		{ NULL, "PIETRA LIGURA (SV)", "SAVONA (ASL2)", "009049", "fuzzy", "letters" },
		{ NULL, "SESTO", "MILANO", "015209", "fuzzy", "part" },
		{ NULL, "CONA", "FERRARA", "027010", "fuzzy", "case+elsewhere" },
		{ NULL, "Atlantis", NULL, "", "unmatched", "" },
		{ NULL, "()", NULL, "", "unmatched", "" },
		{ NULL, "?", NULL, "", "unmatched", "" },
	};

	(void)state;
	EXPECT(cases);
}

static void test_code_and_name(void **state)
{
	static const struct expected cases[] = {
		{ "015146", "Milan", "MI", "015146", "exact", "" },
		{ "015146", "MILANO", NULL, "015146", "exact", "" },
		{ "015146", "Torino", NULL, "015146", "fuzzy", "conflict" },
		{ "13", "Chieti", "CHIETI", "069022", "rule", "name_alone" },
		{ "013199", "Uggiate con Ronago", NULL, "013256", "rule", "merged" },
	};

	(void)state;
	EXPECT(cases);
}
/* clang-format on */

static void test_areas(void **state)
{
	static const struct {
		const char *text, *sigla;
	} cases[] = {
		{ "NA", "NA" },
		{ "na", "NA" },
		{ "Napoli", "NA" },
		{ "063", "NA" },
		{ "63", "NA" },
		{ "263", "NA" },
		{ "Forli'-Cesena", "FC" },
		{ "FO", "FC" },
		{ "Bolzano/Bozen", "BZ" },
		{ "Reggio Emilia", "RE" },
		{ "Città metropolitana di Milano", "MI" },
		{ "MONZA E BRIANZA", "MB" },
		{ "Sassari", "SS" },
		{ "Sud Sardegna", "SU" },
		{ "PA BOLZANO", "BZ" },
		{ "SAVONA (ASL2)", "SV" },
		{ "Provincia Autonoma Trento", "TN" },
		{ "LE", "LE" },
		{ "PA", "PA" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct province *province =
			municipality_province(italy, cases[i].text);

		if (!province || strcmp(province->sigla, cases[i].sigla))
			fail_msg("%s is %s", cases[i].text,
				 province ? province->sigla : "nothing");
	}
	assert_null(municipality_province(italy, ""));
	assert_null(municipality_province(italy, "XX"));
	assert_string_equal(municipality_region(italy, "LOMBARDIA")->region,
			    "03");
	assert_string_equal(municipality_region(italy, "3")->region, "03");
	assert_string_equal(
		municipality_region(italy, "Valle d'Aosta/Vallée d'Aoste")
			->region,
		"02");
	assert_null(municipality_region(italy, "Utopia"));
}

/* Whatever a list ever showed leads to a municipality of today. */
static void test_the_crosswalk_is_whole(void **state)
{
	size_t n_today = 0;

	(void)state;
	for (size_t i = 0; i < italy->n; i++) {
		const struct municipality *row = &italy->items[i];

		assert_non_null(row->now);
		assert_int_equal(row->now->until, 0);
		assert_non_null(municipality_province_of(italy, row));
		n_today += row->now == row;
		if (row->now == row)
			assert_ptr_equal(municipality_today(italy, row->code),
					 row);
	}
	assert_int_equal(n_today, 7896);
	assert_null(municipality_today(italy, "015149"));
	assert_null(municipality_today(italy, "000000"));
}

static void test_damaged_files_are_told(void **state)
{
	static const char provinces[] =
		"code,sigla,name,region,region_name,since,until\n"
		"001,TO,Torino,01,Piemonte,,\n";
	static const struct {
		const char *text, *what, *where;
	} cases[] = {
		{ "code,name\n001001,Agliè\n", "other", "" },
		{ "code,name,other,sigla,cadastral,since,until,successor\n"
		  "001001,Agliè,,TO,A074,,2020,001009\n",
		  "nothing goes on after '001001'", ":2:8" },
		{ "code,name,other,sigla,cadastral,since,until,successor\n"
		  "001002,Airasca,,TO,A109,,,\n001001,Agliè,,TO,A074,,,\n",
		  "'001001' is out of order", ":3:1" },
	};
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct municipalities *list;
		struct error error = { 0 };
		char *path = scratch_write(ctx, folder, "m.csv", cases[i].text);

		assert_int_equal(
			municipalities_load(
				ctx, path,
				scratch_write(ctx, folder, "p.csv", provinces),
				&list, &error),
			-1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_non_null(strstr(error.what, cases[i].what));
		assert_non_null(strstr(error.where, cases[i].where));
	}
	talloc_free(ctx);
}

static int load(void **state)
{
	struct error error = { 0 };

	(void)state;
	return municipalities_load(
		NULL, "config/territories/italy-municipalities.csv",
		"config/territories/italy-provinces.csv", &italy, &error);
}

static int unload(void **state)
{
	(void)state;
	talloc_free(italy);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_code_and_name),
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_the_crosswalk_is_whole),
		cmocka_unit_test(test_damaged_files_are_told),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
