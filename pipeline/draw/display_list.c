#include "pipeline/draw/display_list.h"

#include "pipeline/core/apostrophe.h"
#include "pipeline/core/memory.h"

#include <string.h>

struct colour colour_hex(uint32_t rgb)
{
	return (struct colour){
		.red = (float)(rgb >> 16 & 255) / 255,
		.green = (float)(rgb >> 8 & 255) / 255,
		.blue = (float)(rgb & 255) / 255,
		.alpha = 1,
	};
}

struct display_list *display_list_new(const void *ctx, struct font_set *fonts,
				      const char *language, double width,
				      double height)
{
	struct display_list *list = memory_new(ctx, struct display_list);

	list->fonts = fonts;
	list->language = memory_text(list, language);
	list->width = width;
	list->height = height;
	return list;
}

void display_list_trim(struct display_list *list)
{
	if (list->operations)
		list->operations =
			memory_grow(list, list->operations,
				    struct draw_operation, list->n_operations);
}

static struct draw_operation *add(struct display_list *list,
				  enum draw_kind kind)
{
	struct draw_operation operation = { .kind = kind };

	memory_append(list, list->operations, struct draw_operation,
		      list->n_operations, operation);
	return &list->operations[list->n_operations - 1];
}

static void add_point(struct display_list *list, enum draw_kind kind, double x,
		      double y)
{
	struct draw_operation *operation = add(list, kind);

	operation->v[0] = (float)x;
	operation->v[1] = (float)y;
}

static struct draw_operation *add_box(struct display_list *list,
				      enum draw_kind kind, const double box[4])
{
	struct draw_operation *operation = add(list, kind);

	for (int i = 0; i < 4; i++)
		operation->v[i] = (float)box[i];
	return operation;
}

void draw_save(struct display_list *list)
{
	add(list, DRAW_SAVE);
}

void draw_restore(struct display_list *list)
{
	add(list, DRAW_RESTORE);
}

void draw_translate(struct display_list *list, double x, double y)
{
	add_point(list, DRAW_TRANSLATE, x, y);
}

void draw_rotate(struct display_list *list, double radians)
{
	add_point(list, DRAW_ROTATE, radians, 0);
}

void draw_scale(struct display_list *list, double x, double y)
{
	add_point(list, DRAW_SCALE, x, y);
}

void draw_clip(struct display_list *list, double x, double y, double width,
	       double height)
{
	add_box(list, DRAW_CLIP, (double[]){ x, y, width, height });
}

void draw_fill_colour(struct display_list *list, struct colour colour)
{
	add(list, DRAW_FILL_COLOUR)->colour = colour;
}

void draw_stroke_colour(struct display_list *list, struct colour colour)
{
	add(list, DRAW_STROKE_COLOUR)->colour = colour;
}

void draw_line_width(struct display_list *list, double width)
{
	add_point(list, DRAW_LINE_WIDTH, width, 0);
}

void draw_dash(struct display_list *list, double on, double off)
{
	add_point(list, DRAW_DASH, on, off);
}

void draw_cap(struct display_list *list, int cap)
{
	add_point(list, DRAW_CAP, cap, 0);
}

void draw_join(struct display_list *list, int join)
{
	add_point(list, DRAW_JOIN, join, 0);
}

void draw_move(struct display_list *list, double x, double y)
{
	add_point(list, DRAW_MOVE, x, y);
}

void draw_line(struct display_list *list, double x, double y)
{
	add_point(list, DRAW_LINE, x, y);
}

void draw_curve(struct display_list *list, double x1, double y1, double x2,
		double y2, double x3, double y3)
{
	struct draw_operation *operation = add(list, DRAW_CURVE);
	const double v[6] = { x1, y1, x2, y2, x3, y3 };

	for (int i = 0; i < 6; i++)
		operation->v[i] = (float)v[i];
}

void draw_close(struct display_list *list)
{
	add(list, DRAW_CLOSE);
}

void draw_rectangle(struct display_list *list, double x, double y, double width,
		    double height)
{
	add_box(list, DRAW_RECTANGLE, (double[]){ x, y, width, height });
}

/* A quarter circle by a Bézier curve: control points at this part of the
 * radius. */
static const double quarter = 0.5522847498;

void draw_rounded_rectangle(struct display_list *list, double x, double y,
			    double width, double height, double radius)
{
	double least = width < height ? width : height;
	double r = radius > least / 2 ? least / 2 : radius;
	double k = r * (1 - quarter), right = x + width, low = y + height;

	draw_move(list, x + r, y);
	draw_line(list, right - r, y);
	draw_curve(list, right - k, y, right, y + k, right, y + r);
	draw_line(list, right, low - r);
	draw_curve(list, right, low - k, right - k, low, right - r, low);
	draw_line(list, x + r, low);
	draw_curve(list, x + k, low, x, low - k, x, low - r);
	draw_line(list, x, y + r);
	draw_curve(list, x, y + k, x + k, y, x + r, y);
	draw_close(list);
}

void draw_circle(struct display_list *list, double x, double y, double radius)
{
	double r = radius, k = radius * quarter;

	draw_move(list, x + r, y);
	draw_curve(list, x + r, y + k, x + k, y + r, x, y + r);
	draw_curve(list, x - k, y + r, x - r, y + k, x - r, y);
	draw_curve(list, x - r, y - k, x - k, y - r, x, y - r);
	draw_curve(list, x + k, y - r, x + r, y - k, x + r, y);
	draw_close(list);
}

void draw_fill(struct display_list *list)
{
	add(list, DRAW_FILL);
}

void draw_stroke(struct display_list *list)
{
	add(list, DRAW_STROKE);
}

void draw_fill_stroke(struct display_list *list)
{
	add(list, DRAW_FILL_STROKE);
}

void draw_gradient(struct display_list *list, double x, double y, double width,
		   double height, struct colour left, struct colour right)
{
	struct draw_operation *operation =
		add_box(list, DRAW_GRADIENT, (double[]){ x, y, width, height });

	operation->colour = left;
	operation->colour2 = right;
}

void draw_picture(struct display_list *list, const struct picture *picture,
		  double x, double y, double width, double height)
{
	add_box(list, DRAW_PICTURE, (double[]){ x, y, width, height })
		->picture = picture;
}

double draw_text(struct display_list *list, enum font_style style, double size,
		 double x, double y, double align, struct colour colour,
		 const char *text)
{
	const char *printed = apostrophe_print(list, text, strlen(text));
	const char *shown = printed ? printed : text;
	const struct run *run = font_shape(list, list->fonts, style, shown,
					   strlen(shown), list->language);
	double width = run_width(run) * size;

	if (*text)
		draw_run(list, run, size, x - align * width, y, colour, 0);
	return width;
}

void draw_run(struct display_list *list, const struct run *run, double size,
	      double x, double y, struct colour colour, double per_blank)
{
	struct draw_operation *operation =
		add_box(list, DRAW_TEXT, (double[]){ x, y, size, per_blank });

	operation->run = run;
	operation->colour = colour;
}

void draw_list(struct display_list *list, const struct display_list *child,
	       double x, double y, double scale)
{
	struct draw_operation *operation =
		add_box(list, DRAW_LIST, (double[]){ x, y, scale, 0 });

	operation->list = child;
}

void draw_tag(struct display_list *list, struct tag *tag)
{
	add(list, DRAW_TAG)->tag = tag;
}

void draw_artifact(struct display_list *list)
{
	add(list, DRAW_ARTIFACT);
}

void draw_end(struct display_list *list)
{
	add(list, DRAW_END);
}
