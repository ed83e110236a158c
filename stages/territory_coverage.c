/* What there is for how many: coverage, and needs that nobody meets. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/rate.h"
#include "stages/territory_cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void put_head(struct table_writer *writer, const struct spread *spread,
		     size_t at)
{
	const struct territory *territory = spread->territory;

	table_writer_text(writer, spread->level->name);
	table_writer_text(
		writer,
		at == spread->n
			? TERRITORY_ALL
			: territory->areas[spread->level->areas[at]].code);
	table_writer_text(writer, kind_type(territory, spread->kind));
	table_writer_text(writer, kind_target(territory, spread->kind));
}

static int write_cell(const struct spread *spread, size_t at,
		      struct error *error)
{
	struct table_writer *writer =
		spread->territory->writers[TERRITORY_COVERAGE];
	const struct cell *cell = &spread->cells[at];

	put_head(writer, spread, at);
	table_writer_integer(writer, (int64_t)cell->services);
	if (spread->territory->owners.n)
		table_writer_integer(writer, (int64_t)cell->owners);
	else
		table_writer_null(writer);
	table_writer_real(writer, cell->capacity);
	table_writer_real(writer, cell->supply);
	table_writer_real(writer, cell->people);
	table_writer_real(writer, cell->rate);
	table_writer_real(writer, cell->low);
	table_writer_real(writer, cell->high);
	table_writer_real(writer, cell->inhabitants);
	table_writer_real(writer, cell->rate_inhabitants);
	table_writer_real(writer, cell->quotient);
	table_writer_real(writer, cell->need);
	table_writer_rank(writer, cell->need_rank);
	table_writer_text(writer, cell->quadrant);
	table_writer_text(writer, cell->caution);
	return table_writer_row(writer, error);
}

/* A territory with neither people nor services has nothing to tell. */
static bool is_empty(const struct cell *cell)
{
	return !(cell->people > 0) && !cell->services;
}

int territory_write_coverage(const struct spread *spread, struct error *error)
{
	if (write_cell(spread, spread->n, error) < 0)
		return -1;
	for (size_t i = 0; i < spread->n; i++)
		if (!is_empty(&spread->cells[i]) &&
		    write_cell(spread, i, error) < 0)
			return -1;
	return 0;
}

/* ---- change ---- */

static double rate_of_supply(const struct territory *territory, double supply,
			     double people)
{
	return people > 0 ? supply / people * territory->settings->per
			  : (double)NAN;
}

struct difference {
	double before, low, high;
};

/* The limits of both rates combined (Zou and Donner 2008, Statistics in
 * Medicine 27, 1693-1702). */
static struct difference difference_of(const struct territory *territory,
				       const struct cell *cell)
{
	const struct project_territory *settings = territory->settings;
	struct difference made = { (double)NAN, (double)NAN, (double)NAN };
	struct rate before;
	double change;

	if (isnan(cell->supply_before))
		return made;
	before = rate_of((uint64_t)llround(cell->supply_before), cell->people,
			 settings->per, settings->confidence);
	made.before =
		rate_of_supply(territory, cell->supply_before, cell->people);
	change = cell->rate - made.before;
	made.low = change -
		   hypot(cell->rate - cell->low, before.high - made.before);
	made.high = change +
		    hypot(cell->high - cell->rate, made.before - before.low);
	return made;
}

static int write_change(const struct spread *spread, size_t at,
			struct error *error)
{
	const struct territory *territory = spread->territory;
	struct table_writer *writer = territory->writers[TERRITORY_CHANGE];
	const struct cell *cell = &spread->cells[at];
	struct difference difference = difference_of(territory, cell);

	put_head(writer, spread, at);
	table_writer_text(writer, territory->before);
	table_writer_text(writer, territory->now);
	table_writer_integer(writer, (int64_t)cell->before);
	table_writer_integer(writer, (int64_t)cell->services);
	table_writer_real(writer, difference.before);
	table_writer_real(writer, cell->rate);
	table_writer_real(writer, cell->rate - difference.before);
	table_writer_real(writer, difference.low);
	table_writer_real(writer, difference.high);
	return table_writer_row(writer, error);
}

int territory_write_change(const struct spread *spread, struct error *error)
{
	if (!spread->territory->before)
		return 0;
	if (write_change(spread, spread->n, error) < 0)
		return -1;
	for (size_t i = 0; i < spread->n; i++) {
		const struct cell *cell = &spread->cells[i];

		if ((!is_empty(cell) || cell->before) &&
		    write_change(spread, i, error) < 0)
			return -1;
	}
	return 0;
}
