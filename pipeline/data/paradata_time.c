/* Moments and durations as survey tools write them. */
#include "pipeline/data/platform.h"

#include "pipeline/core/text.h"
#include "pipeline/data/recode.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static double days_of(const char iso[11])
{
	/* Howard Hinnant's days_from_civil, years from March. */
	long year = strtol(iso, NULL, 10), month = strtol(iso + 5, NULL, 10);
	long day = strtol(iso + 8, NULL, 10);
	long shifted = (month + 9) % 12, era, of_era;

	year -= month <= 2;
	era = year / 400;
	of_era = year - era * 400;
	return (double)(era * 146097 + of_era * 365 + of_era / 4 -
			of_era / 100 + (153 * shifted + 2) / 5 + day - 1 -
			719468);
}

/* "10:05", "10.05.30", "10:05:30.123"; *END behind it. */
static bool read_clock(const char *text, double *seconds, const char **end)
{
	double parts[3] = { 0 };
	size_t n = 0;
	char *after;

	while (n < 3 && isdigit((unsigned char)*text)) {
		parts[n] = (double)strtol(text, &after, 10);
		n++;
		text = after;
		if (n == 3 || (*text != ':' && *text != '.') ||
		    !isdigit((unsigned char)text[1]))
			break;
		text++;
	}
	if (*text == '.' || *text == ',')
		text += 1 + strspn(text + 1, "0123456789");
	*seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
	*end = text;
	return n >= 2 && parts[0] < 24 && parts[1] < 60 && parts[2] < 61;
}

/* "PM", "+02:00", "Z" behind the clock. */
static double read_zone(const char *text, double seconds)
{
	double hours, minutes;
	char *after;

	text += strspn(text, " ");
	if (!strncasecmp(text, "PM", 2) && seconds < 12 * 3600.0)
		seconds += 12 * 3600.0;
	else if (!strncasecmp(text, "AM", 2) && seconds >= 12 * 3600.0)
		seconds -= 12 * 3600.0;
	text += strcspn(text, "+-");
	if (!*text)
		return seconds;
	hours = (double)strtol(text + 1, &after, 10);
	if (after - text == 5) /* +0200 */
		return seconds -
		       (*text == '-' ? -1 : 1) * (floor(hours / 100) * 3600 +
						  fmod(hours, 100) * 60);
	minutes = *after == ':' ? (double)strtol(after + 1, NULL, 10) : 0;
	return seconds -
	       (*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

double paradata_moment(const char *text, bool is_month_first)
{
	const char *clock;
	double seconds;
	char iso[11];

	if (!recode_date(text, is_month_first, iso))
		return (double)NAN;
	/* Behind the date: after the first blank or T with a digit. */
	clock = text;
	while (*clock && !((*clock == ' ' || *clock == 'T' || *clock == ',') &&
			   isdigit((unsigned char)clock[1])))
		clock++;
	if (!*clock || !read_clock(clock + 1, &seconds, &clock))
		return (double)NAN;
	return days_of(iso) * 86400 + read_zone(clock, seconds);
}

bool paradata_is_month_first(const char *const *values, size_t n)
{
	size_t n_day = 0, n_month = 0;

	for (size_t i = 0; i < n; i++) {
		long first, second;
		char *after;

		if (!values[i] || !isdigit((unsigned char)*values[i]))
			continue;
		first = strtol(values[i], &after, 10);
		if (first > 31 || !*after || !isdigit((unsigned char)after[1]))
			continue;
		second = strtol(after + 1, NULL, 10);
		n_day += first > 12;
		n_month += second > 12 && second <= 31;
	}
	return n_month > n_day;
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
