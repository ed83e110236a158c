#include "pipeline/core/memory.h"
#include "pipeline/stat/network.h"
#include "pipeline/stat/overlap.h"
#include "tests/truth/columns.h"
#include "tests/truth/methods.h"

#include <string.h>

enum { RUNS = 200, SEED = 7 };

static int read_ties(const struct truth_case *c, struct factor_codes *nodes,
		     struct ties *ties, struct error *error)
{
	static const char *ends[] = { "from", "to" };
	bool is_weighted = json_is_true(json_object_get(c->params, "weighted"));
	double *weights = NULL;
	struct tie *out;

	if (method_codes(c, ends, 2, BY_BYTES, nodes, error) < 0 ||
	    (is_weighted && method_column(c, "weight", &weights, error) < 0))
		return -1;
	out = memory_array(c, struct tie, nodes->n_rows);
	for (size_t t = 0; t < nodes->n_rows; t++)
		out[t] = (struct tie){ nodes->codes[2 * t],
				       nodes->codes[2 * t + 1],
				       weights ? weights[t] : 1 };
	*ties = (struct ties){ nodes->n_levels, nodes->n_rows, out };
	return 0;
}

static void put_network(struct results *results, const struct network *of)
{
	results_put(results, (double)of->n_nodes, "n");
	results_put(results, (double)of->n_ties, "m");
	results_put(results, of->density, "density");
	results_put(results, of->transitivity, "transitivity");
	results_put(results, of->clustering, "avg_local_clustering");
	results_put(results, (double)of->n_components, "components");
	results_put(results, of->assortativity, "assortativity_degree");
	results_put(results, of->diameter, "diameter");
	results_put(results, of->mean_distance, "mean_distance");
	results_put(results, of->eigenvalue, "eigenvalue");
	results_put(results, (double)of->n_cuts, "n_articulation");
	results_put(results, (double)of->n_bridges, "n_bridges");
}

static void put_node(struct results *results, const char *name,
		     const struct network_node *of)
{
	results_put(results, (double)of->degree, "degree.%s", name);
	results_put(results, of->strength, "strength.%s", name);
	results_put(results, of->betweenness, "betweenness.%s", name);
	results_put(results, of->closeness, "closeness.%s", name);
	results_put(results, of->eigenvector, "eigenvector.%s", name);
	results_put(results, of->page_rank, "pagerank.%s", name);
	results_put(results, (double)of->coreness, "coreness.%s", name);
}

/* The number the case gives to the community of NAME; 0 = none. */
static size_t given_community(const struct truth_case *c, const char *name)
{
	for (size_t e = 0; e < c->n_expected; e++) {
		const char *id = c->expected[e].id;

		if (strncmp(id, "partition.", 10) == 0 &&
		    strcmp(id + 10, name) == 0)
			return (size_t)c->expected[e].value;
	}
	return 0;
}

/* Numbers of communities mean nothing: those found are called as the case calls
 * the community of their first node. */
static void put_partition(const struct truth_case *c, struct results *results,
			  const struct factor_codes *nodes,
			  const struct communities *found)
{
	size_t *names = memory_array(c, size_t, found->n);

	for (size_t i = 0; i < nodes->n_levels; i++) {
		size_t *name = names + found->of[i];

		if (*name == 0)
			*name = given_community(c, nodes->levels[i]);
		results_put(results, (double)*name, "partition.%s",
			    nodes->levels[i]);
	}
}

int method_network(const struct truth_case *c, struct results *results,
		   struct error *error)
{
	struct factor_codes nodes;
	struct communities *best;
	struct network *network;
	struct ties ties;
	size_t *given;

