#include "pipeline/core/memory.h"
#include "tests/support/scratch.h"
#include "tests/support/template_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define TOP "{{query top: select * from gap where grouping = 'all' limit 1}}\n"

static void test_queries_end_with_their_loop(void **state)
{
	void *ctx = talloc_new(NULL);
	struct filled_template *filled;
	struct error error = { 0 };

	assert_int_equal(
		template_world_fill(
			ctx, *state,
			"{{each a: select 1}}{{query q: select 1 as i}}"
			"{{q.i}}{{end}}{{q.i}}",
			false, &filled, &error),
		-1);
	assert_string_equal(error.what, "there is no query 'q' here");
	talloc_free(ctx);
}

struct fault_case {
	const char *source, *place, *what, *remedy;
};

/* clang-format off */
#define FRONT "---\ntitle: x\n---\n"
static const struct fault_case data_faults[] = {
	{ "a {{n_responents}}", "1:5", "there is no value 'n_responents'",
	  "write 'n_respondents'" },
	{ FRONT "\n[it] x\n[en] é {{project.tile}}", "6:10",
	  "the project has no value 'tile'", "write 'title'" },
	{ TOP "{{top.gaap}}", "2:3", "the query has no column 'gaap'",
	  "write 'gap'" },
	{ "{{t.chart.gip}}", "1:3", "there is no phrase 'chart.gip'",
	  "add it to languages/en.yaml in the project" },
	{ TOP "{{top.skill|1}}", "2:13", "'plan' is not a number",
	  "use the filter on a number" },
	{ "{{n_valid|list}}", "1:3", "only a query's column can be a list",
	  "write {{query.column|list}}" },
	{ TOP "{{query q: select '{{top.skill}}' as s}}", "2:20",
	  "a value stands inside quotes",
	  "take the quotes away: values are bound, not pasted" },
	{ "```table\nfrom: select skill from gap\ncolumns: skil\n```\n", "3:1",
	  "the query has no column 'skil'", "write 'skill'" },
	{ "```table\nfrom: select skill from gap\ncolumns: skill bold\n```\n",
	  "3:1", "there is no column format 'bold'",
	  "use left, right, centre, 0 to 6, signed N, percent N or p" },
	{ "```table\nfrom: select skill from gap\nheads: a, b\n```\n", "3:1",
	  "there are more heads than columns: ' b'", "give one per column" },
	{ "# A {#gaps}\n\nsee [x](#gap)", "3:5",
	  "there is no '#gap' in this report", "write 'gaps'" },
	{ "# A {#gaps}\n\nsee\n[](#gap)", "4:1",
	  "there is no '#gap' in this report", "write 'gaps'" },
	{ "see [](#a)\n\n```table\nfrom: select 1\nname: a\n```\n", "1:5",
	  "'#a' has no number that this link could print",
	  "give it a caption or a number, or write [text](#a)" },
	{ "# A {-}\n\n[#](#a)", "3:1",
	  "'#a' has no number that this link could print",
	  "give it a caption or a number, or write [text](#a)" },
};

