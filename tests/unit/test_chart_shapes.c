/* Every chart in every shape of data that reports meet: nothing overlaps,
 * leaves the canvas or is too small, and each says in words what it shows. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/image.h"
#include "tests/support/chart_case.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

struct shape {
	const char *kind;
	size_t n_rows, n_columns; /* columns: levels or groups */
	double low, high;         /* of the scale */
	size_t suppressed;        /* every so manyth row or cell; 0 = none */
	double maximum_height;
	bool is_titled, is_italian;
	const char *option, *setting;
};

/* clang-format off */
static const struct shape shapes[] = {
	{ "likert", 7, 5, 0, 1, 0, 0, true, true, NULL, NULL },
	{ "likert", 3, 2, 0, 1, 0, 0, false, false, NULL, NULL },
	{ "likert", 6, 4, 0, 1, 3, 0, false, false, NULL, NULL },
	{ "likert", 9, 11, 0, 1, 4, 0, true, false, NULL, NULL },
	{ "likert", 5, 5, 0, 1, 0, 0, false, false, "neutral", "0" },
	{ "likert", 40, 5, 0, 1, 7, 640, true, true, NULL, NULL },
	{ "likert", 1, 3, 0, 1, 1, 0, false, false, NULL, NULL },
	{ "dumbbell", 9, 0, 1, 5, 0, 0, true, true, "confidence", "95" },
	{ "dumbbell", 1, 0, 1, 5, 0, 0, false, false, NULL, NULL },
	{ "dumbbell", 3, 0, 0, 100, 2, 0, false, false, "minimum", "0" },
	{ "dumbbell", 30, 0, 0, 1, 6, 640, false, true, NULL, NULL },
	{ "dumbbell", 40, 0, 1, 5, 6, 640, true, true, NULL, NULL },
	{ "dumbbell", 2, 0, 3, 3, 0, 0, false, false, NULL, NULL },
	{ "dumbbell", 4, 0, 1, 5, 1, 0, false, false, NULL, NULL },
	{ "gaps", 9, 0, 1, 5, 0, 0, true, true, "confidence", "0.95" },
	{ "gaps", 3, 0, 0, 1, 0, 0, false, false, NULL, NULL },
	{ "gaps", 30, 0, 0, 100, 5, 640, false, true, NULL, NULL },
	{ "gaps", 40, 0, 1, 5, 5, 640, true, true, NULL, NULL },
	{ "gaps", 3, 0, 1, 5, 1, 0, false, true, NULL, NULL },
	{ "quadrant", 3, 0, 1, 5, 0, 0, false, false, NULL, NULL },
	{ "quadrant", 10, 0, 1, 5, 0, 0, true, true, NULL, NULL },
	{ "quadrant", 15, 0, 0, 100, 4, 640, false, false, "crosshair", "median" },
	{ "quadrant", 30, 0, 1, 5, 0, 640, false, true, NULL, NULL },
	{ "quadrant", 40, 0, 1, 5, 9, 640, true, true, NULL, NULL },
	{ "quadrant", 20, 0, 3, 3, 0, 640, false, false, NULL, NULL },
	{ "quadrant", 2, 0, 1, 5, 1, 0, false, false, NULL, NULL },
	{ "heatmap", 9, 13, -1, 1, 5, 0, true, true, NULL, NULL },
	{ "heatmap", 3, 1, 1, 5, 0, 0, false, false, NULL, NULL },
	{ "heatmap", 9, 3, 0, 100, 4, 0, false, true, NULL, NULL },
	{ "heatmap", 30, 13, -2, 1, 9, 660, false, true, NULL, NULL },
	{ "heatmap", 40, 13, 0, 2, 9, 700, true, true, "palette", "diverging" },
	{ "heatmap", 6, 4, 0, 1, 0, 0, false, false, "unit", "percent" },
	{ "heatmap", 4, 30, 0, 1000, 0, 0, false, false, NULL, NULL },
	{ "heatmap", 2, 2, 1, 1, 1, 0, false, true, NULL, NULL },
	{ "bars", 9, 0, 0, 1, 0, 0, true, true, NULL, NULL },
	{ "bars", 3, 0, 0, 1, 0, 0, false, false, "maximum", "1" },
	{ "bars", 12, 3, 0, 1, 5, 0, false, true, NULL, NULL },
	{ "bars", 40, 0, 0, 1, 5, 640, false, true, NULL, NULL },
	{ "bars", 1, 0, 0, 0, 0, 0, false, false, NULL, NULL },
};
/* clang-format on */

