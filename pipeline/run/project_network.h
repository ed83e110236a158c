/* The key 'analyses.network' of the project file: which organisations work
 * together, and which should. */
#ifndef PIPELINE_RUN_PROJECT_NETWORK_H
#define PIPELINE_RUN_PROJECT_NETWORK_H

#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stdbool.h>

struct project;

/* What makes a synergy, in the order of network_components. */
enum network_component {
	NETWORK_TERRITORY, /* the same territories */
	NETWORK_TARGET,    /* for the same people */
	NETWORK_SERVICE,   /* different services, where both work */
	NETWORK_TIE,       /* a tie that they have declared */
	NETWORK_COMPONENTS
};

/* As the project file calls them; NULL-ended. */
extern const char *const network_components[];

struct project_network {
	const char *where;
	const char *level; /* of territories; NULL = that of most services */
	const char *level_where;
	double weights[NETWORK_COMPONENTS]; /* as given; default 0.25 each */
	double vary;         /* weights up and down for the ranks' stability,
				default 0.2 */
	double significance; /* of the backbone's ties, default 0.05 */
	bool is_bh;          /* Benjamini and Hochberg, not Holm */
	bool is_leiden;      /* not Louvain */
	unsigned long seed;  /* of communities and layout, default 1 */
	int proposals;       /* pairs proposed, default 10 */
};

extern const struct schema_key project_network_keys[];

/* Fill project->network from the tree; NULL when the key is absent. */
void project_network_fill(struct project *project);

/* There are services, and a component that counts. */
void project_network_check(const struct project *project,
			   struct problems *problems);

#endif
