/* What happens to labels between a form and a CSV file on someone's desk. */
#include "pipeline/core/memory.h"
#include "samples/generator/chance.h"

#include <ctype.h>
#include <string.h>

/* Two neighbouring ASCII letters change places: "Italy" -> "Itlay". */
static char *slip(const void *ctx, struct chance *chance, const char *label)
{
	char *text = memory_text(ctx, label);
	size_t length = strlen(text);

	for (int tries = 0; tries < 8 && length > 3; tries++) {
		size_t i = 1 + (size_t)chance_below(chance, (int)length - 2);

		if (isalpha((unsigned char)text[i]) &&
		    isalpha((unsigned char)text[i + 1]) &&
		    text[i] != text[i + 1]) {
			char kept = text[i];

			text[i] = text[i + 1];
			text[i + 1] = kept;
			break;
		}
	}
	return text;
}

static char *other_case(const void *ctx, const char *label)
{
	char *text = memory_text(ctx, label);

	for (char *c = text; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return text;
}

const char *chance_mess(const void *ctx, struct chance *chance,
			const char *label)
{
	double u = chance_uniform(chance);

	if (u < .012)
		return memory_format(ctx, " %s  ", label);
	if (u < .022)
		return other_case(ctx, label);
	if (u < .026)
		return slip(ctx, chance, label);
	if (u < .030)
		return "n/a";
	return label;
}