/* The same numbers on every machine, 0..1. */
static double pseudo(size_t i)
{
	return fmod((double)(i * 7919 % 104729) * 0.6180339887, 1);
}

static char *number(const void *ctx, bool is_suppressed, double value)
{
	return is_suppressed ? memory_text(ctx, "")
			     : text_number_exact(ctx, value);
}

static bool is_suppressed(const struct shape *shape, size_t i)
{
	return shape->suppressed && i % shape->suppressed == 0;
}

static char *likert_rows(const void *ctx, const struct shape *shape)
{
	static const char *const levels[] = { "Per nulla d’accordo", "Poco",
					      "Né sì né no", "Abbastanza",
					      "Molto d’accordo" };
	char *rows = memory_text(ctx, "");

	for (size_t i = 0; i < shape->n_rows * shape->n_columns; i++) {
		size_t row = i / shape->n_columns, level = i % shape->n_columns;
		char *name = memory_format(ctx, "%zu", level);

		rows = talloc_asprintf_append(
			rows, "%s,%s.,%zu,%s,%s\n", chart_case_label(row),
			shape->n_columns == 5 ? levels[level] : name, level,
			number(ctx, is_suppressed(shape, row),
			       0.05 + pseudo(i)),
			number(ctx, is_suppressed(shape, row), 300));
	}
	return rows;
}

static char *gap_rows(const void *ctx, const struct shape *shape)
{
	char *rows = memory_text(ctx, "");
	double length = shape->high - shape->low;

	for (size_t i = 0; i < shape->n_rows; i++) {
		double current = shape->low + length * (0.3 + 0.4 * pseudo(i));
		double gap = length * (0.3 * pseudo(i + 50) - 0.1);
		bool is_null = is_suppressed(shape, i);

		rows = talloc_asprintf_append(
			rows, "%s,%s,%s,%s,%s,%s,%s,%s\n", chart_case_label(i),
			number(ctx, is_null, current),
			number(ctx, is_null, current + gap),
			number(ctx, is_null, current + gap * 1.2),
			number(ctx, is_null, gap),
			number(ctx, is_null, gap - length * 0.03),
			number(ctx, is_null, gap + length * 0.03),
			number(ctx, is_null, 100 + (double)i * 10));
	}
	return rows;
}

static char *heat_rows(const void *ctx, const struct shape *shape)
{
	char *rows = memory_text(ctx, "");

	for (size_t i = 0; i < shape->n_rows * shape->n_columns; i++)
		rows = talloc_asprintf_append(
			rows, "%s,%s,%s,%s\n",
			chart_case_label(i / shape->n_columns),
			chart_case_label(i % shape->n_columns),
			i / shape->n_columns < shape->n_rows / 2 ? "Prima"
								 : "Seconda",
			number(ctx, is_suppressed(shape, i),
			       shape->low +
				       (shape->high - shape->low) * pseudo(i)));
	return rows;
}

static char *bar_rows(const void *ctx, const struct shape *shape)
{
	char *rows = memory_text(ctx, "");

	for (size_t i = 0; i < shape->n_rows; i++) {
		double share = shape->high * pseudo(i) * 0.9;
		bool is_null = is_suppressed(shape, i);

		rows = talloc_asprintf_append(
			rows, "%s,Gruppo %zu,%s,%s,%s,%s\n",
			chart_case_label(i),
			shape->n_columns ? i / shape->n_columns : 0,
			number(ctx, is_null, share),
			number(ctx, is_null, share * 0.9),
			number(ctx, is_null, share * 1.1),
			number(ctx, is_null, 403));
	}
	return rows;
}

