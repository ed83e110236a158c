#include "pipeline/core/memory.h"
#include "pipeline/stat/hclust.h"
#include "pipeline/stat/kmeans.h"
#include "pipeline/stat/pam.h"
#include "pipeline/stat/partition.h"
#include "tests/truth/methods.h"
#include "tests/truth/survey_case.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { STARTS = 300, SEED = 1, SHOWN = 8, HEIGHTS = 10 };

/* The complete rows of the columns "cols", standardised if "zscore". */
struct table {
	double *x;
	size_t n, p;
};

static int read_table(const struct truth_case *c, struct table *table,
		      struct error *error)
{
	const char **names = truth_names(c, "cols", &table->p);
	size_t rows = c->data[0]->n_rows;

	table->x = memory_array(c, double, rows * table->p);
	for (size_t v = 0; v < table->p; v++) {
		double *values;

		if (method_column(c, names[v], &values, error) < 0)
			return -1;
		for (size_t i = 0; i < rows; i++)
			table->x[i * table->p + v] = values[i];
	}
	table->n = complete_rows(table->x, rows, table->p, NULL);
	if (json_is_true(json_object_get(c->params, "zscore")))
		standardise_columns(table->x, table->n, table->p);
	return 0;
}

/* The numbers of groups asked for; 0 for what is no positive number. */
static size_t *read_ks(const struct truth_case *c, size_t *n)
{
	const json_t *ks = json_object_get(c->params, "ks");
	size_t *out;

	*n = json_is_array(ks) ? json_array_size(ks) : json_is_number(ks);
	out = memory_array(c, size_t, *n);
	for (size_t i = 0; i < *n; i++) {
		double k = json_number_value(
			json_is_array(ks) ? json_array_get(ks, i) : ks);

		out[i] = k > 0 ? (size_t)k : 0;
	}
	return out;
}

static int descending(const void *first, const void *second)
{
	const size_t *a = first;
	const size_t *b = second;

	return (*a < *b) - (*a > *b);
}

static void put_sizes(const struct truth_case *c, struct results *results,
		      const char *prefix, const size_t *labels, size_t n,
		      size_t k)
{
	size_t *sizes = memory_array(c, size_t, k);

	for (size_t i = 0; i < n; i++)
		sizes[labels[i]]++;
	qsort(sizes, k, sizeof *sizes, descending);
	for (size_t g = 0; g < k; g++)
		results_put(results, (double)sizes[g], "%s.sizes_desc.%zu",
			    prefix, g + 1);
}

int method_kmeans(const struct truth_case *c, struct results *results,
		  struct error *error)
{
	struct table table;
	struct distances *distances;
	size_t n_ks, *ks = read_ks(c, &n_ks);

	if (read_table(c, &table, error) < 0)
		return -1;
	distances = distances_euclid(c, table.x, table.n, table.p);
	results_put(results, (double)table.n, "n");
	for (size_t i = 0; i < n_ks; i++) {
		struct kmeans *km = kmeans(c, table.x, table.n, table.p, ks[i],
					   STARTS, SEED);
		char *prefix = memory_format(c, "k%zu", ks[i]);

		if (!km)
			continue;
		results_solution(results, memory_format(c, "%s.", prefix),
				 "sse");
		results_put(results, km->sse, "%s.sse", prefix);
		results_put(results, 1 - km->sse / km->total,
			    "%s.between_ratio", prefix);
		results_put(results, kmeans_calinski_harabasz(km),
			    "%s.calinski_harabasz", prefix);
		results_put(results,
			    silhouette(distances, km->labels, ks[i], NULL),
			    "%s.silhouette", prefix);
		put_sizes(c, results, prefix, km->labels, km->n, ks[i]);
	}
	return 0;
}

static void put_distances(struct results *results,
			  const struct distances *distances)
{
	size_t n = distances->n;
	double sum = 0, most = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			sum += distances->values[i * n + j];
			most = fmax(most, distances->values[i * n + j]);
		}
	results_put(results, (double)n, "n");
	results_put(results, sum, "dist.sum");
	results_put(results, sum / ((double)n * ((double)n - 1) / 2),
		    "dist.mean");
	results_put(results, most, "dist.max");
	for (size_t j = 1; j < n && j < SHOWN; j++)
		results_put(results, distances->values[j], "dist[1,%zu]",
			    j + 1);
}

static void put_medoids(const struct truth_case *c, struct results *results,
			const struct distances *distances)
{
	size_t n_ks, *ks = read_ks(c, &n_ks);

	put_distances(results, distances);
	for (size_t i = 0; i < n_ks; i++) {
		struct pam *found = pam(c, distances, ks[i]);

		if (!found)
			continue;
		results_put(results, found->objective, "pam_k%zu.objective",
			    ks[i]);
		results_put(results, found->build_objective,
			    "pam_k%zu.build_objective", ks[i]);
		results_put(results,
			    silhouette(distances, found->labels, ks[i], NULL),
			    "pam_k%zu.silhouette", ks[i]);
		for (size_t m = 0; m < ks[i]; m++)
			results_put(results, (double)found->medoids[m] + 1,
				    "pam_k%zu.medoid.%zu", ks[i], m + 1);
	}
}

