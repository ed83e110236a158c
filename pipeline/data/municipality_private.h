/* Shared by municipality*.c. */
#ifndef PIPELINE_DATA_MUNICIPALITY_PRIVATE_H
#define PIPELINE_DATA_MUNICIPALITY_PRIVATE_H

#include "pipeline/data/municipality.h"

struct municipality_key {
	const char *key;
	const struct municipality *row;
	bool is_other; /* the name in the other language */
};

/* Sorted by key; several rows may have one. */
struct municipality_keys {
	struct municipality_key *items;
	size_t n;
};

/* The first entry of KEY and in *N how many have it. */
const struct municipality_key *
municipality_look_up(const struct municipality_keys *keys, const char *key,
		     size_t *n);

/* FOLDED without articles and prepositions, on CTX. */
char *municipality_core(const void *ctx, const char *folded);

/* Bits of the letters and digits in FOLDED. */
unsigned municipality_letters(const char *folded);

/* Province (a sigla) and region (its code) that a row must be of; NULL = any.
 */
struct municipality_area {
	const char *sigla, *region;
};

/* Was the municipality of ROW in the area, today or as the row has it? */
bool municipality_is_in(const struct municipalities *list,
			const struct municipality *row,
			const struct municipality_area *area);

/* As written in a code's column; UNMATCHED when it is no code that exists. */
struct municipality_match
municipality_by_code(const struct municipalities *list, const char *text);

/*
 * As written in a name's column: EXACT, RULE, FUZZY when the province speaks
 * against it, UNMATCHED.  *AREA gets the province that NAME itself holds.
 */
struct municipality_match
municipality_by_name(const struct municipalities *list, const char *name,
		     struct municipality_area *area);

/* The nearest names to one that was not found; FUZZY or UNMATCHED. */
struct municipality_match
municipality_nearest(const struct municipalities *list, const char *name,
		     const struct municipality_area *area);

/* FOUND as it is today, with the rule that leads there. */
struct municipality_match municipality_follow(const struct municipality *found,
					      unsigned rules);

/* Today's row with CODE, else its last one; NULL when there is none. */
const struct municipality *municipality_row(const struct municipalities *list,
					    const char *code);

#endif
