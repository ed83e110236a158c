#include "pipeline/core/memory.h"
#include "pipeline/draw/image.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static struct display_list *new_list(void *ctx, double width, double height)
{
	struct font_set *fonts = NULL;
	struct error error = { 0 };

	assert_int_equal(font_set_open(ctx, NULL, &fonts, &error), 0);
	return display_list_new(ctx, fonts, "en", width, height);
}

static void fill_box(struct display_list *list, uint32_t colour, double x,
		     double y, double width, double height)
{
	draw_fill_colour(list, colour_hex(colour));
	draw_rectangle(list, x, y, width, height);
	draw_fill(list);
}

struct seen_picture {
	unsigned width, height;
	bool has_palette;
	uint8_t *pixels; /* RGB */
};

/* Read back by libpng's simple interface: independent of the writer. */
static struct seen_picture read_png(void *ctx, const uint8_t *data,
				    size_t length)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	struct seen_picture picture;

	assert_true(png_image_begin_read_from_memory(&image, data, length));
	picture.has_palette = image.format & PNG_FORMAT_FLAG_COLORMAP;
	image.format = PNG_FORMAT_RGB;
	picture.width = image.width;
	picture.height = image.height;
	picture.pixels = memory_array(ctx, uint8_t, PNG_IMAGE_SIZE(image));
	assert_true(
		png_image_finish_read(&image, NULL, picture.pixels, 0, NULL));
	return picture;
}

static struct seen_picture render(void *ctx, const struct display_list *list,
				  double dpi)
{
	struct error error = { 0 };
	uint8_t *data;
	size_t length;

	assert_int_equal(image_png(ctx, list, dpi, &data, &length, &error), 0);
	return read_png(ctx, data, length);
}

static uint32_t pixel(const struct seen_picture *picture, unsigned x,
		      unsigned y)
{
	const uint8_t *at = picture->pixels + 3 * (y * picture->width + x);

	return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

static void test_png_size_and_colours(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 100, 50);
	struct seen_picture picture;

	(void)state;
	fill_box(list, 0x23689B, 10, 10, 20, 20);
	picture = render(ctx, list, 144);
	assert_int_equal(picture.width, 200);
	assert_int_equal(picture.height, 100);
	assert_true(picture.has_palette);
	assert_int_equal(pixel(&picture, 0, 0), 0xFFFFFF);
	assert_int_equal(pixel(&picture, 40, 40), 0x23689B);
	assert_int_equal(pixel(&picture, 19, 19), 0xFFFFFF);
	assert_int_equal(pixel(&picture, 59, 59), 0x23689B);
	assert_int_equal(pixel(&picture, 60, 60), 0xFFFFFF);
	talloc_free(ctx);
}

static void test_png_state_and_children(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 100, 50);
	struct display_list *child =
		display_list_new(ctx, list->fonts, "en", 20, 20);
	struct seen_picture picture;

	(void)state;
	fill_box(child, 0xB2532F, 0, 0, 20, 20);
	draw_fill_colour(list, colour_hex(0x009E73));
	draw_save(list);
	draw_translate(list, 50, 0);
	draw_clip(list, 0, 0, 10, 10);
	fill_box(list, 0x0072B2, 0, 0, 40, 40);
	draw_restore(list);
	draw_rectangle(list, 0, 30, 10, 10);
	draw_fill(list); /* the colour from before the save */
	draw_list(list, child, 80, 20, 0.5);
	draw_stroke_colour(list, colour_hex(0xE69F00));
	draw_line_width(list, 4);
	draw_move(list, 0, 20);
	draw_line(list, 40, 20);
	draw_stroke(list);
	picture = render(ctx, list, 72);
	assert_int_equal(pixel(&picture, 55, 5), 0x0072B2);
	assert_int_equal(pixel(&picture, 65, 5), 0xFFFFFF);
	assert_int_equal(pixel(&picture, 5, 35), 0x009E73);
	assert_int_equal(pixel(&picture, 85, 25), 0xB2532F);
	assert_int_equal(pixel(&picture, 95, 35), 0xFFFFFF);
	assert_int_equal(pixel(&picture, 20, 20), 0xE69F00);
	talloc_free(ctx);
}

