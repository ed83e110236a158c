/*
 * The stage transition: in which state things (services) were at several
 * moments, and what became of them in between.  transition.c is the stage,
 * transition_read.c fetches the states, transition_write.c makes the tables.
 *
 * An answer counts for an item when it tells the state at every moment; all
 * tables of an item therefore have the same base and add up.
 */
#ifndef STAGES_TRANSITION_H
#define STAGES_TRANSITION_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "stages/weights.h"

/* Level of all intervals. */
#define TRANSITION_CONFIDENCE 0.95

/* One item: the state of each person at each moment, SIZE_MAX where it is not
 * known at every one. */
struct transition_item {
	const char *name;
	size_t *states[TRANSITION_MOMENTS_MOST];
};

struct transition {
	struct stage_context *context;
	const struct project_transition *settings;
	struct answers *answers;
	struct weights *weights;    /* NULL when nobody is weighted */
	struct design *plain;       /* everybody alike */
	const char *first_variable; /* whose answers name the states */
	const char **states;
	bool *is_counted; /* a state */
	size_t n_states;
	struct transition_item *items;
};

/* The states of all items; unknown questions are ERROR_PROJECT. */
int transition_read(struct transition *transition, struct error *error);

/* Tables transition, transition_state, transition_net, transition_label; all
 * empty where TRANSITION has no settings. */
int transition_write(struct transition *transition, struct error *error);
int transition_write_net(struct transition *transition, struct error *error);

/*
 * A share or a mean change over the items [first, last): of each person the sum
 * of VALUE and the number of items that count.
 */
struct transition_sum {
	double *values, *counts; /* a person; NaN: outside the domain */
	uint64_t n, people;      /* items that count, and people with any */
	double total;            /* of the values */
};

/* Without weights, and with them (all NaN when nobody is weighted); the share
 * with weights alone takes no time. */
struct survey_estimate transition_plain(const struct transition *transition,
					const struct transition_sum *sum);
struct survey_estimate transition_weighted(const struct transition *transition,
					   const struct transition_sum *sum);
double transition_weighted_share(const struct transition *transition,
				 const struct transition_sum *sum);

#endif
