#include "pipeline/draw/image.h"

#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { DEEPEST = 32 };

struct pen {
	struct colour fill, stroke;
	double width, dash[2];
	int cap, join;
	int n_groups; /* <g> opened since the last save */
};

struct writer {
	const void *ctx; /* owns the text */
	char *text;      /* the SVG so far */
	size_t length;
	char *path; /* the current path's data */
	size_t path_length;
	char id[12];    /* prefix of every id: differs as the content does */
	unsigned n_ids; /* clips and gradients so far */
	struct pen pen, saved[DEEPEST];
	int depth;
};

/* ---- text out ---- */

static void append(struct writer *writer, const char *text, size_t length)
{
	size_t have = writer->text ? talloc_get_size(writer->text) : 0;

	if (writer->length + length + 1 > have)
		writer->text = memory_grow(writer->ctx, writer->text, char,
					   (have + length) * 2 + 1024);
	memcpy(writer->text + writer->length, text, length);
	writer->length += length;
	writer->text[writer->length] = '\0';
}

static void put(struct writer *writer, const char *text)
{
	append(writer, text, strlen(text));
}

/* Formats whole numbers and text only; decimals go through put_number. */
static void __attribute__((format(printf, 2, 3)))
put_format(struct writer *writer, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = memory_format_v(writer, format, args);
	va_end(args);
	put(writer, text);
	talloc_free(text);
}

/* Two decimals, no trailing zeros, no locale; returns the length. */
static size_t number_text(char out[32], double value)
{
	long long hundredths = llround(value * 100);
	unsigned long long rest = (unsigned long long)llabs(hundredths);
	char digits[24];
	size_t n = 0, length = 0, skip = 0;

	do {
		digits[n++] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest || n < 3);
	while (skip < 2 && digits[skip] == '0')
		skip++;
	if (hundredths < 0)
		out[length++] = '-';
	while (n > skip) {
		if (n == 2)
			out[length++] = '.';
		out[length++] = digits[--n];
	}
	out[length] = '\0';
	return length;
}

static void put_number(struct writer *writer, const char *before, double value)
{
	char digits[32];
	size_t length = number_text(digits, value);

	put(writer, before);
	append(writer, digits, length);
}

static void put_escaped(struct writer *writer, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '<')
			put(writer, "&lt;");
		else if (text[i] == '>')
			put(writer, "&gt;");
		else if (text[i] == '&')
			put(writer, "&amp;");
		else if (text[i] == '"')
			put(writer, "&quot;");
		else
			append(writer, &text[i], 1);
	}
}

static void put_colour(struct writer *writer, const char *what,
		       const struct colour *colour)
{
	put_format(writer, " %s=\"#%02X%02X%02X\"", what,
		   (unsigned)lround((double)colour->red * 255),
		   (unsigned)lround((double)colour->green * 255),
		   (unsigned)lround((double)colour->blue * 255));
	if (colour->alpha < 1) {
		put_format(writer, " %s-opacity", what);
		put_number(writer, "=\"", (double)colour->alpha);
		put(writer, "\"");
	}
}

/* ---- paths ---- */

static void path_add(struct writer *writer, char command, const double *v,
		     size_t n)
{
	size_t have = writer->path ? talloc_get_size(writer->path) : 0;

	if (writer->path_length + 240 > have)
		writer->path = memory_grow(writer, writer->path, char,
					   have * 2 + 1024);
	writer->path[writer->path_length++] = command;
	for (size_t i = 0; i < n; i++) {
		if (i)
			writer->path[writer->path_length++] = ' ';
		writer->path_length +=
			number_text(writer->path + writer->path_length, v[i]);
	}
}

