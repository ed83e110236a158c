#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/draw/font.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static struct font_set *open_fonts(void *ctx)
{
	struct font_set *fonts = NULL;
	struct error error = { 0 };

	assert_int_equal(font_set_open(ctx, NULL, &fonts, &error), 0);
	return fonts;
}

static struct run *shape(void *ctx, struct font_set *fonts, const char *text)
{
	return font_shape(ctx, fonts, FONT_REGULAR, text, strlen(text), "it");
}

static void test_faces_and_metrics(void **state)
{
	static const struct {
		const char *name;
		bool is_bold, is_italic;
	} faces[FONT_STYLES] = {
		{ "Lato-Regular", false, false },
		{ "Lato-Bold", true, false },
		{ "Lato-Italic", false, true },
		{ "Lato-BoldItalic", true, true },
	};
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);

	(void)state;
	for (int i = 0; i < FONT_STYLES; i++) {
		const struct font *font = fonts->faces[i];
		int box[4];

		assert_string_equal(font_name(font), faces[i].name);
		assert_int_equal(font_is_bold(font), faces[i].is_bold);
		assert_int_equal(font_italic_angle(font) < 0,
				 faces[i].is_italic);
		assert_false(font_is_cff(font));
		assert_int_equal(font_units(font), 2000);
		assert_true(font_x_height(font) < font_cap_height(font));
		assert_true(font_cap_height(font) < font_ascent(font));
		assert_true(font_descent(font) > 0.1);
		font_box(font, box);
		assert_true(box[0] < 0 && box[1] < 0 && box[2] > 1000 &&
			    box[3] > 800);
	}
	talloc_free(ctx);
}

static void test_width_is_sum_of_advances(void **state)
{
	static const char *const texts[] = { "",
					     "a",
					     "AVATAR",
					     "perché",
					     "Łódź, Společnost, 10 €",
					     "affitto, tutti, finestra" };
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct run *run = shape(ctx, fonts, texts[i]);
		double sum = 0;

		for (size_t k = 0; k < run->n_glyphs; k++)
			sum += (double)run->glyphs[k].advance;
		assert_true(fabs(sum - run_width(run)) < 1e-5);
		assert_int_equal(run->n_missing, 0);
		assert_string_equal(run->text, texts[i]);
		assert_true(fabs(font_text_width(fonts, FONT_REGULAR, texts[i],
						 10, "it") -
				 10 * run_width(run)) < 1e-9);
	}
	talloc_free(ctx);
}

static void test_kerning_figures_and_no_ligatures(void **state)
{
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);

	(void)state;
	/* kerned: together narrower than apart */
	assert_true(run_width(shape(ctx, fonts, "AVAVA")) <
		    3 * run_width(shape(ctx, fonts, "A")) +
			    2 * run_width(shape(ctx, fonts, "V")) - 0.05);
	/* tabular: every figure as wide as another */
	for (char digit = '0'; digit <= '9'; digit++) {
		const char text[] = { digit, '\0' };

		assert_true(fabs(run_width(shape(ctx, fonts, text)) -
				 run_width(shape(ctx, fonts, "0"))) < 1e-6);
	}
	/* each letter keeps a glyph of its own */
	assert_int_equal(shape(ctx, fonts, "attività")->n_glyphs, 8);
	assert_int_equal(shape(ctx, fonts, "fi fl ffi")->n_glyphs, 9);
	talloc_free(ctx);
}

static void test_fallback_takes_whole_clusters(void **state)
{
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);
	struct run *run = shape(ctx, fonts, "a \u25C6 b");

	(void)state;
	assert_non_null(fonts->fallback);
	assert_string_equal(run->text, "a ");
	assert_ptr_equal(run->font, fonts->faces[FONT_REGULAR]);
	assert_string_equal(run->next->text, "\u25C6");
	assert_ptr_equal(run->next->font, fonts->fallback);
	assert_int_equal(run->next->n_missing, 0);
	assert_int_equal(run->next->glyphs[0].cluster, 0);
	assert_string_equal(run->next->next->text, " b");
	assert_null(run->next->next->next);

	/* a letter with a combining accent is one cluster in one face */
	run = shape(ctx, fonts, "perche\u0301");
	assert_null(run->next);
	assert_int_equal(run->n_missing, 0);
	talloc_free(ctx);
}

