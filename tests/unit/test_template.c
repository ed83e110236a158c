#include "pipeline/core/memory.h"
#include "pipeline/page/template.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char published_sql[] =
	"create table fact(name text, value real, text text);"
	"insert into fact values('n_respondents', 578, null),"
	" ('n_valid', 12345, null), ('wave', null, '2026'),"
	" ('mean_gap', 0.5, null), ('nothing', null, null);"
	"create table label(domain text, code text, language text, text text,"
	" position integer);"
	"insert into label values('skill', 'plan', 'en', 'Planning*', 1),"
	" ('skill', 'plan', 'it', 'Pianificazione', 1),"
	" ('skill', 'ict', 'en', 'Digital | tools', 2),"
	" ('country', 'IT', 'en', 'Italy', 1), ('country', 'PL', 'en', "
	"'Poland', 2), ('grouping', 'country', 'en', 'Country', 1),"
	" ('question', 'age', 'en', 'Age', 1),"
	" ('age', 'y', 'en', 'Young', 1);"
	"create table gap(grouping text, level text, skill text, area text,"
	" n integer, current real, gap real, low real, high real, p real,"
	" share real, suppressed integer);"
	"insert into gap values"
	" ('all', 'all', 'plan', 'core', 40, 3.25, 0.456, 0.2, 0.7, 0.00004,"
	"  0.123, 0),"
	" ('all', 'all', 'ict', 'core', 38, 2.5, -0.285, -0.5, -0.07, 0.031,"
	"  0.5, 0),"
	" ('all', 'all', 'write', 'more', 12, null, null, null, null, null,"
	"  null, 0),"
	" ('country', 'IT', 'plan', 'core', 9, 3, 1, 0.5, 1.5, 0.2, 0.1, 0),"
	" ('country', 'PL', 'plan', 'core', null, null, null, null, null,"
	"  null, null, 1);";

struct world {
	char *folder;
	struct database *published;
	struct phrases *english, *italian;
	struct font_set *fonts;
};

static int set_up(void **state)
{
	struct world *world = memory_new(NULL, struct world);
	struct error error = { 0 };

	setenv("DIVARIO_CONFIG", "config", 1);
	world->folder = scratch_folder(world);
	if (database_open(world, memory_format(world, "%s/p.db", world->folder),
			  DATABASE_WRITE, &world->published, &error) < 0 ||
	    database_execute(world->published, published_sql, &error) < 0 ||
	    phrases_load(world, "en", NULL, &world->english, &error) < 0 ||
	    phrases_load(world, "it", NULL, &world->italian, &error) < 0 ||
	    font_set_open(world, NULL, &world->fonts, &error) < 0) {
		print_error("%s: %s\n", error.where, error.what);
		return -1;
	}
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static int try_fill(void *ctx, const struct world *world, const char *text,
		    bool is_italian, struct filled_template **filled,
		    struct error *error)
{
	static const char *const values[] = {
		"title",      "Skill gaps", "id", "bwise", "date",
		"2026-11-22", "wave",       NULL, NULL
	};
	struct template_request request = {
		.path = scratch_write(ctx, world->folder, "t.md", text),
		.published = world->published,
		.phrases = is_italian ? world->italian : world->english,
		.fonts = world->fonts,
		.figure_width = 480,
		.figure_height = 600,
		.values = values,
	};

	return template_fill(ctx, &request, filled, error);
}

static struct filled_template *fill(void *ctx, const struct world *world,
				    const char *text, bool is_italian)
{
	struct filled_template *filled = NULL;
	struct error error = { 0 };

	if (try_fill(ctx, world, text, is_italian, &filled, &error) < 0)
		fail_msg("%s: %s (%s)", error.where, error.what, error.remedy);
	return filled;
}

/* All text of the blocks: "/" between blocks, "," between cells. */
static char *text_of(char *out, const struct blocks *blocks);

static char *spans_of(char *out, const struct spans *spans)
{
	for (size_t i = 0; i < spans->n; i++)
		out = talloc_strdup_append(out, spans->items[i].text);
	return out;
}

static char *table_of(char *out, const struct table_block *table)
{
	for (size_t c = 0; c < table->n_columns; c++)
		out = talloc_strdup_append(
			spans_of(out, &table->columns[c].heading), ",");
	for (size_t i = 0; i < table->n_rows * table->n_columns; i++) {
		if (i % table->n_columns == 0)
			out = talloc_strdup_append(out, ";");
		out = talloc_strdup_append(spans_of(out, &table->cells[i]),
					   ",");
	}
	return out;
}

static char *text_of(char *out, const struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++) {
		const struct block *block = &blocks->items[i];

		if (i)
			out = talloc_strdup_append(out, "/");
		out = spans_of(out, &block->text);
		for (size_t k = 0; k < block->n_list_items; k++)
			out = talloc_strdup_append(
				text_of(out, &block->list_items[k]), "-");
		for (size_t k = 0; k < block->n_numbers; k++)
			out = talloc_asprintf_append(out, "[%s|%s|%s]",
						     block->numbers[k].value,
						     block->numbers[k].label,
						     block->numbers[k].detail);
		if (block->table)
			out = table_of(out, block->table);
		if (block->body.n)
			out = text_of(talloc_strdup_append(out, ">"),
				      &block->body);
	}
	return out;
}

