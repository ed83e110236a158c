#include "pipeline/core/memory.h"
#include "pipeline/page/template_source.h"
#include "tests/support/scratch.h"
#include "tests/support/template_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct part_file {
	const char *name, *text; /* below the project folder */
};

static const struct part_file files[] = {
	{ "templates/parts/one.md",
	  "[en] ## One\n[it] ## Uno\n\n{{query q: select 7 as i}}\n"
	  "{{! what the part says }}\n[en] {{n_respondents}} people." },
	{ "templates/parts/outer.md",
	  "before\n\n  {{part one}}\r\n\nbehind\n" },
	{ "templates/parts/empty.md", "" },
	{ "templates/parts/method.md", "the project's own\n" },
	{ "templates/parts/self.md", "a\n{{part self}}\n" },
	{ "templates/parts/a.md", "{{part b}}\n" },
	{ "templates/parts/b.md", "x\n\ny {{! no part }}\n{{part a}}\n" },
	{ "templates/parts/value.md", "\n\xC3\xA9 {{n_responents}}\n" },
	{ "templates/parts/loop.md", "\n[en] {{each r: select 1}}\n" },
	{ "templates/parts/front.md", "---\ntitle: x\n---\n" },
	{ "templates/parts/bytes.md", "a\n\xFF" },
	{ "templates/parts/sql.md", "```table\nfrom: selct 1\n```\n" },
	{ "shipped/templates/parts/method.md", "the shipped one\n" },
	{ "shipped/templates/parts/annex.md", "shipped alone\n" },
};

static int set_up(void **state)
{
	struct template_world *world;

	if (template_world_set_up(state) < 0)
		return -1;
	world = *state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		scratch_write(world, world->folder, files[i].name,
			      files[i].text);
	setenv("DIVARIO_CONFIG",
	       memory_format(world, "%s/shipped", world->folder), 1);
	return 0;
}

static const char *first_texts(const void *ctx, const struct blocks *blocks)
{
	char *out = memory_text(ctx, "");

	for (size_t i = 0; i < blocks->n; i++) {
		const struct spans *spans = &blocks->items[i].text;

		for (size_t s = 0; s < spans->n; s++)
			out = talloc_strdup_append(out, spans->items[s].text);
		out = talloc_strdup_append(out, "/");
	}
	return out;
}

