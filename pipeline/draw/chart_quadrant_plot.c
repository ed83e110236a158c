#include "pipeline/draw/chart_quadrant.h"

#include "pipeline/core/memory.h"

#include <math.h>

static const double radius = 3.4; /* of the points */

/* ---- scales ---- */

static struct scale axis_scale(const struct quadrant *quadrant,
			       const double *values, double cross)
{
	double low = cross, high = cross;

	for (size_t i = 0; i < quadrant->estimates.n; i++) {
		low = fmin(low, values[i]);
		high = fmax(high, values[i]);
	}
	return scale_padded(low, high, 0.09, 5);
}

void quadrant_set_plot(struct quadrant *quadrant, double right, double height)
{
	quadrant->left = QUADRANT_MARGIN;
	quadrant->right = right;
	quadrant->top = quadrant->sheet.y + QUADRANT_HEAD;
	quadrant->bottom = quadrant->top + height;
	quadrant->x =
		axis_scale(quadrant, quadrant->current, quadrant->cross_x);
	quadrant->y =
		axis_scale(quadrant, quadrant->required, quadrant->cross_y);
	quadrant->x.x0 = quadrant->left;
	quadrant->x.x1 = quadrant->right;
	quadrant->y.x0 = quadrant->bottom;
	quadrant->y.x1 = quadrant->top;
}

/* ---- ground ---- */

static void draw_grid(const struct quadrant *quadrant)
{
	const struct sheet *sheet = &quadrant->sheet;
	const struct scale *x = &quadrant->x, *y = &quadrant->y;

	draw_stroke_colour(sheet->list, palette(PALETTE_GRID));
	draw_line_width(sheet->list, 0.6);
	for (int i = 0; i < scale_ticks(x); i++) {
		double value = scale_first(x) + i * x->step;
		double at = scale_at(x, value);

		parts_segment(sheet->list, at, quadrant->top, at,
			      quadrant->bottom);
		parts_text(
			sheet, (struct text_look){ FONT_REGULAR, PARTS_SMALL },
			(struct text_place){ at, quadrant->bottom + 20, 0.5 },
			palette(PALETTE_MUTED),
			parts_number(sheet, value, x->decimals, false));
	}
	for (int i = 0; i < scale_ticks(y); i++) {
		double value = scale_first(y) + i * y->step;
		double at = scale_at(y, value);

		parts_segment(sheet->list, quadrant->left, at, quadrant->right,
			      at);
		parts_text(sheet,
			   (struct text_look){ FONT_REGULAR, PARTS_SMALL },
			   (struct text_place){ quadrant->left - 5, at, 1 },
			   palette(PALETTE_MUTED),
			   parts_number(sheet, value, y->decimals, false));
	}
}

static void draw_cross(const struct quadrant *quadrant)
{
	struct display_list *list = quadrant->sheet.list;
	double x = scale_at(&quadrant->x, quadrant->cross_x);
	double y = scale_at(&quadrant->y, quadrant->cross_y);

	draw_stroke_colour(list, palette(PALETTE_MUTED));
	draw_line_width(list, 0.9);
	parts_segment(list, x, quadrant->top, x, quadrant->bottom);
	parts_segment(list, quadrant->left, y, quadrant->right, y);
}

/* Where required equals current, as far as it crosses the plot. */
static bool draw_diagonal(const struct quadrant *quadrant)
{
	struct display_list *list = quadrant->sheet.list;
	double from = fmax(quadrant->x.from, quadrant->y.from);
	double to = fmin(quadrant->x.to, quadrant->y.to);

	if (from >= to)
		return false;
	draw_stroke_colour(list, palette(PALETTE_AXIS));
	draw_line_width(list, 0.9);
	draw_dash(list, 3, 2.4);
	parts_segment(list, scale_at(&quadrant->x, from),
		      scale_at(&quadrant->y, from), scale_at(&quadrant->x, to),
		      scale_at(&quadrant->y, to));
	draw_dash(list, 0, 0);
	return true;
}

static void draw_quarter_names(const struct quadrant *quadrant)
{
	const struct sheet *sheet = &quadrant->sheet;
	const struct text_look look = { FONT_BOLD, PARTS_VALUE };
	double room = (quadrant->right - quadrant->left) / 2 - 6;

	for (int k = 0; k < N_QUARTERS; k++) {
		bool is_right = k == KEEP_UP || k == OVERKILL;
		bool is_high = k == CONCENTRATE || k == KEEP_UP;
		struct wrapped name = rows_wrap(
			sheet, look,
			parts_phrase(sheet, quadrant_quarters[k].phrase), room,
			1);

		parts_text(
			sheet, look,
			(struct text_place){ is_right ? quadrant->right
						      : quadrant->left,
					     is_high ? quadrant->top - 7
						     : quadrant->bottom + 8,
					     is_right ? 1 : 0 },
			palette_readable(palette(quadrant_quarters[k].colour)),
			name.lines[0]);
	}
}