struct text_case {
	const char *source, *text;
	bool is_italian;
};

static void check_texts(void **state, const struct text_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		void *ctx = talloc_new(NULL);
		struct filled_template *filled =
			fill(ctx, *state, cases[i].source, cases[i].is_italian);

		assert_string_equal(
			text_of(memory_text(ctx, ""), &filled->document->body),
			cases[i].text);
		talloc_free(ctx);
	}
}
#define CHECK_TEXTS(cases)                                                     \
	check_texts(state, cases, sizeof(cases) / sizeof *(cases))

#define TOP "{{query top: select * from gap where grouping = 'all' limit 1}}\n"
#define ALL "{{query all: select * from gap where grouping = 'all'}}\n"

static void test_values(void **state)
{
	/* clang-format off */
	static const struct text_case cases[] = {
		{ "", "", false },
		{ "{{n_respondents}} people", "578 people", false },
		{ "{{n_valid}}", "12,345", false },
		{ "{{n_valid}}", "12.345", true },
		{ "{{wave}} {{nothing}} {{mean_gap}}", "2026 – 0.50", false },
		{ "{{project.title}} {{project.wave|or none}}",
		  "Skill gaps none", false },
		{ "{{project.date|date}}", "22 November 2026", false },
		{ "{{project.date|date}}", "22 novembre 2026", true },
		{ "{{t.chart.gap}}", "Gap", false },
		{ TOP "{{top.gap|signed 2}} {{top.gap|1}} {{top.gap|0}}",
		  "+0.46 0.5 0", false },
		{ TOP "{{top.share|percent 0}} {{top.share|percent 1}}",
		  "12% 12.3%", false },
		{ TOP "{{top.p|p}}", "< 0.001", false },
		{ TOP "{{top.p|p}} {{ci top}} {{ci top|1}}",
		  "< 0,001 [0,20; 0,70] [0,2; 0,7]", true },
		{ TOP "{{ci top}} {{ci top|percent}}", "[0.20, 0.70] [20%, 70%]",
		  false },
		{ TOP "{{top.skill|label skill}}", "Planning*", false },
		{ TOP "{{top.skill|label skill|lower}}", "pianificazione",
		  true },
		{ TOP "{{top.skill}} {{top.skill|upper}}", "plan Plan", false },
		{ ALL "{{all.skill|label skill|list}}",
		  "Planning*, Digital | tools and write", false },
		{ "{{n_respondents|plural person:people}} "
		  "{{mean_gap|plural person:people}}", "people people", false },
		{ "{{query o: select 1 as n}}{{o.n}} {{o.n|plural man:men}}",
		  "1 man", false },
		{ "{{query o: select 1 as n where 0}}{{o.n}}{{o.n|or x}}",
		  "–x", false },
		{ "\\{{n_valid}}", "{{n_valid}}", false },
		{ "a{{! not printed }}b", "ab", false },
		{ "{{query q: select label('country', 'PL') as a, "
		  "label('country', 'XX') as b, label('quadrant', "
		  "'overkill') as c, label('x', null) as d}}"
		  "{{q.a}} {{q.b}} {{q.c}} {{q.d}}",
		  "Poland XX Possible overkill –", false },
	};
	/* clang-format on */
	CHECK_TEXTS(cases);
}

