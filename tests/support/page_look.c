#include "tests/support/page_look.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/flow_theme.h"
#include "tests/support/page_reading.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

enum { LONELY_LINES = 2 };
/* A page that its chapter goes on behind has more than this part filled. */
#define LEAST_FILL 0.35

struct look {
	const struct pages *pages;
	struct reading reading;
	const char *where;
	size_t n;
};

static void complain(struct look *look, size_t page, const char *what,
		     const char *text)
{
	print_message("%s page %zu: %s '%s'\n", look->where, page + 1, what,
		      text);
	look->n++;
}

/* Element of TYPE that TAG is, or is below. */
static const struct tag *above(const struct tag *tag, enum tag_type type)
{
	while (tag && tag->type != type)
		tag = tag->parent;
	return tag;
}

static bool is_heading(const struct tag *tag)
{
	return tag->type >= TAG_H1 && tag->type <= TAG_H4;
}

static bool is_same_line(const struct content *a, const struct content *b)
{
	return a->page == b->page && fabs(a->y - b->y) < 1;
}

/* A page that holds nothing but the cover's elements is no page of text. */
static bool is_text(const struct content *content)
{
	return content->tag && content->page > 0;
}

/* ---- headings ---- */

/* NEXT is NULL at the end; below LAST, a heading, there should be text. */
static void look_below(struct look *look, const struct content *last,
		       const struct content *next)
{
	const struct tag *below = next ? next->tag : NULL;

	if (!is_heading(last->tag) || below == last->tag)
		return;
	if (!next || next->page != last->page)
		complain(look, last->page, "heading at the foot", last->text);
	else if (is_heading(below) && below->type <= last->tag->type)
		complain(look, last->page, "nothing below", last->text);
}

static void look_at_headings(struct look *look)
{
	const struct reading *reading = &look->reading;
	const struct content *last = NULL;

	for (size_t i = 0; i < reading->n; i++) {
		if (!reading->items[i].tag)
			continue;
		if (last)
			look_below(look, last, &reading->items[i]);
		last = &reading->items[i];
	}
	if (last)
		look_below(look, last, NULL);
}

/* ---- paragraphs ---- */

/* Lines of the element that begins with item FIRST, which is on its page. */
struct stretch {
	size_t lines, page;
	const char *text;
};

static size_t stretches_of(const struct reading *reading,
			   const struct tag *paragraph, size_t first,
			   struct stretch stretches[8])
{
	const struct content *last = NULL;
	size_t n = 0;

	for (size_t i = first; i < reading->n; i++) {
		const struct content *content = &reading->items[i];

		if (!content->tag || above(content->tag, TAG_P) != paragraph)
			continue;
		if (!last || last->page != content->page) {
			if (n == 8)
				break;
			stretches[n++] = (struct stretch){ 0, content->page,
							   content->text };
		}
		if (!last || !is_same_line(last, content))
			stretches[n - 1].lines++;
		last = content;
	}
	return n;
}

static void look_at_paragraph(struct look *look, const struct tag *paragraph,
			      size_t first)
{
	struct stretch stretches[8];
	size_t n = stretches_of(&look->reading, paragraph, first, stretches);

	for (size_t i = 0; n > 1 && i < n; i++)
		if (stretches[i].lines == 1)
			complain(look, stretches[i].page,
				 "one line of a paragraph", stretches[i].text);
}

static void look_at_paragraphs(struct look *look)
{
	const struct tag *last = NULL;

	for (size_t i = 0; i < look->reading.n; i++) {
		const struct content *content = &look->reading.items[i];
		const struct tag *paragraph =
			is_text(content) ? above(content->tag, TAG_P) : NULL;

		if (paragraph && paragraph != last)
			look_at_paragraph(look, paragraph, i);
		if (paragraph)
			last = paragraph;
	}
}

/* ---- figures and tables ---- */

static bool is_below(const struct tag *at, const struct tag *tag)
{
	while (at && at != tag)
		at = at->parent;
	return at != NULL;
}

/* First and last page of TAG; false when it stands nowhere. */
static bool pages_of(const struct reading *reading, const struct tag *tag,
		     size_t range[2])
{
	bool is_found = false;

	for (size_t i = 0; i < reading->n; i++) {
		const struct content *content = &reading->items[i];

		if (!is_below(content->tag, tag))
			continue;
		if (!is_found)
			range[0] = content->page;
		range[1] = content->page;
		is_found = true;
	}
	return is_found;
}

