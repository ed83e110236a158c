#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/tabular.h"
#include "tests/support/scratch.h"
#include "tests/support/tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* "a|b" of the names, then "3: 1|~" (line, cells; ~ is NULL), "4: !" a fault.
 */
static char *show(const void *ctx, struct tabular *tabular)
{
	const struct csv_header *header = tabular_header(tabular);
	const struct csv_record *record;
	struct error error = { 0 };
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < header->n; i++)
		text = talloc_asprintf_append(text, "%s%s", i ? "|" : "",
					      header->names[i]);
	while (tabular_next(tabular, &record, &error) > 0) {
		text = talloc_asprintf_append(text, "\n%d: %s",
					      (int)record->line,
					      record->fault ? "!" : "");
		for (size_t i = 0; i < record->n_cells; i++)
			text = talloc_asprintf_append(
				text, "%s%.*s", i ? "|" : "",
				record->cells[i].is_null
					? 1
					: (int)record->cells[i].length,
				record->cells[i].is_null
					? "~"
					: record->cells[i].text);
	}
	assert_string_equal(error.what, "");
	return text;
}

static struct tabular *opened(const void *ctx, const char *path,
			      const struct dialect_fixed *fixed)
{
	struct tabular *tabular = NULL;
	struct error error = { 0 };

	tabular_open(ctx, path, fixed, &tabular, &error);
	assert_string_equal(error.what, "");
	return tabular;
}

static const char styles[] =
	"<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/>"
	"<numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/>"
	"<numFmt numFmtId=\"166\" formatCode=\"0.0&quot; days&quot;\"/>"
	"</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
	"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
	"<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"
	"</cellXfs>";

static const struct {
	const char *sheet, *shown;
} sheets[] = {
	/* numbers as Excel shows them; days, times, truth, errors, formulas */
	{ "<sheetData><row r=\"1\"><c t=\"str\"><v>x</v></c>"
	  "<c t=\"str\"><v>y</v></c></row>"
	  "<row r=\"2\"><c><v>0.30000000000000004</v></c><c><v>1E-3</v></c>"
	  "</row><row r=\"3\"><c s=\"1\"><v>46348</v></c>"
	  "<c s=\"2\"><v>46348.4375</v></c></row>"
	  "<row r=\"4\"><c s=\"3\"><v>1.5</v></c><c s=\"4\"><v>2.5</v></c>"
	  "</row><row r=\"5\"><c t=\"b\"><v>1</v></c>"
	  "<c t=\"e\"><v>#N/A</v></c></row>"
	  "<row r=\"6\"><c><f>1+1</f><v>2</v></c>"
	  "<c t=\"str\"><v>a_x000A_b</v></c></row></sheetData>",
	  "x|y\n2: 0.3|0.001\n3: 2026-11-22|2026-11-22T10:30:00\n"
	  "4: 36:00:00|2.5\n5: TRUE|#N/A\n6: 2|a\nb" },
	/* empty rows and columns, gaps, cells beyond the header */
	{ "<sheetData><row r=\"2\"><c r=\"B2\" t=\"str\"><v>q</v></c>"
	  "<c r=\"C2\" t=\"str\"><v>p</v></c></row>"
	  "<row r=\"5\"><c r=\"C5\"><v>7</v></c><c r=\"E5\" s=\"1\"/></row>"
	  "<row r=\"6\"><c r=\"A6\"/></row></sheetData>",
	  "column_1|q|p\n5: ~|~|7" },
	/* a heading over two columns */
	{ "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c>"
	  "<c r=\"B1\" t=\"str\"><v>Skill</v></c></row>"
	  "<row r=\"2\"><c r=\"B2\" t=\"str\"><v>now</v></c>"
	  "<c r=\"C2\" t=\"str\"><v>need</v></c></row>"
	  "<row r=\"3\"><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>"
	  "<row r=\"4\"><c><v>2</v></c><c><v>2</v></c><c><v>4</v></c></row>"
	  "</sheetData><mergeCells><mergeCell ref=\"B1:C1\"/></mergeCells>",
	  "id|Skill now|Skill need\n3: 1|2|3\n4: 2|2|4" },
};