/* Ink of a text lies between its start and its measured end. */
static void test_png_text_is_where_it_was_measured(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 200, 40);
	double width = draw_text(list, FONT_BOLD, 12, 20, 25, 0, colour_hex(0),
				 "HE ◆ H");
	struct seen_picture picture = render(ctx, list, 288);
	unsigned first = picture.width, last = 0;

	(void)state;
	for (unsigned y = 0; y < picture.height; y++)
		for (unsigned x = 0; x < picture.width; x++)
			if (pixel(&picture, x, y) != 0xFFFFFF) {
				first = x < first ? x : first;
				last = x > last ? x : last;
			}
	assert_true(fabs(first / 4.0 - 20) < 1.6);
	assert_true(fabs((last + 1) / 4.0 - (20 + width)) < 1.6);
	talloc_free(ctx);
}

/* More colours than a palette holds: true colour, and still exact. */
static void test_png_of_many_colours(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 256, 256);
	struct seen_picture picture;

	(void)state;
	for (uint32_t y = 0; y < 128; y++)
		for (uint32_t x = 0; x < 128; x++)
			fill_box(list, x * 2 << 16 | y * 2 << 8 | 0x40, x * 2,
				 y * 2, 2, 2);
	picture = render(ctx, list, 72);
	assert_false(picture.has_palette);
	assert_int_equal(pixel(&picture, 100, 200), 0x64C840);
	assert_int_equal(pixel(&picture, 254, 1), 0xFE0040);
	talloc_free(ctx);
}

/* Text over many flat colours: a palette, and the flat colours exact. */
static void test_png_keeps_flat_colours(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 250, 100);
	struct seen_picture picture;

	(void)state;
	for (uint32_t i = 0; i < 50; i++) {
		uint32_t colour = 0x804000 + i * 0x020203;
		double x = i % 25 * 10, y = i / 25 * 40;

		fill_box(list, colour, x, y, 10, 40);
		draw_text(list, FONT_REGULAR, 7, x + 5, y + 30, 0.5,
			  colour_hex(0xFFFFFF), "8g");
	}
	picture = render(ctx, list, 144);
	assert_true(picture.has_palette);
	for (uint32_t i = 0; i < 50; i++)
		assert_int_equal(
			pixel(&picture, i % 25 * 20 + 10, i / 25 * 80 + 10),
			0x804000 + i * 0x020203);
	talloc_free(ctx);
}

static void test_png_refuses_sizes(void **state)
{
	static const double sizes[][2] = {
		{ 0, 10 }, { 10, 0 }, { 1e6, 10 }, { -5, 5 }
	};
	void *ctx = talloc_new(NULL);

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct display_list *list =
			new_list(ctx, sizes[i][0], sizes[i][1]);
		struct error error = { 0 };
		uint8_t *data;
		size_t length;

		assert_int_equal(
			image_png(ctx, list, 144, &data, &length, &error), -1);
		assert_int_equal(error.code, ERROR_FAILED);
		assert_non_null(strstr(error.what, "pixels"));
	}
	talloc_free(ctx);
}

static char *svg_of(void *ctx, const struct display_list *list)
{
	struct error error = { 0 };
	size_t length;
	char *svg;

	assert_int_equal(image_svg(ctx, list, &svg, &length, &error), 0);
	assert_int_equal(strlen(svg), length);
	return svg;
}

static void expect(const char *svg, const char *part)
{
	if (!strstr(svg, part))
		fail_msg("no '%s' in %s", part, svg);
}

static void test_svg_text(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 100, 50);
	char *svg;

	(void)state;
	list->title = "Gap < 1 & \"more\"";
	list->alternative = "Largest for A > B.";
	draw_text(list, FONT_BOLD_ITALIC, 8, 10, 20.5, 0, colour_hex(0x23689B),
		  "R&D <perché> ◆");
	svg = svg_of(ctx, list);
	expect(svg, "viewBox=\"0 0 100 50\"");
	expect(svg, "role=\"img\"");
	expect(svg, "lang=\"en\"");
	expect(svg, ">Gap &lt; 1 &amp; &quot;more&quot;</title>");
	expect(svg, ">Largest for A &gt; B.</desc>");
	expect(svg, "<text x=\"10\" y=\"20.5\" font-size=\"8\" textLength=\"");
	expect(svg, "font-weight=\"bold\" font-style=\"italic\" "
		    "fill=\"#23689B\">R&amp;D &lt;perché&gt; ◆</text>");
	expect(svg, "font-family=\"Lato");
	talloc_free(ctx);
}

