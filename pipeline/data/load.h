/* One CSV file into the store: columns, quarantine and the source's row. */
#ifndef PIPELINE_DATA_LOAD_H
#define PIPELINE_DATA_LOAD_H

#include "pipeline/core/error.h"
#include "pipeline/data/database.h"
#include "pipeline/data/dialect.h"
#include "pipeline/data/guard.h"
#include "pipeline/data/token_writer.h"

#include <stddef.h>
#include <stdint.h>

struct load_request {
	const char *path; /* to open; also the place in messages */
	const char *name; /* of the source in project.yaml */
	const char *file; /* as the store is to know it */
	const char *wave; /* or NULL */
	struct dialect_fixed fixed;
	const char *platform; /* that wrote it, or "none"; NULL: look */
	/* names for columns that bear another's name ("Response#2") */
	const char *const *renamed;
	size_t n_renamed;
	const char *settings;                /* remembered with the source */
	const struct guard_settings *guard;  /* NULL: every cell as it stands */
	const struct token_settings *tokens; /* NULL: nobody is met again */
};

struct load_result {
	int64_t n_rows, n_quarantined, n_blank;
	int64_t n_withdrawn;  /* records of people who withdrew */
	int64_t n_repaired;   /* of the rows: quotes or delimiters misplaced */
	int64_t other_table;  /* line another table starts in, or 0 */
	int64_t n_other;      /* records of that */
	const char *verdict;  /* on the caller's context */
	const char *platform; /* that wrote the file, or NULL */
	const char *found;    /* columns found to name people, or NULL; there */
	const char *redacted; /* those with marks within values; likewise */
};

/*
 * Load a file as a new source.  Faults beyond those of csv_reader_open:
 * ERROR_DATA when there is a header but no answers and when two columns have
 * one name.  Records that do not fit go to the quarantine, be they few or all:
 * how many are too many is the caller's to say.  ERROR_FAILED when the cells
 * read are not all in the store or in quarantine.
 */
int load_file(const void *ctx, struct database *database,
	      const struct load_request *request, struct load_result *result,
	      struct error *error);

#endif