static void test_missing_glyphs_are_counted(void **state)
{
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);
	struct run *run = shape(ctx, fonts, "\U0002A6D6");

	(void)state;
	assert_int_equal(run->n_missing, 1);
	fonts->fallback = NULL;
	run = shape(ctx, fonts, "x\u25C6");
	assert_int_equal(run->n_missing, 1);
	assert_null(run->next);
	talloc_free(ctx);
}

/* The cache must never give one text's glyphs for another. */
static void test_cache_keeps_texts_apart(void **state)
{
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 5000; i++) {
			char *text = memory_format(ctx, "n%d", i);
			struct run *run = shape(ctx, fonts, text);

			assert_string_equal(run->text, text);
			assert_int_equal(run->n_glyphs, strlen(text));
			talloc_free(run);
			talloc_free(text);
		}
	assert_true(font_text_width(fonts, FONT_BOLD, "n1", 1, "it") >
		    font_text_width(fonts, FONT_REGULAR, "n1", 1, "it"));
	talloc_free(ctx);
}

static void test_subset_keeps_ids_and_is_small(void **state)
{
	void *ctx = talloc_new(NULL);
	struct font_set *fonts = open_fonts(ctx);
	struct run *run = shape(ctx, fonts, "perché");
	struct error error = { 0 };
	uint32_t glyphs[6];
	uint8_t *data, *again;
	size_t length, length2;

	(void)state;
	assert_int_equal(run->n_glyphs, 6);
	for (int i = 0; i < 6; i++)
		glyphs[i] = run->glyphs[i].id;
	assert_int_equal(
		font_subset(ctx, run->font, glyphs, 6, &data, &length, &error),
		0);
	assert_true(length > 500 && length < 40000);
	assert_memory_equal(data, "\0\1\0\0", 4);
	assert_int_equal(font_subset(ctx, run->font, glyphs, 6, &again,
				     &length2, &error),
			 0);
	assert_int_equal(length, length2);
	assert_memory_equal(data, again, length);
	assert_int_equal(font_advance(run->font, glyphs[0]),
			 lround((double)run->glyphs[0].advance * 2000));
	talloc_free(ctx);
}

static void test_folders(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	struct font_set *fonts = NULL;
	struct error error = { 0 };

	(void)state;
	/* a folder without fonts is passed over */
	assert_int_equal(font_set_open(ctx, folder, &fonts, &error), 0);
	assert_string_equal(font_name(fonts->faces[0]), "Lato-Regular");

	/* a file that is no font */
	assert_int_equal(file_write(file_join(ctx, folder, "X-Regular.ttf"),
				    "no font", 7, &error),
			 0);
	assert_int_equal(font_set_open(ctx, folder, &fonts, &error), -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_string_equal(error.what, "the file is not a font");

	/* a family without its bold */
	memset(&error, 0, sizeof error);
	{
		char *data;
		size_t length;

		assert_int_equal(file_read(ctx,
					   "/usr/share/fonts/truetype/lato/"
					   "Lato-Regular.ttf",
					   &data, &length, &error),
				 0);
		assert_int_equal(
			file_write(file_join(ctx, folder, "X-Regular.ttf"),
				   data, length, &error),
			0);
	}
	assert_int_equal(font_set_open(ctx, folder, &fonts, &error), -1);
	assert_non_null(strstr(error.where, "X-Bold.ttf"));
	assert_non_null(strstr(error.remedy, "fonts-lato"));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faces_and_metrics),
		cmocka_unit_test(test_width_is_sum_of_advances),
		cmocka_unit_test(test_kerning_figures_and_no_ligatures),
		cmocka_unit_test(test_fallback_takes_whole_clusters),
		cmocka_unit_test(test_missing_glyphs_are_counted),
		cmocka_unit_test(test_cache_keeps_texts_apart),
		cmocka_unit_test(test_subset_keeps_ids_and_is_small),
		cmocka_unit_test(test_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
