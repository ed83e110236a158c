#include "pipeline/core/memory.h"
#include "pipeline/draw/lint.h"
#include "pipeline/page/flow.h"
#include "tests/support/page_reading.h"
#include "tests/support/sample_document.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

static void test_report(void **state)
{
	static const char *const languages[] = { "en", "it" };

	for (size_t l = 0; l < 2; l++) {
		struct document *document =
			sample_document(*state, languages[l], 5);
		struct pages *pages = lay_out(*state, document);

		assert_in_range(pages->n_pages, 12, 25);
		assert_string_equal(pages->language, languages[l]);
		read_pages(*state, pages);
	}
}

static void test_lint(void **state)
{
	struct pages *pages = lay_out(*state, sample_document(*state, "it", 4));

	for (size_t i = 0; i < pages->n_pages; i++) {
		const struct lint_report *report =
			lint_run(*state, pages->pages[i].list);

		for (size_t k = 0; k < report->n_findings; k++)
			print_message("page %zu: %s '%s' '%s' %g\n", i + 1,
				      report->findings[k].rule,
				      report->findings[k].text,
				      report->findings[k].other
					      ? report->findings[k].other
					      : "",
				      report->findings[k].measure);
		assert_int_equal(report->n_findings, 0);
		assert_true(report->n_texts > 0);
	}
}

/* Every line of the text stands in the text column and above the foot. */
static void test_margins(void **state)
{
	struct pages *pages = lay_out(*state, sample_document(*state, "en", 3));
	struct reading reading = read_pages(*state, pages);

	for (size_t i = 0; i < reading.n; i++)
		if (reading.items[i].tag && reading.items[i].page > 0) {
			assert_true(reading.items[i].y > 90);
			assert_true(reading.items[i].y < 841.89 - 60);
		}
}

static bool is_heading(const struct tag *tag)
{
	return tag && tag->type >= TAG_H1 && tag->type <= TAG_H4;
}

/* Two lines of what follows stand below every heading, at least. */
static void test_headings_keep(void **state)
{
	struct pages *pages = lay_out(*state, sample_document(*state, "en", 9));
	struct reading reading = read_pages(*state, pages);
	const struct content *last = NULL;

	for (size_t i = 0; i < reading.n; i++) {
		const struct content *content = &reading.items[i];

		if (!content->tag)
			continue;
		if (last && is_heading(last->tag))
			assert_int_equal(last->page, content->page);
		last = content;
	}
}

/* Lines of one element that share a page: never one alone of several. */
static void test_no_widows(void **state)
{
	struct document *document = sample_document(*state, "en", 0);
	struct pages *pages;
	struct reading reading;
	const struct tag *tag;

	for (int i = 0; i < 60; i++) {
		sample_paragraph(document, &document->body,
				 sample_words("en")->prose[i % 4]);
		sample_paragraph(document, &document->body,
				 sample_words("en")->prose[4]);
	}
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	for (size_t n = 0; (tag = nth_tag(pages, TAG_P, n)); n++) {
		size_t lines[32] = { 0 }, total = 0;
		double y = 0;

		for (size_t i = 0; i < reading.n; i++) {
			const struct content *content = &reading.items[i];

			if (content->tag != tag || content->y == y)
				continue;
			y = content->y;
			lines[content->page]++;
			total++;
		}
		for (size_t page = 0; page < 32; page++)
			assert_true(lines[page] != 1 || total == 1);
	}
}

/* What the contents say is where the headings are. */
static void test_contents(void **state)
{
	struct pages *pages = lay_out(*state, sample_document(*state, "en", 6));
	struct reading reading = read_pages(*state, pages);
	const struct page *page = &pages->pages[1];

	assert_true(page->n_links >= 19);
	for (size_t i = 0; i < page->n_links; i++) {
		const struct page_link *link = &page->links[i];
		char *text = tag_text(*state, &reading, link->tag);
		char *number =
			memory_format(*state, "%zu", link->target_page + 1);
		size_t length = strlen(text), digits = strlen(number);
		bool is_found = false;

		assert_int_equal(link->tag->type, TAG_LINK);
		assert_string_equal(text + length - digits, number);
		for (size_t k = 0; k < reading.n; k++)
			if (is_heading(reading.items[k].tag) &&
			    reading.items[k].page == link->target_page &&
			    strstr(text, reading.items[k].text) &&
			    reading.items[k].y > (double)link->target_y)
				is_found = true;
		assert_true(is_found);
	}
}

