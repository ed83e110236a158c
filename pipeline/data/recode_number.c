#include "pipeline/data/recode_private.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Written as divario itself would: no change worth a note. */
static bool is_plain(const char *raw, double number)
{
	char *end;

	return strtod(raw, &end) == number && !*end &&
	       !isspace((unsigned char)*raw);
}

static enum recode_rule fault_of(enum quantity_reading reading)
{
	if (reading == QUANTITY_UNCLEAR)
		return RECODE_UNCLEAR;
	return reading == QUANTITY_VAGUE ? RECODE_VAGUE : RECODE_UNMATCHED;
}

static bool is_allowed(const struct question *question, double number)
{
	return !(number < question->minimum) && !(number > question->maximum) &&
	       (question->type != QUESTION_INTEGER ||
		!(number > floor(number)));
}

struct recode_outcome recode_number(const struct recoder *recoder,
				    const char *raw)
{
	const struct question *question = recoder->question;
	struct recode_outcome outcome = { .rule = RECODE_SAME };
	struct quantity quantity;
	enum quantity_reading reading =
		quantity_read(raw, recoder->decimal, &quantity);

	if (reading != QUANTITY_READ)
		return recode_missing_outcome(fault_of(reading),
					      MISSING_INVALID);
	if (*quantity.unit && strcmp(quantity.unit, recoder->unit))
		return recode_missing_outcome(RECODE_UNIT, MISSING_INVALID);
	outcome.number = quantity.value;
	if (!is_allowed(question, outcome.number))
		return recode_missing_outcome(RECODE_RANGE, MISSING_INVALID);
	if (question->is_reversed) {
		outcome.rule = RECODE_REVERSED;
		outcome.number =
			question->minimum + question->maximum - outcome.number;
	} else if (!is_plain(raw, outcome.number)) {
		outcome.rule = RECODE_NUMBER;
	}
	return outcome;
}
