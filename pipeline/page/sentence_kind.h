/* The kinds of result that sentences tell of, as data. */
#ifndef PIPELINE_PAGE_SENTENCE_KIND_H
#define PIPELINE_PAGE_SENTENCE_KIND_H

#include "pipeline/page/sentence_size.h"

#include <stdbool.h>

enum sentence_verdict {
	VERDICT_BELOW,
	VERDICT_UNCLEAR,
	VERDICT_ABOVE,
	SENTENCE_VERDICTS
};

enum sentence_judge {
	JUDGE_INTERVAL, /* against the neutral value, and the adjusted p */
	JUDGE_P,        /* the adjusted p alone: above or unclear */
	JUDGE_VALUE     /* the value against the neutral one */
};

enum sentence_format { FORMAT_POINTS, FORMAT_SHARE, FORMAT_INDEX };

/* What a row says of a result; NaN where it says nothing. */
struct sentence_facts {
	double value, low, high, p, n;
	double neutral;          /* what speaks for neither side */
	double effect;           /* column of the kind's effect */
	double groups, smallest; /* number of groups, people in the least */
	double stability, sd;
	bool is_withheld;
};

struct sentence_kind {
	const char *name;
	const char *const *needs; /* columns, NULL-ended */
	const char *value, *low, *high, *n;
	enum sentence_judge judge;
	double neutral;
	const char *neutral_column; /* instead of NEUTRAL, or NULL */
	enum sentence_format format;
	const char *effect_column; /* NULL: effect_of() */
	double (*effect_of)(const struct sentence_facts *facts);
	enum size_measure measure;
	/* "sentence.KIND_VERDICT" and "sentence.SIZES_SIZE" */
	const char *verdicts[SENTENCE_VERDICTS];
	const char *sizes[SENTENCE_VERDICTS];
	bool is_distance;  /* below is told without its sign */
	bool is_own_level; /* intervals of 95 %, whatever the project says */
	/* An interval is wide when half of it is more than this share of the
	 * value's distance from the neutral one, or than this much itself. */
	double wide_share, wide_half;
};
extern const struct sentence_kind sentence_kinds[]; /* ended by a NULL name */

#endif
