#include "pipeline/core/memory.h"
#include "pipeline/data/csv_repair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const struct csv_form comma = { ',', '"', '"' };

/* "a|~|b", or "no" where there is no best way. */
static char *texts(void *ctx, bool is_read, const struct csv_record *record)
{
	char *text = memory_text(ctx, is_read ? "" : "no");

	for (size_t i = 0; is_read && i < record->n_cells; i++) {
		const struct csv_cell *cell = &record->cells[i];

		text = talloc_asprintf_append_buffer(
			text, "%s%.*s", i ? "|" : "",
			cell->is_null ? 1 : (int)cell->length,
			cell->is_null ? "~" : cell->text);
	}
	return text;
}

static struct csv_span span_of(const char *line)
{
	return (struct csv_span){ line, strlen(line) };
}

struct line {
	const char *text;
	size_t n_cells;
	bool is_sound;
	const char *cells;
};

/* clang-format off */
static const struct line lines[] = {
	/* nothing wrong */
	{ "a,\"b, c\",", 3, true, "a|b, c|~" },
	{ "a,\"say \"\"no\"\"\"", 2, true, "a|say \"no\"" },
	/* a quote too many: at the start, in the middle, at the end */
	{ "\"a,b,\"c, d\"", 3, false, "\"a|b|c, d" },
	{ "a,\"b,\"c, d\",e", 4, false, "a|\"b|c, d|e" },
	{ "a,\"b\",c\"", 3, false, "a|b|c\"" },
	{ "a,b,\"", 3, false, "a|b|\"" },
	{ "a,\"\"b\",c", 3, false, "a|\"b|c" },
	/* quotes that are not doubled */
	{ "\"5\" disk, old\",b", 2, false, "5\" disk, old|b" },
	{ "\"round 48\"\",\"b\"", 2, false, "round 48\"|b" },
	{ "\"so\n\"x\" ok\",2", 2, false, "so\n\"x\" ok|2" },
	/* a delimiter too few: before quotes, behind them, between them */
	{ "a,b\"c, d\",e", 4, false, "a|b|c, d|e" },
	{ "\"a, b\"c,d", 3, false, "a, b|c|d" },
	{ "\"a\"\"b\",c", 3, true, "a|b|c" },
	/* two ways are as good, or there is none */
	{ "\"a\"\"b\"\"c\"", 2, true, "no" },
	{ "a,b", 3, false, "no" },
	{ "a\"b", 3, false, "no" },
	{ "", 2, false, "no" },
	/* what is sound is not torn to make more cells, nor glued */
	{ "a,\"b, c\"", 3, true, "no" },
	/* a plain cell does not go over a line end */
	{ "a\nb,c", 2, false, "no" },
};
/* clang-format on */

static void test_lines(void **state)
{
	struct csv_repair *repair = csv_repair_new(*state, &comma);

	for (size_t i = 0; i < LENGTH(lines); i++) {
		const struct line *line = &lines[i];
		struct csv_record record = { .n_cells = 0 };
		bool is_read =
			csv_repair_line(repair, span_of(line->text),
					line->n_cells, line->is_sound, &record);
		char *cells = texts(*state, is_read, &record);

		if (strcmp(cells, line->cells))
			fail_msg("%s: %s", line->text, cells);
	}
}

static void test_other_delimiter(void **state)
{
	struct csv_repair *repair = csv_repair_new(*state, &comma);
	struct csv_record record = { .n_cells = 0 };

	assert_true(csv_repair_delimiter(repair, span_of("1;\"a, b\";;2"), 4,
					 &record));
	assert_string_equal(texts(*state, true, &record), "1|a, b|~|2");
	assert_true(csv_repair_delimiter(repair, span_of("1 \"a, b\" c 2"), 4,
					 &record));
	assert_string_equal(texts(*state, true, &record), "1|a, b|c|2");
	/* Its own is not another; mistakes are not mended with it. */
	assert_false(
		csv_repair_delimiter(repair, span_of("1,2,3,4"), 4, &record));
	assert_false(
		csv_repair_delimiter(repair, span_of("1;\"2;3;4"), 4, &record));
}

/* A line that would take too long is left as it is. */
static void test_long_line(void **state)
{
	enum { N = 300000 };
	struct csv_repair *repair = csv_repair_new(*state, &comma);
	struct csv_record record = { .n_cells = 0 };
	char *text = memory_array(*state, char, N + 1);

	memset(text, '"', N);
	assert_false(csv_repair_line(repair, (struct csv_span){ text, N }, 500,
				     false, &record));
}

static int set_up(void **state)
{
	*state = talloc_new(NULL);
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
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_other_delimiter),
		cmocka_unit_test(test_long_line),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
