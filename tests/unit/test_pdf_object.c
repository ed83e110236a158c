#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_object.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* The document with one page, as bytes with a NUL behind them. */
static char *saved(const void *ctx, struct pdf *pdf, size_t *length)
{
	struct error error = { 0 };
	uint8_t *data;

	HPDF_AddPage(pdf->document);
	assert_int_equal(pdf_save(ctx, pdf, &data, length, &error), 0);
	return memory_copy(ctx, data, *length);
}

static void assert_has(const char *file, size_t length, const char *part)
{
	if (!memmem(file, length, part, strlen(part)))
		fail_msg("no '%s' in the file", part);
}

static void values_are_written(void **state)
{
	struct pdf *pdf = pdf_new(NULL);
	HPDF_Dict dict = pdf_dict_indirect(pdf);
	HPDF_Array array;
	size_t length;
	char *file;

	(void)state;
	pdf_put(pdf, pdf->document->catalog, "Test", dict);
	pdf_put_name(pdf, dict, "Name", "Value");
	pdf_put_integer(pdf, dict, "Whole", 42);
	pdf_put_number(pdf, dict, "Part", 0.125);
	pdf_put_true(pdf, dict, "Yes");
	pdf_put_text(pdf, dict, "Ascii", "a (b) \\c");
	pdf_put_text(pdf, dict, "Unicode", "Ł\U0001F600");
	pdf_put_text(pdf, dict, "Nothing", "");
	pdf_put_text(pdf, dict, "None", NULL);
	array = pdf_put_array(pdf, dict, "Array");
	pdf_append_numbers(pdf, array, (double[]){ -1, 2.5 }, 2);
	pdf_append_name(pdf, array, "N");
	pdf_append_null(pdf, array);
	pdf_append_bytes(pdf, array, (const uint8_t *)"\x01\xFF", 2);
	file = saved(pdf, pdf, &length);
	assert_has(file, length, "/Name /Value");
	assert_has(file, length, "/Whole 42");
	assert_has(file, length, "/Part 0.125");
	assert_has(file, length, "/Yes true");
	assert_has(file, length, "/Ascii (a \\050b\\051 \\134c)");
	assert_has(file, length, "/Unicode <FEFF0141D83DDE00>");
	assert_has(file, length, "/Array [ -1 2.5 /N null <01FF> ]");
	assert_null(memmem(file, length, "/No", 3));
	talloc_free(pdf);
}

/* PDF ends strings at 64 KiB; longer ones are cut between characters. */
static void long_texts_are_cut(void **state)
{
	struct pdf *pdf = pdf_new(NULL);
	char *text = memory_text(pdf, "Ł"), *file;
	size_t length;

	(void)state;
	while (strlen(text) < 100000)
		text = memory_check(talloc_strdup_append(text, "\U0001F600"));
	pdf_put_text(pdf, pdf->document->catalog, "Test", text);
	file = saved(pdf, pdf, &length);
	assert_true(length > 2 * 65000 && length < 2 * 66000 + 4096);
	assert_has(file, length, "D83DDE00>");
	talloc_free(pdf);
}

static void streams_are_deflated(void **state)
{
	struct pdf *pdf = pdf_new(NULL);
	char *zeros = memory_array(pdf, char, 100000), *file;
	size_t length;

	(void)state;
	pdf_put(pdf, pdf->document->catalog, "A",
		pdf_stream(pdf, zeros, 100000));
	pdf_put(pdf, pdf->document->catalog, "B",
		pdf_stream_plain(pdf, "as it is", 8));
	pdf_put(pdf, pdf->document->catalog, "C", pdf_stream(pdf, NULL, 0));
	file = saved(pdf, pdf, &length);
	assert_true(length < 4096);
	assert_has(file, length, "/Filter /FlateDecode");
	assert_has(file, length, "as it is");
	talloc_free(pdf);
}

/* The first error is kept with its place; later calls are harmless. */
static void errors_stick(void **state)
{
	struct pdf *pdf = pdf_new(NULL);
	struct error error = { 0 };
	uint8_t *data;
	size_t length;
	char name[HPDF_LIMIT_MAX_NAME_LEN + 2];

	(void)state;
	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	assert_int_equal(pdf_failure(pdf, &error), 0);
	pdf_doing(pdf, "page %d", 7);
	pdf_put_name(pdf, pdf->document->catalog, "Test", name);
	pdf_doing(pdf, "something else");
	assert_null(pdf_dict(pdf));
	assert_null(pdf_array_indirect(pdf));
	assert_null(pdf_stream(pdf, "x", 1));
	pdf_put_text(pdf, NULL, "Key", "Ł");
	pdf_put_name(pdf, NULL, "Key", name);
	pdf_append_bytes(pdf, NULL, (const uint8_t *)"x", 1);
	pdf_append_null(pdf, NULL);
	pdf_put_true(pdf, pdf_put_dict(pdf, NULL, "A"), "B");
	assert_int_equal(pdf_save(pdf, pdf, &data, &length, &error), -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_string_equal(
		error.what,
		"libharu refused page 7 of the PDF (error 0x1045, 0)");
	talloc_free(pdf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_written),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(streams_are_deflated),
		cmocka_unit_test(errors_stick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
