#include "pipeline/core/memory.h"
#include "pipeline/data/place_columns.h"
#include "pipeline/data/place_fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

enum { HEADINGS = 12 };

struct expected {
	enum place_kind kind;
	const char *headings[HEADINGS]; /* NULL-ended */
	const char *found; /* "name=1 municipality=0", in order of fields */
	const char *lacking;
};

static const char *describe(const void *ctx, const int columns[PLACE_FIELDS])
{
	char *text = memory_text(ctx, "");

	for (int field = 0; field < PLACE_FIELDS; field++)
		if (columns[field] != PLACE_NO_COLUMN)
			text = memory_check(talloc_asprintf_append(
				text, "%s%s=%d", *text ? " " : "",
				place_field_name((enum place_field)field),
				columns[field]));
	return text;
}

/* clang-format off */
static const struct expected cases[] = {
	{ PLACE_SERVICE,
	  { "comune", "asl", "denominazione", "indirizzo", "telefono", NULL },
	  "name=2 municipality=0 district=1 address=3", NULL },
	{ PLACE_SERVICE,
	  { "DENOMINAZIONE_STRUTTURA", "POSTI_LET TO_TOTAL I_ACCREDI TATI", "CAP", "Comune ", NULL },
	  "name=0 municipality=3 postcode=2 capacity=1", NULL },
	{ PLACE_SERVICE,
	  { "Service name", "Lat.", "LONG", "Città", "Utenti in carico", "Target group", "Organisation", NULL },
	  "name=0 target=5 organisation=6 municipality=3 latitude=1 longitude=2 users=4", NULL },
	{ PLACE_SERVICE,
	  { "Codice ISTAT Comune", "Sigla", "Ente gestore", "Tipologia", "Coordinate", "Denominazione", NULL },
	  "name=5 type=3 organisation=2 municipality_code=0 province=1 coordinates=4", NULL },
	/* whose services, and what they are called */
	{ PLACE_SERVICE, { "ID", "Ente", "Tipologia", "Comune", NULL },
	  "id=0 name=1 type=2 organisation=1 municipality=3", NULL },
	{ PLACE_SERVICE, { "Organisation", "Title", "Town", NULL },
	  "name=1 organisation=0 municipality=2", NULL },
	{ PLACE_SERVICE, { "Ente", "Ente gestore", "Comune", NULL },
	  "name=0 organisation=1 municipality=2", NULL },
	{ PLACE_ORGANISATION, { "Ente", "Comune", NULL }, "name=0 municipality=1", NULL },
	{ PLACE_SERVICE, { "a", "b", NULL }, "", "name" },
	{ PLACE_ORGANISATION,
	  { "Ragione sociale", "Forma giuridica", "Comune sede", "Posti", NULL },
	  "name=0 type=1 municipality=2", NULL },
	{ PLACE_TERRITORY,
	  { "Comune", "Ambito", "Codice ISTAT", "valido dal", NULL },
	  "municipality=0 municipality_code=2 district=1 since=3", NULL },
	{ PLACE_POPULATION,
	  { "PRO_COM_T", "COMUNE", "SIGLA_AUTOMOBILISTICA", "POP_LEG", "ANNO_POP_RES", "POP_RES", NULL },
	  "municipality=1 municipality_code=0 province=2 people=5 year=4", NULL },
	{ PLACE_POPULATION, { "comune", "x", NULL }, "municipality=0", "people" },
	{ PLACE_POPULATION, { "popolazione", "x", NULL }, "people=0", "municipality" },
	{ PLACE_TIE, { "ente 1", "ente 2", "tipo", "peso", NULL }, "type=2 from=0 to=1 weight=3", NULL },
	{ PLACE_TIE, { "from", "x", NULL }, "from=0", "to" },
};
/* clang-format on */

static void test_headings(void **state)
{
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct place_headings headings = { .texts = cases[i].headings };
		int columns[PLACE_FIELDS];

		while (cases[i].headings[headings.n])
			headings.n++;
		assert_int_equal(
			place_columns(cases[i].kind, &headings, columns), -1);
		assert_string_equal(describe(ctx, columns), cases[i].found);
		const char *lacking =
			place_columns_lack(cases[i].kind, columns);
		assert_string_equal(lacking ? lacking : "",
				    cases[i].lacking ? cases[i].lacking : "");
	}
	talloc_free(ctx);
}

static void test_what_is_given_goes_first(void **state)
{
	static const char *const texts[] = { "posti", "Posti\nletto", "nome" };
	static const char *const names[] = { "capacity", "name" };
	static const char *const headings[] = { "POSTI LETTO", "posti" };
	static const char *const absent[] = { "POSTI LETTO", "nomi" };
	struct place_headings given = { .texts = texts,
					.n = 3,
					.given_names = names,
					.given_headings = headings,
					.n_given = 2 };
	int columns[PLACE_FIELDS];

	(void)state;
	assert_int_equal(place_columns(PLACE_SERVICE, &given, columns), -1);
	assert_int_equal(columns[PLACE_CAPACITY], 1);
	assert_int_equal(columns[PLACE_NAME], 0);
	given.given_headings = absent;
	assert_int_equal(place_columns(PLACE_SERVICE, &given, columns), 1);
}

static void test_every_field_has_its_name(void **state)
{
	(void)state;
	for (int i = 0; i < PLACE_FIELDS; i++) {
		enum place_field field = (enum place_field)i;
		bool has_kind = false;

		assert_int_equal(place_field_named(place_field_name(field)),
				 field);
		for (int kind = 0; kind < PLACE_KINDS; kind++)
			has_kind |=
				place_kind_has((enum place_kind)kind, field);
		assert_true(has_kind);
	}
	assert_int_equal(place_field_named("colour"), PLACE_FIELDS);
	assert_false(place_kind_has(PLACE_TIE, PLACE_FIELDS));
}

static void test_folding(void **state)
{
	static const char *const pairs[][2] = {
		{ "Sant'Agata de' Goti", "sant agata de goti" },
		{ "SANT\u2019AGATA DE GOTI", "sant agata de goti" },
		{ "  Forlì ", "forli" },
		{ "FORLI'", "forli" },
		{ "Montan an der Weinstraße", "montan an der weinstrasse" },
		{ "Števerjan", "steverjan" },
		{ "-_-", "" },
		{ "", "" },
	};
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_string_equal(place_fold(ctx, pairs[i][0]), pairs[i][1]);
	assert_string_equal(place_squeeze(ctx, "posti letto"), "postiletto");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_what_is_given_goes_first),
		cmocka_unit_test(test_every_field_has_its_name),
		cmocka_unit_test(test_folding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
