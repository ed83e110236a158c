#include "pipeline/core/memory.h"
#include "pipeline/data/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* Text and length. */
#define BYTES(text)   text, sizeof(text) - 1
#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* clang-format off */
static const struct {
	const char *text;
	char delimiter, decimal;
	size_t n_columns;
	const char *line_ends;
	enum dialect_quoting quoting;
} cases[] = {
	{ "a,b\n1,2\n", ',', 0, 2, "LF", QUOTING_NONE },
	{ "a;b\r\n1;2\r\n", ';', 0, 2, "CRLF", QUOTING_NONE },
	{ "a\tb\r1\t2\r", '\t', 0, 2, "CR", QUOTING_NONE },
	{ "a|b|c\n1|2|3\n", '|', 0, 3, "LF", QUOTING_NONE },
	/* more commas than semicolons, but not as consistently */
	{ "a;b\n1,5;2,25\n3,5;4\n", ';', ',', 2, "LF", QUOTING_NONE },
	{ "id,likes\n1,a;b;c\n2,a\n3,b;c\n", ',', 0, 2, "LF", QUOTING_NONE },
	{ "id,likes\n1,\"x, y; z\"\n2,\"; ;\"\n", ',', 0, 2, "LF", QUOTING_SOME },
	{ "\"a\";\"b\"\n\"1.5\";\"x\"\n", ';', '.', 2, "LF", QUOTING_ALL },
	{ "a;b\n\"1,2\n3,4\";5\n", ';', 0, 2, "LF", QUOTING_SOME },
	/* one record of many does not agree */
	{ "a,b,c\n1,2,3\n1,2,3\n1;2;3\n1,2,3\n", ',', 0, 3, "LF", QUOTING_NONE },
	/* one column */
	{ "a\n1\n2\n", ',', 0, 1, "LF", QUOTING_NONE },
	/* a decimal mark must not be one of thousands */
	{ "a;b\n1.234;2.345\n", ';', 0, 2, "LF", QUOTING_NONE },
	{ "a;b\n0,125;x\n", ';', ',', 2, "LF", QUOTING_NONE },
	{ "a;b\n-0.5;1,5\n+2.25;3\n", ';', '.', 2, "LF", QUOTING_NONE },
	{ "a;b\n1.5;2,5\n", ';', 0, 2, "LF", QUOTING_NONE },
	{ "sep=|\na|b\n1|2\n", '|', 0, 2, "LF", QUOTING_NONE },
	{ "", ',', 0, 0, "LF", QUOTING_NONE },
};
/* clang-format on */

static struct dialect detect(const char *text,
			     const struct dialect_fixed *fixed)
{
	static const struct dialect_fixed nothing = { .delimiter = 0 };
	struct dialect dialect = { .delimiter = 0 };

	dialect_detect(text, strlen(text), true, fixed ? fixed : &nothing,
		       &dialect);
	return dialect;
}

static void test_detect(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct dialect dialect = detect(cases[i].text, NULL);

		if (dialect.delimiter != cases[i].delimiter ||
		    dialect.decimal != cases[i].decimal)
			fail_msg("%s: '%c', '%c'", cases[i].text,
				 dialect.delimiter, dialect.decimal);
		assert_int_equal(dialect.n_columns, cases[i].n_columns);
		assert_string_equal(dialect.line_ends, cases[i].line_ends);
		assert_int_equal(dialect.quoting, cases[i].quoting);
		assert_false(dialect.is_wrapped);
	}
}

static void test_wrapped(void **state)
{
	(void)state;
	assert_true(
		detect("\"a;\"\"b\"\"\"\n\"1;\"\"2\"\"\"\n", NULL).is_wrapped);
	/* One column of quoted text with commas is a file like any other. */
	assert_false(detect("opinion\n\"yes, but\"\n", NULL).is_wrapped);
	assert_false(detect("\"a, b\"\n\"1\"\n", NULL).is_wrapped);
	assert_false(detect("\"a, b\"\n\"x, y, z\"\n", NULL).is_wrapped);
}

static void test_fixed(void **state)
{
	static const struct dialect_fixed fixed = { .delimiter = ';',
						    .decimal = ',' };
	struct dialect dialect = detect("a,b;c\n1.5,2;3\n", &fixed);

	assert_int_equal(dialect.delimiter, ';');
	assert_int_equal(dialect.decimal, ',');
	assert_int_equal(dialect.n_columns, 2);
	strcpy(dialect.encoding.name, "UTF-8");
	assert_string_equal(dialect_verdict(*state, &dialect),
			    "UTF-8, semicolon (fixed), LF, no quotes, "
			    "decimal comma (fixed); 2 columns in 2 of 2 "
			    "records, 1 header row");
}

static void test_verdict(void **state)
{
	struct dialect dialect = detect("\"a\"\t\"b\"\r\n", NULL);

	strcpy(dialect.encoding.name, "UTF-16LE");
	dialect.encoding.mark = 2;
	assert_string_equal(dialect_verdict(*state, &dialect),
			    "UTF-16LE with byte-order mark, tab, CRLF, all "
			    "cells in quotes, no decimals seen; 2 columns in "
			    "1 of 1 records, 1 header row");
}

static struct encoding detect_bytes(const char *text, size_t length)
{
	struct error error = { .code = ERROR_NONE };
	struct encoding encoding;
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	fflush(file);
	assert_int_equal(encoding_detect(fileno(file), "x", &encoding, &error),
			 0);
	fclose(file);
	return encoding;
}

