#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/heading_number.h"

/* Move the column's left edge by INDENT. */
static void indent_by(struct flow *flow, double indent)
{
	flow->x += indent;
	flow->width -= indent;
}

static bool is_code(const struct spans *text)
{
	for (size_t i = 0; i < text->n; i++)
		if (!text->items[i].is_code)
			return false;
	return text->n > 0;
}

static void paragraph(struct flow *flow, const struct block *block)
{
	struct text_style style = flow->theme->body;
	struct tag *tag = tag_new(flow->parent, TAG_P);
	struct strip *strip;

	if (is_code(&block->text)) {
		style = flow->theme->small;
		style.colour = flow->theme->ink;
	}
	strip = flow_lines(flow, &block->text, &style, tag,
			   flow->theme->paragraph_gap);
	strip->anchor = block->anchor;
	flow->after = flow->theme->paragraph_gap;
}

static const char *item_mark(struct flow *flow, const struct block *block,
			     size_t i)
{
	if (block->is_ordered)
		return memory_format(flow, "%zu.", i + 1);
	return flow->list_depth % 2 ? "•" : "–";
}

static void label_item(struct flow *flow, const char *mark, struct tag *tag)
{
	struct strip_label *label = memory_new(flow->pages, struct strip_label);
	struct text_style style = flow->theme->body;
	struct spans text = spans_plain(flow, mark);

	style.is_justified = false;
	style.colour = flow->theme->accent;
	label->text = paragraph_set(flow->pages, flow->typesetter, &text,
				    &style, flow->theme->list_indent);
	label->x = flow->x + (flow->list_depth == 1 ? 3 : 0);
	label->tag = tag;
	flow->label = label;
}

static void list_item(struct flow *flow, const struct block *block, size_t i)
{
	struct tag *list = flow->parent, *item = tag_new(list, TAG_LI);
	struct tag *mark = tag_new(item, TAG_LBL);

	label_item(flow, item_mark(flow, block, i), mark);
	indent_by(flow, flow->theme->list_indent);
	flow->parent = tag_new(item, TAG_LBODY);
	flow_blocks(flow, &block->list_items[i]);
	flow->parent = list;
	flow->label = NULL; /* an empty item leaves it unused */
	indent_by(flow, -flow->theme->list_indent);
	flow->after = flow->theme->item_gap;
}

static void list(struct flow *flow, const struct block *block)
{
	struct tag *parent = flow->parent;
	double gap = flow->theme->paragraph_gap;
	size_t first;

	flow->parent = tag_new(parent, TAG_L);
	flow->list_depth++;
	for (size_t i = 0; i < block->n_list_items; i++) {
		first = flow->n_strips;
		list_item(flow, block, i);
		/* Items stand closer than paragraphs do. */
		if (first < flow->n_strips && (i > 0 || flow->list_depth > 1))
			flow->strips[first].gap = flow->theme->item_gap;
	}
	flow->list_depth--;
	flow->parent = parent;
	flow->after = flow->list_depth ? flow->theme->item_gap : gap;
}

static struct strip *pad(struct flow *flow, double height)
{
	struct strip *strip = flow_strip(flow, STRIP_SPACE, 0);

	strip->height = height;
	return strip;
}

/* A box that fits on half a page is not divided. */
static void keep_small(struct flow *flow, size_t first)
{
	if (flow_height(flow, first) < theme_text_height(flow->theme) / 2)
		flow_keep(flow, first);
}