static void test_svg_paths(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 100, 50);
	struct colour glass = colour_hex(0x009E73);
	char *svg;

	(void)state;
	glass.alpha = 0.25F;
	fill_box(list, 0xB2532F, 1.25, -2.25, 3, 4);
	draw_stroke_colour(list, glass);
	draw_line_width(list, 0.5);
	draw_dash(list, 3, 2.4);
	draw_cap(list, 1);
	draw_move(list, 0, 0);
	draw_curve(list, 1, 2, 3, 4, 5, 6);
	draw_line(list, 100, 0.001);
	draw_close(list);
	draw_stroke(list);
	svg = svg_of(ctx, list);
	expect(svg, "<path d=\"M1.25 -2.25h3v4h-3z\" fill=\"#B2532F\"/>");
	expect(svg, "<path d=\"M0 0C1 2 3 4 5 6L100 0z\" fill=\"none\" "
		    "stroke=\"#009E73\" stroke-opacity=\"0.25\" "
		    "stroke-width=\"0.5\" stroke-dasharray=\"3 2.4\" "
		    "stroke-linecap=\"round\"/>");
	talloc_free(ctx);
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

static void test_svg_groups_close(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx, 100, 50);
	struct display_list *child =
		display_list_new(ctx, list->fonts, "en", 20, 20);
	char *svg;

	(void)state;
	draw_translate(child, 1, 1); /* never restored */
	fill_box(child, 0, 0, 0, 1, 1);
	draw_save(list);
	draw_translate(list, 1, 2);
	draw_rotate(list, M_PI_2);
	draw_clip(list, 0, 0, 5, 5);
	draw_list(list, child, 3, 4, 0.5);
	draw_restore(list);
	draw_gradient(list, 0, 0, 10, 5, colour_hex(0), colour_hex(0xFFFFFF));
	svg = svg_of(ctx, list);
	expect(svg, "translate(1 2)");
	expect(svg, "rotate(90)");
	expect(svg, "translate(3 4) scale(0.5)");
	assert_int_equal(count(svg, "<g "), 5);
	assert_int_equal(count(svg, "</g>"), 5);
	assert_int_equal(count(svg, "<clipPath id="), 1);
	assert_int_equal(count(svg, "<linearGradient id="), 1);
	talloc_free(ctx);
}

/* The prefix of the ids, which two figures in one page must not share. */
static char *id_of(void *ctx, const struct display_list *list)
{
	const char *at = strstr(svg_of(ctx, list), "<title id=\"");

	assert_non_null(at);
	at += strlen("<title id=\"");
	return memory_text_n(ctx, at, strcspn(at, "-"));
}

static void test_svg_ids_follow_the_content(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *one = new_list(ctx, 10, 10);
	struct display_list *two = new_list(ctx, 10, 10);

	(void)state;
	fill_box(one, 0x123456, 1, 1, 2, 2);
	fill_box(two, 0x123456, 1, 1, 2, 2);
	assert_string_equal(id_of(ctx, one), id_of(ctx, two));
	fill_box(two, 0x123456, 1, 1, 2, 2);
	assert_string_not_equal(id_of(ctx, one), id_of(ctx, two));
	two->n_operations = one->n_operations;
	two->title = "other";
	assert_string_not_equal(id_of(ctx, one), id_of(ctx, two));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_png_size_and_colours),
		cmocka_unit_test(test_png_state_and_children),
		cmocka_unit_test(test_png_text_is_where_it_was_measured),
		cmocka_unit_test(test_png_of_many_colours),
		cmocka_unit_test(test_png_keeps_flat_colours),
		cmocka_unit_test(test_png_refuses_sizes),
		cmocka_unit_test(test_svg_text),
		cmocka_unit_test(test_svg_paths),
		cmocka_unit_test(test_svg_groups_close),
		cmocka_unit_test(test_svg_ids_follow_the_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