int method_pam(const struct truth_case *c, struct results *results,
	       struct error *error)
{
	struct table table;

	if (read_table(c, &table, error) < 0)
		return -1;
	put_medoids(c, results, distances_euclid(c, table.x, table.n, table.p));
	return 0;
}

/* Whether the parameter types.KEY, a name or a list, holds NAME. */
static bool has_type(const struct truth_case *c, const char *key,
		     const char *name)
{
	const json_t *list =
		json_object_get(json_object_get(c->params, "types"), key);
	const char *text = json_string_value(list);

	if (text)
		return strcmp(text, name) == 0;
	for (size_t i = 0; i < json_array_size(list); i++) {
		text = json_string_value(json_array_get(list, i));
		if (text && strcmp(text, name) == 0)
			return true;
	}
	return false;
}

/* Numbers; for a column of words their codes. */
static int read_variable(const struct truth_case *c, const char *name,
			 struct gower_variable *variable, struct error *error)
{
	const struct levels *levels = column_levels(c, name);
	double *values;
	bool is_text = false;

	if (method_column(c, name, &values, error) < 0)
		return -1;
	for (size_t i = 0; i < c->data[0]->n_rows; i++)
		is_text = is_text ||
			  (isnan(values[i]) && levels->codes[i] != SIZE_MAX);
	for (size_t i = 0; is_text && i < c->data[0]->n_rows; i++)
		values[i] = levels->codes[i] == SIZE_MAX
				    ? (double)NAN
				    : (double)levels->codes[i];
	variable->values = values;
	variable->type = is_text ? GOWER_NOMINAL : GOWER_INTERVAL;
	if (has_type(c, "asymm", name))
		variable->type = GOWER_ASYMMETRIC;
	else if (has_type(c, "ordinal", name))
		variable->type = GOWER_ORDINAL;
	else if (has_type(c, "nominal", name) || has_type(c, "symm", name))
		variable->type = GOWER_NOMINAL;
	return 0;
}

int method_pam_gower(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	size_t p;
	const char **names = truth_names(c, "cols", &p);
	struct gower_variable *variables =
		memory_array(c, struct gower_variable, p);

	for (size_t v = 0; v < p; v++)
		if (read_variable(c, names[v], &variables[v], error) < 0)
			return -1;
	put_medoids(c, results,
		    distances_gower(c, variables, p, c->data[0]->n_rows));
	return 0;
}

static void put_tree(const struct truth_case *c, struct results *results,
		     const char *name, const struct distances *distances,
		     const struct hclust *tree)
{
	size_t n_ks, *ks = read_ks(c, &n_ks);
	size_t *labels = memory_array(c, size_t, tree->n);
	double sum = 0;

	for (size_t i = 0; i + 1 < tree->n; i++) {
		size_t from_top = tree->n - 1 - i;

		sum += tree->merges[i].height;
		if (from_top <= HEIGHTS)
			results_put(results, tree->merges[i].height,
				    "%s.top_height.%zu", name, from_top);
	}
	results_put(results, sum, "%s.sum_height", name);
	results_put(results, hclust_cophenetic(tree, distances),
		    "%s.cophenetic_r", name);
	for (size_t i = 0; i < n_ks; i++) {
		char *prefix = memory_format(c, "%s.k%zu", name, ks[i]);

		if (ks[i] == 0 || ks[i] > tree->n)
			continue;
		hclust_cut(tree, ks[i], labels);
		put_sizes(c, results, prefix, labels, tree->n, ks[i]);
		results_put(results, silhouette(distances, labels, ks[i], NULL),
			    "%s.silhouette", prefix);
	}
}

int method_hclust(const struct truth_case *c, struct results *results,
		  struct error *error)
{
	static const struct {
		const char *name;
		enum hclust_linkage linkage;
	} linkages[] = { { "ward.D2", HCLUST_WARD },
			 { "average", HCLUST_AVERAGE },
			 { "complete", HCLUST_COMPLETE },
			 { "single", HCLUST_SINGLE } };
	struct table table;
	struct distances *distances;

	if (read_table(c, &table, error) < 0)
		return -1;
	distances = distances_euclid(c, table.x, table.n, table.p);
	for (size_t i = 0; i < sizeof linkages / sizeof *linkages; i++) {
		struct hclust *tree = hclust(c, distances, linkages[i].linkage);

		if (tree)
			put_tree(c, results, linkages[i].name, distances, tree);
	}
	return 0;
}
