#include "pipeline/page/flow_emit.h"
#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"

#include <stdio.h>
#include <string.h>

/* Pages being drawn, one after the other. */
struct drawing {
	struct flow *flow;
	const struct theme *theme;
	struct emitter emitter;
	const struct heading_entry *chapter; /* the page is in */
};

static void draw_label(struct drawing *drawing, const struct strip *strip)
{
	const struct strip_label *label = strip->label;

	if (label)
		emit_line(&drawing->emitter, label->text, 0, label->tag,
			  (double[]){ label->x, strip->y });
}

static void draw_strip_line(struct drawing *drawing, const struct strip *strip)
{
	emit_line(&drawing->emitter, strip->paragraph, strip->line, strip->tag,
		  (double[]){ strip->x, strip->y });
}

/* Dots from the title's end to the page number, on a common grid. */
static void draw_leader(struct drawing *drawing, const struct strip *strip,
			double right)
{
	const struct text_line *line = &strip->paragraph->lines[strip->line];
	const struct text_style *style = &strip->paragraph->style;
	double step = 4.5, x = right - 5;
	double y = strip->y + paragraph_ascent(style) - 0.6;
	struct display_list *list = drawing->emitter.list;

	emit_artifact(&drawing->emitter);
	draw_fill_colour(list, drawing->theme->hair);
	for (; x > strip->x + line->width + 6; x -= step)
		draw_circle(list, x, y, 0.55);
	draw_fill(list);
}

static void draw_contents_line(struct drawing *drawing,
			       const struct strip *strip)
{
	const struct theme *theme = drawing->theme;
	const struct text_style *style = &strip->paragraph->style;
	double right = theme->page_width - theme->right, width;
	struct emitter *emitter = &drawing->emitter;
	struct page_link link = {
		.tag = strip->tag,
		.target_page = strip->heading->page,
		.target_y = (float)strip->heading->y,
		.contents = strip->heading->title,
	};
	char number[24];

	draw_strip_line(drawing, strip);
	snprintf(number, sizeof number, "%zu", strip->heading->page + 1);
	width = font_text_width(emitter->list->fonts, style->face, number,
				style->size, emitter->list->language);
	if (strip->line + 1 == strip->paragraph->n_lines) {
		draw_leader(drawing, strip, right - width);
		emit_tag(emitter, strip->tag);
		draw_text(emitter->list, style->face, style->size, right,
			  strip->y + paragraph_ascent(style), 1, style->colour,
			  number);
	}
	link.box[0] = (float)theme->left;
	link.box[1] = (float)strip->y;
	link.box[2] = (float)(right - theme->left);
	link.box[3] = (float)strip->height;
	link.contents = memory_text(drawing->flow->pages, link.contents);
	emit_link(emitter, &link);
}

/* TAGS is NULL for the head that is repeated on a further page. */
static void draw_table_head(struct drawing *drawing,
			    const struct flow_table *table, double y,
			    struct tag *const *tags)
{
	const struct theme *theme = drawing->theme;
	const struct table_layout *layout = table->layout;
	struct emitter *emitter = &drawing->emitter;
	double height = table_layout_head_height(layout, theme);

	emit_rule(emitter, table->x, y, table->width, 1, theme->ink);
	for (size_t i = 0; i < layout->block->n_columns; i++) {
		const struct table_cell *head = &layout->heads[i];
		size_t n = head->text->n_lines;
		/* Headings stand at the foot of their row. */
		double top =
			y + theme->cell_pad +
			(double)(layout->head_lines - n) * layout->head_leading;

		if (tags && !head->text->lines->n_pieces)
			emit_empty(emitter, tags[i]);
		emit_lines(emitter, head->text, (size_t[]){ 0, n },
			   tags ? tags[i] : NULL,
			   (double[]){ table->x + head->x, top });
	}
	emit_rule(emitter, table->x, y + height, table->width, 0.6, theme->ink);
}

static double running_width(struct drawing *drawing, const char *text)
{
	struct display_list *list = drawing->emitter.list;

	return font_text_width(list->fonts, FONT_REGULAR, text,
			       drawing->theme->running_size, list->language);
}

/* TEXT, or as many of its first words as WIDTH holds and an ellipsis. */
static const char *shorten(struct drawing *drawing, const char *text,
			   double width)
{
	char *cut = memory_text(drawing->flow, text);
	const char *shown = cut;
	char *blank;

	while (running_width(drawing, shown) > width) {
		blank = strrchr(cut, ' ');
		if (!blank)
			return "";
		*blank = '\0';
		shown = memory_format(drawing->flow, "%s …", cut);
	}
	return shown;
}

/* The group that ROW is in the midst of, or NULL. */
static const struct spans *group_of(const struct table_layout *layout,
				    size_t row)
{
	const struct table_block *block = layout->block;

	if (table_layout_is_group(layout, row))
		return NULL;
	while (row > 0 && !table_layout_is_group(layout, row))
		row--;
	return table_layout_is_group(layout, row)
		       ? &block->cells[row * block->n_columns]
		       : NULL;
}

