#include "pipeline/page/cover_parts.h"

#include "pipeline/core/memory.h"

#include <math.h>

/* Emblems that are wide get no more than this. */
static const double emblem_width = 180;
static const double notice_pad = 9, notice_bar = 4;

/*
 * The graphic: pairs of dots on faint lines, what is and what is needed, the
 * house's subject.  Left dot and distance, as parts of the line.
 */
static const double pairs[COVER_PAIRS][2] = {
	{ 0.34, 0.38 }, { 0.42, 0.27 }, { 0.22, 0.44 }, { 0.50, 0.20 },
	{ 0.30, 0.31 }, { 0.56, 0.12 }, { 0.38, 0.23 },
};

void cover_begin(struct cover *cover, const struct document *document,
		 struct typesetter *typesetter, struct tag *section,
		 struct display_list *list)
{
	*cover = (struct cover){
		.document = document,
		.theme = flow_theme(),
		.typesetter = typesetter,
		.section = section,
		.page = { .list = list },
		.emitter = { .ctx = list, .list = list },
	};
	cover->emitter.page = &cover->page;
}

struct paragraph *cover_set(struct cover *cover, const char *text,
			    const struct text_style *style, double width)
{
	struct display_list *list = cover->emitter.list;
	struct spans spans = spans_plain(list, text);

	return paragraph_set(list, cover->typesetter, &spans, style, width);
}

struct paragraph *cover_set_large(struct cover *cover, const char *text,
				  struct text_style style, double width,
				  size_t lines)
{
	const double least = style.size * 0.56;
	struct paragraph *paragraph = cover_set(cover, text, &style, width);

	while (paragraph->n_lines > lines && style.size > least) {
		style.size -= 2;
		style.leading -= 2.4;
		paragraph = cover_set(cover, text, &style, width);
	}
	return paragraph;
}

double cover_draw_paragraph(struct cover *cover,
			    const struct paragraph *paragraph, double x,
			    double y)
{
	emit_lines(&cover->emitter, paragraph,
		   (size_t[]){ 0, paragraph->n_lines },
		   tag_new(cover->section, TAG_P), (double[]){ x, y });
	return y + paragraph_height(paragraph);
}

double cover_draw_below(struct cover *cover, const char *text,
			const struct text_style *style, double x, double y)
{
	const struct theme *theme = cover->theme;
	double width = theme->page_width - theme->right - x;

	if (!text || !*text)
		return y;
	return cover_draw_paragraph(cover, cover_set(cover, text, style, width),
				    x, y);
}

void cover_draw_field(struct cover *cover, double height)
{
	const struct theme *theme = cover->theme;

	emit_ground(&cover->emitter,
		    (double[]){ 0, 0, theme->page_width, height },
		    theme->accent);
	emit_ground(&cover->emitter,
		    (double[]){ 0, height, theme->page_width, 5 }, theme->warm);
}

static void fill_circle(struct display_list *list, double x, double y,
			double radius, struct colour colour)
{
	draw_fill_colour(list, colour);
	draw_circle(list, x, y, radius);
	draw_fill(list);
}

void cover_draw_pairs(struct cover *cover, const double at[3], size_t n,
		      double step, double size)
{
	struct display_list *list = cover->emitter.list;
	struct colour faint = cover->theme->paper, line = faint;
	double left = at[0], y = at[1], width = at[2];

	faint.alpha = 0.16F;
	line.alpha = 0.65F;
	for (size_t i = 0; i < n; i++, y += step) {
		double first = left + width * pairs[i][0];
		double second = first + width * pairs[i][1];

		emit_rule(&cover->emitter, left, y, width, 0.7 * size, faint);
		emit_rule(&cover->emitter, first, y, second - first, 2 * size,
			  line);
		fill_circle(list, first, y, 4.6 * size, cover->theme->paper);
		fill_circle(list, second, y, 4.6 * size, cover->theme->warm);
	}
}

struct paragraph *cover_set_notice(struct cover *cover,
				   const struct text_style *style, double width)
{
	return cover_set(cover, cover->document->notice, style,
			 width - 2 * notice_pad - notice_bar);
}

double cover_notice_width(const struct paragraph *notice)
{
	double width = 0;

	for (size_t i = 0; i < notice->n_lines; i++)
		width = fmax(width, notice->lines[i].width);
	return width + 2 * notice_pad + notice_bar;
}

double cover_notice_height(const struct paragraph *notice)
{
	return paragraph_height(notice) + 1.2 * notice->style.leading;
}

void cover_draw_notice(struct cover *cover, const struct paragraph *notice,
		       double x, double y)
{
	struct colour ground = cover->theme->warm;
	double height = cover_notice_height(notice);

	ground.alpha = 0.24F;
	emit_ground(&cover->emitter,
		    (double[]){ x, y, cover_notice_width(notice), height },
		    ground);
	emit_ground(&cover->emitter, (double[]){ x, y, notice_bar, height },
		    cover->theme->warm);
	cover_draw_paragraph(cover, notice, x + notice_bar + notice_pad,
			     y + 0.6 * notice->style.leading);
}

double cover_draw_emblem(struct cover *cover, double y, double height)
{
	const struct picture *emblem = cover->document->emblem;
	const struct theme *theme = cover->theme;
	struct tag *tag;
	double width;

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
	tag->box[1] = (float)y;
	tag->box[2] = (float)width;
	tag->box[3] = (float)height;
	emit_tag(&cover->emitter, tag);
	draw_picture(cover->emitter.list, emblem, theme->left, y, width,
		     height);
	return width + 14;
}
