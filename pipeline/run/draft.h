/*
 * `divario init`: a project folder drafted from one export, good enough to run
 * unchanged and meant to be corrected by hand.
 */
#ifndef PIPELINE_RUN_DRAFT_H
#define PIPELINE_RUN_DRAFT_H

#include "pipeline/core/error.h"

#include <stddef.h>
#include <stdint.h>

/* What was guessed and written, to be shown. */
struct draft_report {
	const char *folder;
	const char **files; /* written, relative to the folder */
	size_t n_files;
	const char **guesses; /* sentences without full stop, for the user */
	size_t n_guesses;
	uint64_t n_rows;
	size_t n_columns, n_questions, n_skills; /* n_skills 0: no pairs */
};

/*
 * Draft a project for the export CSV into FOLDER; NULL means a folder named
 * after the file, in the current folder.  The data file stays where it is and
 * is named by a path relative to FOLDER.  A folder that holds a project.yaml or
 * a codebook is refused (ERROR_USAGE); an unreadable or empty export is what
 * csv_reader.h says.  Nothing is written before all is known.
 */
int draft_project(const void *ctx, const char *csv, const char *folder,
		  struct draft_report **report, struct error *error);

#endif
