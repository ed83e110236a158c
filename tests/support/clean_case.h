/* A few files of answers with their codebook, ingested and cleaned in memory,
 * and what came of them as text. */
#ifndef TESTS_SUPPORT_CLEAN_CASE_H
#define TESTS_SUPPORT_CLEAN_CASE_H

#include "pipeline/run/stage.h"

/*
 * A talloc object.  The source "one" has the files FOLDER/a*.csv, the source
 * "two", which counts when project.n_sources is 2, FOLDER/b*.csv; both have the
 * codebook FOLDER/codebook, and "N/A" is no answer.
 */
struct clean_case {
	const char *folder, *missing; /* scratch */
	const char *patterns[2];
	struct project_source sources[2];
	struct project project;
	struct database *store;
	struct stage_context context; /* of cleaning */
	size_t n_bytes;               /* that cleaning had when it was done */
};

/* SURVEY and CHOICES are the sheets of the codebook. */
struct clean_case *clean_case_new(const void *ctx, const char *survey,
				  const char *choices);

/* Ingest and clean: -1 with ERROR. */
int clean_case_run(struct clean_case *it, struct error *error);

/* Run over A, which becomes the file a.csv; the test fails if that does. */
void clean_case_of(struct clean_case *it, const char *a);

/* "it at skipped": what each row has for a variable. */
char *clean_case_rows(struct clean_case *it, const char *variable);

/* "x; y; ": the first column of what SQL selects. */
char *clean_case_select(struct clean_case *it, const char *sql);

#endif
