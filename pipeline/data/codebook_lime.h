/*
 * Inside codebook: a LimeSurvey questionnaire as its two structure files both
 * describe it, and how it becomes a codebook.
 */
#ifndef PIPELINE_DATA_CODEBOOK_LIME_H
#define PIPELINE_DATA_CODEBOOK_LIME_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/codebook_conditions.h"

/* An answer, or a subquestion: a row of an array, a box of a multiple choice.
 */
struct lime_item {
	const char *code, *relevance, *where;
	int scale; /* 0, or 1 for the second of two */
	int order;
	struct translation *labels;
	size_t n_labels;
};

struct lime_question {
	struct lime_item self;
	const char *id, *group; /* "" when the file gives none */
	const char *group_relevance, *group_where;
	int group_order;
	char type; /* LimeSurvey's letter */
	bool has_other, is_required, is_whole;
	double minimum, maximum;
	struct lime_item *parts, *answers;
	size_t n_parts, n_answers;
};

struct lime_survey {
	struct codebook *codebook;
	const char *id;
	struct lime_question *questions;
	size_t n_questions;
	struct codebook_aliases aliases; /* 123X4X5 and the like */
};

/* An empty question or item with that code. */
struct lime_question lime_question_new(const char *code, const char *where);

/* The item of CODE and SCALE among N, added if it is not there. */
struct lime_item *lime_item_find(struct lime_survey *survey,
				 struct lime_item **items, size_t *n,
				 const char *code, int scale);

/*
 * Fill the codebook: one question each, but for arrays, rankings and multiple
 * texts, which give one for each of their rows, "question_row".
 */
int lime_codebook(struct lime_survey *survey, struct error *error);

#endif
