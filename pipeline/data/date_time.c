#include "pipeline/data/date_time.h"

#include "pipeline/data/clock.h"
#include "pipeline/data/date_words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Three parts as they stand; MONTH says that the second is one by name. */
struct parts {
	int first, second, third;
	int first_digits, third_digits;
	bool is_named; /* day, month, year in this order already */
	bool has_dots; /* nobody writes the month first with them */
};

static const char *const order_names[] = { "", "dmy", "mdy", "ymd" };

const char *date_order_name(enum date_order order)
{
	return order_names[order];
}

enum date_order date_order_of(const char *name)
{
	for (size_t i = 1; i < sizeof order_names / sizeof *order_names; i++)
		if (!strcmp(order_names[i], name))
			return (enum date_order)i;
	return DATE_ORDER_UNKNOWN;
}

/* Up to eight digits at *TEXT, moved on; how many. */
static int take_digits(const char **text, int *value)
{
	int n = 0;

	*value = 0;
	while (n < 8 && isdigit((unsigned char)**text)) {
		*value = *value * 10 + (*(*text)++ - '0');
		n++;
	}
	return isdigit((unsigned char)**text) ? 0 : n;
}

/* A mark between parts, blanks behind it too ("1. 3. 2026"); else 0. */
static char take_mark(const char **text)
{
	char mark = **text;

	if (!mark || !strchr("-/.", mark))
		return 0;
	*text = clock_skip_blanks(*text + 1);
	return mark;
}

/* "3/4/2026", "2026-04-03", "3. 4. 26". */
static bool take_numbers(const char **text, struct parts *parts)
{
	const char *at = *text;
	char mark;

	*parts = (struct parts){ 0 };
	parts->first_digits = take_digits(&at, &parts->first);
	mark = parts->first_digits ? take_mark(&at) : 0;
	if (!mark || !take_digits(&at, &parts->second) ||
	    take_mark(&at) != mark)
		return false;
	parts->third_digits = take_digits(&at, &parts->third);
	parts->has_dots = mark == '.';
	*text = at;
	return parts->third_digits > 0;
}

static size_t word_length(const char *text)
{
	size_t n = 0;

	while (isalpha((unsigned char)text[n]) || (unsigned char)text[n] > 0x7f)
		n++;
	/* A no-break space is no letter. */
	for (size_t i = 0; i + 1 < n; i++)
		if (!strncmp(text + i, "\u00a0", 2) ||
		    !strncmp(text + i, "\u202f", 3))
			return i;
	return n;
}

static bool is_filler(const char *text, size_t n)
{
	static const char *const words[] = { "de", "del", "di",
					     "of", "den", "the" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == n && !strncasecmp(text, words[i], n))
			return true;
	return false;
}

/* Blanks, marks and the words that stand between the parts in some languages.
 */
static const char *skip_filling(const char *text)
{
	for (;;) {
		size_t n = word_length(text);

		if (n && is_filler(text, n))
			text += n;
		else if (*text && strchr(" \t,.-/", *text))
			text++;
		else if (clock_skip_blanks(text) != text)
			text = clock_skip_blanks(text);
		else
			return text;
	}
}

/* "1st", "1er", "1º": what follows a day. */
static const char *skip_ordinal(const char *text)
{
	static const char *const endings[] = { "st",     "nd",     "rd",
					       "th",     "er",     "\u00ba",
					       "\u00aa", "\u00b0", "." };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t n = strlen(endings[i]);

		if (!strncasecmp(text, endings[i], n) &&
		    !isalpha((unsigned char)text[n]))
			return text + n;
	}
	return text;
}

static bool take_month(const char **text, int *month)
{
	size_t n = word_length(*text);

	*month = date_month(*text, n);
	*text += n;
	return *month > 0;
}

/* A day of the week before the date says nothing new. */
static const char *skip_weekday(const char *text)
{
	const char *at = text + word_length(text);
	int digits;

	if (at == text || date_month(text, (size_t)(at - text)))
		return text;
	if (*at == '-') /* Portuguese: segunda-feira */
		at += 1 + word_length(at + 1);
	at = clock_skip_blanks(at + (*at == ',' || *at == '.'));
	text = at;
	return take_digits(&text, &digits) || date_month(at, word_length(at))
		       ? at
		       : text;
}

