/* Are the records that were set aside too many? */
#ifndef STAGES_INGEST_JUDGE_H
#define STAGES_INGEST_JUDGE_H

#include "pipeline/core/error.h"
#include "pipeline/run/stage.h"
#include "stages/ingest_files.h"

/*
 * Hold every source, all its files together, against the project's limit: of a
 * thousand files with one record each one may be bad.  ERROR_DATA at the first
 * record set aside of the first source with too many; nobody's text is told.
 */
int ingest_judge(const struct stage_context *context,
		 const struct ingest_inputs *inputs, struct error *error);

#endif
