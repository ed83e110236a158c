#include "pipeline/page/flow.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/cover.h"
#include "pipeline/page/flow_strip.h"

double flow_text_width(void)
{
	return theme_text_width(flow_theme());
}

double flow_figure_height(void)
{
	/* A caption of three lines and a note of two go below. */
	const struct theme *theme = flow_theme();

	return theme_text_height(theme) - 3 * theme->caption.leading -
	       2 * theme->note.leading - theme->figure_gap;
}

double flow_figure_height_below_text(void)
{
	/* Headings of a chapter and a section, caption and note of a line. */
	const struct theme *theme = flow_theme();
	const struct heading_look *section = &theme->headings[1];
	double headings = theme->headings[0].style.leading + section->above +
			  section->style.leading + section->below;
	double below = 6 + theme->caption.leading + 4 + theme->note.leading;

	return theme_text_height(theme) - headings - 3 * theme->body.leading -
	       theme->figure_gap - below;
}

struct strip *flow_strip(struct flow *flow, enum strip_kind kind, double before)
{
	struct strip strip = {
		.kind = kind,
		.gap = before > flow->after ? before : flow->after,
		.x = flow->x,
		.frame = flow->frame,
		.label = flow->label,
		.scale = 1,
	};

	flow->after = 0;
	flow->label = NULL;
	memory_append(flow, flow->strips, struct strip, flow->n_strips, strip);
	return &flow->strips[flow->n_strips - 1];
}

struct strip *flow_lines(struct flow *flow, const struct spans *text,
			 const struct text_style *style, struct tag *tag,
			 double before)
{
	struct paragraph *paragraph = paragraph_set(
		flow->pages, flow->typesetter, text, style, flow->width);
	size_t first = flow->n_strips;

	for (size_t i = 0; i < paragraph->n_lines; i++) {
		struct strip *strip =
			flow_strip(flow, STRIP_LINE, i ? 0 : before);

		strip->role = ROLE_TEXT;
		strip->height = style->leading;
		strip->tag = tag;
		strip->paragraph = paragraph;
		strip->line = i;
		strip->keep_next = i + 1 < paragraph->n_lines &&
				   (i == 0 || i + 2 == paragraph->n_lines);
	}
	return &flow->strips[first];
}

void flow_role(struct flow *flow, size_t first, enum strip_role role)
{
	for (size_t i = first; i < flow->n_strips; i++)
		flow->strips[i].role = role;
}

static void open_pages(struct flow *flow)
{
	const struct document *document = flow->document;
	struct pages *pages = flow->pages;

	pages->root = memory_new(pages, struct tag);
	pages->root->type = TAG_DOCUMENT;
	pages->title = memory_text(pages, document->title);
	pages->author = memory_text(pages, document->author);
	pages->subject = memory_text(pages, document->subtitle);
	pages->keywords = memory_text(pages, document->keywords);
	pages->language = memory_text(pages, flow->language);
	pages->date = memory_text(pages, document->date);
}

static void new_page(struct flow *flow, struct page *page)
{
	page->list = display_list_new(flow->pages, flow->document->fonts,
				      flow->language, flow->theme->page_width,
				      flow->theme->page_height);
}

static void make_bookmarks(struct flow *flow)
{
	struct pages *pages = flow->pages;

	pages->bookmarks =
		memory_array(pages, struct bookmark, flow->n_headings);
	for (size_t i = 0; i < flow->n_headings; i++) {
		const struct heading_entry *heading = &flow->headings[i];
		struct bookmark *bookmark = &pages->bookmarks[i];

		bookmark->level = heading->level;
		bookmark->page = heading->page;
		bookmark->y = (float)heading->y;
		bookmark->title =
			heading->number
				? memory_format(pages, "%s %s", heading->number,
						heading->title)
				: memory_text(pages, heading->title);
	}
	pages->n_bookmarks = flow->n_headings;
}

static struct flow *flow_new(const void *ctx, const struct document *document)
{
	struct flow *flow = memory_new(NULL, struct flow);

	flow->document = document;
	flow->theme = flow_theme();
	flow->language = phrases_language(document->phrases);
	flow->typesetter =
		typesetter_new(flow, document->fonts, flow->language);
	flow->pages = memory_new(ctx, struct pages);
	flow->x = flow->theme->left;
	flow->width = theme_text_width(flow->theme);
	return flow;
}

/* The cover's elements come first in the structure tree. */
static void draw_cover(struct flow *flow)
{
	const struct document *document = flow->document;
	struct pages *pages = flow->pages;
	struct tag *section = flow_section(flow);

	pages->n_pages = 1;
	pages->pages = memory_array(pages, struct page, 1);
	new_page(flow, &pages->pages[0]);
	if (document->has_band)
		flow->band_foot =
			cover_draw_band(document, flow->typesetter, section,
					pages->pages[0].list);
	else
		cover_draw(document, flow->typesetter, section,
			   pages->pages[0].list);
}

int flow_layout(const void *ctx, const struct document *document,
		struct pages **pages, struct error *error)
{
	struct flow *flow;

	if (!document->fonts || !document->phrases || !document->title)
		return error_set(
			error, ERROR_PROJECT, NULL, "give the report a title",
			"a report needs a title, fonts and a language");
	flow = flow_new(ctx, document);
	*pages = flow->pages;
	open_pages(flow);
	draw_cover(flow);
	flow->parent = flow_section(flow);
	flow_number_headings(flow);
	flow_blocks(flow, &document->body);
	flow_end_sections(flow, 1);
	(*pages)->n_pages = flow_paginate(flow);
	(*pages)->pages = memory_grow(*pages, (*pages)->pages, struct page,
				      (*pages)->n_pages);
	for (size_t i = 1; i < (*pages)->n_pages; i++) {
		(*pages)->pages[i] = (struct page){ NULL, NULL, 0, NULL };
		new_page(flow, &(*pages)->pages[i]);
	}
	flow_draw(flow);
	make_bookmarks(flow);
	talloc_free(flow);
	return 0;
}
