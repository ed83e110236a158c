#include "pipeline/core/memory.h"
#include "pipeline/stat/geodesy.h"
#include "pipeline/stat/inequality.h"
#include "pipeline/stat/location.h"
#include "tests/truth/columns.h"
#include "tests/truth/groups.h"
#include "tests/truth/methods.h"

#include <math.h>

/* Rows of an inequality case: those where values and weights are above 0. */
struct rows {
	double *values, *weights; /* weights: NULL without */
	size_t *groups, n_groups; /* NULL without */
	size_t n;
};

static int read_rows(const struct truth_case *c, struct rows *rows,
		     struct error *error)
{
	const char *weight = truth_text(c, "w", NULL);
	const char *group = truth_text(c, "group", NULL);
	struct groups groups = { 0 };
	size_t kept = 0;

	if (method_column(c, truth_text(c, "x", ""), &rows->values, error) <
		    0 ||
	    (weight && method_column(c, weight, &rows->weights, error) < 0) ||
	    (group && groups_read(c, group, "levels", &groups, error) < 0))
		return -1;
	for (size_t i = 0; i < c->data[0]->n_rows; i++) {
		if (!(rows->values[i] > 0) ||
		    (weight && !(rows->weights[i] > 0)))
			continue;
		rows->values[kept] = rows->values[i];
		if (weight)
			rows->weights[kept] = rows->weights[i];
		if (group)
			groups.of_row[kept] = groups.of_row[i];
		kept++;
	}
	rows->n = kept;
	rows->groups = groups.of_row;
	rows->n_groups = groups.k;
	return 0;
}

static void put_lorenz(const struct truth_case *c, struct results *results,
		       const struct rows *rows)
{
	static const int percents[] = { 10, 25, 50, 75, 90 };
	const struct lorenz *lorenz = lorenz_of(c, rows->values, NULL, rows->n);

	for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
		results_put(results, lorenz_at(lorenz, percents[i] / 100.0),
			    "lorenz_%02d", percents[i]);
	results_put(results, 1 - lorenz_at(lorenz, 0.9),
		    "palma_like_top10_share");
}

static void put_weighted(struct results *results, const struct rows *rows)
{
	struct inequality of =
		inequality_of(rows->values, rows->weights, rows->n);

	results_put(results, of.gini, "gini_w");
	results_put(results, of.gini, "gini_w_laeken");
	results_put(results, of.mean, "mean_w");
	results_put(results, of.theil_t, "theil_T_w");
	results_put(results, of.theil_l, "theil_L_w");
}

static void put_groups(struct results *results, const struct rows *rows)
{
	struct theil_split split =
		theil_split_of(rows->values, rows->weights, rows->groups,
			       rows->n, rows->n_groups);

	results_put(results, split.between, "theil_between");
	results_put(results, split.within, "theil_within");
}

int method_inequality(const struct truth_case *c, struct results *results,
		      struct error *error)
{
	struct rows rows = { 0 };
	struct inequality of;
	struct concentration shares;

	if (read_rows(c, &rows, error) < 0)
		return -1;
	of = inequality_of(rows.values, NULL, rows.n);
	shares = concentration_of(rows.values, rows.n);
	results_put(results, (double)of.n, "n");
	results_put(results, of.gini, "gini");
	results_put(results, of.gini_corrected, "gini_bc");
	results_put(results, of.theil_t, "theil_T");
	results_put(results, of.theil_l, "theil_L");
	results_put(results, of.atkinson_half, "atkinson_0.5");
	results_put(results, of.atkinson_one, "atkinson_1");
	results_put(results, of.cv, "cv");
	results_put(results, of.hoover, "hoover");
	results_put(results, shares.hhi, "hhi");
	results_put(results, shares.hhi_normalised, "hhi_norm");
	results_put(results, shares.shannon, "shannon");
	put_lorenz(c, results, &rows);
	if (rows.weights)
		put_weighted(results, &rows);
	if (rows.groups)
		put_groups(results, &rows);
	return 0;
}

int method_location_quotient(const struct truth_case *c,
			     struct results *results, struct error *error)
{
	const char *region = truth_text(c, "region", "");
	long names = c->n_data > 0 ? dataset_column(c->data[0], region) : -1;
	const struct location *of;
	const char **services;
	double *counts;
	size_t k;

	services = truth_names(c, "sectors", &k);
	if (names < 0)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "the data have no column '%s'", region);
	if (method_columns(c, services, k, &counts, error) < 0)
		return -1;
	of = location_of(c, counts, c->data[0]->n_rows, k);
	for (size_t r = 0; r < of->n_territories; r++) {
		const char *name = dataset_text(c->data[0], r, names);

		for (size_t s = 0; s < k; s++)
			results_put(results, of->quotients[r * k + s],
				    "lq[%s,%s]", name, services[s]);
		results_put(results, of->hhi[r], "hhi_region.%s", name);
		results_put(results, of->krugman[r], "krugman.%s", name);
	}
	for (size_t s = 0; s < k; s++)
		results_put(results, of->hoover[s], "locational_gini_hoover.%s",
			    services[s]);
	results_put(results, of->information, "theil_H_mutual_info");
	return 0;
}

int method_haversine(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	static const char *names[] = { "lat1", "lon1", "lat2", "lon2" };
	double radius = truth_number(c, "R", EARTH_RADIUS_KM);
	double *at;

	if (method_columns(c, names, 4, &at, error) < 0)
		return -1;
	for (size_t i = 0; i < c->data[0]->n_rows; i++, at += 4) {
		struct position a = { at[0], at[1] }, b = { at[2], at[3] };

		results_put(results, sphere_distance(a, b, radius), "row%zu.km",
			    i + 1);
		results_put(results, sphere_distance(a, b, 6371),
			    "row%zu.km6371", i + 1);
	}
	return 0;
}
