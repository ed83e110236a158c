/* Finding a variable that the project file names. */
#ifndef STAGES_ANSWER_NAMES_H
#define STAGES_ANSWER_NAMES_H

#include "pipeline/data/answers.h"

/* NULL with ERROR_PROJECT at WHERE and the nearest name, which is on CTX. */
const struct variable *answer_named(const void *ctx,
				    const struct answers *answers,
				    const char *name, const char *where,
				    struct error *error);

#endif