static void test_numbering_and_bookmarks(void **state)
{
	static const struct {
		int level;
		bool is_unnumbered;
		const char *title, *expected;
		int expected_level;
	} headings[] = {
		{ 3, false, "Deep first", "1 Deep first", 1 },
		{ 1, true, "Summary", "Summary", 1 },
		{ 2, false, "Inside", "Inside", 2 },
		{ 1, false, "Method", "2 Method", 1 },
		{ 4, false, "Skips", "2.1 Skips", 2 },
		{ 3, false, "Third", "2.1.1 Third", 3 },
		{ 4, false, "Fourth", "Fourth", 4 },
		{ 9, false, "Ninth", "Ninth", 4 },
		{ 2, false, "Again", "2.2 Again", 2 },
		{ 1, false, "Results", "3 Results", 1 },
		{ 2, false, "New count", "3.1 New count", 2 },
	};
	struct document *document = sample_document(*state, "en", 0);
	size_t n = sizeof headings / sizeof *headings;
	struct pages *pages;

	document->body = (struct blocks){ NULL, 0 };
	for (size_t i = 0; i < n; i++) {
		sample_heading(document, &document->body, headings[i].level,
			       headings[i].title);
		document->body.items[i].is_unnumbered =
			headings[i].is_unnumbered;
	}
	pages = lay_out(*state, document);
	assert_int_equal(pages->n_bookmarks, n);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(pages->bookmarks[i].title,
				    headings[i].expected);
		assert_int_equal(pages->bookmarks[i].level,
				 headings[i].expected_level);
	}
	assert_int_equal(pages->n_pages, 5);
}

/* The text comes out as it went in: hyphens at line ends are marked. */
static void test_text_survives(void **state)
{
	struct document *document = sample_document(*state, "it", 0);
	const struct tag *tag;
	struct reading reading;
	struct pages *pages;
	char *texts[40];
	size_t n;

	document->body = (struct blocks){ NULL, 0 };
	for (int i = 0; i < 40; i++) {
		/* Beginnings of any length move the words along the lines. */
		texts[i] = memory_format(
			document, "%.*s %s", i + 1,
			"abcdefghijklmnopqrstuvwxyzabcdefghijklmnop",
			sample_words("it")->prose[i % 4]);
		sample_paragraph(document, &document->body, texts[i]);
	}
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	for (n = 0;
	     strcmp(tag_text(*state, &reading, some_tag(pages, TAG_P, n)),
		    texts[0]) != 0;)
		n++;
	for (int i = 0; i < 40; i++)
		assert_string_equal(
			tag_text(*state, &reading,
				 some_tag(pages, TAG_P, n + (size_t)i)),
			texts[i]);
	for (n = 0; (tag = nth_tag(pages, TAG_SPAN, n)); n++)
		assert_string_equal(tag->actual_text, "\u00AD");
	assert_true(n > 0);
}

static void test_links(void **state)
{
	struct document *document = sample_empty(*state);
	struct block *block;
	struct pages *pages;
	const struct page_link *links;

	block = blocks_add(document, &document->body, BLOCK_PARAGRAPH);
	spans_add(document, &block->text,
		  (struct span){ .text = "site",
				 .link = "https://example.org/" });
	spans_add(document, &block->text, (struct span){ .text = " " });
	spans_add(document, &block->text,
		  (struct span){ .text = "below", .link = "#target" });
	spans_add(document, &block->text, (struct span){ .text = " " });
	spans_add(document, &block->text,
		  (struct span){ .text = "nowhere", .link = "#nothing" });
	blocks_add(document, &document->body, BLOCK_PAGE_BREAK);
	sample_heading(document, &document->body, 1, "Target");
	document->body.items[document->body.n - 1].anchor = "target";
	pages = lay_out(*state, document);
	assert_int_equal(pages->n_pages, 3);
	assert_int_equal(pages->pages[1].n_links, 2);
	links = pages->pages[1].links;
	assert_string_equal(links[0].uri, "https://example.org/");
	assert_null(links[1].uri);
	assert_int_equal(links[1].target_page, 2);
	assert_string_equal(links[1].contents, "below");
	assert_true(links[0].box[0] + links[0].box[2] <= links[1].box[0]);
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
		cmocka_unit_test(test_report),
		cmocka_unit_test(test_lint),
		cmocka_unit_test(test_margins),
		cmocka_unit_test(test_headings_keep),
		cmocka_unit_test(test_no_widows),
		cmocka_unit_test(test_contents),
		cmocka_unit_test(test_numbering_and_bookmarks),
		cmocka_unit_test(test_text_survives),
		cmocka_unit_test(test_links),
	};

	return cmocka_run_group_tests_name("flow", tests, set_up, tear_down);
}
