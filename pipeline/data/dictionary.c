#include "pipeline/data/dictionary.h"

#include "pipeline/core/memory.h"

#include <assert.h>

enum { FIRST_BITS = 4 };
/* Keys of long values: none looks like a short one's or like NULL's. */
#define LONG_KEY(hash) (((hash) | UINT64_C(0xFE) << 56) & ~UINT64_C(1))
#define IS_NULL        UINT32_MAX

struct dictionary_text {
	uint32_t offset, length; /* IS_NULL: the value NULL */
};

static size_t n_slots(const struct dictionary *dictionary)
{
	return (size_t)1 << (64 - dictionary->shift);
}

struct dictionary *dictionary_new(const void *ctx)
{
	struct dictionary *dictionary = memory_new(ctx, struct dictionary);

	dictionary->shift = 64 - FIRST_BITS;
	dictionary->slots = memory_array(dictionary, struct dictionary_slot,
					 n_slots(dictionary));
	return dictionary;
}

/* Multiply and fold, eight bytes at a time; the length is mixed in. */
static uint64_t hash_bytes_of(const char *text, size_t length)
{
	uint64_t hash = length * UINT64_C(0x9E3779B97F4A7C15), word;

	for (; length >= sizeof word; text += 8, length -= 8) {
		memcpy(&word, text, sizeof word);
		hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, text, length);
	hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
	return hash ^ hash >> 29;
}

static void grow(struct dictionary *dictionary)
{
	struct dictionary_slot *old = dictionary->slots;
	size_t n_old = n_slots(dictionary), mask;

	dictionary->shift--;
	mask = n_slots(dictionary) - 1;
	dictionary->slots =
		memory_array(dictionary, struct dictionary_slot, mask + 1);
	for (size_t i = 0; i < n_old; i++) {
		size_t at = dictionary_place(dictionary, old[i].key);

		if (!old[i].code)
			continue;
		while (dictionary->slots[at].code)
			at = (at + 1) & mask;
		dictionary->slots[at] = old[i];
	}
	talloc_free(old);
}

static uint32_t add(struct dictionary *dictionary, const struct csv_cell *cell)
{
	struct dictionary_text text = { .length = cell->length };
	size_t wanted = dictionary->n_bytes + cell->length;

	/* Four thousand million bytes of one column: beyond any survey. */
	assert(wanted < IS_NULL && dictionary->n < IS_NULL - 1);
	if (cell->is_null) {
		text.offset = IS_NULL;
	} else if (cell->length) {
		if (!dictionary->bytes ||
		    wanted > talloc_array_length(dictionary->bytes))
			dictionary->bytes =
				memory_grow(dictionary, dictionary->bytes, char,
					    2 * wanted + 64);
		text.offset = (uint32_t)dictionary->n_bytes;
		memcpy(dictionary->bytes + dictionary->n_bytes, cell->text,
		       cell->length);
		dictionary->n_bytes = wanted;
	}
	memory_append(dictionary, dictionary->texts, struct dictionary_text,
		      dictionary->n, text);
	return (uint32_t)dictionary->n;
}

static bool is_same(const struct dictionary *dictionary,
		    const struct dictionary_slot *slot,
		    const struct csv_cell *cell)
{
	const struct dictionary_text *text = &dictionary->texts[slot->code - 1];

	return text->length == cell->length &&
	       (cell->length <= DICTIONARY_SHORT ||
		!memcmp(dictionary->bytes + text->offset, cell->text,
			cell->length));
}

uint32_t dictionary_look_up(struct dictionary *dictionary,
			    const struct csv_cell *cell, uint64_t key)
{
	size_t mask, at;

	if (cell->length > DICTIONARY_SHORT)
		key = LONG_KEY(hash_bytes_of(cell->text, cell->length));
	/* Half full at most, so that most values lie where they belong. */
	if (2 * (dictionary->n + 1) > n_slots(dictionary))
		grow(dictionary);
	mask = n_slots(dictionary) - 1;
	for (at = dictionary_place(dictionary, key);; at = (at + 1) & mask) {
		struct dictionary_slot *slot = &dictionary->slots[at];

		if (!slot->code) {
			slot->key = key;
			slot->code = add(dictionary, cell);
		} else if (slot->key != key ||
			   !is_same(dictionary, slot, cell)) {
			continue;
		}
		slot->n++;
		return slot->code - 1;
	}
}

const char *dictionary_text(const struct dictionary *dictionary, uint32_t code,
			    size_t *length)
{
	const struct dictionary_text *text = &dictionary->texts[code];

	*length = text->length;
	if (text->offset == IS_NULL)
		return NULL;
	return text->length ? dictionary->bytes + text->offset : "";
}

uint32_t dictionary_count_null(const struct dictionary *dictionary)
{
	size_t mask = n_slots(dictionary) - 1;
	size_t at = dictionary_place(dictionary, UINT64_MAX);

	/* No other key has all bits set. */
	for (; dictionary->slots[at].code; at = (at + 1) & mask)
		if (dictionary->slots[at].key == UINT64_MAX)
			return dictionary->slots[at].n;
	return 0;
}

uint32_t *dictionary_counts(const void *ctx,
			    const struct dictionary *dictionary)
{
	uint32_t *counts = memory_array(ctx, uint32_t, dictionary->n);

	for (size_t i = 0; i < n_slots(dictionary); i++)
		if (dictionary->slots[i].code)
			counts[dictionary->slots[i].code - 1] =
				dictionary->slots[i].n;
	return counts;
}