static void test_put_in(void **state)
{
	static const struct {
		const char *source, *text;
		bool is_italian;
	} cases[] = {
		{ "{{part one}}\n", "One/578 people./", false },
		{ "{{part one}}", "Uno/", true },
		{ "a\n\n{{part outer}}\n\nz {{q.i}}\n",
		  "a/before/One/578 people./behind/z 7/", false },
		{ "a\n{{part empty}}\nb\n", "a b/", false },
		{ "{{if select 0}}\n{{part one}}\n{{end}}\nrest\n", "rest/",
		  false },
		{ "{{each r: select 1 union select 2}}\n{{part outer}}\n\n"
		  "{{end}}\n",
		  "before/Uno/behind/before/Uno/behind/", true },
		{ "{{part method}}\n\n{{part annex}}\n",
		  "the project's own/shipped alone/", false },
		{ "{{query part: select 3 as n}}{{part.n}} \\{{part one}}\n",
		  "3 {{part one}}/", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct filled_template *filled;
		struct error error = { 0 };

		if (template_world_fill(ctx, *state, cases[i].source,
					cases[i].is_italian, &filled,
					&error) < 0)
			fail_msg("%s: %s", error.where, error.what);
		assert_string_equal(first_texts(ctx, &filled->document->body),
				    cases[i].text);
		talloc_free(ctx);
	}
}

/* clang-format off */
static const struct {
	const char *source, *place, *what, *remedy;
	bool needs_data; /* check cannot find it */
} faults[] = {
	{ "a\n\n {{part  onne}}\n", "t.md:3:10", "there is no part 'onne'",
	  "write 'one'", false },
	{ "{{part zzzzzzzz}}\n", "t.md:1:8", "there is no part 'zzzzzzzz'",
	  "put templates/parts/zzzzzzzz.md into the project folder", false },
	{ "a {{part one}}\n", "t.md:1:3", "a part cannot stand here",
	  "write {{part NAME}} alone on a line of all languages", false },
	{ "[en] {{part one}}\n", "t.md:1:6", "a part cannot stand here",
	  "write {{part NAME}} alone on a line of all languages", false },
	{ "{{part ../one}}\n", "t.md:1:1", "a part cannot stand here",
	  "write {{part NAME}} alone on a line of all languages", false },
	{ "{{part self}}\n", "templates/parts/self.md:2:8",
	  "the part 'self' puts itself in: self.md > self.md",
	  "take this line out, or put what both need into a part of its own", false },
	{ "{{part outer}}\n{{part a}}\n", "templates/parts/b.md:4:8",
	  "the part 'a' puts itself in: a.md > b.md > a.md",
	  "take this line out, or put what both need into a part of its own", false },
	{ "x\n{{part value}}\n", "templates/parts/value.md:2:5",
	  "there is no value 'n_responents'", "write 'n_respondents'", true },
	{ "x\n{{part loop}}\n", "templates/parts/loop.md:2:6",
	  "this {{each}} has no {{end}}", "write {{end}} where it ends", false },
	{ "{{part one}}\n{{end}}\n", "t.md:2:8",
	  "'{{end}}' without a beginning",
	  "remove it, or open {{if}} or {{each}} before", false },
	{ "{{part front}}\n", "templates/parts/front.md:1:1",
	  "a part has no front matter", "take it out: the template's own counts", false },
	{ "{{part bytes}}\n", "templates/parts/bytes.md:2:1",
	  "the template is not UTF-8 text", "save the template as UTF-8 text", false },
	{ "{{part outer}}\n{{part one}}\n{{x.y}}\n", "t.md:3:3",
	  "there is no query 'x' here", NULL, true },
};
/* clang-format on */

static void compare(const struct template_world *world,
		    const struct error *error, size_t i)
{
	assert_int_equal(error->code, ERROR_PROJECT);
	assert_string_equal(error->what, faults[i].what);
	assert_string_equal(
		error->where,
		memory_format(world, "%s/%s", world->folder, faults[i].place));
	if (faults[i].remedy)
		assert_string_equal(error->remedy, faults[i].remedy);
}

static void test_faults(void **state)
{
	struct template_world *world = *state;

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		void *ctx = talloc_new(NULL);
		struct filled_template *filled;
		struct error error = { 0 }, checked = { 0 };
		const char *path;

		assert_int_equal(template_world_fill(ctx, world,
						     faults[i].source, false,
						     &filled, &error),
				 -1);
		compare(world, &error, i);
		path = scratch_write(ctx, world->folder, "t.md",
				     faults[i].source);
		if (!faults[i].needs_data) {
			assert_int_equal(template_check(ctx, path,
							world->folder,
							&checked),
					 -1);
			compare(world, &checked, i);
		}
		talloc_free(ctx);
	}
}

/* SQL is refused at its place in the part, too. */
static void test_bad_sql(void **state)
{
	struct template_world *world = *state;
	struct filled_template *filled;
	struct error error = { 0 };

	assert_int_equal(template_world_fill(world, world, "\n{{part sql}}\n",
					     false, &filled, &error),
			 -1);
	assert_string_equal(error.where,
			    memory_format(world,
					  "%s/templates/parts/sql.md:2:1",
					  world->folder));
}

static void test_what_a_template_reads(void **state)
{
	struct template_world *world = *state;
	struct template_file *file;
	struct error error = { 0 };
	const char *path = scratch_write(world, world->folder, "t.md",
					 "[pl] a\n{{part outer}}\n");

	assert_int_equal(
		template_file_read(world, path, world->folder, &file, &error),
		0);
	assert_int_equal(file->n_parts, 2);
	assert_non_null(strstr(file->parts[0], "/templates/parts/outer.md"));
	assert_non_null(strstr(file->parts[1], "/templates/parts/one.md"));
	assert_int_equal(file->n_languages, 3);
	assert_string_equal(file->languages[2], "it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_put_in),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_bad_sql),
		cmocka_unit_test(test_what_a_template_reads),
	};

	return cmocka_run_group_tests(tests, set_up, template_world_tear_down);
}
