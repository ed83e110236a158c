#include "pipeline/core/memory.h"
#include "pipeline/stat/access.h"
#include "pipeline/stat/moran.h"
#include "tests/truth/methods.h"

#include <math.h>

enum { PERMUTATIONS = 49999, SEED = 42 };

/* The second data file lists who is next to whom, by 1-based row numbers. */
static int read_links(const struct truth_case *c, struct link **links,
		      size_t *n, struct error *error)
{
	const struct dataset *file = c->n_data > 1 ? c->data[1] : NULL;
	double *from = file ? dataset_numbers(c, file, "i") : NULL;
	double *to = file ? dataset_numbers(c, file, "j") : NULL;

	if (!from || !to)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "no second data file with columns i and j");
	*n = file->n_rows;
	*links = memory_array(c, struct link, *n);
	for (size_t l = 0; l < *n; l++)
		if (from[l] >= 1 && to[l] >= 1)
			(*links)[l] = (struct link){ (size_t)from[l] - 1,
						     (size_t)to[l] - 1, 1 };
	return 0;
}

static void put_tests(struct results *results, const char *prefix,
		      const struct neighbours *neighbours, const double *x)
{
	struct autocorrelation moran = moran_of(neighbours, x);
	struct autocorrelation geary = geary_of(neighbours, x);

	results_put(results, moran.value, "%s.moran_I", prefix);
	results_put(results, moran.expected, "%s.moran_E", prefix);
	results_put(results, moran.variance_random, "%s.moran_var_rand",
		    prefix);
	results_put(results, moran.z_random, "%s.moran_z_rand", prefix);
	results_put(results, moran.p_random, "%s.moran_p_rand", prefix);
	results_put(results, moran.variance_normal, "%s.moran_var_norm",
		    prefix);
	results_put(results, moran.z_normal, "%s.moran_z_norm", prefix);
	results_put(results, geary.value, "%s.geary_C", prefix);
	results_put(results, geary.variance_random, "%s.geary_var_rand",
		    prefix);
	results_put(results, geary.z_random, "%s.geary_z_rand", prefix);
	results_put(results, moran_permuted(neighbours, x, PERMUTATIONS, SEED),
		    "%s.moran_p_perm", prefix);
}

/* An island has no quadrant here; spdep gives it a lag of 0, which is high. */
static double quadrant(const double *x, size_t n, size_t i,
		       enum moran_quadrant of)
{
	double mean = 0;

	for (size_t j = 0; j < n; j++)
		mean += x[j] / (double)n;
	if (of == MORAN_NONE)
		return x[i] >= mean ? MORAN_HIGH_HIGH : MORAN_LOW_HIGH;
	return of;
}

static void put_local(const struct truth_case *c, struct results *results,
		      const char *prefix, const struct neighbours *neighbours,
		      const double *x)
{
	const struct moran_local *local =
		moran_local(c, neighbours, x, 0, SEED);

	for (size_t i = 0; i < neighbours->n; i++) {
		results_put(results, local[i].value, "%s.local_I.%zu", prefix,
			    i + 1);
		results_put(results,
			    quadrant(x, neighbours->n, i, local[i].quadrant),
			    "%s.lisa_quadrant.%zu", prefix, i + 1);
	}
}

int method_spatial_autocorrelation(const struct truth_case *c,
				   struct results *results, struct error *error)
{
	size_t n_names, n_links = 0, n;
	const char **names = truth_names(c, "vars", &n_names);
	struct neighbours *rows, *binary;
	struct link *links = NULL;

