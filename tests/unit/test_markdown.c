#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *offset_place(const void *ctx, const void *data,
				size_t offset)
{
	(void)data;
	return memory_format(ctx, "at %zu", offset);
}

static struct markdown_source source_of(void *ctx, const char *text)
{
	struct markdown_source source = {
		.text = text,
		.place = offset_place,
		.index = memory_new(ctx, struct markdown_index),
	};

	return source;
}

static struct blocks read_blocks(void *ctx, const char *text)
{
	struct markdown_source source = source_of(ctx, text);
	struct error error = { 0 };
	struct blocks blocks = { 0 };

	if (markdown_blocks(ctx, &source, &blocks, &error) < 0)
		fail_msg("%s: %s", error.where, error.what);
	return blocks;
}

/* A short written form of blocks, to compare with. */
static void show_spans(char **out, const struct spans *spans)
{
	static const char *const marks[] = { "", "*", "/", "*/" };

	for (size_t i = 0; i < spans->n; i++) {
		const struct span *span = &spans->items[i];

		*out = talloc_asprintf_append(
			*out, "%s%s%s%s%s%s", i ? "+" : "", marks[span->style],
			span->is_code ? "`" : "", span->text,
			span->link ? "->" : "", span->link ? span->link : "");
	}
}

static void show_blocks(char **out, const struct blocks *blocks);

static void show_table(char **out, const struct table_block *table)
{
	static const char aligns[] = "lcrd";

	for (size_t c = 0; c < table->n_columns; c++) {
		*out = talloc_asprintf_append(*out, "%s%c:", c ? "," : "",
					      aligns[table->columns[c].align]);
		show_spans(out, &table->columns[c].heading);
	}
	for (size_t i = 0; i < table->n_rows * table->n_columns; i++) {
		*out = talloc_asprintf_append(*out,
					      i % table->n_columns ? "," : ";");
		show_spans(out, &table->cells[i]);
	}
}

static void show_block(char **out, const struct block *block)
{
	static const char *const kinds[] = { "H", "P", "L", "T", "F",
					     "N", "C", "-", "-" };

	*out = talloc_asprintf_append(*out, "%s", kinds[block->kind]);
	if (block->kind == BLOCK_HEADING)
		*out = talloc_asprintf_append(*out, "%d%s#%s", block->level,
					      block->is_unnumbered ? "-" : "",
					      block->anchor);
	*out = talloc_asprintf_append(*out, "(");
	show_spans(out, &block->text);
	for (size_t i = 0; i < block->n_list_items; i++) {
		*out = talloc_asprintf_append(*out,
					      block->is_ordered ? "1." : "-");
		show_blocks(out, &block->list_items[i]);
	}
	if (block->table)
		show_table(out, block->table);
	show_blocks(out, &block->body);
	*out = talloc_asprintf_append(*out, ")");
}

static void show_blocks(char **out, const struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++)
		show_block(out, &blocks->items[i]);
}

static void test_blocks(void **state)
{
	/* clang-format off */
	static const struct { const char *markdown, *shown; } cases[] = {
		{ "", "" },
		{ "One\ntwo.\n\nThree.", "P(One two.)P(Three.)" },
		{ "# Skill gaps", "H1#skill-gaps(Skill gaps)" },
		{ "## Perché no {-}", "H2-#perche-no(Perché no)" },
		{ "# A {#start}", "H1#start(A)" },
		{ "# A {- #start}", "H1-#start(A)" },
		{ "# Same\n# Same", "H1#same(Same)H1#same-2(Same)" },
		{ "a **b** *c* ***d*** `e*`",
		  "P(a +*b+ +/c+ +*/d+ +`e*)" },
		{ "[text](https://example.org/a?b)",
		  "P(text->https://example.org/a?b)" },
		{ "a \\* b \\< c & d &amp; e", "P(a * b < c & d & e)" },
		{ "- a\n- b\n  1. c\n  2. d\n", "L(-P(a)-P(b)L(1.P(c)1.P(d)))" },
		{ "- a\n\n  more\n", "L(-P(a)P(more))" },
		{ "> said\n", "C(P(said))" },
		{ "```\nx = 1\n\ny = 2\n```\n", "P(`x = 1)P(`y = 2)" },
		{ "|a|b|c|\n|---|:-:|--:|\n|1|**2**|3|\n|4|5||\n",
		  "T(l:a,c:b,r:c;1,*2,3;4,5,)" },
		{ "Łódź, Společnost, perché, €",
		  "P(Łódź, Společnost, perché, €)" },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct blocks blocks = read_blocks(ctx, cases[i].markdown);
		char *shown = memory_text(ctx, "");

		show_blocks(&shown, &blocks);
		assert_string_equal(shown, cases[i].shown);
		talloc_free(ctx);
	}
}

/* "#" in TEXT becomes the first value, "@" the second. */
static char *with_values(void *ctx, const char *text)
{
	char *out = memory_text(ctx, ""), character[8];

	for (; *text; text++) {
		int32_t codepoint = *text == '#'   ? MARKDOWN_VALUE
				    : *text == '@' ? MARKDOWN_VALUE + 1
						   : *text;
		size_t n = text_encode(codepoint, character);

		out = talloc_asprintf_append(out, "%.*s", (int)n, character);
	}
	return out;
}

