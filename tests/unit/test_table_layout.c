#include "pipeline/core/memory.h"
#include "pipeline/page/table_layout.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four headers above first. */
#include <cmocka.h>

struct fixture {
	struct font_set *fonts;
	struct table_request request;
};

/* A table from texts, rows one after the other, N columns. */
static struct table_block *table_of(void *ctx, size_t n,
				    const char *const *text, size_t n_rows,
				    enum cell_align align)
{
	struct table_block *block = memory_new(ctx, struct table_block);

	block->n_columns = n;
	block->n_rows = n_rows;
	block->columns = memory_array(block, struct table_column_style, n);
	block->cells = memory_array(block, struct spans, n * n_rows);
	for (size_t i = 0; i < n; i++) {
		block->columns[i].heading = spans_plain(block, text[i]);
		block->columns[i].align = i ? align : ALIGN_LEFT;
	}
	for (size_t i = 0; i < n * n_rows; i++)
		block->cells[i] = spans_plain(block, text[n + i]);
	return block;
}

struct integer_case {
	const char *text, *decimal;
	const char *integer;
};

static const struct integer_case integers[] = {
	{ "3.14", ".", "3" },         { "3,14", ",", "3" },
	{ "+1.24", ".", "+1" },       { "−0.5***", ".", "−0" },
	{ "1,234.5", ".", "1,234" },  { "12\u202F345,6", ",", "12\u202F345" },
	{ "42", ".", "42" },          { "42 %", ".", "42" },
	{ "0.31 to 1.11", ".", "0" }, { "< 0.001", ".", "< 0" },
	{ "12, 13", ".", "12" },      { "–", ".", "–" },
	{ "n/a", ".", "n/a" },        { "", ".", "" },
};

static void test_integer_part(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof integers / sizeof *integers; i++)
		assert_int_equal(table_layout_integer_part(integers[i].text,
							   integers[i].decimal),
				 strlen(integers[i].integer));
}

static double right_end(const struct table_layout *table)
{
	size_t last = table->block->n_columns - 1;

	return table->lefts[last] + table->widths[last];
}

/* Nothing stands more than TOLERANCE outside its column, and columns do not
 * meet. */
static void check_cells(const struct table_layout *table, double tolerance)
{
	size_t n = table->block->n_columns;

	assert_true(right_end(table) <= 440 + tolerance);
	for (size_t i = 0; i + 1 < n; i++)
		assert_true(table->lefts[i] + table->widths[i] <
			    table->lefts[i + 1]);
	for (size_t i = 0; i < n * table->block->n_rows; i++) {
		const struct paragraph *text = table->cells[i].text;

		for (size_t line = 0; line < text->n_lines; line++) {
			const struct text_line *at = &text->lines[line];

			assert_true(at->x >= -tolerance);
			assert_true(at->x + at->width <=
				    table->widths[i % n] + tolerance);
		}
		assert_true(text->n_lines <= table->row_lines[i / n]);
	}
}

static const char *const skills[] = {
	"Skill",
	"n",
	"Current",
	"Gap",
	"Handling of shared documents and folders in the cloud",
	"412",
	"12.25",
	"−0.5",
	"Written English",
	"97",
	"3.5",
	"+11.25",
	"Planning",
	"1,204",
	"–",
	"–",
};

static void test_fills_the_width(void **state)
{
	struct fixture *fixture = *state;
	struct table_layout *table = table_layout_new(
		fixture, &fixture->request,
		table_of(fixture, 4, skills, 3, ALIGN_DECIMAL));

	check_cells(table, 0.1);
	assert_true(fabs(right_end(table) - 440) < 0.1);
	assert_true(fabs(table->size - 8.8) < 1e-9);
	/* The label is on one line: there is room. */
	assert_int_equal(table->row_lines[0], 1);
	assert_int_equal(table->head_lines, 1);
}

/* Where the decimal mark of a cell stands. */
static double mark_of(struct fixture *fixture, const struct table_layout *table,
		      size_t cell)
{
	size_t n = table->block->n_columns;
	char *text = spans_text(fixture, &table->block->cells[cell]);

	text[table_layout_integer_part(text, ".")] = '\0';
	return table->lefts[cell % n] + table->cells[cell].text->lines[0].x +
	       font_text_width(fixture->fonts, FONT_REGULAR, text, table->size,
			       "en");
}

static void test_decimals_in_line(void **state)
{
	struct fixture *fixture = *state;
	struct table_layout *table = table_layout_new(
		fixture, &fixture->request,
		table_of(fixture, 4, skills, 3, ALIGN_DECIMAL));

	for (size_t column = 1; column < 4; column++)
		for (size_t row = 1; row < 3; row++)
			assert_true(
				fabs(mark_of(fixture, table, row * 4 + column) -
				     mark_of(fixture, table, column)) < 0.05);
}