	if (read_links(c, &links, &n_links, error) < 0)
		return -1;
	n = c->data[0]->n_rows;
	rows = neighbours_new(c, n, links, n_links, WEIGHTS_ROWS);
	binary = neighbours_new(c, n, links, n_links, WEIGHTS_BINARY);
	results_put(results, (double)rows->n_links, "n_links");
	for (size_t v = 0; v < n_names; v++) {
		char *by_rows = memory_format(c, "%s.W", names[v]);
		double *x;

		if (method_column(c, names[v], &x, error) < 0)
			return -1;
		put_tests(results, by_rows, rows, x);
		put_tests(results, memory_format(c, "%s.B", names[v]), binary,
			  x);
		put_local(c, results, by_rows, rows, x);
	}
	return 0;
}

/* Where the rows of a data file are, and their column AMOUNT. */
static int read_places(const struct truth_case *c, size_t file,
		       const char *amount, struct position **positions,
		       double **amounts, struct error *error)
{
	const struct dataset *rows = c->n_data > file ? c->data[file] : NULL;
	double *latitude = rows ? dataset_numbers(c, rows, "lat") : NULL;
	double *longitude = rows ? dataset_numbers(c, rows, "lon") : NULL;

	*amounts = rows ? dataset_numbers(c, rows, amount) : NULL;
	if (!latitude || !longitude || !*amounts)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "data file %zu lacks lat, lon or %s", file + 1,
				 amount);
	*positions = memory_array(c, struct position, rows->n_rows);
	for (size_t i = 0; i < rows->n_rows; i++)
		(*positions)[i] =
			(struct position){ latitude[i], longitude[i] };
	return 0;
}

static double *read_numbers(const struct truth_case *c, const char *key,
			    size_t *n)
{
	const json_t *list = json_object_get(c->params, key);
	double *out;

	*n = json_array_size(list);
	out = memory_array(c, double, *n);
	for (size_t i = 0; i < *n; i++)
		out[i] = json_number_value(json_array_get(list, i));
	return out;
}

static void put_access(const struct truth_case *c, struct results *results,
		       const char *name, const struct access_map *map,
		       const struct access_decay *decay)
{
	const struct access *of = access_of(c, map, decay);
	long places = dataset_column(c->data[0], "id");
	long services = dataset_column(c->data[1], "id");

	for (size_t j = 0; services >= 0 && j < map->n_supply; j++)
		results_put(results, of->ratio[j], "%s.R.%s", name,
			    dataset_text(c->data[1], j, services));
	for (size_t i = 0; places >= 0 && i < map->n_demand; i++)
		results_put(results, of->value[i], "%s.A.%s", name,
			    dataset_text(c->data[0], i, places));
	results_put(results, of->mean, "%s.pop_weighted_mean", name);
}

int method_2sfca(const struct truth_case *c, struct results *results,
		 struct error *error)
{
	struct access_map map = { .earth = EARTH_SPHERE };
	struct access_decay decay = { .radius =
					      truth_number(c, "radius_km", 0) };
	const struct nearest *nearest;
	struct position *demand, *supply;
	double *population, *capacity;
	size_t n_weights;

	if (read_places(c, 0, "population", &demand, &population, error) < 0 ||
	    read_places(c, 1, "supply", &supply, &capacity, error) < 0)
		return -1;
	map.demand = demand;
	map.population = population;
	map.n_demand = c->data[0]->n_rows;
	map.supply = supply;
	map.capacity = capacity;
	map.n_supply = c->data[1]->n_rows;
	put_access(c, results, "binary", &map, &decay);
	decay.kind = ACCESS_GAUSSIAN;
	put_access(c, results, "gauss", &map, &decay);
	decay.kind = ACCESS_BANDED;
	decay.bands = read_numbers(c, "bands_km", &decay.n_bands);
	decay.weights = read_numbers(c, "band_weights", &n_weights);
	if (n_weights == decay.n_bands)
		put_access(c, results, "banded", &map, &decay);
	nearest = nearest_of(c, &map, decay.radius);
	results_put(results, nearest->mean, "mean_nearest_km");
	results_put(results, nearest->mean_of_people, "popw_nearest_km");
	results_put(results, 100 * nearest->share_within,
		    "pct_pop_within_radius");
	return 0;
}