static void test_languages(void **state)
{
	static const char source[] = "[en] # Summary\n[it] # Sintesi\n\n"
				     "[en] One\n[it] Uno\nboth\n[fr] Un\n";
	static const struct text_case cases[] = {
		{ source, "Summary/One both", false },
		{ source, "Sintesi/Uno both", true },
		{ "[en]\n[xyz] no\n[ab]cd kept\n", "[ab]cd kept", false },
		{ "a\r\n[en] b\r\n", "a b", false },
	};

	CHECK_TEXTS(cases);
}

static void test_directives(void **state)
{
	/* clang-format off */
	static const struct text_case cases[] = {
		{ "{{each c: select level from gap where grouping = 'country'}}\n"
		  "## {{c.level|label country}}\n{{end}}\n",
		  "Italy/Poland", false },
		{ "{{each c: select level from gap where grouping = 'country'}}"
		  "{{c.level}} {{end}}", "IT PL", false },
		{ "{{each c: select 1 where 0}}x{{end}}y", "y", false },
		{ "{{each a: select 1 as i union select 2}}\n"
		  "{{each b: select {{a.i}} * 10 as j}}\n"
		  "- {{a.i}} {{b.j}}\n{{end}}\n{{end}}\n", "1 10-2 20-", false },
		{ "{{if select count(*) >= 3 from gap}}many{{else}}few{{end}}",
		  "many", false },
		{ "{{if select 0}}a{{else}}b{{end}}", "b", false },
		{ "{{if select 1 where 0}}a{{end}}c", "c", false },
		{ "{{if project.wave}}a{{else}}b{{end}}", "b", false },
		{ "{{if n_valid}}a{{end}}", "a", false },
		{ "{{query q:\n  select max(gap) as g\n  from gap\n"
		  "  where level = {{project.id}} or skill = "
		  "{{wave|or plan}}\n}}\n{{q.g|or none}}", "none", false },
		{ "x\n  {{if select 1}}\ny\n  {{end}}\nz", "x y z", false },
	};
	/* clang-format on */
	CHECK_TEXTS(cases);
}

static void test_queries_end_with_their_loop(void **state)
{
	void *ctx = talloc_new(NULL);
	struct filled_template *filled;
	struct error error = { 0 };

	assert_int_equal(
		try_fill(ctx, *state,
			 "{{each a: select 1}}{{query q: select 1 as i}}"
			 "{{q.i}}{{end}}{{q.i}}",
			 false, &filled, &error),
		-1);
	assert_string_equal(error.what, "there is no query 'q' here");
	talloc_free(ctx);
}

