#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_buffer.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static void assert_holds(const struct pdf_buffer *buffer, const char *text)
{
	assert_int_equal(buffer->length, strlen(text));
	assert_memory_equal(buffer->bytes, text, buffer->length);
}

static void numbers_are_short_and_exact(void **state)
{
	static const struct {
		double value;
		int decimals;
		const char *expected;
	} cases[] = {
		{ 0, 2, "0" },
		{ -0.0, 2, "0" },
		{ 1, 2, "1" },
		{ 100, 2, "100" },
		{ -100, 0, "-100" },
		{ 0.5, 2, "0.5" },
		{ -0.5, 2, "-0.5" },
		{ 841.89, 2, "841.89" },
		{ 0.05, 2, "0.05" },
		{ -0.004, 2, "0" },
		{ -0.006, 2, "-0.01" },
		{ 0.999, 2, "1" },
		{ 2.5, 0, "3" },
		{ -2.5, 0, "-3" },
		{ 0.000001, 6, "0.000001" },
		{ 12.3456789, 5, "12.34568" },
		{ 1e9, 2, "32767" },
		{ -1e9, 2, "-32767" },
		{ (double)INFINITY, 2, "32767" },
		{ (double)NAN, 2, "0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pdf_buffer *buffer = pdf_buffer_new(NULL);

		pdf_buffer_number(buffer, cases[i].value, cases[i].decimals);
		assert_holds(buffer, cases[i].expected);
		talloc_free(buffer);
	}
}

/* Where the decimal sign is a comma, a PDF still wants a point. */
static void numbers_know_no_locale(void **state)
{
	struct pdf_buffer *buffer = pdf_buffer_new(NULL);

	(void)state;
	setlocale(LC_ALL, "it_IT.UTF-8");
	pdf_buffer_operator(buffer, (double[]){ 1.5, -2 }, 2, "m");
	setlocale(LC_ALL, "C");
	assert_holds(buffer, "1.5 -2 m\n");
	talloc_free(buffer);
}

static void text_becomes_utf16(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "A", "0041" },
		{ "Ł→", "01412192" },
		{ "\u00AD", "00AD" },
		{ "\U0001F600x", "D83DDE000078" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pdf_buffer *buffer = pdf_buffer_new(NULL);

		pdf_buffer_utf16(buffer, cases[i].text, strlen(cases[i].text));
		assert_holds(buffer, cases[i].expected);
		talloc_free(buffer);
	}
}

static void it_grows(void **state)
{
	struct pdf_buffer *buffer = pdf_buffer_new(NULL);

	(void)state;
	for (int i = 0; i < 10000; i++)
		pdf_buffer_hex(buffer, (uint32_t)i, 4);
	assert_int_equal(buffer->length, 40000);
	assert_memory_equal(buffer->bytes, "000000010002", 12);
	assert_memory_equal(buffer->bytes + 39996, "270F", 4);
	talloc_free(buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_short_and_exact),
		cmocka_unit_test(numbers_know_no_locale),
		cmocka_unit_test(text_becomes_utf16),
		cmocka_unit_test(it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
