#include "pipeline/page/pdf_text.h"

#include "pipeline/core/text.h"

#include <math.h>

enum { EM = 1000 };

/* Of what is smaller the printed size would be nothing. */
static const double smallest_size = 0.01;

/*
 * A line of text being shown.  PEN is where a reader stands, who adds the
 * widths in the file and the adjustments in TJ arrays; TARGET is where the
 * layout is.  Both in 1/1000 em from the start, so rounding never adds up.
 */
struct line {
	struct pdf_buffer *content;
	struct pdf_font *font;
	double pen, target, rise;
	double per_blank; /* 1/1000 em */
	bool in_array, in_string;
};

static void close_string(struct line *line)
{
	if (line->in_string)
		pdf_buffer_text(line->content, ">");
	line->in_string = false;
}

static void close_array(struct line *line)
{
	close_string(line);
	if (line->in_array)
		pdf_buffer_text(line->content, "] TJ\n");
	line->in_array = false;
}

static void open_array(struct line *line)
{
	if (!line->in_array)
		pdf_buffer_text(line->content, "[");
	line->in_array = true;
}

/* RISE in 1/1000 em, for accents placed above their letter. */
static void set_rise(struct line *line, double rise, double size)
{
	if (rise == line->rise)
		return;
	close_array(line);
	line->rise = rise;
	pdf_buffer_operator(line->content, (double[]){ rise * size / EM }, 1,
			    "Ts");
}

static void show_glyph(struct line *line, const struct glyph *glyph)
{
	double place = line->target + (double)glyph->x * EM;
	double shift = round(place - line->pen);

	if (shift != 0) {
		close_string(line);
		open_array(line);
		pdf_buffer_number(line->content, -shift, 0);
		line->pen += shift;
	}
	open_array(line);
	if (!line->in_string)
		pdf_buffer_text(line->content, "<");
	line->in_string = true;
	pdf_buffer_hex(line->content, glyph->id, 4);
	line->pen += pdf_font_width(line->font, glyph->id);
}

/* Glyphs that came from the same characters. */
struct cluster {
	const struct glyph *glyphs;
	size_t n_glyphs;
	const char *text;
	size_t length;
};

/* The cluster whose glyphs start at FIRST.  In text from right to left the
 * clusters come in falling order: its bytes end where the last one began. */
static struct cluster cluster_at(const struct run *run, size_t first)
{
	uint32_t start = run->glyphs[first].cluster;
	struct cluster cluster = { .glyphs = run->glyphs + first,
				   .text = run->text + start };
	size_t last = first, end = run->length;

	while (last < run->n_glyphs && run->glyphs[last].cluster == start)
		last++;
	if (last < run->n_glyphs && run->glyphs[last].cluster > start)
		end = run->glyphs[last].cluster;
	else if (first > 0 && run->glyphs[first - 1].cluster > start)
		end = run->glyphs[first - 1].cluster;
	cluster.n_glyphs = last - first;
	cluster.length = end - start;
	return cluster;
}

/* Letter and accent, each drawn by its own glyph. */
static bool note_one_by_one(struct pdf_font *font,
			    const struct cluster *cluster)
{
	const char *text = cluster->text, *end = text + cluster->length;
	bool is_plain = true;

	for (size_t i = 0; i < cluster->n_glyphs && text < end; i++) {
		const char *start = text;

		text_decode(start, &text);
		is_plain &= pdf_font_use(font, cluster->glyphs[i].id, start,
					 (size_t)(text - start));
	}
	return is_plain;
}

static size_t count_characters(const struct cluster *cluster)
{
	size_t n = 0;

	for (size_t i = 0; i < cluster->length; i++)
		n += ((unsigned char)cluster->text[i] & 0xC0) != 0x80;
	return n;
}

/* Does the ToUnicode map say what this cluster says? */
static bool note_meaning(struct pdf_font *font, const struct cluster *cluster)
{
	if (cluster->n_glyphs == 1)
		return pdf_font_use(font, cluster->glyphs[0].id, cluster->text,
				    cluster->length);
	if (cluster->n_glyphs == count_characters(cluster))
		return note_one_by_one(font, cluster);
	for (size_t i = 0; i < cluster->n_glyphs; i++)
		pdf_font_use(font, cluster->glyphs[i].id, NULL, 0);
	return false;
}

static bool is_missing(const struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->n_glyphs; i++)
		if (cluster->glyphs[i].id == 0)
			return true;
	return false;
}

static void begin_actual_text(struct line *line, const struct cluster *cluster)
{
	close_array(line);
	pdf_buffer_text(line->content, "/Span <</ActualText <FEFF");
	pdf_buffer_utf16(line->content, cluster->text, cluster->length);
	pdf_buffer_text(line->content, ">>> BDC\n");
}