static void test_blocks(void **state)
{
	/* clang-format off */
	static const struct text_case cases[] = {
		{ "```numbers\n{{n_valid}} | people | in {{wave}}\n\n"
		  "5 | x\n```\n", "[12,345|people|in 2026][5|x|]", false },
		{ "```callout\ntitle: How\nText in *Markdown*.\n```\n",
		  "How>Text in Markdown.", false },
		{ "a\n```contents\n```\n```page\n```\nb\n", "a///b", false },
		{ "```table\nfrom: select skill, n, gap, p, share from gap\n"
		  "  where grouping = 'all'\n```\n",
		  "Skill,n,Gap,p,Share,;Planning*,40,0.46,< 0.001,12%,;"
		  "Digital | tools,38,−0.29,0.031,50%,;"
		  "write,12,–,–,–,", false },
		{ "```table\nfrom: select skill, gap, n from gap where "
		  "grouping = 'all' and n > 12\n"
		  "columns: n, gap signed 1, skill right\n"
		  "[en] heads: Number,, Ability\n```\n",
		  "Number,Gap,Ability,;40,+0.5,Planning*,;"
		  "38,−0.3,Digital | tools,", false },
		{ "```table\nfrom: select area, skill, n from gap where "
		  "grouping = 'all'\ngroup: area\n```\n",
		  "Skill,n,;core,,;Planning*,40,;Digital | tools,38,;more,,;"
		  "write,12,", false },
		{ "```table\nfrom: select grouping, level, n, gap from gap "
		  "where grouping <> 'all'\n```\n",
		  "Group,Group,n,Gap,;Country,Italy,9,1.00,;"
		  "Country,Poland,·,·,", false },
		{ "```table\nfrom: select 1 where 0\ncaption: none\n```\nx",
		  "x", false },
		{ "```table\nfrom: select 1 where 0\nempty: Nothing **yet**.\n"
		  "```\n", "Nothing yet.", false },
		{ "```\nplain {{wave}}\n```\n", "plain 2026", false },
	};
	/* clang-format on */
	CHECK_TEXTS(cases);
}

static void test_suppressed_note(void **state)
{
	void *ctx = talloc_new(NULL);
	struct filled_template *filled =
		fill(ctx, *state,
		     "```table\nfrom: select level, n from gap where grouping "
		     "<> 'all'\ncaption: *By* country\nnote: Mean.\n"
		     "name: countries\n```\nSee [it](#countries).\n",
		     false);
	const struct block *block = &filled->document->body.items[0];

	assert_string_equal(spans_of(memory_text(ctx, ""), &block->note),
			    "Mean. · = fewer answers than the disclosure "
			    "threshold");
	assert_string_equal(spans_of(memory_text(ctx, ""), &block->caption),
			    "By country");
	assert_string_equal(block->anchor, "countries");
	assert_int_equal(block->table->columns[1].align, ALIGN_RIGHT);
	assert_true(block->table->has_row_heads);
	talloc_free(ctx);
}

static void test_exhibits(void **state)
{
	void *ctx = talloc_new(NULL);
	struct filled_template *filled =
		fill(ctx, *state,
		     "```table\nfrom: select skill, gap from gap where "
		     "grouping = 'all' limit 2\ncaption: The gaps: perché?\n"
		     "```\n"
		     "```chart bars\nfrom: select level as country, share, n "
		     "from gap where grouping = 'country' and n > 0\n"
		     "title: By country\ncaption: Countries\nname: land\n"
		     "```\n",
		     false);
	const struct exhibit *table = &filled->exhibits[0];
	const struct exhibit *chart = &filled->exhibits[1];

	assert_int_equal(filled->n_exhibits, 2);
	assert_string_equal(table->slug, "01-the-gaps-perche");
	assert_null(table->figure);
	assert_int_equal(table->data->n_columns, 3);
	assert_string_equal(table->data->names[1], "skill_label");
	assert_string_equal(table_text(table->data, 0, 0), "plan");
	assert_string_equal(table_text(table->data, 0, 1), "Planning*");
	assert_true(table_number(table->data, 1, 2) == -0.285);
	assert_string_equal(chart->slug, "02-land");
	assert_non_null(chart->figure);
	assert_string_equal(chart->caption, "Countries");
	assert_string_equal(table_text(chart->data, 0, 1), "Italy");
	assert_int_equal(filled->document->body.items[1].kind, BLOCK_FIGURE);
	talloc_free(ctx);
}

static void test_front_matter(void **state)
{
	static const char source[] =
		"---\n"
		"title: {en: \"Gaps of {{project.id}}\", it: I divari}\n"
		"subtitle: \"{{n_valid}} people\"\n"
		"keywords: skills, gaps\n"
		"---\n"
		"Text\n";
	void *ctx = talloc_new(NULL);
	struct document *document = fill(ctx, *state, source, false)->document;

	assert_string_equal(document->title, "Gaps of bwise");
	assert_string_equal(document->running_title, "Gaps of bwise");
	assert_string_equal(document->subtitle, "12,345 people");
	assert_string_equal(document->keywords, "skills, gaps");
	assert_string_equal(document->date, "2026-11-22");
	assert_string_equal(document->date_line, "22 November 2026");
	assert_null(document->wave_line);
	assert_null(document->notice);
	document = fill(ctx, *state, source, true)->document;
	assert_string_equal(document->title, "I divari");
	document = fill(ctx, *state, "Text", true)->document;
	assert_string_equal(document->title, "Skill gaps");
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
};

