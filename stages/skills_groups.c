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

/* A grouping, by one variable or several crossed, and its part of a person's
 * cell: a digit for each variable, 0 = no answer, the first one fastest. */
struct grouping {
	const char *name;
	const struct variable **variables;
	size_t n_variables;
	size_t first_level; /* of its groups, in plan->levels */
	size_t stride;
};

/* Answers of BY, and one for "none". */
static size_t digits_of(const struct variable *by)
{
	return by->n_values + 1;
}

static size_t parts_of(const struct grouping *grouping)
{
	size_t out = 1;

	for (size_t v = 0; v < grouping->n_variables; v++)
		out *= digits_of(grouping->variables[v]);
	return out;
}

static size_t groups_of(const struct grouping *grouping)
{
	size_t out = 1;

	for (size_t v = 0; v < grouping->n_variables; v++)
		out *= grouping->variables[v]->n_values;
	return out;
}

/* The answer to variable V in group GROUP: the last variable changes first. */
static size_t answer_in(const struct grouping *grouping, size_t group, size_t v)
{
	for (size_t u = grouping->n_variables; u-- > v + 1;)
		group /= grouping->variables[u]->n_values;
	return group % grouping->variables[v]->n_values;
}

static const char *name_of(const void *ctx, const struct grouping *grouping,
			   size_t group)
{
	const char *out = NULL;

	for (size_t v = 0; v < grouping->n_variables; v++) {
		const struct variable *by = grouping->variables[v];
		const char *name =
			by->values[answer_in(grouping, group, v)].name;

		out = out ? memory_format(ctx, "%s" PROJECT_CROSS "%s", out,
					  name)
			  : name;
	}
	return out;
}

static void add_crossing(struct skills_plan *plan,
			 const struct grouping *grouping, size_t group)
{
	for (size_t v = 0; v < grouping->n_variables; v++) {
		const struct variable *by = grouping->variables[v];
		struct skills_crossing crossing = {
			plan->n_levels, v, by->name,
			by->values[answer_in(grouping, group, v)].name
		};

		memory_append(plan, plan->crossings, struct skills_crossing,
			      plan->n_crossings, crossing);
	}
}

static void add_levels(struct skills_plan *plan,
		       const struct grouping *grouping)
{
	for (size_t i = 0; i < groups_of(grouping); i++) {
		struct skills_level level = { grouping->name,
					      name_of(plan, grouping, i), 0 };

		if (grouping->n_variables > 1)
			add_crossing(plan, grouping, i);
		memory_append(plan, plan->levels, struct skills_level,
			      plan->n_levels, level);
	}
}

static int add_digit(const struct skills_plan *plan, struct skills_pass *pass,
		     const struct variable *by, size_t stride,
		     struct error *error)
{
	struct answer_cursor *cursor;
	struct answer_codes codes;
	size_t row = 0;
	int more;

	if (answer_cursor_open(plan, plan->answers, by, &cursor, error) < 0)
		return -1;
	while ((more = answer_cursor_next(cursor, &codes, error)) > 0) {
		for (size_t i = 0; i < codes.n; i++, row++) {
			size_t digit = answer_code(&codes, i);

			digit = digit < ANSWER_FIRST ? 0U
						     : digit - ANSWER_FIRST + 1;
			if (row < plan->answers->n_rows)
				pass->cells[row] = (uint16_t)(pass->cells[row] +
							      digit * stride);
		}
	}
	talloc_free(cursor);
	return more;
}

static int add_part(const struct skills_plan *plan, struct skills_pass *pass,
		    const struct grouping *grouping, struct error *error)
{
	size_t stride = grouping->stride;

	for (size_t v = 0; v < grouping->n_variables; v++) {
		const struct variable *by = grouping->variables[v];

		if (add_digit(plan, pass, by, stride, error) < 0)
			return -1;
		stride *= digits_of(by);
	}
	return 0;
}

/* The level that CELL belongs to, or NONE. */
static size_t level_of(const struct grouping *grouping, size_t cell,
		       size_t none)
{
	size_t rest = cell / grouping->stride % parts_of(grouping);
	size_t group = 0;

	for (size_t v = 0; v < grouping->n_variables; v++) {
		const struct variable *by = grouping->variables[v];
		size_t digit = rest % digits_of(by);

		if (digit == 0)
			return none;
		group = group * by->n_values + digit - 1;
		rest /= digits_of(by);
	}
	return grouping->first_level + group;
}

/* Cell -> level of one grouping. */
static size_t *map_levels(const void *ctx, const struct grouping *grouping,
			  size_t n_cells, size_t none)
{
	size_t *map = memory_array(ctx, size_t, n_cells);

	for (size_t cell = 0; cell < n_cells; cell++)
		map[cell] = level_of(grouping, cell, none);
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
		pass.n_cells *= parts_of(&groupings[i]);
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

		while (end < n && (end == first ||
				   cells * parts_of(&groupings[end]) <= most)) {
			groupings[end].stride = cells;
			cells *= parts_of(&groupings[end++]);
		}
		if (add_pass(plan, groupings + first, end - first, error) < 0)
			return -1;
		first = end;
	} while (first < n);
	return 0;
}

/* The variables of NAME, "country" or "country × category". */
static int find_variables(struct skills_plan *plan, struct grouping *grouping,
			  const char *name, struct error *error)
{
	grouping->name = name;
	while (name) {
		const char *cross = strstr(name, PROJECT_CROSS);
		char *part = cross ? memory_text_n(plan, name,
						   (size_t)(cross - name))
				   : memory_text(plan, name);
		const struct variable *by = skills_variable(plan, part, error);

		if (!by)
			return -1;
		memory_append(plan, grouping->variables,
			      const struct variable *, grouping->n_variables,
			      by);
		name = cross ? cross + strlen(PROJECT_CROSS) : NULL;
	}
	return 0;
}

static int check_size(const struct skills_plan *plan,
		      const struct grouping *grouping, struct error *error)
{
	if (parts_of(grouping) <= CELLS_MOST)
		return 0;
	return error_set(error, ERROR_PROJECT, plan->settings->where,
			 "group by questions with fewer choices",
			 "'%s' makes %zu groups, too many", grouping->name,
			 groups_of(grouping));
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
		struct grouping *grouping = &groupings[i];

		if (find_variables(plan, grouping, settings->by[i], error) <
			    0 ||
		    check_size(plan, grouping, error) < 0)
			return -1;
		grouping->first_level = plan->n_levels;
		add_levels(plan, grouping);
	}
	return add_passes(plan, groupings, settings->n_by, error);
}