/* "Table 3, continued · the group that goes on" */
static const char *continued_text(struct drawing *drawing,
				  const struct strip *strip)
{
	const struct flow_table *table = strip->table;
	const struct spans *group = group_of(table->layout, strip->row);
	const char *text = table->continued;

	if (group)
		text = memory_format(drawing->flow, "%s · %s", text,
				     spans_text(drawing->flow, group));
	return shorten(drawing, text, table->width);
}

static void draw_repeated_head(struct drawing *drawing,
			       const struct strip *strip)
{
	const struct theme *theme = drawing->theme;
	const struct flow_table *table = strip->table;
	double y = strip->y - table_layout_head_height(table->layout, theme);

	emit_artifact(&drawing->emitter);
	if (table->continued)
		draw_text(drawing->emitter.list, FONT_ITALIC, theme->note.size,
			  table->x, y - theme->note.leading / 2 + 1, 0,
			  theme->muted, continued_text(drawing, strip));
	draw_table_head(drawing, table, y, NULL);
}

/* Empty cells are there too, once: in the row's first strip. */
static void draw_cell(struct drawing *drawing, const struct strip *strip,
		      size_t column, double top)
{
	const struct flow_table *table = strip->table;
	size_t i = strip->row * table->layout->block->n_columns + column;
	const struct table_cell *cell = &table->layout->cells[i];
	struct tag *tag = table->cell_tags[i];

	if (!cell->text || !cell->text->lines->n_pieces) {
		if (strip->line == 0)
			emit_empty(&drawing->emitter, tag);
		return;
	}
	emit_lines(&drawing->emitter, cell->text,
		   (size_t[]){ strip->line, strip->end_line }, tag,
		   (double[]){ table->x + cell->x, top });
}

static void draw_row(struct drawing *drawing, const struct strip *strip)
{
	const struct theme *theme = drawing->theme;
	const struct flow_table *table = strip->table;
	const struct table_layout *layout = table->layout;
	bool is_last_row = strip->row + 1 == layout->block->n_rows;
	bool is_end = strip->end_line == layout->row_lines[strip->row];
	double top = strip->y + (strip->line == 0 ? theme->cell_pad : 0);
	double foot = strip->y + strip->height;

	if (strip->repeats_head)
		draw_repeated_head(drawing, strip);
	for (size_t i = 0; i < layout->block->n_columns; i++)
		draw_cell(drawing, strip, i, top);
	if (is_end)
		emit_rule(&drawing->emitter, table->x, foot, table->width,
			  is_last_row ? 1 : 0.35,
			  is_last_row ? theme->ink : theme->hair);
}

static void draw_figure(struct drawing *drawing, const struct strip *strip)
{
	struct emitter *emitter = &drawing->emitter;
	const struct display_list *figure = strip->figure;

	strip->tag->box[0] = (float)strip->x;
	strip->tag->box[1] = (float)strip->y;
	strip->tag->box[2] = (float)(figure->width * strip->scale);
	strip->tag->box[3] = (float)strip->height;
	strip->tag->box_page = strip->page;
	emit_tag(emitter, strip->tag);
	draw_list(emitter->list, figure, strip->x, strip->y, strip->scale);
}

static void draw_card(struct drawing *drawing, const struct strip *strip,
		      size_t i)
{
	const struct theme *theme = drawing->theme;
	const struct flow_cards *cards = strip->cards;
	double x = strip->x + (double)i * (cards->width + theme->card_gap);
	double tops[3];

	emit_ground(&drawing->emitter,
		    (double[]){ x, strip->y, cards->width, strip->height },
		    theme->tint);
	emit_ground(&drawing->emitter,
		    (double[]){ x, strip->y, cards->width, 2 }, theme->accent);
	tops[0] = strip->y + theme->card_pad;
	tops[1] = tops[0] + cards->value_height;
	tops[2] = tops[1] + paragraph_height(cards->texts[i][1]) + 2;
	for (int k = 0; k < 3; k++)
		emit_lines(&drawing->emitter, cards->texts[i][k],
			   (size_t[]){ 0, cards->texts[i][k]->n_lines },
			   cards->tags[i][k],
			   (double[]){ x + theme->card_pad, tops[k] });
}

static void draw_strip(struct drawing *drawing, const struct strip *strip)
{
	draw_label(drawing, strip);
	switch (strip->kind) {
	case STRIP_LINE:
		draw_strip_line(drawing, strip);
		break;
	case STRIP_CONTENTS:
		draw_contents_line(drawing, strip);
		break;
	case STRIP_TABLE_HEAD:
		draw_table_head(drawing, strip->table, strip->y,
				strip->table->head_tags);
		break;
	case STRIP_ROW:
		draw_row(drawing, strip);
		break;
	case STRIP_FIGURE:
		draw_figure(drawing, strip);
		break;
	case STRIP_CARDS:
		for (size_t i = 0; i < strip->cards->n; i++)
			draw_card(drawing, strip, i);
		break;
	case STRIP_SPACE:
	case STRIP_BREAK:
		break;
	}
}

