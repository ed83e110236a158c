#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void test_valid_prefix(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		size_t length, good;
	} cases[] = {
		{ "", 0, 0 },
		{ "abc", 3, 3 },
		{ "abcdefgh\xC3\xA9xyz", 13, 13 },
		{ "caf\xE9", 4, 3 },
		{ "\xC3", 1, 0 },             /* cut off */
		{ "ab\xC0\xAF", 4, 2 },       /* overlong */
		{ "\xED\xA0\x80", 3, 0 },     /* half of a pair */
		{ "\xF4\x90\x80\x80", 4, 0 }, /* beyond Unicode */
		{ "\xF0\x9F\x98\x80!", 5, 5 },
		{ "a\0b", 3, 3 },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_int_equal(
			text_valid_prefix(cases[i].text, cases[i].length),
			cases[i].good);
}

static void test_decode_encode(void **state)
{
	static const int32_t points[] = { 'a', 0xE9, 0x20AC, 0x1F600 };
	char buffer[8];
	const char *next;

	(void)state;
	for (size_t i = 0; i < LENGTH(points); i++) {
		size_t n = text_encode(points[i], buffer);

		buffer[n] = '\0';
		assert_int_equal(text_decode(buffer, &next), points[i]);
		assert_ptr_equal(next, buffer + n);
		assert_int_equal(text_count(buffer), 1);
	}
	assert_int_equal(text_count("perché €"), 8);
}

static void test_key(void **state)
{
	/* clang-format off */
	static const char *const same[][2] = {
		{ "Yes", "yes" },
		{ "  Perch\u00e9\u00a0NO ", "perche\u0301 no" },
		{ "Stra\u00dfe", "STRASSE" },
		{ "dell\u2019Unione", "dell'unione" },
		{ "dell`Unione", "dell\u00b4unione" },
		{ "\u201cwork\u201d", "\u00abWORK\u00bb" },
		{ "two\r\n lines", "two lines" },
		{ "soft\u00adhyphen", "softhyphen" },
		{ "\uff11\uff12", "12" },
		{ "\u0391\u03a3", "\u03b1\u03c2" },
		{ "", " \t\u202f" },
	};
	static const char *const differ[][2] = {
		{ "yes", "yess" },
		{ "perch\u00e9", "perche" },
		{ "a b", "ab" },
	};
	/* clang-format on */

	for (size_t i = 0; i < LENGTH(same); i++)
		assert_string_equal(text_key(*state, same[i][0]),
				    text_key(*state, same[i][1]));
	for (size_t i = 0; i < LENGTH(differ); i++)
		assert_string_not_equal(text_key(*state, differ[i][0]),
					text_key(*state, differ[i][1]));
}

static void test_trim(void **state)
{
	assert_string_equal(text_trim(*state, " \u00a0 a  b\n\u2003"), "a  b");
	assert_string_equal(text_trim(*state, "x"), "x");
	assert_string_equal(text_trim(*state, " \t "), "");
	assert_string_equal(text_trim(*state, ""), "");
}

static void test_slug(void **state)
{
	/* clang-format off */
	static const char *const cases[][2] = {
		{ "Skill gap 2026", "skill-gap-2026" },
		{ "  --Łódź, perché?! ", "lodz-perche" },
		{ "Æbleø & Straße", "aebleo-strasse" },
		{ "αβ", "u3b1u3b2" },
		{ "...", "" },
		{ "a/../b", "a-b" },
	};
	/* clang-format on */

	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_string_equal(text_slug(*state, cases[i][0]),
				    cases[i][1]);
}

