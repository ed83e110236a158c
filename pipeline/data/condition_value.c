#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/condition_private.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* "2026-01-31" as 20260131, so that days can be compared. */
static bool read_day(const char *text, double *number)
{
	char *end;
	long year, month, day;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	year = strtol(text, &end, 10);
	if (end != text + 4)
		return false;
	month = strtol(text + 5, &end, 10);
	if (end != text + 7)
		return false;
	day = strtol(text + 8, &end, 10);
	if (end != text + 10)
		return false;
	*number = (double)(year * 10000 + month * 100 + day);
	return true;
}

struct condition_value condition_text_value(const char *text)
{
	struct condition_value value = { text, (double)NAN };

	if (!text_parse_number(text, '.', &value.number) &&
	    !read_day(text, &value.number))
		value.number = (double)NAN;
	return value;
}

/* A choice that is a kind of missing can still be asked for by its name. */
static const char *missing_choice(const struct question *question,
				  enum missing_kind kind)
{
	const struct choice_list *list = question->list;

	for (size_t i = 0; list && i < list->n_choices; i++)
		if (list->choices[i].is_missing &&
		    list->choices[i].missing == kind)
			return list->choices[i].name;
	return "";
}

struct condition_value *condition_values(const void *ctx,
					 const struct question *question,
					 const struct variable *variable)
{
	struct condition_value *values = memory_array(
		ctx, struct condition_value, ANSWER_FIRST + variable->n_values);
	bool is_turned = question->is_reversed && !question->list;

	for (size_t i = 0; i < ANSWER_FIRST; i++)
		values[i] = (struct condition_value){ NULL, (double)NAN };
	for (size_t i = 0; i < MISSING_INVALID; i++)
		values[i] = condition_text_value(
			missing_choice(question, (enum missing_kind)i));
	values[MISSING_NOT_SHOWN] = values[MISSING_SKIPPED] =
		condition_text_value("");
	for (size_t i = 0; i < variable->n_values; i++) {
		struct condition_value *value = &values[ANSWER_FIRST + i];

		*value = condition_text_value(variable->values[i].name);
		if (!is_turned)
			continue;
		value->number =
			question->minimum + question->maximum - value->number;
		value->text = text_number_exact(ctx, value->number);
	}
	return values;
}

static bool is_equal(const struct condition_value *one,
		     const struct condition_value *two)
{
	if (!strcmp(one->text, two->text))
		return true;
	return !(one->number < two->number) && !(one->number > two->number) &&
	       !isnan(one->number) && !isnan(two->number);
}

unsigned char condition_compare(enum expression_kind compare,
				const struct condition_value *one,
				const struct condition_value *two)
{
	bool is_true;

	if (!one->text || !two->text)
		return TRUTH_UNKNOWN;
	if (compare == EXPRESSION_EQUAL)
		is_true = is_equal(one, two);
	else if (compare == EXPRESSION_UNEQUAL)
		is_true = !is_equal(one, two);
	else if (compare == EXPRESSION_LESS)
		is_true = one->number < two->number;
	else if (compare == EXPRESSION_AT_MOST)
		is_true = one->number <= two->number;
	else if (compare == EXPRESSION_MORE)
		is_true = one->number > two->number;
	else
		is_true = one->number >= two->number;
	return is_true ? TRUTH_TRUE : TRUTH_FALSE;
}
