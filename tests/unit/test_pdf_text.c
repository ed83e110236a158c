#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

enum { MOST_GLYPHS = 4 };

/* Runs made by hand over a real face, whose glyph 7 is as wide as WIDTH em. */
struct fixture {
	struct font_set *fonts;
	struct pdf_fonts *used;
	float width;
};

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);
	struct error error = { 0 };

	*state = fixture;
	if (font_set_open(fixture, NULL, &fixture->fonts, &error) < 0)
		return -1;
	fixture->used = pdf_fonts_new(fixture);
	fixture->width =
		(float)pdf_font_width(
			pdf_fonts_get(fixture->used,
				      fixture->fonts->faces[FONT_REGULAR]),
			7) /
		1000;
	return 0;
}

static int tear_down(void **state)
{
	return talloc_free(*state);
}

/* TEXT as GLYPHS at 100, 50 of a page 100 high, 10 points. */
static const char *drawn(struct fixture *fixture, const char *text,
			 struct glyph *glyphs, size_t n,
			 struct draw_operation operation)
{
	struct pdf_state current = pdf_state_initial();
	const struct pdf_text writer = {
		.content = pdf_buffer_new(fixture),
		.current = &current,
		.fonts = fixture->used,
		.matrix = { .a = 1, .d = -1, .f = 100 },
	};
	struct run run = { .font = fixture->fonts->faces[FONT_REGULAR],
			   .text = text,
			   .length = strlen(text),
			   .glyphs = glyphs,
			   .n_glyphs = n };

	for (size_t i = 0; i < n; i++)
		run.n_missing += glyphs[i].id == 0;
	operation.run = &run;
	operation.v[0] = 100;
	operation.v[1] = 50;
	operation.v[2] = 10;
	pdf_text_draw(&writer, &operation);
	pdf_buffer_add(writer.content, "", 1);
	return (const char *)writer.content->bytes;
}

static void kerning_and_offsets_are_adjustments(void **state)
{
	struct fixture *fixture = *state;
	float w = fixture->width;
	struct glyph glyphs[MOST_GLYPHS] = {
		{ .id = 7, .cluster = 0, .advance = w - 0.05F },
		{ .id = 7, .cluster = 1, .advance = w },
		{ .id = 7, .cluster = 2, .advance = w, .x = 0.02F },
		{ .id = 7, .cluster = 3, .advance = w, .y = 0.1F },
	};

	assert_string_equal(
		drawn(fixture, "aaaa", glyphs, 4, (struct draw_operation){ 0 }),
		"BT\n100 50 Td\n/F1 10 Tf\n"
		"[<0007>50<0007>-20<0007>] TJ\n"
		"1 Ts\n"
		"[20<0007>] TJ\n"
		"0 Ts\n"
		"ET\n");
}

static void blanks_stretch(void **state)
{
	struct fixture *fixture = *state;
	struct glyph glyphs[MOST_GLYPHS] = {
		{ .id = 7, .cluster = 0, .advance = fixture->width },
		{ .id = 7, .cluster = 1, .advance = fixture->width },
		{ .id = 7, .cluster = 2, .advance = fixture->width },
	};

	assert_string_equal(drawn(fixture, "   ", glyphs, 3,
				  (struct draw_operation){ .v[3] = 2.5F }),
			    "BT\n100 50 Td\n/F1 10 Tf\n"
			    "[<0007>-250<0007>-250<0007>] TJ\n"
			    "ET\n");
}

/* Half a thousandth each: no drift over a long line. */
static void rounding_does_not_add_up(void **state)
{
	enum { LENGTH = 1000 };
	struct fixture *fixture = *state;
	struct glyph *glyphs = memory_array(fixture, struct glyph, LENGTH);
	char text[LENGTH + 1];
	const char *content;
	double sum = 0;

	memset(text, 'a', LENGTH);
	text[LENGTH] = '\0';
	for (uint32_t i = 0; i < LENGTH; i++)
		glyphs[i] =
			(struct glyph){ .id = 7,
					.cluster = i,
					.advance = fixture->width + 0.0003F };
	content = strchr(drawn(fixture, text, glyphs, LENGTH,
			       (struct draw_operation){ 0 }),
			 '[');
	while ((content = strchr(content, '>'))) {
		double shift = 0;

		if (sscanf(++content, "%lf", &shift) == 1)
			sum -= shift;
	}
	assert_true(fabs(sum - 0.3 * (LENGTH - 1)) <= 1);
}

