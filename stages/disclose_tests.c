#include "pipeline/core/memory.h"
#include "stages/disclose.h"

#include <string.h>

/* Mark results that few people could be told apart by. */
static int mark(struct stage_context *context, struct disclosed *results,
		struct error *error)
{
	struct table *smallest;

	if (database_query(context->memory, context->store,
			   "select smallest from test_result order by rowid",
			   NULL, 0, NULL, &smallest, error) < 0)
		return -1;
	for (size_t r = 0; r < smallest->n_rows; r++) {
		double n = table_number(smallest, r, 0);

		results->is_suppressed[r] = n > 0 && n < results->threshold;
	}
	return 0;
}

/* The groups of one test add up to the people in it: none is withheld alone. */
static void protect_groups(struct disclosed *results)
{
	const struct table *table = results->table;
	int test = table_column(table, "test");
	int part = table_column(table, "part");
	size_t *rows = memory_array(table, size_t, table->n_rows);
	size_t end;

	for (size_t begin = 0; begin < table->n_rows; begin = end) {
		size_t n = 0;

		for (end = begin; end < table->n_rows &&
				  strcmp(table_text(table, begin, test),
					 table_text(table, end, test)) == 0;
		     end++)
			if (strcmp(table_text(table, end, part), "group") == 0)
				rows[n++] = end;
		disclose_company(results, rows, n);
	}
}

static void say_why(struct disclosed *results)
{
	int caution = table_column(results->table, "caution");

	for (size_t r = 0; r < results->table->n_rows; r++)
		if (results->is_suppressed[r])
			results->table->cells[r * results->table->n_columns +
					      (size_t)caution] =
				value_text("withheld");
}

int disclose_test_results(struct stage_context *context, struct error *error)
{
	static const char *const kept[] = { "test",   "kind",    "part",
					    "domain", "subject", "term",
					    "method", NULL };
	struct disclosed results;

	if (disclose_read(context, "test_result", &results, error) < 0 ||
	    mark(context, &results, error) < 0)
		return -1;
	protect_groups(&results);
	disclose_blank(&results, kept);
	say_why(&results);
	return disclose_results(context, "test_result", &results, error);
}
