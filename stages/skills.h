/*
 * The skills stage, in steps over one plan: what to count (skills.c,
 * skills_groups.c), counting (skills_count.c), estimating (skills_estimate.c),
 * comparing skills (skills_compare.c) and groups (skills_tests.c), judging
 * scales (skills_reliability.c), writing (skills_write.c).
 */
#ifndef STAGES_SKILLS_H
#define STAGES_SKILLS_H

#include "pipeline/data/answers.h"
#include "pipeline/data/framework.h"
#include "pipeline/run/stage.h"
#include "pipeline/stat/bootstrap.h"
#include "pipeline/stat/crosstab.h"
#include "pipeline/stat/effect.h"
#include "pipeline/stat/gap.h"
#include "pipeline/stat/quadrant.h"

enum skills_measure {
	SKILLS_CURRENT,
	SKILLS_REQUIRED,
	SKILLS_FUTURE,
	SKILLS_MEASURES
};

/* One level of one grouping; level 0 is everybody ('all', 'all'). */
struct skills_level {
	const char *grouping, *name;
	uint64_t n_respondents; /* who rated at least one skill */
};

/* One answer of a group of several variables crossed. */
struct skills_crossing {
	size_t level, part; /* in plan->levels; 0 = first variable */
	const char *variable, *answer;
};

/* Groupings counted in one pass: every person has one cell. */
struct skills_pass {
	uint16_t *cells; /* one a row */
	size_t n_cells;
	size_t **levels; /* per grouping: cell -> level, or n_levels = none */
	size_t n_groupings;
};

/* What one skill comes to in one level. */
struct skills_estimate {
	struct gap gap;    /* required - current */
	struct gap future; /* future - current */
	struct bootstrap bootstrap;
	struct tally *differences; /* NULL below the minimum */
	uint64_t n; /* complete pairs; answers when levels only */
	double current, current_sd;
	double p, p_holm, p_bh;
	const char *p_method;
	double p_pooled; /* Holm over all groups of the grouping */
	enum quadrant quadrant, quadrant_pooled; /* crosshair of everybody */
	struct effect_interval effect;
	size_t rank, rank_low, rank_high; /* 0 = none */
	const char *caution;
};

/* A skill, the variables that rate it (NULL = not asked) and its counts. */
struct skills_item {
	const struct skill *skill;
	const struct variable *variables[SKILLS_MEASURES];
	uint64_t *counts[SKILLS_MEASURES]; /* [level][code] */
	struct skills_estimate *estimates; /* one a level */
};

struct skills_plan {
	const struct project_skills *settings;
	const struct answers *answers;
	const struct framework *framework;
	struct skills_item *items;
	size_t n_items;
	struct skills_level *levels;
	size_t n_levels;
	struct skills_crossing *crossings;
	size_t n_crossings;
	struct skills_pass *passes;
	size_t n_passes;
	uint8_t *rated; /* one a row: 1 = rated a skill */
};

/* The project's skills and what rates them, without levels; a skill nobody was
 * asked about is ERROR_PROJECT.  On context->memory. */
int skills_plan_open(struct stage_context *context, struct skills_plan **plan,
		     struct error *error);

/* Levels and passes of settings->by; unknown variables are ERROR_PROJECT. */
int skills_groups(struct skills_plan *plan, struct error *error);

/* The variable called NAME, or ERROR_PROJECT with the nearest names. */
const struct variable *skills_variable(const struct skills_plan *plan,
				       const char *name, struct error *error);

/* Codes of a variable: kinds of missing and answers. */
size_t skills_codes(const struct variable *variable);

/*
 * The tables of one item over all levels: current with required (or alone) and
 * current with future; second item = current.  Marks who rated it.
 */
struct skills_tables {
	struct crosstab *required, *future; /* future may be NULL */
};
int skills_count(const void *ctx, struct skills_plan *plan,
		 const struct skills_item *item, struct skills_tables *tables,
		 struct error *error);

/* n_respondents of every level, from plan->rated; returns that of everybody. */
uint64_t skills_respondents(struct skills_plan *plan);

/* One item in every level. */
void skills_estimate(const struct skills_plan *plan, struct skills_item *item,
		     const struct skills_tables *tables);

/* What compares the items of one level: adjusted p, quadrants, ranks; then
 * what pools the levels of each grouping. */
void skills_compare(const struct skills_plan *plan, size_t level);
void skills_pool(const struct skills_plan *plan);

/* Behind the last level of the grouping that FIRST belongs to: the levels of
 * one grouping stand together. */
size_t skills_grouping_end(const struct skills_plan *plan, size_t first);

/* Table group_test: whether the gaps differ between the groups of a grouping.
 * Groups below the minimum take no part. */
int skills_write_tests(const struct skills_plan *plan,
		       struct stage_context *context, struct error *error);

/*
 * Table scale_reliability: do the ratings of an area hang together, in each
 * measure asked (areas of two skills and more).  Of the people who rated all of
 * them; of many thousands, evenly spread ones.
 */
int skills_write_reliability(const struct skills_plan *plan,
			     struct stage_context *context,
			     struct error *error);

/* Tables gap, gap_summary, distribution, crossing, framework. */
int skills_write(const struct skills_plan *plan, struct stage_context *context,
		 struct error *error);

/* Table weighted_gap: empty when nobody is weighted. */
int skills_weighted(const struct skills_plan *plan,
		    struct stage_context *context, struct error *error);

#endif
