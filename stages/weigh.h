/*
 * The stage weigh: what the population is (weigh_margins.c), weights that meet
 * it (weigh.c), and what they say about who answered (weigh_write.c).
 */
#ifndef STAGES_WEIGH_H
#define STAGES_WEIGH_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "pipeline/stat/rake.h"

/* A margin: its question, and what is known of the population. */
struct weigh_margin {
	const struct project_margin *settings;
	const struct variable *variable;
	struct margin margin; /* levels are the variable's values */
	double *targets;
	size_t *level; /* a person */
};

struct weigh {
	struct stage_context *context;
	const struct project_weights *settings;
	struct answers *answers;
	size_t n; /* people */
	struct weigh_margin *margins;
	size_t n_margins;
	/* what is fitted: the margins, or their crossing as one */
	struct margin *fitted;
	size_t n_fitted;
	double *base, *weights;
	struct margins_outcome outcome;
	size_t n_trimmed, n_left_out;
};

/* Margins, and what is to be fitted; faults name the place in the project or
 * the frame. */
int weigh_read_margins(struct weigh *weigh, struct error *error);

/* Tables weight, weight_summary, weight_margin, response, response_summary;
 * all empty when WEIGH has no settings. */
int weigh_write(const struct weigh *weigh, struct error *error);

#endif
