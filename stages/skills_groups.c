#include "pipeline/core/memory.h"
#include "stages/skills.h"

#include <stdlib.h>
#include <string.h>

enum {
	/* Cells of one pass: its table of counts then stays in the cache, and
	 * adding the cells up costs less than counting them once more. */
	CELLS_WANTED = 512,
	ROWS_A_CELL = 32,
	CELLS_MOST = UINT16_MAX
};

/* A grouping and its part of a person's cell. */
struct grouping {
	const struct variable *variable;
	size_t first_level; /* of its answers, in plan->levels */
	size_t stride;
};

static void add_levels(struct skills_plan *plan, const struct variable *by)
{
	for (size_t i = 0; i < by->n_values; i++) {
		struct skills_level level = { by->name, by->values[i].name, 0 };

		memory_append(plan, plan->levels, struct skills_level,
			      plan->n_levels, level);
	}
}

/* Answers of BY, and one for "none". */
static size_t parts_of(const struct variable *by)
{
	return by->n_values + 1;
}

static int add_part(const struct skills_plan *plan, struct skills_pass *pass,
		    const struct grouping *grouping, struct error *error)
{
	struct answer_cursor *cursor;
	struct answer_codes codes;
	size_t row = 0;
	int more;

	if (answer_cursor_open(plan, plan->answers, grouping->variable, &cursor,
			       error) < 0)
		return -1;
	while ((more = answer_cursor_next(cursor, &codes, error)) > 0) {
		for (size_t i = 0; i < codes.n; i++, row++) {
			size_t part = answer_code(&codes, i);

			part = part < ANSWER_FIRST ? 0U
						   : part - ANSWER_FIRST + 1;
			if (row < plan->answers->n_rows)
				pass->cells[row] =
					(uint16_t)(pass->cells[row] +
						   part * grouping->stride);
		}
	}
	talloc_free(cursor);
	return more;
}

/* Cell -> level of one grouping. */
static size_t *map_levels(const void *ctx, const struct grouping *grouping,
			  size_t n_cells, size_t none)
{
	size_t *map = memory_array(ctx, size_t, n_cells);

	for (size_t cell = 0; cell < n_cells; cell++) {
		size_t part =
			cell / grouping->stride % parts_of(grouping->variable);

		map[cell] = part > 0 ? grouping->first_level + part - 1 : none;
	}
	return map;
}

/*
 * One pass over N groupings.  The first pass also counts everybody: a map that
 * sends all cells to level 0.
 */
static int add_pass(struct skills_plan *plan, const struct grouping *groupings,
		    size_t n, struct error *error)
{
	struct skills_pass pass = { .n_cells = 1 };
	size_t everybody = plan->n_passes == 0 ? 1U : 0U;

	pass.cells = memory_array(plan, uint16_t, plan->answers->n_rows);
	for (size_t i = 0; i < n; i++)
		pass.n_cells *= parts_of(groupings[i].variable);
	pass.n_groupings = n + everybody;
	pass.levels = memory_array(plan, size_t *, pass.n_groupings);
	if (everybody)
		pass.levels[n] = memory_array(plan, size_t, pass.n_cells);
	for (size_t i = 0; i < n; i++) {
		pass.levels[i] = map_levels(plan, &groupings[i], pass.n_cells,
					    plan->n_levels);
		if (add_part(plan, &pass, &groupings[i], error) < 0)
			return -1;
	}
	memory_append(plan, plan->passes, struct skills_pass, plan->n_passes,
		      pass);
	return 0;
}

/* As many groupings a pass as keep its cells few. */
static int add_passes(struct skills_plan *plan, struct grouping *groupings,
		      size_t n, struct error *error)
{
	size_t most = plan->answers->n_rows / ROWS_A_CELL;
	size_t first = 0;

	if (most > CELLS_WANTED)
		most = CELLS_WANTED;
	do {
		size_t cells = 1, end = first;

		while (end < n &&
		       (end == first ||
			cells * parts_of(groupings[end].variable) <= most)) {
			groupings[end].stride = cells;
			cells *= parts_of(groupings[end++].variable);
		}
		if (add_pass(plan, groupings + first, end - first, error) < 0)
			return -1;
		first = end;
	} while (first < n);
	return 0;
}

int skills_groups(struct skills_plan *plan, struct error *error)
{
	const struct project_skills *settings = plan->settings;
	struct skills_level everybody = { "all", "all", 0 };
	struct grouping *groupings =
		memory_array(plan, struct grouping, settings->n_by);

	memory_append(plan, plan->levels, struct skills_level, plan->n_levels,
		      everybody);
	for (size_t i = 0; i < settings->n_by; i++) {
		const struct variable *by =
			skills_variable(plan, settings->by[i], error);

		if (!by)
			return -1;
		if (parts_of(by) > CELLS_MOST)
			return error_set(error, ERROR_PROJECT, settings->where,
					 "group by a question with choices",
					 "'%s' has %zu different answers, too "
					 "many to group by",
					 by->name, by->n_values);
		groupings[i].variable = by;
		groupings[i].first_level = plan->n_levels;
		add_levels(plan, by);
	}
	return add_passes(plan, groupings, settings->n_by, error);
}
