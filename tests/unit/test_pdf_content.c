#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* A page of 200 x 100 points with a document, a paragraph and a figure. */
struct fixture {
	struct pages pages;
	struct page page;
	struct display_list *list;
	struct tag *paragraph, *figure, *span;
	struct error error;
};

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->list = display_list_new(fixture, NULL, "en", 200, 100);
	fixture->page.list = fixture->list;
	fixture->pages.pages = &fixture->page;
	fixture->pages.n_pages = 1;
	fixture->pages.root = memory_new(fixture, struct tag);
	fixture->paragraph = tag_new(fixture->pages.root, TAG_P);
	fixture->span = tag_new(fixture->paragraph, TAG_SPAN);
	fixture->span->actual_text = "\u00AD";
	fixture->figure = tag_new(fixture->pages.root, TAG_FIGURE);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	return talloc_free(*state);
}

static int draw(struct fixture *fixture, struct pdf_buffer **content)
{
	const struct pdf_shared shared = {
		.fonts = pdf_fonts_new(fixture),
		.resources = pdf_resources_new(fixture),
		.tags = pdf_tags_new(fixture, &fixture->pages),
	};

	return pdf_content_draw(fixture, &shared, fixture->list, 0, content,
				&fixture->error);
}

static void assert_drawn(struct fixture *fixture, const char *expected)
{
	struct pdf_buffer *content;

	assert_int_equal(draw(fixture, &content), 0);
	pdf_buffer_add(content, "", 1);
	assert_string_equal((char *)content->bytes, expected);
}

static void draw_dot(struct display_list *list, double x)
{
	draw_rectangle(list, x, 10, 1, 1);
	draw_fill(list);
}

static void nothing_drawn_is_nothing(void **state)
{
	struct fixture *fixture = *state;

	draw_tag(fixture->list, fixture->paragraph);
	draw_fill_colour(fixture->list, colour_hex(0xFF0000));
	draw_fill(fixture->list);
	draw_close(fixture->list);
	draw_stroke(fixture->list);
	draw_end(fixture->list);
	assert_drawn(fixture, "");
}

static void what_is_untagged_is_artifact(void **state)
{
	struct fixture *fixture = *state;

	draw_dot(fixture->list, 1);
	draw_artifact(fixture->list);
	draw_dot(fixture->list, 2);
	draw_tag(fixture->list, fixture->paragraph);
	draw_dot(fixture->list, 3); /* still artifact */
	draw_end(fixture->list);
	draw_end(fixture->list);
	assert_drawn(fixture, "/Artifact BMC\n"
			      "1 89 1 1 re\nf\n"
			      "2 89 1 1 re\nf\n"
			      "3 89 1 1 re\nf\n"
			      "EMC\n");
}

static void lines_of_a_paragraph_are_one_content(void **state)
{
	struct fixture *fixture = *state;

	for (int line = 0; line < 2; line++) {
		draw_tag(fixture->list, fixture->paragraph);
		draw_dot(fixture->list, line);
		draw_end(fixture->list);
	}
	draw_dot(fixture->list, 5);
	assert_drawn(fixture, "/P <</MCID 0>> BDC\n"
			      "0 89 1 1 re\nf\n"
			      "1 89 1 1 re\nf\n"
			      "EMC\n"
			      "/Artifact BMC\n"
			      "5 89 1 1 re\nf\n"
			      "EMC\n");
}

/* Marked contents of elements must not nest in each other. */
static void inner_tags_interrupt_outer_ones(void **state)
{
	struct fixture *fixture = *state;

	draw_tag(fixture->list, fixture->paragraph);
	draw_dot(fixture->list, 1);
	draw_tag(fixture->list, fixture->span);
	draw_dot(fixture->list, 2);
	draw_end(fixture->list);
	draw_dot(fixture->list, 3);
	draw_end(fixture->list);
	assert_drawn(fixture, "/P <</MCID 0>> BDC\n"
			      "1 89 1 1 re\nf\n"
			      "EMC\n"
			      "/Span <</MCID 1/ActualText <FEFF00AD>>> BDC\n"
			      "2 89 1 1 re\nf\n"
			      "EMC\n"
			      "/P <</MCID 2>> BDC\n"
			      "3 89 1 1 re\nf\n"
			      "EMC\n");
}

