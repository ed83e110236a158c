/* Names of types, target groups and organisations, however they are spelled. */
#ifndef STAGES_TERRITORY_NAMES_H
#define STAGES_TERRITORY_NAMES_H

#include <stddef.h>

/* No area, no type, no target; of a kind: any of them. */
#define TERRITORY_NONE ((size_t)-1)

/* Texts of which the spellings of one (case, accents, marks) are one. */
struct territory_names {
	const char **texts; /* settled: in order of their keys */
	const char **keys;
	size_t n;
};

void territory_names_add(const void *ctx, struct territory_names *names,
			 const char *text);
void territory_names_settle(const void *ctx, struct territory_names *names);
size_t territory_names_find(const struct territory_names *names,
			    const char *text);

#endif
