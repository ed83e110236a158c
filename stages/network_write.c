#include "pipeline/core/memory.h"
#include "stages/network.h"
#include "stages/published.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	SUMMARY,
	NODE,
	EDGE,
	SYNERGY,
	WEIGHT,
	AFFILIATION,
	WITHDRAWAL,
	PARTNERSHIP,
	MEMBER,
	GAP,
	LABEL,
	TABLES
};

static const char *const tables[TABLES] = {
	[SUMMARY] = "network_summary",   [NODE] = "network_node",
	[EDGE] = "network_edge",         [SYNERGY] = "synergy",
	[WEIGHT] = "network_weight",     [AFFILIATION] = "affiliation",
	[WITHDRAWAL] = "withdrawal",     [PARTNERSHIP] = "partnership",
	[MEMBER] = "partnership_member", [GAP] = "partnership_gap",
	[LABEL] = "network_label",
};

struct output {
	const struct network_results *results;
	const struct network_study *study;
	struct table_writer *writers[TABLES];
	struct error *error;
};

static int put_end(struct output *output, int table)
{
	return table_writer_row(output->writers[table], output->error);
}

static void put_count(struct table_writer *writer, size_t n)
{
	table_writer_integer(writer, (int64_t)n);
}

/* "not said" is nothing. */
static void put_code(struct table_writer *writer, const char *code)
{
	table_writer_text(writer, *code ? code : NULL);
}

static const char *organisation(const struct output *output, size_t number)
{
	return number < output->study->organisations.n
		       ? output->study->organisations.codes[number]
		       : NULL;
}

static void put_pair(const struct output *output, struct table_writer *writer,
		     size_t first, size_t second)
{
	table_writer_text(writer, organisation(output, first));
	table_writer_text(writer, organisation(output, second));
}

/* ---- nodes ---- */

/* Cells of an organisation that nobody else offers, and people there: those of
 * a target group in a territory once.  Holdings stand by territory, then kind,
 * so a group's cells are not beside each other. */
static double sole_people(const struct network_study *study,
			  const struct network_holding *first, size_t n,
			  size_t *n_cells)
{
	size_t size = study->territories.n * study->targets.n;
	bool *is_counted = memory_array(NULL, bool, size);
	double sum = (double)NAN;

	*n_cells = 0;
	for (size_t i = 0; i < n; i++) {
		const struct network_cell *cell = &study->cells[first[i].cell];
		bool *is_done = &is_counted[cell->territory * study->targets.n +
					    cell->target];
		double people;

		if (cell->n_holders > 1)
			continue;
		++*n_cells;
		people = network_places_people(
				 study,
				 study->territories.codes[cell->territory],
				 study->targets.codes[cell->target])
				 .people;
		if (*is_done || isnan(people))
			continue;
		*is_done = true;
		sum = isnan(sum) ? people : sum + people;
	}
	talloc_free(is_counted);
	return sum;
}

static int put_node(struct output *output, size_t node,
		    const struct network_holding *holdings, size_t n)
{
	const struct network_sets *sets = output->results->sets;
	const struct network_graph *graph = output->results->graph;
	const struct network_node *of = &graph->network->nodes[node];
	struct table_writer *writer = output->writers[NODE];
	size_t n_sole;
	double people = sole_people(output->study, holdings, n, &n_sole);

	table_writer_text(writer, organisation(output, node));
	put_count(writer, output->study->services[node]);
	put_count(writer, cover_shared(sets->types, node, node));
	put_count(writer, cover_shared(sets->targets, node, node));
	put_count(writer, cover_shared(sets->territories, node, node));
	put_count(writer, of->degree);
	table_writer_real(writer, of->strength);
	table_writer_real(writer, of->betweenness);
	table_writer_real(writer, of->closeness);
	table_writer_real(writer, of->eigenvector);
	put_count(writer, graph->components[node]);
	put_count(writer, graph->groups[node]);
	table_writer_integer(writer, of->is_cut);
	table_writer_integer(writer, graph->is_broker[node]);
	table_writer_rank(writer, graph->broker_ranks[node]);
	put_count(writer, n_sole);
	table_writer_real(writer, people);
	table_writer_real(writer, graph->points[node].x);
	table_writer_real(writer, graph->points[node].y);
	return put_end(output, NODE);
}