static void show_cluster(struct line *line, const struct cluster *cluster,
			 double size)
{
	bool is_shown = !is_missing(cluster);
	bool is_plain = is_shown && note_meaning(line->font, cluster);

	if (is_shown && !is_plain)
		begin_actual_text(line, cluster);
	for (size_t i = 0; i < cluster->n_glyphs; i++) {
		const struct glyph *glyph = &cluster->glyphs[i];

		if (is_shown) {
			set_rise(line, (double)glyph->y * EM, size);
			show_glyph(line, glyph);
		}
		line->target += (double)glyph->advance * EM;
		if (cluster->text[0] == ' ')
			line->target += line->per_blank;
	}
	if (is_shown && !is_plain) {
		close_array(line);
		pdf_buffer_text(line->content, "EMC\n");
	}
}

static void show_run(struct line *line, const struct pdf_text *text,
		     const struct run *run, double size)
{
	line->font = pdf_fonts_get(text->fonts, run->font);
	pdf_state_font(text->content, text->current, line->font, size);
	for (size_t i = 0; i < run->n_glyphs;) {
		struct cluster cluster = cluster_at(run, i);

		show_cluster(line, &cluster, size);
		i += cluster.n_glyphs;
	}
	close_array(line);
	set_rise(line, 0, size);
}

/* Text space has its y upwards and no scale: that goes into the size. */
static void place(const struct pdf_text *text, double scale, double x, double y)
{
	const struct pdf_matrix *matrix = &text->matrix;
	struct pdf_matrix turn = { .a = matrix->a / scale,
				   .b = matrix->b / scale,
				   .c = -matrix->c / scale,
				   .d = -matrix->d / scale,
				   .e = x,
				   .f = y };

	pdf_matrix_apply(matrix, &turn.e, &turn.f);
	if (pdf_matrix_is_level(matrix) && turn.a > 0 &&
	    fabs(turn.d - 1) < 1e-6)
		pdf_buffer_operator(text->content, (double[]){ turn.e, turn.f },
				    2, "Td");
	else
		pdf_matrix_write(text->content, &turn, "Tm");
}

static void add_corner(const struct pdf_text *text, double x, double y,
		       const char *operator)
{
	pdf_matrix_apply(&text->matrix, &x, &y);
	pdf_buffer_operator(text->content, (double[]){ x, y }, 2, operator);
}

static void add_frame(const struct pdf_text *text, double x, double y,
		      double width, double height)
{
	add_corner(text, x, y, "m");
	add_corner(text, x + width, y, "l");
	add_corner(text, x + width, y - height, "l");
	add_corner(text, x, y - height, "l");
	pdf_buffer_text(text->content, "h\n");
}

static void draw_box(const struct pdf_text *text, double x, double y,
		     double width, double size)
{
	double line = 0.05 * size, height = 0.7 * size;

	x += line;
	width = fmax(width - 2 * line, 4 * line);
	add_frame(text, x, y, width, height);
	add_frame(text, x + line, y - line, width - 2 * line,
		  height - 2 * line);
	pdf_buffer_text(text->content, "f*\n");
}

static void draw_missing(const struct pdf_text *text,
			 const struct draw_operation *operation)
{
	double size = (double)operation->v[2], x = (double)operation->v[0];

	for (const struct run *run = operation->run; run; run = run->next) {
		for (size_t i = 0; i < run->n_glyphs; i++) {
			const struct glyph *glyph = &run->glyphs[i];
			double width = (double)glyph->advance * size;

			if (glyph->id == 0)
				draw_box(text, x, (double)operation->v[1],
					 width, size);
			x += width;
			if (run->text[glyph->cluster] == ' ')
				x += (double)operation->v[3];
		}
	}
}

void pdf_text_draw(const struct pdf_text *text,
		   const struct draw_operation *operation)
{
	double size = (double)operation->v[2];
	double scale = hypot(text->matrix.a, text->matrix.b);
	struct line line = { .content = text->content,
			     .per_blank = (double)operation->v[3] * EM / size };
	unsigned n_missing = 0;

	if (!(size > 0 && size * scale >= smallest_size &&
	      pdf_matrix_size(&text->matrix) > 0))
		return;
	pdf_buffer_text(text->content, "BT\n");
	place(text, scale, (double)operation->v[0], (double)operation->v[1]);
	for (const struct run *run = operation->run; run; run = run->next) {
		n_missing += run->n_missing;
		if (run->n_glyphs)
			show_run(&line, text, run, size * scale);
	}
	pdf_buffer_text(text->content, "ET\n");
	if (n_missing)
		draw_missing(text, operation);
}
