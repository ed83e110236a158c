/* Who needs how much: the project's sheet, else how many people there are. */
#include "pipeline/core/memory.h"
#include "pipeline/data/need_sheet.h"
#include "stages/territory.h"

#include <math.h>
#include <string.h>

static double *need_at(const struct territory *territory, size_t area,
		       size_t target)
{
	size_t column = target == TERRITORY_NONE ? 0 : target + 1;

	return &territory->need[area * (territory->targets.n + 1) + column];
}

static void take(struct territory *territory, const struct need_sheet *needs,
		 const struct need_row *row)
{
	size_t area = territory_area(territory, row->territory);
	size_t of = territory_names_find(&territory->targets, row->target);
	bool is_all = !*row->target || !strcmp(row->target, TERRITORY_ALL);
	bool is_nowhere = area == TERRITORY_NONE;

	if (!is_nowhere && (of != TERRITORY_NONE || is_all))
		*need_at(territory, area, of) = row->need;
	else
		stage_warn(territory->context,
			   sheet_where(needs, needs->sheet, row->row,
				       is_nowhere ? needs->territory
						  : needs->target),
			   "no %s '%s': the row is left out",
			   is_nowhere ? "territory" : "service is for",
			   is_nowhere ? row->territory : row->target);
}

/* What the sheet does not say of a territory is its parts' mean, people as
 * weights. */
static void fill_up(struct territory *territory, size_t target)
{
	double *sums = memory_array(territory, double, territory->n_areas);
	double *people = memory_array(territory, double, territory->n_areas);

	for (size_t i = 0; i < territory->n_areas; i++) {
		double need = *need_at(territory, i, target);
		double n = territory_people_of(territory, i, target);
		size_t up = territory->areas[i].parent;

		for (; up != TERRITORY_NONE && n > 0 && !isnan(need);
		     up = territory->areas[up].parent) {
			sums[up] += n * need;
			people[up] += n;
		}
	}
	for (size_t i = 0; i < territory->n_areas; i++)
		if (isnan(*need_at(territory, i, target)) && people[i] > 0)
			*need_at(territory, i, target) = sums[i] / people[i];
	talloc_free(sums);
	talloc_free(people);
}

int territory_read_need(struct territory *territory, struct error *error)
{
	const char *path = territory->settings->need;
	size_t n = territory->n_areas * (territory->targets.n + 1);
	struct need_sheet *needs;

	if (!path)
		return 0;
	if (need_sheet_read(territory, path, &needs, error) < 0)
		return -1;
	territory->need = memory_array(territory, double, n);
	for (size_t i = 0; i < n; i++)
		territory->need[i] = (double)NAN;
	for (size_t i = 0; i < needs->n_rows; i++)
		take(territory, needs, &needs->rows[i]);
	fill_up(territory, TERRITORY_NONE);
	for (size_t i = 0; i < territory->targets.n; i++)
		fill_up(territory, i);
	return 0;
}

double territory_need_of(const struct territory *territory, size_t area,
			 size_t target)
{
	double need;

	if (!territory->need)
		return territory_people_of(territory, area, target);
	need = *need_at(territory, area, target);
	return isnan(need) ? *need_at(territory, area, TERRITORY_NONE) : need;
}
