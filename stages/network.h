/*
 * The network stage: organisations, tied by where and for whom they work.
 * network.c is the stage; network_read.c reads organisations and services,
 * network_ties.c the declared ties, network_places.c the territories and who
 * lives there, network_sets.c makes sets of what each organisation holds.
 * network_graph.c finds the ties and each organisation's place among them,
 * network_synergy.c how well two would go together, network_gaps.c what
 * territories lack, network_partners.c who together would offer it;
 * network_write.c and network_summary.c write.
 *
 * Names: a service is a kind (type) for a target group in a territory; these
 * three are a cell.  A meeting is a territory and a target group there.  Codes
 * of all lists are in bytewise order (network_names.h), so that the order of
 * rows says nothing.
 */
#ifndef STAGES_NETWORK_H
#define STAGES_NETWORK_H

#include "pipeline/run/stage.h"
#include "pipeline/stat/cover.h"
#include "pipeline/stat/network.h"
#include "stages/network_names.h"
#include "stages/network_places.h"
#include "stages/table_writer.h"
#include "stages/territory.h"
#include "stages/withheld_people.h"

/* What one organisation offers of one cell. */
struct network_holding {
	size_t organisation, cell;
	uint64_t services;
};

/* A kind of service for a target group in a territory, with who offers it. */
struct network_cell {
	size_t territory, type, target;
	size_t n_holders;
	size_t holder; /* the first */
};

struct network_declared {
	size_t organisation, partner; /* the first comes first */
	double strength;              /* of the strongest tie, 0 to 1 */
};

struct network_places;

struct network_study {
	struct stage_context *context;
	const struct project_network *settings;
	const char *level; /* of the territories */
	struct network_places *places;
	struct withheld_people *withheld;
	struct network_codes organisations, territories, types, targets;
	struct territory_names type_names, target_names; /* spellings */
	const char **names;                              /* an organisation */
	uint64_t *services;                              /* an organisation */
	struct network_cell *cells;
	size_t n_cells;
	struct network_holding *holdings; /* by organisation, then cell */
	size_t n_holdings;
	uint64_t n_services;
	uint64_t n_unplaced, n_unowned, n_unknown_ties;
	struct network_declared *declared; /* by both ends */
	size_t n_declared;
};

/* ---- what is there ---- */

/* Organisations, their services by cell, and the ties they have declared;
 * context->rows follows. */
int network_read(struct network_study *study, struct error *error);

/* ---- sets ---- */

struct network_sets {
	struct cover_sets *territories, *types, *targets, *meetings, *cells;
	size_t n_meetings;
	/* [organisation * territories + territory] and kinds of service */
	struct cover_sets *offers;
};

struct network_sets *network_sets_of(const struct network_study *study);

/* ---- ties ---- */

struct network_edge {
	size_t organisation, partner;
	size_t meetings;
	double weight, p, p_adjusted;
	bool is_declared, is_backbone;
};

struct network_graph {
	struct network_edge *edges;
	size_t n_edges;
	struct ties *ties;
	struct network *network;
	struct communities *communities, *louvain, *leiden;
	size_t *components, *groups; /* a node: from 1, the largest first */
	size_t *broker_ranks;        /* a node: 0 = none */
	bool *is_broker;
	struct network_point *points;
};

struct network_graph *network_graph_of(const struct network_study *study,
				       const struct network_sets *sets);

/* ---- synergies ---- */

struct network_pair {
	size_t organisation, partner, shared;
	double jaccard[3], overlap[3]; /* territories, targets, types */
	double complementarity, gain;
	double components[NETWORK_COMPONENTS]; /* 0 to 1 */
	double synergy, stable_share;
	size_t rank, rank_low, rank_high;
	bool is_declared;
	const char *reason; /* phrase reason.* */
};

/* Every weight less, as given and more, in all combinations. */
enum { NETWORK_STEPS = 3, NETWORK_WEIGHTINGS = 3 * 3 * 3 * 3 };

struct network_synergies {
	struct network_pair *pairs; /* that work or cooperate together */
	size_t n, n_apart;          /* the other pairs */
	double weights[NETWORK_COMPONENTS]; /* add up to 1 */
};

struct network_synergies *
network_synergies_of(const struct network_study *study,
		     const struct network_sets *sets);

/* ---- what is lacking ---- */

/* A kind of service for a target group that a territory has not. */
struct network_gap {
	const char *territory, *type, *target; /* codes */
	struct network_people people;
	size_t what;         /* number of its kind and target group */
	size_t organisation; /* that would offer it; SIZE_MAX = nobody does
				anywhere */
};

/* By territory, then kind, then target group. */
struct network_gaps {
	struct network_gap *items;
	size_t n;
};

/* As the territory stage found them, where it did; else services that others
 * offer where the need is high, by people, or where most have them. */
int network_gaps_of(const struct network_study *study,
		    struct network_gaps *gaps, struct error *error);

struct network_partnership {
	const char *territory; /* NULL = all */
	const struct network_gap *gaps;
	size_t n_gaps, n_covered;
	struct cover *cover; /* of what is lacking, by organisations */
	bool *is_present;    /* of each chosen */
	size_t n_present;
	double people;      /* of the gaps covered; NaN = not known */
	const char *reason; /* phrase reason.* */
};

struct network_partnerships {
	struct network_partnership *items; /* all first, then by people */
	size_t n;
};

/* The fewest organisations, of these those that work there already, then those
 * that work in several places; into GAPS goes who would offer what. */
struct network_partnerships
network_partnerships_of(const struct network_study *study,
			const struct network_sets *sets,
			struct network_gaps *gaps);

/* ---- results ---- */

struct network_results {
	const struct network_study *study;
	const struct network_sets *sets;
	const struct network_graph *graph;
	const struct network_synergies *synergies;
	struct network_gaps gaps;
	struct network_partnerships partnerships;
};

/* Rows of network_summary, with what the network cannot show. */
int network_summarise(const struct network_results *results,
		      struct table_writer *writer, struct error *error);

/* Every table; empty ones when RESULTS is NULL. */
int network_write(const struct network_results *results,
		  struct stage_context *context, struct error *error);

#endif
