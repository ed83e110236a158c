#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/csv_reader.h"
#include "tests/support/csv_text.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static char *folder; /* of this program */

static char *write_bytes(void *ctx, const char *text, size_t length)
{
	struct error error = { .code = ERROR_NONE };
	char *path = file_join(ctx, folder, "answers.csv");

	assert_int_equal(file_write(path, text, length, &error), 0);
	return path;
}

static struct csv_reader *open_file(void *ctx, const char *path)
{
	struct error error = { .code = ERROR_NONE };
	struct csv_reader *reader = NULL;

	csv_reader_open(ctx, path, NULL, &reader, &error);
	assert_string_equal(error.what, "");
	return reader;
}

struct reading {
	const char *name, *text, *records;
};

/* clang-format off */
static const struct reading readings[] = {
	{ "plain", "a,b\n1,2\n3,4\n", "2: 1|2\n3: 3|4\n" },
	{ "no line end at the end", "a,b\n1,2", "2: 1|2\n" },
	{ "CRLF", "a,b\r\n1,2\r\n", "2: 1|2\n" },
	{ "CR", "a,b\r1,2\r3,4\r", "2: 1|2\n3: 3|4\n" },
	{ "mixed line ends", "a,b\n1,2\r\n3,4\r5,6\n",
	  "2: 1|2\n3: 3|4\n4: 5|6\n" },
	{ "NULL and empty", "a,b,c\n,\"\",x\n", "2: ~||x\n" },
	{ "NULL at the end", "a,b\n1,\n", "2: 1|~\n" },
	{ "empty at the end", "a,b\r\n1,\"\"\r\n", "2: 1|\n" },
	{ "blanks", "a,b\n  1 2  ,\t3\t\n", "2: 1 2|3\n" },
	{ "blanks in quotes", "a,b\n\" 1 \",2\n", "2:  1 |2\n" },
	{ "blanks around quotes", "a,b\n \"1\" , \"2\"\n", "2: 1|2\n" },
	{ "quoted delimiter", "a,b\n\"1,2\",3\n", "2: 1,2|3\n" },
	{ "quoted line ends", "a,b\n\"1\n2\",3\n4,5\n",
	  "2: 1\n2|3\n4: 4|5\n" },
	{ "quoted CRLF", "a,b\r\n\"1\r\n2\",3\r\n4,5\r\n",
	  "2: 1\r\n2|3\n4: 4|5\n" },
	{ "doubled quotes", "a,b\n\"say \"\"no\"\"\",\"\"\"\"\n",
	  "2: say \"no\"|\"\n" },
	{ "blank lines", "\na,b\n\n1,2\n  \n\n3,4\n", "4: 1|2\n7: 3|4\n" },
	{ "lines of delimiters", "a,b\n1,2\n,\n , \n3,4\n",
	  "2: 1|2\n5: 3|4\n" },
	{ "quoted nothing is something", "a,b\n\"\",\"\"\n", "2: |\n" },
	{ "line ends with a delimiter", "a,b\n1,2,\n3,4\n",
	  "2: 1|2\n3: 3|4\n" },
	{ "header ends with a delimiter", "a,b,\n1,2\n3,4,\n",
	  "2: 1|2|~\n3: 3|4|~\n" },
	{ "one column", "a\n1\n\"\"\n\n2\n", "2: 1\n3: \n5: 2\n" },
	{ "quote inside a cell", "a,b\n5\" disk,x\n", "2: 5\" disk|x\n" },
	{ "quotes not doubled", "a,b\n\"say \"no\" to it\",x\n1,2\n",
	  "2: say \"no\" to it|x\n3: 1|2\n" },
	{ "byte-order mark", "\xEF\xBB\xBF\"a\",b\n1,2\n", "2: 1|2\n" },
	{ "sep line", "sep=;\na;b\n1;2\n", "3: 1|2\n" },
	{ "too few cells", "a,b,c\n1,2,3\n4,5\n6,7,8\n",
	  "2: 1|2|3\n3: !3 2 cells where the header has 3 <4,5>\n4: 6|7|8\n" },
	{ "too many cells", "a,b\n1,2,3,4\r\n5,6\n",
	  "2: !3 4 cells where the header has 2 <1,2,3,4>\n3: 5|6\n" },
	{ "a NULL and a cell too many", "a,b\n1,2,,\n",
	  "2: !3 4 cells where the header has 2 <1,2,,>\n" },
	{ "open quote at the end", "a,b\n1,2\n3,\"4\n5,6\n7,8\n",
	  "2: 1|2\n3: 3|\"4\n4: 5|6\n5: 7|8\n" },
	{ "open quote in too few cells", "a,b\n1,2\n\"3 4\n5,6\n7,8\n",
	  "2: 1|2\n3: !1 a quote is opened and never closed <\"3 4>\n"
	  "4: 5|6\n5: 7|8\n" },
	{ "text behind a quote", "a,b\n\"1\"x,2\n3,4\n",
	  "2: \"1\"x|2\n3: 3|4\n" },
	{ "text behind a quote, too few cells", "a,b\n\"1\"x\n3,4\n",
	  "2: 1|x\n3: 3|4\n" },
	{ "a quote that swallows lines", "a,b\n1,\"2\n3,4\n5,6\"\n7,8\n9,10\n",
	  "2: 1|2\n3,4\n5,6\n5: 7|8\n6: 9|10\n" },
	{ "a quote that swallows lines and cells",
	  "a,b,c\n1,\"2,3\n4,5,6\n7\",8,9\n10,11,12\n",
	  "2: 1|\"2|3\n3: 4|5|6\n4: 7\"|8|9\n5: 10|11|12\n" },
	{ "a quote too many", "a,b,c\n1,\"2,\"x, y\"\n4,5,6\n",
	  "2: 1|\"2|x, y\n3: 4|5|6\n" },
	{ "a delimiter too few", "a,b,c\n1,2\"x, y\"\n4,5,6\n",
	  "2: 1|2|x, y\n3: 4|5|6\n" },
	{ "another delimiter", "a,b,c,d\n1,2,3,4\n5;\"6,7\";8;9\n1,2,3,4\n",
	  "2: 1|2|3|4\n3: 5|6,7|8|9\n4: 1|2|3|4\n" },
	{ "quotes not doubled, over lines",
	  "a,b\n\"so\n\"x\" ok\",2\n3,4\n", "2: so\n\"x\" ok|2\n4: 3|4\n" },
	{ "the header again", "a,b\n1,2\n\na,b\n3,4\n", "2: 1|2\n" },
	{ "the header again, wider", "a,b\n1,2\na,b,c\n3,4,5\n", "2: 1|2\n" },
	{ "the header at once is an answer", "a,b\na,b\n1,2\n",
	  "2: a|b\n3: 1|2\n" },
	{ "apostrophes", "'a','b'\n'1,5','it''s'\n'2','\"'\n",
	  "2: 1,5|it's\n3: 2|\"\n" },
	{ "backslashes",
	  "a,b\n\"5\\\" disk\",\"x\\\\\"\n\"say \\\"a, b\\\"\",\\N\n",
	  "2: 5\" disk|x\\\n3: say \"a, b\"|~\n" },
	{ "inches", "a\tb\n5\" disk\t3\"\n\"4\tx\n\"5\ty\n",
	  "2: 5\" disk|3\"\n3: \"4|x\n4: \"5|y\n" },
	{ "blanks", "a b c\n1 \"2 3\" 4\n5 6 7\n8 9 10\n",
	  "2: 1|2 3|4\n3: 5|6|7\n4: 8|9|10\n" },
	{ "wrapped lines", "\"a;\"\"b\"\"\"\n\"1;\"\"x; y\"\"\"\n",
	  "2: 1|x; y\n" },
	{ "lines before the header",
	  "Survey of skills\nExported,2021\n\nid,age,town\n1,30,Roma\n2,31,Bari\n",
	  "5: 1|30|Roma\n6: 2|31|Bari\n" },
	{ "three header rows",
	  "Q1,Q2\nHow old?,When?\n\"{\"\"ImportId\"\":\"\"a\"\"}\",x\n30,y\n",
	  "4: 30|y\n" },
	{ "no header", "2021-03-04,1,yes\n2021-03-05,2,no\n",
	  "1: 2021-03-04|1|yes\n2: 2021-03-05|2|no\n" },
	{ "not UTF-8", "a,b\n\xC3\xA9,1\n\xE9,2\n3,4\n\xC3\xA9,\xC3\xA9\n",
	  "2: \xC3\xA9|1\n3: !0 the record is not valid text <\xE9,2>\n"
	  "4: 3|4\n5: \xC3\xA9|\xC3\xA9\n" },
	{ "Windows-1252", "a;b\ncaf\xE9;\x80 5\n", "2: caf\xC3\xA9|\xE2\x82\xAC 5\n" },
};
/* clang-format on */

