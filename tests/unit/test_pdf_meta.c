#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_colour.h"
#include "pipeline/page/pdf_meta.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

enum { MOST_PAGES = 6 };

static void assert_has(const void *file, size_t length, const char *part,
		       bool is_there)
{
	if (!!memmem(file, length, part, strlen(part)) != is_there)
		fail_msg("'%s' is %sin the file", part, is_there ? "not " : "");
}

static void xmp_is_escaped_and_complete(void **state)
{
	const struct pages pages = { .title = "A & B <Łódź>",
				     .author = "X",
				     .subject = "",
				     .language = "it" };
	struct pdf_buffer *xmp =
		pdf_meta_xmp(NULL, &pages, "maker", "2026-11-22T00:00:00Z");
	static const struct {
		const char *part;
		bool is_there;
	} cases[] = {
		{ ">A &amp; B &lt;Łódź&gt;</rdf:li>", true },
		{ "<pdf:Producer>maker</pdf:Producer>", true },
		{ "<xmp:CreateDate>2026-11-22T00:00:00Z<", true },
		{ "<dc:language><rdf:Bag><rdf:li>it<", true },
		{ "<pdfuaid:part>1<", true },
		{ "<pdfaid:part>2<", true },
		{ "dc:description", false },
		{ "pdf:Keywords", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_has(xmp->bytes, xmp->length, cases[i].part,
			   cases[i].is_there);
	talloc_free(xmp);
}

static void dates_are_iso(void **state)
{
	static const struct {
		const char *date, *written; /* NULL: refused */
	} cases[] = {
		{ "2026-11-22", "(D:20261122000000Z)" },
		{ "2026-11-22T08:30:15Z", "(D:20261122083015Z)" },
		{ "", NULL },
		{ "22 November 2026", NULL },
		{ "2026-11-22T08:30:15+01:00", NULL },
		{ "2026-11-2", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct pages pages = { .title = "T",
					     .date = cases[i].date };
		struct pdf *pdf = pdf_new(NULL);
		struct error error = { 0 };
		int result = pdf_meta_write(pdf, &pages, &error);
		HPDF_String date = HPDF_Dict_GetItem(
			pdf->document->info, "ModDate", HPDF_OCLASS_STRING);

		assert_int_equal(result, cases[i].written ? 0 : -1);
		if (cases[i].written)
			assert_memory_equal(date->value, cases[i].written + 1,
					    strlen(cases[i].written) - 2);
		else
			assert_non_null(strstr(error.what, "ISO 8601"));
		talloc_free(pdf);
	}
}

static void labels_become_ranges(void **state)
{
	static const struct {
		const char *labels[MOST_PAGES];
		size_t n;
		const char *expected;
	} cases[] = {
		{ { NULL, NULL, NULL }, 3, "[ 0 <<\n/S /D\n/St 1\n>> ]" },
		{ { "i", "ii", "1", "2", NULL, "9" },
		  6,
		  "[ 0 <<\n/P (i)\n>> 1 <<\n/P (ii)\n>> 2 <<\n/S /D\n/St 1\n>> "
		  "4 <<\n/S /D\n/St 5\n>> 5 <<\n/S /D\n/St 9\n>> ]" },
		{ { "A-1", "0", "007" },
		  3,
		  "[ 0 <<\n/P (A-1)\n>> 1 <<\n/P (0)\n>> 2 <<\n/P (007)\n>> ]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct page page[MOST_PAGES] = { 0 };
		const struct pages pages = { .pages = page,
					     .n_pages = cases[i].n };
		struct pdf *pdf = pdf_new(NULL);
		struct error error = { 0 };
		uint8_t *data;
		size_t length;

		for (size_t j = 0; j < cases[i].n; j++)
			page[j].label = cases[i].labels[j];
		pdf_meta_write_labels(pdf, &pages);
		HPDF_AddPage(pdf->document);
		assert_int_equal(pdf_save(pdf, pdf, &data, &length, &error), 0);
		assert_has(data, length, cases[i].expected, true);
		talloc_free(pdf);
	}
}

/* Offsets and sizes of the profile's table of tags must fit its data. */
static void profile_is_consistent(void **state)
{
	struct pdf_buffer *profile = pdf_colour_profile(NULL);
	const uint8_t *bytes = profile->bytes;
	size_t n_tags = bytes[131];

	(void)state;
	assert_int_equal(bytes[2] * 256 + bytes[3], profile->length);
	assert_memory_equal(bytes + 36, "acsp", 4);
	assert_int_equal(n_tags, 9);
	for (size_t i = 0; i < n_tags; i++) {
		const uint8_t *entry = bytes + 132 + 12 * i;
		size_t start = entry[6] * 256U + entry[7];
		size_t size = entry[10] * 256U + entry[11];

		assert_true(start >= 132 + 12 * n_tags && start % 4 == 0);
		assert_true(size >= 12 && start + size <= profile->length);
	}
	/* The last curve point is full light. */
	assert_memory_equal(bytes + profile->length - 2, "\xFF\xFF", 2);
	talloc_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xmp_is_escaped_and_complete),
		cmocka_unit_test(dates_are_iso),
		cmocka_unit_test(labels_become_ranges),
		cmocka_unit_test(profile_is_consistent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
