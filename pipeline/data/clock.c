#include "pipeline/data/clock.h"

#include <ctype.h>
#include <string.h>

const char *clock_skip_blanks(const char *text)
{
	for (;;) {
		if (*text == ' ' || *text == '\t')
			text++;
		else if (!strncmp(text, "\u00a0", 2))
			text += 2;
		else if (!strncmp(text, "\u202f", 3))
			text += 3;
		else
			return text;
	}
}

/* One or two digits, no more. */
static bool take_pair(const char **text, int *value)
{
	const char *at = *text;

	if (!isdigit((unsigned char)*at))
		return false;
	*value = *at++ - '0';
	if (isdigit((unsigned char)*at))
		*value = *value * 10 + (*at++ - '0');
	*text = at;
	return !isdigit((unsigned char)*at);
}

/* "h" as in 22h39 stands for a colon. */
static bool is_mark(char c)
{
	return c == ':' || c == '.' || c == 'h';
}

static const char *skip_fraction(const char *at)
{
	const char *digits = at + 1;

	if ((*at != '.' && *at != ',') || !isdigit((unsigned char)*digits))
		return at;
	return digits + strspn(digits, "0123456789");
}

/* "PM", "p.m.", "p. m." */
static const char *take_half(const char *at, struct date_time *out)
{
	const char *start = clock_skip_blanks(at);
	int half = tolower((unsigned char)*start);

	if (half != 'a' && half != 'p')
		return at;
	start++;
	start = clock_skip_blanks(start + (*start == '.'));
	if (tolower((unsigned char)*start) != 'm' ||
	    isalpha((unsigned char)start[1]) || out->hour > 12)
		return at;
	out->hour = out->hour % 12 + (half == 'p' ? 12 : 0);
	return start + 1 + (start[1] == '.');
}

/* "+01:00", "-0330", "+1" */
static const char *take_offset(const char *at, struct date_time *out)
{
	const char *start = at;
	int sign = *at == '-' ? -1 : 1, hours, minutes = 0;
	size_t digits;

	if (*at != '+' && *at != '-')
		return start;
	at++;
	digits = strspn(at, "0123456789");
	if (digits == 4) {
		hours = (at[0] - '0') * 10 + at[1] - '0';
		minutes = (at[2] - '0') * 10 + at[3] - '0';
		at += 4;
	} else if (!take_pair(&at, &hours) ||
		   (*at == ':' && (at++, !take_pair(&at, &minutes)))) {
		return start;
	}
	if (hours > 14 || minutes > 59)
		return start;
	out->has_zone = true;
	out->zone = sign * (hours * 60 + minutes);
	return at;
}

static size_t capitals(const char *text)
{
	size_t n = 0;

	while (isupper((unsigned char)text[n]))
		n++;
	return n;
}

/* A zone by name; of all but three nobody can tell the offset for sure. */
static const char *take_name(const char *at, struct date_time *out)
{
	size_t n = capitals(at);
	bool is_universal = (n == 3 && (!strncmp(at, "UTC", 3) ||
					!strncmp(at, "GMT", 3))) ||
			    (n == 1 && *at == 'Z');

	if (is_universal) {
		out->has_zone = true;
		return take_offset(at + n, out);
	}
	return n >= 3 && n <= 5 ? at + n : at;
}

static const char *take_zone(const char *at, struct date_time *out)
{
	const char *start = clock_skip_blanks(at);
	bool is_bracketed = *start == '(';
	const char *end = take_offset(start, out);

	if (end == start)
		end = take_name(start + is_bracketed, out);
	if (end == start + is_bracketed)
		return at;
	return end + (is_bracketed && *end == ')');
}

bool clock_take(const char **text, struct date_time *out)
{
	const char *at = *text;
	char mark;

	if (!take_pair(&at, &out->hour) || !is_mark(*at))
		return false;
	mark = *at++;
	if (!take_pair(&at, &out->minute))
		return false;
	if (*at == mark || (mark == 'h' && *at == ':')) {
		at++;
		if (!take_pair(&at, &out->second))
			return false;
	}
	at = take_half(skip_fraction(at), out);
	if (out->hour > 23 || out->minute > 59 || out->second > 60)
		return false;
	*text = take_zone(at, out);
	out->has_time = true;
	return true;
}

const char *clock_fraction(const char *text, struct date_time *out)
{
	double day = 0, unit = 1;
	int seconds;

	for (; isdigit((unsigned char)*text); text++) {
		unit /= 10;
		day += (*text - '0') * unit;
	}
	seconds = (int)(day * 86400 + 0.5);
	if (seconds > 86399)
		seconds = 86399;
	out->has_time = true;
	out->hour = seconds / 3600;
	out->minute = seconds / 60 % 60;
	out->second = seconds % 60;
	return text;
}
