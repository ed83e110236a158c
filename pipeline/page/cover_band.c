#include "pipeline/page/cover.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/cover_parts.h"

#include <math.h>

static const double title_top = 38;
static const double least_field = 104; /* holds the graphic */
static const double pairs_room = 150;  /* of the text column, at its right */
static const double emblem_height = 30;

static struct paragraph *set_title(struct cover *cover, double width)
{
	struct text_style style = { .size = 24,
				    .leading = 29,
				    .face = FONT_BOLD,
				    .colour = cover->theme->paper };

	return cover_set_large(cover, cover->document->title, style, width, 3);
}

/* Title and subtitle on the dark field; returns where that ends. */
static double draw_title(struct cover *cover)
{
	const struct theme *theme = cover->theme;
	const char *subtitle = cover->document->subtitle;
	struct text_style style = { .size = 11.5,
				    .leading = 16,
				    .colour = theme->paper };
	double width = theme_text_width(theme) - pairs_room;
	double left = theme->left + width + 24, foot, y = title_top;
	struct paragraph *title = set_title(cover, width), *below = NULL;

	if (subtitle && *subtitle)
		below = cover_set(cover, subtitle, &style, width);
	foot = y + paragraph_height(title) + 22;
	foot += below ? paragraph_height(below) + 6 : 0;
	foot = fmax(foot, least_field);
	cover_draw_field(cover, foot);
	cover_draw_pairs(
		cover,
		(double[]){ left, foot / 2 - 30, theme->page_width - left }, 4,
		20, 0.8);
	y = cover_draw_paragraph(cover, title, theme->left, y);
	if (below)
		cover_draw_paragraph(cover, below, theme->left, y + 6);
	return foot + 5;
}

/* "Wave 2021 · 20 December 2021" */
static const char *when(const struct cover *cover)
{
	const char *wave = cover->document->wave_line;
	const char *date = cover->document->date_line;

	if (wave && date)
		return memory_format(cover->emitter.list, "%s · %s", wave,
				     date);
	return wave ? wave : date;
}

/* Who and when at the left, the notice at the right of it. */
static double draw_imprint(struct cover *cover, double y)
{
	const struct theme *theme = cover->theme;
	struct text_style strong = { .size = 10.5,
				     .leading = 15,
				     .face = FONT_BOLD,
				     .colour = theme->ink };
	struct text_style plain = { .size = 9,
				    .leading = 13,
				    .colour = theme->muted };
	struct text_style label = { .size = 8.5,
				    .leading = 11.5,
				    .face = FONT_BOLD,
				    .colour = theme->ink };
	double width = theme_text_width(theme), foot = y;
	const char *texts[] = { cover->document->organisation, when(cover) };
	struct paragraph *notice = NULL;

	if (cover->document->notice) {
		notice = cover_set_notice(cover, &label, width / 2);
		width -= cover_notice_width(notice) + 16;
	}
	for (size_t i = 0; i < 2; i++)
		if (texts[i] && *texts[i])
			foot = cover_draw_paragraph(
				cover,
				cover_set(cover, texts[i], i ? &plain : &strong,
					  width),
				theme->left, foot);
	if (!notice)
		return foot;
	cover_draw_notice(cover, notice, theme->left + width + 16, y + 1);
	return fmax(foot, y + 1 + cover_notice_height(notice));
}

static double draw_funding(struct cover *cover, double y)
{
	const struct theme *theme = cover->theme;
	double room, foot;

	if (!cover->document->funding && !cover->document->emblem)
		return y;
	emit_rule(&cover->emitter, theme->left, y + 10, theme_text_width(theme),
		  0.5, theme->hair);
	y += 20;
	room = cover_draw_emblem(cover, y, emblem_height);
	foot = cover_draw_below(cover, cover->document->funding, &theme->small,
				theme->left + room, y);
	return room > 0 ? fmax(foot, y + emblem_height) : foot;
}

double cover_draw_band(const struct document *document,
		       struct typesetter *typesetter, struct tag *section,
		       struct display_list *list)
{
	struct cover cover;
	double y;

	cover_begin(&cover, document, typesetter, section, list);
	y = draw_title(&cover);
	y = draw_imprint(&cover, y + 14);
	y = draw_funding(&cover, y);
	emit_end(&cover.emitter);
	return y + 26;
}