static int put_nodes(struct output *output)
{
	const struct network_study *study = output->study;
	size_t next = 0;

	for (size_t i = 0; i < study->organisations.n; i++) {
		size_t first = next;

		while (next < study->n_holdings &&
		       study->holdings[next].organisation == i)
			next++;
		if (put_node(output, i, study->holdings + first, next - first) <
		    0)
			return -1;
	}
	return 0;
}

/* ---- pairs ---- */

static int put_edges(struct output *output)
{
	const struct network_sets *sets = output->results->sets;
	const struct network_graph *graph = output->results->graph;
	struct table_writer *writer = output->writers[EDGE];

	for (size_t i = 0; i < graph->n_edges; i++) {
		const struct network_edge *edge = &graph->edges[i];
		size_t a = edge->organisation, b = edge->partner;

		put_pair(output, writer, a, b);
		table_writer_text(writer, edge->meetings == 0 ? "declared"
					  : edge->is_declared ? "both"
							      : "shared");
		put_count(writer, cover_shared(sets->territories, a, b));
		put_count(writer, cover_shared(sets->types, a, b));
		put_count(writer, cover_shared(sets->targets, a, b));
		put_count(writer, edge->meetings);
		table_writer_real(writer, edge->weight);
		table_writer_real(writer, edge->p);
		table_writer_real(writer, edge->p_adjusted);
		table_writer_integer(writer, edge->is_backbone);
		table_writer_integer(writer, edge->is_declared);
		if (put_end(output, EDGE) < 0)
			return -1;
	}
	return 0;
}

static int put_synergy(struct output *output, const struct network_pair *pair)
{
	struct table_writer *writer = output->writers[SYNERGY];
	size_t proposals = (size_t)output->study->settings->proposals;

	put_pair(output, writer, pair->organisation, pair->partner);
	put_count(writer, pair->shared);
	for (size_t k = 0; k < 3; k++)
		table_writer_real(writer, pair->jaccard[k]);
	for (size_t k = 0; k < 3; k++)
		table_writer_real(writer, pair->overlap[k]);
	table_writer_real(writer, pair->complementarity);
	table_writer_real(writer, pair->gain);
	table_writer_integer(writer, pair->is_declared);
	table_writer_real(writer, pair->synergy);
	table_writer_rank(writer, pair->rank);
	table_writer_rank(writer, pair->rank_low);
	table_writer_rank(writer, pair->rank_high);
	table_writer_real(writer, pair->stable_share);
	table_writer_integer(writer, pair->rank <= proposals);
	table_writer_text(writer, pair->reason);
	return put_end(output, SYNERGY);
}

static int put_synergies(struct output *output)
{
	const struct network_synergies *of = output->results->synergies;
	struct table_writer *writer = output->writers[WEIGHT];

	for (size_t i = 0; i < of->n; i++)
		if (put_synergy(output, &of->pairs[i]) < 0)
			return -1;
	for (int c = 0; c < NETWORK_COMPONENTS; c++) {
		table_writer_text(writer, network_components[c]);
		table_writer_integer(writer, c + 1);
		table_writer_real(writer, output->study->settings->weights[c]);
		table_writer_real(writer, of->weights[c]);
		if (put_end(output, WEIGHT) < 0)
			return -1;
	}
	return 0;
}

/* ---- services ---- */

static void put_cell(const struct output *output, struct table_writer *writer,
		     const struct network_cell *cell)
{
	const struct network_study *study = output->study;

	table_writer_text(writer, study->territories.codes[cell->territory]);
	put_code(writer, study->types.codes[cell->type]);
	put_code(writer, study->targets.codes[cell->target]);
}

