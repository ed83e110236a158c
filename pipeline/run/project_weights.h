/* analyses.weights of the project file: what the answers are weighted to. */
#ifndef PIPELINE_RUN_PROJECT_WEIGHTS_H
#define PIPELINE_RUN_PROJECT_WEIGHTS_H

#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stdbool.h>
#include <stddef.h>

struct project;

enum weights_method {
	WEIGHTS_RAKING,
	WEIGHTS_POST_STRATIFICATION,
	WEIGHTS_CALIBRATION
};
const char *weights_method_name(enum weights_method method);

enum weights_variance {
	WEIGHTS_LINEARISED,
	WEIGHTS_JACKKNIFE,
	WEIGHTS_BOOTSTRAP
};
const char *weights_variance_name(enum weights_variance variance);

/* One question whose answers are known of the whole population. */
struct project_margin {
	const char *where;    /* project.yaml:30:9 */
	const char *variable; /* question with one choice */
	const char *column;   /* of the frame; else NULL and totals */
	const char **levels, **totals;
	size_t n_totals;
};

/* The total of one question over that of another. */
struct project_ratio {
	const char *where, *of, *per;
};

struct project_weights {
	const char *where;
	enum weights_method method;
	const char *frame; /* CSV file, absolute, or NULL */
	const char *count; /* its column of numbers, or NULL: a row is one */
	struct project_margin *margins;
	size_t n_margins;
	bool has_bounds, has_trim;
	double bounds[2]; /* of a weight over the base weight */
	double trim[2];   /* of a weight over the mean weight */
	const char *base, *strata, *cluster; /* questions, or NULL */
	enum weights_variance variance;
	size_t n_replicates; /* of the bootstrap */
	struct project_ratio *ratios;
	size_t n_ratios;
	bool fits_again;     /* each replicate, to the margins */
	bool is_finite;      /* the frame is all there is to draw from */
	bool leaves_unknown; /* people without a level weigh nothing */
};

extern const struct schema_key project_weights_keys[];

/* Fill project->weights from the tree; NULL when there are none. */
void project_weights_fill(struct project *project);

/* Margins without totals and frame, two numbers that are none, and so on. */
void project_weights_check(const struct project *project,
			   struct problems *problems);

#endif
