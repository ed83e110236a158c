/* Scales, colours, wrapping, row plans, label places, keys: the parts. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_grid.h"
#include "pipeline/draw/chart_key.h"
#include "pipeline/draw/chart_places.h"
#include "pipeline/draw/chart_words.h"
#include "tests/support/chart_case.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* ---- scale ---- */

static void test_scale_ticks(void **state)
{
	static const struct {
		double low, high;
		int most;
		double first, step;
		int n, decimals;
	} cases[] = {
		{ 0, 1, 5, 0, 0.25, 5, 2 },
		{ 1, 5, 5, 1, 1, 5, 0 },
		{ -0.57, 0.86, 5, -0.5, 0.5, 3, 1 },
		{ 0, 100, 5, 0, 25, 5, 0 },
		{ 0.1, 0.3, 5, 0.1, 0.05, 5, 2 },
		{ 0, 0, 5, -0.4, 0.2, 5, 1 },
		{ 3, 3, 5, 2.6, 0.2, 5, 1 },
		{ 2.4, 4.1, 5, 2.5, 0.5, 4, 1 },
		{ 0, 123456, 5, 0, 25000, 5, 0 },
		{ -3e-4, 2e-4, 6, -3e-4, 1e-4, 6, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct scale scale =
			scale_make(cases[i].low, cases[i].high, cases[i].most);

		assert_int_equal(scale_ticks(&scale), cases[i].n);
		if (fabs(scale.step - cases[i].step) >= 1e-12)
			fail_msg("case %zu: step %g", i, scale.step);
		assert_true(fabs(scale_first(&scale) - cases[i].first) < 1e-12);
		assert_int_equal(scale.decimals, cases[i].decimals);
	}
}

static void test_counts_have_whole_ticks(void **state)
{
	static const struct {
		double high, step;
		int n;
	} cases[] = {
		{ 0, 1, 1 },    { 1.03, 1, 2 },  { 2.06, 1, 3 },
		{ 10.3, 2, 6 }, { 15.45, 5, 4 }, { 25.75, 5, 6 },
		{ 26, 5, 6 },   { 126, 25, 6 },  { 1030, 200, 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct scale scale = scale_whole(0, cases[i].high, 6);

		if (fabs(scale.step - cases[i].step) > 1e-12 ||
		    scale_ticks(&scale) != cases[i].n)
			fail_msg("to %g: %d ticks, %g apart", cases[i].high,
				 scale_ticks(&scale), scale.step);
		assert_int_equal(scale.decimals, 0);
	}
}

static void test_scale_never_has_too_many_ticks(void **state)
{
	(void)state;
	for (int i = 1; i < 2000; i++) {
		double low = sin(i) * pow(10, i % 7 - 3);
		double high = low + fabs(cos(i * 3)) * pow(10, i % 5 - 2);
		struct scale scale = scale_make(low, high, 5);
		int n = scale_ticks(&scale);
		double last = scale_first(&scale) + (n - 1) * scale.step;
		double slack = scale.step * 1e-6;

		assert_in_range(n, 2, 5);
		assert_true(scale_first(&scale) >= scale.from - slack);
		assert_true(last <= scale.to + slack);
	}
}

static void test_scale_of_nothing(void **state)
{
	struct scale scale = scale_make((double)NAN, (double)NAN, 5);

	(void)state;
	scale.x0 = 10;
	scale.x1 = 20;
	assert_true(fabs(scale_at(&scale, 0) - 10) < 1e-12);
	assert_true(fabs(scale_at(&scale, 1) - 20) < 1e-12);
	scale = scale_padded(1, 5, 0.05, 5);
	assert_true(fabs(scale.from - 0.8) < 1e-12);
	assert_true(fabs(scale.to - 5.2) < 1e-12);
}

/* ---- palette ---- */

static void test_text_reads_on_every_colour(void **state)
{
	(void)state;
	for (uint32_t colour = 0; colour < 0x1000000; colour += 0x010307) {
		struct colour ground = colour_hex(colour & 0xFFFFFF);

		assert_true(palette_contrast(palette_on(ground), ground) >=
			    PALETTE_CONTRAST);
		assert_true(palette_contrast(palette_readable(ground),
					     palette(PALETTE_WHITE)) >=
			    PALETTE_CONTRAST);
	}
}

static bool same(struct colour a, struct colour b)
{
	return fabs((double)(a.red - b.red)) < 1e-3 &&
	       fabs((double)(a.green - b.green)) < 1e-3 &&
	       fabs((double)(a.blue - b.blue)) < 1e-3;
}

static void test_contrast_of_known_pairs(void **state)
{
	(void)state;
	assert_true(fabs(palette_contrast(colour_hex(0), colour_hex(0xFFFFFF)) -
			 21) < 1e-9);
	assert_true(fabs(palette_contrast(colour_hex(0x777777),
					  colour_hex(0xFFFFFF)) -
			 4.478) < 1e-3);
}

static void test_diverging_levels(void **state)
{
	static const uint32_t five[] = { 0xB2532F, 0xE2A489, 0xD5D9DC, 0x86B5D1,
					 0x23689B };

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_true(same(palette_diverging_level(i, 5),
				 colour_hex(five[i])));
	for (size_t n = 2; n <= 11; n++) {
		assert_true(same(palette_diverging_level(0, n),
				 colour_hex(five[0])));
		assert_true(same(palette_diverging_level(n - 1, n),
				 colour_hex(five[4])));
		for (size_t i = 1; i < n; i++)
			assert_false(same(palette_diverging_level(i - 1, n),
					  palette_diverging_level(i, n)));
	}
	assert_true(same(palette_diverging(-9), colour_hex(0x23689B)));
	assert_true(same(palette_diverging(9), colour_hex(0xB2532F)));
	assert_true(palette_luminance(palette_sequential(0)) >
		    palette_luminance(palette_sequential(1)));
}

/* ---- wrapping and rows ---- */

static struct sheet new_sheet(struct chart_case *chart)
{
	static const struct table none;
	struct chart_request *request =
		memory_new(chart->ctx, struct chart_request);

	*request = chart_case_request(chart, &none);
	return parts_begin(chart->ctx, request);
}

static void test_wrap(void **state)
{
	static const struct text_look look = { FONT_REGULAR, 8 };
	static const struct {
		const char *text;
		double width;
		int most, n;
		bool is_truncated;
		const char *last;
	} cases[] = {
		{ "Empatia", 100, 3, 1, false, "Empatia" },
		{ "one two three", 30, 3, 2, false, "three" },
		{ "one two three", 30, 1, 1, true, "one t…" },
		{ "", 30, 3, 1, false, "" },
		{ "Donaudampfschifffahrtsgesellschaft", 40, 2, 1, true,
		  "Donauda…" },
		{ "čččččččččččččč", 25, 1, 1, true, "ččččč…" },
		{ "a  b", 5, 3, 2, false, "b" },
	};
	struct sheet sheet = new_sheet(*state);

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct wrapped wrapped =
			rows_wrap(&sheet, look, cases[i].text, cases[i].width,
				  cases[i].most);

		assert_int_equal(wrapped.n, cases[i].n);
		assert_int_equal(wrapped.is_truncated, cases[i].is_truncated);
		assert_string_equal(wrapped.lines[wrapped.n - 1],
				    cases[i].last);
		assert_true(wrapped.width <= cases[i].width);
	}
}

static struct rows plan(struct sheet *sheet, size_t n)
{
	const char **labels = memory_array(sheet->list, const char *, n);

	for (size_t i = 0; i < n; i++)
		labels[i] = chart_case_label(i);
	return rows_plan(sheet, &(struct rows_request){ .labels = labels,
							.n = n,
							.below = 14,
							.pitch = 11,
							.right = 360 });
}

static void test_rows_do_not_touch(void **state)
{
	static const double limits[] = { 0, 900, 660 };

	for (int k = 0; k < 3; k++) {
		struct sheet sheet = new_sheet(*state);
		struct chart_request request = *sheet.request;
		struct rows rows;

		request.maximum_height = limits[k];
		sheet.request = &request;
		rows = plan(&sheet, 40);
		for (size_t i = 0; i < rows.n; i++) {
			const struct row *row = &rows.rows[i];

			assert_true(row->height >=
				    row->label.n * rows.size * 1.16);
			assert_true(row->label.width <= rows.gutter);
			assert_false(row->label.is_truncated);
			if (i)
				assert_true(row->top >= row[-1].top +
								row[-1].height -
								1e-9);
		}
		assert_true(rows.size >= 7);
		assert_true(limits[k] <= 0 || rows.bottom + 14 <= limits[k]);
		assert_true(rows.gutter < 360 * 0.72);
	}
}

static void test_few_rows_are_airy(void **state)
{
	struct sheet few = new_sheet(*state), many = new_sheet(*state);

	assert_true(plan(&few, 3).pitch > plan(&many, 30).pitch + 5);
}

/* ---- places ---- */

static bool labels_overlap(const struct place *a, const struct place *b)
{
	return a->left < b->left + b->width && b->left < a->left + a->width &&
	       a->top < b->top + b->height && b->top < a->top + a->height;
}

static void test_places(void **state)
{
	struct place all[40];
	struct places places = { .places = all,
				 .n = 40,
				 .radius = 3.4,
				 .right = 300,
				 .bottom = 250,
				 .farthest = 140,
				 .line_x = 150,
				 .line_y = 125 };

	(void)state;
	for (size_t i = 0; i < 40; i++)
		all[i] = (struct place){ .x = 150 + 60 * sin((double)(i * i)),
					 .y = 125 + 50 * cos((double)(i * 7)),
					 .width = 9,
					 .height = 6 };
	all[7] = all[8]; /* two points on one spot */
	assert_true(places_find(&places));
	for (size_t i = 0; i < 40; i++) {
		assert_true(all[i].left >= 0 && all[i].left + 9 <= 300);
		for (size_t k = 0; k < i; k++)
			assert_false(labels_overlap(&all[i], &all[k]));
	}
}

static void test_places_without_room(void **state)
{
	struct place two[2] = { { .x = 5, .y = 5, .width = 8, .height = 6 },
				{ .x = 5, .y = 5, .width = 50, .height = 6 } };
	struct places places = { .places = two,
				 .n = 2,
				 .radius = 2,
				 .right = 30,
				 .bottom = 30,
				 .farthest = 20,
				 .line_x = (double)NAN,
				 .line_y = (double)NAN };

	(void)state;
	assert_false(places_find(&places));
	assert_true(two[0].distance >= 0);
	assert_true(two[1].distance < 0);
}

/* ---- key ---- */

static void test_key_columns(void **state)
{
	struct sheet sheet = new_sheet(*state);
	struct key_entry entries[13] = { { .text = "Heading" } };
	struct key key = {
		.entries = entries, .n = 13, .n_columns = 2, .width = 200
	};

	for (size_t i = 1; i < 13; i++)
		entries[i] = (struct key_entry){ .number = i == 6 ? NULL : "1",
						 .text = "Entry" };
	key_plan(&sheet, &key);
	assert_int_equal(entries[0].column, 0);
	assert_int_equal(entries[12].column, 1);
	/* a heading goes where its first entry goes */
	assert_int_equal(entries[6].column, entries[7].column);
	for (size_t i = 1; i < 13; i++)
		if (entries[i].column == entries[i - 1].column)
			assert_true(entries[i].top >=
				    entries[i - 1].top + entries[i - 1].height -
					    1e-9);
	assert_true(key.height < 13 * 13 * 0.75);
}

/* ---- grid ---- */

static void test_grid(void **state)
{
	struct table *table = chart_case_table(
		*state, "skill,answer,position,share",
		"B,high,3,0.5\nA,low,1,0.2\nB,low,1,0.4\nA,mid,2,\nB,low,1,9\n");
	struct grid *grid =
		grid_read(table, table, &(struct grid_columns){ 0, 1, 2 });

	assert_int_equal(grid->n_rows, 2);
	assert_string_equal(grid->rows[0], "B");
	assert_int_equal(grid->n_columns, 3);
	assert_string_equal(grid->columns[0], "low");
	assert_string_equal(grid->columns[2], "high");
	assert_true(fabs(grid_number(grid, table, 0, 0, 3) - 0.4) < 1e-12);
	assert_true(isnan(grid_number(grid, table, 1, 1, 3)));
	assert_true(isnan(grid_number(grid, table, 1, 2, 3)));
	assert_true(grid->lines[1 * 3 + 2] == GRID_NONE);
	assert_true(grid->lines[1 * 3 + 1] != GRID_NONE);
}

/* ---- words ---- */

static void test_words(void **state)
{
	static const char *const labels[] = { "A", "B", "C" };
	static const char *const texts[] = { "1.0", "–", "3.0" };
	const double values[] = { 1, (double)NAN, 3 };
	const double counts[] = { 10, (double)NAN, 20 };
	struct sheet sheet = new_sheet(*state);

	words_extremes(&sheet, &(struct extremes){ "chart.gap", labels, values,
						   texts, 3 });
	words_answers(&sheet, counts, 3);
	assert_string_equal(sheet.list->alternative,
			    "Gap: highest for C (3.0), lowest for A (1.0). Not "
			    "shown because of too few answers: 1. Answers per "
			    "item: 10 to 20.");
	assert_string_equal(words_fill(&sheet, "{a} {b} {", NULL), "{a} {b} {");
	assert_string_equal(
		words_fill(&sheet, "x{a}y", (const char *[]){ "a", "1", NULL }),
		"x1y");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scale_ticks),
		cmocka_unit_test(test_counts_have_whole_ticks),
		cmocka_unit_test(test_scale_never_has_too_many_ticks),
		cmocka_unit_test(test_scale_of_nothing),
		cmocka_unit_test(test_text_reads_on_every_colour),
		cmocka_unit_test(test_contrast_of_known_pairs),
		cmocka_unit_test(test_diverging_levels),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_rows_do_not_touch),
		cmocka_unit_test(test_few_rows_are_airy),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_places_without_room),
		cmocka_unit_test(test_key_columns),
		cmocka_unit_test(test_grid),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
