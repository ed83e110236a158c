/* How many people live in each territory, of each group. */
#include "pipeline/core/memory.h"
#include "stages/territory.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A number that a file gives. */
struct figure {
	size_t area, group; /* 0 = everybody */
	const char *year;
	double people;
};

static bool is_everybody(const char *target)
{
	static const char *const words[] = { "all",   "total",     "totale",
					     "tutti", "everybody", "everyone" };
	struct territory_names names = { 0 };
	void *memory = talloc_new(NULL);
	bool is_one = !*target;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		territory_names_add(memory, &names, words[i]);
	territory_names_settle(memory, &names);
	is_one |= territory_names_find(&names, target) != TERRITORY_NONE;
	talloc_free(memory);
	return is_one;
}

static void find_groups(struct territory *territory, const struct table *rows)
{
	const char *last = "";

	for (size_t i = 0; i < rows->n_rows; i++) {
		const char *target = table_text(rows, i, 1);

		if (strcmp(target, last) != 0 && !is_everybody(target))
			territory_names_add(territory, &territory->groups,
					    target);
		last = target;
	}
	territory_names_settle(territory, &territory->groups);
}

static double *people_at(const struct territory *territory, size_t area,
			 size_t group)
{
	return &territory->people[area * (territory->groups.n + 1) + group];
}

/* The latest year counts; of two files on one year the greater number. */
static bool is_better(const struct figure *one, const struct figure *other)
{
	int order = strcmp(one->year, other->year);

	return order > 0 || (!order && one->people > other->people);
}

struct figures {
	struct figure *best; /* by area and group */
	uint64_t n_strange, n_twice, n_parts;
};

static void take(struct territory *territory, const struct table *rows,
		 size_t row, struct figures *figures)
{
	const char *target = table_text(rows, row, 1);
	size_t group = territory_names_find(&territory->groups, target);
	struct figure figure = {
		.area = territory_area(territory, table_text(rows, row, 0)),
		.group = group == TERRITORY_NONE ? 0 : group + 1,
		.year = table_text(rows, row, 2),
		.people = table_number(rows, row, 3),
	};
	struct figure *best;

	if (figure.area == TERRITORY_NONE) {
		figures->n_strange++;
		return;
	}
	best = &figures->best[figure.area * (territory->groups.n + 1) +
			      figure.group];
	figures->n_twice += best->year && !strcmp(best->year, figure.year);
	figures->n_parts += table_cell(rows, row, 4)->integer > 1;
	if (!best->year || is_better(&figure, best))
		*best = figure;
}

static void warn(const struct territory *territory,
		 const struct figures *figures)
{
	struct stage_context *context = territory->context;

	if (figures->n_strange)
		stage_warn(context, "population",
			   "%" PRIu64 " number%s of people of territories that "
			   "no file knows",
			   figures->n_strange,
			   figures->n_strange == 1 ? "" : "s");
	if (figures->n_twice)
		stage_warn(context, "population",
			   "two files tell the people of a territory, group "
			   "and year, %" PRIu64 " times: the greater number "
			   "counts",
			   figures->n_twice);
	if (figures->n_parts)
		stage_warn(context, "population",
			   "several rows of a file tell the people of a "
			   "territory, group and year, %" PRIu64
			   " times: they are added up",
			   figures->n_parts);
}

/* ---- sums ---- */

static size_t *by_depth(const struct territory *territory)
{
	size_t *order = memory_array(territory, size_t, territory->n_areas);
	size_t n = 0, deepest = 0;

	for (size_t i = 0; i < territory->n_areas; i++)
		if (territory->areas[i].depth > deepest)
			deepest = territory->areas[i].depth;
	for (size_t depth = deepest + 1; depth-- > 0;)
		for (size_t i = 0; i < territory->n_areas; i++)
			if (territory->areas[i].depth == depth)
				order[n++] = i;
	return order;
}

/* What no file says is the sum of the parts. */
static void add_up(struct territory *territory)
{
	size_t width = territory->groups.n + 1;
	size_t *order = by_depth(territory);
	double *sums =
		memory_array(territory, double, territory->n_areas *width);
	bool *has_parts =
		memory_array(territory, bool, territory->n_areas *width);

	territory->is_part =
		memory_array(territory, bool, territory->n_areas *width);

	for (size_t i = 0; i < territory->n_areas; i++) {
		size_t area = order[i], parent = territory->areas[area].parent;

		for (size_t g = 0; g < width; g++) {
			size_t at = area * width + g, up = parent * width + g;

			if (!isnan(territory->people[at]))
				territory->is_part[at] = false;
			else if (has_parts[at])
				territory->people[at] = sums[at];
			if (parent == TERRITORY_NONE)
				continue;
			territory->is_part[up] |= territory->is_part[at] ||
						  isnan(territory->people[at]);
			if (isnan(territory->people[at]))
				continue;
			sums[up] += territory->people[at];
			has_parts[up] = true;
		}
	}
	talloc_free(order);
	talloc_free(sums);
	talloc_free(has_parts);
}

int territory_read_people(struct territory *territory, struct error *error)
{
	struct table *rows;
	struct figures figures = { 0 };
	size_t n;

	if (database_query(territory, territory->context->store,
			   "select territory, target, year, sum(people),"
			   " count(*) from population"
			   " group by territory, target, year, source, file"
			   " order by target",
			   NULL, 0, NULL, &rows, error) < 0)
		return -1;
	find_groups(territory, rows);
	n = territory->n_areas * (territory->groups.n + 1);
	figures.best = memory_array(territory, struct figure, n);
	for (size_t i = 0; i < rows->n_rows; i++)
		take(territory, rows, i, &figures);
	territory->people = memory_array(territory, double, n);
	for (size_t i = 0; i < n; i++)
		territory->people[i] = figures.best[i].year
					       ? figures.best[i].people
					       : (double)NAN;
	talloc_free(figures.best);
	add_up(territory);
	warn(territory, &figures);
	return 0;
}

static size_t group_of(const struct territory *territory, size_t target)
{
	size_t group = target == TERRITORY_NONE ? TERRITORY_NONE
						: territory->group_of[target];

	return group == TERRITORY_NONE ? 0 : group + 1;
}

double territory_people_of(const struct territory *territory, size_t area,
			   size_t target)
{
	return *people_at(territory, area, group_of(territory, target));
}

bool territory_is_part(const struct territory *territory, size_t area,
		       size_t target)
{
	return territory->is_part[area * (territory->groups.n + 1) +
				  group_of(territory, target)];
}

bool territory_knows(const struct territory *territory, size_t target)
{
	return target == TERRITORY_NONE ||
	       territory->group_of[target] != TERRITORY_NONE;
}