static struct table *make_table(struct chart_case *chart,
				const struct shape *shape)
{
	const void *ctx = chart->ctx;

	if (strcmp(shape->kind, "likert") == 0)
		return chart_case_table(chart,
					"label,answer,position,share,base",
					likert_rows(ctx, shape));
	if (strcmp(shape->kind, "heatmap") == 0)
		return chart_case_table(chart, "label,level,area,gap",
					heat_rows(ctx, shape));
	if (strcmp(shape->kind, "bars") == 0)
		return chart_case_table(
			chart,
			shape->n_columns ? "label,area,share,low,high,n"
					 : "label,group,share,low,high,n",
			bar_rows(ctx, shape));
	return chart_case_table(chart,
				"label,current,required,future,gap,low,high,n",
				gap_rows(ctx, shape));
}

static struct display_list *draw_shape(struct chart_case *chart,
				       const struct shape *shape)
{
	struct chart_option option = { shape->option, shape->setting };
	struct chart_request request =
		chart_case_request(chart, make_table(chart, shape));
	struct display_list *list = NULL;

	if (shape->is_italian)
		assert_int_equal(
			phrases_load(
				chart->ctx, "it", NULL,
				(struct phrases **)(void *)&request.phrases,
				&chart->error),
			0);
	if (shape->is_titled) {
		request.title = "Il divario più ampio riguarda gli strumenti "
				"digitali, il più stretto l’ascolto";
		request.subtitle = "Medie con intervallo al 95 %";
	}
	request.options = &option;
	request.n_options = shape->option ? 1 : 0;
	request.maximum_height = shape->maximum_height;
	if (chart_draw(chart->ctx, chart_find(shape->kind), &request, &list,
		       &chart->error) < 0)
		fail_msg("%s %zu x %zu: %s", shape->kind, shape->n_rows,
			 shape->n_columns, chart->error.what);
	return list;
}

static void test_shapes_are_clean(void **state)
{
	struct chart_case *chart = *state;

	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		struct display_list *list = draw_shape(chart, &shapes[i]);

		chart_case_lint(list);
		assert_true(list->height > 30);
		assert_true(shapes[i].maximum_height <= 0 ||
			    list->height <= shapes[i].maximum_height);
		assert_non_null(list->title);
		assert_true(strlen(list->alternative) > 20);
		/* No phrase is missing and every placeholder is filled. */
		assert_null(strchr(list->alternative, '{'));
		assert_null(strstr(list->alternative, "alternative."));
		assert_null(strstr(list->title, "alternative."));
	}
}

static void test_shapes_make_images(void **state)
{
	struct chart_case *chart = *state;

	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i += 5) {
		struct display_list *list = draw_shape(chart, &shapes[i]);
		uint8_t *png;
		char *svg;
		size_t png_length, svg_length;

		assert_int_equal(image_png(chart->ctx, list, 72, &png,
					   &png_length, &chart->error),
				 0);
		assert_int_equal(image_svg(chart->ctx, list, &svg, &svg_length,
					   &chart->error),
				 0);
		assert_memory_equal(png, "\x89PNG", 4);
		assert_non_null(strstr(svg, "<desc"));
	}
}

static void test_a_shape_is_drawn_the_same_twice(void **state)
{
	struct chart_case *chart = *state;

	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i += 6) {
		struct display_list *one = draw_shape(chart, &shapes[i]);
		struct display_list *two = draw_shape(chart, &shapes[i]);
		char *first, *second;
		size_t length[2];

		image_svg(chart->ctx, one, &first, &length[0], &chart->error);
		image_svg(chart->ctx, two, &second, &length[1], &chart->error);
		assert_string_equal(first, second);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes_are_clean),
		cmocka_unit_test(test_shapes_make_images),
		cmocka_unit_test(test_a_shape_is_drawn_the_same_twice),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
