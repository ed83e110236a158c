#include "pipeline/page/cover.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/flow_emit.h"
#include "pipeline/page/flow_theme.h"

#include <math.h>

struct cover {
	const struct document *document;
	const struct theme *theme;
	struct typesetter *typesetter;
	struct tag *section;
	struct emitter emitter;
};

static const double field_height = 486; /* the dark field, from the top */
static const double title_foot = 430;   /* the last line under the title */
static const double funding_top = 730;
/* Funders ask for a centimetre at least; a wide one gets no more than this. */
static const double emblem_height = 36, emblem_width = 180;

/*
 * The graphic: pairs of dots on faint lines, what is and what is needed, the
 * house's subject.  Left dot and distance, as parts of the line.
 */
static const double pairs[][2] = {
	{ 0.34, 0.38 }, { 0.42, 0.27 }, { 0.22, 0.44 }, { 0.50, 0.20 },
	{ 0.30, 0.31 }, { 0.56, 0.12 }, { 0.38, 0.23 },
};

static void fill_circle(struct display_list *list, double x, double y,
			double radius, struct colour colour)
{
	draw_fill_colour(list, colour);
	draw_circle(list, x, y, radius);
	draw_fill(list);
}

static void draw_pairs(struct cover *cover, double left, double width)
{
	struct display_list *list = cover->emitter.list;
	struct colour faint = cover->theme->paper, line = faint;
	double y = 74;

	faint.alpha = 0.16F;
	line.alpha = 0.65F;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++, y += 24) {
		double first = left + width * pairs[i][0];
		double second = first + width * pairs[i][1];

		emit_rule(&cover->emitter, left, y, width, 0.7, faint);
		emit_rule(&cover->emitter, first, y, second - first, 2, line);
		fill_circle(list, first, y, 4.6, cover->theme->paper);
		fill_circle(list, second, y, 4.6, cover->theme->warm);
	}
}

static void draw_field(struct cover *cover)
{
	const struct theme *theme = cover->theme;

	emit_ground(&cover->emitter,
		    (double[]){ 0, 0, theme->page_width, field_height },
		    theme->accent);
	emit_ground(&cover->emitter,
		    (double[]){ 0, field_height, theme->page_width, 5 },
		    theme->warm);
	draw_pairs(cover, theme->left + 190,
		   theme->page_width - theme->left - 190);
}

static struct paragraph *set(struct cover *cover, const char *text,
			     const struct text_style *style, double width)
{
	struct display_list *list = cover->emitter.list;
	struct spans spans = spans_plain(list, text);

	return paragraph_set(list, cover->typesetter, &spans, style, width);
}

/* Draws TEXT from Y downwards as a paragraph; returns where it ends. */
static double draw_below(struct cover *cover, const char *text,
			 const struct text_style *style, double x, double y)
{
	const struct theme *theme = cover->theme;
	struct paragraph *paragraph;

	if (!text || !*text)
		return y;
	paragraph =
		set(cover, text, style, theme->page_width - theme->right - x);
	emit_lines(&cover->emitter, paragraph,
		   (size_t[]){ 0, paragraph->n_lines },
		   tag_new(cover->section, TAG_P), (double[]){ x, y });
	return y + paragraph_height(paragraph);
}

/* The largest type that sets the title in few lines. */
static struct paragraph *set_title(struct cover *cover)
{
	struct text_style style = { .size = 36,
				    .leading = 43,
				    .face = FONT_BOLD,
				    .colour = cover->theme->paper };
	double width = theme_text_width(cover->theme);
	struct paragraph *title =
		set(cover, cover->document->title, &style, width);

	while (title->n_lines > 3 && style.size > 20) {
		style.size -= 2;
		style.leading -= 2.4;
		title = set(cover, cover->document->title, &style, width);
	}
	return title;
}

