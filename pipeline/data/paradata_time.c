/* Moments and durations as survey tools write them. */
#include "pipeline/data/platform.h"

#include "pipeline/core/text.h"
#include "pipeline/data/date_time.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

static double days_of(const struct date_time *moment)
{
	/* Howard Hinnant's days_from_civil, years from March. */
	long year = moment->year - (moment->month <= 2);
	long shifted = (moment->month + 9) % 12, era = year / 400;
	long of_era = year - era * 400;

	return (double)(era * 146097 + of_era * 365 + of_era / 4 -
			of_era / 100 + (153 * shifted + 2) / 5 + moment->day -
			1 - 719468);
}

double paradata_moment(const char *text, bool is_month_first)
{
	struct date_time moment;
	enum date_reading reading =
		date_time_read(text, DATE_ORDER_UNKNOWN, &moment);

	if (reading == DATE_UNCLEAR)
		reading = date_time_read(text,
					 is_month_first ? DATE_MONTH_FIRST
							: DATE_DAY_FIRST,
					 &moment);
	if (reading != DATE_READ || !moment.has_time)
		return (double)NAN;
	return days_of(&moment) * 86400 + moment.hour * 3600.0 +
	       moment.minute * 60.0 + moment.second - moment.zone * 60.0;
}

bool paradata_is_month_first(const char *const *values, size_t n)
{
	struct date_evidence evidence = { 0 };

	for (size_t i = 0; i < n; i++)
		if (values[i])
			date_time_learn(&evidence, values[i]);
	return evidence.n_month_first > evidence.n_day_first;
}

double paradata_seconds(const char *text)
{
	double value, total = 0;
	size_t n = 0;
	char *after;

	if (text_parse_number(text, 0, &value))
		return value;
	for (;;) {
		if (!isdigit((unsigned char)*text) || n++ == 3)
			return (double)NAN;
		total = total * 60 + (double)strtol(text, &after, 10);
		text = after;
		if (*text != ':')
			break;
		text++;
	}
	return *text || n < 2 ? (double)NAN : total;
}
