/* Cleaned answers read and put back chunk by chunk, in their variable. */
#ifndef PIPELINE_DATA_ANSWERS_EDITOR_H
#define PIPELINE_DATA_ANSWERS_EDITOR_H

#include "pipeline/data/answers.h"

struct answers_editor; /* talloc object */

int answers_editor_open(const void *ctx, const struct answers *answers,
			const struct variable *variable,
			struct answers_editor **editor, struct error *error);

/* 1 = the N codes of the next chunk (ANSWER_ROWS at most), 0 = end, -1. */
int answers_editor_next(struct answers_editor *editor, uint32_t *codes,
			size_t *n, struct error *error);

/* Put CODES, of the variable, in place of the chunk that was read last. */
int answers_editor_replace(struct answers_editor *editor, const uint32_t *codes,
			   struct error *error);

#endif