/* Whatever a figure's own list says, it is one content, placed and scaled;
 * tags and saves it leaves open end with it. */
static void a_figure_is_one_content(void **state)
{
	struct fixture *fixture = *state;
	struct display_list *chart =
		display_list_new(fixture, NULL, "en", 50, 50);

	draw_artifact(chart);
	draw_dot(chart, 0);
	draw_save(chart);
	draw_clip(chart, 0, 0, 50, 50);
	draw_tag(chart, fixture->paragraph);
	draw_dot(chart, 10);
	draw_tag(fixture->list, fixture->figure);
	draw_list(fixture->list, chart, 100, 20, 0.5);
	draw_dot(fixture->list, 7);
	draw_end(fixture->list);
	assert_drawn(fixture, "/Figure <</MCID 0>> BDC\n"
			      "100 74.5 0.5 0.5 re\nf\n"
			      "q\n"
			      "100 55 25 25 re\nW n\n"
			      "105 74.5 0.5 0.5 re\nf\n"
			      "Q\n"
			      "7 89 1 1 re\nf\n"
			      "EMC\n");
}

static void too_many_ends_do_no_harm(void **state)
{
	struct fixture *fixture = *state;

	draw_end(fixture->list);
	draw_restore(fixture->list);
	draw_restore(fixture->list);
	draw_dot(fixture->list, 1);
	draw_end(fixture->list);
	assert_drawn(fixture, "/Artifact BMC\n1 89 1 1 re\nf\nEMC\n");
}

static void paths_are_transformed(void **state)
{
	struct fixture *fixture = *state;
	struct display_list *list = fixture->list;

	draw_line(list, 1, 1); /* no point yet: a move */
	draw_save(list);
	draw_translate(list, 100, 50);
	draw_rotate(list, -1.5707963267948966); /* up the page */
	draw_scale(list, 2, 2);
	draw_line(list, 10, 0);
	draw_curve(list, 0, 0, 0, 10, 5, 5);
	draw_close(list);
	draw_line_width(list, 0.5);
	draw_dash(list, 3, 1);
	draw_cap(list, 1);
	draw_join(list, 1);
	draw_stroke(list);
	draw_rectangle(list, 0, 0, 5, 1);
	draw_fill(list);
	draw_restore(list);
	assert_drawn(fixture, "/Artifact BMC\n"
			      "[6 2 ] 0 d\n1 J\n1 j\n"
			      "1 99 m\n"
			      "100 70 l\n"
			      "100 50 120 50 110 60 c\n"
			      "h\nS\n"
			      "100 50 m\n100 60 l\n102 60 l\n102 50 l\nh\n"
			      "f\n"
			      "EMC\n");
}

/* State operators may not stand in a path, and are written once. */
static void state_comes_before_the_path(void **state)
{
	struct fixture *fixture = *state;
	struct display_list *list = fixture->list;
	struct colour veil = colour_hex(0xFF0000);

	veil.alpha = 0.5F;
	for (int i = 0; i < 2; i++) {
		draw_move(list, 0, 0);
		draw_line(list, 10, 10);
		draw_fill_colour(list, veil);
		draw_stroke_colour(list, colour_hex(0x0000FF));
		draw_line_width(list, 2);
		draw_dash(list, 0, 0);
		draw_fill_stroke(list);
	}
	assert_drawn(fixture, "/Artifact BMC\n"
			      "/f500 gs\n1 0 0 rg\n0 0 1 RG\n2 w\n"
			      "0 100 m\n10 90 l\nB\n"
			      "0 100 m\n10 90 l\nB\n"
			      "EMC\n");
}