static const struct fault_case syntax_faults[] = {
	{ "one\ntwo {{x", "2:5", "'{{' is not closed",
	  "close it with }}; for plain braces write \\{{" },
	{ "{{n_valid|rund 2}}", "1:11", "there is no filter 'rund'",
	  "use 0 to 6, signed, percent, p, date, label, plural, article, "
	  "list, lower, upper or or" },
	{ "{{n_valid|signd 2}}", "1:11", "there is no filter 'signd'",
	  "write 'signed'" },
	{ "{{n_valid|signed 9}}", "1:11",
	  "'9' is no argument for the filter 'signed'",
	  "give a number of decimals from 0 to 6" },
	{ "{{n_valid|plural person}}", "1:11",
	  "'person' is no argument for the filter 'plural'",
	  "give both words: plural person:people" },
	{ "{{n_valid|article ogni}}", "1:11",
	  "'ogni' is no argument for the filter 'article'",
	  "give il, al, del, dal, nel, sul, their plurals or a" },
	{ "{{n valid}}", "1:3", "'n valid' is not the name of a value",
	  "write {{name}}, {{query.column}} or {{ci query}}" },
	{ "{{query q: select 1 as gap}}{{sentence gab q}}", "1:31",
	  "there is no sentence of the kind 'gab'", "write 'gap'" },
	{ "{{sentence gap q.gap}}", "1:3",
	  "'q.gap' is not the name of a value",
	  "write {{sentence KIND query}}" },
	{ "{{query q: select gap, low, max(1, 2) as high from gap}}\n"
	  "x {{sentence gap q}}", "2:5",
	  "this sentence wants a column 'n', which the query 'q' lacks",
	  "select gap, low, high, n in it" },
	{ "{{each r: select share, n + 0, high from gap}}"
	  "{{sentence share r}}{{end}}", "1:49",
	  "this sentence wants a column 'low', which the query 'r' lacks",
	  "select share, low, high in it" },
	{ "{{query top select 1}}", "1:1",
	  "the query needs a name and a colon",
	  "write {{query NAME: select ...}}" },
	{ "\n{{each c: select 1}}\nx", "2:1", "this {{each}} has no {{end}}",
	  "write {{end}} where it ends" },
	{ "{{if select 1}}a", "1:1", "this {{if}} has no {{end}}",
	  "write {{end}} where it ends" },
	{ "{{each c: select 1}}{{else}}{{end}}", "1:1",
	  "a loop has no {{else}}", "use {{else}} inside {{if}}" },
	{ "x {{end}}", "1:9", "'{{end}}' without a beginning",
	  "remove it, or open {{if}} or {{each}} before" },
	{ "a\n```tabel\nfrom: select 1\n```\n", "2:1",
	  "there is no block 'tabel'", "write 'table'" },
	{ "```table\nfrom: select 1\n", "1:1", "the block is not closed",
	  "close it with a line of ```" },
	{ "```table\ncaption: x\n```\n", "1:1",
	  "the table block has no query", "write 'from: select ...'" },
	{ "```table\nfrom: select 1\ncaptoin: x\n```\n", "3:1",
	  "a table block has no key 'captoin'", "write 'caption:'" },
	{ "```table\nfrom: select 1\nnote: x\nnote: y\n```\n", "4:1",
	  "the key 'note' stands twice", "keep one of them" },
	{ "```page\nlevel: 2\n```\n", "2:1",
	  "a page block does not take this line",
	  "write 'key: value' lines" },
	{ "```chart barz\nfrom: select 1\n```\n", "1:1",
	  "there is no chart 'barz'", "write 'bars'" },
	{ "[en] a <b>c</b>\n", "1:8", "raw HTML does not work in a report",
	  "write it in Markdown; for a plain < write \\<" },
	{ "---\ntitle: x\n", "1:1", "the front matter does not end",
	  "end it with a line of three hyphens" },
	{ "---\ntitel: x\n---\n", "2:1",
	  "the front matter has no key 'titel'", "write 'title'" },
	{ "```contents\nlevels: 4\n```\n", "2:1",
	  "contents cannot have these levels", "write 'levels: 1', 2 or 3" },
	{ "```contents\nlevels: 2, 4\n```\n", "2:1",
	  "contents cannot have these levels", "write 'levels: 1', 2 or 3" },
	{ "```chart bars\nfrom: select 1\nheight: low\n```\n", "3:1",
	  "a chart cannot have this height",
	  "write points, such as 'height: 240'" },
	{ "```contents\nlevels: {{n_valid}}\n```\n", "2:1",
	  "contents cannot have these levels", "write 'levels: 1', 2 or 3" },
	{ "```contents\nlevel: 2\n```\n", "2:1",
	  "a contents block has no key 'level'", "write 'levels:'" },
	{ "---\ncover: none\n---\n", "2:1", "'cover' cannot be 'none'",
	  "write 'cover: band', or 'cover: page'" },
	{ "---\nchapters: right page\n---\n", "2:1",
	  "'chapters' cannot be 'right page'", "write 'chapters: run on', or 'chapters: new page'" },
	{ "---\ntitle: [a]\n---\n", "2:1", "'title' is not a text",
	  "write a text, or a text by language; quote one that begins with "
	  "{{" },
	{ "a \xFF", "1:3", "the template is not UTF-8 text",
	  "save the template as UTF-8 text" },
	{ "a \xF3\xB0\x80\x80", "1:3",
	  "a private-use character does not work in a template",
	  "remove the character" },
};
/* clang-format on */

