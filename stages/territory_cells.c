/* One kind of service at one level: a cell for each territory, and the whole.
 */
#include "stages/territory_cells.h"
#include "pipeline/core/memory.h"
#include "pipeline/stat/location.h"
#include "pipeline/stat/quadrant.h"
#include "pipeline/stat/rate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* NaN and NaN stay NaN; else what is not known adds nothing. */
static void add(double *sum, double number)
{
	if (isnan(number))
		return;
	*sum = isnan(*sum) ? number : *sum + number;
}

static void clear(struct cell *cell)
{
	double nothing = (double)NAN;

	*cell = (struct cell){ .capacity = nothing,
			       .supply = nothing,
			       .supply_before = nothing,
			       .people = nothing,
			       .inhabitants = nothing,
			       .need = nothing,
			       .rate = nothing,
			       .low = nothing,
			       .high = nothing,
			       .rate_inhabitants = nothing,
			       .quotient = nothing };
}

/* ---- services ---- */

static void count_site(const struct territory *territory, struct cell *cell,
		       const struct site *site)
{
	double supply = territory_supply(territory, site);

	if (site->is_now) {
		cell->services++;
		add(&cell->capacity, site->capacity);
		add(&cell->supply, supply);
	}
	if (site->is_before) {
		cell->before++;
		add(&cell->supply_before, supply);
	}
}

struct run {
	size_t cell, owner;
};

static int compare_runs(const void *a, const void *b)
{
	const struct run *first = a, *second = b;

	if (first->cell != second->cell)
		return first->cell < second->cell ? -1 : 1;
	return (first->owner > second->owner) - (first->owner < second->owner);
}

/* Each organisation once a cell. */
static void count_owners(struct spread *spread, struct run *runs, size_t n)
{
	if (n)
		qsort(runs, n, sizeof *runs, compare_runs);
	for (size_t i = 0; i < n; i++)
		if (!i || compare_runs(&runs[i - 1], &runs[i]) != 0)
			spread->cells[runs[i].cell].owners++;
}

static void count(struct spread *spread)
{
	const struct territory *territory = spread->territory;
	struct run *runs =
		memory_array(spread, struct run, 2 * territory->n_sites);
	size_t n_runs = 0;

	for (size_t i = 0; i < territory->n_sites; i++) {
		const struct site *site = &territory->sites[i];
		size_t at = level_of_site(spread->level, site);

		if (at == TERRITORY_NONE || !kind_has(spread->kind, site))
			continue;
		count_site(territory, &spread->cells[at], site);
		count_site(territory, &spread->cells[spread->n], site);
		if (site->owner == TERRITORY_NONE || !site->is_now)
			continue;
		runs[n_runs++] = (struct run){ at, site->owner };
		runs[n_runs++] = (struct run){ spread->n, site->owner };
	}
	count_owners(spread, runs, n_runs);
	talloc_free(runs);
}

/* ---- people ---- */

/* What is not known because there are no services is nothing. */
static double nothing_for(double supply, size_t services)
{
	return services ? supply : 0;
}

static void count_people(struct spread *spread)
{
	const struct territory *territory = spread->territory;
	struct cell *whole = &spread->cells[spread->n];

	for (size_t i = 0; i < spread->n; i++) {
		struct cell *cell = &spread->cells[i];
		size_t area = spread->level->areas[i];

		cell->people = territory_people_of(territory, area,
						   spread->kind->target);
		cell->inhabitants =
			territory_people_of(territory, area, TERRITORY_NONE);
		cell->need = territory_need_of(territory, area,
					       spread->kind->target);
		add(&whole->people, cell->people);
		add(&whole->inhabitants, cell->inhabitants);
		cell->supply = nothing_for(cell->supply, cell->services);
		cell->capacity = nothing_for(cell->capacity, cell->services);
		cell->supply_before =
			nothing_for(cell->supply_before, cell->before);
	}
	whole->supply = nothing_for(whole->supply, whole->services);
	whole->capacity = nothing_for(whole->capacity, whole->services);
	whole->supply_before = nothing_for(whole->supply_before, whole->before);
}

/* ---- rates ---- */

/* Of staff there are halves, and no count. */
static void put_rate(const struct territory *territory, struct cell *cell,
		     double supply)
{
	const struct project_territory *settings = territory->settings;
	struct rate rate;

	if (isnan(supply))
		return;
	rate = rate_of((uint64_t)llround(supply), cell->people, settings->per,
		       settings->confidence);
	if (settings->supply != SUPPLY_STAFF) {
		cell->low = rate.low;
		cell->high = rate.high;
	}
	if (cell->people > 0)
		cell->rate = supply / cell->people * settings->per;
	if (cell->inhabitants > 0)
		cell->rate_inhabitants =
			supply / cell->inhabitants * settings->per;
}

