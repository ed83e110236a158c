#include "pipeline/core/memory.h"
#include "tests/support/template_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct filled_template *fill(void *ctx,
				    const struct template_world *world,
				    const char *text, bool is_italian)
{
	struct filled_template *filled = NULL;
	struct error error = { 0 };

	if (template_world_fill(ctx, world, text, is_italian, &filled, &error) <
	    0)
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
		{ "{{query o: select 0.83 as x, 11 as n}}"
		  "{{o.x|percent 0|article Il}}, {{o.n|article dei}}",
		  "L’83%, degli\u00a011", true },
		{ "{{query o: select 1 as n where 0}}{{o.n|article il}}", "–",
		  true },
		{ "{{query o: select 1 as n where 0}}{{o.n}}{{o.n|or x}}",
		  "–x", false },
		{ TOP "{{sentence gap top}}",
		  "People are on average 0.46 points behind what their work "
		  "requires (95% interval from 0.20 to 0.70). The interval is "
		  "wide: take the direction, not the exact figure.", false },
		{ TOP "So: {{sentence gap top|lower}}",
		  "So: in media le persone sono 0,46 punti sotto quanto "
		  "richiesto dal lavoro (intervallo al 95% da 0,20 a 0,70). "
		  "L'intervallo è ampio: vale la direzione, non la cifra "
		  "esatta.", true },
		{ "{{each r: select gap, low, high, n, suppressed from gap "
		  "where gap is null order by n desc}}{{sentence gap r}} {{end}}",
		  "There is no number: the answers do not allow one to be "
		  "computed. No number is shown, so that nobody can be "
		  "recognised: it rests on fewer than – people, or would give "
		  "such a number away.", false },
		{ "{{query o: select * from gap where 0}}{{sentence gap o}}",
		  "–", false },
		{ "\\{{n_valid}}", "{{n_valid}}", false },
		{ "a{{! not printed }}b", "ab", false },
		{ "{{query q: select label('country', 'PL') as a, "
		  "label('country', 'XX') as b, label('quadrant', "
		  "'overkill') as c, label('x', null) as d}}"
		  "{{q.a}} {{q.b}} {{q.c}} {{q.d}}",
		  "Poland XX Possible overkill –", false },
		{ "{{query q: select 'Ask [name] at [phone]' as t}}{{q.t}}",
		  "Ask [name removed] at [telephone number removed]", false },
		{ "{{query q: select 'a [name]' as t}}{{q.t}}",
		  "a [nome omesso]", true },
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
		{ "```table\nfrom: select '' as area, skill, n from gap where "
		  "grouping = 'all' and n > 38\ngroup: area\n```\n",
		  "Skill,n,;Planning*,40,", false },
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

/* A second query: its rows name the nodes by their codes, and are a file. */
static void test_edges(void **state)
{
	void *ctx = talloc_new(NULL);
	struct filled_template *filled =
		fill(ctx, *state,
		     "```chart network\nfrom: select skill from gap where "
		     "grouping = 'all' order by skill limit 2\n"
		     "edges: select min(skill) as a, max(skill) as b, 3 as "
		     "weight from (select skill from gap where grouping = "
		     "'all' order by skill limit 2)\n```\n",
		     false);
	const struct exhibit *exhibit = &filled->exhibits[0];
	const char *alternative = exhibit->figure->alternative;

	if (!strstr(alternative, "2 nodes and 1 tie."))
		fail_msg("%s", alternative);
	assert_int_equal(exhibit->edges->n_rows, 1);
	assert_string_equal(exhibit->edges->names[2], "weight");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_directives),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_suppressed_note),
		cmocka_unit_test(test_exhibits),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_front_matter),
	};

	return cmocka_run_group_tests(tests, template_world_set_up,
				      template_world_tear_down);
}