static const struct tag *kid(const struct tag *tag, enum tag_type type)
{
	for (size_t i = 0; i < tag->n_kids; i++)
		if (tag->kids[i]->type == type)
			return tag->kids[i];
	return NULL;
}

/* Rows of a table's body on its first page and on its last. */
static void look_at_rows(struct look *look, const struct tag *table)
{
	const struct tag *body = kid(table, TAG_TBODY);
	size_t n = body ? body->n_kids : 0, on_first = 0, on_last = 0;
	size_t range[2], whole[2];

	if (n < 2 || !pages_of(&look->reading, body, whole) ||
	    whole[0] == whole[1])
		return;
	for (size_t i = 0; i < n; i++)
		if (pages_of(&look->reading, body->kids[i], range)) {
			on_first += range[0] == whole[0];
			on_last += range[1] == whole[1];
		}
	if (on_first == 1)
		complain(look, whole[0], "one row before the break", "");
	if (on_last == 1)
		complain(look, whole[1], "one row behind the break", "");
}

/* EXHIBIT's caption stands with its beginning or end, its note with the end. */
static void look_at_exhibit(struct look *look, const struct tag *div,
			    const struct tag *exhibit)
{
	const struct tag *caption = kid(div, TAG_CAPTION);
	const struct tag *note = kid(div, TAG_P);
	size_t range[2], part[2];

	if (!pages_of(&look->reading, exhibit, range))
		return;
	if (caption && pages_of(&look->reading, caption, part) &&
	    part[0] != range[0])
		complain(look, part[0], "caption parted", "");
	if (note && pages_of(&look->reading, note, part) && part[0] != range[1])
		complain(look, part[0], "note parted", "");
	look_at_rows(look, exhibit);
}

static void look_at_exhibits(struct look *look, const struct tag *tag)
{
	for (size_t i = 0; i < tag->n_kids; i++) {
		const struct tag *at = tag->kids[i];

		if (at->type == TAG_TABLE || at->type == TAG_FIGURE)
			look_at_exhibit(look, tag, at);
		else
			look_at_exhibits(look, at);
	}
}

/* ---- pages as a whole ---- */

struct sight {
	const struct content *first, *last;
	size_t lines;
	double foot; /* of what stands lowest */
	bool has_figure;
};

static void see(struct sight *sight, const struct content *content)
{
	const struct tag *tag = content->tag;

	sight->lines += !sight->last || !is_same_line(sight->last, content);
	sight->foot = fmax(sight->foot, content->y);
	if (tag->type == TAG_FIGURE) {
		sight->has_figure = true;
		sight->foot =
			fmax(sight->foot, (double)(tag->box[1] + tag->box[3]));
	}
	if (!sight->first)
		sight->first = content;
	sight->last = content;
}

static void look_at_page(struct look *look, const struct sight *sights,
			 size_t page)
{
	const struct sight *sight = &sights[page], *next = sight + 1;
	const struct theme *theme = flow_theme();
	double fill = (sight->foot - theme->top) / theme_text_height(theme);
	bool ends = !next->first || next->first->tag->type == TAG_H1;

	if (!sight->first)
		return;
	if (!ends && fill < LEAST_FILL)
		complain(look, page, "mostly empty, from", sight->first->text);
	if (sight->first->tag->type != TAG_H1 && fill < LEAST_FILL &&
	    !sight->has_figure && sight->lines <= LONELY_LINES)
		complain(look, page, "few lines alone", sight->first->text);
}

/* All but the first, which is a cover or begins with a band. */
static void look_at_pages(struct look *look, const void *ctx)
{
	struct sight *sights =
		memory_array(ctx, struct sight, look->pages->n_pages + 1);

	for (size_t i = 0; i < look->reading.n; i++)
		if (look->reading.items[i].tag)
			see(&sights[look->reading.items[i].page],
			    &look->reading.items[i]);
	for (size_t page = 1; page < look->pages->n_pages; page++)
		look_at_page(look, sights, page);
}

size_t page_look_findings(const struct pages *pages, const char *where)
{
	void *ctx = talloc_new(NULL);
	struct look look = { .pages = pages,
			     .reading = read_pages(ctx, pages),
			     .where = where };

	look_at_headings(&look);
	look_at_paragraphs(&look);
	look_at_exhibits(&look, pages->root);
	look_at_pages(&look, ctx);
	talloc_free(ctx);
	return look.n;
}