static void test_readings(void **state)
{
	for (size_t i = 0; i < LENGTH(readings); i++) {
		const struct reading *reading = &readings[i];
		char *path = write_bytes(*state, reading->text,
					 strlen(reading->text));

		for (int is_slow = 0; is_slow < 2; is_slow++) {
			struct csv_reader *reader = open_file(*state, path);
			char *records = csv_text(*state, reader, is_slow);

			if (strcmp(records, reading->records))
				fail_msg("%s (%s):\n%s", reading->name,
					 is_slow ? "libcsv" : "index", records);
			talloc_free(reader);
		}
	}
}

static void test_header(void **state)
{
	static const char text[] =
		"\xEF\xBB\xBF id ,\"a \"\"b\"\"\",,\"two\nlines\",\n1,2,3,4,\n";
	char *path = write_bytes(*state, text, sizeof text - 1);
	struct csv_reader *reader = open_file(*state, path);
	const struct csv_header *header = csv_reader_header(reader);

	assert_int_equal(header->n, 5);
	assert_string_equal(header->names[0], "id");
	assert_string_equal(header->names[1], "a \"b\"");
	assert_string_equal(header->names[2], "column_3");
	assert_string_equal(header->names[3], "two\nlines");
	assert_string_equal(header->names[4], "column_5");
	assert_true(header->has_empty_end);
	assert_int_equal(header->line, 1);
	assert_string_equal(csv_text(*state, reader, false), "3: 1|2|3|4|~\n");
}

