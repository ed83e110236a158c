#include "pipeline/core/memory.h"
#include "pipeline/draw/lint.h"
#include "tests/support/page_reading.h"
#include "tests/support/sample_document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

enum { TALL = 26 }; /* bars of a figure as high as a page can take */

/* The first place where TEXT stands in an element. */
static struct content find_text(const struct reading *reading, const char *text)
{
	struct content none = { NULL, SIZE_MAX, 0, "" };

	for (size_t i = 0; i < reading->n; i++)
		if (reading->items[i].tag &&
		    strcmp(reading->items[i].text, text) == 0)
			return reading->items[i];
	fail_msg("no '%s'", text);
	return none;
}

static struct document *band_document(const void *ctx)
{
	struct document *document = sample_document(ctx, "en", 3);

	document->has_band = true;
	document->title = "Austria";
	document->subtitle = "Country sheet";
	document->organisation = "Example";
	document->funding = "Funded";
	document->wave_line = "Wave 2";
	document->date_line = "1 May 2026";
	document->notice = "Synthetic";
	return document;
}

/* A band takes the cover's place, and the text goes on below it. */
static void test_band(void **state)
{
	static const char *const order[] = { "Austria", "Country sheet",
					     "Synthetic", "Funded",
					     "Contents" };
	struct document *document = band_document(*state);
	const struct pages *pages = lay_out(*state, document);
	struct reading reading = read_pages(*state, pages);
	size_t n_pages = pages->n_pages;
	double y = 0;

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct content content = find_text(&reading, order[i]);

		assert_int_equal(content.page, 0);
		assert_true(content.y > y);
		y = content.y;
	}
	assert_int_equal(pages->bookmarks[0].page, 0);
	assert_int_equal(pages->bookmarks[1].page, 1);
	assert_int_equal(lint_run(*state, pages->pages[0].list)->n_findings, 0);
	assert_int_equal(count_text(&reading, "1", false), 1);
	document->has_band = false;
	assert_int_equal(lay_out(*state, document)->n_pages, n_pages + 1);
}

/* What does not fit below the band begins the next page. */
static void test_band_alone(void **state)
{
	struct document *document = band_document(*state);
	struct block *block;
	const struct pages *pages;
	struct reading reading;

	document->body = (struct blocks){ NULL, 0 };
	assert_int_equal(lay_out(*state, document)->n_pages, 1);
	block = blocks_add(document, &document->body, BLOCK_FIGURE);
	block->figure =
		sample_figure(document, document->fonts, "en", 430, TALL);
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	assert_int_equal(pages->n_pages, 2);
	assert_int_equal(find_text(&reading, "").page, 1);
	assert_int_equal(count_text(&reading, "1", false), 1);
}

/* Long titles make a higher band, and nothing runs into anything else. */
static void test_band_long(void **state)
{
	struct document *document = band_document(*state);
	const struct sample_words *words = sample_words("en");
	const struct pages *pages;

	document->title = words->prose[4];
	document->subtitle = words->caption;
	document->organisation = words->funding;
	document->notice = words->note;
	document->funding = words->prose[0];
	pages = lay_out(*state, document);
	assert_int_equal(lint_run(*state, pages->pages[0].list)->n_findings, 0);
	document->subtitle = document->organisation = NULL;
	document->notice = document->funding = NULL;
	document->wave_line = document->date_line = NULL;
	pages = lay_out(*state, document);
	assert_int_equal(lint_run(*state, pages->pages[0].list)->n_findings, 0);
}

static int set_up(void **state)
{
	setenv("DIVARIO_CONFIG", "config", 1);
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
		cmocka_unit_test_setup_teardown(test_band, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_band_alone, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_band_long, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
