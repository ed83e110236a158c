/* The network as a whole, and what it cannot show. */
#include "pipeline/core/memory.h"
#include "stages/network.h"

#include <math.h>
#include <string.h>

struct summary {
	const struct network_results *results;
	struct table_writer *writer;
	struct error *error;
	int result;
};

static void put(struct summary *summary, const char *name, double value,
		const char *text)
{
	table_writer_text(summary->writer, name);
	table_writer_real(summary->writer, value);
	table_writer_text(summary->writer, text);
	if (summary->result == 0)
		summary->result =
			table_writer_row(summary->writer, summary->error);
}

static void put_count(struct summary *summary, const char *name, size_t n)
{
	put(summary, name, (double)n, NULL);
}

static void put_word(struct summary *summary, const char *name,
		     const char *text)
{
	put(summary, name, (double)NAN, text);
}

/* ---- what there is ---- */

static size_t n_offering(const struct network_study *study)
{
	size_t n = 0;

	for (size_t i = 0; i < study->organisations.n; i++)
		n += study->services[i] > 0;
	return n;
}

/* Codes but for "not said". */
static size_t n_said(const struct network_codes *codes)
{
	return codes->n - (codes->n > 0 && !*codes->codes[0]);
}

static void put_services(struct summary *summary)
{
	const struct network_study *study = summary->results->study;

	put_count(summary, "organisations", study->organisations.n);
	put_count(summary, "offering", n_offering(study));
	put_count(summary, "services", study->n_services);
	put_count(summary, "services_unplaced", study->n_unplaced);
	put_count(summary, "services_unowned", study->n_unowned);
	put_count(summary, "territories", study->territories.n);
	put_count(summary, "types", n_said(&study->types));
	put_count(summary, "targets", n_said(&study->targets));
	put_count(summary, "cells", study->n_cells);
	if (*study->level)
		put_word(summary, "level", study->level);
}

/* ---- ties ---- */

static size_t n_isolated(const struct network_results *results)
{
	size_t n = 0;

	for (size_t i = 0; i < results->graph->network->n_nodes; i++)
		n += results->graph->network->nodes[i].degree == 0;
	return n;
}

static void put_ties(struct summary *summary)
{
	const struct network_study *study = summary->results->study;
	const struct network_graph *graph = summary->results->graph;
	size_t n = study->organisations.n, n_shared = 0, n_backbone = 0;

	for (size_t i = 0; i < graph->n_edges; i++) {
		n_shared += graph->edges[i].meetings > 0;
		n_backbone += graph->edges[i].is_backbone;
	}
	put_count(summary, "pairs", n < 2 ? 0 : n * (n - 1) / 2);
	put_count(summary, "ties", graph->n_edges);
	put_count(summary, "ties_shared", n_shared);
	put_count(summary, "ties_declared", study->n_declared);
	put_count(summary, "ties_unknown", study->n_unknown_ties);
	put_count(summary, "backbone", n_backbone);
	put(summary, "significance", study->settings->significance, NULL);
	put_word(summary, "adjust", study->settings->is_bh ? "bh" : "holm");
}

static void put_shape(struct summary *summary)
{
	const struct network_graph *graph = summary->results->graph;
	const struct network *network = graph->network;
	size_t largest = 0, brokers = 0;

	for (size_t i = 0; i < network->n_nodes; i++) {
		largest += graph->components[i] == 1;
		brokers += graph->is_broker[i];
	}
	put(summary, "density", network->density, NULL);
	put(summary, "transitivity", network->transitivity, NULL);
	put_count(summary, "components", network->n_components);
	put_count(summary, "largest_component", largest);
	put_count(summary, "isolated", n_isolated(summary->results));
	put(summary, "mean_distance", network->mean_distance, NULL);
	put(summary, "diameter", network->diameter, NULL);
	put_count(summary, "brokers", brokers);
}

static void put_communities(struct summary *summary)
{
	const struct network_graph *graph = summary->results->graph;
	const struct project_network *settings =
		summary->results->study->settings;

	put_word(summary, "method", settings->is_leiden ? "leiden" : "louvain");
	put_count(summary, "communities", graph->communities->n);
	put(summary, "modularity", graph->communities->modularity, NULL);
	put_count(summary, "louvain_communities", graph->louvain->n);
	put(summary, "louvain_modularity", graph->louvain->modularity, NULL);
	put_count(summary, "leiden_communities", graph->leiden->n);
	put(summary, "leiden_modularity", graph->leiden->modularity, NULL);
	put(summary, "seed", (double)settings->seed, NULL);
}

/* ---- synergies, withdrawals, gaps ---- */

