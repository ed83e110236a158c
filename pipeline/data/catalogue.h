/*
 * A catalogue of training: two sheets that a person edits (sheet.h).
 *
 * Outcomes: columns outcome, skill (of the framework), and where known level
 * (on the scale of the project's questions), eqf (1 to 8), label::<language>.
 *
 * Programmes: columns programme, label::<language>, provider, hours, mode, and
 * the outcomes in one of three ways: a column outcomes with a list ("O1; O2"),
 * a column outcome and one row an outcome, or one column an outcome with 1, x
 * or yes.
 */
#ifndef PIPELINE_DATA_CATALOGUE_H
#define PIPELINE_DATA_CATALOGUE_H

#include "pipeline/data/framework.h"
#include "pipeline/data/sheet.h"

struct catalogue_outcome {
	const char *name;
	size_t skill; /* number in the framework */
	double level; /* NaN = not said */
	int eqf;      /* 0 = not said */
	struct translation *labels;
	size_t n_labels;
	int line;
};

struct catalogue_programme {
	const char *name, *provider, *mode; /* the last two may be "" */
	double hours;                       /* above 0; NaN = not said */
	struct translation *labels;
	size_t n_labels;
	size_t *outcomes; /* numbers in the catalogue, in order of reading */
	size_t n_outcomes;
	int line;
};

struct catalogue {
	struct catalogue_outcome *outcomes;
	size_t n_outcomes;
	struct catalogue_programme *programmes;
	size_t n_programmes;
};

/*
 * Both files, on CTX.  A skill or outcome that does not exist, one that stands
 * twice, a number that is none, two hours of one programme, a sheet without
 * rows: ERROR_PROJECT with file:line:column.
 */
int catalogue_load(const void *ctx, const char *outcomes,
		   const char *programmes, const struct framework *framework,
		   struct catalogue **catalogue, struct error *error);

/* The number of the skill called NAME; ERROR_PROJECT at the cell without one,
 * with the nearest name. */
int catalogue_skill(const struct framework *framework,
		    const struct sheet *sheet, size_t row, int column,
		    size_t *skill, struct error *error);

/* A number above LEAST, NaN for an empty cell; else ERROR_PROJECT. */
int catalogue_number(const struct sheet *sheet, size_t row, int column,
		     double least, double *number, struct error *error);

#endif
