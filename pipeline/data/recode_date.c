#include "pipeline/data/recode_private.h"

#include <math.h>
#include <string.h>

static enum date_reading read_moment(const struct recoder *recoder,
				     const char *raw, struct date_time *found)
{
	if (recoder->question->type == QUESTION_TIME &&
	    date_time_clock(raw, found))
		return DATE_READ;
	return date_time_read(raw, recoder->order, found);
}

struct recode_outcome recode_moment(const struct recoder *recoder,
				    const char *raw)
{
	enum question_type type = recoder->question->type;
	struct recode_outcome outcome = { .rule = RECODE_SAME,
					  .number = (double)NAN };
	struct date_time found;

	switch (read_moment(recoder, raw, &found)) {
	case DATE_READ:
		break;
	case DATE_UNCLEAR:
	case DATE_CONTRARY:
		return recode_missing_outcome(RECODE_UNCLEAR, MISSING_INVALID);
	case DATE_NONE:
	default:
		return recode_missing_outcome(RECODE_UNMATCHED,
					      MISSING_INVALID);
	}
	date_time_iso(&found, type != QUESTION_TIME, type != QUESTION_DATE,
		      outcome.date);
	if (!*outcome.date) /* a day where a time was asked */
		return recode_missing_outcome(RECODE_UNMATCHED,
					      MISSING_INVALID);
	if (strcmp(raw, outcome.date))
		outcome.rule = RECODE_DATE;
	return outcome;
}