static void draw_axis_names(const struct quadrant *quadrant, bool has_diagonal)
{
	const struct sheet *sheet = &quadrant->sheet;
	double low = quadrant->bottom + 33;
	double x = quadrant->left;

	parts_text(sheet, (struct text_look){ FONT_REGULAR, PARTS_VALUE },
		   (struct text_place){ 0, quadrant->top - 20, 0 },
		   palette(PALETTE_INK),
		   memory_format(sheet->list, "↑ %s",
				 parts_phrase(sheet, "chart.required")));
	parts_text(sheet, (struct text_look){ FONT_REGULAR, PARTS_VALUE },
		   (struct text_place){ quadrant->right, low, 1 },
		   palette(PALETTE_INK),
		   memory_format(sheet->list, "%s →",
				 parts_phrase(sheet, "chart.current")));
	if (!has_diagonal)
		return;
	draw_stroke_colour(sheet->list, palette(PALETTE_AXIS));
	draw_line_width(sheet->list, 0.9);
	draw_dash(sheet->list, 3, 2.4);
	parts_segment(sheet->list, x, low, x + 20, low);
	draw_dash(sheet->list, 0, 0);
	parts_text(sheet, (struct text_look){ FONT_REGULAR, PARTS_SMALL },
		   (struct text_place){ x + 24, low, 0 },
		   palette(PALETTE_MUTED),
		   parts_phrase(sheet, "chart.diagonal"));
}

/* ---- points and their labels ---- */

static const char *point_label(const struct quadrant *quadrant, size_t i)
{
	return quadrant->is_numbered
		       ? parts_number(&quadrant->sheet, (double)i + 1, 0, false)
		       : quadrant->estimates.labels[i];
}

static struct text_look point_look(const struct quadrant *quadrant)
{
	return (struct text_look){ quadrant->is_numbered ? FONT_BOLD
							 : FONT_REGULAR,
				   PARTS_SMALL };
}

/* Places of the points that are known, in order of the rows. */
struct places quadrant_places(const struct quadrant *quadrant)
{
	const struct sheet *sheet = &quadrant->sheet;
	struct text_look look = point_look(quadrant);
	struct places places = {
		.radius = radius,
		.left = quadrant->left + 1,
		.top = quadrant->top + 1,
		.right = quadrant->right - 1,
		.bottom = quadrant->bottom - 1,
		.farthest = quadrant->is_numbered ? 140 : radius + 6,
		.line_x = scale_at(&quadrant->x, quadrant->cross_x),
		.line_y = scale_at(&quadrant->y, quadrant->cross_y),
	};

	places.places =
		memory_array(sheet->list, struct place, quadrant->estimates.n);
	for (size_t i = 0; i < quadrant->estimates.n; i++) {
		if (isnan(quadrant->current[i]))
			continue;
		places.places[places.n++] = (struct place){
			.x = scale_at(&quadrant->x, quadrant->current[i]),
			.y = scale_at(&quadrant->y, quadrant->required[i]),
			.width = parts_width(sheet, look.style, look.size,
					     point_label(quadrant, i)),
			.height =
				look.size * (quadrant->is_numbered ? 0.78 : 1),
		};
	}
	return places;
}

static void draw_point_label(const struct quadrant *quadrant,
			     const struct place *place, size_t i)
{
	const struct sheet *sheet = &quadrant->sheet;
	struct text_look look = point_look(quadrant);
	struct colour colour = palette_readable(
		palette(quadrant_quarters[quadrant->quarters[i]].colour));
	double middle = place->top + place->height / 2;

	if (place->distance > radius + 5) {
		double x = fmin(fmax(place->x, place->left),
				place->left + place->width);
		double y = fmin(fmax(place->y, place->top - 0.5),
				place->top + place->height + 0.5);

		draw_stroke_colour(sheet->list, palette(PALETTE_AXIS));
		draw_line_width(sheet->list, 0.5);
		parts_segment(sheet->list, place->x, place->y, x, y);
	}
	/* A ground of its own: grid and crosshair do not strike it through. */
	parts_box(sheet->list, place->left - 0.8, place->top - 0.4,
		  place->width + 1.6, place->height + 0.8,
		  palette(PALETTE_WHITE));
	parts_text(sheet, look, (struct text_place){ place->left, middle, 0 },
		   quadrant->is_numbered ? colour : palette(PALETTE_INK),
		   point_label(quadrant, i));
}

static void draw_points(const struct quadrant *quadrant,
			const struct places *places)
{
	for (int pass = 0; pass < 2; pass++) {
		size_t k = 0;

		for (size_t i = 0; i < quadrant->estimates.n; i++) {
			const struct place *place = &places->places[k];
			enum quarter quarter = quadrant->quarters[i];

			if (isnan(quadrant->current[i]))
				continue;
			k++;
			if (pass == 1)
				parts_marker(quadrant->sheet.list, SHAPE_CIRCLE,
					     place->x, place->y, radius,
					     palette(quadrant_quarters[quarter]
							     .colour));
			else if (place->distance >= 0)
				draw_point_label(quadrant, place, i);
		}
	}
}

void quadrant_draw(const struct quadrant *quadrant, const struct places *places)
{
	bool has_diagonal;

	draw_grid(quadrant);
	has_diagonal = draw_diagonal(quadrant);
	draw_cross(quadrant);
	draw_quarter_names(quadrant);
	draw_axis_names(quadrant, has_diagonal);
	draw_points(quadrant, places);
}
