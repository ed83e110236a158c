/*
 * The personas stage, in steps over one plan: what is known of each person
 * (personas_people.c), which groups people fall into (personas_groups.c), what
 * sets a group apart and what it needs (personas_traits.c) and the tables
 * (personas_write.c).
 */
#ifndef STAGES_PERSONAS_H
#define STAGES_PERSONAS_H

#include "pipeline/stat/distance.h"
#include "stages/skills.h"

enum {
	/* All pairs of people are compared, for silhouettes, medoids and
	 * trees (memory and time O(n^2): 32 MB for these, 8 TB for a million):
	 * beyond this many, as many are taken at even steps through the
	 * answers, and the results say so. */
	PERSONAS_PEOPLE = 2000,
	PERSONAS_LEAST_GROUPS = 2
};

/* One score: the mean level or the mean gap over the skills of an area. */
struct persona_score {
	const char *area;
	bool is_gap;
};

/* The people compared. */
struct persona_people {
	size_t n;
	uint64_t *rows; /* of the answers, ascending */
	struct persona_score *scores;
	size_t n_scores;
	double *values; /* [person][score]; NaN: too few skills rated */
	const struct variable **variables; /* that describe them */
	size_t n_variables;
	uint32_t *codes; /* [variable][person] */
};

/* How well K groups divide the people. */
struct persona_number {
	size_t k;
	double silhouette;      /* mean */
	double gap, gap_error;  /* gap statistic; NaN but for k-means */
	bool is_fit, is_chosen; /* fit: every group has enough people */
};

/* The groups, numbered by size, the largest first. */
struct persona_groups {
	size_t k;
	size_t *labels;     /* of each person, 0 .. k-1; k = not compared */
	size_t *sizes;      /* k */
	double *silhouette; /* k, mean of the group; NaN */
	double *stability;  /* k; NaN when no resample could tell */
	struct persona_number *numbers;
	size_t n_numbers;
};

struct personas {
	const struct project_personas *settings;
	struct skills_plan *skills;
	struct persona_people people;
	struct persona_groups groups;
};

/* Scores and codes of the people compared. */
int personas_people(struct personas *personas, struct error *error);

/* Fewer people than make two groups is no error: k is then 0. */
void personas_group(struct personas *personas, int threshold);

/* The skills' estimates by persona: levels 1 .. k of personas->skills. */
int personas_needs(struct personas *personas, struct error *error);

/* Tables persona, persona_number, persona_trait, persona_typical,
 * persona_need; empty without PERSONAS. */
int personas_write(const struct personas *personas,
		   struct stage_context *context, struct error *error);

#endif
