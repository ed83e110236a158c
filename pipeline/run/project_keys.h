/* Every key a project file may hold. */
#ifndef PIPELINE_RUN_PROJECT_KEYS_H
#define PIPELINE_RUN_PROJECT_KEYS_H

#include "pipeline/run/schema.h"

extern const struct schema_key project_keys[];

/* Of the groups 'instruments' and 'analyses.change'. */
extern const struct schema_key project_instruments_keys[];
extern const struct schema_key project_change_keys[];

#endif
