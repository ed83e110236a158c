/* What a column as a whole tells about its cells. */
#include "pipeline/data/recode_private.h"

#include "pipeline/core/memory.h"

#include <string.h>

static void count_unit(struct recoder *recoder, const char *text)
{
	struct recode_unit unit = { text, 1 };

	for (size_t i = 0; i < recoder->n_units; i++)
		if (!strcmp(recoder->units[i].text, text)) {
			recoder->units[i].n++;
			return;
		}
	memory_append(recoder, recoder->units, struct recode_unit,
		      recoder->n_units, unit);
}

/* Digits alone say nothing about marks and units: most cells are such. */
static bool is_telling(const char *value)
{
	return value && value[strspn(value, "0123456789")];
}

static void learn_numbers(struct recoder *recoder, const char *const *values,
			  size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct quantity quantity;

		if (!is_telling(values[i]))
			continue;
		quantity_learn(&recoder->numbers, values[i]);
		if ((quantity_read(values[i], '.', &quantity) ==
			     QUANTITY_READ ||
		     quantity_read(values[i], ',', &quantity) ==
			     QUANTITY_READ) &&
		    *quantity.unit)
			count_unit(recoder, quantity.unit);
	}
}

static void learn_dates(struct recoder *recoder, const char *const *values,
			size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (values[i])
			date_time_learn(&recoder->dates, values[i]);
}

static const char *most_frequent_unit(const struct recoder *recoder)
{
	const struct recode_unit *best = NULL;

	for (size_t i = 0; i < recoder->n_units; i++)
		if (!best || recoder->units[i].n > best->n)
			best = &recoder->units[i];
	return best ? best->text : "";
}

static void decide_order(struct recoder *recoder, const struct recoder *wider)
{
	recoder->order = recoder->question->date_order;
	if (recoder->order == DATE_ORDER_UNKNOWN)
		recoder->order = recoder->source->date_order;
	if (recoder->order == DATE_ORDER_UNKNOWN)
		recoder->order = date_time_order(&recoder->dates);
	if (recoder->order == DATE_ORDER_UNKNOWN && wider)
		recoder->order = wider->order;
}

static void decide_decimal(struct recoder *recoder, const struct recoder *wider)
{
	recoder->decimal = recoder->source->decimal;
	if (recoder->source->is_decimal_fixed)
		return;
	if (wider)
		recoder->decimal =
			quantity_decimal(&wider->numbers, recoder->decimal);
	recoder->decimal =
		quantity_decimal(&recoder->numbers, recoder->decimal);
}

void recoder_settle(struct recoder *recoder, const struct recoder *wider,
		    const char *unit)
{
	decide_order(recoder, wider);
	decide_decimal(recoder, wider);
	recoder->unit = unit ? unit : most_frequent_unit(recoder);
}

void recoder_learn(struct recoder *recoder, const char *const *values, size_t n)
{
	switch (recoder->question->type) {
	case QUESTION_INTEGER:
	case QUESTION_DECIMAL:
		learn_numbers(recoder, values, n);
		break;
	case QUESTION_DATE:
	case QUESTION_DATETIME:
		learn_dates(recoder, values, n);
		break;
	case QUESTION_SELECT_MULTIPLE:
	case QUESTION_RANK:
		recode_learn_separator(recoder, values, n);
		break;
	case QUESTION_NOTE:
	case QUESTION_SELECT_ONE:
	case QUESTION_TIME:
	case QUESTION_TEXT:
	default:
		break;
	}
	recoder_settle(recoder, NULL, NULL);
}

struct recode_reading recoder_reading(const struct recoder *recoder)
{
	return (struct recode_reading){
		.order = recoder->order,
		.decimal = recoder->decimal,
		.unit = recoder->unit,
		.dates = recoder->dates,
		.numbers = recoder->numbers,
	};
}
