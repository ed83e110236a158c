#include "pipeline/stat/decimal.h"

#include <math.h>
#include <stdbool.h>

enum { MOST_DECIMALS = 9 };

/* Whole numbers up to here, and their quotients, are rounded once only. */
static const double largest_whole = 9007199254740992.0;

static bool is_multiple(double value, double scale)
{
	double whole = rint(value * scale);

	/* The product may be rounded; the quotient of whole numbers tells. */
	return fabs(whole) < largest_whole && !(whole / scale < value) &&
	       !(whole / scale > value);
}

long double decimal_scale(const double *values, size_t n)
{
	double scale = 1;

	for (int d = 0; d <= MOST_DECIMALS; d++, scale *= 10) {
		size_t i = 0;

		while (i < n && is_multiple(values[i], scale))
			i++;
		if (i == n)
			return (long double)scale;
	}
	return 1;
}

long double decimal_units(double value, long double scale)
{
	return scale > 1 ? rintl((long double)value * scale)
			 : (long double)value;
}
