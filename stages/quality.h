/*
 * The quality stage: marks on people whose answers should be looked at, and
 * what the results would be without them.  Nobody is left out unless the
 * project says so.  Marks are set by quality_series.c (same answer over and
 * over), quality_time.c (too fast), quality_state.c (trials, answers without an
 * end), quality_twins.c (duplicates) and quality_answers.c (outliers, failed
 * checks, impossible combinations);
 * quality_effect.c and quality_write.c tell what they come to.
 */
#ifndef STAGES_QUALITY_H
#define STAGES_QUALITY_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"

enum quality_flag {
	QUALITY_STRAIGHT_LINING, /* one answer over half of every series */
	QUALITY_LOW_VARIATION,   /* hardly any spread within the series */
	QUALITY_SPEEDER,         /* far below the median time of the source */
	QUALITY_DUPLICATE,       /* the same answers as somebody before */
	QUALITY_NEAR_DUPLICATE,  /* all but three answers the same */
	QUALITY_IMPOSSIBLE, /* answers that a rule says do not go together */
	QUALITY_OUTLIER,    /* a number far from all others */
	QUALITY_ATTENTION,  /* an attention check answered wrongly */
	QUALITY_TEST,       /* a trial of the form, no respondent */
	QUALITY_INCOMPLETE, /* never came to the end */
	QUALITY_FLAGS
};
const char *quality_flag_name(enum quality_flag flag);

/* Questions answered on one scale, one below the other. */
struct quality_series {
	const struct variable **variables;
	size_t n;
};

struct quality {
	struct stage_context *context;
	const struct project_quality *settings;
	const struct answers *answers; /* of everybody */
	struct quality_series *series;
	size_t n_series;
	uint16_t *flags;                /* one a row: bits of quality_flag */
	uint64_t judged[QUALITY_FLAGS]; /* people the mark could be set on */
	uint16_t excluded;              /* bits of the flags that exclude */
	bool *is_earlier; /* a row: of a wave before the last; NULL = all count
			   */
};

/* ROW gets FLAG. */
static inline void quality_mark(struct quality *quality, uint64_t row,
				enum quality_flag flag)
{
	quality->flags[row] = (uint16_t)(quality->flags[row] | 1U << flag);
}

/* Read all codes of VARIABLE to CODES, one a row. */
int quality_codes(const struct quality *quality,
		  const struct variable *variable, uint16_t *codes,
		  struct error *error);

/* Which series there are: the measures of the skills, or runs of questions
 * with the same choices. */
int quality_find_series(struct quality *quality, struct error *error);

int quality_mark_series(struct quality *quality, struct error *error);
int quality_mark_state(struct quality *quality, struct error *error);
int quality_mark_time(struct quality *quality, struct error *error);
int quality_mark_twins(struct quality *quality, struct error *error);
int quality_mark_answers(struct quality *quality, struct error *error);

/* Which rows are of a wave before the last, where the project wants results of
 * that alone.  Rows without wave are of none. */
int quality_find_earlier(struct quality *quality, struct error *error);

/* Tables quality_flag, quality_case, excluded_rows. */
int quality_write(struct quality *quality, struct error *error);

/* Table quality_effect: headline means with and without the people marked. */
int quality_write_effect(struct quality *quality, struct error *error);

#endif
