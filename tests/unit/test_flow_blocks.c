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

static struct block *add_sample_table(struct document *document, size_t rows,
				      size_t columns)
{
	struct block *block =
		blocks_add(document, &document->body, BLOCK_TABLE);

	block->table = sample_table(document, "en", rows, columns);
	block->caption = spans_plain(document, "All of them");
	block->note = spans_plain(document, "A note below.");
	return block;
}

static void test_long_table(void **state)
{
	struct document *document = sample_empty(*state);
	struct pages *pages;
	struct reading reading;
	const struct tag *row;
	const char *group = memory_format(document, "Table 1, continued · %s",
					  sample_words("en")->group);
	size_t rows = 0, in_group;

	add_sample_table(document, 150, 5);
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	assert_in_range(pages->n_pages, 4, 7);
	/* The head is an element once and an artifact on further pages. */
	assert_int_equal(count_text(&reading, "Skill", true), 1);
	assert_int_equal(count_text(&reading, "Skill", false),
			 pages->n_pages - 2);
	/* A page that begins in the midst of a group names it again. */
	in_group = count_text(&reading, group, false);
	assert_true(in_group > 0);
	assert_int_equal(count_text(&reading, "Table 1, continued", false),
			 pages->n_pages - 2 - in_group);
	for (; (row = nth_tag(pages, TAG_TR, rows)); rows++) {
		assert_int_equal(row->n_kids, 5);
		assert_int_equal(row->kids[0]->type, TAG_TH);
		assert_int_equal(row->kids[0]->scope,
				 rows ? SCOPE_ROW : SCOPE_COLUMN);
		assert_int_equal(row->kids[4]->type, rows ? TAG_TD : TAG_TH);
	}
	assert_int_equal(rows, 151);
}

/* Every cell of a row is on one page. */
static void test_rows_whole(void **state)
{
	struct document *document = sample_empty(*state);
	struct pages *pages;
	struct reading reading;
	const struct tag *row;

	add_sample_table(document, 90, 11);
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	for (size_t n = 0; (row = nth_tag(pages, TAG_TR, n)); n++) {
		size_t page = 0;

		for (size_t i = 0; i < reading.n; i++) {
			const struct content *content = &reading.items[i];

			if (!content->tag || content->tag->parent != row)
				continue;
			assert_true(!page || page == content->page);
			page = content->page;
		}
	}
}

/* A row taller than a page is divided, and nothing is lost. */
static void test_endless_row(void **state)
{
	struct document *document = sample_empty(*state);
	struct block *block = add_sample_table(document, 3, 3);
	char *text = memory_text(document, "");
	struct pages *pages;
	struct reading reading;
	size_t n = 0;
	const struct tag *tag;

	for (unsigned i = 0; i < 4000; i++)
		text = memory_check(talloc_asprintf_append(text, "%sanswer%u",
							   i ? " " : "", i));
	block->table->cells[3] = spans_plain(document, text);
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	assert_true(pages->n_pages > 3);
	for (size_t i = 0; (tag = nth_tag(pages, TAG_TH, i)); i++)
		n += strcmp(tag_text(*state, &reading, tag), text) == 0;
	assert_int_equal(n, 1);
}

/* ---- figures ---- */

static struct block *add_sample_figure(struct document *document, size_t n)
{
	struct block *block =
		blocks_add(document, &document->body, BLOCK_FIGURE);

	block->figure = sample_figure(document, document->fonts, "en", 440, n);
	block->caption = spans_plain(document, "What it shows");
	return block;
}