static void compare_fault(const struct template_world *world,
			  const struct error *error,
			  const struct fault_case *expected)
{
	char *where = memory_format(world, "%s/t.md:%s", world->folder,
				    expected->place);

	assert_int_equal(error->code, ERROR_PROJECT);
	assert_string_equal(error->what, expected->what);
	assert_string_equal(error->where, where);
	assert_string_equal(error->remedy, expected->remedy);
}

static void check_faults(void **state, const struct fault_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		void *ctx = talloc_new(NULL);
		struct filled_template *filled;
		struct error error = { 0 };

		assert_int_equal(template_world_fill(ctx, *state,
						     cases[i].source, false,
						     &filled, &error),
				 -1);
		compare_fault(*state, &error, &cases[i]);
		talloc_free(ctx);
	}
}

static void test_data_faults(void **state)
{
	check_faults(state, data_faults,
		     sizeof data_faults / sizeof *data_faults);
}

static void test_syntax_faults(void **state)
{
	check_faults(state, syntax_faults,
		     sizeof syntax_faults / sizeof *syntax_faults);
}

static void test_bad_sql(void **state)
{
	void *ctx = talloc_new(NULL);
	struct template_world *world = *state;
	struct filled_template *filled;
	struct error error = { 0 };

	assert_int_equal(
		template_world_fill(ctx, world,
				    "a\n```table\nfrom: selct 1\n```\n", false,
				    &filled, &error),
		-1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_non_null(strstr(error.what, "syntax error"));
	assert_string_equal(error.where,
			    memory_format(ctx, "%s/t.md:3:1", world->folder));
	talloc_free(ctx);
}

/* What check finds without data is what fill finds. */
static void test_check(void **state)
{
	struct template_world *world = *state;
	size_t n = sizeof syntax_faults / sizeof *syntax_faults;

	for (size_t i = 0; i < n; i++) {
		void *ctx = talloc_new(NULL);
		struct error error = { 0 };
		char *path = scratch_write(ctx, world->folder, "t.md",
					   syntax_faults[i].source);

		assert_int_equal(template_check(ctx, path, NULL, &error), -1);
		compare_fault(world, &error, &syntax_faults[i]);
		talloc_free(ctx);
	}
}

static void test_check_without_data(void **state)
{
	/* clang-format off */
	static const struct fault_case cases[] = {
		{ "[it] {{if select 1}}{{tip.x}}{{end}}", "1:23",
		  "there is no query here of the name 'tip'",
		  "write {{query NAME: select ...}} before it" },
		{ TOP "```chart bars\nfrom: select {{tpo.x}}\n```\n", "3:16",
		  "there is no query here of the name 'tpo'", "write 'top'" },
		{ "```chart bars\nfrom: select 1\nsortt: up\n```\n", "3:1",
		  "this chart has no option 'sortt'",
		  "see divario chart --help" },
		{ "```chart bars\nfrom: select 1\nedges: select 2\n```\n", "3:1",
		  "this chart takes no 'edges'",
"leave it out, or draw a network or a map" },
	};
	/* clang-format on */
	struct template_world *world = *state;
	struct error none = { 0 };
	char *path;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct error error = { 0 };

		path = scratch_write(world, world->folder, "t.md",
				     cases[i].source);
		assert_int_equal(template_check(world, path, NULL, &error), -1);
		compare_fault(world, &error, &cases[i]);
	}
	path = scratch_write(world, world->folder, "t.md",
			     TOP "{{top.anything|1}} {{any_fact}}\n"
				 "{{each r: select no from where}}{{r.x}}"
				 "{{end}}\n[it] è\n");
	assert_int_equal(template_check(world, path, NULL, &none), 0);
}

static void test_missing_file(void **state)
{
	struct error error = { 0 };

	assert_int_equal(template_check(*state, "/nowhere/t.md", NULL, &error),
			 -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.where, "/nowhere/t.md");
	assert_string_equal(error.what, "the template does not exist");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_queries_end_with_their_loop),
		cmocka_unit_test(test_data_faults),
		cmocka_unit_test(test_syntax_faults),
		cmocka_unit_test(test_bad_sql),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_check_without_data),
		cmocka_unit_test(test_missing_file),
	};

	return cmocka_run_group_tests(tests, template_world_set_up,
				      template_world_tear_down);
}
