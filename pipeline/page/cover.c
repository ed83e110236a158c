#include "pipeline/page/cover.h"

#include "pipeline/page/cover_parts.h"

static const double field_height = 486; /* the dark field, from the top */
static const double title_foot = 430;   /* the last line under the title */
static const double funding_top = 730;
/* Funders ask for a centimetre at least. */
static const double emblem_height = 36;

static void draw_field(struct cover *cover)
{
	const struct theme *theme = cover->theme;
	double left = theme->left + 190;

	cover_draw_field(cover, field_height);
	cover_draw_pairs(cover,
			 (double[]){ left, 74, theme->page_width - left },
			 COVER_PAIRS, 24, 1);
}

/* Title and subtitle end at the same height, however long they are. */
static void draw_title(struct cover *cover)
{
	const struct theme *theme = cover->theme;
	struct text_style large = { .size = 36,
				    .leading = 43,
				    .face = FONT_BOLD,
				    .colour = theme->paper };
	struct text_style style = { .size = 15,
				    .leading = 20,
				    .colour = theme->paper };
	double width = theme_text_width(theme), y = title_foot;
	struct paragraph *title =
		cover_set_large(cover, cover->document->title, large, width, 3);
	struct paragraph *subtitle = NULL;

	if (cover->document->subtitle)
		subtitle = cover_set(cover, cover->document->subtitle, &style,
				     width);
	y -= paragraph_height(title);
	y -= subtitle ? paragraph_height(subtitle) + 10 : 0;
	y = cover_draw_paragraph(cover, title, theme->left, y);
	if (subtitle)
		cover_draw_paragraph(cover, subtitle, theme->left, y + 10);
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
	double x = theme->left;

	y = cover_draw_below(cover, document->organisation, &strong, x, y);
	y = cover_draw_below(cover, document->wave_line, &plain, x, y + 3);
	return cover_draw_below(cover, document->date_line, &plain, x, y);
}

static void draw_notice(struct cover *cover, double y)
{
	const struct theme *theme = cover->theme;
	struct text_style style = { .size = 11,
				    .leading = 15,
				    .face = FONT_BOLD,
				    .colour = theme->ink };

	if (cover->document->notice)
		cover_draw_notice(cover,
				  cover_set_notice(cover, &style,
						   theme_text_width(theme)),
				  theme->left, y);
}

static void draw_funding(struct cover *cover)
{
	const struct theme *theme = cover->theme;
	double x = theme->left;

	if (!cover->document->funding && !cover->document->emblem)
		return;
	emit_rule(&cover->emitter, x, funding_top, theme_text_width(theme), 0.5,
		  theme->hair);
	x += cover_draw_emblem(cover, funding_top + 12, emblem_height);
	cover_draw_below(cover, cover->document->funding, &theme->small, x,
			 funding_top + 10);
}

void cover_draw(const struct document *document, struct typesetter *typesetter,
		struct tag *section, struct display_list *list)
{
	struct cover cover;
	double y;

	cover_begin(&cover, document, typesetter, section, list);
	draw_field(&cover);
	draw_title(&cover);
	y = draw_imprint(&cover, field_height + 32);
	draw_notice(&cover, y + 22);
	draw_funding(&cover);
	emit_end(&cover.emitter);
}
