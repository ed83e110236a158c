/* Each rule fires on deliberate damage, and on nothing else. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/lint.h"
#include "pipeline/draw/palette.h"

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

static void say(struct display_list *list, double size, double x, double y,
		const char *text)
{
	draw_text(list, FONT_REGULAR, size, x, y, 0, palette(PALETTE_INK),
		  text);
}

static void expect_none(void *ctx, const struct display_list *list)
{
	struct lint_report *report = lint_run(ctx, list);

	if (report->n_findings)
		fail_msg("%s '%s'", report->findings[0].rule,
			 report->findings[0].text);
}

static const struct lint_finding *expect_one(void *ctx,
					     const struct display_list *list,
					     const char *rule, const char *text)
{
	struct lint_report *report = lint_run(ctx, list);

	assert_int_equal(report->n_findings, 1);
	assert_string_equal(report->findings[0].rule, rule);
	assert_string_equal(report->findings[0].text, text);
	return &report->findings[0];
}

static void test_clean_list(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);

	(void)state;
	expect_none(ctx, list);
	say(list, 8, 5, 20, "one");
	say(list, 8, 5, 30, "two");
	say(list, 8, 60, 30, "   ");
	expect_none(ctx, list);
	assert_int_equal(lint_run(ctx, list)->n_texts, 2);
	talloc_free(ctx);
}

static void test_outside(void **state)
{
	static const struct {
		double x, y;
		bool is_outside;
	} cases[] = { { 5, 20, false }, { -2, 20, true }, { 190, 20, true },
		      { 5, 3, true },   { 5, 104, true }, { 0, 99.5, false } };
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct display_list *list = new_list(ctx);

		say(list, 8, cases[i].x, cases[i].y, "label");
		if (cases[i].is_outside)
			assert_true(expect_one(ctx, list, "outside", "label")
					    ->measure > 0.5);
		else
			expect_none(ctx, list);
	}
	talloc_free(ctx);
}

static void test_overlap(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);
	const struct lint_finding *finding;

	(void)state;
	say(list, 8, 5, 20, "n = 398");
	say(list, 8, 20, 22, "82 %");
	finding = expect_one(ctx, list, "overlap", "n = 398");
	assert_string_equal(finding->other, "82 %");
	assert_true(finding->measure > 3);
	talloc_free(ctx);
}

/* Slanted heads whose bounding boxes meet but whose letters do not. */
static void test_overlap_of_turned_text(void **state)
{
	static const struct {
		double distance;
		bool is_overlap;
	} cases[] = { { 20, false }, { 12, false }, { 5, true } };
	void *ctx = talloc_new(NULL);

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct display_list *list = new_list(ctx);

		for (int k = 0; k < 2; k++) {
			draw_save(list);
			draw_translate(list, 40 + k * cases[i].distance, 90);
			draw_rotate(list, -M_PI_4);
			say(list, 8, 0, 0, k ? "second head" : "first head");
			draw_restore(list);
		}
		if (cases[i].is_overlap)
			expect_one(ctx, list, "overlap", "first head");
		else
			expect_none(ctx, list);
	}
	talloc_free(ctx);
}

static void test_small(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);
	struct display_list *page = new_list(ctx);

	(void)state;
	say(list, 7, 5, 20, "seven");
	expect_none(ctx, list);
	/* the same list drawn smaller */
	draw_list(page, list, 10, 10, 0.9);
	assert_true(fabs(expect_one(ctx, page, "small", "seven")->measure -
			 6.3) < 1e-3);
	say(list, 6.9, 5, 40, "less");
	expect_one(ctx, list, "small", "less");
	talloc_free(ctx);
}

static void test_glyph(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);

	(void)state;
	say(list, 8, 5, 20, "arrows → and diamonds ◆");
	expect_none(ctx, list);
	say(list, 8, 5, 40, "rare \U0002A6D6");
	expect_one(ctx, list, "glyph", "rare \U0002A6D6");
	talloc_free(ctx);
}

static void test_contrast(void **state)
{
	static const struct {
		uint32_t ground, text;
		bool is_low;
	} cases[] = {
		{ 0xFFFFFF, 0x5B6770, false }, { 0xFFFFFF, 0x9AA5AD, true },
		{ 0x23689B, 0xFFFFFF, false }, { 0x86B5D1, 0xFFFFFF, true },
		{ 0x86B5D1, 0x1F2933, false }, { 0x777777, 0x777777, true }
	};
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct display_list *list = new_list(ctx);

		draw_fill_colour(list, colour_hex(cases[i].ground));
		draw_rounded_rectangle(list, 10, 10, 100, 30, 4);
		draw_fill(list);
		draw_text(list, FONT_BOLD, 8, 60, 28, 0.5,
			  colour_hex(cases[i].text), "62");
		if (cases[i].is_low)
			assert_true(expect_one(ctx, list, "contrast", "62")
					    ->measure < 4.5);
		else
			expect_none(ctx, list);
	}
	talloc_free(ctx);
}

/* What is drawn later, stroked only, or elsewhere is not under the text. */
static void test_ground_is_what_lies_under(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);

	(void)state;
	draw_fill_colour(list, colour_hex(0x1F2933));
	draw_circle(list, 150, 50, 30);
	draw_fill(list);
	draw_rectangle(list, 0, 0, 100, 100);
	draw_stroke(list);
	say(list, 8, 5, 20, "on white");
	draw_save(list);
	draw_translate(list, 60, 60);
	draw_scale(list, 2, 1);
	draw_rectangle(list, 0, 0, 10, 10);
	draw_fill(list);
	draw_restore(list);
	expect_none(ctx, list);
	say(list, 8, 145, 50, "low");
	expect_one(ctx, list, "contrast", "low");
	talloc_free(ctx);
}

static void test_ground_of_gradient_and_glass(void **state)
{
	void *ctx = talloc_new(NULL);
	struct display_list *list = new_list(ctx);
	struct colour glass = colour_hex(0);

	(void)state;
	draw_gradient(list, 0, 0, 200, 50, colour_hex(0xFFFFFF), colour_hex(0));
	say(list, 8, 5, 20, "light");
	say(list, 8, 170, 20, "dark");
	expect_one(ctx, list, "contrast", "dark");

	list = new_list(ctx);
	glass.alpha = 0.05F;
	draw_fill_colour(list, glass);
	draw_rectangle(list, 0, 0, 200, 100);
	draw_fill(list);
	say(list, 8, 5, 20, "behind glass");
	expect_none(ctx, list);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean_list),
		cmocka_unit_test(test_outside),
		cmocka_unit_test(test_overlap),
		cmocka_unit_test(test_overlap_of_turned_text),
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_glyph),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_ground_is_what_lies_under),
		cmocka_unit_test(test_ground_of_gradient_and_glass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
