#include "pipeline/core/memory.h"
#include "stages/disclose.h"
#include "stages/published.h"
#include "stages/stages.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- cells ---- */

enum { ROWS_MAX = 16, THRESHOLD = 5 };

/* A row of a small distribution: level, answer, n, base. */
struct cell {
	const char *level, *answer;
	int n, base;
};

static const char *const names[] = { "grouping", "level", "skill", "measure",
				     "answer",   "n",     "base",  "share" };
enum { N_NAMES = sizeof names / sizeof *names };

static struct disclosed make_cells(void *ctx, const struct cell *cells,
				   size_t n)
{
	struct disclosed made = { .table = memory_new(ctx, struct table),
				  .is_suppressed = memory_array(ctx, bool, n),
				  .count = "n",
				  .threshold = THRESHOLD };

	made.table->n_columns = N_NAMES;
	made.table->n_rows = n;
	made.table->names = memory_array(ctx, char *, N_NAMES);
	made.table->cells = memory_array(ctx, struct value, n * N_NAMES);
	for (size_t c = 0; c < N_NAMES; c++)
		made.table->names[c] = memory_text(ctx, names[c]);
	for (size_t r = 0; r < n; r++) {
		struct value *row = &made.table->cells[r * N_NAMES];

		row[0] = value_text("country");
		row[1] = value_text(cells[r].level);
		row[2] = value_text("plan");
		row[3] = value_text("current");
		row[4] = value_text(cells[r].answer);
		row[5] = value_integer(cells[r].n);
		row[6] = value_integer(cells[r].base);
		row[7] = value_real(cells[r].base
					    ? (double)cells[r].n / cells[r].base
					    : (double)NAN);
	}
	return made;
}

/* "x" for a withheld row, "." for a published one. */
static char *marks(void *ctx, const struct disclosed *cells)
{
	char *text = memory_text(ctx, "");

	for (size_t r = 0; r < cells->table->n_rows; r++)
		text = talloc_strdup_append(
			text, cells->is_suppressed[r] ? "x" : ".");
	return text;
}

struct cells_case {
	struct cell cells[ROWS_MAX];
	const char *marks;
};

static size_t count_cells(const struct cells_case *it)
{
	size_t n = 0;

	while (n < ROWS_MAX && it->cells[n].level)
		n++;
	return n;
}

static void test_distribution(void **state)
{
	/* clang-format off */
	static const struct cells_case cases[] = {
		/* nothing small; zero stays zero */
		{ { { "IT", "1", 5, 20 }, { "IT", "2", 0, 20 },
		    { "IT", "3", 15, 20 } }, "..." },
		/* one small cell takes the next smallest with it */
		{ { { "IT", "1", 4, 20 }, { "IT", "2", 10, 20 },
		    { "IT", "3", 6, 20 }, { "IT", "4", 0, 20 } }, "x.x." },
		/* two small cells hide each other */
		{ { { "IT", "1", 1, 20 }, { "IT", "2", 4, 20 },
		    { "IT", "3", 15, 20 } }, "xx." },
		/* a small base withholds every answer, also the zero */
		{ { { "IT", "1", 3, 3 }, { "IT", "2", 0, 3 } }, "xx" },
		/* nobody answered: nothing to protect */
		{ { { "IT", "1", 0, 0 }, { "IT", "2", 0, 0 } }, ".." },
		/* pairs within a level are also protected across levels:
		 * PL's answer 1 is small, takes answer 2; both columns then
		 * hold one withheld cell and get company in IT */
		{ { { "IT", "1", 20, 90 }, { "IT", "2", 30, 90 },
		    { "IT", "3", 40, 90 }, { "PL", "1", 2, 60 },
		    { "PL", "2", 8, 60 }, { "PL", "3", 50, 60 } },
		  "xx.xx." },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct disclosed none = make_cells(ctx, NULL, 0);
		struct disclosed cells =
			make_cells(ctx, cases[i].cells, count_cells(&cases[i]));

		disclose_distribution(&cells, &none);
		assert_string_equal(marks(ctx, &cells), cases[i].marks);
		talloc_free(ctx);
	}
}

