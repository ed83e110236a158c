#include "pipeline/core/memory.h"
#include "pipeline/run/differences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Two databases and what is to be said of them: "table, row, column, before,
 * after, change" in lines. */
struct differences_case {
	const char *before, *after, *differences;
};

/* clang-format off */
static const struct differences_case cases[] = {
	/* The text that names a row is as short as it can be. */
	{ "create table before.fact(name text, value real, text text);"
	  "insert into before.fact values ('n', 1, 'a'), ('m', 2, 'a')",
	  "create table after.fact(name text, value real, text text);"
	  "insert into after.fact values ('n', 1.5, 'b'), ('m', 2, 'a')",
	  "fact|n|value|1.0|1.5|changed\n"
	  "fact|n|text|a|b|changed\n" },
	/* Two columns of text; NULL is a value; a row new, a row gone. */
	{ "create table before.gap(level text, skill text, n integer, gap real);"
	  "insert into before.gap values ('FR', 'a', 5, 0.5),"
	  " ('IT', 'a', 6, null), ('IT', 'b', 7, 1)",
	  "create table after.gap(level text, skill text, n integer, gap real);"
	  "insert into after.gap values ('IT', 'c', 1, 1), ('FR', 'a', 5, null),"
	  " ('IT', 'a', 6, 0.25)",
	  "gap|IT, c||||new\n"
	  "gap|FR, a|gap|0.5||changed\n"
	  "gap|IT, a|gap||0.25|changed\n"
	  "gap|IT, b||||gone\n" },
	/* Numbers name rows where text does not, but measures never. */
	{ "create table before.step(level text, step integer, share real);"
	  "insert into before.step values ('x', 1, 0.5), ('x', 2, 0.5)",
	  "create table after.step(level text, step integer, share real);"
	  "insert into after.step values ('x', 1, 0.5), ('x', 2, 0.75)",
	  "step|x, 2|share|0.5|0.75|changed\n" },
	/* Nothing names a row: as often as before, or new, or gone. */
	{ "create table before.quote(text text);"
	  "insert into before.quote values ('a'), ('a'), ('b')",
	  "create table after.quote(text text);"
	  "insert into after.quote values ('a'), ('b'), ('b')",
	  "quote|b||||new\n"
	  "quote|a||||gone\n" },
	/* What only one of them has is no difference; nor are notes. */
	{ "create table before.gap(skill text, gap real);"
	  "create table before.old(a text); create table before.\"x'y\"(a text);"
	  "create table before.schema_note(a text);"
	  "insert into before.gap values ('a', 1);"
	  "insert into before.schema_note values ('a')",
	  "create table after.gap(skill text, gap real, low real);"
	  "create table after.\"x'y\"(a text);"
	  "create table after.schema_note(a text);"
	  "insert into after.gap values ('a', 1, 0.5)",
	  "" },
	{ "create table before.gap(skill text, gap real)",
	  "create table after.gap(skill text, gap real)",
	  "" },
};
/* clang-format on */

static char *found(const void *ctx, struct database *store)
{
	char *lines = memory_text(ctx, "");
	struct table *table;
	struct error error = { 0 };

	assert_int_equal(
		database_query(ctx, store,
			       "select table_name || '|' || row || '|' ||"
			       " ifnull(column_name, '') || '|' ||"
			       " ifnull(before, '') || '|' || ifnull(after, '')"
			       " || '|' || change from difference order by"
			       " rowid",
			       NULL, 0, NULL, &table, &error),
		0);
	for (size_t i = 0; i < table->n_rows; i++)
		lines = talloc_asprintf_append(lines, "%s\n",
					       table_text(table, i, 0));
	return lines;
}

static struct database *two_databases(const void *ctx)
{
	struct database *store;
	struct error error = { 0 };

	assert_int_equal(
		database_open(ctx, ":memory:", DATABASE_WRITE, &store, &error),
		0);
	assert_int_equal(database_execute(store,
					  "attach ':memory:' as before;"
					  "attach ':memory:' as after",
					  &error),
			 0);
	return store;
}

static void test_cells_that_differ(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		void *ctx = talloc_new(NULL);
		struct database *store = two_databases(ctx);
		struct error error = { 0 };

		assert_int_equal(
			database_execute(store, cases[i].before, &error), 0);
		assert_int_equal(
			database_execute(store, cases[i].after, &error), 0);
		assert_int_equal(differences_find(store, &error), 0);
		assert_string_equal(found(ctx, store), cases[i].differences);
		talloc_free(ctx);
	}
}

static void test_counts_by_table(void **state)
{
	void *ctx = talloc_new(NULL);
	struct database *store = two_databases(ctx);
	struct error error = { 0 };
	struct table *table;

	(void)state;
	assert_int_equal(database_execute(store, cases[1].before, &error), 0);
	assert_int_equal(database_execute(store, cases[1].after, &error), 0);
	assert_int_equal(differences_find(store, &error), 0);
	assert_int_equal(database_query(ctx, store,
					"select * from difference_count", NULL,
					0, NULL, &table, &error),
			 0);
	assert_int_equal(table->n_rows, 1);
	for (int j = 1; j < 5; j++) {
		static const int64_t expected[] = { 3, 2, 1, 1 };
		assert_int_equal(table_cell(table, 0, j)->integer,
				 expected[j - 1]);
	}
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_that_differ),
		cmocka_unit_test(test_counts_by_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
