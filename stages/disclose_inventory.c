/*
 * What may be told of inventories and of who could teach whom.  Organisations
 * and their tools are no people; how many people need something, and the means
 * of an organisation's people, are under control.
 */
#include "pipeline/core/memory.h"
#include "stages/disclose.h"

#include <string.h>

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

/* Need and use make four cells, which all are counts of people. */
static void mark_needs(struct disclosed *cells)
{
	for (size_t r = 0; r < cells->table->n_rows; r++) {
		double base = number(cells, r, "base");
		double needs = number(cells, r, "needs");
		double unmet = number(cells, r, "unmet");
		double idle = number(cells, r, "idle");

		cells->is_suppressed[r] =
			is_few(cells, base) || is_few(cells, unmet) ||
			is_few(cells, idle) || is_few(cells, needs - unmet) ||
			is_few(cells, base - needs - idle);
	}
}

static int publish_need(struct stage_context *context, struct error *error)
{
	static const char *const kept[] = { "inventory", "field", "answer",
					    "position", NULL };
	struct disclosed cells;

	if (disclose_read(context, "inventory_need", &cells, error) < 0)
		return -1;
	mark_needs(&cells);
	disclose_blank(&cells, kept);
	return disclose_results(context, "inventory_need", &cells, error);
}

/* Levels and skills whose row of gap has been withheld. */
static int read_withheld(struct stage_context *context, struct table **withheld,
			 struct error *error)
{
	struct value by = value_text(context->project->exchange->by);

	return database_query(context->memory, context->published,
			      "select level, skill from gap where grouping = ?1"
			      " and suppressed = 1",
			      &by, 1, NULL, withheld, error);
}

static bool is_withheld(const struct table *withheld, const char *level,
			const char *skill)
{
	for (size_t r = 0; r < withheld->n_rows; r++)
		if (!strcmp(table_text(withheld, r, 0), level) &&
		    !strcmp(table_text(withheld, r, 1), skill))
			return true;
	return false;
}

static const char *text(const struct disclosed *cells, size_t row,
			const char *name)
{
	return table_text(cells->table, row, table_column(cells->table, name));
}

static int publish_standing(struct stage_context *context,
			    const struct table *withheld, struct error *error)
{
	static const char *const kept[] = { "grouping", "level",    "skill",
					    "area",     "position", NULL };
	struct disclosed cells;

	if (disclose_read(context, "exchange_standing", &cells, error) < 0)
		return -1;
	for (size_t r = 0; r < cells.table->n_rows; r++)
		cells.is_suppressed[r] =
			is_withheld(withheld, text(&cells, r, "level"),
				    text(&cells, r, "skill"));
	disclose_blank(&cells, kept);
	return disclose_results(context, "exchange_standing", &cells, error);
}

/* A lesson tells a level of both; one that is withheld takes it along. */
static int publish_lessons(struct stage_context *context,
			   const struct table *withheld, struct error *error)
{
	struct disclosed cells;
	struct table *rows;
	size_t n = 0, width;

	if (disclose_read(context, "exchange_lesson", &cells, error) < 0)
		return -1;
	rows = cells.table;
	width = rows->n_columns;
	context->rows.read += (int64_t)rows->n_rows;
	for (size_t r = 0; r < rows->n_rows; r++) {
		const char *skill = text(&cells, r, "skill");

		if (is_withheld(withheld, text(&cells, r, "teacher"), skill) ||
		    is_withheld(withheld, text(&cells, r, "learner"), skill))
			continue;
		memmove(&rows->cells[n++ * width], &rows->cells[r * width],
			width * sizeof *rows->cells);
	}
	context->rows.kept += (int64_t)n;
	context->rows.set_aside += (int64_t)(rows->n_rows - n);
	rows->n_rows = n;
	return disclose_write(context, "exchange_lesson", rows, NULL, error);
}

/* Made of the lessons that are published, so that it tells nothing else. */
static int publish_pairs(struct stage_context *context, struct error *error)
{
	static const char pairs[] =
		"select grouping, one, other, teaches, learns,"
		" min(teaches, learns) as mutual, lead, row_number() over"
		" (partition by grouping order by min(teaches, learns) desc,"
		" lead desc, one, other) as rank from (select grouping,"
		" min(teacher, learner) as one, max(teacher, learner) as other,"
		" sum(teacher < learner) as teaches,"
		" sum(teacher > learner) as learns, sum(lead) as lead"
		" from exchange_lesson group by 1, 2, 3) order by 1, 8";
	struct table *rows;

	if (database_query(context->memory, context->published, pairs, NULL, 0,
			   NULL, &rows, error) < 0)
		return -1;
	return disclose_write(context, "exchange_pair", rows, NULL, error);
}

static int publish_exchange(struct stage_context *context, struct error *error)
{
	struct table none = { 0 }, *withheld = &none;

	if ((context->project->exchange &&
	     read_withheld(context, &withheld, error) < 0) ||
	    publish_standing(context, withheld, error) < 0 ||
	    publish_lessons(context, withheld, error) < 0)
		return -1;
	return publish_pairs(context, error);
}

int disclose_inventory(struct stage_context *context, struct error *error)
{
	static const char *const tables[] = {
		"inventory",        "inventory_thing",  "inventory_user",
		"inventory_answer", "inventory_matrix", "inventory_number",
		"inventory_card"
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (disclose_copy(
			    context, tables[i],
			    memory_format(context->memory,
					  "select * from %s order by rowid",
					  tables[i]),
			    error) < 0)
			return -1;
	if (disclose_copy(context, "inventory_said",
			  "select distinct inventory, thing, organisation, "
			  "field, answer from inventory_said order by 1, 2, 3, "
			  "4, 5",
			  error) < 0 ||
	    publish_need(context, error) < 0)
		return -1;
	return publish_exchange(context, error);
}
