#include "stages/network.h"

#include "pipeline/core/memory.h"
#include "stages/stages.h"

/* "3 services", "1 service". */
static char *count(const void *ctx, size_t n, const char *what)
{
	return memory_format(ctx, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

static void tell(const struct network_results *results)
{
	const struct network_study *study = results->study;
	struct stage_context *context = study->context;
	const char *where = study->settings->where;

	if (study->n_unowned)
		stage_warn(context, where,
			   "%s set aside: no organisation is said to offer it",
			   count(study, study->n_unowned, "service"));
	if (study->n_unplaced)
		stage_warn(context, where,
			   "%s set aside: in no known territory%s%s",
			   count(study, study->n_unplaced, "service"),
			   *study->level ? " of the level " : "", study->level);
	if (study->n_unknown_ties)
		stage_warn(context, where,
			   "%s left out: an end is no organisation that is "
			   "known",
			   count(study, study->n_unknown_ties, "tie"));
	stage_note(context, "%s, %s, %s in %s; %s lacking",
		   count(study, study->organisations.n, "organisation"),
		   count(study, study->n_services, "service"),
		   count(study, results->graph->n_edges, "tie"),
		   count(study, results->graph->communities->n, "group"),
		   count(study, results->gaps.n, "service"));
}

static int analyse(struct stage_context *context, struct error *error)
{
	struct network_study *study =
		memory_new(context->memory, struct network_study);
	struct network_results results = { .study = study };

	study->context = context;
	study->settings = context->project->network;
	if (network_load(error) < 0 ||
	    withheld_people_find(context, &study->withheld, error) < 0 ||
	    network_places_read(study, error) < 0 ||
	    network_read(study, error) < 0 ||
	    network_places_count(study, error) < 0 ||
	    network_gaps_of(study, &results.gaps, error) < 0)
		return -1;
	results.sets = network_sets_of(study);
	results.graph = network_graph_of(study, results.sets);
	results.synergies = network_synergies_of(study, results.sets);
	results.partnerships =
		network_partnerships_of(study, results.sets, &results.gaps);
	if (network_write(&results, context, error) < 0)
		return -1;
	tell(&results);
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	if (context->project->network)
		return analyse(context, error);
	stage_note(context, "no network to analyse");
	return network_write(NULL, context, error);
}

static const struct artifact inputs[] = {
	{ "service", ARTIFACT_TABLE },
	{ "organisation", ARTIFACT_TABLE },
	{ "territory", ARTIFACT_TABLE },
	{ "population", ARTIFACT_TABLE },
	{ "tie", ARTIFACT_TABLE },
	{ "source", ARTIFACT_TABLE },
	{ "uncovered", ARTIFACT_TABLE },
	{ "coverage", ARTIFACT_TABLE },
	{ "territory_list", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "network_summary", ARTIFACT_TABLE },
	{ "network_node", ARTIFACT_TABLE },
	{ "network_edge", ARTIFACT_TABLE },
	{ "synergy", ARTIFACT_TABLE },
	{ "network_weight", ARTIFACT_TABLE },
	{ "affiliation", ARTIFACT_TABLE },
	{ "withdrawal", ARTIFACT_TABLE },
	{ "partnership", ARTIFACT_TABLE },
	{ "partnership_member", ARTIFACT_TABLE },
	{ "partnership_gap", ARTIFACT_TABLE },
	{ "network_label", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.network", "analyses.territory",
				    "disclosure",       "project.languages",
				    "project.date",     NULL };

const struct stage stage_network = {
	.name = "network",
	.summary = "see which organisations work together, which should, and "
		   "who would close which gap",
	.version = 5,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run,
};
