/*
 * The training stage: which skills an occupational profile needs first, which
 * learning outcomes lead there, which programmes lead to those, and what none
 * does.  training.c is the stage, training_needs.c finds priorities and
 * outcomes, training_levels.c reads the levels that a project declares,
 * training_write.c writes.
 *
 * It works on gaps after disclosure control: what may not be published gives no
 * priority, so nothing that follows can tell it.
 */
#ifndef STAGES_TRAINING_H
#define STAGES_TRAINING_H

#include "pipeline/data/catalogue.h"
#include "pipeline/run/stage.h"
#include "pipeline/stat/cover.h"

/* What a profile needs of one skill; NaN where it is not known. */
struct training_need {
	int64_t n; /* people; -1 = withheld */
	double current, current_sd, required;
	double gap, low, high, p; /* p after Holm, over the profile's skills */
	size_t rank;              /* 1 = widest; 0 = none */
	bool is_priority;
	const char *why; /* a phrase why.*, is_priority or not */
};

/* What a profile needs of one outcome; why is NULL when its skill is none of
 * the priorities. */
struct training_aim {
	double weight; /* share of the profile's whole need; 0 = not needed */
	const char *why;
	bool is_needed, is_covered;
};

struct training_profile {
	const char *grouping, *level;
	struct training_need *needs; /* one a skill */
	struct training_aim *aims;   /* one an outcome */
	double *lost;    /* one a skill: weight no outcome leads to; else 0 */
	size_t n_needed; /* outcomes */
	struct cover *cover; /* of the outcomes needed, by programmes */
};

struct training {
	const struct project_training *settings;
	double confidence;
	const struct framework *framework;
	const struct catalogue *catalogue;
	struct cover_sets *matrix; /* programmes over outcomes */
	struct training_profile *profiles;
	size_t n_profiles;
};

/* Profiles, their needs and priorities, from the table gap. */
int training_needs(struct training *training, struct stage_context *context,
		   struct error *error);

/* The levels that the project declares take the place of what people said. */
int training_levels(struct training *training, struct error *error);

/* Outcomes that lead to the priorities, and the fewest programmes for them. */
void training_aims(struct training *training);

/* Every table; empty ones when TRAINING is NULL. */
int training_write(const struct training *training,
		   struct stage_context *context, struct error *error);

#endif
