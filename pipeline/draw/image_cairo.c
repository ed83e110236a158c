#include "pipeline/draw/image_cairo.h"

#include "pipeline/core/memory.h"

#include <math.h>

/* cairo's own limit is 32,767; a figure near it is a mistake anyhow. */
enum { LARGEST_SIDE = 20000 };

static void set_colour(cairo_t *cairo, const struct colour *colour)
{
	cairo_set_source_rgba(cairo, (double)colour->red, (double)colour->green,
			      (double)colour->blue, (double)colour->alpha);
}

static void show_run(cairo_t *cairo, const struct run *run, double *x,
		     const struct draw_operation *operation)
{
	double size = (double)operation->v[2];
	cairo_glyph_t *glyphs = cairo_glyph_allocate((int)run->n_glyphs);

	if (!glyphs)
		return;
	for (size_t i = 0; i < run->n_glyphs; i++) {
		const struct glyph *glyph = &run->glyphs[i];

		glyphs[i].index = glyph->id;
		glyphs[i].x = *x + (double)glyph->x * size;
		glyphs[i].y = (double)operation->v[1] - (double)glyph->y * size;
		*x += (double)glyph->advance * size;
		if (run->text[glyph->cluster] == ' ')
			*x += (double)operation->v[3];
	}
	cairo_set_font_face(cairo, font_cairo_face(run->font));
	cairo_set_font_size(cairo, size);
	cairo_show_glyphs(cairo, glyphs, (int)run->n_glyphs);
	cairo_glyph_free(glyphs);
}

static void show_text(cairo_t *cairo, const struct draw_operation *operation)
{
	double x = (double)operation->v[0];

	set_colour(cairo, &operation->colour);
	for (const struct run *run = operation->run; run; run = run->next)
		if (run->n_glyphs)
			show_run(cairo, run, &x, operation);
}

static void show_gradient(cairo_t *cairo,
			  const struct draw_operation *operation)
{
	double x = (double)operation->v[0], y = (double)operation->v[1];
	double width = (double)operation->v[2];
	const struct colour *left = &operation->colour;
	const struct colour *right = &operation->colour2;
	cairo_pattern_t *pattern =
		cairo_pattern_create_linear(x, 0, x + width, 0);

	cairo_pattern_add_color_stop_rgba(
		pattern, 0, (double)left->red, (double)left->green,
		(double)left->blue, (double)left->alpha);
	cairo_pattern_add_color_stop_rgba(
		pattern, 1, (double)right->red, (double)right->green,
		(double)right->blue, (double)right->alpha);
	cairo_rectangle(cairo, x, y, width, (double)operation->v[3]);
	cairo_set_source(cairo, pattern);
	cairo_fill(cairo);
	cairo_pattern_destroy(pattern);
}

static void show_child(cairo_t *cairo, const struct draw_operation *operation)
{
	cairo_save(cairo);
	cairo_translate(cairo, (double)operation->v[0],
			(double)operation->v[1]);
	cairo_scale(cairo, (double)operation->v[2], (double)operation->v[2]);
	image_cairo_draw(cairo, operation->list);
	cairo_restore(cairo);
}

/* What cairo keeps as one source, a display list keeps as two. */
struct paint {
	struct colour fill, stroke;
};

enum { DEEPEST = 32 };

struct painter {
	cairo_t *cairo;
	struct paint now, saved[DEEPEST];
	int depth;
};

static void set_state(struct painter *painter,
		      const struct draw_operation *operation)
{
	cairo_t *cairo = painter->cairo;
	const double a = (double)operation->v[0], b = (double)operation->v[1];

	if (operation->kind == DRAW_LINE_WIDTH)
		cairo_set_line_width(cairo, a);
	else if (operation->kind == DRAW_DASH)
		cairo_set_dash(cairo, (double[]){ a, b }, a > 0 ? 2 : 0, 0);
	else if (operation->kind == DRAW_CAP)
		cairo_set_line_cap(cairo, (cairo_line_cap_t)lround(a));
	else if (operation->kind == DRAW_JOIN)
		cairo_set_line_join(cairo, (cairo_line_join_t)lround(a));
	else if (operation->kind == DRAW_FILL_COLOUR)
		painter->now.fill = operation->colour;
	else if (operation->kind == DRAW_STROKE_COLOUR)
		painter->now.stroke = operation->colour;
}

static void set_place(struct painter *painter,
		      const struct draw_operation *operation)
{
	cairo_t *cairo = painter->cairo;
	const double a = (double)operation->v[0], b = (double)operation->v[1];

	if (operation->kind == DRAW_TRANSLATE) {
		cairo_translate(cairo, a, b);
	} else if (operation->kind == DRAW_ROTATE) {
		cairo_rotate(cairo, a);
	} else if (operation->kind == DRAW_SCALE) {
		cairo_scale(cairo, a, b);
	} else if (operation->kind == DRAW_SAVE) {
		cairo_save(cairo);
		if (painter->depth < DEEPEST)
			painter->saved[painter->depth] = painter->now;
		painter->depth++;
	} else if (operation->kind == DRAW_RESTORE) {
		cairo_restore(cairo);
		painter->depth--;
		if (painter->depth < DEEPEST)
			painter->now = painter->saved[painter->depth];
	}
}

