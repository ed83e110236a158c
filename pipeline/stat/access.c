#include "pipeline/stat/access.h"

#include "pipeline/core/memory.h"

#include <math.h>

double access_weight(const struct access_decay *decay, double km)
{
	double least = exp(-0.5), r = km / decay->radius;

	if (decay->kind == ACCESS_BANDED) {
		for (size_t b = 0; b < decay->n_bands; b++)
			if (km <= decay->bands[b])
				return decay->weights[b];
		return 0;
	}
	if (!(km <= decay->radius))
		return 0;
	return decay->kind == ACCESS_BINARY
		       ? 1
		       : (exp(-r * r / 2) - least) / (1 - least);
}

static double at_least_0(double number)
{
	return number > 0 ? number : 0;
}

static double furthest(const struct access_decay *decay)
{
	if (decay->kind != ACCESS_BANDED)
		return decay->radius;
	return decay->n_bands > 0 ? decay->bands[decay->n_bands - 1] : -1;
}

/* One pass over all pairs in reach; both steps are this, the other way round:
 * TO_SUPPLY adds each place's people to its services, else the services' ratios
 * to each place. */
static void pass(struct access *out, const struct access_map *map,
		 const struct access_decay *decay, const struct reach *reach,
		 bool to_supply)
{
	struct hits hits = { .ctx = reach };

	for (size_t i = 0; i < map->n_demand; i++) {
		double people = at_least_0(map->population[i]);

		reach_within(reach, map->demand[i], furthest(decay), &hits);
		for (size_t h = 0; h < hits.n; h++) {
			size_t j = hits.hits[h].index;
			double w = access_weight(decay, hits.hits[h].km);

			if (to_supply)
				out->ratio[j] += w * people;
			else
				out->value[i] += w * out->ratio[j];
		}
	}
}

static void add_up(struct access *out, const struct access_map *map)
{
	for (size_t i = 0; i < map->n_demand; i++) {
		double people = at_least_0(map->population[i]);

		if (!position_is_valid(map->demand[i])) {
			out->value[i] = (double)NAN;
			continue;
		}
		out->population += people;
		out->reached += out->value[i] * people;
	}
	out->mean = out->population > 0 ? out->reached / out->population
					: (double)NAN;
}

struct access *access_of(const void *ctx, const struct access_map *map,
			 const struct access_decay *decay)
{
	struct access *out = memory_new(ctx, struct access);
	struct reach *reach =
		reach_new(out, map->earth, map->supply, map->n_supply);

	out->ratio = memory_array(out, double, map->n_supply);
	out->value = memory_array(out, double, map->n_demand);
	pass(out, map, decay, reach, true);
	for (size_t j = 0; j < map->n_supply; j++)
		if (out->ratio[j] > 0)
			out->ratio[j] =
				at_least_0(map->capacity[j]) / out->ratio[j];
	pass(out, map, decay, reach, false);
	add_up(out, map);
	talloc_free(reach);
	return out;
}

/* Services that have something to give. */
static struct reach *reach_of_supply(const void *ctx,
				     const struct access_map *map)
{
	struct position *open =
		memory_array(ctx, struct position, map->n_supply);
	struct reach *reach;
	size_t n = 0;

	for (size_t j = 0; j < map->n_supply; j++)
		if (map->capacity[j] > 0)
			open[n++] = map->supply[j];
	reach = reach_new(ctx, map->earth, open, n);
	talloc_free(open);
	return reach;
}

struct nearest *nearest_of(const void *ctx, const struct access_map *map,
			   double radius)
{
	struct nearest *out = memory_new(ctx, struct nearest);
	struct reach *reach = reach_of_supply(out, map);
	struct hits scratch = { .ctx = reach };
	double km = 0, people_km = 0, people = 0, within = 0;
	size_t n = 0;

	out->km = memory_array(out, double, map->n_demand);
	for (size_t i = 0; i < map->n_demand; i++) {
		double here = at_least_0(map->population[i]);

		out->km[i] = reach_nearest(reach, map->demand[i], &scratch).km;
		if (isnan(out->km[i]))
			continue;
		n++;
		km += out->km[i];
		people += here;
		people_km += here * out->km[i];
		if (out->km[i] <= radius)
			within += here;
	}
	out->mean = n > 0 ? km / (double)n : (double)NAN;
	out->mean_of_people = people > 0 ? people_km / people : (double)NAN;
	out->share_within = people > 0 ? within / people : (double)NAN;
	out->population_beyond = people - within;
	talloc_free(reach);
	return out;
}
