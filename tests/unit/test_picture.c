/* A picture from a PNG file to every back end. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/draw/image.h"
#include "pipeline/draw/picture.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Half the canvas blue, as a PNG file in FOLDER. */
static char *blue_file(void *ctx, struct font_set *fonts, const char *folder)
{
	struct display_list *list = display_list_new(ctx, fonts, "en", 20, 10);
	struct error error = { 0 };
	char *path = file_join(ctx, folder, "blue.png");
	uint8_t *png;
	size_t length;

	draw_fill_colour(list, colour_hex(0x0000FF));
	draw_rectangle(list, 0, 0, 10, 10);
	draw_fill(list);
	assert_int_equal(image_png(ctx, list, 72, &png, &length, &error), 0);
	assert_int_equal(file_write(path, png, length, &error), 0);
	return path;
}

static struct picture *load(void *ctx, const char *path)
{
	struct picture *picture = NULL;
	struct error error = { 0 };

	picture_load(ctx, path, &picture, &error);
	assert_string_equal(error.what, "");
	return picture;
}

static struct font_set *open_fonts(void *ctx)
{
	struct font_set *fonts = NULL;
	struct error error = { 0 };

	assert_int_equal(font_set_open(ctx, NULL, &fonts, &error), 0);
	return fonts;
}

static void a_picture_keeps_its_pixels(void **state)
{
	static const uint8_t blue[] = { 0, 0, 255 },
			     white[] = { 255, 255, 255 };
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);
	struct picture *picture =
		load(ctx, blue_file(ctx, fonts, scratch_folder(ctx)));

	(void)state;
	assert_int_equal(picture->width, 20);
	assert_int_equal(picture->height, 10);
	assert_memory_equal(picture->pixels, blue, 3);
	assert_memory_equal(picture->pixels + 3 * 19, white, 3);
	talloc_free(ctx);
}

static void every_back_end_draws_it(void **state)
{
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);
	char *folder = scratch_folder(ctx), *svg;
	struct picture *picture = load(ctx, blue_file(ctx, fonts, folder)),
		       *again;
	struct display_list *list = display_list_new(ctx, fonts, "en", 40, 20);
	struct error error = { 0 };
	char *path = file_join(ctx, folder, "again.png");
	uint8_t *png;
	size_t length;

	(void)state;
	draw_picture(list, picture, 20, 0, 20, 10);
	assert_int_equal(image_png(ctx, list, 72, &png, &length, &error), 0);
	assert_int_equal(file_write(path, png, length, &error), 0);
	again = load(ctx, path);
	/* Left of the picture white, in it blue, then its own white. */
	assert_int_equal(again->pixels[3 * (40 * 5 + 10)], 255);
	assert_int_equal(again->pixels[3 * (40 * 5 + 24)], 0);
	assert_int_equal(again->pixels[3 * (40 * 5 + 36)], 255);
	assert_int_equal(image_svg(ctx, list, &svg, &length, &error), 0);
	assert_non_null(strstr(svg, "<image x=\"20\" y=\"0\" width=\"20\""));
	assert_non_null(strstr(svg, "data:image/png;base64,iVBORw0KGgo"));
	talloc_free(ctx);
}

static void what_is_no_png_is_refused(void **state)
{
	void *ctx = talloc_new(NULL);
	char *path = scratch_write(ctx, scratch_folder(ctx), "x.png",
				   "GIF89a, not a PNG");
	struct picture *picture;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(picture_load(ctx, path, &picture, &error), -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.where, path);
	assert_non_null(strstr(error.what, "not a PNG file"));
	assert_string_equal(error.remedy, "save it as a PNG file");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_picture_keeps_its_pixels),
		cmocka_unit_test(every_back_end_draws_it),
		cmocka_unit_test(what_is_no_png_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