static void put_caution(const struct spread *spread, struct cell *cell)
{
	const struct territory *territory = spread->territory;

	if (!(cell->people > 0))
		cell->caution = "no_people";
	else if (!territory_knows(territory, spread->kind->target))
		cell->caution = "everybody";
	else if (cell->people < territory->settings->small)
		cell->caution = "small";
}

/* The whole's rate is of the territories whose people are known. */
static void put_rates(struct spread *spread)
{
	struct cell *whole = &spread->cells[spread->n];
	double known = 0;
	bool is_part = false;

	for (size_t i = 0; i < spread->n; i++) {
		struct cell *cell = &spread->cells[i];
		bool lacks = territory_is_part(spread->territory,
					       spread->level->areas[i],
					       spread->kind->target);

		put_rate(spread->territory, cell, cell->supply);
		put_caution(spread, cell);
		if (!cell->caution && lacks)
			cell->caution = "part";
		if (cell->people >= 0 && !isnan(cell->supply))
			known += cell->supply;
		is_part |= lacks || isnan(cell->people);
	}
	put_rate(spread->territory, whole, known);
	put_caution(spread, whole);
	if (!whole->caution && is_part)
		whole->caution = "part";
}

/* Share here over share everywhere: against all other services together. */
static void put_quotients(struct spread *spread, const struct spread *whole)
{
	double *counts = memory_array(spread, double, 2 * spread->n);
	struct location *location;

	for (size_t i = 0; i < spread->n; i++) {
		counts[2 * i] = spread->cells[i].supply;
		counts[2 * i + 1] =
			whole->cells[i].supply - spread->cells[i].supply;
	}
	location = location_of(spread, counts, spread->n, 2);
	for (size_t i = 0; i < spread->n; i++)
		spread->cells[i].quotient = location->quotients[2 * i];
	talloc_free(location);
	talloc_free(counts);
}

/* ---- need ---- */

static int compare_down(const void *a, const void *b)
{
	const double *first = a, *second = b;

	return (*first < *second) - (*first > *second);
}

/* How many of the N numbers, greatest first, are greater than NEED. */
static size_t count_above(const double *needs, size_t n, double need)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (needs[middle] > need)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Equal needs share the better rank. */
static void rank_needs(struct spread *spread)
{
	double *needs = memory_array(spread, double, spread->n);
	double high = spread->territory->settings->high;
	size_t n = 0;

	for (size_t i = 0; i < spread->n; i++)
		if (!isnan(spread->cells[i].need))
			needs[n++] = spread->cells[i].need;
	if (n)
		qsort(needs, n, sizeof *needs, compare_down);
	for (size_t i = 0; i < spread->n; i++) {
		struct cell *cell = &spread->cells[i];

		if (isnan(cell->need))
			continue;
		cell->need_rank = count_above(needs, n, cell->need) + 1;
		cell->is_high =
			cell->need > 0 &&
			(double)cell->need_rank <= ceil((double)n * high);
	}
	talloc_free(needs);
}

/* No supply is little supply, even where half of the territories have none. */
static void put_quadrants(struct spread *spread)
{
	double *needs = memory_array(spread, double, 2 * spread->n);
	double *rates = needs + spread->n;
	struct crosshair crosshair;

	for (size_t i = 0; i < spread->n; i++) {
		needs[i] = spread->cells[i].need;
		rates[i] = spread->cells[i].rate;
	}
	crosshair = crosshair_of(CROSSHAIR_MEDIAN, needs, rates, spread->n, 0);
	for (size_t i = 0; i < spread->n; i++)
		spread->cells[i].quadrant = quadrant_name(quadrant_of(
			needs[i], rates[i] > 0 ? rates[i] : -1, &crosshair));
	for (size_t i = 0; i < spread->n; i++)
		if (isnan(rates[i]))
			spread->cells[i].quadrant = NULL;
	talloc_free(needs);
}

struct spread *spread_of(const void *ctx, const struct territory *territory,
			 const struct level *level, const struct kind *kind,
			 const struct spread *whole)
{
	struct spread *spread = memory_new(ctx, struct spread);

	spread->territory = territory;
	spread->level = level;
	spread->kind = kind;
	spread->n = level->n;
	spread->cells = memory_array(spread, struct cell, level->n + 1);
	for (size_t i = 0; i <= level->n; i++)
		clear(&spread->cells[i]);
	count(spread);
	count_people(spread);
	put_rates(spread);
	put_quotients(spread, whole ? whole : spread);
	rank_needs(spread);
	put_quadrants(spread);
	return spread;
}
