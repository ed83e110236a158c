#include "pipeline/core/memory.h"
#include "tests/support/template_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct document *fill(void *ctx, const struct template_world *world,
			     const char *source, bool is_italian)
{
	struct filled_template *filled = NULL;
	struct error error = { 0 };

	template_world_fill(ctx, world, source, is_italian, &filled, &error);
	assert_string_equal(error.what, "");
	return filled->document;
}

/* Sheets have a band unless they say otherwise, other documents a cover. */
static void test_covers(void **state)
{
	static const struct {
		const char *source;
		bool has_band;
	} cases[] = {
		{ "---\ntitle: a\n---\n", false },
		{ "---\ntitle: a\ncover: band\n---\n", true },
		{ "---\ntitle: a\ncover: page\n---\n", false },
		{ "---\neach: select 1 as i\ntitle: a\n---\n", true },
		{ "---\ncover: page\neach: select 1 as i\n---\n", false },
		{ "---\neach: select 1 as i\ncover: band\n---\n", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);

		assert_int_equal(
			fill(ctx, *state, cases[i].source, false)->has_band,
			cases[i].has_band);
		talloc_free(ctx);
	}
}

#define CHART  "```chart gaps\nfrom: select 'a' as skill, 1.0 as gap\n"
#define FIGURE CHART "caption: c\nname: fig\n```\n"
#define TABLE  "```table\nfrom: select 1 as n\ncaption: c\nname: tab\n```\n"

/* What the last paragraph says, wherever it stands. */
static const char *last_text(const void *ctx, const struct blocks *blocks)
{
	const struct block *last = &blocks->items[blocks->n - 1];

	if (last->kind == BLOCK_LIST)
		return last_text(ctx, &last->list_items[0]);
	if (last->kind == BLOCK_CALLOUT)
		return last_text(ctx, &last->body);
	if (last->kind == BLOCK_TABLE)
		return spans_text(ctx, &last->table->cells[0]);
	return spans_text(ctx, &last->text);
}

/* Links without text say what they lead to, also further on. */
static void test_references(void **state)
{
	/* clang-format off */
	static const struct {
		const char *source, *text;
		bool is_italian;
	} cases[] = {
		{ FIGURE "[](#fig) shows it.", "Figure\u00A01 shows it.", false },
		{ FIGURE "[](#fig) lo mostra.", "Figura\u00A01 lo mostra.", true },
		{ TABLE FIGURE TABLE "See [](#tab-2), [](#fig).",
		  "See Table\u00A02, Figure\u00A01.", false },
		{ "> x\n\n" TABLE TABLE "[](#tab-2)", "Table\u00A02", false },
		{ "# A\n## B\n### C {#c}\n\n[](#c)", "Section\u00A01.1.1", false },
		{ "# A\n## B {#b}\n\n**[](#b)**", "Sezione\u00A01.1", true },
		{ "# Z {-}\n# A {#a}\n\n[](#a)", "Chapter\u00A01", false },
		{ "# How we know {- #h}\n\n- see [](#h)",
		  "see \u201CHow we know\u201D", false },
		{ "# A {-}\n## B {#b}\n\n> [](#b)", "\u201CB\u201D", false },
		{ "# A {#a}\n\n| x |\n|---|\n| [](#a) |", "Chapter\u00A01", false },
		{ "# A {#a}\n\n[x](#a)[](#a)[](#a)y", "xChapter\u00A01Chapter\u00A01y",
		  false },
		{ "# A\n## B {#b}\n" FIGURE "[#](#b), [#](#fig)", "1.1, 1", false },
		{ "# A {#a}\n\n[##](#a) [*#*](#a)", "## #", false },
		{ "[](https://example.org)", "https://example.org", false },
	};
	/* clang-format on */

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		const struct document *document =
			fill(ctx, *state, cases[i].source, cases[i].is_italian);

		assert_string_equal(last_text(ctx, &document->body),
				    cases[i].text);
		talloc_free(ctx);
	}
}

/* Forward, in a caption and a note. */
static void test_reference_in_caption(void **state)
{
	void *ctx = talloc_new(NULL);
	const struct document *document =
		fill(ctx, *state,
		     CHART "caption: As [](#tab)\nnote: and [](#fig)\n"
			   "name: fig\n```\n" TABLE,
		     false);
	const struct block *block = &document->body.items[0];

	assert_string_equal(spans_text(ctx, &block->caption),
			    "As Table\u00A01");
	assert_string_equal(spans_text(ctx, &block->note), "and Figure\u00A01");
	talloc_free(ctx);
}

static void test_attributes(void **state)
{
	static const struct {
		const char *source, *text, *anchor;
		bool is_unnumbered, is_kept;
	} cases[] = {
		{ "# A {keep}", "A", "a", false, true },
		{ "# A {- keep #b}", "A", "b", true, true },
		{ "# A {keep #b}", "A", "b", false, true },
		{ "# A {#b -}", "A", "b", true, false },
		{ "# A {kept}", "A {kept}", "a-kept", false, false },
		{ "# A {- b}", "A {- b}", "a-b", false, false },
		{ "# A {}", "A {}", "a", false, false },
		{ "# A {#}", "A {#}", "a", false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		const struct document *document =
			fill(ctx, *state, cases[i].source, false);
		const struct block *block = &document->body.items[0];

		assert_string_equal(spans_text(ctx, &block->text),
				    cases[i].text);
		assert_string_equal(block->anchor, cases[i].anchor);
		assert_int_equal(block->is_unnumbered, cases[i].is_unnumbered);
		assert_int_equal(block->is_kept, cases[i].is_kept);
		talloc_free(ctx);
	}
}

static void test_contents(void **state)
{
	void *ctx = talloc_new(NULL);
	const struct blocks *body =
		&fill(ctx, *state,
		      "```contents\n```\n```contents\nlevels: 3\n```\n", false)
			 ->body;

	assert_int_equal(body->items[0].level, 0);
	assert_int_equal(body->items[1].level, 3);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_covers),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_reference_in_caption),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_contents),
	};

	return cmocka_run_group_tests(tests, template_world_set_up,
				      template_world_tear_down);
}
