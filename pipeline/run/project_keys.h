/* Every key a project file may hold. */
#ifndef PIPELINE_RUN_PROJECT_KEYS_H
#define PIPELINE_RUN_PROJECT_KEYS_H

#include "pipeline/run/schema.h"

extern const struct schema_key project_keys[];

#endif