static void test_sheets(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);

	(void)state;
	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		char *path = tables_workbook(ctx, folder, "a.xlsx",
					     sheets[i].sheet, styles);

		assert_string_equal(show(ctx, opened(ctx, path, NULL)),
				    sheets[i].shown);
	}
	talloc_free(ctx);
}

/* Beyond the rows that are looked at, a wider one does not fit. */
static void test_row_wider_than_header(void **state)
{
	void *ctx = talloc_new(NULL);
	char *sheet = memory_text(ctx, "<sheetData><row><c t=\"str\"><v>a</v>"
				       "</c></row>");
	struct tabular *tabular;
	const struct csv_record *record;
	struct error error = { 0 };
	int more, n = 0;

	(void)state;
	for (int i = 0; i < 5000; i++)
		sheet = talloc_strdup_append(sheet,
					     "<row><c><v>1</v></c></row>");
	sheet = talloc_strdup_append(sheet, "<row><c><v>1</v></c><c><v>2</v>"
					    "</c></row></sheetData>");
	tabular = opened(ctx,
			 tables_workbook(ctx, scratch_folder(ctx), "a.xlsx",
					 sheet, styles),
			 NULL);
	while ((more = tabular_next(tabular, &record, &error)) > 0)
		if (++n == 5001)
			break;
	assert_int_equal(more, 1);
	assert_int_equal(record->line, 5002);
	assert_string_equal(record->fault, "there are cells to the right of "
					   "the named columns");
	assert_memory_equal(record->raw, "1\t2", record->raw_length);
	talloc_free(ctx);
}

static const char *const spss_cells[] = { "number", "town",  "words",
					  "1",      "Forlì", "",
					  "",       "",      "it's fine" };

static void test_spss(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);

	(void)state;
	for (int how = 0; how < 3; how++) {
		char *path = tables_spss(ctx, folder, "a.sav", spss_cells, 3, 2,
					 how);

		assert_string_equal(show(ctx, opened(ctx, path, NULL)),
				    "number|town|words\n1: 1|Forlì|~\n"
				    "2: ~|~|it's fine");
	}
	talloc_free(ctx);
}

/* Left before its end, the reading thread ends as well. */
static void test_spss_is_left(void **state)
{
	enum { ROWS = 3000 };
	void *ctx = talloc_new(NULL);
	const char **cells = memory_array(ctx, const char *, 1 + ROWS);
	const struct csv_record *record;
	struct error error = { 0 };
	struct tabular *tabular;

	(void)state;
	cells[0] = "n";
	for (size_t i = 1; i <= ROWS; i++)
		cells[i] = "2.5";
	tabular = opened(ctx,
			 tables_spss(ctx, scratch_folder(ctx), "a.sav", cells,
				     1, ROWS, 1),
			 NULL);
	assert_int_equal(tabular_next(tabular, &record, &error), 1);
	assert_int_equal(record->cells[0].length, 3);
	talloc_free(ctx);
}

static void test_vertical(void **state)
{
	static const struct {
		const char *text, *shown;
	} files[] = {
		{ "question,answer\nage,34\nname,\n", "age|name\n2: 34|~" },
		{ "age;34\ntown;Rome\n", "age|town\n1: 34|Rome" },
		{ "a,1\nb,2,3\nc,4\n", "a|c\n1: !1|4" },
	};
	const struct dialect_fixed fixed = { .is_vertical = true };
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = scratch_write(ctx, folder, "v.csv", files[i].text);

		assert_string_equal(show(ctx, opened(ctx, path, &fixed)),
				    files[i].shown);
	}
	talloc_free(ctx);
}

/* ---- files that cannot be read ------------------------------------------- */

static void refuse(void *ctx, const char *path,
		   const struct dialect_fixed *fixed, const char *what)
{
	struct tabular *tabular;
	struct error error = { 0 };

	assert_int_equal(tabular_open(ctx, path, fixed, &tabular, &error), -1);
	if (!strstr(error.what, what))
		fail_msg("'%s' does not say '%s'", error.what, what);
	assert_int_equal(error.code, ERROR_DATA);
	assert_true(*error.remedy);
}

