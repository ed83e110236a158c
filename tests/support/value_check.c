#include "tests/support/value_check.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/date_time.h"
#include "pipeline/data/quantity.h"

#include <math.h>
#include <string.h>

/* A date that was read is one, and reads the same as ISO writes it. */
static const char *check_date(const char *text, enum date_order order)
{
	struct date_time found, again;
	char iso[DATE_TIME_ISO], twice[DATE_TIME_ISO];

	if (date_time_read(text, order, &found) != DATE_READ)
		return NULL;
	if (!found.has_date || found.month < 1 || found.month > 12 ||
	    found.day < 1 || found.day > 31)
		return "a date that is none";
	date_time_iso(&found, true, true, iso);
	if (date_time_read(iso, DATE_ORDER_UNKNOWN, &again) != DATE_READ)
		return "its ISO form is no date";
	date_time_iso(&again, true, true, twice);
	return strcmp(iso, twice) ? "its ISO form is another date" : NULL;
}

static const char *check_clock(const char *text)
{
	struct date_time found, again;
	char iso[DATE_TIME_ISO];

	if (!date_time_clock(text, &found))
		return NULL;
	date_time_iso(&found, false, true, iso);
	if (!date_time_clock(iso, &again))
		return "its ISO form is no time";
	return found.hour != again.hour || found.minute != again.minute ||
			       found.second != again.second
		       ? "its ISO form is another time"
		       : NULL;
}

/* Unclear is what two orders read as two dates, no more and no less. */
static const char *check_order(const char *text)
{
	struct date_time day_first, month_first, any;
	enum date_reading reading =
		date_time_read(text, DATE_ORDER_UNKNOWN, &any);
	bool are_both =
		date_time_read(text, DATE_DAY_FIRST, &day_first) == DATE_READ &&
		date_time_read(text, DATE_MONTH_FIRST, &month_first) ==
			DATE_READ;
	struct date_evidence evidence = { 0 };

	date_time_learn(&evidence, text);
	if (reading == DATE_UNCLEAR &&
	    (!are_both || (day_first.day == month_first.day)))
		return "unclear, but one order only reads it";
	if ((reading == DATE_UNCLEAR) != (evidence.n_unclear > 0))
		return "what is learnt is not what is read";
	return NULL;
}

static const char *check_number(const char *text, char decimal)
{
	struct quantity found, again;
	const char *what = NULL;
	char *exact;

	if (quantity_read(text, decimal, &found) != QUANTITY_READ)
		return NULL;
	if (!isfinite(found.value) || !found.unit)
		return "a number that is none";
	exact = text_number_exact(NULL, found.value);
	if (quantity_read(exact, '.', &again) != QUANTITY_READ ||
	    again.value < found.value || again.value > found.value)
		what = "its exact form is another number";
	talloc_free(exact);
	return what;
}

const char *value_check(const char *text)
{
	static const char decimals[] = { 0, '.', ',' };
	const char *what = check_clock(text);

	for (int order = DATE_ORDER_UNKNOWN; order <= DATE_YEAR_FIRST && !what;
	     order++)
		what = check_date(text, (enum date_order)order);
	for (size_t i = 0; i < sizeof decimals && !what; i++)
		what = check_number(text, decimals[i]);
	return what ? what : check_order(text);
}