/* Title and subtitle end at the same height, however long they are. */
static void draw_title(struct cover *cover)
{
	const struct theme *theme = cover->theme;
	struct text_style style = { .size = 15,
				    .leading = 20,
				    .colour = theme->paper };
	struct paragraph *title = set_title(cover), *subtitle = NULL;
	double width = theme_text_width(theme), y = title_foot;

	if (cover->document->subtitle)
		subtitle = set(cover, cover->document->subtitle, &style, width);
	y -= paragraph_height(title);
	y -= subtitle ? paragraph_height(subtitle) + 10 : 0;
	emit_lines(&cover->emitter, title, (size_t[]){ 0, title->n_lines },
		   tag_new(cover->section, TAG_P),
		   (double[]){ theme->left, y });
	if (subtitle)
		emit_lines(&cover->emitter, subtitle,
			   (size_t[]){ 0, subtitle->n_lines },
			   tag_new(cover->section, TAG_P),
			   (double[]){ theme->left,
				       y + paragraph_height(title) + 10 });
}

static double draw_imprint(struct cover *cover, double y)
{
	const struct document *document = cover->document;
	const struct theme *theme = cover->theme;
	struct text_style strong = { .size = 13,
				     .leading = 18,
				     .face = FONT_BOLD,
				     .colour = theme->ink };
	struct text_style plain = { .size = 10.5,
				    .leading = 16,
				    .colour = theme->muted };

	y = draw_below(cover, document->organisation, &strong, theme->left, y);
	y = draw_below(cover, document->wave_line, &plain, theme->left, y + 3);
	return draw_below(cover, document->date_line, &plain, theme->left, y);
}

/* Synthetic data must not be mistaken for findings: a box of its own. */
static void draw_notice(struct cover *cover, double y)
{
	const struct theme *theme = cover->theme;
	struct text_style style = { .size = 11,
				    .leading = 15,
				    .face = FONT_BOLD,
				    .colour = theme->ink };
	const char *notice = cover->document->notice;
	struct colour ground = theme->warm;
	struct paragraph *paragraph;
	double width, pad = 9;

	if (!notice)
		return;
	paragraph = set(cover, notice, &style,
			theme_text_width(theme) - 2 * pad - 6);
	width = 0;
	for (size_t i = 0; i < paragraph->n_lines; i++)
		width = fmax(width, paragraph->lines[i].width);
	ground.alpha = 0.24F;
	emit_ground(&cover->emitter,
		    (double[]){ theme->left, y, width + 2 * pad + 6,
				paragraph_height(paragraph) + 2 * pad },
		    ground);
	emit_ground(&cover->emitter,
		    (double[]){ theme->left, y, 4,
				paragraph_height(paragraph) + 2 * pad },
		    theme->warm);
	draw_below(cover, notice, &style, theme->left + pad + 6, y + pad);
}

/* Returns the room it takes before the text, which must not touch it. */
static double draw_emblem(struct cover *cover)
{
	const struct picture *emblem = cover->document->emblem;
	const struct theme *theme = cover->theme;
	struct tag *tag;
	double width, height = emblem_height;

	if (!emblem)
		return 0;
	width = height * (double)emblem->width / (double)emblem->height;
	if (width > emblem_width) {
		height *= emblem_width / width;
		width = emblem_width;
	}
	tag = tag_new(cover->section, TAG_FIGURE);
	tag->alternative =
		phrases_get(cover->document->phrases, "report.emblem");
	tag->box[0] = (float)theme->left;
	tag->box[1] = (float)(funding_top + 12);
	tag->box[2] = (float)width;
	tag->box[3] = (float)height;
	emit_tag(&cover->emitter, tag);
	draw_picture(cover->emitter.list, emblem, theme->left, funding_top + 12,
		     width, height);
	return width + 14;
}

static void draw_funding(struct cover *cover)
{
	const struct theme *theme = cover->theme;

	if (!cover->document->funding && !cover->document->emblem)
		return;
	emit_rule(&cover->emitter, theme->left, funding_top,
		  theme_text_width(theme), 0.5, theme->hair);
	draw_below(cover, cover->document->funding, &theme->small,
		   theme->left + draw_emblem(cover), funding_top + 10);
}

void cover_draw(const struct document *document, struct typesetter *typesetter,
		struct tag *section, struct display_list *list)
{
	struct page page = { .list = list };
	struct cover cover = {
		.document = document,
		.theme = flow_theme(),
		.typesetter = typesetter,
		.section = section,
		.emitter = { .ctx = list, .page = &page, .list = list },
	};
	double y;

	draw_field(&cover);
	draw_title(&cover);
	y = draw_imprint(&cover, field_height + 32);
	draw_notice(&cover, y + 22);
	draw_funding(&cover);
	emit_end(&cover.emitter);
}
