#include "pipeline/data/moment.h"

#include <math.h>
#include <stdio.h>

enum {
	DAY_SECONDS = 86400,
	SECOND = 1000,
	/* days before 1970 began */
	DAYS_1900 = 25569, /* day 0 of a workbook, 30 December 1899 */
	DAYS_1904 = 24107,
	DAYS_1582 = 141428,
	FALSE_LEAP_DAY = 60 /* workbooks have a 29 February 1900 */
};
static const double largest = 1e12; /* seconds */

struct day {
	int year, month, day;
};

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100) || year % 400 == 0;
}

/* From the first day of year 1, which was 719162 days before 1970. */
static struct day day_of(int64_t days)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30,
				       31, 31, 30, 31, 30, 31 };
	struct day day = { .month = 1 };
	int left;

	days += 719162;
	day.year = (int)(400 * (days / 146097));
	left = (int)(days % 146097);
	while (left >= 365 + is_leap(day.year + 1)) {
		left -= 365 + is_leap(day.year + 1);
		day.year++;
	}
	day.year++;
	for (;; day.month++) {
		int length = lengths[day.month - 1] +
			     (day.month == 2 && is_leap(day.year));

		if (left < length)
			break;
		left -= length;
	}
	day.day = left + 1;
	return day;
}

/* Hours, minutes, seconds behind TEXT's N bytes. */
static void add_time(char text[MOMENT_TEXT], int n, int64_t milliseconds)
{
	int64_t seconds = milliseconds / SECOND;

	n += snprintf(text + n, (size_t)(MOMENT_TEXT - n), "%02d:%02d:%02d",
		      (int)(seconds / 3600), (int)(seconds / 60 % 60),
		      (int)(seconds % 60));
	if (milliseconds % SECOND)
		snprintf(text + n, (size_t)(MOMENT_TEXT - n), ".%03d",
			 (int)(milliseconds % SECOND));
}

bool moment_text(int64_t milliseconds, enum moment_kind kind,
		 char text[MOMENT_TEXT])
{
	const int64_t length = (int64_t)DAY_SECONDS * SECOND;
	int64_t days = milliseconds / length, time = milliseconds % length;
	struct day day;
	int n;

	if (kind == MOMENT_TIME) {
		if (milliseconds < 0)
			return false;
		add_time(text, 0, milliseconds);
		return true;
	}
	if (time < 0) {
		time += length;
		days--;
	}
	if (days < -354285 || days > 2932896)
		return false;
	day = day_of(days);
	n = snprintf(text, MOMENT_TEXT, "%04d-%02d-%02d", day.year, day.month,
		     day.day);
	if (kind == MOMENT_DAY && time == 0)
		return true;
	text[n++] = 'T';
	add_time(text, n, time);
	return true;
}

static bool is_sane(double seconds)
{
	return isfinite(seconds) && fabs(seconds) < largest;
}

bool moment_of_sheet(double days, enum moment_kind kind, bool is_1904,
		     char text[MOMENT_TEXT])
{
	double seconds;

	if (kind == MOMENT_TIME)
		return is_sane(days * DAY_SECONDS) &&
		       moment_text(llround(days * DAY_SECONDS * SECOND), kind,
				   text);
	if (days < 0 || (!is_1904 && days < 1))
		return false;
	if (!is_1904 && days < FALSE_LEAP_DAY)
		days++;
	seconds = (days - (is_1904 ? DAYS_1904 : DAYS_1900)) * DAY_SECONDS;
	return is_sane(seconds) &&
	       moment_text(llround(seconds * SECOND), kind, text);
}

bool moment_of_spss(double seconds, enum moment_kind kind,
		    char text[MOMENT_TEXT])
{
	if (kind != MOMENT_TIME)
		seconds -= (double)DAYS_1582 * DAY_SECONDS;
	return is_sane(seconds) &&
	       moment_text(llround(seconds * SECOND), kind, text);
}
