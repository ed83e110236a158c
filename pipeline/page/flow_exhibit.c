#include "pipeline/page/flow.h"
#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Text of figures is not set smaller than this to make them fit. */
static const double least_type = 7;

void flow_scale_figure(struct strip *strip, double scale)
{
	strip->scale = scale;
	strip->height = strip->figure->height * scale;
}

/* Size of the smallest text of FIGURE. */
static double smallest_type(const struct display_list *figure)
{
	double size = DBL_MAX;

	for (size_t i = 0; i < figure->n_operations; i++) {
		const struct draw_operation *operation = &figure->operations[i];

		if (operation->kind == DRAW_TEXT)
			size = fmin(size, (double)operation->v[2]);
		else if (operation->kind == DRAW_LIST)
			size = fmin(size, smallest_type(operation->list) *
						  (double)operation->v[2]);
	}
	return size;
}

/* Something to say for those who do not see it, always. */
static const char *alternative_text(struct flow *flow,
				    const struct block *block)
{
	const struct display_list *figure = block->figure;

	if (figure->alternative && *figure->alternative)
		return memory_text(flow->pages, figure->alternative);
	if (figure->title && *figure->title)
		return memory_text(flow->pages, figure->title);
	return spans_text(flow->pages, &block->caption);
}

void flow_figure(struct flow *flow, const struct block *block)
{
	const struct display_list *figure = block->figure;
	struct tag *parent = tag_new(flow->parent, TAG_DIV);
	size_t first = flow->n_strips;
	double scale = fmin(1, fmin(flow->width / figure->width,
				    flow_figure_height() / figure->height));
	struct strip *strip =
		flow_strip(flow, STRIP_FIGURE, flow->theme->figure_gap);

	strip->figure = figure;
	strip->full_scale = scale;
	strip->least_scale = fmin(scale, least_type / smallest_type(figure));
	strip->anchor = block->anchor;
	flow_scale_figure(strip, scale);
	strip->tag = tag_new(parent, TAG_FIGURE);
	strip->tag->alternative = alternative_text(flow, block);
	flow_caption(flow, block, parent);
	flow->after = 0;
	flow_note(flow, block, parent);
	flow_keep(flow, first);
	flow_role(flow, first, ROLE_FLOAT);
	flow->after = flow->theme->figure_gap;
}

/* Two to four in a row, rows as even as may be. */
static size_t cards_per_row(size_t n)
{
	if (n <= 4)
		return n;
	return n == 5 || n == 6 || n == 9 ? 3 : 4;
}

static struct paragraph *set_text(struct flow *flow, const char *text,
				  const struct text_style *style, double width)
{
	struct spans spans = { NULL, 0 };

	if (text && *text)
		spans = spans_plain(flow, text);
	return paragraph_set(flow->pages, flow->typesetter, &spans, style,
			     width);
}

/* A value too wide for its card gets smaller. */
static struct text_style value_style(struct flow *flow, const char *text,
				     double width)
{
	struct text_style style = flow->theme->number_value;
	struct spans spans = spans_plain(flow, text);
	double natural =
		paragraph_extent(flow->typesetter, &spans, &style).natural;

	if (natural > width)
		style.size = fmax(style.size * width / natural * 0.995, 11);
	return style;
}

static void set_card(struct flow *flow, struct flow_cards *cards, size_t i,
		     const struct number_item *item)
{
	const struct theme *theme = flow->theme;
	double width = cards->width - 2 * theme->card_pad;
	const char *value = item->value ? item->value : "–";
	struct text_style style = value_style(flow, value, width);
	struct tag *card = tag_new(flow->parent, TAG_DIV);

	cards->texts[i][0] = set_text(flow, value, &style, width);
	cards->texts[i][1] =
		set_text(flow, item->label, &theme->number_label, width);
	cards->texts[i][2] =
		set_text(flow, item->detail, &theme->number_detail, width);
	for (int k = 0; k < 3; k++)
		if (cards->texts[i][k]->lines->n_pieces)
			cards->tags[i][k] = tag_new(card, TAG_P);
	cards->value_height =
		fmax(cards->value_height, paragraph_height(cards->texts[i][0]));
	cards->label_height =
		fmax(cards->label_height, paragraph_height(cards->texts[i][1]));
	cards->height =
		fmax(cards->height, paragraph_height(cards->texts[i][2]));
}

static struct flow_cards *set_row(struct flow *flow,
				  const struct number_item *items, size_t n)
{
	const struct theme *theme = flow->theme;
	struct flow_cards *cards = memory_new(flow, struct flow_cards);

	cards->n = n;
	cards->width =
		(flow->width - theme->card_gap * (double)(n - 1)) / (double)n;
	cards->texts =
		memory_check(talloc_zero_size(cards, n * sizeof *cards->texts));
	cards->tags =
		memory_check(talloc_zero_size(cards, n * sizeof *cards->tags));
	for (size_t i = 0; i < n; i++)
		set_card(flow, cards, i, &items[i]);
	/* The height of the details so far; the rest stands above them. */
	cards->height += 2 * theme->card_pad + cards->value_height +
			 cards->label_height + 2;
	return cards;
}

void flow_cards(struct flow *flow, const struct block *block)
{
	struct tag *parent = flow->parent;
	size_t n = block->n_numbers, per_row = cards_per_row(n);

	flow->parent = tag_new(parent, TAG_DIV);
	for (size_t i = 0; i < n; i += per_row) {
		size_t in_row = n - i < per_row ? n - i : per_row;
		struct flow_cards *cards =
			set_row(flow, &block->numbers[i], in_row);
		struct strip *strip = flow_strip(flow, STRIP_CARDS,
						 i ? flow->theme->card_gap
						   : flow->theme->figure_gap);

		strip->cards = cards;
		strip->height = cards->height;
	}
	flow->parent = parent;
	flow->after = flow->theme->figure_gap;
}