static void test_withheld_cells_are_blank(void **state)
{
	static const struct cell rows[] = { { "IT", "1", 4, 20 },
					    { "IT", "2", 10, 20 },
					    { "IT", "3", 6, 20 },
					    { "PL", "1", 3, 3 } };
	void *ctx = talloc_new(NULL);
	struct disclosed none = make_cells(ctx, NULL, 0);
	struct disclosed cells = make_cells(ctx, rows, 4);

	(void)state;
	disclose_distribution(&cells, &none);
	assert_int_equal(table_cell(cells.table, 0, 5)->kind, VALUE_NULL);
	assert_int_equal(table_cell(cells.table, 0, 7)->kind, VALUE_NULL);
	assert_int_equal(table_cell(cells.table, 0, 6)->integer, 20);
	assert_int_equal(table_cell(cells.table, 1, 5)->integer, 10);
	/* the whole of PL is withheld: its base as well */
	assert_int_equal(table_cell(cells.table, 3, 6)->kind, VALUE_NULL);
	talloc_free(ctx);
}

static void test_gap(void **state)
{
	/* clang-format off */
	static const struct cells_case cases[] = {
		{ { { "A", "", 5, 5 }, { "B", "", 50, 0 } }, ".." },
		{ { { "A", "", 4, 0 }, { "B", "", 50, 0 },
		    { "C", "", 9, 0 } }, "x.x" },
		{ { { "A", "", 4, 0 }, { "B", "", 1, 0 },
		    { "C", "", 9, 0 } }, "xx." },
		{ { { "A", "", 0, 0 }, { "B", "", 9, 0 } }, ".." },
		{ { { "A", "", 3, 0 } }, "x" },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct disclosed gap =
			make_cells(ctx, cases[i].cells, count_cells(&cases[i]));

		disclose_gap(&gap);
		assert_string_equal(marks(ctx, &gap), cases[i].marks);
		for (size_t r = 0; r < gap.table->n_rows; r++)
			assert_int_equal(table_cell(gap.table, r, 5)->kind ==
						 VALUE_NULL,
					 gap.is_suppressed[r]);
		talloc_free(ctx);
	}
}

/* A distribution would give away the n of a gap that is withheld. */
static void test_distribution_follows_gap(void **state)
{
	static const struct cell gaps[] = { { "A", "", 3, 0 },
					    { "B", "", 9, 0 },
					    { "C", "", 30, 0 } };
	static const struct cell rows[] = { { "B", "1", 9, 19 },
					    { "B", "2", 10, 19 },
					    { "C", "1", 9, 30 },
					    { "C", "2", 21, 30 } };
	void *ctx = talloc_new(NULL);
	struct disclosed gap = make_cells(ctx, gaps, 3);
	struct disclosed cells = make_cells(ctx, rows, 4);

	(void)state;
	disclose_gap(&gap);
	assert_string_equal(marks(ctx, &gap), "xx.");
	disclose_distribution(&cells, &gap);
	/* and C keeps B company, or B were the total less C */
	assert_string_equal(marks(ctx, &cells), "xxxx");
	talloc_free(ctx);
}

/* country × role: rows of countries, then of roles, then of both. */
static const struct {
	const char *grouping, *level;
	int n;
} crossed[] = {
	{ "country", "IT", 40 },
	{ "country", "FR", 30 },
	{ "country", "ES", 20 },
	{ "role", "x", 45 },
	{ "role", "y", 45 },
	{ "country × role", "IT × x", 3 },
	{ "country × role", "IT × y", 37 },
	{ "country × role", "FR × x", 14 },
	{ "country × role", "FR × y", 16 },
	{ "country × role", "ES × x", 8 },
	{ "country × role", "ES × y", 12 },
};
enum { N_CROSSED = sizeof crossed / sizeof *crossed };

/* IT × x is small; IT × y goes with it (or 40 - 37 tells), and so does a second
 * cell of each role: the smallest, ES. */