static void test_figure(void **state)
{
	struct document *document = sample_empty(*state);
	struct pages *pages;
	struct reading reading;
	const struct tag *tag;

	add_sample_figure(document, 60); /* 1,350 points: taller than A4 */
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	tag = some_tag(pages, TAG_FIGURE, 0);
	assert_int_equal(pages->n_pages, 2);
	assert_string_equal(tag->alternative, sample_words("en")->note);
	assert_int_equal(tag->box_page, 1);
	assert_true((double)tag->box[3] <= flow_figure_height() + 0.01);
	/* Its left edge is the text's. */
	assert_true(fabs((double)tag->box[0] * 2 + flow_text_width() -
			 595.276) < 0.1);
	assert_int_equal(count_text(&reading, "Figure 1. ", true), 1);
}

/* A figure that does not fit lets the text behind it go first. */
static void test_figure_waits(void **state)
{
	struct document *document = sample_empty(*state);
	struct pages *pages;
	struct reading reading;

	for (int i = 0; i < 4; i++)
		sample_paragraph(document, &document->body,
				 sample_words("en")->prose[i]);
	add_sample_figure(document, 12);
	sample_paragraph(document, &document->body, "Behind the figure.");
	pages = lay_out(*state, document);
	assert_int_equal(pages->n_pages, 2);
	document = sample_empty(*state);
	for (int i = 0; i < 6; i++)
		sample_paragraph(document, &document->body,
				 sample_words("en")->prose[i % 4]);
	add_sample_figure(document, 20);
	sample_paragraph(document, &document->body, "Behind the figure.");
	pages = lay_out(*state, document);
	reading = read_pages(*state, pages);
	assert_int_equal(pages->n_pages, 3);
	assert_int_equal(some_tag(pages, TAG_FIGURE, 0)->box_page, 2);
	for (size_t i = 0; i < reading.n; i++)
		if (strcmp(reading.items[i].text, "Behind the figure.") == 0)
			assert_int_equal(reading.items[i].page, 1);
}

/* As high as is said to fit below two headings and three lines. */
static void test_figure_below_text(void **state)
{
	struct document *document = sample_empty(*state);
	struct block *block;
	struct display_list *figure;
	struct pages *pages;

	sample_heading(document, &document->body, 1, "Chapter");
	sample_heading(document, &document->body, 2, "Section");
	sample_paragraph(document, &document->body, "one\ntwo\nthree");
	block = add_sample_figure(document, 3);
	block->note = spans_plain(document, "A note of one line.");
	figure = sample_figure(document, document->fonts, "en", 440, 3);
	figure->height = flow_figure_height_below_text();
	block->figure = figure;
	pages = lay_out(*state, document);
	assert_int_equal(pages->n_pages, 2);
	assert_true(fabs((double)some_tag(pages, TAG_FIGURE, 0)->box[3] -
			 figure->height) < 0.01);
}

static void test_figure_without_words(void **state)
{
	struct document *document = sample_empty(*state);
	struct block *block = add_sample_figure(document, 3);
	struct display_list *bare =
		sample_figure(document, document->fonts, "en", 440, 3);

	bare->alternative = NULL;
	bare->title = NULL;
	block->figure = bare;
	assert_string_equal(
		some_tag(lay_out(*state, document), TAG_FIGURE, 0)->alternative,
		"What it shows");
}

/* ---- the rest ---- */

static void test_nested_lists(void **state)
{
	struct document *document = sample_empty(*state);
	struct pages *pages;
	const struct tag *item;

	sample_list(document, &document->body, sample_words("en"), true);
	pages = lay_out(*state, document);
	for (size_t n = 0; (item = nth_tag(pages, TAG_LI, n)); n++) {
		assert_int_equal(item->parent->type, TAG_L);
		assert_int_equal(item->kids[0]->type, TAG_LBL);
		assert_int_equal(item->kids[1]->type, TAG_LBODY);
	}
	assert_int_equal(some_tag(pages, TAG_L, 1)->parent->type, TAG_LBODY);
}