static void path_operation(struct writer *writer,
			   const struct draw_operation *operation)
{
	double v[6];

	for (int i = 0; i < 6; i++)
		v[i] = (double)operation->v[i];
	if (operation->kind == DRAW_MOVE)
		path_add(writer, 'M', v, 2);
	else if (operation->kind == DRAW_LINE)
		path_add(writer, 'L', v, 2);
	else if (operation->kind == DRAW_CURVE)
		path_add(writer, 'C', v, 6);
	if (operation->kind == DRAW_RECTANGLE) {
		path_add(writer, 'M', v, 2);
		path_add(writer, 'h', (double[]){ v[2] }, 1);
		path_add(writer, 'v', (double[]){ v[3] }, 1);
		path_add(writer, 'h', (double[]){ -v[2] }, 1);
	}
	if (operation->kind == DRAW_CLOSE || operation->kind == DRAW_RECTANGLE)
		path_add(writer, 'z', v, 0);
}

static void put_stroke(struct writer *writer)
{
	static const char *const caps[] = { "butt", "round", "square" };
	static const char *const joins[] = { "miter", "round", "bevel" };
	const struct pen *pen = &writer->pen;

	put_colour(writer, "stroke", &pen->stroke);
	put_number(writer, " stroke-width=\"", pen->width);
	put(writer, "\"");
	if (pen->dash[0] > 0) {
		put_number(writer, " stroke-dasharray=\"", pen->dash[0]);
		put_number(writer, " ", pen->dash[1]);
		put(writer, "\"");
	}
	if (pen->cap)
		put_format(writer, " stroke-linecap=\"%s\"", caps[pen->cap]);
	if (pen->join)
		put_format(writer, " stroke-linejoin=\"%s\"", joins[pen->join]);
}

static void put_path(struct writer *writer, enum draw_kind kind)
{
	put(writer, "<path d=\"");
	append(writer, writer->path ? writer->path : "", writer->path_length);
	put(writer, "\"");
	if (kind == DRAW_STROKE)
		put(writer, " fill=\"none\"");
	else
		put_colour(writer, "fill", &writer->pen.fill);
	if (kind != DRAW_FILL)
		put_stroke(writer);
	put(writer, "/>\n");
	writer->path_length = 0;
}

/* ---- text ---- */

static void put_face(struct writer *writer, const struct font *font)
{
	if (font_is_bold(font))
		put(writer, " font-weight=\"bold\"");
	if (font_italic_angle(font) < 0)
		put(writer, " font-style=\"italic\"");
}

/* textLength keeps the layout where Lato is not installed. */
static void put_text(struct writer *writer,
		     const struct draw_operation *operation)
{
	double blanks = 0;

	put_number(writer, "<text x=\"", (double)operation->v[0]);
	put_number(writer, "\" y=\"", (double)operation->v[1]);
	put_number(writer, "\" font-size=\"", (double)operation->v[2]);
	for (const struct run *run = operation->run; run; run = run->next)
		for (size_t i = 0; i < run->length; i++)
			blanks += run->text[i] == ' ';
	put_number(writer, "\" textLength=\"",
		   run_width(operation->run) * (double)operation->v[2] +
			   blanks * (double)operation->v[3]);
	put(writer, "\"");
	put_face(writer, operation->run->font);
	put_colour(writer, "fill", &operation->colour);
	put(writer, ">");
	for (const struct run *run = operation->run; run; run = run->next)
		put_escaped(writer, run->text, run->length);
	put(writer, "</text>\n");
}

/* ---- groups, clips, gradients ---- */

static void put_box(struct writer *writer, const char *element,
		    const float v[6])
{
	put(writer, element);
	put_number(writer, " x=\"", (double)v[0]);
	put_number(writer, "\" y=\"", (double)v[1]);
	put_number(writer, "\" width=\"", (double)v[2]);
	put_number(writer, "\" height=\"", (double)v[3]);
	put(writer, "\"");
}

static void put_clip(struct writer *writer,
		     const struct draw_operation *operation)
{
	unsigned number = writer->n_ids++;

	put_format(writer, "<clipPath id=\"%s-%u\">", writer->id, number);
	put_box(writer, "<rect", operation->v);
	put_format(writer, "/></clipPath>\n<g clip-path=\"url(#%s-%u)\">\n",
		   writer->id, number);
	writer->pen.n_groups++;
}

