#include "pipeline/data/quantity.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* clang-format off */
static const struct {
	const char *text;
	char decimal;
	enum quantity_reading reading;
	double value;
	const char *unit;
} cases[] = {
	{ "12", 0, QUANTITY_READ, 12, "" },
	{ "1.234,50 \u20ac", ',', QUANTITY_READ, 1234.5, "EUR" },
	{ "\u20ac 1.234,50", ',', QUANTITY_READ, 1234.5, "EUR" },
	{ "\u20ac1 234,50", ',', QUANTITY_READ, 1234.5, "EUR" },
	{ "EUR 1,234.50", '.', QUANTITY_READ, 1234.5, "EUR" },
	{ "1\u202f234,5 EUR", ',', QUANTITY_READ, 1234.5, "EUR" },
	{ "CHF 1'234.50", '.', QUANTITY_READ, 1234.5, "CHF" },
	{ "CHF 50.\u2013", '.', QUANTITY_READ, 50, "CHF" },
	{ "\u00a31,234", '.', QUANTITY_READ, 1234, "GBP" },
	{ "-$5.20", '.', QUANTITY_READ, -5.2, "$" },
	{ "$-5.20", '.', QUANTITY_READ, -5.2, "$" },
	{ "US$ 7", '.', QUANTITY_READ, 7, "USD" },
	{ "12,50 z\u0142", ',', QUANTITY_READ, 12.5, "PLN" },
	{ "50,- K\u010d", ',', QUANTITY_READ, 50, "CZK" },
	{ "12 Ft", ',', QUANTITY_READ, 12, "HUF" },
	{ "12,5 %", ',', QUANTITY_READ, 12.5, "%" },
	{ "12.5%", '.', QUANTITY_READ, 12.5, "%" },
	{ "12 per cento", ',', QUANTITY_READ, 12, "%" },
	{ "1:02:03", '.', QUANTITY_READ, 3723, "s" },
	{ "\uff11\uff12\uff0e\uff15", '.', QUANTITY_READ, 12.5, "" },
	{ "\u0661\u0662\u066a", '.', QUANTITY_READ, 12, "%" },
	{ "0,123", 0, QUANTITY_READ, 0.123, "" },
	{ "0,123", '.', QUANTITY_UNCLEAR, 0, "" },
	{ "1.234", 0, QUANTITY_UNCLEAR, 0, "" },
	{ "1.234", ',', QUANTITY_READ, 1234, "" },
	{ "1.234", '.', QUANTITY_READ, 1.234, "" },
	{ "12.5", ',', QUANTITY_UNCLEAR, 0, "" },
	{ "20-30", '.', QUANTITY_VAGUE, 0, "" },
	{ "20 \u2013 30", '.', QUANTITY_VAGUE, 0, "" },
	{ "20 to 30", '.', QUANTITY_VAGUE, 0, "" },
	{ "da 20 a 30", '.', QUANTITY_NONE, 0, "" },
	{ "circa 30", '.', QUANTITY_VAGUE, 0, "" },
	{ "~30", '.', QUANTITY_VAGUE, 0, "" },
	{ "> 30", '.', QUANTITY_VAGUE, 0, "" },
	{ "30+", '.', QUANTITY_VAGUE, 0, "" },
	{ "30 or more", '.', QUANTITY_VAGUE, 0, "" },
	{ "over the hill", '.', QUANTITY_NONE, 0, "" },
	{ "1:02", '.', QUANTITY_NONE, 0, "" },
	{ "1:62:03", '.', QUANTITY_NONE, 0, "" },
	{ "12 francs", '.', QUANTITY_NONE, 0, "" },
	{ "\u20ac", '.', QUANTITY_NONE, 0, "" },
	{ "-", '.', QUANTITY_NONE, 0, "" },
	{ "", '.', QUANTITY_NONE, 0, "" },
	{ "a very long answer in words, that says much but names no number at all and goes on and on and on",
	  '.', QUANTITY_NONE, 0, "" },
};
/* clang-format on */

static void test_quantities(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct quantity found;
		enum quantity_reading reading =
			quantity_read(cases[i].text, cases[i].decimal, &found);

		if (reading != cases[i].reading)
			fail_msg("'%s' gave reading %d", cases[i].text,
				 (int)reading);
		if (reading == QUANTITY_READ &&
		    (fabs(found.value - cases[i].value) > 1e-12 ||
		     strcmp(found.unit, cases[i].unit)))
			fail_msg("'%s' gave %g %s", cases[i].text, found.value,
				 found.unit);
	}
}

static char learnt(const char *const *texts, size_t n)
{
	struct quantity_evidence evidence = { 0 };

	for (size_t i = 0; i < n; i++)
		quantity_learn(&evidence, texts[i]);
	return quantity_decimal(&evidence, '?');
}

static void test_decimal(void **state)
{
	static const char *const commas[] = { "1.234", "12,5", "\u20ac 7" };
	static const char *const points[] = { "1,234", "12.5" };
	static const char *const groups[] = { "1.234.567", "1.234" };
	static const char *const both[] = { "12,5", "12.5" };
	static const char *const none[] = { "1.234", "12" };

	(void)state;
	assert_int_equal(learnt(commas, 3), ',');
	assert_int_equal(learnt(points, 2), '.');
	assert_int_equal(learnt(groups, 2), ',');
	assert_int_equal(learnt(both, 2), '?');
	assert_int_equal(learnt(none, 2), '?');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quantities),
		cmocka_unit_test(test_decimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