/* "1 March 2026", "March 1st, 2026", "1-mar-26". */
static bool take_named(const char **text, struct parts *parts)
{
	const char *at = *text;
	bool is_day_first = isdigit((unsigned char)*at);

	*parts = (struct parts){ .is_named = true };
	if (is_day_first) {
		parts->first_digits = take_digits(&at, &parts->first);
		at = skip_filling(skip_ordinal(at));
	}
	if (!take_month(&at, &parts->second))
		return false;
	at = skip_filling(at);
	if (!is_day_first) {
		parts->first_digits = take_digits(&at, &parts->first);
		at = skip_filling(skip_ordinal(at));
	}
	parts->third_digits = take_digits(&at, &parts->third);
	*text = at;
	return parts->first_digits > 0 && parts->third_digits > 0;
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100) || year % 400 == 0;

	return month == 2 && is_leap ? 29 : days[month - 1];
}

static bool set_day(struct date_time *out, int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1 || year < 1000 || year > 9999 ||
	    day > month_days(year, month))
		return false;
	out->year = year;
	out->month = month;
	out->day = day;
	out->has_date = true;
	return true;
}

/* As spreadsheets have it. */
static int whole_year(int year, int digits)
{
	if (digits == 2)
		return year + (year < 30 ? 2000 : 1900);
	return digits == 4 ? year : 0;
}

static enum date_reading set_ordered(const struct parts *parts,
				     enum date_order order,
				     struct date_time *out)
{
	int year = whole_year(parts->third, parts->third_digits);
	struct date_time day_first = *out, month_first = *out;
	bool is_day_first =
		set_day(&day_first, year, parts->second, parts->first);
	bool is_month_first =
		set_day(&month_first, year, parts->first, parts->second);

	if (order == DATE_ORDER_UNKNOWN && parts->has_dots)
		order = DATE_DAY_FIRST;
	if (!is_day_first && !is_month_first)
		return DATE_NONE;
	if (order == DATE_YEAR_FIRST ||
	    (order == DATE_DAY_FIRST && !is_day_first) ||
	    (order == DATE_MONTH_FIRST && !is_month_first))
		return DATE_CONTRARY;
	if (order == DATE_ORDER_UNKNOWN && is_day_first && is_month_first &&
	    parts->first != parts->second)
		return DATE_UNCLEAR;
	if (order == DATE_ORDER_UNKNOWN)
		order = is_day_first ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
	*out = order == DATE_DAY_FIRST ? day_first : month_first;
	return DATE_READ;
}

static enum date_reading set_parts(const struct parts *parts,
				   enum date_order order, struct date_time *out)
{
	int year = whole_year(parts->third, parts->third_digits);
	bool is_right;

	if (parts->is_named)
		is_right = set_day(out, year, parts->second, parts->first);
	else if (parts->first_digits == 4)
		is_right =
			set_day(out, parts->first, parts->second, parts->third);
	else if (order == DATE_YEAR_FIRST && parts->third_digits < 3)
		is_right = set_day(
			out, whole_year(parts->first, parts->first_digits),
			parts->second, parts->third);
	else
		return set_ordered(parts, order, out);
	return is_right ? DATE_READ : DATE_NONE;
}

/* Days since the last of 1899, from 1950 to 2100: a spreadsheet's number. */
static bool set_serial(struct date_time *out, int serial)
{
	enum { FROM = 18264, TO = 73415 };
	int year = 1950, month = 1;

	if (serial < FROM || serial >= TO)
		return false;
	for (serial -= FROM; serial >= month_days(year, month);) {
		serial -= month_days(year, month++);
		if (month > 12) {
			month = 1;
			year++;
		}
	}
	return set_day(out, year, month, serial + 1);
}

/* "46082", with the time as its fraction, or "20260301". */
static bool take_one_number(const char **text, struct date_time *out)
{
	const char *at = *text;
	int value, digits = take_digits(&at, &value);

	*text = at;
	if (digits == 8)
		return set_day(out, value / 10000, value / 100 % 100,
			       value % 100);
	if (digits != 5 || !set_serial(out, value))
		return false;
	if (*at == '.' || *at == ',')
		*text = clock_fraction(at + 1, out);
	return true;
}

static bool is_behind_date(const char *text)
{
	return *text == '\0' || *text == 'T' || *text == ',' ||
	       clock_skip_blanks(text) != text;
}