static void test_blank_lines(void **state)
{
	static const char text[] = "\n a,b \n\n1,2\n,\n\n";
	struct csv_reader *reader =
		open_file(*state, write_bytes(*state, text, sizeof text - 1));

	csv_text(*state, reader, false);
	assert_int_equal(csv_reader_blank_lines(reader), 4);
}

struct refusal {
	const char *text;
	size_t length;
	enum error_code code;
	const char *where, *what, *remedy;
};

static void check_refusal(void *ctx, const struct refusal *refusal,
			  const struct dialect_fixed *fixed)
{
	char *path = write_bytes(ctx, refusal->text, refusal->length);
	struct error error = { .code = ERROR_NONE };
	struct csv_reader *reader;

	if (csv_reader_open(ctx, path, fixed, &reader, &error) == 0)
		fail_msg("accepted: %s", refusal->what);
	assert_int_equal(error.code, refusal->code);
	assert_string_equal(error.where,
			    memory_format(ctx, "%s%s", path, refusal->where));
	if (!strstr(error.what, refusal->what))
		fail_msg("%s", error.what);
	if (!strstr(error.remedy, refusal->remedy))
		fail_msg("%s", error.remedy);
}

static void test_refusals(void **state)
{
	/* clang-format off */
	static const struct refusal refusals[] = {
		{ "", 0, ERROR_DATA, "", "the file is empty", "export" },
		{ "\n \n\n", 4, ERROR_DATA, "",
		  "nothing but blank lines", "export" },
		{ "\xEF\xBB\xBF", 3, ERROR_DATA, "",
		  "nothing but blank lines", "export" },
		{ "PK\x03\x04\0\0\0\0", 8, ERROR_DATA, "",
		  "a workbook or archive", "save the sheet as CSV" },
		{ "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16, ERROR_DATA, "",
		  "a binary file", "name a CSV file" },
		{ "a,b\n1,\0\n", 8, ERROR_DATA, "",
		  "a binary file", "name a CSV file" },
		{ "a,\"b\n1,2\n", 9, ERROR_DATA, ":1:2",
		  "the header cannot be read: a quote is opened and never "
		  "closed", "correct the header line" },
		{ "a,\xC3\xA9\xC3\xA9,\xE9\n1,2\n", 13, ERROR_DATA, ":1",
		  "the header cannot be read: the record is not valid text",
		  "correct the header line" },
	};
	/* clang-format on */

	for (size_t i = 0; i < LENGTH(refusals); i++)
		check_refusal(*state, &refusals[i], NULL);
}