/* A glyph's first meaning goes to the font; another needs its own text. */
static void second_meanings_are_spelled_out(void **state)
{
	struct fixture *fixture = *state;
	struct glyph glyphs[MOST_GLYPHS] = {
		{ .id = 7, .cluster = 0, .advance = fixture->width },
		{ .id = 7, .cluster = 1, .advance = fixture->width },
	};

	assert_string_equal(
		drawn(fixture, "aŁ", glyphs, 2, (struct draw_operation){ 0 }),
		"BT\n100 50 Td\n/F1 10 Tf\n"
		"[<0007>] TJ\n"
		"/Span <</ActualText <FEFF0141>>> BDC\n"
		"[<0007>] TJ\n"
		"EMC\n"
		"ET\n");
}

/* One character by several glyphs, and a ligature of several characters. */
static void clusters_keep_their_text(void **state)
{
	struct fixture *fixture = *state;
	struct glyph split[MOST_GLYPHS] = {
		{ .id = 7, .cluster = 0, .advance = fixture->width },
		{ .id = 7, .cluster = 0, .advance = fixture->width },
	};
	struct glyph joined[MOST_GLYPHS] = {
		{ .id = 7, .cluster = 0, .advance = fixture->width },
		{ .id = 7, .cluster = 3, .advance = fixture->width },
	};

	assert_string_equal(
		drawn(fixture, "é", split, 2, (struct draw_operation){ 0 }),
		"BT\n100 50 Td\n/F1 10 Tf\n"
		"/Span <</ActualText <FEFF00E9>>> BDC\n"
		"[<00070007>] TJ\n"
		"EMC\n"
		"ET\n");
	assert_string_equal(drawn(fixture, "ffiffi", joined, 2,
				  (struct draw_operation){ 0 }),
			    "BT\n100 50 Td\n/F1 10 Tf\n"
			    "[<00070007>] TJ\n"
			    "ET\n");
}

/* Clusters of text from right to left fall: each ends where the last began. */
static void right_to_left_clusters_work(void **state)
{
	struct fixture *fixture = *state;
	struct glyph glyphs[MOST_GLYPHS] = {
		{ .id = 7, .cluster = 2, .advance = fixture->width },
		{ .id = 7, .cluster = 0, .advance = fixture->width },
	};

	assert_string_equal(drawn(fixture, "\u05D0\u05D0", glyphs, 2,
				  (struct draw_operation){ 0 }),
			    "BT\n100 50 Td\n/F1 10 Tf\n"
			    "[<00070007>] TJ\n"
			    "ET\n");
}

static void missing_glyphs_are_boxes(void **state)
{
	struct fixture *fixture = *state;
	struct glyph glyphs[MOST_GLYPHS] = {
		{ .id = 0, .cluster = 0, .advance = 0.5F },
		{ .id = 7, .cluster = 4, .advance = fixture->width },
	};

	assert_string_equal(drawn(fixture, "\U0001F600a", glyphs, 2,
				  (struct draw_operation){ 0 }),
			    "BT\n100 50 Td\n/F1 10 Tf\n"
			    "[-500<0007>] TJ\n"
			    "ET\n"
			    "100.5 50 m\n104.5 50 l\n104.5 57 l\n100.5 57 l\n"
			    "h\n"
			    "101 50.5 m\n104 50.5 l\n104 56.5 l\n101 56.5 l\n"
			    "h\n"
			    "f*\n");
}

static void nothing_is_drawn_without_size(void **state)
{
	struct fixture *fixture = *state;
	struct pdf_state current = pdf_state_initial();
	struct pdf_text writer = { .content = pdf_buffer_new(fixture),
				   .current = &current,
				   .fonts = fixture->used };
	struct draw_operation operation = { .v = { 0, 0, 10, 0 } };

	pdf_text_draw(&writer, &operation); /* no scale */
	writer.matrix = (struct pdf_matrix){ .a = 1, .d = -1 };
	operation.v[2] = 0;
	pdf_text_draw(&writer, &operation);
	operation.v[2] = -3;
	pdf_text_draw(&writer, &operation);
	assert_int_equal(writer.content->length, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			kerning_and_offsets_are_adjustments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(blanks_stretch, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(rounding_does_not_add_up,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(second_meanings_are_spelled_out,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(clusters_keep_their_text,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(right_to_left_clusters_work,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(missing_glyphs_are_boxes,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_drawn_without_size,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