static void test_encodings(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text;
		size_t length;
		const char *name;
		size_t mark;
		bool is_binary;
	} texts[] = {
		{ "abc", 3, "UTF-8", 0, false },
		{ "\xC3\xA9", 2, "UTF-8", 0, false },
		{ "\xE9t\xE9", 3, "Windows-1252", 0, false },
		{ "caf\xE9", 4, "Windows-1252", 0, false },
		{ "\xC3\xA9\xC3\xA9\xE9", 5, "UTF-8", 0, false },
		{ "\xEF\xBB\xBF\xE9\xE9", 5, "UTF-8", 3, false },
		/* MacRoman, ISO-8859-15, Windows-1250, ISO-8859-2 */
		{ BYTES("citt\x88, perch\x8E, pi\x9D"), "MACINTOSH", 0, false },
		{ BYTES("5 \xA4, perch\xE9"), "ISO-8859-15", 0, false },
		{ BYTES("\xA3\xF3""d\x9F, W\xB3och, pi\xEA\xE6"), "WINDOWS-1250", 0,
		  false },
		{ BYTES("s\xB1, \xB3\xF3""d\xBC"), "ISO-8859-2", 0, false },
		/* Spanish, Italian and French between signs */
		{ BYTES("\xBFqu\xE9 a\xF1o?"), "Windows-1252", 0, false },
		{ BYTES("l\x92universit\xE0 \x93\xE8\x94 gi\xE0"), "Windows-1252",
		  0, false },
		{ BYTES("\xABgar\xE7on\xBB, c\x9Cur"), "Windows-1252", 0, false },
		/* UTF-16 that lost its mark */
		{ BYTES("a\0;\0b\0\n\0"), "UTF-16LE", 0, false },
		{ BYTES("\0a\0;\0b\0\n"), "UTF-16BE", 0, false },
		{ "\xFF\xFE" "a\0", 4, "UTF-16LE", 2, false },
		{ "\xFE\xFF\0a", 4, "UTF-16BE", 2, false },
		{ "a\0b", 3, "UTF-8", 0, true },
		{ "\x01\x02\x03", 3, "UTF-8", 0, true },
		{ "a\tb\r\n\f", 6, "UTF-8", 0, false },
		{ "", 0, "UTF-8", 0, false },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		struct encoding encoding =
			detect_bytes(texts[i].text, texts[i].length);

		assert_string_equal(encoding.name, texts[i].name);
		assert_int_equal(encoding.mark, texts[i].mark);
		assert_int_equal(encoding.is_binary, texts[i].is_binary);
	}
}

/* The first letter beyond ASCII may come late, and across two blocks. */
static void test_late_letters(void **state)
{
	size_t length = 200000;
	char *text = memory_array(*state, char, length + 4);

	memset(text, 'a', length);
	for (size_t at = 65530; at < 65545; at++) {
		memcpy(text + at, "\xE2\x82\xAC", 3);
		assert_string_equal(detect_bytes(text, length).name, "UTF-8");
		memset(text + at, 'a', 3);
	}
	text[length - 1] = '\xE9';
	assert_string_equal(detect_bytes(text, length).name, "Windows-1252");
}

static void test_named(void **state)
{
	/* clang-format off */
	static const char *const names[][2] = {
		{ "utf-8", "UTF-8" }, { "UTF8", "UTF-8" },
		{ "latin1", "Windows-1252" }, { "ISO-8859-1", "Windows-1252" },
		{ "cp1252", "Windows-1252" }, { "utf-16", "UTF-16LE" },
		{ "ISO-8859-2", "ISO-8859-2" }, { "klingon", NULL },
		{ "MacRoman", "MACINTOSH" }, { "windows-1250", "windows-1250" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < LENGTH(names); i++) {
		struct encoding encoding = { .mark = 0 };

		assert_int_equal(encoding_named(names[i][0], &encoding),
				 names[i][1] != NULL);
		if (names[i][1])
			assert_string_equal(encoding.name, names[i][1]);
	}
}

static void check_conversion(void *ctx, const char *name, const char *in,
			     size_t length, const char *expected)
{
	struct encoding encoding = { .mark = 0 };
	struct converter *converter;
	char out[256];
	size_t written;

	assert_true(encoding_named(name, &encoding));
	converter = converter_new(ctx, &encoding);
	assert_int_equal(converter_run(converter, in, length, out, &written),
			 length);
	out[written] = '\0';
	assert_string_equal(out, expected);
}

static void test_convert(void **state)
{
	check_conversion(*state, "windows-1252", "\x80 \x93x\x94 \xE9\xFF", 8,
			 "€ “x” éÿ");
	/* The five holes are the control characters of Latin-1. */
	check_conversion(*state, "windows-1252", "\x81\x8D", 2,
			 "\xC2\x81\xC2\x8D");
	check_conversion(*state, "iso-8859-2", "\xB3\xF3", 2, "łó");
	check_conversion(*state, "utf-16le", "a\0\xAC\x20", 4, "a€");
	/* Half of a pair is nothing. */
	check_conversion(*state, "utf-16le",
			 "\0\xDC"
			 "b\0",
			 4,
			 "\xFF"
			 "b");
	check_conversion(*state, "utf-8", "é", 2, "é");
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
		cmocka_unit_test(test_detect),
		cmocka_unit_test(test_wrapped),
		cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_verdict),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_late_letters),
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_convert),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