	if (read_ties(c, &nodes, &ties, error) < 0)
		return -1;
	network = network_of(c, &ties);
	best = communities_louvain(c, &ties, RUNS, SEED);
	given = memory_array(c, size_t, nodes.n_levels);
	put_network(results, network);
	for (size_t i = 0; i < nodes.n_levels; i++) {
		put_node(results, nodes.levels[i], &network->nodes[i]);
		given[i] = given_community(c, nodes.levels[i]);
	}
	put_partition(c, results, &nodes, communities_greedy(c, &ties));
	results_put(results, communities_modularity(&ties, given),
		    "partition_modularity");
	results_put(results, best->modularity, "louvain_best_modularity");
	results_put(results, best->modularity, "max_modularity");
	results_put(results, best->modularity, "optimal_modularity");
	return 0;
}

/* Who (column a) holds what (column b). */
struct two_mode {
	struct factor_codes a, b;
	struct cover_sets *sets;
};

static int read_two_mode(const struct truth_case *c, struct two_mode *of,
			 struct error *error)
{
	const char *a = truth_text(c, "a", ""), *b = truth_text(c, "b", "");

	if (method_codes(c, &a, 1, BY_BYTES, &of->a, error) < 0 ||
	    method_codes(c, &b, 1, BY_BYTES, &of->b, error) < 0)
		return -1;
	of->sets = cover_sets_new(c, of->a.n_levels, of->b.n_levels);
	for (size_t i = 0; i < of->a.n_rows; i++)
		if (of->a.codes[i] < of->a.n_levels &&
		    of->b.codes[i] < of->b.n_levels)
			cover_put(of->sets, of->a.codes[i], of->b.codes[i]);
	return 0;
}

static void put_pairs(const struct truth_case *c, struct results *results,
		      const struct two_mode *of)
{
	const double *newman = overlap_newman(c, of->sets);
	size_t n = of->a.n_levels;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			struct overlap pair = overlap_of(of->sets, i, j);
			char *names = memory_format(
				c, "[%s,%s]", of->a.levels[i], of->a.levels[j]);

			results_put(results, (double)pair.shared, "cooc%s",
				    names);
			results_put(results, pair.jaccard, "jaccard%s", names);
			results_put(results, pair.coefficient, "overlap%s",
				    names);
			results_put(results, pair.cosine, "cosine%s", names);
			results_put(results, newman[i * n + j], "newman%s",
				    names);
		}
}

static void put_projection(const struct truth_case *c, struct results *results,
			   const struct two_mode *of)
{
	const struct network *network =
		network_of(c, overlap_ties(c, of->sets));

	for (size_t i = 0; i < of->a.n_levels; i++) {
		const struct network_node *node = network->nodes + i;
		const char *name = of->a.levels[i];

		results_put(results, (double)node->degree, "proj_degree.%s",
			    name);
		results_put(results, node->strength, "proj_strength.%s", name);
		results_put(results, node->betweenness, "proj_betweenness.%s",
			    name);
		results_put(results, node->closeness, "proj_closeness.%s",
			    name);
		results_put(results, node->eigenvector, "proj_eigenvector.%s",
			    name);
	}
}

static void put_two_mode(const struct truth_case *c, struct results *results,
			 const struct two_mode *of)
{
	const struct network *network =
		network_of(c, overlap_two_mode(c, of->sets));
	size_t n_a = of->a.n_levels, n_b = of->b.n_levels;

	for (size_t i = 0; i < n_a + n_b; i++) {
		const char *side = i < n_a ? "a" : "b";
		const char *name =
			i < n_a ? of->a.levels[i] : of->b.levels[i - n_a];

		results_put(results, (double)network->nodes[i].degree,
			    "deg_%s.%s", side, name);
		results_put(results, network->nodes[i].betweenness,
			    "bip_betweenness_%s.%s", side, name);
	}
	results_put(results, (double)network->n_ties / (double)(n_a * n_b),
		    "density");
}

int method_bipartite(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	struct two_mode of;

	if (read_two_mode(c, &of, error) < 0)
		return -1;
	put_two_mode(c, results, &of);
	put_pairs(c, results, &of);
	put_projection(c, results, &of);
	return 0;
}
