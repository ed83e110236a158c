#include "pipeline/core/memory.h"
#include "tests/support/page_look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PAGES = 3, MOST_ITEMS = 12 };

/* The words of a page in order: what stands at which height. */
struct item {
	enum tag_type type; /* P, H1 ...; or of an exhibit: TR, CAPTION, NOTE */
	size_t page;
	double y;
	bool is_more; /* of the element before it */
};

struct look_case {
	const char *what;
	struct item items[MOST_ITEMS];
	size_t findings;
};

#define TEXT(page, y)                                                          \
	{                                                                      \
		TAG_P, page, y, false                                          \
	}
#define MORE(page, y)                                                          \
	{                                                                      \
		TAG_P, page, y, true                                           \
	}
#define ROW(page, y)                                                           \
	{                                                                      \
		TAG_TR, page, y, false                                         \
	}

/* clang-format off */
static const struct look_case cases[] = {
	{ "nothing", { { 0 } }, 0 },
	{ "a chapter", { { TAG_H1, 1, 99, false }, TEXT(1, 140), MORE(1, 155),
			 TEXT(1, 700), TEXT(2, 100), MORE(2, 115),
			 MORE(2, 130) }, 0 },
	{ "heading at the foot", { TEXT(1, 99), { TAG_H2, 1, 700, false },
				   TEXT(2, 99), TEXT(2, 130), TEXT(2, 160) }, 1 },
	{ "heading at the end", { TEXT(1, 99), TEXT(1, 130),
				  { TAG_H2, 1, 700, false } }, 1 },
	{ "long heading", { { TAG_H2, 1, 99, false }, { TAG_H2, 1, 115, true },
			    TEXT(1, 130), TEXT(1, 145) }, 0 },
	{ "nothing below", { { TAG_H2, 1, 99, false }, { TAG_H2, 1, 130, false },
			     TEXT(1, 150), TEXT(1, 170) }, 1 },
	{ "lesser below", { { TAG_H2, 1, 99, false }, { TAG_H3, 1, 130, false },
			    TEXT(1, 150), TEXT(1, 170) }, 0 },
	{ "orphan line", { TEXT(1, 99), TEXT(1, 700), MORE(2, 99), MORE(2, 115),
			   MORE(2, 130) }, 1 },
	{ "widow line", { TEXT(1, 99), TEXT(1, 685), MORE(1, 700), MORE(2, 99),
			  TEXT(2, 115), TEXT(2, 130) }, 1 },
	{ "few lines", { TEXT(1, 99), TEXT(1, 700), TEXT(2, 99), TEXT(2, 115) },
	  1 },
	{ "few below a heading", { TEXT(1, 99), TEXT(1, 700),
				   { TAG_H1, 2, 99, false }, TEXT(2, 115) }, 0 },
	{ "mostly empty", { TEXT(1, 99), MORE(1, 115), MORE(1, 130),
			    TEXT(2, 99), TEXT(2, 115), TEXT(2, 130) }, 1 },
	{ "table", { { TAG_CAPTION, 1, 500, false }, ROW(1, 600), ROW(1, 700),
		     ROW(2, 99), ROW(2, 120), { TAG_NOTE, 2, 130, false } }, 0 },
	{ "one row before", { { TAG_CAPTION, 1, 600, false }, ROW(1, 700),
			      ROW(2, 99), ROW(2, 120), ROW(2, 140) }, 1 },
	{ "one row behind", { { TAG_CAPTION, 1, 500, false }, ROW(1, 600),
			      ROW(1, 700), ROW(2, 120),
			      { TAG_NOTE, 2, 140, false }, TEXT(2, 160) }, 1 },
	{ "caption parted", { { TAG_CAPTION, 1, 700, false }, ROW(2, 99),
			      ROW(2, 120), ROW(2, 140) }, 1 },
	{ "note parted", { { TAG_CAPTION, 1, 500, false }, ROW(1, 600),
			   ROW(1, 700), { TAG_NOTE, 2, 99, false },
			   TEXT(2, 120), TEXT(2, 140) }, 1 },
};
/* clang-format on */

struct exhibit_tags {
	struct tag *div, *body;
};

/* The element of ITEM; rows, captions and notes are all of one table. */
static struct tag *tag_of(struct pages *pages, struct exhibit_tags *exhibit,
			  const struct item *item)
{
	if (item->type != TAG_TR && item->type != TAG_CAPTION &&
	    item->type != TAG_NOTE)
		return tag_new(pages->root, item->type);
	if (!exhibit->div) {
		exhibit->div = tag_new(pages->root, TAG_DIV);
		exhibit->body =
			tag_new(tag_new(exhibit->div, TAG_TABLE), TAG_TBODY);
	}
	if (item->type == TAG_TR)
		return tag_new(tag_new(exhibit->body, TAG_TR), TAG_TD);
	return tag_new(exhibit->div,
		       item->type == TAG_NOTE ? TAG_P : item->type);
}

static struct pages *draw(const void *ctx, struct font_set *fonts,
			  const struct look_case *test)
{
	struct pages *pages = memory_new(ctx, struct pages);
	struct exhibit_tags exhibit = { NULL, NULL };
	struct tag *tag = NULL;

	pages->root = memory_new(pages, struct tag);
	pages->n_pages = PAGES;
	pages->pages = memory_array(pages, struct page, PAGES);
	for (size_t i = 0; i < PAGES; i++)
		pages->pages[i].list =
			display_list_new(pages, fonts, "en", 595, 842);
	for (const struct item *item = test->items; item->page; item++) {
		struct display_list *list = pages->pages[item->page].list;

		if (!item->is_more)
			tag = tag_of(pages, &exhibit, item);
		draw_tag(list, tag);
		draw_text(list, FONT_REGULAR, 9, 80, item->y, 0,
			  colour_hex(0x000000), "words");
		draw_end(list);
	}
	return pages;
}

static void test_findings(void **state)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct font_set *fonts;

	(void)state;
	assert_int_equal(font_set_open(ctx, NULL, &fonts, &error), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(page_look_findings(draw(ctx, fonts, &cases[i]),
						    cases[i].what),
				 cases[i].findings);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_findings) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