static void callout(struct flow *flow, const struct block *block)
{
	const struct theme *theme = flow->theme;
	struct strip_frame *frame = memory_new(flow, struct strip_frame);
	struct tag *parent = flow->parent;
	size_t first = flow->n_strips;

	*frame = (struct strip_frame){ flow->x, flow->width };
	flow->after = theme->figure_gap;
	flow->frame = frame;
	flow->parent = tag_new(parent, TAG_DIV);
	pad(flow, theme->callout_pad)->keep_next = true;
	indent_by(flow, theme->callout_pad + 4);
	flow->width -= theme->callout_pad;
	if (block->text.n) {
		flow_lines(flow, &block->text, &theme->callout_title,
			   tag_new(flow->parent, TAG_P), 0);
		flow_keep(flow, first);
		flow->strips[flow->n_strips - 1].keep_next = true;
		flow->after = 2;
	}
	flow_blocks(flow, &block->body);
	flow->width += theme->callout_pad;
	indent_by(flow, -theme->callout_pad - 4);
	flow->after = 0;
	flow->strips[flow->n_strips - 1].keep_next = true;
	pad(flow, theme->callout_pad);
	keep_small(flow, first);
	flow_role(flow, first, ROLE_FIXED);
	flow->frame = NULL;
	flow->parent = parent;
	flow->after = theme->figure_gap;
}

/* "Figure 3. " in the accent's bold. */
static void add_caption_label(struct flow *flow, const struct block *block,
			      struct spans *text)
{
	const struct phrases *phrases = flow->document->phrases;
	bool is_table = block->kind == BLOCK_TABLE;
	unsigned number = is_table ? ++flow->n_tables : ++flow->n_figures;
	const char *word = phrases_get(phrases, is_table ? "report.table"
							 : "report.figure");

	spans_add(flow, text,
		  (struct span){
			  .text = memory_format(flow, "%s %u. ", word, number),
			  .style = FONT_BOLD });
}

void flow_caption(struct flow *flow, const struct block *block,
		  struct tag *parent)
{
	struct spans text = { NULL, 0 };

	if (!block->caption.n)
		return;
	add_caption_label(flow, block, &text);
	for (size_t i = 0; i < block->caption.n; i++)
		spans_add(flow, &text, block->caption.items[i]);
	flow_lines(flow, &text, &flow->theme->caption,
		   tag_new(parent, TAG_CAPTION), 6);
	flow->after = 5;
}

void flow_note(struct flow *flow, const struct block *block, struct tag *parent)
{
	if (!block->note.n)
		return;
	flow_lines(flow, &block->note, &flow->theme->note,
		   tag_new(parent, TAG_P), 4);
}

/* Inside a box or a list a heading is but a line in bold. */
static void inner_heading(struct flow *flow, const struct block *block)
{
	const struct heading_look *look = &flow->theme->headings[3];
	size_t first = flow->n_strips;

	flow_lines(flow, &block->text, &look->style,
		   tag_new(flow->parent, TAG_P), look->above);
	flow_keep(flow, first);
	flow->strips[flow->n_strips - 1].keep_next = true;
	flow->after = look->below;
}

static void heading(struct flow *flow, const struct block *block)
{
	int level = flow->headings[flow->next_heading].level;
	size_t first = flow->n_strips;

	flow_end_sections(flow, level);
	flow_heading(flow, &block->text, block->anchor);
	first += flow->strips[first].kind == STRIP_BREAK;
	if (block->is_kept)
		flow_keep_section(flow, first, level);
}

static void flow_block(struct flow *flow, const struct blocks *blocks, size_t i)
{
	const struct block *block = &blocks->items[i];
	bool is_inner = blocks != &flow->document->body;

	switch (block->kind) {
	case BLOCK_HEADING:
		if (is_inner)
			inner_heading(flow, block);
		else
			heading(flow, block);
		break;
	case BLOCK_PARAGRAPH:
		paragraph(flow, block);
		break;
	case BLOCK_LIST:
		list(flow, block);
		break;
	case BLOCK_TABLE:
		flow_table(flow, block);
		break;
	case BLOCK_FIGURE:
		flow_figure(flow, block);
		break;
	case BLOCK_NUMBERS:
		flow_cards(flow, block);
		break;
	case BLOCK_CALLOUT:
		callout(flow, block);
		break;
	case BLOCK_CONTENTS:
		flow_contents(flow, block,
			      is_inner || heading_is_before(blocks, i));
		break;
	case BLOCK_PAGE_BREAK:
		flow_strip(flow, STRIP_BREAK, 0);
		flow->after = 0;
		break;
	}
}

void flow_blocks(struct flow *flow, const struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++)
		flow_block(flow, blocks, i);
}
