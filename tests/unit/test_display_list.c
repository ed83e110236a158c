#include "pipeline/core/memory.h"
#include "pipeline/draw/display_list.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static struct display_list *new_list(void *ctx)
{
	struct font_set *fonts = NULL;
	struct error error = { 0 };

	assert_int_equal(font_set_open(ctx, NULL, &fonts, &error), 0);
	return display_list_new(ctx, fonts, "en", 200, 100);
}

static const struct draw_operation *last(const struct display_list *list)
{
	assert_true(list->n_operations > 0);
	return &list->operations[list->n_operations - 1];
}

static bool is_near(double a, double b)
{
	return fabs(a - b) < 1e-4;
}

static void test_operations_in_order(void **state)
{
	static const enum draw_kind kinds[] = {
		DRAW_SAVE,          DRAW_TRANSLATE,  DRAW_ROTATE,
		DRAW_SCALE,         DRAW_CLIP,       DRAW_FILL_COLOUR,
		DRAW_STROKE_COLOUR, DRAW_LINE_WIDTH, DRAW_DASH,
		DRAW_CAP,           DRAW_JOIN,       DRAW_MOVE,
		DRAW_LINE,          DRAW_CURVE,      DRAW_CLOSE,
		DRAW_FILL,          DRAW_STROKE,     DRAW_FILL_STROKE,
		DRAW_RECTANGLE,     DRAW_GRADIENT,   DRAW_ARTIFACT,
		DRAW_END,           DRAW_RESTORE
	};
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);

	(void)state;
	draw_save(list);
	draw_translate(list, 1, 2);
	draw_rotate(list, 0.5);
	draw_scale(list, 2, 3);
	draw_clip(list, 1, 2, 3, 4);
	draw_fill_colour(list, colour_hex(0xFF8000));
	draw_stroke_colour(list, colour_hex(0));
	draw_line_width(list, 2);
	draw_dash(list, 3, 1);
	draw_cap(list, 1);
	draw_join(list, 2);
	draw_move(list, 5, 6);
	draw_line(list, 7, 8);
	draw_curve(list, 1, 2, 3, 4, 5, 6);
	draw_close(list);
	draw_fill(list);
	draw_stroke(list);
	draw_fill_stroke(list);
	draw_rectangle(list, 1, 2, 3, 4);
	draw_gradient(list, 1, 2, 3, 4, colour_hex(0), colour_hex(0xFFFFFF));
	draw_artifact(list);
	draw_end(list);
	draw_restore(list);
	assert_int_equal(list->n_operations, sizeof kinds / sizeof kinds[0]);
	for (size_t i = 0; i < list->n_operations; i++)
		assert_int_equal(list->operations[i].kind, kinds[i]);
	assert_true(is_near((double)list->operations[13].v[5], 6));
	assert_true(
		is_near((double)list->operations[5].colour.green, 128.0 / 255));
	assert_true(is_near((double)list->operations[19].colour2.red, 1));
	talloc_free(ctx);
}

static void test_text_alignment(void **state)
{
	static const double aligns[] = { 0, 0.5, 1 };
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);
	double width =
		font_text_width(list->fonts, FONT_BOLD, "Divario", 8, "en");

	(void)state;
	for (int i = 0; i < 3; i++) {
		double got = draw_text(list, FONT_BOLD, 8, 100, 50, aligns[i],
				       colour_hex(0), "Divario");

		assert_true(is_near(got, width));
		assert_true(is_near((double)last(list)->v[0],
				    100 - aligns[i] * width));
		assert_true(is_near((double)last(list)->v[1], 50));
		assert_true(is_near((double)last(list)->v[2], 8));
		assert_string_equal(last(list)->run->text, "Divario");
	}
	assert_true(is_near(
		draw_text(list, FONT_BOLD, 8, 0, 0, 0, colour_hex(0), ""), 0));
	assert_int_equal(list->n_operations, 3); /* nothing to draw */
	talloc_free(ctx);
}

/* Every end point of a circle lies on it; the path closes where it began. */
static void test_circle(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);

	(void)state;
	draw_circle(list, 10, 20, 5);
	assert_int_equal(list->operations[0].kind, DRAW_MOVE);
	for (size_t i = 1; i < 5; i++) {
		const float *v = list->operations[i].v;

		assert_int_equal(list->operations[i].kind, DRAW_CURVE);
		assert_true(is_near(hypot((double)v[4] - 10, (double)v[5] - 20),
				    5));
	}
	assert_true(is_near((double)list->operations[4].v[4],
			    (double)list->operations[0].v[0]));
	assert_int_equal(last(list)->kind, DRAW_CLOSE);
	talloc_free(ctx);
}

/* A radius beyond half the side makes a stadium, not a knot. */
static void test_rounded_rectangle_stays_inside(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);

	(void)state;
	draw_rounded_rectangle(list, 10, 10, 40, 8, 20);
	for (size_t i = 0; i < list->n_operations; i++) {
		const struct draw_operation *operation = &list->operations[i];
		int n = operation->kind == DRAW_CURVE ? 6 : 2;

		if (operation->kind == DRAW_CLOSE)
			continue;
		for (int k = 0; k < n; k += 2) {
			assert_true(operation->v[k] >= 10 &&
				    operation->v[k] <= 50);
			assert_true(operation->v[k + 1] >= 10 &&
				    operation->v[k + 1] <= 18);
		}
	}
	talloc_free(ctx);
}

static void test_children_and_runs(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);
	struct display_list *child =
		display_list_new(list, list->fonts, "it", 50, 50);
	struct run *run =
		font_shape(list, list->fonts, FONT_REGULAR, "a b", 3, "it");

	(void)state;
	draw_run(child, run, 9, 1, 2, colour_hex(0), 0.75);
	assert_ptr_equal(last(child)->run, run);
	assert_true(is_near((double)last(child)->v[3], 0.75));
	draw_list(list, child, 3, 4, 0.5);
	assert_ptr_equal(last(list)->list, child);
	assert_true(is_near((double)last(list)->v[2], 0.5));
	draw_tag(list, NULL);
	assert_int_equal(last(list)->kind, DRAW_TAG);
	assert_string_equal(child->language, "it");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operations_in_order),
		cmocka_unit_test(test_text_alignment),
		cmocka_unit_test(test_circle),
		cmocka_unit_test(test_rounded_rectangle_stays_inside),
		cmocka_unit_test(test_children_and_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
