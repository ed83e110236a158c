/* Needs that are high and that no service of the territory meets. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/reach.h"
#include "stages/territory_cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct gap {
	size_t kind, area, need_rank;
	double people, nearest;
};

struct gaps {
	struct gap *gaps;
	size_t n;
};

/* Where services of one kind are. */
static struct reach *reach_of_kind(const void *ctx,
				   const struct territory *territory,
				   const struct kind *kind)
{
	struct position *points =
		memory_array(ctx, struct position, territory->n_sites);
	size_t n = 0;

	for (size_t i = 0; i < territory->n_sites; i++)
		if (territory->sites[i].is_now &&
		    kind_has(kind, &territory->sites[i]))
			points[n++] = territory->sites[i].at;
	return reach_new(ctx, EARTH_ELLIPSOID, points, n);
}

struct gaps *gaps_new(const void *ctx)
{
	return memory_new(ctx, struct gaps);
}

void gaps_add(struct gaps *gaps, const struct spread *spread)
{
	const struct territory *territory = spread->territory;
	void *memory = talloc_new(NULL);
	struct reach *reach = reach_of_kind(memory, territory, spread->kind);
	struct hits scratch = { .ctx = memory };

	for (size_t i = 0; i < spread->n; i++) {
		const struct cell *cell = &spread->cells[i];
		size_t area = spread->level->areas[i];
		struct gap gap = {
			.kind = (size_t)(spread->kind - territory->kinds),
			.area = area,
			.need_rank = cell->need_rank,
			.people = cell->people,
		};

		if (cell->services || !cell->is_high || !(cell->people > 0))
			continue;
		gap.nearest = reach_nearest(reach, territory->areas[area].at,
					    &scratch)
				      .km;
		memory_append(gaps, gaps->gaps, struct gap, gaps->n, gap);
	}
	talloc_free(memory);
}

/* The most people first. */
static int compare(const void *a, const void *b)
{
	const struct gap *first = a, *second = b;

	if (first->people < second->people || first->people > second->people)
		return first->people > second->people ? -1 : 1;
	if (first->need_rank != second->need_rank)
		return first->need_rank < second->need_rank ? -1 : 1;
	if (first->area != second->area)
		return first->area < second->area ? -1 : 1;
	return (first->kind > second->kind) - (first->kind < second->kind);
}

static int write_gap(const struct territory *territory,
		     const struct level *level, const struct gap *gap,
		     size_t rank, struct error *error)
{
	struct table_writer *writer = territory->writers[TERRITORY_UNCOVERED];
	const struct kind *kind = &territory->kinds[gap->kind];

	table_writer_text(writer, level->name);
	table_writer_text(writer, territory->areas[gap->area].code);
	table_writer_text(writer, kind_type(territory, kind));
	table_writer_text(writer, kind_target(territory, kind));
	table_writer_real(writer, gap->people);
	table_writer_rank(writer, gap->need_rank);
	table_writer_real(writer, gap->nearest);
	table_writer_rank(writer, rank);
	return table_writer_row(writer, error);
}

int gaps_write(const struct gaps *gaps, const struct territory *territory,
	       const struct level *level, struct error *error)
{
	if (gaps->n)
		qsort(gaps->gaps, gaps->n, sizeof *gaps->gaps, compare);
	for (size_t i = 0; i < gaps->n; i++)
		if (write_gap(territory, level, &gaps->gaps[i], i + 1, error) <
		    0)
			return -1;
	return 0;
}