static void test_weights(void **state)
{
	struct fixture *fixture = *state;
	static const char *const text[] = { "a", "b", "c", "d", "e", "f" };
	struct table_block *block = table_of(fixture, 3, text, 1, ALIGN_LEFT);
	struct table_layout *table;

	block->columns[0].weight = 1;
	block->columns[1].weight = 3;
	table = table_layout_new(fixture, &fixture->request, block);
	check_cells(table, 0.1);
	/* The column without a weight is as wide as its content. */
	assert_true(table->widths[2] < 12);
	assert_true(table->widths[1] > 2.5 * table->widths[0]);
}

/* The same numbers in ever more columns. */
static struct table_layout *crowded(struct fixture *fixture, size_t n)
{
	const char **text = memory_array(fixture, const char *, n * 2);

	for (size_t i = 0; i < n; i++) {
		text[i] = i ? "Standardised discrepancy" : "Competence";
		text[n + i] = i ? "1234.56" : "Handling of shared documents";
	}
	return table_layout_new(fixture, &fixture->request,
				table_of(fixture, n, text, 1, ALIGN_DECIMAL));
}

static void test_many_columns(void **state)
{
	struct fixture *fixture = *state;

	for (size_t n = 1; n <= 10; n++) {
		struct table_layout *table = crowded(fixture, n);

		check_cells(table, 0.1);
		assert_true(table->size >= 7.5 - 1e-9);
		assert_true(table->size <= 8.8 + 1e-9);
		/* Numbers stay whole: only the label takes several lines. */
		for (size_t i = 1; i < n; i++)
			assert_int_equal(table->cells[i].text->n_lines, 1);
	}
	assert_true(fabs(crowded(fixture, 10)->size - 7.5) < 1e-9);
	assert_true(crowded(fixture, 10)->head_lines > 2);
}

/* Beyond any reason: it still fits, breaking what it must. */
static void test_absurdly_many_columns(void **state)
{
	struct fixture *fixture = *state;

	/* Letters apart from their words are a little wider or narrower. */
	check_cells(crowded(fixture, 24), 1);
}

static void test_degenerate(void **state)
{
	struct fixture *fixture = *state;
	static const char *const text[] = { "", "" };
	struct table_layout *table =
		table_layout_new(fixture, &fixture->request,
				 table_of(fixture, 1, text, 0, ALIGN_LEFT));

	assert_int_equal(table->head_lines, 1);
	table = table_layout_new(fixture, &fixture->request,
				 table_of(fixture, 1, text, 1, ALIGN_LEFT));
	check_cells(table, 0.1);
	assert_int_equal(table->row_lines[0], 1);
}

static void test_group_row(void **state)
{
	struct fixture *fixture = *state;
	static const char *const text[] = {
		"Skill",
		"n",
		"Transversal skills, as the European framework names them",
		"",
		"Planning",
		"12"
	};
	struct table_block *block =
		table_of(fixture, 2, text, 2, ALIGN_DECIMAL);
	bool is_group[] = { true, false };
	struct table_layout *table;

	block->is_group_row = is_group;
	block->columns[1].weight = 1;
	table = table_layout_new(fixture, &fixture->request, block);
	assert_true(table_layout_is_group(table, 0));
	assert_false(table_layout_is_group(table, 1));
	/* It runs over all columns, and none is wider for it. */
	assert_int_equal(table->row_lines[0], 1);
	assert_true(table->widths[0] < 60);
	assert_null(table->cells[1].text);
}

static void test_heights(void **state)
{
	struct fixture *fixture = *state;
	const struct theme *theme = fixture->request.theme;
	struct table_layout *table = crowded(fixture, 10);

	assert_true(fabs(table_layout_row_height(table, theme, 3) -
			 3 * table->leading - 2 * theme->cell_pad) < 1e-9);
	assert_true(fabs(table_layout_head_height(table, theme) -
			 (double)table->head_lines * table->head_leading -
			 2 * theme->cell_pad) < 1e-9);
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);
	struct error error = { 0 };

	if (font_set_open(fixture, NULL, &fixture->fonts, &error) < 0)
		return -1;
	fixture->request = (struct table_request){
		.theme = flow_theme(),
		.typesetter = typesetter_new(fixture, fixture->fonts, "en"),
		.decimal = ".",
		.width = 440,
	};
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_integer_part),
		cmocka_unit_test(test_fills_the_width),
		cmocka_unit_test(test_decimals_in_line),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_many_columns),
		cmocka_unit_test(test_absurdly_many_columns),
		cmocka_unit_test(test_degenerate),
		cmocka_unit_test(test_group_row),
		cmocka_unit_test(test_heights),
	};

	return cmocka_run_group_tests_name("table_layout", tests, set_up,
					   tear_down);
}
