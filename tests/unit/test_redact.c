#include "pipeline/core/memory.h"
#include "pipeline/data/redact.h"
#include "pipeline/data/redact_words.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

struct redacted {
	const char *text, *becomes; /* NULL: as it is */
};

/* Invented people and accounts; check letters and digits are right. */
static const struct redacted cases[] = {
	{ "", NULL },
	{ "nothing to hide", NULL },
	/* e-mail */
	{ "a.b@example.org", "[e-mail]" },
	{ "write to a.b@example.org, please", "write to [e-mail], please" },
	{ "A.B+c@Example.ORG.", "[e-mail]." },
	{ "<a@b.it>;c@d.it/e@f.it", "<[e-mail]>;[e-mail]/[e-mail]" },
	{ "“a@b.it” è mia", "“[e-mail]” è mia" },
	{ "email:a@b.it", "[e-mail]" },
	{ "@handle and me@home", NULL },
	/* telephone */
	{ "+39 041 555 0100", "[phone]" },
	{ "0039-041-5550100", "[phone]" },
	{ "call +390415550100!", "call [phone]!" },
	{ "chiamami allo 041 5550100 o 347/5550100",
	  "chiamami allo [phone] o [phone]" },
	{ "tel. (041) 555 01 00 ore 9", "tel. [phone] ore 9" },
	{ "numeri 0415550100 0415550101", "numeri [phone] [phone]" },
	{ "0415550100", NULL }, /* a number like any other */
	{ "1234567890", NULL },
	{ "12/05/2020 14:30:00", NULL },
	{ "on 12/05/2020 14.30 it rained", NULL },
	{ "2023-05-01T10:00:00+02:00", NULL },
	{ "since 2019 2020 2021 always", NULL },
	{ "1 2 3 4 5 6 7 8 9 10 11 12", NULL },
	{ "uuid:550e8400-e29b-41d4-a716-446655440000", NULL },
	/* IP */
	{ "192.0.2.7", "[IP]" },
	{ "from 192.0.2.7:8080 or 2001:db8::1.", "from [IP]:8080 or [IP]." },
	{ "version 1.2.3 or 300.1.1.1", NULL },
	{ "10:20:30", NULL },
	/* codice fiscale */
	{ "cf ZZZYYY90A41H501H,", "cf [codice fiscale]," },
	{ "cf ZZZYYY90A41H501A", NULL },
	/* IBAN */
	{ "IT60X0542811101000000123456", "[IBAN]" },
	{ "pay IT60 X054 2811 1010 0000 0123 456 now", "pay [IBAN] now" },
	{ "IT61X0542811101000000123456", NULL },
	/* coordinates */
	{ "45.43412, 12.33812", "[coordinates]" },
	{ "we live at 45.4341 12.3381 0 0", "we live at [coordinates] 0 0" },
	{ "4.5, 3.2", NULL },
	/* names */
	{ "Ask MELCHIORRA quattrocchi.", "Ask [name]." },
	{ "Melchiorra did it", "[name] did it" },
	{ "“Melchiorra” e «melchiorra»", "“[name]” e «[name]»" },
	{ "èmelchiorra melchiorraà", NULL },
	{ "Melchiorrana did it", NULL },
	{ "all of it", NULL },
};

static struct redact_names *names(const void *ctx)
{
	const char *folder = scratch_folder(ctx);
	struct redact_names *list;
	struct error error = { 0 };

	assert_int_equal(
		redact_names_load(ctx,
				  scratch_write(ctx, folder, "names.txt",
						"# the team\n"
						"Melchiorra\r\n\n"
						"Melchiorra Quattrocchi\n"),
				  &list, &error),
		0);
	return list;
}

static void test_cases(void **state)
{
	const struct redact_names *list = names(*state);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *text = cases[i].text;
		char *made = redact_text(*state, list, text, strlen(text));

		if (!cases[i].becomes != !made ||
		    (made && strcmp(made, cases[i].becomes) != 0))
			fail_msg("'%s' becomes '%s'", text,
				 made ? made : "(itself)");
		if (made && !redact_may_need(list, text, strlen(text)))
			fail_msg("'%s' would not be looked at", text);
	}
}

/* No byte beyond LENGTH is looked at. */
static void test_ends_with_its_length(void **state)
{
	assert_string_equal(redact_text(*state, NULL, "a@b.it.uk", 6),
			    "[e-mail]");
	assert_null(redact_text(*state, NULL, "a@b.it", 3));
}

static void test_no_file_of_names(void **state)
{
	struct redact_names *list;
	struct error error = { 0 };

	assert_int_equal(
		redact_names_load(*state, "/no/such.txt", &list, &error), -1);
	assert_string_equal(error.where, "/no/such.txt");
}

/* ---- for readers ---- */

static struct phrases *phrases_of(void *ctx, const char *language)
{
	struct phrases *phrases;
	struct error error = { 0 };

	setenv("DIVARIO_CONFIG", "config", 1);
	assert_int_equal(phrases_load(ctx, language, NULL, &phrases, &error),
			 0);
	return phrases;
}

static void test_marks_in_words(void **state)
{
	static const char *const marks[][3] = {
		{ "Call [phone].", "Call [telephone number removed].",
		  "Call [telefono omesso]." },
		{ "[name] or [e-mail]",
		  "[name removed] or [e-mail address removed]",
		  "[nome omesso] or [indirizzo e-mail omesso]" },
		{ "[IP][IBAN]", "[IP address removed][IBAN removed]",
		  "[indirizzo IP omesso][IBAN omesso]" },
		{ "[[codice fiscale]] at [coordinates]",
		  "[[tax code removed]] at [coordinates removed]",
		  "[[codice fiscale omesso]] at [coordinate omesse]" },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		assert_string_equal(redact_words(*state,
						 phrases_of(*state, "en"),
						 marks[i][0]),
				    marks[i][1]);
		assert_string_equal(redact_words(*state,
						 phrases_of(*state, "it"),
						 marks[i][0]),
				    marks[i][2]);
	}
}

/* Whatever else stands in brackets is the reader's own. */
static void test_other_brackets_stay(void **state)
{
	static const char *const texts[] = { "",       "tools[pc]",
					     "[phone", "[Phone]",
					     "[",      "a [b] [phones]" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_ptr_equal(redact_words(*state, phrases_of(*state, "it"),
					      texts[i]),
				 texts[i]);
}

static int set_up(void **state)
{
	*state = memory_check(talloc_new(NULL));
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
		cmocka_unit_test_setup_teardown(test_cases, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ends_with_its_length,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_marks_in_words, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_other_brackets_stay,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_file_of_names, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
