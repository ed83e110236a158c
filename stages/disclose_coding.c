/*
 * What may be told of coded answers: themes that few people named stay inside,
 * and what they said with them.
 */
#include "pipeline/core/memory.h"
#include "stages/disclose.h"

#include <string.h>

static void empty(struct disclosed *cells, size_t row, const char *name)
{
	int column = table_column(cells->table, name);

	cells->table->cells[row * cells->table->n_columns + (size_t)column] =
		value_null();
}

static double number(const struct disclosed *cells, size_t row,
		     const char *name)
{
	return table_number(cells->table, row,
			    table_column(cells->table, name));
}

static bool is_few(const struct disclosed *cells, double n)
{
	return n > 0 && n < cells->threshold;
}

/* A theme that nearly all named tells who did not. */
static void mark_themes(struct disclosed *cells)
{
	for (size_t r = 0; r < cells->table->n_rows; r++) {
		double n = number(cells, r, "n"),
		       base = number(cells, r, "base");

		cells->is_suppressed[r] =
			is_few(cells, base) || is_few(cells, base - n);
		if (!is_few(cells, number(cells, r, "n_rated")))
			continue;
		empty(cells, r, "n_rated");
		empty(cells, r, "rating");
		empty(cells, r, "rating_low");
		empty(cells, r, "rating_high");
	}
}

static int publish_themes(struct stage_context *context,
			  struct disclosed *cells, struct error *error)
{
	static const char *const keys[4] = { "coding", "grouping", "theme" };
	static const char *const kept[] = {
		"coding",         "grouping", "level", "theme",
		"level_position", "position", NULL
	};

	if (disclose_read(context, "coding_theme", cells, error) < 0)
		return -1;
	mark_themes(cells);
	disclose_small(cells, keys);
	disclose_blank(cells, kept);
	return disclose_results(context, "coding_theme", cells, error);
}

static int publish_agreement(struct stage_context *context, struct error *error)
{
	static const char *const keys[4] = { "coding", "coder", "other",
					     "measure" };
	static const char *const kept[] = { "coding",  "coder", "other",
					    "measure", "theme", "position",
					    NULL };
	struct disclosed cells;

	if (disclose_read(context, "coding_agreement", &cells, error) < 0)
		return -1;
	disclose_small(&cells, keys);
	disclose_blank(&cells, kept);
	return disclose_results(context, "coding_agreement", &cells, error);
}

/* Of themes that are told; in order of rating and alphabet, so that nothing
 * tells who said it. */
static int publish_quotes(struct stage_context *context, struct error *error)
{
	struct value threshold = value_integer(context->project->threshold);
	struct table *all, *rows;

	if (database_query(context->memory, context->store,
			   "select count(*) from coding_quote", NULL, 0, NULL,
			   &all, error) < 0 ||
	    database_query(
		    context->memory, context->store,
		    "select q.coding, q.theme, q.position, q.rating,"
		    " q.coders, q.text from coding_quote q join coding_theme t"
		    " on t.coding = q.coding and t.theme = q.theme"
		    " and t.grouping = 'all' and t.n >= ?1"
		    " order by q.coding, q.position, q.rating desc,"
		    " q.text",
		    &threshold, 1, NULL, &rows, error) < 0)
		return -1;
	context->rows.read += table_cell(all, 0, 0)->integer;
	context->rows.kept += (int64_t)rows->n_rows;
	context->rows.set_aside +=
		table_cell(all, 0, 0)->integer - (int64_t)rows->n_rows;
	return disclose_write(context, "coding_quote", rows, NULL, error);
}

int disclose_coding(struct stage_context *context, struct error *error)
{
	struct disclosed themes;

	if (publish_themes(context, &themes, error) < 0 ||
	    publish_agreement(context, error) < 0)
		return -1;
	return publish_quotes(context, error);
}