static void test_crossed_groups_do_not_tell(void **state)
{
	void *ctx = talloc_new(NULL);
	struct cell cells[N_CROSSED];
	struct disclosed gap;

	(void)state;
	for (size_t r = 0; r < N_CROSSED; r++)
		cells[r] = (struct cell){ crossed[r].level, "3", crossed[r].n,
					  crossed[r].n };
	gap = make_cells(ctx, cells, N_CROSSED);
	for (size_t r = 0; r < N_CROSSED; r++)
		gap.table->cells[r * N_NAMES] = value_text(crossed[r].grouping);
	disclose_gap(&gap);
	for (size_t r = 0; r < N_CROSSED; r++)
		assert_int_equal(gap.is_suppressed[r],
				 r == 5 || r == 6 || r == 9 || r == 10);
	talloc_free(ctx);
}

/* A withheld country must not come out as the sum of its roles. */
static void test_a_margin_is_no_sum_of_its_cells(void **state)
{
	static const struct cell cells[] = {
		{ "IT", "3", 30, 30 },     { "FR", "3", 4, 4 },
		{ "ES", "3", 20, 20 },     { "IT × x", "3", 15, 15 },
		{ "IT × y", "3", 15, 15 }, { "FR × x", "3", 0, 0 },
		{ "FR × y", "3", 4, 4 },   { "ES × x", "3", 9, 9 },
		{ "ES × y", "3", 11, 11 },
	};
	enum { N = sizeof cells / sizeof *cells };
	void *ctx = talloc_new(NULL);
	struct disclosed gap = make_cells(ctx, cells, N);

	(void)state;
	for (size_t r = 3; r < N; r++)
		gap.table->cells[r * N_NAMES] = value_text("country × role");
	disclose_gap(&gap);
	/* FR and, as its company, ES; then ES's cells, not all published */
	assert_true(gap.is_suppressed[1] && gap.is_suppressed[2]);
	assert_true(gap.is_suppressed[6]);
	assert_true(gap.is_suppressed[7] || gap.is_suppressed[8]);
	assert_false(gap.is_suppressed[0]);
	talloc_free(ctx);
}

static void test_profile(void **state)
{
	/* clang-format off */
	static const struct {
		struct cell cells[ROWS_MAX];
		const char *question, *marks;
	} cases[] = {
		{ { { "", "a", 4, 30 }, { "", "b", 26, 30 } }, "one", "xx" },
		/* several answers each: nothing can be worked out */
		{ { { "", "a", 4, 30 }, { "", "b", 28, 30 } }, "many", "x." },
		{ { { "", "a", 0, 30 }, { "", "b", 30, 30 } }, "one", ".." },
	};
	/* clang-format on */
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct disclosed cells = make_cells(ctx, cases[i].cells, 2);

		talloc_free(cells.table->names[0]);
		cells.table->names[0] = memory_text(ctx, "question");
		disclose_profile(&cells);
		assert_string_equal(marks(ctx, &cells), cases[i].marks);
		talloc_free(ctx);
	}
}

/* ---- the stage ---- */