static void put_picture(struct writer *writer,
			const struct draw_operation *operation)
{
	char *text = picture_base64(NULL, operation->picture);

	put_box(writer, "<image", operation->v);
	put(writer, " href=\"data:image/png;base64,");
	put(writer, text);
	put(writer, "\"/>\n");
	talloc_free(text);
}

static void put_gradient(struct writer *writer,
			 const struct draw_operation *operation)
{
	unsigned number = writer->n_ids++;

	put_format(writer, "<linearGradient id=\"%s-%u\"><stop offset=\"0\"",
		   writer->id, number);
	put_colour(writer, "stop-color", &operation->colour);
	put(writer, "/><stop offset=\"1\"");
	put_colour(writer, "stop-color", &operation->colour2);
	put(writer, "/></linearGradient>\n");
	put_box(writer, "<rect", operation->v);
	put_format(writer, " fill=\"url(#%s-%u)\"/>\n", writer->id, number);
}

static void put_group(struct writer *writer,
		      const struct draw_operation *operation)
{
	double a = (double)operation->v[0], b = (double)operation->v[1];

	if (operation->kind == DRAW_ROTATE) {
		put_number(writer, "<g transform=\"rotate(", a * 180 / M_PI);
	} else {
		put(writer, operation->kind == DRAW_SCALE
				    ? "<g transform=\"scale("
				    : "<g transform=\"translate(");
		put_number(writer, "", a);
		put_number(writer, " ", b);
	}
	put(writer, ")\">\n");
	writer->pen.n_groups++;
}

static void save(struct writer *writer)
{
	if (writer->depth < DEEPEST)
		writer->saved[writer->depth] = writer->pen;
	writer->depth++;
	writer->pen.n_groups = 0;
}

static void restore(struct writer *writer)
{
	while (writer->pen.n_groups-- > 0)
		put(writer, "</g>\n");
	writer->depth--;
	if (writer->depth < DEEPEST)
		writer->pen = writer->saved[writer->depth];
}

static void set_pen(struct pen *pen, const struct draw_operation *operation)
{
	double a = (double)operation->v[0], b = (double)operation->v[1];

	if (operation->kind == DRAW_FILL_COLOUR)
		pen->fill = operation->colour;
	else if (operation->kind == DRAW_STROKE_COLOUR)
		pen->stroke = operation->colour;
	else if (operation->kind == DRAW_LINE_WIDTH)
		pen->width = a;
	else if (operation->kind == DRAW_CAP)
		pen->cap = (int)a;
	else if (operation->kind == DRAW_JOIN)
		pen->join = (int)a;
	else if (operation->kind == DRAW_DASH)
		pen->dash[0] = a, pen->dash[1] = b;
}

static void put_list(struct writer *writer, const struct display_list *list);

static void put_child(struct writer *writer,
		      const struct draw_operation *operation)
{
	struct pen outer = writer->pen;

	put_number(writer, "<g transform=\"translate(",
		   (double)operation->v[0]);
	put_number(writer, " ", (double)operation->v[1]);
	put_number(writer, ") scale(", (double)operation->v[2]);
	put(writer, ")\">\n");
	put_list(writer, operation->list);
	put(writer, "</g>\n");
	writer->pen = outer;
}

