/*
 * Access on random maps: nothing is lost, measuring everyone gives the same,
 * and the order of the places does not matter.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/access.h"
#include "tests/support/near.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ROUNDS = 40, MOST = 120 };

static const double bands[] = { 5, 15, 30 }, band_weights[] = { 1, 0.5, 0.2 };

struct place_made {
	struct position position;
	double amount;
};

struct made {
	struct place_made demand[MOST], supply[MOST];
	size_t n_demand, n_supply;
};

static void draw_places(gsl_rng *rng, struct place_made *places, size_t n)
{
	for (size_t i = 0; i < n; i++)
		places[i] = (struct place_made){
			{ 45 + gsl_rng_uniform(rng), 9 + gsl_rng_uniform(rng) },
			(double)gsl_rng_uniform_int(rng, 5) * 100
		};
}

static void draw_map(gsl_rng *rng, struct made *made)
{
	made->n_demand = 1 + gsl_rng_uniform_int(rng, MOST);
	made->n_supply = 1 + gsl_rng_uniform_int(rng, MOST);
	draw_places(rng, made->demand, made->n_demand);
	draw_places(rng, made->supply, made->n_supply);
}

static struct access_decay decay_of(size_t round)
{
	struct access_decay out = { (enum access_kind)(round % 3), 20, bands,
				    band_weights, 3 };

	return out;
}

/* The map as access_of takes it, on CTX. */
static struct access_map *lay_out(const void *ctx, const struct made *made)
{
	struct access_map *out = memory_new(ctx, struct access_map);
	struct position *at =
		memory_array(out, struct position, 2 * (size_t)MOST);
	double *amounts = memory_array(out, double, 2 * (size_t)MOST);

	for (size_t i = 0; i < made->n_demand; i++) {
		at[i] = made->demand[i].position;
		amounts[i] = made->demand[i].amount;
	}
	for (size_t j = 0; j < made->n_supply; j++) {
		at[MOST + j] = made->supply[j].position;
		amounts[MOST + j] = made->supply[j].amount;
	}
	*out = (struct access_map){ EARTH_ELLIPSOID, at,
				    at + MOST,       amounts,
				    amounts + MOST,  made->n_demand,
				    made->n_supply };
	return out;
}

static double pair_weight(const struct access_map *map, size_t i, size_t j,
			  const struct access_decay *decay)
{
	return access_weight(decay, earth_distance(map->earth, map->demand[i],
						   map->supply[j]));
}

/* R_j by measuring everyone. */
static double plain_ratio(const struct access_map *map, size_t j,
			  const struct access_decay *decay)
{
	double people = 0;

	for (size_t i = 0; i < map->n_demand; i++)
		people += map->population[i] * pair_weight(map, i, j, decay);
	return people > 0 ? map->capacity[j] / people : 0;
}

static void check_map(const struct access_map *map,
		      const struct access_decay *decay)
{
	struct access *of = access_of(map, map, decay);
	double reachable = 0;

	for (size_t j = 0; j < map->n_supply; j++) {
		double ratio = plain_ratio(map, j, decay);

		assert_near(of->ratio[j], ratio, 1e-5 * ratio);
		if (ratio > 0)
			reachable += map->capacity[j];
	}
	for (size_t i = 0; i < map->n_demand; i++) {
		double value = 0;

		for (size_t j = 0; j < map->n_supply; j++)
			value += of->ratio[j] * pair_weight(map, i, j, decay);
		assert_near(of->value[i], value, 1e-5 * value + 1e-12);
	}
	assert_near(of->reached, reachable, 1e-9 * reachable);
}

static void nothing_is_lost(void **state)
{
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
	struct made made;

	(void)state;
	for (size_t round = 0; round < ROUNDS; round++) {
		struct access_decay decay = decay_of(round);
		struct access_map *map;

		draw_map(rng, &made);
		map = lay_out(NULL, &made);
		check_map(map, &decay);
		talloc_free(map);
	}
	gsl_rng_free(rng);
}

static void order_does_not_matter(void **state)
{
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
	struct made made;

	(void)state;
	for (size_t round = 0; round < ROUNDS; round++) {
		struct access_decay decay = decay_of(round);
		struct access_map *map;
		double before, nearest;

		draw_map(rng, &made);
		map = lay_out(NULL, &made);
		before = access_of(map, map, &decay)->mean;
		nearest = nearest_of(map, map, 20)->mean_of_people;
		talloc_free(map);
		gsl_ran_shuffle(rng, made.demand, made.n_demand,
				sizeof *made.demand);
		gsl_ran_shuffle(rng, made.supply, made.n_supply,
				sizeof *made.supply);
		map = lay_out(NULL, &made);
		assert_near(access_of(map, map, &decay)->mean, before, 1e-9);
		assert_near(nearest_of(map, map, 20)->mean_of_people, nearest,
			    1e-9);
		talloc_free(map);
	}
	gsl_rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(order_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
