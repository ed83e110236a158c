/* Shares by group: counted by hand, what is withheld, what is refused. */
#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "stages/disclose.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/refused_project.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Twelve people; nobody is of role c, the last tells no role. */
static const struct store_variable variables[] = {
	{ "source", NULL, QUESTION_SELECT_ONE, "x", "xxxxxxxxxxxx" },
	{ "role", NULL, QUESTION_SELECT_ONE, "abc", "aaaaaaaabbb." },
	{ "place", NULL, QUESTION_SELECT_ONE, "xy", "xxxyyyy.xxyx" },
	{ "tools", "mail", QUESTION_SELECT_MULTIPLE, "01", "1-0111111011" },
	{ "tools", "chat", QUESTION_SELECT_MULTIPLE, "01", "0-0000001101" },
	{ "years", NULL, QUESTION_INTEGER, "123456789", "12345678...." },
};

struct fixture {
	struct database *store;
	struct project project;
	struct project_cross cross;
	const char *of[2], *by[1];
	struct stage_context context;
	struct error error;
};

static struct fixture *fixture_of(const char *of, const char *by)
{
	struct fixture *f = memory_new(NULL, struct fixture);

	f->store = answers_store(f, variables,
				 sizeof variables / sizeof *variables);
	assert_int_equal(
		database_execute(f->store,
				 "create table label(domain text, code text,"
				 " language text, text text, position integer)",
				 &f->error),
		0);
	f->of[0] = of;
	f->by[0] = by;
	f->cross = (struct project_cross){ .where = "project.yaml:9:7",
					   .of = f->of,
					   .by = f->by,
					   .n_of = 1,
					   .n_by = 1,
					   .minimum_n = 4 };
	f->project.file = "project.yaml";
	f->project.crosses = &f->cross;
	f->project.n_crosses = 1;
	return f;
}

static int run(struct fixture *f)
{
	return stage_try(&stage_profile, &f->project, f->store, &f->context,
			 &f->error);
}

static const char *rows_of(struct fixture *f)
{
	return store_text(
		f->store,
		"select group_concat(answer || position || level ||"
		" level_position || ' ' || n || '/' || base || ' ' ||"
		" coalesce(round(share, 3), caution), ', ') from profile_cross"
		" where grouping = 'role'");
}

static void test_counted_by_hand(void **state)
{
	struct fixture *f = fixture_of("tools", "role");

	(void)state;
	f->of[1] = "place";
	f->cross.n_of = 2;
	assert_int_equal(run(f), 0);
	assert_string_equal(rows_of(f), "mail1a1 6/7 0.857, mail1b2 2/3 few, "
					"chat2a1 0/7 0.0, chat2b2 2/3 few, "
					"x1a1 3/7 0.429, x1b2 2/3 few, "
					"y2a1 4/7 0.571, y2b2 1/3 few");
	assert_true(store_number(f->store,
				 "select count(*) from profile_cross"
				 " where share is null and (low is"
				 " not null or high is not null)") == 0);
	assert_true(store_number(f->store, "select count(*) from profile_cross"
					   " where low < share and share <"
					   " high") == 3);
	/* nobody is weighted */
	assert_true(store_number(f->store, "select count(*) from"
					   " weighted_cross") == 0);
	talloc_free(f);
}

static void test_nothing_is_crossed_unasked(void **state)
{
	struct fixture *f = fixture_of("tools", "role");

	(void)state;
	f->project.n_crosses = 0;
	assert_int_equal(run(f), 0);
	assert_true(store_number(f->store,
				 "select count(*) from profile_cross") == 0);
	talloc_free(f);
}

