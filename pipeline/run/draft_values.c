/* Columns of dates, times and numbers, told by all of their values. */
#include "pipeline/run/draft_private.h"

#include "pipeline/data/date_time.h"
#include "pipeline/data/quantity.h"

#include <math.h>
#include <string.h>

/* Digits alone could be anything: 46082 is a day for a spreadsheet only. */
static bool is_bare_number(const char *text)
{
	return !text[strspn(text, "0123456789.,")] &&
	       (!strchr(text, '.') || strchr(text, '.') == strrchr(text, '.'));
}

static bool all_clocks(const struct draft_column *column)
{
	struct date_time found;

	for (size_t i = 0; i < column->n_values; i++)
		if (!strchr(column->values[i].text, ':') ||
		    !date_time_clock(column->values[i].text, &found))
			return false;
	return column->n_values;
}

static bool all_days(const struct draft_column *column, bool *have_times,
		     struct date_evidence *evidence)
{
	bool is_telling = false;

	*have_times = true;
	for (size_t i = 0; i < column->n_values; i++) {
		const char *text = column->values[i].text;
		struct date_time found;
		enum date_reading reading =
			date_time_read(text, DATE_ORDER_UNKNOWN, &found);

		if (reading != DATE_READ && reading != DATE_UNCLEAR)
			return false;
		date_time_learn(evidence, text);
		date_time_read(text, DATE_DAY_FIRST, &found);
		*have_times = *have_times && found.has_time;
		is_telling |= !is_bare_number(text);
	}
	return is_telling;
}

bool draft_find_moments(struct draft *draft, struct draft_column *column)
{
	struct date_evidence evidence = { 0 };
	bool have_times;

	if (all_clocks(column)) {
		column->type = QUESTION_TIME;
		return true;
	}
	if (!all_days(column, &have_times, &evidence))
		return false;
	column->type = have_times ? QUESTION_DATETIME : QUESTION_DATE;
	if (evidence.n_unclear &&
	    date_time_order(&evidence) == DATE_ORDER_UNKNOWN)
		draft_tell(draft,
			   "nothing in '%s' tells day and month apart: add "
			   "'date_order: dmy' or 'date_order: mdy' to the "
			   "source",
			   column->heading);
	return true;
}

/* '.' or ',' as the column has it, else as the file has it. */
static char decimal_of(const struct draft *draft,
		       const struct draft_column *column)
{
	struct quantity_evidence evidence = { 0 };

	for (size_t i = 0; i < column->n_values; i++)
		quantity_learn(&evidence, column->values[i].text);
	return quantity_decimal(&evidence,
				draft->decimal ? draft->decimal : '.');
}

bool draft_find_numbers(struct draft *draft, struct draft_column *column,
			bool *are_whole)
{
	char decimal = decimal_of(draft, column);
	const char *unit = "";

	*are_whole = true;
	for (size_t i = 0; i < column->n_values; i++) {
		struct quantity found;

		if (quantity_read(column->values[i].text, decimal, &found) !=
		    QUANTITY_READ)
			return false;
		if (*found.unit && *unit && strcmp(found.unit, unit))
			return false; /* apples and pears */
		if (*found.unit)
			unit = found.unit;
		*are_whole = *are_whole && found.value == floor(found.value);
		if (!i || found.value < column->minimum)
			column->minimum = found.value;
		if (!i || found.value > column->maximum)
			column->maximum = found.value;
	}
	if (*unit)
		draft_tell(draft, "'%s' is read as numbers in %s",
			   column->heading, unit);
	column->has_unit = *unit != '\0';
	return column->n_values;
}

/* Whole numbers that use the scale from 0 to 100 and mostly its tens. */
bool draft_is_slider(const struct draft_column *column)
{
	enum { LEAST_VALUES = 8, END = 10 };

	return !column->has_unit && column->n_values >= LEAST_VALUES &&
	       column->minimum >= 0 && column->minimum <= END &&
	       column->maximum <= 100 && column->maximum >= 100 - END;
}
