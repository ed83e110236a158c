/*
 * What a raw cell means: rules applied to the distinct values of a column.
 * Pure: the same question, rules and cell give the same outcome; nothing is
 * read or written.
 */
#ifndef PIPELINE_DATA_RECODE_H
#define PIPELINE_DATA_RECODE_H

#include "pipeline/data/codebook.h"
#include "pipeline/data/quantity.h"

#include <stdint.h>

/* Which rule decided; in the ledger by name. */
enum recode_rule {
	RECODE_SAME,       /* as the codebook has it: nothing changed */
	RECODE_CODE,       /* a choice's name in another case or spacing */
	RECODE_LABEL,      /* a choice's label in some language */
	RECODE_NUMBER,     /* a number written otherwise; a choice's value */
	RECODE_DATE,       /* a date written otherwise */
	RECODE_MISSING,    /* a kind of missing */
	RECODE_RANGE,      /* outside the permitted range */
	RECODE_REVERSED,   /* scale turned round */
	RECODE_UNMATCHED,  /* not in the codebook */
	RECODE_UNCLEAR,    /* a date or number that can be read two ways */
	RECODE_VAGUE,      /* more than one number */
	RECODE_UNIT,       /* another unit than the column's */
	RECODE_ROUTED,     /* skipped because it was not to be shown */
	RECODE_CONSTRAINT, /* breaks the question's own constraint */
	RECODE_OTHER,      /* written in: counts as the choice "other" */
	RECODE_UNTICKED,   /* seen, and no box ticked */
	RECODE_DUPLICATE,  /* row set aside: the respondent answered again */
	RECODE_RULES
};
const char *recode_rule_name(enum recode_rule rule);
const char *recode_rule_reason(enum recode_rule rule); /* a clause */

/* Is it one of those by which a value means nothing: is it listed? */
bool recode_rule_is_unmatched(enum recode_rule rule);

struct recode_source {
	char decimal; /* '.', ',' or 0: what the file has as a whole */
	const char *const *missing; /* cells that mean "skipped" */
	size_t n_missing;
	bool tells_not_shown;       /* an unquoted empty cell means "not shown",
				       because the file also has quoted ones */
	bool is_decimal_fixed;      /* told, not found */
	enum date_order date_order; /* told, or unknown */
};

struct recoder;

/* SOURCE and QUESTION must outlive the recoder. */
struct recoder *recoder_new(const void *ctx, const struct question *question,
			    const struct recode_source *source);

/*
 * Look at a column's N distinct values (NULL allowed) before they are recoded:
 * settles whether dates have the month first, which is the decimal mark and the
 * unit, and what joins the parts of a joined select_multiple.  More calls
 * refine it.
 */
void recoder_learn(struct recoder *recoder, const char *const *values,
		   size_t n);

/*
 * Decide how the column is read: as told, else as learnt, else as WIDER (may be
 * NULL), which has learnt from more files.  UNIT is the variable's; NULL: the
 * most frequent here.
 */
void recoder_settle(struct recoder *recoder, const struct recoder *wider,
		    const char *unit);

/* What recoder_learn has found; counts are of distinct values. */
struct recode_reading {
	enum date_order order; /* unknown: cells that need it are unclear */
	char decimal;          /* 0 likewise */
	const char *unit;      /* "" for none */
	struct date_evidence dates;
	struct quantity_evidence numbers;
};
struct recode_reading recoder_reading(const struct recoder *recoder);

struct recode_outcome {
	enum recode_rule rule;
	bool is_missing;
	enum missing_kind missing;
	size_t choice;            /* select_one: index in the list */
	double number;            /* integer, decimal */
	char date[DATE_TIME_ISO]; /* date, time, datetime: ISO */
};

/* A cell of a select_one, number, date or time; RAW is NULL for an unquoted
 * empty. */
struct recode_outcome recode_value(const struct recoder *recoder,
				   const char *raw);

/* A cell of one choice's own column. */
enum recode_tick {
	TICK_UNKNOWN, /* not a tick: unmatched */
	TICK_NULL,    /* unquoted empty */
	TICK_EMPTY,
	TICK_OFF, /* an explicit no */
	TICK_ON
};
enum recode_tick recode_tick(const struct recoder *recoder, size_t choice,
			     const char *raw);

/* Words of 32 bits that hold one bit per choice of the list. */
size_t recode_words(const struct recoder *recoder);

/*
 * A cell that joins the choices ticked.  TICKS (recode_words long) gets bit i
 * for choice i.  PART, if not NULL, is called with each part that is not a
 * choice's name as it stands: CHOICE is the index of the choice it means, or
 * -1. The outcome says whether anything was answered and by which rule.
 */
typedef void recode_part(void *data, const char *text, size_t length,
			 int choice);
struct recode_outcome recode_joined(const struct recoder *recoder,
				    const char *raw, uint32_t *ticks,
				    recode_part *part, void *data);

/*
 * A cell that joins choices in the order of their ranks.  RANKS (one a choice)
 * gets 1 for the first; 0: not ranked.
 */
struct recode_outcome recode_ranking(const struct recoder *recoder,
				     const char *raw, uint8_t *ranks,
				     recode_part *part, void *data);

/* The rank in "2", "2nd", "3°": 1 to the number of choices, else 0. */
unsigned recode_rank(const struct recoder *recoder, const char *raw);

#endif
