#include "pipeline/core/text.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* As in number.c, the C locale is the library's own: nothing to be freed. */
char *text_number_significant(const void *ctx, double value, int digits)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t before = uselocale(c);
	char buffer[48];

	snprintf(buffer, sizeof buffer, "%.*e", digits - 1, value);
	uselocale(before);
	return text_number_exact(ctx, strtod_l(buffer, NULL, c));
}