static void test_parse_number(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		char decimal;
		double value; /* NaN: refused */
	} cases[] = {
		{ "0", 0, 0 }, { "7", '.', 7 }, { "  42\u00a0", 0, 42 },
		{ "-3", 0, -3 }, { "\u22123", 0, -3 }, { "+3", 0, 3 },
		{ "1234.5", 0, 1234.5 }, { "1234,5", 0, 1234.5 },
		{ "1.234,5", 0, 1234.5 }, { "1,234.5", 0, 1234.5 },
		{ "1 234,5", 0, 1234.5 }, { "1\u202f234.5", 0, 1234.5 },
		{ "1'234.5", 0, 1234.5 }, { "1\u2019234,5", 0, 1234.5 },
		{ "1.234.567", 0, 1234567 }, { "1,234,567", 0, 1234567 },
		{ "12 345", 0, 12345 }, { "0.125", 0, 0.125 },
		{ "0,125", 0, 0.125 }, { "1234.567", 0, 1234.567 },
		{ ".5", 0, 0.5 }, { "-,25", 0, -0.25 },
		{ "1e3", 0, 1000 }, { "2.5E-3", '.', 0.0025 },
		{ "0.1", 0, 0.1 }, { "9007199254740993", 0, 9007199254740992 },
		/* what the source declares settles it */
		{ "1,234", ',', 1.234 }, { "1,234", '.', 1234 },
		{ "1.234", '.', 1.234 }, { "1.234", ',', 1234 },
		{ "10.487", ',', 10487 },
		/* ambiguous or no number */
		{ "1,234", 0, (double)NAN }, { "1.234", 0, (double)NAN },
		{ "12,345", 0, (double)NAN }, { "1,23", '.', (double)NAN },
		{ "1.23", ',', (double)NAN }, { "1,2,3", 0, (double)NAN },
		{ "1.2.3", '.', (double)NAN }, { "12,34.5", 0, (double)NAN },
		{ "1,234,5", ',', (double)NAN }, { "1.234,567.8", 0, (double)NAN },
		{ "", 0, (double)NAN }, { " ", 0, (double)NAN },
		{ "-", 0, (double)NAN }, { "5.", 0, (double)NAN },
		{ "5 apples", 0, (double)NAN }, { "1e", 0, (double)NAN },
		{ "0x10", 0, (double)NAN }, { "nan", 0, (double)NAN },
		{ "inf", 0, (double)NAN }, { "1e999", 0, (double)NAN },
		{ "--1", 0, (double)NAN }, { "1 23", 0, (double)NAN },
		{ "2021-11-03", 0, (double)NAN }, { "12:30", 0, (double)NAN },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		double value = -99;
		bool is_number = text_parse_number(cases[i].text,
						   cases[i].decimal, &value);

		if (is_number == isnan(cases[i].value))
			fail_msg("'%s' (%c): %g", cases[i].text,
				 cases[i].decimal ? cases[i].decimal : '?',
				 value);
		if (is_number)
			assert_true(value == cases[i].value);
	}
}

static void test_number(void **state)
{
	/* clang-format off */
	static const struct {
		double value;
		int decimals;
		bool is_signed;
		const char *language, *text;
	} cases[] = {
		{ 0, 0, false, "en", "0" },
		{ 2.5, 0, false, "en", "3" },
		{ -2.5, 0, false, "en", "−3" },
		{ 0.285, 2, false, "en", "0.29" },
		{ 1.005, 2, false, "it", "1,01" },
		{ -0.001, 2, false, "en", "0.00" },
		{ 0.004, 2, true, "en", "0.00" },
		{ 0.31, 2, true, "en", "+0.31" },
		{ -0.31, 1, true, "it", "−0,3" },
		{ 9999, 0, false, "en", "9999" },
		{ 9999.5, 0, false, "en", "10,000" },
		{ 1234567.891, 1, false, "en", "1,234,567.9" },
		{ 1234567.891, 1, false, "it", "1.234.567,9" },
		{ 12345, 0, false, "fr", "12\u202f345" },
		{ 0.05, 3, false, "en", "0.050" },
		{ 0.00049, 3, false, "en", "0.000" },
		{ 0.96, 1, false, "en", "1.0" },
		{ 99.96, 1, false, "en", "100.0" },
		{ 1e21, 0, false, "en", "1,000,000,000,000,000,000,000" },
		{ 7, 2, false, "xx", "7.00" },
	};
	/* clang-format on */

	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_string_equal(text_number(*state, cases[i].value,
						cases[i].decimals,
						cases[i].is_signed,
						text_locale(cases[i].language)),
				    cases[i].text);
	assert_string_equal(
		text_number(*state, (double)NAN, 2, true, text_locale("en")),
		"–");
}

static void test_number_exact(void **state)
{
	/* clang-format off */
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -2.5, "-2.5" },
		{ 0.1, "0.1" }, { 0.30000000000000004, "0.30000000000000004" },
		{ 1234567, "1234567" }, { 100, "100" }, { 0.001, "0.001" },
		{ 1e300, "1e300" }, { 2.5e-10, "2.5e-10" },
		{ 5e-324, "5e-324" },
	};
	/* clang-format on */

	for (size_t i = 0; i < LENGTH(cases); i++) {
		char *text = text_number_exact(*state, cases[i].value);
		double back;

		assert_string_equal(text, cases[i].text);
		assert_true(text_parse_number(text, '.', &back));
		assert_true(back == cases[i].value);
	}
}

static void test_date(void **state)
{
	/* clang-format off */
	static const char *const cases[][3] = {
		{ "en", "2026-11-22", "22 November 2026" },
		{ "it", "2026-11-22", "22 novembre 2026" },
		{ "it", "2026-01-01", "1º gennaio 2026" },
		{ "de", "2026-03-05", "5. März 2026" },
		{ "es", "2026-12-31", "31 de diciembre de 2026" },
		{ "en", "spring 2026", "spring 2026" },
		{ "en", "2026-13-01", "2026-13-01" },
		{ "pl", "2026-11-22", "2026-11-22" },
	};
	/* clang-format on */

	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_string_equal(text_date(*state, cases[i][1],
					      text_locale(cases[i][0])),
				    cases[i][2]);
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
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
		cmocka_unit_test(test_valid_prefix),
		cmocka_unit_test(test_decode_encode),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_slug),
		cmocka_unit_test(test_parse_number),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_number_exact),
		cmocka_unit_test(test_date),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