static const char store_sql[] =
	"create table source(id integer primary key, name text, file text,"
	" sha256 text, wave text, n_rows integer, n_quarantined integer);"
	"insert into source values(1, 'web', 'data/a.csv', 'abc', '2026', 21,"
	" 1);"
	"create table row_kept(source_id integer);"
	"insert into row_kept values(1);"
	"create table variable(id integer, name text);"
	"insert into variable values(1, 'source');"
	"create table answer_chunk(variable_id integer, n integer);"
	"insert into answer_chunk values(1, 20), (2, 20);"
	"create table label(domain text, code text, language text, text text,"
	" position integer);"
	"insert into label values('question', 'country', 'en', 'Country', 1),"
	" ('cur_plan', '1', 'en', 'Low', 1), ('country', 'IT', 'en', 'Italy',"
	" 1);"
	"create table matrix(matrix text, question text, position integer);"
	"create table matrix_label(domain text, code text, language text, text"
	" text, position integer);"
	"insert into matrix values('use_a', 'use_a', 1), ('use_a', 'use_b', 2);"
	"insert into matrix_label values('row', 'use_b', 'en', 'B', 2);"
	"create table ledger(id integer primary key, rule text, source text,"
	" variable text, from_value text, to_value text, n integer, reason"
	" text);"
	"insert into ledger values(1, 'label', 'web', 'country', 'Italia',"
	" 'IT', 7, 'r'), (2, 'label', 'web', 'country', 'Italy', 'IT', 2, 'r'),"
	" (3, 'duplicate', 'web', null, 'secret-token', null, 1, 'd'),"
	" (4, 'range', 'web', 'age', '999', null, 1, 'x');"
	"create table unmatched(source text, variable text, value text, n"
	" integer);"
	"insert into unmatched values('web', 'country', 'my-own-words', 2);"
	"create table question(name text, type text, position integer,"
	" n_answered integer, n_missing integer);"
	"insert into question values('country', 'select_one', 1, 19, 1),"
	" ('cur_plan', 'select_one', 3, 17, 3), ('intro', 'note', 2, null,"
	" null);"
	"insert into label values('question', 'role', 'en', 'Role', 2),"
	" ('role', 'x', 'en', 'Carer', 1);"
	"create table crossing(grouping text, level text, part integer,"
	" variable text, answer text);"
	"insert into crossing values('country × role', 'IT × x', 1, 'role',"
	" 'x'), ('country × role', 'IT × x', 0, 'country', 'IT');"
	"create table group_test(grouping text, skill text, position integer,"
	" k integer, n integer, smallest integer, f real, df1 real, df2 real,"
	" p real, p_adjusted real, p_bh real, h real, p_rank real, epsilon2"
	" real, omega2 real, low real, high real, cliff_delta real, cliff_low"
	" real, cliff_high real);"
	"insert into group_test(grouping, skill, k, n, smallest, f) values"
	" ('country', 'plan', 2, 16, 6, 1.5), ('role', 'plan', 2, 16, 4, 2.5);"
	"create table scale_reliability(area text, measure text, position"
	" integer, items integer, n integer, every integer, alpha real, low"
	" real, high real, omega real, drop_least real, drop_least_skill text,"
	" drop_most real, drop_most_skill text, rest_least real, rest_most"
	" real);"
	"insert into scale_reliability(area, measure, items, n, alpha) values"
	" ('core', 'current', 3, 20, 0.8), ('core', 'required', 3, 4, 0.7);"
	"create table framework(skill text, area text, position integer,"
	" language text, label text, area_label text);"
	"insert into framework values('plan', 'core', 1, 'en', 'Planning',"
	" 'Core');"
	"create table excluded_rows(sequence integer, n_excluded integer,"
	" n_earlier integer);"
	"create table quality_flag(flag text, position integer, n integer,"
	" base integer, criterion real, excluded integer);"
	"insert into quality_flag values('speeder', 1, 6, 20, 0.3, 0),"
	" ('outlier', 2, 2, 20, 3.5, 1), ('duplicate', 3, 0, 20, null, 0),"
	" ('attention', 4, 17, 20, null, 0);"
	"create table quality_effect(flag text, measure text, everybody real,"
	" without real);"
	"insert into quality_effect values('speeder', 'gap', 1.5, 1.6),"
	" ('outlier', 'gap', 1.5, 1.4), ('attention', 'gap', 1.5, 1.0);"
	"create table open_text(question text, source text, text text);"
	"insert into open_text values('why', 's', 'e'), ('why', 's', 'a'),"
	" ('why', 's', 'c'), ('why', 's', 'b'), ('why', 's', 'd'),"
	" ('who', 's', 'my-own-words'), ('who', 's', 'x'), ('who', 's', 'y'),"
	" ('who', 's', 'z');";

/* Every table that disclose reads and store_sql does not fill: results as they
 * are published, else labels. */