static void test_fixed_encoding(void **state)
{
	static const struct dialect_fixed unknown = { .encoding = "klingon" };
	static const struct dialect_fixed western = { .encoding =
							      "ISO-8859-1" };
	static const struct refusal refusal = {
		"a,b\n1,2\n",
		8,
		ERROR_PROJECT,
		"",
		"there is no encoding 'klingon'",
		"utf-8"
	};
	struct error error = { .code = ERROR_NONE };
	struct csv_reader *reader;
	char *path;

	check_refusal(*state, &refusal, &unknown);
	path = write_bytes(*state, "a\n\xC3\xA9\n", 5);
	assert_int_equal(
		csv_reader_open(*state, path, &western, &reader, &error), 0);
	assert_string_equal(csv_text(*state, reader, false),
			    "2: \xC3\x83\xC2\xA9\n");
}

static void test_missing_file(void **state)
{
	struct error error = { .code = ERROR_NONE };
	struct csv_reader *reader;
	char *path = file_join(*state, folder, "nowhere.csv");

	assert_int_equal(csv_reader_open(*state, path, NULL, &reader, &error),
			 -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_string_equal(error.where, path);
	error = (struct error){ .code = ERROR_NONE };
	assert_int_equal(csv_reader_open(*state, folder, NULL, &reader, &error),
			 -1);
	assert_string_equal(error.what, "this is a folder, not a file");
}

static void test_utf16(void **state)
{
	static const char little[] = "\xFF\xFE"
				     "a\0,\0b\0\n\0\xE9\0,\0\xAC\x20\n\0";
	static const char big[] = "\xFE\xFF"
				  "\0a\0,\0b\0\n\0\xE9\0,\x20\xAC\0\n";
	static const char cut[] = "\xFF\xFE"
				  "a\0\n\0b\0\n\0c";

	assert_string_equal(
		csv_text(*state,
			 open_file(*state, write_bytes(*state, little,
						       sizeof little - 1)),
			 false),
		"2: \xC3\xA9|\xE2\x82\xAC\n");
	assert_string_equal(
		csv_text(*state,
			 open_file(*state,
				   write_bytes(*state, big, sizeof big - 1)),
			 false),
		"2: \xC3\xA9|\xE2\x82\xAC\n");
	assert_string_equal(
		csv_text(*state,
			 open_file(*state,
				   write_bytes(*state, cut, sizeof cut - 1)),
			 false),
		"2: b\n3: !0 the record is not valid text <\xFF>\n");
}

static void test_zero_byte_later(void **state)
{
	char *text = memory_array(*state, char, 20000);
	struct csv_reader *reader;
	char *records;

	/* Beyond what is looked at to tell text from a binary file. */
	strcpy(text, "a,b\n");
	for (size_t at = 4; at + 4 <= 16004; at += 4)
		memcpy(text + at, "1,2\n", 4);
	text[12000 + 2] = '\0';
	reader = open_file(*state, write_bytes(*state, text, 16004));
	records = csv_text(*state, reader, false);
	assert_non_null(strstr(records, "3001: !0 the record holds a zero "
					"byte"));
	assert_non_null(strstr(records, "\n3002: 1|2\n"));
}

/* A quote at the start of a big file must not swallow it, nor memory. */
static void test_runaway_quote(void **state)
{
	size_t length = 3 << 20, at;
	char *text = memory_array(*state, char, length + 16);
	struct csv_reader *reader;
	const struct csv_record *record;
	struct error error = { .code = ERROR_NONE };
	size_t n = 0, n_faults = 0;

	strcpy(text, "a,b\n\"1 2\n");
	for (at = 9; at < length; at += 4)
		memcpy(text + at, "3,4\n", 4);
	reader = open_file(*state, write_bytes(*state, text, at));
	while (csv_reader_next(reader, &record, &error) > 0) {
		n++;
		if (!record->fault)
			continue;
		n_faults++;
		assert_int_equal(record->line, 2);
		assert_non_null(strstr(record->fault, "1 MiB"));
		assert_int_equal(record->raw_length, 4);
	}
	assert_int_equal(n, 1 + (at - 9) / 4);
	assert_int_equal(n_faults, 1);
}

/* Records of every length across the borders of blocks and windows. */
static void test_borders(void **state)
{
	enum { N = 3000 };
	char *text = memory_text(*state, "id,text\n"), *quoted;
	struct csv_reader *reader;
	const struct csv_record *record;
	struct error error = { .code = ERROR_NONE };
	uint64_t line = 2;

	quoted = memory_array(*state, char, N + 1);
	for (size_t i = 0; i < N; i++) {
		memset(quoted, 'x', i);
		text = memory_check(talloc_asprintf_append_buffer(
			text, i % 3 ? "%zu,\"\n%s\"\r\n" : "%zu,x%s\"\n", i,
			quoted));
	}
	reader = open_file(*state, write_bytes(*state, text, strlen(text)));
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(csv_reader_next(reader, &record, &error), 1);
		assert_null(record->fault);
		assert_int_equal(record->n_cells, 2);
		assert_int_equal(record->cells[1].length, i + (i % 3 ? 1 : 2));
		assert_int_equal(record->line, line);
		line += record->n_lines;
		assert_int_equal(record->n_lines, i % 3 ? 2 : 1);
	}
	assert_int_equal(csv_reader_next(reader, &record, &error), 0);
}

