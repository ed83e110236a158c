/* All codebooks of a project that can be read: a question may stand in any. */
#ifndef PIPELINE_RUN_CHECK_CODEBOOKS_H
#define PIPELINE_RUN_CHECK_CODEBOOKS_H

#include "pipeline/data/codebook.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/project.h"

struct codebooks {
	struct codebook **items;
	size_t n;
};

/* On MEMORY; codebooks that cannot be read are told by check_sources(). */
void codebooks_load(void *memory, const struct project *project,
		    struct codebooks *codebooks);

/* The first question of that name, or NULL. */
const struct question *codebooks_question(const struct codebooks *codebooks,
					  const char *name);

/* A question, "question.choice" of a select_multiple, source or wave. */
bool codebooks_know(const struct codebooks *codebooks, const char *name);

/* A problem at WHERE for each of the N NAMES that no codebook knows; crossed
 * ones are looked up one by one. */
void codebooks_check(const struct codebooks *codebooks, const char *where,
		     const char *const *names, size_t n,
		     struct problems *problems);

/* A problem at WHERE for each of the N ANSWERS, said under KEY, that is no
 * choice of QUESTION. */
void codebooks_check_answers(const struct question *question, const char *where,
			     const char *key, const char *const *answers,
			     size_t n, struct problems *problems);

#endif
