#include "pipeline/core/memory.h"
#include "pipeline/draw/lint.h"
#include "tests/support/page_look.h"
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

enum { TALL = 60 }; /* bars of a figure that takes a page */

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
	document->title = sample_words("en")->prose[4];
	document->funding = sample_words("en")->prose[0];
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

/* A section of N paragraphs behind some text; which pages it stands on. */
static void lay_out_section(const void *ctx, size_t before, size_t n,
			    bool is_kept, size_t range[2])
{
	struct document *document = sample_empty(ctx);
	struct blocks *body = &document->body;
	const char *prose = sample_words("en")->prose[0];
	struct reading reading;

	sample_heading(document, body, 1, "Chapter");
	for (size_t i = 0; i < before; i++)
		sample_paragraph(document, body, prose);
	sample_heading(document, body, 2, "Card");
	body->items[body->n - 1].is_kept = is_kept;
	for (size_t i = 0; i < n; i++)
		sample_paragraph(document, body, prose);
	sample_heading(document, body, 3, "Lesser");
	sample_paragraph(document, body, "End");
	sample_heading(document, body, 2, "Next");
	for (size_t i = 0; i < 9; i++)
		sample_paragraph(document, body, prose);
	reading = read_pages(ctx, lay_out(ctx, document));
	range[0] = find_text(&reading, "Card").page;
	range[1] = find_text(&reading, "End").page;
}

/* It goes to the next page as a whole, unless it is longer than one. */
static void test_kept_section(void **state)
{
	size_t range[2], n_divided = 0;

	for (size_t before = 1; before < 10; before++) {
		lay_out_section(*state, before, 3, true, range);
		assert_int_equal(range[0], range[1]);
		lay_out_section(*state, before, 3, false, range);
		n_divided += range[0] != range[1];
	}
	assert_true(n_divided > 0);
	lay_out_section(*state, 1, 20, true, range);
	assert_int_equal(range[0], 1);
	assert_true(range[1] > 1);
}

/* Entries of the table of contents by page, from page 1 on. */
static void count_links(const void *ctx, const struct document *document,
			size_t counts[4])
{
	struct reading reading = read_pages(ctx, lay_out(ctx, document));
	const struct tag *last = NULL;

	memset(counts, 0, 4 * sizeof *counts);
	for (size_t i = 0; i < reading.n; i++) {
		const struct content *content = &reading.items[i];

		if (content->tag && content->tag->type == TAG_LINK &&
		    content->tag != last && content->page < 4) {
			counts[content->page]++;
			last = content->tag;
		}
	}
}

static void count_entries(const void *ctx, size_t sections, int levels,
			  size_t counts[4])
{
	struct document *document = sample_empty(ctx);
	struct block *contents =
		blocks_add(document, &document->body, BLOCK_CONTENTS);

	contents->level = levels;
	for (size_t i = 0; i < sections; i++) {
		sample_heading(document, &document->body, i % 5 ? 2 : 1, "A");
		sample_paragraph(document, &document->body, "x");
		if (i % 5 == 1)
			sample_heading(document, &document->body, 3, "Third");
	}
	count_links(ctx, document, counts);
}

/* Contents leave no page with a handful of lines, nor one of a chapter's five
 * entries alone before or behind a break. */
static void test_contents_end(void **state)
{
	size_t counts[4], n_tight = 0;

	for (size_t n = 30; n < 75; n++) {
		void *ctx = talloc_new(*state);

		count_entries(ctx, n, 0, counts);
		assert_int_equal(counts[1] + counts[2] + counts[3], n);
		assert_true(counts[2] == 0 || counts[2] >= 8);
		assert_true(counts[2] == 0 ||
			    (counts[1] % 5 != 1 && counts[1] % 5 != 4));
		n_tight += counts[1] > 43;
		talloc_free(ctx);
	}
	assert_true(n_tight > 0);
}

/* Of chapters without number, such as an annex, as many levels as said. */
static void test_contents_of_unnumbered(void **state)
{
	for (int unnumbered = 0; unnumbered < 3; unnumbered++) {
		struct document *document = sample_empty(*state);
		struct blocks *body = &document->body;
		struct block *contents =
			blocks_add(document, body, BLOCK_CONTENTS);
		size_t counts[4];

		contents->unnumbered_level = unnumbered;
		for (size_t i = 0; i < 4; i++) {
			sample_heading(document, body, 1, "Chapter");
			body->items[body->n - 1].is_unnumbered = i > 1;
			sample_heading(document, body, 2, "Section");
			sample_paragraph(document, body, "x");
		}
		count_links(*state, document, counts);
		assert_int_equal(counts[1], unnumbered == 1 ? 6 : 8);
	}
}

static void test_contents_levels(void **state)
{
	static const size_t expected[] = { 20, 4, 20, 24 };
	size_t counts[4];

	for (int levels = 0; levels < 4; levels++) {
		count_entries(*state, 20, levels, counts);
		assert_int_equal(counts[1], expected[levels]);
	}
}

static void add_table(struct document *document, size_t rows)
{
	struct block *block =
		blocks_add(document, &document->body, BLOCK_TABLE);

	block->table = sample_table(document, "en", rows, 6);
	block->caption = spans_plain(document, "A table");
	if (rows % 2)
		block->note = spans_plain(document, "Its note");
}

static void add_figure(struct document *document, size_t bars)
{
	struct block *block =
		blocks_add(document, &document->body, BLOCK_FIGURE);

	block->figure =
		sample_figure(document, document->fonts, "en", 430, bars);
	block->caption = spans_plain(document, "A figure");
}

/* A chapter of what chance brings, in sections that begin with text. */
static void add_blocks(struct document *document, uint32_t *chance)
{
	struct blocks *body = &document->body;

	sample_heading(document, body, 1, "Chapter");
	for (size_t i = 0; i < 24; i++) {
		*chance = *chance * 1664525 + 1013904223;
		if (i % 4 == 0)
			sample_heading(document, body, 2, "Section");
		if (i % 4 == 0 || (*chance >> 28) < 7)
			sample_paragraph(
				document, body,
				sample_words("en")->prose[*chance >> 30]);
		else if ((*chance >> 28) < 12)
			add_figure(document, 3 + (*chance >> 24) % 16);
		else
			add_table(document, 1 + (*chance >> 20) % 40);
	}
}

/* Whatever a document is made of, its pages end where they should. */
static void test_look(void **state)
{
	uint32_t chance = 1;

	for (int i = 0; i < 70; i++) {
		void *ctx = talloc_new(*state);
		struct document *document = sample_empty(ctx);
		const struct pages *pages;

		document->has_band = i % 2;
		document->has_chapters_run_on = i % 4 > 1;
		add_blocks(document, &chance);
		add_blocks(document, &chance);
		pages = lay_out(ctx, document);
		assert_int_equal(
			page_look_findings(pages, memory_format(ctx, "%d", i)),
			0);
		for (size_t k = 0; k < pages->n_pages; k++)
			assert_int_equal(
				lint_run(ctx, pages->pages[k].list)->n_findings,
				0);
		talloc_free(ctx);
	}
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
		cmocka_unit_test_setup_teardown(test_kept_section, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_contents_end, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_contents_of_unnumbered,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_contents_levels, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_look, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
