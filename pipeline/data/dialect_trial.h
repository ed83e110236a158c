/* What one choice of delimiter and quotes makes of the start of a file. */
#ifndef PIPELINE_DATA_DIALECT_TRIAL_H
#define PIPELINE_DATA_DIALECT_TRIAL_H

#include "pipeline/data/dialect_scan.h"

struct dialect_trial {
	struct csv_form form;
	bool is_wrapped;  /* records in quotes as a whole are opened */
	size_t n_columns; /* of most records */
	size_t n_records, n_same;
	size_t n_odd;      /* records with misused quotes */
	size_t n_null_end; /* records whose last cell is NULL */
	size_t n_cells;
	size_t length;             /* bytes of them all */
	size_t n_points, n_commas; /* numbers with that decimal mark */
	/*
	 * Cells that the other quotes enclose (apostrophes; where there are no
	 * quotes, quotes), and cells that only start with one.
	 */
	size_t n_enclosed, n_half;
};

/* Read up to LIMIT records of SAMPLE with FORM. */
struct dialect_trial dialect_try(const struct dialect_sample *sample,
				 struct csv_form form, bool is_wrapped,
				 size_t limit);

/* Cells that start with a quote; an estimate, told and not relied on. */
size_t dialect_trial_quoted(const struct dialect_sample *sample,
			    const struct dialect_trial *trial);

/* Records that do not agree with the others or misuse quotes. */
size_t dialect_trial_faults(const struct dialect_trial *trial);

/* Several columns before one; then more of the records agree; then more
 * columns. */
bool dialect_trial_is_better(const struct dialect_trial *a,
			     const struct dialect_trial *b);

#endif