static void put_synergies(struct summary *summary)
{
	const struct network_synergies *of = summary->results->synergies;
	const struct project_network *settings =
		summary->results->study->settings;
	size_t n_proposed = 0;

	for (size_t i = 0; i < of->n; i++)
		n_proposed += of->pairs[i].rank <= (size_t)settings->proposals;
	put_count(summary, "pairs_compared", of->n);
	put_count(summary, "pairs_apart", of->n_apart);
	put_count(summary, "proposed", n_proposed);
	put(summary, "vary", settings->vary, NULL);
	put_count(summary, "weightings", NETWORK_WEIGHTINGS);
}

static void put_alone(struct summary *summary)
{
	const struct network_study *study = summary->results->study;
	bool *is_sole = memory_array(NULL, bool, study->organisations.n);
	size_t n_cells = 0, n = 0;

	for (size_t c = 0; c < study->n_cells; c++) {
		if (study->cells[c].n_holders != 1)
			continue;
		n_cells++;
		n += !is_sole[study->cells[c].holder];
		is_sole[study->cells[c].holder] = true;
	}
	talloc_free(is_sole);
	put_count(summary, "sole_cells", n_cells);
	put_count(summary, "sole_organisations", n);
}

static void put_gaps(struct summary *summary)
{
	const struct network_gaps *gaps = &summary->results->gaps;
	const struct network_partnerships *partnerships =
		&summary->results->partnerships;
	size_t n_covered = 0, n_exact = 0;

	for (size_t i = 0; i < gaps->n; i++)
		n_covered += gaps->items[i].organisation != SIZE_MAX;
	for (size_t i = 0; i < partnerships->n; i++)
		n_exact += partnerships->items[i].cover->is_exact;
	put_count(summary, "gaps", gaps->n);
	put_count(summary, "gaps_covered", n_covered);
	put_count(summary, "partnerships", partnerships->n);
	put_count(summary, "partnerships_exact", n_exact);
}

/* ---- what it cannot show ---- */

/* Where two work together they offer the same kinds of service. */
static bool is_all_alike(const struct network_synergies *of)
{
	bool is_any = false;

	for (size_t i = 0; i < of->n; i++) {
		double value = of->pairs[i].complementarity;

		if (value > 0)
			return false;
		is_any |= !isnan(value);
	}
	return is_any;
}

/* Parts of two organisations or more. */
static size_t n_parts(const struct network_results *results)
{
	return results->graph->network->n_components - n_isolated(results);
}

static void diagnose(struct summary *summary)
{
	const struct network_results *results = summary->results;
	const struct network_study *study = results->study;
	size_t n = study->organisations.n, n_edges = results->graph->n_edges;
	const struct {
		const char *name, *warning;
		bool holds;
	} cases[] = {
		{ "no_organisation",
		  "no network: no service says which organisation offers it",
		  n == 0 },
		{ "no_service",
		  "no network: no service of these organisations lies in a "
		  "known territory",
		  n > 0 && study->n_services == 0 },
		{ "one_organisation", "no network: there is one organisation",
		  n == 1 },
		{ "no_ties",
		  "no ties: no two organisations work in a territory for the "
		  "same people, and none are declared",
		  n > 1 && study->n_services > 0 && n_edges == 0 },
		{ "disconnected", NULL, n_parts(results) > 1 },
		{ "isolated", NULL, n_edges > 0 && n_isolated(results) > 0 },
		{ "same_services",
		  "all organisations offer the same kinds of service where "
		  "they meet: none complements another",
		  is_all_alike(results->synergies) },
		{ "one_territory", NULL, n > 1 && study->territories.n == 1 },
		{ "no_types", "services do not say of what kind they are",
		  study->n_services > 0 && n_said(&study->types) == 0 },
		{ "no_targets", "services do not say whom they are for",
		  study->n_services > 0 && n_said(&study->targets) == 0 },
		{ "no_declared", NULL, n > 1 && study->n_declared == 0 },
		{ "no_gaps", NULL,
		  study->n_services > 0 && results->gaps.n == 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (!cases[i].holds)
			continue;
		put_word(summary, "diagnosis", cases[i].name);
		if (cases[i].warning)
			stage_warn(study->context, study->settings->where, "%s",
				   cases[i].warning);
	}
}

int network_summarise(const struct network_results *results,
		      struct table_writer *writer, struct error *error)
{
	struct summary summary = { .results = results,
				   .writer = writer,
				   .error = error };

	put_services(&summary);
	put_ties(&summary);
	put_shape(&summary);
	put_communities(&summary);
	put_synergies(&summary);
	put_alone(&summary);
	put_gaps(&summary);
	diagnose(&summary);
	return summary.result;
}