static enum date_reading take_date(const char **text, enum date_order order,
				   struct date_time *out)
{
	const char *start = skip_weekday(*text), *at = start;
	struct parts parts;

	if (take_numbers(&at, &parts) || take_named(&at, &parts)) {
		*text = at;
		return is_behind_date(at) ? set_parts(&parts, order, out)
					  : DATE_NONE;
	}
	*text = start;
	return take_one_number(text, out) && is_behind_date(*text) ? DATE_READ
								   : DATE_NONE;
}

/* "1 March 2026 at 10:05" */
static const char *skip_to_clock(const char *text)
{
	static const char *const words[] = { "at", "um", "alle", "ore", "klo" };
	const char *at =
		clock_skip_blanks(text + (*text == 'T' || *text == ','));
	size_t n = word_length(at);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == n && !strncasecmp(at, words[i], n))
			return skip_to_clock(at + n);
	return at;
}

enum date_reading date_time_read(const char *text, enum date_order order,
				 struct date_time *date_time)
{
	const char *at = clock_skip_blanks(text);
	enum date_reading reading;

	*date_time = (struct date_time){ 0 };
	reading = take_date(&at, order, date_time);
	if (reading == DATE_NONE)
		return DATE_NONE;
	at = skip_to_clock(at);
	if (*at && (date_time->has_time || !clock_take(&at, date_time)))
		return DATE_NONE;
	return *clock_skip_blanks(at) ? DATE_NONE : reading;
}

bool date_time_clock(const char *text, struct date_time *date_time)
{
	const char *at = clock_skip_blanks(text);

	*date_time = (struct date_time){ 0 };
	return clock_take(&at, date_time) && !*clock_skip_blanks(at);
}

void date_time_learn(struct date_evidence *evidence, const char *text)
{
	const char *at = skip_weekday(clock_skip_blanks(text));
	struct date_time found = { 0 };
	struct parts parts;

	if (!take_numbers(&at, &parts) || parts.first_digits == 4 ||
	    date_time_read(text, DATE_DAY_FIRST, &found) == DATE_NONE)
		return;
	switch (set_ordered(&parts, DATE_ORDER_UNKNOWN, &found)) {
	case DATE_UNCLEAR:
		evidence->n_unclear++;
		break;
	case DATE_READ:
		if (parts.has_dots || parts.first > 12)
			evidence->n_day_first++;
		else if (parts.second > 12)
			evidence->n_month_first++;
		break;
	case DATE_CONTRARY:
		evidence->n_month_first++;
		break;
	case DATE_NONE:
	default:
		break;
	}
}

enum date_order date_time_order(const struct date_evidence *evidence)
{
	enum { CLEAR = 19 }; /* to one */

	if (evidence->n_day_first &&
	    evidence->n_day_first >= CLEAR * evidence->n_month_first)
		return DATE_DAY_FIRST;
	if (evidence->n_month_first &&
	    evidence->n_month_first >= CLEAR * evidence->n_day_first)
		return DATE_MONTH_FIRST;
	return DATE_ORDER_UNKNOWN;
}

static char *write_digits(char *text, int value, int n)
{
	for (int i = n; i--; value /= 10)
		text[i] = (char)('0' + value % 10);
	return text + n;
}

static char *write_pair(char *text, char mark, int value)
{
	*text = mark;
	return write_digits(text + 1, value, 2);
}

void date_time_iso(const struct date_time *date_time, bool with_date,
		   bool with_time, char iso[DATE_TIME_ISO])
{
	int zone = date_time->zone < 0 ? -date_time->zone : date_time->zone;
	char *at = iso;

	if (with_date && date_time->has_date) {
		at = write_digits(at, date_time->year, 4);
		at = write_pair(at, '-', date_time->month);
		at = write_pair(at, '-', date_time->day);
	}
	if (with_time && date_time->has_time) {
		if (at > iso)
			*at++ = 'T';
		at = write_digits(at, date_time->hour, 2);
		at = write_pair(at, ':', date_time->minute);
		at = write_pair(at, ':', date_time->second);
	}
	if (with_date && with_time && date_time->has_time &&
	    date_time->has_zone) {
		at = write_pair(at, date_time->zone < 0 ? '-' : '+', zone / 60);
		at = write_pair(at, ':', zone % 60);
	}
	*at = '\0';
}