static void add_path(cairo_t *cairo, const struct draw_operation *operation)
{
	double v[6];

	for (int i = 0; i < 6; i++)
		v[i] = (double)operation->v[i];
	if (operation->kind == DRAW_MOVE)
		cairo_move_to(cairo, v[0], v[1]);
	else if (operation->kind == DRAW_LINE)
		cairo_line_to(cairo, v[0], v[1]);
	else if (operation->kind == DRAW_CURVE)
		cairo_curve_to(cairo, v[0], v[1], v[2], v[3], v[4], v[5]);
	else if (operation->kind == DRAW_CLOSE)
		cairo_close_path(cairo);
	else
		cairo_rectangle(cairo, v[0], v[1], v[2], v[3]);
}

static void paint(struct painter *painter, enum draw_kind kind)
{
	cairo_t *cairo = painter->cairo;

	if (kind != DRAW_STROKE) {
		set_colour(cairo, &painter->now.fill);
		if (kind == DRAW_FILL)
			cairo_fill(cairo);
		else
			cairo_fill_preserve(cairo);
	}
	if (kind != DRAW_FILL) {
		set_colour(cairo, &painter->now.stroke);
		cairo_stroke(cairo);
	}
}

static void show_picture(cairo_t *cairo, const struct draw_operation *operation)
{
	const struct picture *picture = operation->picture;
	cairo_surface_t *surface = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, (int)picture->width, (int)picture->height);
	const uint8_t *from = picture->pixels;

	if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
		uint32_t *to = (uint32_t *)(void *)cairo_image_surface_get_data(
			surface);

		/* Rows of RGB24 have no gaps: four bytes a pixel. */
		for (size_t i = picture->width * picture->height; i > 0;
		     i--, from += 3)
			*to++ = (uint32_t)from[0] << 16 |
				(uint32_t)from[1] << 8 | from[2];
		cairo_surface_mark_dirty(surface);
	}
	cairo_save(cairo);
	cairo_translate(cairo, (double)operation->v[0],
			(double)operation->v[1]);
	cairo_scale(cairo, (double)operation->v[2] / (double)picture->width,
		    (double)operation->v[3] / (double)picture->height);
	cairo_set_source_surface(cairo, surface, 0, 0);
	cairo_paint(cairo);
	cairo_restore(cairo);
	cairo_surface_destroy(surface);
}

static void draw_one(struct painter *painter,
		     const struct draw_operation *operation)
{
	switch (operation->kind) {
	case DRAW_SAVE:
	case DRAW_RESTORE:
	case DRAW_TRANSLATE:
	case DRAW_ROTATE:
	case DRAW_SCALE:
		set_place(painter, operation);
		break;
	case DRAW_CLIP:
		add_path(painter->cairo, operation);
		cairo_clip(painter->cairo);
		break;
	case DRAW_FILL_COLOUR:
	case DRAW_STROKE_COLOUR:
	case DRAW_LINE_WIDTH:
	case DRAW_DASH:
	case DRAW_CAP:
	case DRAW_JOIN:
		set_state(painter, operation);
		break;
	case DRAW_MOVE:
	case DRAW_LINE:
	case DRAW_CURVE:
	case DRAW_CLOSE:
	case DRAW_RECTANGLE:
		add_path(painter->cairo, operation);
		break;
	case DRAW_FILL:
	case DRAW_STROKE:
	case DRAW_FILL_STROKE:
		paint(painter, operation->kind);
		break;
	case DRAW_GRADIENT:
		show_gradient(painter->cairo, operation);
		break;
	case DRAW_PICTURE:
		show_picture(painter->cairo, operation);
		break;
	case DRAW_TEXT:
		show_text(painter->cairo, operation);
		break;
	case DRAW_LIST:
		show_child(painter->cairo, operation);
		break;
	case DRAW_TAG:
	case DRAW_ARTIFACT:
	case DRAW_END:
		break;
	}
}

void image_cairo_draw(cairo_t *cairo, const struct display_list *list)
{
	struct painter painter = { .cairo = cairo };

	painter.now.fill = painter.now.stroke = colour_hex(0);
	cairo_save(cairo);
	cairo_set_line_width(cairo, 1);
	for (size_t i = 0; i < list->n_operations; i++)
		draw_one(&painter, &list->operations[i]);
	cairo_restore(cairo);
}

/* Metrics come from HarfBuzz unhinted; cairo must not move anything. */
static void set_font_options(cairo_t *cairo)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_set_font_options(cairo, options);
	cairo_font_options_destroy(options);
}

int image_cairo_surface(const struct display_list *list, double scale,
			cairo_surface_t **surface, struct error *error)
{
	double width = ceil(list->width * scale);
	double height = ceil(list->height * scale);
	cairo_t *cairo;
	cairo_status_t status;

	if (!(width >= 1 && height >= 1 && width <= LARGEST_SIDE &&
	      height <= LARGEST_SIDE))
		return error_set(error, ERROR_FAILED, list->title,
				 "choose another resolution or figure size",
				 "an image must measure 1 to %d pixels a side",
				 LARGEST_SIDE);
	*surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width,
					      (int)height);
	cairo = cairo_create(*surface);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	set_font_options(cairo);
	cairo_scale(cairo, scale, scale);
	image_cairo_draw(cairo, list);
	status = cairo_status(cairo);
	cairo_destroy(cairo);
	cairo_surface_flush(*surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return 0;
	cairo_surface_destroy(*surface);
	return error_set(error, ERROR_FAILED, list->title, NULL,
			 "the figure cannot be drawn: %s",
			 cairo_status_to_string(status));
}
