/* Who reaches what: two-step floating catchment areas, and the nearest. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/inequality.h"
#include "pipeline/stat/reach.h"
#include "stages/territory.h"

#include <math.h>
#include <string.h>

/* What the identity may be off by: rounding of sums of doubles. */
#define IDENTITY_TOLERANCE 1e-9

/* One kind of service, and the people it is for. */
struct trip {
	const struct territory *territory;
	const struct level *level;
	const struct kind *kind;
	struct access_map map;
	size_t *sites;       /* by supply: which service */
	struct hit *nearest; /* by demand: its index among the supply */
};

static void put_demand(struct trip *trip)
{
	const struct level *level = trip->level;
	struct position *points = memory_array(trip, struct position, level->n);
	double *people = memory_array(trip, double, level->n);

	for (size_t i = 0; i < level->n; i++) {
		points[i] = trip->territory->areas[level->areas[i]].at;
		people[i] = territory_people_of(
			trip->territory, level->areas[i], trip->kind->target);
	}
	trip->map.demand = points;
	trip->map.population = people;
	trip->map.n_demand = level->n;
}

static void put_supply(struct trip *trip)
{
	const struct territory *territory = trip->territory;
	size_t n = territory->n_sites;
	struct position *points = memory_array(trip, struct position, n);
	double *capacity = memory_array(trip, double, n);

	trip->sites = memory_array(trip, size_t, n);
	for (size_t i = 0; i < n; i++) {
		const struct site *site = &territory->sites[i];
		double supply = territory_supply(territory, site);
		size_t at = trip->map.n_supply;

		if (!site->is_now || !kind_has(trip->kind, site) ||
		    !position_is_valid(site->at))
			continue;
		points[at] = site->at;
		capacity[at] = isnan(supply) ? 0 : supply;
		trip->sites[at] = i;
		trip->map.n_supply++;
	}
	trip->map.supply = points;
	trip->map.capacity = capacity;
}

static void find_nearest(struct trip *trip)
{
	struct reach *reach = reach_new(trip, trip->map.earth, trip->map.supply,
					trip->map.n_supply);
	struct hits scratch = { .ctx = trip };

	trip->nearest = memory_array(trip, struct hit, trip->map.n_demand);
	for (size_t i = 0; i < trip->map.n_demand; i++)
		trip->nearest[i] =
			reach_nearest(reach, trip->map.demand[i], &scratch);
	talloc_free(reach);
}

static struct trip *trip_of(const struct territory *territory,
			    const struct level *level, const struct kind *kind)
{
	struct trip *trip = memory_new(territory, struct trip);

	trip->territory = territory;
	trip->level = level;
	trip->kind = kind;
	trip->map.earth = EARTH_ELLIPSOID;
	put_demand(trip);
	put_supply(trip);
	find_nearest(trip);
	return trip;
}

/* ---- each territory ---- */

static const char *why_not(const struct trip *trip, size_t at)
{
	if (!position_is_valid(trip->map.demand[at]))
		return "no_place";
	if (!trip->map.n_supply)
		return "no_service";
	return trip->map.population[at] > 0 ? NULL : "no_people";
}

static void put_head(struct table_writer *writer, const struct trip *trip,
		     const struct access_decay *decay)
{
	table_writer_text(writer, kind_type(trip->territory, trip->kind));
	table_writer_text(writer, kind_target(trip->territory, trip->kind));
	table_writer_real(writer, decay->radius);
	table_writer_text(writer, territory_access_kinds[decay->kind]);
}

static int write_one(const struct trip *trip, const struct access_decay *decay,
		     const struct access *access, size_t at,
		     struct error *error)
{
	const struct territory *territory = trip->territory;
	struct table_writer *writer = territory->writers[TERRITORY_ACCESS];
	struct hit nearest = trip->nearest[at];

	table_writer_text(writer,
			  territory->areas[trip->level->areas[at]].code);
	put_head(writer, trip, decay);
	table_writer_real(writer, trip->map.population[at]);
	table_writer_real(writer, access->value[at] * territory->settings->per);
	table_writer_real(writer, nearest.km);
	table_writer_text(
		writer,
		isnan(nearest.km)
			? NULL
			: territory->sites[trip->sites[nearest.index]].id);
	table_writer_text(writer, why_not(trip, at));
	return table_writer_row(writer, error);
}

/* ---- all together ---- */

struct reached {
	size_t territories;
	double supply, unreached, people, beyond, km;
};