/* The first LENGTH bytes of PATH as NAME. */
static char *cut(void *ctx, const char *path, const char *name, size_t length)
{
	char *data, *to = memory_format(ctx, "%s.%s", path, name);
	struct error error = { 0 };

	assert_int_equal(file_read(ctx, path, &data, NULL, &error), 0);
	assert_int_equal(file_write(to, data, length, &error), 0);
	return to;
}

static void test_bad_files(void **state)
{
	static const char old[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook";
	static const char locked[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
				     "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0";
	const struct dialect_fixed other = { .sheet = "Results" };
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	char *book =
		tables_workbook(ctx, folder, "a.xlsx", sheets[0].sheet, styles);
	char *spss = tables_spss(ctx, folder, "a.sav", spss_cells, 3, 2, 0);
	char *path = memory_format(ctx, "%s/old.xlsx", folder);
	struct error error = { 0 };

	(void)state;
	refuse(ctx, cut(ctx, book, "xlsx", 300), NULL, "Not a zip archive");
	refuse(ctx, book, &other, "no sheet 'Results'");
	file_write(path, old, sizeof old, &error);
	refuse(ctx, path, NULL, "Excel's old format");
	file_write(path, locked, sizeof locked, &error);
	refuse(ctx, path, NULL, "under a password");
	file_write(path, "a,b\n1,2\n", 8, &error);
	refuse(ctx, path, NULL, "no readable workbook");
	refuse(ctx,
	       tables_workbook(ctx, folder, "e.xlsx", "<sheetData/>", styles),
	       NULL, "the sheet 'Answers' is empty");
	refuse(ctx,
	       tables_workbook(ctx, folder, "b.xlsx", "<sheetData><row>",
			       styles),
	       NULL, "the XML is broken");
	refuse(ctx, cut(ctx, spss, "sav", 200), NULL,
	       "the SPSS file is damaged");
	talloc_free(ctx);
}

/* As large as the directory says: what the name NAME bears there. */
static void say_size(char *data, size_t length, const char *name)
{
	static const char mark[] = "PK\x01\x02";
	size_t n = strlen(name);

	/* 24 bytes behind the mark stands the size, 46 behind it the name. */
	for (char *at = data; at + 46 + n < data + length; at++)
		if (!memcmp(at, mark, sizeof mark - 1) &&
		    !memcmp(at + 46, name, n))
			memset(at + 24, 0xFE, 4);
}

/* Nothing is unpacked that is said to be larger than memory should hold. */
static void test_bombs(void **state)
{
	void *ctx = talloc_new(NULL);
	char *path = tables_workbook(ctx, scratch_folder(ctx), "a.xlsx",
				     sheets[0].sheet, styles);
	struct error error = { 0 };
	size_t length;
	char *data;

	(void)state;
	assert_int_equal(file_read(ctx, path, &data, &length, &error), 0);
	say_size(data, length, "xl/styles.xml");
	assert_int_equal(file_write(path, data, length, &error), 0);
	refuse(ctx, path, NULL, "unpacked it is larger than any survey");
	talloc_free(ctx);
}

static void test_spss_cut_among_cases(void **state)
{
	void *ctx = talloc_new(NULL);
	char *path = tables_spss(ctx, scratch_folder(ctx), "a.sav", spss_cells,
				 3, 2, 0);
	const struct csv_record *record;
	struct file_stamp stamp;
	struct tabular *tabular;
	struct error error = { 0 };
	int more;

	(void)state;
	assert_true(file_stamp(path, &stamp));
	path = cut(ctx, path, "sav", (size_t)stamp.size - 100);
	tabular = opened(ctx, path, NULL);
	do {
		more = tabular_next(tabular, &record, &error);
	} while (more > 0);
	assert_int_equal(more, -1);
	assert_int_equal(error.code, ERROR_DATA);
	assert_non_null(strstr(error.what, "the SPSS file is damaged"));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sheets),
		cmocka_unit_test(test_row_wider_than_header),
		cmocka_unit_test(test_spss),
		cmocka_unit_test(test_spss_is_left),
		cmocka_unit_test(test_vertical),
		cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_spss_cut_among_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
