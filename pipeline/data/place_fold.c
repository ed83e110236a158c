#include "pipeline/data/place_fold.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

char *place_fold(const void *ctx, const char *text)
{
	/* Most names are ASCII: no need of Unicode for these. */
	char *folded =
		is_ascii(text) ? memory_text(ctx, text) : text_slug(ctx, text);
	char *to = folded;

	for (const char *from = folded; *from; from++)
		if (isalnum((unsigned char)*from))
			*to++ = (char)tolower((unsigned char)*from);
		else if (to > folded && to[-1] != ' ')
			*to++ = ' ';
	if (to > folded && to[-1] == ' ')
		to--;
	*to = '\0';
	return folded;
}

char *place_squeeze(const void *ctx, const char *folded)
{
	char *squeezed = memory_text(ctx, folded), *to = squeezed;

	for (const char *from = folded; *from; from++)
		if (*from != ' ')
			*to++ = *from;
	*to = '\0';
	return squeezed;
}