static int put_affiliations(struct output *output)
{
	const struct network_study *study = output->study;
	struct table_writer *writer = output->writers[AFFILIATION];

	for (size_t i = 0; i < study->n_holdings; i++) {
		const struct network_holding *one = &study->holdings[i];

		table_writer_text(writer,
				  organisation(output, one->organisation));
		put_cell(output, writer, &study->cells[one->cell]);
		put_count(writer, one->services);
		if (put_end(output, AFFILIATION) < 0)
			return -1;
	}
	return 0;
}

struct sole {
	const struct network_holding *holding;
	struct network_people people;
};

static int by_people(const void *first, const void *second)
{
	const struct sole *a = first, *b = second;
	bool is_a = !isnan(a->people.people), is_b = !isnan(b->people.people);

	if (is_a != is_b)
		return is_a ? -1 : 1;
	if (is_a && a->people.people != b->people.people)
		return a->people.people > b->people.people ? -1 : 1;
	return (a->holding > b->holding) - (a->holding < b->holding);
}

static int put_withdrawal(struct output *output, const struct sole *sole,
			  size_t rank)
{
	struct table_writer *writer = output->writers[WITHDRAWAL];

	table_writer_text(writer,
			  organisation(output, sole->holding->organisation));
	put_cell(output, writer, &output->study->cells[sole->holding->cell]);
	put_count(writer, sole->holding->services);
	table_writer_real(writer, sole->people.people);
	table_writer_rank(writer, rank);
	table_writer_text(writer, sole->people.caution);
	return put_end(output, WITHDRAWAL);
}

/* Most people first; as many share a rank, unknown numbers have none. */
static int put_withdrawals(struct output *output)
{
	const struct network_study *study = output->study;
	struct sole *all = memory_array(study, struct sole, study->n_holdings);
	size_t n = 0, rank = 0;

	for (size_t i = 0; i < study->n_holdings; i++) {
		const struct network_cell *cell =
			&study->cells[study->holdings[i].cell];

		if (cell->n_holders > 1)
			continue;
		all[n++] = (struct sole){
			&study->holdings[i],
			network_places_people(
				study,
				study->territories.codes[cell->territory],
				study->targets.codes[cell->target])
		};
	}
	if (n > 1)
		qsort(all, n, sizeof *all, by_people);
	for (size_t i = 0; i < n; i++) {
		double people = all[i].people.people;

		if (i == 0 || people != all[i - 1].people.people)
			rank = i + 1;
		if (put_withdrawal(output, &all[i], isnan(people) ? 0 : rank) <
		    0)
			return -1;
	}
	return 0;
}

/* ---- partnerships ---- */

/* "Name; name; name". */
static char *list_names(const struct output *output, const struct cover *cover)
{
	char *text = memory_text(output->study, "");

	for (size_t i = 0; i < cover->n; i++)
		text = memory_check(talloc_asprintf_append(
			text, "%s%s", i ? "; " : "",
			output->study->names[cover->chosen[i]]));
	return text;
}

static int put_partnership(struct output *output,
			   const struct network_partnership *of,
			   size_t position)
{
	struct table_writer *writer = output->writers[PARTNERSHIP];

	table_writer_text(writer, of->territory ? of->territory : "all");
	put_count(writer, position);
	put_code(writer, list_names(output, of->cover));
	put_count(writer, of->cover->n);
	put_count(writer, of->n_present);
	put_count(writer, of->n_gaps);
	put_count(writer, of->n_covered);
	table_writer_real(writer, of->people);
	table_writer_integer(writer, of->cover->is_exact);
	table_writer_text(writer, of->reason);
	return put_end(output, PARTNERSHIP);
}

