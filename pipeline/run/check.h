/*
 * Everything about a project that can be known without running it.  Reads the
 * codebooks, the framework, the templates and the headings of the data; writes
 * nothing.
 */
#ifndef PIPELINE_RUN_CHECK_H
#define PIPELINE_RUN_CHECK_H

#include "pipeline/run/problems.h"
#include "pipeline/run/stage.h"

struct check_result {
	struct problems *problems; /* must be mended before a run */
	struct problems *remarks;  /* worth a look: columns nobody claims ... */
	struct project *project;   /* NULL when its file is no good */
};

/* FOLDER as for project_load. */
void check_project(const void *ctx, const char *folder,
		   const struct stage *const *stages,
		   struct check_result *result);

/* Faults of a project that is loaded; used by check_project. */
void check_sources(const struct project *project, struct check_result *result);
void check_skills(const struct project *project, struct check_result *result);
void check_training(const struct project *project, struct check_result *result);
void check_territory(const struct project *project,
		     struct check_result *result);
void check_transition(const struct project *project,
		      struct check_result *result);
void check_programme(const struct project *project,
		     struct check_result *result);
void check_inventory(const struct project *project,
		     struct check_result *result);
void check_coding(const struct project *project, struct check_result *result);
void check_places(const struct project *project, struct check_result *result);
void check_levels(const struct project *project, struct check_result *result);

#endif
