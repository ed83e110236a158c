#include "pipeline/data/recode_private.h"

#include <ctype.h>
#include <string.h>

struct parts {
	int first, second, third;
	int first_digits, third_digits;
};

/* Up to four digits at *TEXT, moved on; the number of digits, or 0. */
static int read_digits(const char **text, int *value)
{
	int n = 0;

	*value = 0;
	while (n < 4 && isdigit((unsigned char)**text)) {
		*value = *value * 10 + (*(*text)++ - '0');
		n++;
	}
	return n;
}

static bool is_mark(char c, char *mark)
{
	if (!c || !strchr("-/.", c) || (*mark && *mark != c))
		return false;
	*mark = c;
	return true;
}

/* Three numbers with the same mark between, then a blank, "T" or the end. */
static bool split(const char *text, struct parts *parts)
{
	char mark = 0;

	text += strspn(text, " \t");
	parts->first_digits = read_digits(&text, &parts->first);
	if (!parts->first_digits || !is_mark(*text++, &mark))
		return false;
	if (!read_digits(&text, &parts->second) || !is_mark(*text++, &mark))
		return false;
	parts->third_digits = read_digits(&text, &parts->third);
	return parts->third_digits && (!*text || strchr(" T,", *text));
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100) || year % 400 == 0;

	return month == 2 && is_leap ? 29 : days[month - 1];
}

static void write_digits(char *text, int value, int n)
{
	for (; n--; value /= 10)
		text[n] = (char)('0' + value % 10);
}

static bool write_day(int year, int month, int day, char iso[11])
{
	if (month < 1 || month > 12 || day < 1 || year < 1000 ||
	    day > month_days(year, month))
		return false;
	memcpy(iso, "0000-00-00", 11);
	write_digits(iso, year, 4);
	write_digits(iso + 5, month, 2);
	write_digits(iso + 8, day, 2);
	return true;
}

bool recode_date(const char *text, bool is_month_first, char iso[11])
{
	struct parts parts;
	int year;

	if (!split(text, &parts))
		return false;
	if (parts.first_digits == 4)
		return write_day(parts.first, parts.second, parts.third, iso);
	if (parts.third_digits != 4 && parts.third_digits != 2)
		return false;
	year = parts.third_digits == 4 ? parts.third : 2000 + parts.third;
	if (parts.first > 12)
		is_month_first = false;
	else if (parts.second > 12)
		is_month_first = true;
	return is_month_first ? write_day(year, parts.first, parts.second, iso)
			      : write_day(year, parts.second, parts.first, iso);
}

void recode_learn_dates(struct recoder *recoder, const char *const *values,
			size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct parts parts;

		if (!values[i] || !split(values[i], &parts) ||
		    parts.first_digits == 4)
			continue;
		recoder->n_day_first += parts.first > 12;
		recoder->n_month_first += parts.second > 12;
	}
	recoder->is_month_first = recoder->n_month_first > recoder->n_day_first;
}