static char *result_tables(void *ctx)
{
	const struct artifact *in = stage_disclose.inputs;
	char *sql = memory_text(ctx, "create table change_label(item text,"
				     " language text, text text);"
				     "create table register_rows(first integer,"
				     " n integer);");

	for (; in->name; in++) {
		const char *columns = published_source_columns(ctx, in->name);

		sql = talloc_asprintf_append(
			sql, "create table if not exists %s(%s);", in->name,
			*columns ? columns
				 : "domain text, code text, language text,"
				   " text text, position integer");
	}
	return talloc_strdup_append(
		sql,
		"alter table test_result add column smallest integer;"
		"insert into test_result(test, part, subject, n, estimate,"
		" smallest) values ('age', 'group', 'a', 3, 1, 3),"
		" ('age', 'group', 'b', 9, 2, 9),"
		" ('age', 'group', 'c', 6, 3, 6),"
		" ('age', 'test', null, 15, 4, 6),"
		" ('use', 'test', null, 20, 5, 4);"
		"insert into training_label values"
		" ('programme', 'basics', 'en', 'Basics', 1);"
		"insert into training_priority(skill, gap, why) values"
		" ('plan', 1.5, 'priority');"
		"insert into change(grouping, level, item, comparison,"
		" contrast, n, n_from, n_to, difference, improved, unchanged,"
		" worse) values"
		" ('all', 'all', 'plan', 'paired', 'pre-post', 20, 20, 20, 1,"
		" 0.1, 0.9, 0),"
		" ('all', 'all', 'plan', 'unpaired', 'pre-post', 22, 22, 30,"
		" 1.1, null, null, null),"
		" ('sex', 'f', 'plan', 'paired', 'pre-post', 3, 3, 3, 2, null,"
		" null, null),"
		" ('sex', 'm', 'plan', 'paired', 'pre-post', 17, 17, 17, 0.8,"
		" null, null, null);"
		"insert into attrition(grouping, level, instrument, position,"
		" answered, matched, fresh, base, kept, lost, share) values"
		" ('all', 'all', 'post', 2, 20, 18, 2, 30, 18, 12, 0.6),"
		" ('sex', 'f', 'post', 2, 11, 10, 1, 12, 10, 2, 0.83),"
		" ('sex', 'm', 'post', 2, 9, 8, 1, 18, 8, 10, 0.44);"
		"insert into kirkpatrick(kirkpatrick, question, instrument, n,"
		" mean, share, n_change, difference) values"
		" ('reaction', 'liked', 'post', 20, 4, 0.9, 3, 0.5);"
		"insert into gap(grouping, level, skill, n, gap, n_future,"
		" future) values('all', 'all', 'plan', 20, 1.5, 3, 4.0),"
		" ('country', 'IT', 'plan', 3, 2.5, 3, 4.5),"
		" ('country', 'PL', 'plan', 17, 1.2, 17, 4.1);"
		"insert into gap_summary(grouping, level, n_respondents,"
		" n_skills, mean_gap) values('all', 'all', 20, 1, 1.5),"
		" ('country', 'IT', 3, 1, 2.5), ('country', 'PL', 17, 1, 1.2);"
		"insert into summary(variable, n, mean) values('age', 4, 40),"
		" ('years', 20, 7);"
		"insert into ranking(question, answer, n, base, not_ranked,"
		" mean_rank, first, top) values"
		" ('order', 'a', 20, 20, 0, 1.5, 12, 20),"
		" ('order', 'b', 20, 20, 0, 1.9, 8, 19),"
		" ('goals', 'a', 20, 20, 0, 1.2, 11, 20),"
		" ('goals', 'b', 20, 20, 0, 1.6, 6, 20),"
		" ('goals', 'c', 14, 20, 6, 2.9, 3, 14);"
		"insert into persona(persona, n, mean_gap) values(1, 12, 1.0),"
		" (2, 3, 2.0);"
		"insert into persona_trait(persona, kind, subject, answer, n,"
		" base, value) values(1, 'answer', 'country', 'IT', 2, 18,"
		" 0.11), (1, 'answer', 'country', 'PL', 6, 18, 0.33),"
		" (1, 'answer', 'country', 'FR', 10, 18, 0.56),"
		" (1, 'level', 'core', null, 12, 12, 3.5);"
		"insert into persona_typical(persona, question, answer, n,"
		" base) values(1, 'country', 'FR', 10, 18),"
		" (2, 'country', 'IT', 2, 3);"
		"insert into persona_need(persona, skill, n, gap)"
		" values(1, 'plan', 12, 1.0), (2, 'plan', 3, 2.0);");
}

