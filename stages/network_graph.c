/* The ties between organisations, and each one's place among them. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/overlap.h"
#include "stages/network.h"

#include <math.h>
#include <stdlib.h>

/* Orders of the nodes tried for communities. */
enum { RUNS = 20 };

/* A broker stands on so many times as many shortest ways as the mean. */
static const double broker = 2;

/* ---- ties ---- */

/* Who offers anything: only they could meet. */
static bool has_services(const struct network_study *study, size_t organisation)
{
	return study->services[organisation] > 0;
}

/* What chance would give is reckoned between those who offer anything. */
static struct network_edge weigh(const struct network_study *study,
				 const struct network_sets *sets,
				 const double *newman, size_t a, size_t b)
{
	struct network_edge out = { .organisation = a,
				    .partner = b,
				    .p = (double)NAN,
				    .p_adjusted = (double)NAN };

	out.weight = newman[a * study->organisations.n + b];
	out.meetings = cover_shared(sets->meetings, a, b);
	if (has_services(study, a) && has_services(study, b))
		out.p = overlap_of(sets->meetings, a, b).p;
	return out;
}

static void add_declared(const struct network_study *study,
			 struct network_edge *edge, size_t *next)
{
	const struct network_declared *one;

	if (*next == study->n_declared)
		return;
	one = &study->declared[*next];
	if (one->organisation != edge->organisation ||
	    one->partner != edge->partner)
		return;
	++*next;
	edge->is_declared = true;
	edge->weight += one->strength;
}

/* All pairs, in order; those without a tie are needed for their p. */
static struct network_edge *compare_all(const struct network_study *study,
					const struct network_sets *sets,
					size_t *n_pairs)
{
	size_t n = study->organisations.n, next = 0;
	struct network_edge *all = memory_array(study, struct network_edge,
						n < 2 ? 0 : n * (n - 1) / 2);
	double *newman = overlap_newman(all, sets->meetings);

	*n_pairs = 0;
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++) {
			struct network_edge *edge = &all[(*n_pairs)++];

			*edge = weigh(study, sets, newman, a, b);
			add_declared(study, edge, &next);
		}
	talloc_free(newman);
	return all;
}

static void adjust(const struct network_study *study, struct network_edge *all,
		   size_t n)
{
	struct adjust_family *family = adjust_family_new();
	bool is_bh = study->settings->is_bh;

	for (size_t i = 0; i < n; i++)
		adjust_family_add(family, all[i].p,
				  is_bh ? NULL : &all[i].p_adjusted,
				  is_bh ? &all[i].p_adjusted : NULL);
	adjust_family_end(family);
	for (size_t i = 0; i < n; i++)
		all[i].is_backbone =
			all[i].meetings > 0 &&
			all[i].p_adjusted <= study->settings->significance;
}

static void find_ties(const struct network_study *study,
		      const struct network_sets *sets,
		      struct network_graph *out)
{
	size_t n;
	struct tie *ties;

	out->edges = compare_all(study, sets, &n);
	adjust(study, out->edges, n);
	for (size_t i = 0; i < n; i++)
		if (out->edges[i].meetings > 0 || out->edges[i].is_declared)
			out->edges[out->n_edges++] = out->edges[i];
	ties = memory_array(out, struct tie, out->n_edges);
	for (size_t i = 0; i < out->n_edges; i++)
		ties[i] = (struct tie){ out->edges[i].organisation,
					out->edges[i].partner,
					out->edges[i].weight };
	out->ties = memory_new(out, struct ties);
	*out->ties =
		(struct ties){ study->organisations.n, out->n_edges, ties };
}

/* ---- parts and groups ---- */

/* The number of each part by its size: 1 = the largest, of equals the one whose
 * first node comes first. */
static size_t *by_size(const void *ctx, const size_t *of, size_t n,
		       size_t n_parts)
{
	size_t *sizes = memory_array(NULL, size_t, n_parts);
	size_t *numbers = memory_array(sizes, size_t, n_parts);
	size_t *out = memory_array(ctx, size_t, n);

	for (size_t i = 0; i < n; i++)
		sizes[of[i]]++;
	for (size_t a = 0; a < n_parts; a++)
		for (size_t b = 0; b < n_parts; b++)
			numbers[a] += sizes[b] > sizes[a] ||
				      (sizes[b] == sizes[a] && b <= a);
	for (size_t i = 0; i < n; i++)
		out[i] = numbers[of[i]];
	talloc_free(sizes);
	return out;
}

static void find_parts(const struct network_study *study,
		       struct network_graph *out)
{
	size_t n = study->organisations.n;
	size_t *of = memory_array(out, size_t, n);
	unsigned long seed = study->settings->seed;

	for (size_t i = 0; i < n; i++)
		of[i] = out->network->nodes[i].component;
	out->components = by_size(out, of, n, out->network->n_components);
	out->louvain = communities_louvain(out, out->ties, RUNS, seed);
	out->leiden = communities_leiden(out, out->ties, RUNS, seed);
	out->communities =
		study->settings->is_leiden ? out->leiden : out->louvain;
	out->groups =
		by_size(out, out->communities->of, n, out->communities->n);
}

/* ---- brokers ---- */

static void find_brokers(const struct network_study *study,
			 struct network_graph *out)
{
	const struct network_node *nodes = out->network->nodes;
	size_t n = study->organisations.n;
	double sum = 0;

	out->is_broker = memory_array(out, bool, n);
	out->broker_ranks = memory_array(out, size_t, n);
	for (size_t i = 0; i < n; i++)
		sum += nodes[i].betweenness;
	for (size_t i = 0; i < n; i++) {
		if (!(nodes[i].betweenness > 0))
			continue;
		out->is_broker[i] =
			nodes[i].is_cut ||
			nodes[i].betweenness * (double)n >= broker * sum;
		out->broker_ranks[i] = 1;
		for (size_t j = 0; j < n; j++)
			out->broker_ranks[i] +=
				nodes[j].betweenness > nodes[i].betweenness;
	}
}

struct network_graph *network_graph_of(const struct network_study *study,
				       const struct network_sets *sets)
{
	struct network_graph *out = memory_new(study, struct network_graph);

	find_ties(study, sets, out);
	out->network = network_of(out, out->ties);
	find_parts(study, out);
	find_brokers(study, out);
	out->points = network_layout(out, out->ties, study->settings->seed);
	return out;
}