static void test_values_are_not_parsed(void **state)
{
	/* clang-format off */
	static const struct { const char *markdown, *shown; } cases[] = {
		{ "# people", "P(1. *x* | <b> people)" },
		{ "**#** of @", "P(*1. *x* | <b>+ of [y](z))" },
		{ "`#`", "P(`1. *x* | <b>)" },
		{ "|a|\n|---|\n|#|\n", "T(l:a;1. *x* | <b>)" },
		{ "[@](https://example.org/@)",
		  "P([y](z)->https://example.org/[y](z))" },
	};
	/* clang-format on */
	static const char *const values[] = { "1. *x* | <b>", "[y](z)" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct markdown_source source =
			source_of(ctx, with_values(ctx, cases[i].markdown));
		struct blocks blocks = { 0 };
		struct error error = { 0 };
		char *shown = memory_text(ctx, "");

		source.values = values;
		source.n_values = 2;
		assert_int_equal(markdown_blocks(ctx, &source, &blocks, &error),
				 0);
		show_blocks(&shown, &blocks);
		assert_string_equal(shown, cases[i].shown);
		talloc_free(ctx);
	}
}

static void test_refused(void **state)
{
	/* clang-format off */
	static const struct { const char *markdown, *where, *what; } cases[] = {
		{ "a\n\n<div>x</div>\n", "at 3",
		  "raw HTML does not work in a report" },
		{ "one <b>two</b>", "at 4",
		  "raw HTML does not work in a report" },
		{ "![a](b.png)", "at 0", "pictures do not work in a report" },
		{ "a\n\n---\n", "at 3", "a rule does not work in a report" },
		{ "##### five", "at 0", "a heading of this level does not "
					"exist in a report" },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct markdown_source source =
			source_of(ctx, cases[i].markdown);
		struct blocks blocks = { 0 };
		struct error error = { 0 };

		assert_int_equal(markdown_blocks(ctx, &source, &blocks, &error),
				 -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_string_equal(error.what, cases[i].what);
		assert_string_equal(error.where, cases[i].where);
		assert_true(error.remedy[0] != '\0');
		talloc_free(ctx);
	}
}

static void test_inline(void **state)
{
	void *ctx = talloc_new(NULL);
	struct markdown_source source = source_of(ctx, "Mean *gap*");
	struct spans spans = { 0 };
	struct error error = { 0 };
	char *shown = memory_text(ctx, "");

	(void)state;
	assert_int_equal(markdown_inline(ctx, &source, &spans, &error), 0);
	show_spans(&shown, &spans);
	assert_string_equal(shown, "Mean +/gap");
	source.text = "- a list";
	assert_int_equal(markdown_inline(ctx, &source, &spans, &error), -1);
	assert_string_equal(error.what, "only a text can stand here");
	talloc_free(ctx);
}

static void test_links_are_kept(void **state)
{
	void *ctx = talloc_new(NULL);
	struct markdown_source source = source_of(ctx, "see\n[it](#gaps)");
	struct blocks blocks = { 0 };
	struct error error = { 0 };

	(void)state;
	assert_int_equal(markdown_blocks(ctx, &source, &blocks, &error), 0);
	assert_int_equal(source.index->n_links, 1);
	assert_string_equal(source.index->links[0].anchor, "gaps");
	assert_string_equal(source.index->links[0].where, "at 4");
	talloc_free(ctx);
}

static void test_wide_columns_get_weight(void **state)
{
	void *ctx = talloc_new(NULL);
	struct blocks blocks = read_blocks(
		ctx,
		"|n|text|\n|---|---|\n"
		"|1|a text that is by far longer than any number could be|\n");

	(void)state;
	assert_true(blocks.items[0].table->columns[0].weight == 0);
	assert_true(blocks.items[0].table->columns[1].weight > 0);
	talloc_free(ctx);
}

static void test_a_bold_first_column_heads_the_rows(void **state)
{
	static const struct {
		const char *rows;
		bool has_heads;
	} cases[] = {
		{ "|**Cost**|12|\n|**Use and *care***|daily|\n", false },
		{ "|**Cost**|12|\n|**Use**|daily|\n", true },
		{ "|**Cost**|12|\n|Use|daily|\n", false },
		{ "|**Cost**|12|\n||daily|\n", false },
		{ "|**Cost** now|12|\n", false },
		{ "", false },
	};
	void *ctx = talloc_new(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct blocks blocks = read_blocks(
			ctx, memory_format(ctx, "|a|b|\n|---|---|\n%s",
					   cases[i].rows));

		assert_int_equal(blocks.items[0].table->has_row_heads,
				 cases[i].has_heads);
	}
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_bold_first_column_heads_the_rows),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_values_are_not_parsed),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_inline),
		cmocka_unit_test(test_links_are_kept),
		cmocka_unit_test(test_wide_columns_get_weight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