static int put_members(struct output *output,
		       const struct network_partnership *of)
{
	struct table_writer *writer = output->writers[MEMBER];

	for (size_t i = 0; i < of->cover->n; i++) {
		table_writer_text(writer,
				  of->territory ? of->territory : "all");
		put_count(writer, i + 1);
		table_writer_text(writer,
				  organisation(output, of->cover->chosen[i]));
		table_writer_integer(writer, of->is_present[i]);
		put_count(writer, of->cover->added[i]);
		if (put_end(output, MEMBER) < 0)
			return -1;
	}
	return 0;
}

static int put_partnerships(struct output *output)
{
	const struct network_partnerships *all = &output->results->partnerships;

	for (size_t i = 0; i < all->n; i++)
		if (put_partnership(output, &all->items[i], i + 1) < 0 ||
		    put_members(output, &all->items[i]) < 0)
			return -1;
	return 0;
}

static int put_gaps(struct output *output)
{
	const struct network_gaps *gaps = &output->results->gaps;
	struct table_writer *writer = output->writers[GAP];
	size_t position = 0;

	for (size_t i = 0; i < gaps->n; i++) {
		const struct network_gap *gap = &gaps->items[i];

		if (i == 0 || strcmp(gap->territory, gap[-1].territory) != 0)
			position = 0;
		table_writer_text(writer, gap->territory);
		put_code(writer, gap->type);
		put_code(writer, gap->target);
		table_writer_real(writer, gap->people.people);
		table_writer_text(writer,
				  organisation(output, gap->organisation));
		put_count(writer, ++position);
		table_writer_text(writer, gap->people.caution);
		if (put_end(output, GAP) < 0)
			return -1;
	}
	return 0;
}

/* ---- labels ---- */

static int put_label(struct output *output, const char *domain,
		     const char *code, const char *text, size_t position)
{
	const struct project *project = output->study->context->project;
	struct table_writer *writer = output->writers[LABEL];

	table_writer_text(writer, domain);
	table_writer_text(writer, code);
	table_writer_text(writer,
			  project->n_languages ? project->languages[0] : "en");
	table_writer_text(writer, text);
	put_count(writer, position);
	return put_end(output, LABEL);
}

/* Names that are no more than the code need no label. */
static int put_labels(struct output *output)
{
	const struct network_study *study = output->study;
	struct network_codes territories = network_places_all(study);

	for (size_t i = 0; i < study->organisations.n; i++)
		if (put_label(output, "organisation",
			      study->organisations.codes[i], study->names[i],
			      i) < 0)
			return -1;
	for (size_t i = 0; i < territories.n; i++) {
		const char *name = network_places_name(study->places,
						       territories.codes[i]);

		if (name && put_label(output, "territory", territories.codes[i],
				      name, i) < 0)
			return -1;
	}
	return 0;
}

/* ---- all ---- */

static int open_tables(struct stage_context *context, struct output *output)
{
	for (int i = 0; i < TABLES; i++) {
		const char *columns =
			i == LABEL ? "domain TEXT, code TEXT, language TEXT,"
				     " text TEXT, position INTEGER"
				   : published_definition(context->memory,
							  tables[i]);

		if (table_writer_open(context->memory, context->store,
				      tables[i], columns, &output->writers[i],
				      output->error) < 0)
			return -1;
	}
	return 0;
}

int network_write(const struct network_results *results,
		  struct stage_context *context, struct error *error)
{
	struct output output = { .results = results, .error = error };

	if (open_tables(context, &output) < 0)
		return -1;
	if (!results)
		return 0;
	output.study = results->study;
	if (put_nodes(&output) < 0 || put_edges(&output) < 0 ||
	    put_synergies(&output) < 0 || put_affiliations(&output) < 0 ||
	    put_withdrawals(&output) < 0 || put_partnerships(&output) < 0 ||
	    put_gaps(&output) < 0 || put_labels(&output) < 0)
		return -1;
	return network_summarise(results, output.writers[SUMMARY], error);
}
