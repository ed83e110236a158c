#include "pipeline/data/codebook_sheets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct bound {
	bool is_lower, is_strict;
	double value;
};

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t\n");
}

/* strtod obeys the locale, which divario never sets: "C", a decimal point. */
static const char *read_bound(const char *text, struct bound *bound)
{
	char *end;

	if (text[0] != '.')
		return NULL;
	text = skip_blanks(text + 1);
	if (text[0] != '<' && text[0] != '>')
		return NULL;
	bound->is_lower = text[0] == '>';
	bound->is_strict = text[1] != '=';
	text = skip_blanks(text + 1 + !bound->is_strict);
	bound->value = strtod(text, &end);
	return end == text ? NULL : skip_blanks(end);
}

static double inclusive(const struct bound *bound, bool is_integer)
{
	double far = bound->is_lower ? (double)INFINITY : (double)-INFINITY;

	if (!bound->is_strict)
		return bound->value;
	if (!is_integer)
		return nextafter(bound->value, far);
	return bound->is_lower ? floor(bound->value) + 1
			       : ceil(bound->value) - 1;
}

void codebook_bounds(const char *constraint, bool is_integer, double *minimum,
		     double *maximum)
{
	double low = *minimum, high = *maximum;
	const char *text = skip_blanks(constraint);

	for (;;) {
		struct bound bound;

		text = read_bound(text, &bound);
		if (!text)
			return;
		if (bound.is_lower)
			low = inclusive(&bound, is_integer);
		else
			high = inclusive(&bound, is_integer);
		if (!*text)
			break;
		if (strncmp(text, "and ", 4))
			return;
		text = skip_blanks(text + 4);
	}
	*minimum = low;
	*maximum = high;
}