static void test_what_is_no_cross(void **state)
{
	static const struct {
		const char *of, *by, *what, *remedy;
	} cases[] = {
		{ "tool", "role", "there are no answers called 'tool'", "" },
		{ "tools", "rule", "there are no answers called 'rule'",
		  "did you mean 'role'?" },
		{ "years", "role", "'years' is no question with choices", "" },
		{ "place", "years", "'years' is no question with one choice",
		  "" },
		{ "place", "tools.mail",
		  "'tools.mail' is no question with one choice", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *f = fixture_of(cases[i].of, cases[i].by);

		assert_int_equal(run(f), -1);
		assert_int_equal(f->error.code, ERROR_PROJECT);
		assert_string_equal(f->error.where, "project.yaml:9:7");
		assert_string_equal(f->error.what, cases[i].what);
		assert_true(strstr(f->error.remedy, cases[i].remedy) != NULL);
		talloc_free(f);
	}
}

/* ---- what is withheld ---- */

static struct disclosed read_cells(struct database *store, const char *columns,
				   const char *values)
{
	struct disclosed cells = { .count = "n", .threshold = 5 };
	struct error error = { 0 };

	if (database_query(store, store,
			   memory_format(store,
					 "with t(%s) as (values %s) select *"
					 " from t",
					 columns, values),
			   NULL, 0, NULL, &cells.table, &error) < 0)
		fail_msg("%s", error.what);
	cells.is_suppressed = memory_array(store, bool, cells.table->n_rows);
	return cells;
}

static const char *marks(const void *ctx, const struct disclosed *cells)
{
	char *text = memory_text(ctx, "");

	for (size_t r = 0; r < cells->table->n_rows; r++)
		text = talloc_strdup_append(
			text, cells->is_suppressed[r] ? "x" : ".");
	return text;
}

static void test_what_is_withheld(void **state)
{
	static const char columns[] = "question, answer, grouping, level, n,"
				      " base, share, low, high";
	static const struct {
		const char *profile, *cross, *marks;
	} cases[] = {
		/* the choice of few, and of the other group with it */
		{ "'q', 'a', 40, 100",
		  "('q', 'a', 'g', 'k', 4, 50, 1, 1, 1),"
		  " ('q', 'a', 'g', 'l', 36, 50, 1, 1, 1),"
		  " ('q', 'b', 'g', 'k', 20, 50, 1, 1, 1),"
		  " ('q', 'b', 'g', 'l', 22, 50, 1, 1, 1)",
		  "xx.." },
		/* one choice only: along the answers as well */
		{ "'q', 'a', 40, 100",
		  "('q', 'a', 'g', 'k', 4, 50, 1, 1, 1),"
		  " ('q', 'a', 'g', 'l', 30, 50, 1, 1, 1),"
		  " ('q', 'b', 'g', 'k', 46, 50, 1, 1, 1),"
		  " ('q', 'b', 'g', 'l', 20, 50, 1, 1, 1)",
		  "xxxx" },
		/* nearly all of a group: who did not could be told */
		{ "'q', 'a', 40, 100",
		  "('q', 'a', 'g', 'k', 48, 50, 1, 1, 1),"
		  " ('q', 'a', 'g', 'l', 20, 50, 1, 1, 1),"
		  " ('q', 'a', 'g', 'm', 30, 50, 1, 1, 1)",
		  "xx." },
		/* nobody and everybody are told */
		{ "'q', 'a', 40, 100",
		  "('q', 'a', 'g', 'k', 0, 50, 1, 1, 1),"
		  " ('q', 'a', 'g', 'l', 50, 50, 1, 1, 1)",
		  ".." },
		/* what the marginal withholds is no sum of groups */
		{ "'q', 'b', 3, 100",
		  "('q', 'b', 'g', 'k', 7, 50, 1, 1, 1),"
		  " ('q', 'b', 'g', 'l', 8, 50, 1, 1, 1),"
		  " ('r', 'b', 'g', 'l', 8, 50, 1, 1, 1)",
		  "xx." },
	};
	struct fixture *f = fixture_of("tools", "role");

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct disclosed profile =
			read_cells(f->store, "question, answer, n, base",
				   memory_format(f, "(%s)", cases[i].profile));
		struct disclosed cross =
			read_cells(f->store, columns, cases[i].cross);

		profile.is_suppressed[0] = i == 4;
		disclose_profile_cross(&cross, &profile);
		assert_string_equal(marks(f, &cross), cases[i].marks);
		for (size_t r = 0; r < cross.table->n_rows; r++)
			assert_int_equal(table_cell(cross.table, r, 4)->kind ==
						 VALUE_NULL,
					 cross.is_suppressed[r]);
	}
	talloc_free(f);
}

/* ---- the project file ---- */

static void test_what_is_refused(void **state)
{
	static const struct {
		const char *crosses, *what;
	} cases[] = {
		{ "[{of: a, by: a}]", "'a' is crossed with itself" },
		{ "[{of: [a, b], by: c}, {of: b, by: [d, c]}]",
		  "'b' is crossed with 'c' twice" },
		{ "[{of: a}]", "by" },
		{ "[{of: a, by: b, minimum_n: 1}]", "minimum_n" },
		{ "[{of: a, over: b}]", "over" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);

		refused_project(
			memory_format(ctx,
				      "divario: 1\n"
				      "project: {id: p, title: P}\n"
				      "sources: {s: {files: a.csv}}\n"
				      "analyses:\n"
				      "  profile: {crosses: %s}\n"
				      "reports: [{template: profile}]\n",
				      cases[i].crosses),
			cases[i].what, "project.yaml:5:");
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counted_by_hand),
		cmocka_unit_test(test_nothing_is_crossed_unasked),
		cmocka_unit_test(test_what_is_no_cross),
		cmocka_unit_test(test_what_is_withheld),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