static void test_named_twice(void **state)
{
	static const char text[] =
		"id,Response,q,Response,Response\n1,2,3,4,5\n";
	static const char *const accepted[] = { "Response#2", "Response#3" };
	char *path = write_bytes(*state, text, sizeof text - 1);
	struct csv_reader *reader = open_file(*state, path);
	struct error error = { .code = ERROR_NONE };

	assert_int_equal(csv_reader_distinguish(reader, NULL, 0, &error), -1);
	assert_int_equal(error.code, ERROR_DATA);
	assert_string_equal(error.what, "two columns are named 'Response'");
	assert_string_equal(error.where, memory_format(*state, "%s:1:4", path));
	assert_non_null(strstr(error.remedy, "Response#2"));
	error = (struct error){ .code = ERROR_NONE };
	assert_int_equal(csv_reader_distinguish(reader, accepted, 1, &error),
			 -1);
	assert_string_equal(error.where, memory_format(*state, "%s:1:5", path));
	error = (struct error){ .code = ERROR_NONE };
	reader = open_file(*state, path);
	assert_int_equal(csv_reader_distinguish(reader, accepted, 2, &error),
			 0);
	assert_string_equal(csv_reader_header(reader)->names[4], "Response#3");
}

static void test_digest(void **state)
{
	static const char text[] = "\xEF\xBB\xBF"
				   "a;b\nx;y";
	struct error error = { .code = ERROR_NONE };
	char *path = write_bytes(*state, text, sizeof text - 1);
	struct csv_reader *reader = open_file(*state, path);
	char digest[HASH_TEXT], expected[HASH_TEXT];
	uint64_t n_bytes;

	csv_text(*state, reader, false);
	csv_reader_digest(reader, digest, &n_bytes);
	assert_int_equal(n_bytes, sizeof text - 1);
	assert_int_equal(hash_file(path, expected, &error), 0);
	assert_string_equal(digest, expected);
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
	folder = scratch_folder(*state);
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
		cmocka_unit_test(test_readings),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_blank_lines),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_fixed_encoding),
		cmocka_unit_test(test_missing_file),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_zero_byte_later),
		cmocka_unit_test(test_runaway_quote),
		cmocka_unit_test(test_borders),
		cmocka_unit_test(test_named_twice),
		cmocka_unit_test(test_digest),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