static const struct fault_case syntax_faults[] = {
	{ "one\ntwo {{x", "2:5", "'{{' is not closed",
	  "close it with }}; for plain braces write \\{{" },
	{ "{{n_valid|rund 2}}", "1:11", "there is no filter 'rund'",
	  "use 0 to 6, signed, percent, p, date, label, plural, list, lower, "
	  "upper or or" },
	{ "{{n_valid|signd 2}}", "1:11", "there is no filter 'signd'",
	  "write 'signed'" },
	{ "{{n_valid|signed 9}}", "1:11",
	  "'9' is no argument for the filter 'signed'",
	  "give a number of decimals from 0 to 6" },
	{ "{{n_valid|plural person}}", "1:11",
	  "'person' is no argument for the filter 'plural'",
	  "give both words: plural person:people" },
	{ "{{n valid}}", "1:3", "'n valid' is not the name of a value",
	  "write {{name}}, {{query.column}} or {{ci query}}" },
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
	{ "```contents\nlevel: 2\n```\n", "2:1",
	  "a contents block does not take this line",
	  "write 'key: value' lines" },
	{ "```chart barz\nfrom: select 1\n```\n", "1:1",
	  "there is no chart 'barz'", "write 'bars'" },
	{ "[en] a <b>c</b>\n", "1:8", "raw HTML does not work in a report",
	  "write it in Markdown; for a plain < write \\<" },
	{ "---\ntitle: x\n", "1:1", "the front matter does not end",
	  "end it with a line of three hyphens" },
	{ "---\ntitel: x\n---\n", "2:1",
	  "the front matter has no key 'titel'", "write 'title'" },
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

static void compare_fault(const struct world *world, const struct error *error,
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

		assert_int_equal(try_fill(ctx, *state, cases[i].source, false,
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
	struct world *world = *state;
	struct filled_template *filled;
	struct error error = { 0 };

	assert_int_equal(try_fill(ctx, world,
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
	struct world *world = *state;
	size_t n = sizeof syntax_faults / sizeof *syntax_faults;

	for (size_t i = 0; i < n; i++) {
		void *ctx = talloc_new(NULL);
		struct error error = { 0 };
		char *path = scratch_write(ctx, world->folder, "t.md",
					   syntax_faults[i].source);

		assert_int_equal(template_check(ctx, path, &error), -1);
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
	};
	/* clang-format on */
	struct world *world = *state;
	struct error none = { 0 };
	char *path;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct error error = { 0 };

		path = scratch_write(world, world->folder, "t.md",
				     cases[i].source);
		assert_int_equal(template_check(world, path, &error), -1);
		compare_fault(world, &error, &cases[i]);
	}
	path = scratch_write(world, world->folder, "t.md",
			     TOP "{{top.anything|1}} {{any_fact}}\n"
				 "{{each r: select no from where}}{{r.x}}"
				 "{{end}}\n[it] è\n");
	assert_int_equal(template_check(world, path, &none), 0);
}

static void test_missing_file(void **state)
{
	struct error error = { 0 };

	assert_int_equal(template_check(*state, "/nowhere/t.md", &error), -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.where, "/nowhere/t.md");
	assert_string_equal(error.what, "the template does not exist");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_directives),
		cmocka_unit_test(test_queries_end_with_their_loop),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_suppressed_note),
		cmocka_unit_test(test_exhibits),
		cmocka_unit_test(test_front_matter),
		cmocka_unit_test(test_data_faults),
		cmocka_unit_test(test_syntax_faults),
		cmocka_unit_test(test_bad_sql),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_check_without_data),
		cmocka_unit_test(test_missing_file),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
