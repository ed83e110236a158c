/*
 * The distinct values of one raw column, numbered from 0 in order of first
 * appearance, and how often each occurred.  This is where every cell of every
 * file passes, so the look-up stands in the header.
 */
#ifndef PIPELINE_DATA_DICTIONARY_H
#define PIPELINE_DATA_DICTIONARY_H

#include "pipeline/data/csv_record.h"

#include <string.h>

enum { DICTIONARY_SHORT = 7 }; /* bytes that fit into a key */

struct dictionary_slot {
	uint64_t key;
	uint32_t code; /* plus one; 0 = free */
	uint32_t n;    /* cells that had it */
};

struct dictionary {
	struct dictionary_slot *slots;
	unsigned shift; /* 64 less the logarithm of the number of slots */
	size_t n;       /* values */
	/* private */
	struct dictionary_text *texts;
	char *bytes;
	size_t n_bytes;
};

struct dictionary *dictionary_new(const void *ctx);

/* The value of CODE: its bytes (no NUL behind them) and length; NULL = NULL. */
const char *dictionary_text(const struct dictionary *dictionary, uint32_t code,
			    size_t *length);

/* How often NULL occurred. */
uint32_t dictionary_count_null(const struct dictionary *dictionary);

/* How often each code occurred, n numbers on CTX. */
uint32_t *dictionary_counts(const void *ctx,
			    const struct dictionary *dictionary);

/* The way for a value that is long, new, or not where it was looked for. */
uint32_t dictionary_look_up(struct dictionary *dictionary,
			    const struct csv_cell *cell, uint64_t key);

/*
 * Short values are their own key: seven bytes and the length.  The eight bytes
 * at cell->text may always be read.
 */
static inline uint64_t dictionary_short_key(const struct csv_cell *cell)
{
	uint64_t bytes;

	if (cell->is_null)
		return UINT64_MAX;
	memcpy(&bytes, cell->text, sizeof bytes);
	bytes &= (UINT64_C(1) << (8 * cell->length)) - 1;
	return bytes | (uint64_t)cell->length << 56;
}

static inline size_t dictionary_place(const struct dictionary *dictionary,
				      uint64_t key)
{
	return (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >>
			dictionary->shift);
}

/* The code of CELL, counted. */
static inline uint32_t dictionary_code(struct dictionary *dictionary,
				       const struct csv_cell *cell)
{
	struct dictionary_slot *slot;
	uint64_t key;

	if (cell->length > DICTIONARY_SHORT)
		return dictionary_look_up(dictionary, cell, 0);
	key = dictionary_short_key(cell);
	slot = &dictionary->slots[dictionary_place(dictionary, key)];
	if (slot->key != key || !slot->code)
		return dictionary_look_up(dictionary, cell, key);
	slot->n++;
	return slot->code - 1;
}

#endif