/* The ground of a box, from its first strip on this page to its last. */
static void draw_frame(struct drawing *drawing, size_t first, size_t end)
{
	const struct theme *theme = drawing->theme;
	struct flow *flow = drawing->flow;
	const struct strip *strip = &flow->strips[flow->order[first]];
	const struct strip_frame *frame = strip->frame;
	double top = strip->y, foot = top;

	for (; first < end; first++) {
		strip = &flow->strips[flow->order[first]];
		if (strip->frame != frame)
			break;
		foot = strip->y + strip->height;
	}
	emit_ground(&drawing->emitter,
		    (double[]){ frame->x, top, frame->width, foot - top },
		    theme->tint);
	emit_ground(&drawing->emitter,
		    (double[]){ frame->x, top, 3, foot - top }, theme->accent);
}

static bool opens_chapter(const struct strip *strip)
{
	return strip->heading && strip->kind == STRIP_LINE &&
	       strip->heading->level == 1;
}

static void draw_running(struct drawing *drawing, const char *text, double y,
			 double align)
{
	const struct theme *theme = drawing->theme;

	emit_artifact(&drawing->emitter);
	draw_text(drawing->emitter.list, FONT_REGULAR, theme->running_size,
		  theme->left + align * theme_text_width(theme), y, align,
		  theme->muted, text);
}

/* Report left, chapter right; a page that opens a chapter needs neither. */
static void draw_head(struct drawing *drawing)
{
	const struct theme *theme = drawing->theme;
	const struct document *document = drawing->flow->document;
	const char *title = document->running_title ? document->running_title
						    : document->title;
	double width = theme_text_width(theme) - 20, y = theme->head_baseline;

	title = shorten(drawing, title, width * 0.6);
	width -= running_width(drawing, title);
	draw_running(drawing, title, y, 0);
	if (drawing->chapter)
		draw_running(drawing,
			     shorten(drawing, drawing->chapter->title, width),
			     y, 1);
	emit_rule(&drawing->emitter, theme->left, y + 7,
		  theme_text_width(theme), 0.4, theme->hair);
}

static void draw_foot(struct drawing *drawing, size_t page)
{
	const struct theme *theme = drawing->theme;
	const char *notice = drawing->flow->document->notice;
	char number[24];

	snprintf(number, sizeof number, "%zu", page + 1);
	if (notice)
		draw_running(
			drawing,
			shorten(drawing, notice, theme_text_width(theme) - 40),
			theme->foot_baseline, 0);
	emit_artifact(&drawing->emitter);
	draw_text(drawing->emitter.list, FONT_BOLD, theme->running_size + 1,
		  theme->page_width - theme->right, theme->foot_baseline, 1,
		  theme->accent, number);
}

/* The strips from FIRST to before END of the order are this page's. */
static void draw_page(struct drawing *drawing, size_t page, size_t first,
		      size_t end)
{
	struct flow *flow = drawing->flow;
	const struct strip_frame *frame = NULL;
	const struct strip *strip;

	drawing->emitter.page = &flow->pages->pages[page];
	drawing->emitter.list = drawing->emitter.page->list;
	if (page > 0 && !opens_chapter(&flow->strips[flow->order[first]]))
		draw_head(drawing);
	for (; first < end; first++) {
		strip = &flow->strips[flow->order[first]];
		if (opens_chapter(strip))
			drawing->chapter = strip->heading;
		if (strip->frame && strip->frame != frame)
			draw_frame(drawing, first, end);
		frame = strip->frame;
		draw_strip(drawing, strip);
	}
	draw_foot(drawing, page);
	emit_end(&drawing->emitter);
}

static void collect_targets(struct flow *flow, struct emitter *emitter)
{
	struct link_target *targets = NULL;
	size_t n = 0;

	for (size_t i = 0; i < flow->n_strips; i++) {
		const struct strip *strip = &flow->strips[i];
		struct link_target target = { strip->anchor, strip->page,
					      strip->y };

		if (strip->anchor)
			memory_append(flow, targets, struct link_target, n,
				      target);
	}
	emitter->targets = targets;
	emitter->n_targets = n;
}

void flow_draw(struct flow *flow)
{
	struct drawing drawing = {
		.flow = flow,
		.theme = flow->theme,
		.emitter = { .ctx = flow->pages,
			     .link_colour = flow->theme->link,
			     .code_ground = flow->theme->code },
	};
	size_t first = 0, page = flow->band_foot > 0 ? 0 : 1;

	collect_targets(flow, &drawing.emitter);
	for (; page < flow->pages->n_pages; page++) {
		size_t end = first;

		while (end < flow->n_placed &&
		       flow->strips[flow->order[end]].page == page)
			end++;
		draw_page(&drawing, page, first, end);
		first = end;
	}
}
