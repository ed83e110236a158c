/*
 * Questions that are the rows of one matrix: choose-one questions in a row with
 * the same answers, which share the beginning of their labels ("How often?
 * [Mail]"), the beginning of their names (use_mail) or what stands over them
 * all.  Reports show them together.
 *
 *	matrix(matrix, question, position)   MATRIX is its first question
 *	matrix_label(domain, code, language, text, position)   domain 'matrix':
 *		what its rows share; 'row': what is a row's own
 */
#ifndef STAGES_PROFILE_MATRIX_H
#define STAGES_PROFILE_MATRIX_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"

/* Find them among the N questions, in the order of the report. */
int profile_matrix_write(struct stage_context *context,
			 const struct variable *const *questions, size_t n,
			 struct error *error);

#endif