/* What was set inside a clip is forgotten by the reader with it. */
static void clips_restore_the_state(void **state)
{
	struct fixture *fixture = *state;
	struct display_list *list = fixture->list;

	draw_save(list);
	draw_clip(list, 0, 0, 50, 50);
	draw_clip(list, 0, 0, 25, 25);
	draw_fill_colour(list, colour_hex(0xFF0000));
	draw_dot(list, 1);
	draw_restore(list);
	draw_dot(list, 2);
	draw_fill_colour(list, colour_hex(0xFF0000));
	draw_dot(list, 3);
	assert_drawn(fixture, "/Artifact BMC\n"
			      "q\n"
			      "0 50 50 50 re\nW n\n"
			      "0 75 25 25 re\nW n\n"
			      "1 0 0 rg\n"
			      "1 89 1 1 re\nf\n"
			      "Q\n"
			      "2 89 1 1 re\nf\n"
			      "1 0 0 rg\n"
			      "3 89 1 1 re\nf\n"
			      "EMC\n");
}

static void marks_opened_in_a_clip_end_in_it(void **state)
{
	struct fixture *fixture = *state;
	struct display_list *list = fixture->list;

	draw_save(list);
	draw_clip(list, 0, 0, 50, 50);
	draw_tag(list, fixture->paragraph);
	draw_dot(list, 1);
	draw_restore(list);
	draw_dot(list, 2);
	draw_end(list);
	assert_drawn(fixture, "/Artifact BMC\n"
			      "q\n"
			      "0 50 50 50 re\nW n\n"
			      "EMC\n"
			      "/P <</MCID 0>> BDC\n"
			      "1 89 1 1 re\nf\n"
			      "EMC\n"
			      "Q\n"
			      "/P <</MCID 1>> BDC\n"
			      "2 89 1 1 re\nf\n"
			      "EMC\n");
}

static void neighbouring_gradients_are_one(void **state)
{
	struct fixture *fixture = *state;
	struct colour red = colour_hex(0xFF0000), blue = colour_hex(0x0000FF);

	draw_gradient(fixture->list, 10, 20, 30, 5, red, blue);
	draw_gradient(fixture->list, 40, 20, 10, 5, blue, red);
	draw_gradient(fixture->list, 10, 40, 40, 5, red, blue);
	draw_gradient(fixture->list, 10, 60, 0, 5, red, blue);  /* nothing */
	draw_gradient(fixture->list, 10, 80, 10, 5, red, blue); /* as before */
	assert_drawn(fixture, "/Artifact BMC\n"
			      "q\n10 75 40 5 re\nW n\n"
			      "40 0 0 -1 10 80 cm\n/h0 sh\nQ\n"
			      "q\n10 55 40 5 re\nW n\n"
			      "40 0 0 -1 10 60 cm\n/h1 sh\nQ\n"
			      "q\n10 15 10 5 re\nW n\n"
			      "10 0 0 -1 10 20 cm\n/h1 sh\nQ\n"
			      "EMC\n");
}

static void clips_may_not_nest_too_deep(void **state)
{
	struct fixture *fixture = *state;
	struct pdf_buffer *content;

	for (int i = 0; i < 29; i++) {
		draw_save(fixture->list);
		draw_clip(fixture->list, 0, 0, 50, 50);
	}
	assert_int_equal(draw(fixture, &content), -1);
	assert_int_equal(fixture->error.code, ERROR_FAILED);
	assert_string_equal(
		fixture->error.what,
		"page 1 has 29 clips inside each other; PDF allows 28");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_drawn_is_nothing,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_untagged_is_artifact,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			lines_of_a_paragraph_are_one_content, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(inner_tags_interrupt_outer_ones,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_figure_is_one_content, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(too_many_ends_do_no_harm,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(paths_are_transformed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(state_comes_before_the_path,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(clips_restore_the_state, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			marks_opened_in_a_clip_end_in_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(neighbouring_gradients_are_one,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(clips_may_not_nest_too_deep,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