static void put_operation(struct writer *writer,
			  const struct draw_operation *operation)
{
	switch (operation->kind) {
	case DRAW_SAVE:
		save(writer);
		break;
	case DRAW_RESTORE:
		restore(writer);
		break;
	case DRAW_TRANSLATE:
	case DRAW_ROTATE:
	case DRAW_SCALE:
		put_group(writer, operation);
		break;
	case DRAW_CLIP:
		put_clip(writer, operation);
		break;
	case DRAW_FILL_COLOUR:
	case DRAW_STROKE_COLOUR:
	case DRAW_LINE_WIDTH:
	case DRAW_DASH:
	case DRAW_CAP:
	case DRAW_JOIN:
		set_pen(&writer->pen, operation);
		break;
	case DRAW_MOVE:
	case DRAW_LINE:
	case DRAW_CURVE:
	case DRAW_CLOSE:
	case DRAW_RECTANGLE:
		path_operation(writer, operation);
		break;
	case DRAW_FILL:
	case DRAW_STROKE:
	case DRAW_FILL_STROKE:
		put_path(writer, operation->kind);
		break;
	case DRAW_GRADIENT:
		put_gradient(writer, operation);
		break;
	case DRAW_PICTURE:
		put_picture(writer, operation);
		break;
	case DRAW_TEXT:
		put_text(writer, operation);
		break;
	case DRAW_LIST:
		put_child(writer, operation);
		break;
	case DRAW_TAG:
	case DRAW_ARTIFACT:
	case DRAW_END:
		break;
	}
}

static void put_list(struct writer *writer, const struct display_list *list)
{
	save(writer);
	writer->pen = (struct pen){ .fill = colour_hex(0),
				    .stroke = colour_hex(0),
				    .width = 1 };
	for (size_t i = 0; i < list->n_operations; i++)
		put_operation(writer, &list->operations[i]);
	restore(writer);
}

/* ---- the whole ---- */

static void hash_list(struct hash *hash, const struct display_list *list)
{
	hash_add_text(hash, list->title);
	hash_add_text(hash, list->alternative);
	for (size_t i = 0; i < list->n_operations; i++) {
		const struct draw_operation *operation = &list->operations[i];

		hash_add(hash, operation->v, sizeof operation->v);
		hash_add(hash, &operation->colour, sizeof operation->colour);
		if (operation->kind == DRAW_TEXT)
			hash_add_text(hash, operation->run->text);
		if (operation->kind == DRAW_LIST)
			hash_list(hash, operation->list);
	}
}

static void set_id(struct writer *writer, const struct display_list *list)
{
	struct hash hash;
	char digest[HASH_TEXT];

	hash_start(&hash);
	hash_list(&hash, list);
	hash_finish(&hash, digest);
	/* An id may not begin with a digit everywhere it is used. */
	writer->id[0] = 'd';
	memcpy(writer->id + 1, digest, 10);
}

static void put_head(struct writer *writer, const struct display_list *list)
{
	const char *id = writer->id;

	put(writer, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
	put_number(writer, " width=\"", list->width);
	put_number(writer, "pt\" height=\"", list->height);
	put_number(writer, "pt\" viewBox=\"0 0 ", list->width);
	put_number(writer, " ", list->height);
	put_format(writer,
		   "\" lang=\"%s\" aria-labelledby=\"%s-t %s-d\" "
		   "font-family=\"Lato, Carlito, 'DejaVu Sans', sans-serif\" "
		   "style=\"font-variant-numeric:lining-nums tabular-nums;"
		   "font-variant-ligatures:none\">\n<title id=\"%s-t\">",
		   list->language ? list->language : "en", id, id, id);
	if (list->title)
		put_escaped(writer, list->title, strlen(list->title));
	put_format(writer, "</title>\n<desc id=\"%s-d\">", id);
	if (list->alternative)
		put_escaped(writer, list->alternative,
			    strlen(list->alternative));
	put(writer, "</desc>\n<rect width=\"100%\" height=\"100%\" "
		    "fill=\"#FFFFFF\"/>\n");
}

int image_svg(const void *ctx, const struct display_list *list, char **data,
	      size_t *length, struct error *error)
{
	struct writer *writer = memory_new(ctx, struct writer);

	(void)error; /* memory apart, nothing can fail */
	writer->ctx = ctx;
	set_id(writer, list);
	put_head(writer, list);
	put_list(writer, list);
	put(writer, "</svg>\n");
	*data = writer->text;
	*length = writer->length;
	talloc_free(writer);
	return 0;
}