struct world {
	struct database *store, *published;
};

static int set_up(void **state)
{
	struct world *world = memory_new(NULL, struct world);
	char *folder = scratch_folder(world);
	struct project_skills skills = { .current = "cur_{skill}",
					 .minimum_n = 10,
					 .confidence = 0.95 };
	struct project *project = memory_new(world, struct project);
	struct stage_context context = { .memory = world, .project = project };
	struct error error = { 0 };

	project->threshold = THRESHOLD;
	project->skills = &skills;
	if (database_open(world, memory_format(world, "%s/s.db", folder),
			  DATABASE_WRITE, &world->store, &error) < 0 ||
	    database_open(world, memory_format(world, "%s/p.db", folder),
			  DATABASE_WRITE, &world->published, &error) < 0 ||
	    database_execute(world->store, store_sql, &error) < 0 ||
	    database_execute(world->store, result_tables(world), &error) < 0)
		return -1;
	context.store = world->store;
	context.published = world->published;
	*state = world;
	if (stage_disclose.run(&context, &error) == 0 &&
	    context.rows.read == 47 && context.rows.set_aside == 25 &&
	    context.rows.kept == 22)
		return 0;
	print_error("%s\n", error.what);
	return -1;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static const char *ask(struct world *world, const char *sql)
{
	struct error error = { 0 };
	struct table *table;

	if (database_query(world, world->published, sql, NULL, 0, NULL, &table,
			   &error) < 0)
		fail_msg("%s", error.what);
	return table->n_rows ? table_text(table, 0, 0) : "(no row)";
}

static void test_published(void **state)
{
	/* clang-format off */
	static const struct { const char *sql, *answer; } cases[] = {
		{ "select group_concat(coalesce(gap, 'withheld'), ' ')"
		  " from gap", "1.5 withheld withheld" },
		{ "select group_concat(suppressed, '') from gap", "011" },
		{ "select coalesce(future, 'withheld') || coalesce(n_future, '')"
		  " from gap where level = 'all'", "withheld" },
		{ "select group_concat(coalesce(n_respondents, 'x'), ' ')"
		  " from gap_summary", "20 x x" },
		{ "select group_concat(coalesce(mean, 'x'), ' ') from summary",
		  "x 7.0" },
		{ "select group_concat(coalesce(mean_rank, 'x') || '/' ||"
		  " coalesce(first, 'x'), ' ') from ranking",
		  "1.5/12 1.9/8 1.2/11 x/x x/x" },
		/* two got better; two more were there before; three women */
		{ "select group_concat(coalesce(difference, 'x') ||"
		  " coalesce(unchanged, '-'), ' ') from change",
		  "1.0- x- x- x-" },
		{ "select group_concat(coalesce(answered, 'x') || '/' ||"
		  " coalesce(kept, 'x'), ' ') from attrition",
		  "20/18 x/x x/x" },
		{ "select mean || coalesce(share, 'x') ||"
		  " coalesce(difference, 'x') from kirkpatrick", "4.0xx" },
		{ "select '' || value from fact where name = 'n_respondents'",
		  "20.0" },
		{ "select '' || value from fact where name = 'n_duplicates'",
		  "1.0" },
		{ "select '' || value from fact where name = 'n_cells_changed'",
		  "1.0" },
		{ "select '' || value from fact where name = 'n_unmatched'",
		  "2.0" },
		{ "select '' || value from fact where name = 'threshold'",
		  "5.0" },
		{ "select '' || value from fact where name = 'n_excluded'",
		  "0.0" },
		{ "select group_concat(coalesce(n, 'x'), ' ') from quality",
		  "6 x 0 x" },
		{ "select group_concat(coalesce(gap_without, 'x'), ' ')"
		  " from quality", "1.6 x x x" },
		/* five people said why, four said who */
		{ "select group_concat(question || ' ' || text)"
		  " from open_answer",
		  "why a,why b,why c,why d,why e" },
		{ "select group_concat(coalesce(mean_gap, 'x'), ' ')"
		  " from persona", "1.0 x" },
		{ "select group_concat(coalesce(value, 'x'), ' ')"
		  " from persona_trait", "x x 0.56 3.5" },
		{ "select group_concat(coalesce(answer, 'x'), ' ')"
		  " from persona_typical", "FR x" },
		{ "select group_concat(coalesce(gap, 'x'), ' ')"
		  " from persona_need", "1.0 x" },
		{ "select text from fact where name = 'wave'", "2026" },
		{ "select file || n_rows || n_kept from fieldwork",
		  "a.csv2221" },
		{ "select rule || n_values || '/' || n_cells from cleaning",
		  "label2/9" },
		{ "select variable || n_values || n_cells from "
		  "unmatched_summary", "country12" },
		{ "select group_concat(question || ifnull(skill || measure,"
		  " '')) from codebook", "country,cur_planplancurrent" },
		/* the least group that may be told keeps the small one company,
		 * and a test of few in a cell is withheld whoever answered */
		{ "select group_concat(ifnull(estimate, 'x') || ifnull(n, '') "
		  "|| ifnull(caution, ''), ' ') from test_result",
		  "xwithheld 2.09 xwithheld 4.015 xwithheld" },
		{ "select group_concat(grouping || ' ' || f) from group_test",
		  "country 1.5" },
		{ "select group_concat(measure || items || suppressed ||"
		  " coalesce(n || '/' || alpha, ''), ' ') from"
		  " scale_reliability",
		  "current3020/0.8 required31" },
		{ "select text from label where domain = 'skill'",
		  "Planning" },
		{ "select group_concat(skill || ' ' || gap || ' ' || why) from"
		  " training_priority",
		  "plan 1.5 priority" },
		{ "select text from label where domain = 'programme'",
		  "Basics" },
		{ "select text from label where domain = 'area'", "Core" },
		{ "select text from label where domain = 'grouping'",
		  "Country" },
		{ "select text from label where domain = 'grouping'"
		  " and code = 'country × role'", "Country × Role" },
		{ "select text from label where domain = 'country × role'"
		  " and code = 'IT × x'", "Italy × Carer" },
		{ "select text from label where domain = 'current' and "
		  "code = '1'", "Low" },
		{ "select value from manifest where key = 'a.csv'", "abc" },
		{ "select description from schema_note where table_name = "
		  "'gap' and column_name = 'n'",
		  "people who rated both current and required level" },
	};
	/* clang-format on */
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(ask(*state, cases[i].sql), cases[i].answer);
}

static void find_secrets(struct world *world,
			 const struct published_column *column)
{
	static const char *const secrets[] = { "secret-token", "my-own-words",
					       "Italia", "999", "data/a.csv" };

	for (; column->table; column++)
		for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
			const char *sql = memory_format(
				world,
				"select '' || count(*) from %s where %s "
				"like '%%%s%%'",
				column->table, column->name, secrets[i]);

			assert_string_equal(ask(world, sql), "0");
		}
}

/* Raw values and tokens are nowhere in what is published. */
static void test_nothing_raw(void **state)
{
	for (size_t i = 0; published_parts[i]; i++)
		find_secrets(*state, published_parts[i]);
}

static void test_every_column_is_described(void **state)
{
	assert_string_equal(
		ask(*state,
		    "select '' || count(*) from sqlite_master m,"
		    " pragma_table_info(m.name) c where m.type = 'table' and"
		    " not exists (select 1 from schema_note where"
		    " table_name = m.name and column_name = c.name and"
		    " description <> '')"),
		"0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_distribution),
		cmocka_unit_test(test_withheld_cells_are_blank),
		cmocka_unit_test(test_gap),
		cmocka_unit_test(test_distribution_follows_gap),
		cmocka_unit_test(test_crossed_groups_do_not_tell),
		cmocka_unit_test(test_a_margin_is_no_sum_of_its_cells),
		cmocka_unit_test(test_profile),
		cmocka_unit_test(test_published),
		cmocka_unit_test(test_nothing_raw),
		cmocka_unit_test(test_every_column_is_described),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
