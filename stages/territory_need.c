/* Who needs how much: the project's sheet, else how many people there are. */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/sheet.h"
#include "stages/territory.h"

#include <math.h>
#include <string.h>

static double *need_at(const struct territory *territory, size_t area,
		       size_t target)
{
	size_t column = target == TERRITORY_NONE ? 0 : target + 1;

	return &territory->need[area * (territory->targets.n + 1) + column];
}

struct columns {
	int territory, target, need;
};

static int read_row(struct territory *territory, const struct sheet *sheet,
		    const struct columns *columns, size_t row,
		    struct error *error)
{
	const char *code = sheet_cell(sheet, row, columns->territory);
	const char *target = sheet_cell(sheet, row, columns->target);
	const char *text = sheet_cell(sheet, row, columns->need);
	size_t area = territory_area(territory, code);
	size_t of = territory_names_find(&territory->targets, target);
	bool is_all = !*target || !strcmp(target, TERRITORY_ALL);
	double need;

	if (!*text)
		return 0;
	if (!text_parse_number(text, 0, &need))
		return sheet_fault(sheet, row, columns->need, error,
				   "write a number, or leave the cell empty",
				   "'%s' is no need", text);
	if (area == TERRITORY_NONE || (of == TERRITORY_NONE && !is_all))
		stage_warn(
			territory->context,
			sheet_where(sheet, sheet, row,
				    area == TERRITORY_NONE ? columns->territory
							   : columns->target),
			"no %s '%s': the row is left out",
			area == TERRITORY_NONE ? "territory" : "service is for",
			area == TERRITORY_NONE ? code : target);
	else
		*need_at(territory, area, of) = need;
	return 0;
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
	struct columns columns;
	struct sheet *sheet;

	if (!path)
		return 0;
	if (sheet_read(territory, path, &sheet, error) < 0)
		return -1;
	columns.territory = sheet_need(sheet, "territory", error);
	columns.need = sheet_need(sheet, "need", error);
	columns.target = sheet_column(sheet, "target");
	if (columns.territory < 0 || columns.need < 0)
		return -1;
	territory->need = memory_array(territory, double, n);
	for (size_t i = 0; i < n; i++)
		territory->need[i] = (double)NAN;
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_row(territory, sheet, &columns, row, error) < 0)
			return -1;
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