static struct reached reached_of(const struct trip *trip,
				 const struct access_decay *decay,
				 const struct access *access)
{
	struct reached all = { 0 };

	for (size_t j = 0; j < trip->map.n_supply; j++)
		if (access->ratio[j] > 0)
			all.supply += trip->map.capacity[j];
		else
			all.unreached += trip->map.capacity[j];
	for (size_t i = 0; i < trip->map.n_demand; i++) {
		double people = trip->map.population[i];
		double km = trip->nearest[i].km;

		if (!(people > 0) || !position_is_valid(trip->map.demand[i]))
			continue;
		all.territories++;
		all.people += people;
		all.km += people * km;
		all.beyond += isnan(km) || km > decay->radius ? people : 0;
	}
	return all;
}

static int check_identity(const struct trip *trip, double identity,
			  struct error *error)
{
	if (isnan(identity) || fabs(identity - 1) <= IDENTITY_TOLERANCE)
		return 0;
	return error_set(error, ERROR_FAILED, trip->territory->settings->where,
			 "report this: a fault of divario",
			 "access does not add up to the supply: off by %g",
			 identity - 1);
}

static int write_summary(const struct trip *trip,
			 const struct access_decay *decay,
			 const struct access *access, struct error *error)
{
	struct table_writer *writer =
		trip->territory->writers[TERRITORY_ACCESS_SUMMARY];
	struct reached all = reached_of(trip, decay, access);
	struct inequality spread = inequality_of(
		access->value, trip->map.population, trip->map.n_demand);
	double identity =
		all.supply > 0 ? access->reached / all.supply : (double)NAN;

	put_head(writer, trip, decay);
	table_writer_integer(writer, (int64_t)all.territories);
	table_writer_real(writer, all.people);
	table_writer_real(writer, all.supply);
	table_writer_real(writer, all.unreached);
	table_writer_real(writer, all.beyond);
	table_writer_real(writer, all.people > 0 ? all.beyond / all.people
						 : (double)NAN);
	table_writer_real(writer,
			  all.people > 0 ? all.km / all.people : (double)NAN);
	table_writer_real(writer,
			  access->mean * trip->territory->settings->per);
	table_writer_real(writer, spread.gini);
	table_writer_real(writer, identity);
	if (table_writer_row(writer, error) < 0)
		return -1;
	return check_identity(trip, identity, error);
}

/* ---- every radius and kind ---- */

static int write_decay(const struct trip *trip,
		       const struct access_decay *decay, struct error *error)
{
	struct access *access = access_of(trip, &trip->map, decay);
	int result = write_summary(trip, decay, access, error);

	for (size_t i = 0; i < trip->map.n_demand && result == 0; i++)
		if (trip->map.population[i] > 0)
			result = write_one(trip, decay, access, i, error);
	talloc_free(access);
	return result;
}

static int write_trip(const struct trip *trip, struct error *error)
{
	const struct project_territory *settings = trip->territory->settings;
	double *edges = memory_array(trip, double, settings->n_bands);

	for (size_t r = 0; r < settings->n_radii; r++) {
		for (size_t b = 0; b < settings->n_bands; b++)
			edges[b] = settings->bands[b] * settings->radii[r];
		for (size_t k = 0; k < settings->n_kinds; k++) {
			const struct access_decay decay = {
				.kind = settings->kinds[k],
				.radius = settings->radii[r],
				.bands = edges,
				.weights = settings->weights,
				.n_bands = settings->n_bands,
			};

			if (write_decay(trip, &decay, error) < 0)
				return -1;
		}
	}
	return 0;
}

/* The level that people start from: the lowest with a centre. */
static const struct level *find_level(const struct territory *territory)
{
	const char *asked = territory->settings->access_level;

	for (size_t i = 0; i < territory->n_levels; i++) {
		const struct level *level = &territory->levels[i];

		for (size_t j = 0; j < level->n; j++)
			if (asked ? !strcmp(asked, level->name)
				  : position_is_valid(
					    territory->areas[level->areas[j]]
						    .at))
				return level;
	}
	return NULL;
}

int territory_write_access(struct territory *territory, struct error *error)
{
	const struct level *level = find_level(territory);

	if (!level) {
		stage_warn(territory->context, territory->settings->where,
			   "no access is computed: no territory has a centre; "
			   "name 'boundaries', or add latitude and longitude "
			   "to the territory file");
		return 0;
	}
	for (size_t i = 0; i < territory->n_kinds; i++) {
		const struct kind *kind = &territory->kinds[i];
		struct trip *trip;
		int result;

		if (kind->type != TERRITORY_NONE &&
		    kind->target != TERRITORY_NONE)
			continue;
		trip = trip_of(territory, level, kind);
		result = write_trip(trip, error);
		talloc_free(trip);
		if (result < 0)
			return -1;
	}
	return 0;
}
