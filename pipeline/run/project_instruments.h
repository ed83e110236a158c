/*
 * The keys 'instruments' and 'analyses.change' of the project file: who is met
 * again in which questionnaire, and what is compared over time.
 */
#ifndef PIPELINE_RUN_PROJECT_INSTRUMENTS_H
#define PIPELINE_RUN_PROJECT_INSTRUMENTS_H

#include "pipeline/data/token.h"
#include "pipeline/data/translation.h"
#include "pipeline/run/problems.h"

#include <stdbool.h>
#include <stdint.h>

struct project;

/* Two answer sheets: "before.csv:12 = after.csv:40". */
struct project_pair {
	const char *where;    /* project.yaml:30:7 */
	const char *files[2]; /* as in the table source */
	int64_t lines[2];
};

struct project_instruments {
	const char *where;
	const char **order; /* names, first to last; may be none */
	size_t n_order;
	double *times;            /* of each, or NULL */
	bool is_organisation;     /* the unit, else a respondent */
	const char *organisation; /* column of its name or code */
	enum token_rule tolerance;
	bool last_counts;        /* of several sheets with one code */
	bool has_last_wave_only; /* the results that compare no waves */
	struct project_pair *confirm, *apart;
	size_t n_confirm, n_apart;
	const char **by;
	size_t n_by;
};

/* The mean of some questions, of those who answered them all. */
struct project_scale {
	const char *name, *where;
	const char **questions;
	size_t n_questions;
	struct translation *titles;
	size_t n_titles;
};

/* The four levels of an evaluation (Kirkpatrick 1959). */
enum kirkpatrick {
	KIRKPATRICK_REACTION,
	KIRKPATRICK_LEARNING,
	KIRKPATRICK_BEHAVIOUR,
	KIRKPATRICK_RESULTS,
	KIRKPATRICK_LEVELS
};
extern const char *const kirkpatrick_names[KIRKPATRICK_LEVELS];

/* Whence the reliability of scores. */
enum project_reliability {
	RELIABILITY_ALPHA, /* of scales; of questions it is unknown */
	RELIABILITY_ICC,   /* of the two instruments compared */
	RELIABILITY_GIVEN
};

struct project_change {
	const char *where;
	const char **questions;
	size_t n_questions;
	struct project_scale *scales;
	size_t n_scales;
	const char *then; /* "then_{question}", asked looking back; or NULL */
	const char **by;
	size_t n_by;
	int minimum_n;     /* below: counts only; default 10 */
	double confidence; /* default 0.95 */
	double minimum,
		maximum; /* of the answers' scale; NaN: as the answers */
	enum project_reliability reliability;
	double given_reliability;
	const char **kirkpatrick[KIRKPATRICK_LEVELS];
	size_t n_kirkpatrick[KIRKPATRICK_LEVELS];
};

/* Fill project->instruments and project->change from the tree; NULL where the
 * project does not have the key. */
void project_instruments_fill(struct project *project);
void project_change_fill(struct project *project);

struct project_source;

/* The column of a source by which people or organisations are met again, or
 * NULL when nobody is. */
const char *project_link_column(const struct project *project,
				const struct project_source *source);

/* Pairs that cannot be read, times that do not fit, a missing organisation. */
void project_instruments_check(const struct project *project,
			       struct problems *problems);

/* No instruments, nothing to compare, a reliability that is none. */
void project_change_check(const struct project *project,
			  struct problems *problems);

#endif