static void test_numbers(void **state)
{
	static const size_t counts[] = { 0, 1, 2, 4, 5, 7, 8, 9 };

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct document *document = sample_empty(*state);
		struct block *block =
			blocks_add(document, &document->body, BLOCK_NUMBERS);
		struct reading reading;

		block->n_numbers = counts[i];
		block->numbers =
			memory_array(document, struct number_item, counts[i]);
		for (size_t k = 0; k < counts[i]; k++)
			block->numbers[k].value = "1,234,567.89 %";
		reading = read_pages(*state, lay_out(*state, document));
		assert_int_equal(count_text(&reading, "1,234,567.89 %", true),
				 counts[i]);
	}
}

static void test_empty(void **state)
{
	struct document *document = sample_empty(*state);
	struct pages *pages = lay_out(*state, document);

	assert_int_equal(pages->n_pages, 1);
	assert_int_equal(pages->n_bookmarks, 0);
	blocks_add(document, &document->body, BLOCK_PARAGRAPH);
	blocks_add(document, &document->body, BLOCK_LIST);
	blocks_add(document, &document->body, BLOCK_CALLOUT);
	blocks_add(document, &document->body, BLOCK_PAGE_BREAK);
	blocks_add(document, &document->body, BLOCK_PAGE_BREAK);
	assert_int_equal(lay_out(*state, document)->n_pages, 2);
}

static void test_no_title(void **state)
{
	struct document *document = sample_empty(*state);
	struct error error = { 0 };
	struct pages *pages;

	document->title = NULL;
	assert_int_equal(flow_layout(*state, document, &pages, &error), -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.remedy, "give the report a title");
}

/* A long title and notice stay on the cover and in their places. */
static void test_long_titles(void **state)
{
	struct document *document = sample_empty(*state);
	struct pages *pages;

	document->title = sample_words("en")->prose[1];
	document->running_title = sample_words("en")->prose[1];
	document->notice = sample_words("en")->prose[2];
	sample_heading(document, &document->body, 1,
		       sample_words("en")->prose[0]);
	for (int i = 0; i < 20; i++)
		sample_paragraph(document, &document->body,
				 sample_words("en")->prose[i % 4]);
	pages = lay_out(*state, document);
	for (size_t i = 1; i < pages->n_pages; i++)
		assert_int_equal(
			lint_run(*state, pages->pages[i].list)->n_findings, 0);
}

static void test_run_on(void **state)
{
	struct document *document = sample_document(*state, "en", 5);
	size_t apart = lay_out(*state, document)->n_pages;

	document->has_chapters_run_on = true;
	assert_true(lay_out(*state, document)->n_pages < apart);
}

/* The same document twice gives the same drawing. */
static void test_repeatable(void **state)
{
	struct document *document = sample_document(*state, "it", 3);
	const struct pages *first = lay_out(*state, document);
	const struct pages *second = lay_out(*state, document);

	assert_int_equal(first->n_pages, second->n_pages);
	for (size_t i = 0; i < first->n_pages; i++) {
		const struct display_list *a = first->pages[i].list;
		const struct display_list *b = second->pages[i].list;

		assert_int_equal(a->n_operations, b->n_operations);
		for (size_t k = 0; k < a->n_operations; k++) {
			assert_int_equal(a->operations[k].kind,
					 b->operations[k].kind);
			assert_memory_equal(a->operations[k].v,
					    b->operations[k].v,
					    sizeof a->operations[k].v);
		}
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
		cmocka_unit_test(test_long_table),
		cmocka_unit_test(test_rows_whole),
		cmocka_unit_test(test_endless_row),
		cmocka_unit_test(test_figure),
		cmocka_unit_test(test_figure_waits),
		cmocka_unit_test(test_figure_below_text),
		cmocka_unit_test(test_figure_without_words),
		cmocka_unit_test(test_nested_lists),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_no_title),
		cmocka_unit_test(test_long_titles),
		cmocka_unit_test(test_run_on),
		cmocka_unit_test(test_repeatable),
	};

	return cmocka_run_group_tests_name("flow_blocks", tests, set_up,
					   tear_down);
}
