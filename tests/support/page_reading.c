#include "tests/support/page_reading.h"

#include "pipeline/core/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

static bool is_painting(enum draw_kind kind)
{
	return kind == DRAW_FILL || kind == DRAW_STROKE ||
	       kind == DRAW_FILL_STROKE || kind == DRAW_GRADIENT ||
	       kind == DRAW_TEXT || kind == DRAW_LIST;
}

/* Marked content is never nested, and nothing is painted outside it. */
static void read_page(const void *ctx, struct reading *reading,
		      const struct display_list *list, size_t page)
{
	bool is_open = false;
	const struct tag *tag = NULL;

	for (size_t i = 0; i < list->n_operations; i++) {
		const struct draw_operation *op = &list->operations[i];
		struct content content = { tag, page, (double)op->v[1], "" };

		if (op->kind == DRAW_TAG || op->kind == DRAW_ARTIFACT) {
			assert_false(is_open);
			is_open = true;
			tag = op->tag;
		} else if (op->kind == DRAW_END) {
			assert_true(is_open);
			is_open = false;
		} else if (is_painting(op->kind)) {
			assert_true(is_open);
		}
		if (op->kind != DRAW_TEXT && op->kind != DRAW_LIST)
			continue;
		if (op->kind == DRAW_TEXT)
			content.text = op->run->text;
		memory_append(ctx, reading->items, struct content, reading->n,
			      content);
	}
	assert_false(is_open);
}

struct reading read_pages(const void *ctx, const struct pages *pages)
{
	struct reading reading = { NULL, 0 };

	for (size_t i = 0; i < pages->n_pages; i++)
		read_page(ctx, &reading, pages->pages[i].list, i);
	return reading;
}

struct pages *lay_out(const void *ctx, const struct document *document)
{
	struct error error = { 0 };
	struct pages *pages = NULL;

	assert_int_equal(flow_layout(ctx, document, &pages, &error), 0);
	return pages;
}

char *tag_text(const void *ctx, const struct reading *reading,
	       const struct tag *tag)
{
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < reading->n; i++)
		for (const struct tag *at = reading->items[i].tag; at;
		     at = at->parent)
			if (at == tag && !reading->items[i].tag->actual_text)
				text = memory_check(talloc_strdup_append(
					text, reading->items[i].text));
	return text;
}

/* The Nth element of TYPE at or below TAG. */
static const struct tag *find_tag(const struct tag *tag, enum tag_type type,
				  size_t *n)
{
	const struct tag *found = NULL;

	if (tag->type == type && (*n)-- == 0)
		return tag;
	for (size_t i = 0; i < tag->n_kids && !found; i++)
		found = find_tag(tag->kids[i], type, n);
	return found;
}

const struct tag *nth_tag(const struct pages *pages, enum tag_type type,
			  size_t n)
{
	return find_tag(pages->root, type, &n);
}

const struct tag *some_tag(const struct pages *pages, enum tag_type type,
			   size_t n)
{
	static const struct tag none;
	const struct tag *tag = nth_tag(pages, type, n);

	assert_non_null(tag);
	return tag ? tag : &none;
}

size_t count_text(const struct reading *reading, const char *text,
		  bool is_tagged)
{
	size_t n = 0;

	for (size_t i = 0; i < reading->n; i++)
		n += (reading->items[i].tag != NULL) == is_tagged &&
		     strcmp(reading->items[i].text, text) == 0;
	return n;
}
