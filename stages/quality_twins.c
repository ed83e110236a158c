/*
 * Duplicates by content: every person's answers become one number (and four,
 * each over every fourth question, for near duplicates: two who differ in at
 * most three answers agree in at least one of the four).
 */
#include "stages/quality.h"

#include "pipeline/core/memory.h"
#include "stages/answer_names.h"

#include <stdlib.h>
#include <string.h>

enum {
	BANDS = 4, /* one more than the answers that may differ */
	MOST_DIFFERENT = BANDS - 1,
	LEAST_ANSWERS = 20, /* fewer may be the same by chance */
	FILTER = 1 << 21    /* bytes */
};

struct print {
	uint64_t hash;
	uint32_t row;
};

/* A person and the one before that may be a near twin. */
struct pair {
	uint32_t row, earlier;
	uint16_t n_different;
};

struct twins {
	struct quality *quality;
	const struct variable **variables;
	size_t n_variables;
	uint16_t *codes, *n_answered;
	uint64_t *hashes;
	struct print *prints;
	size_t n_prints;
	struct pair *pairs;
	size_t n_pairs;
};

/* splitmix64's last step: every bit of the answer counts for every bit. */
static uint64_t mix(uint64_t hash, uint64_t code)
{
	hash ^= code + UINT64_C(0x9E3779B97F4A7C15);
	hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
	return hash ^ hash >> 31;
}

/* Dates and the variables that divario makes say nothing of a person. */
static bool is_answer(const struct variable *variable)
{
	return variable->type != QUESTION_DATE &&
	       variable->type != QUESTION_TIME &&
	       variable->type != QUESTION_DATETIME &&
	       !answer_is_origin(variable);
}

static void find_variables(struct twins *twins)
{
	const struct answers *answers = twins->quality->answers;

	for (size_t i = 0; i < answers->n_variables; i++)
		if (is_answer(&answers->variables[i]))
			memory_append(twins, twins->variables,
				      const struct variable *,
				      twins->n_variables,
				      &answers->variables[i]);
}

/* Hash every STEPth variable from FIRST on. */
static int hash_band(struct twins *twins, size_t first, size_t step,
		     struct error *error)
{
	uint64_t n = twins->quality->answers->n_rows;

	memset(twins->hashes, 0, n * sizeof *twins->hashes);
	for (size_t i = first; i < twins->n_variables; i += step) {
		if (quality_codes(twins->quality, twins->variables[i],
				  twins->codes, error) < 0)
			return -1;
		for (uint64_t row = 0; row < n; row++) {
			twins->hashes[row] =
				mix(twins->hashes[row], twins->codes[row]);
			if (step == 1)
				twins->n_answered[row] =
					(uint16_t)(twins->n_answered[row] +
						   (twins->codes[row] >=
						    ANSWER_FIRST));
		}
	}
	return 0;
}

static int compare_prints(const void *a, const void *b)
{
	const struct print *one = a, *two = b;

	if (one->hash != two->hash)
		return one->hash < two->hash ? -1 : 1;
	return one->row < two->row ? -1 : one->row > two->row;
}

static bool is_judged(const struct twins *twins, uint64_t row)
{
	return twins->n_answered[row] >= LEAST_ANSWERS &&
	       !(twins->quality->flags[row] & 1U << QUALITY_DUPLICATE);
}

/* Was the bit of HASH set in FILTER?  It is now. */
static bool test_and_set(uint8_t *filter, uint64_t hash)
{
	uint64_t place = hash % ((uint64_t)FILTER * 8);
	uint8_t bit = (uint8_t)(1U << place % 8);
	bool was_set = filter[place / 8] & bit;

	filter[place / 8] |= bit;
	return was_set;
}

/*
 * Those that may be alike, in order of hash, then row.  Most people are like
 * nobody else: a bit each tells so, and saves the sorting of all.  Returns how
 * many were judged.
 */
static uint64_t sort_prints(struct twins *twins)
{
	uint64_t n = twins->quality->answers->n_rows, n_judged = 0;
	uint8_t *seen = memory_array(twins, uint8_t, FILTER);
	uint8_t *again = memory_array(twins, uint8_t, FILTER);

	twins->n_prints = 0;
	for (uint64_t row = 0; row < n; row++) {
		if (!is_judged(twins, row))
			continue;
		n_judged++;
		if (test_and_set(seen, twins->hashes[row]))
			test_and_set(again, twins->hashes[row]);
	}
	for (uint64_t row = 0; row < n; row++) {
		struct print print = { twins->hashes[row], (uint32_t)row };
		uint64_t place = print.hash % ((uint64_t)FILTER * 8);

		if (is_judged(twins, row) && again[place / 8] & 1U << place % 8)
			memory_append(twins, twins->prints, struct print,
				      twins->n_prints, print);
	}
	if (twins->n_prints)
		qsort(twins->prints, twins->n_prints, sizeof *twins->prints,
		      compare_prints);
	talloc_free(seen);
	talloc_free(again);
	return n_judged;
}

static int mark_duplicates(struct twins *twins, struct error *error)
{
	if (hash_band(twins, 0, 1, error) < 0)
		return -1;
	twins->quality->judged[QUALITY_DUPLICATE] = sort_prints(twins);
	for (size_t i = 1; i < twins->n_prints; i++)
		if (twins->prints[i].hash == twins->prints[i - 1].hash)
			quality_mark(twins->quality, twins->prints[i].row,
				     QUALITY_DUPLICATE);
	return 0;
}

/* Of many alike each is held against the one before. */
static int find_pairs(struct twins *twins, struct error *error)
{
	for (size_t band = 0; band < BANDS; band++) {
		if (hash_band(twins, band, BANDS, error) < 0)
			return -1;
		twins->quality->judged[QUALITY_NEAR_DUPLICATE] =
			sort_prints(twins);
		for (size_t i = 1; i < twins->n_prints; i++) {
			struct pair pair = { .row = twins->prints[i].row };

			if (twins->prints[i].hash != twins->prints[i - 1].hash)
				continue;
			pair.earlier = twins->prints[i - 1].row;
			memory_append(twins, twins->pairs, struct pair,
				      twins->n_pairs, pair);
		}
	}
	return 0;
}

static int mark_near(struct twins *twins, struct error *error)
{
	if (find_pairs(twins, error) < 0)
		return -1;
	for (size_t i = 0; twins->n_pairs && i < twins->n_variables; i++) {
		const uint16_t *codes = twins->codes;

		if (quality_codes(twins->quality, twins->variables[i],
				  twins->codes, error) < 0)
			return -1;
		for (size_t j = 0; j < twins->n_pairs; j++) {
			struct pair *pair = &twins->pairs[j];

			pair->n_different = (uint16_t)(pair->n_different +
						       (codes[pair->row] !=
							codes[pair->earlier]));
		}
	}
	for (size_t j = 0; j < twins->n_pairs; j++)
		if (twins->pairs[j].n_different <= MOST_DIFFERENT)
			quality_mark(twins->quality, twins->pairs[j].row,
				     QUALITY_NEAR_DUPLICATE);
	return 0;
}

int quality_mark_twins(struct quality *quality, struct error *error)
{
	struct twins *twins =
		memory_new(quality->context->memory, struct twins);
	size_t n = quality->answers->n_rows;
	int result;

	twins->quality = quality;
	twins->codes = memory_array(twins, uint16_t, n);
	twins->n_answered = memory_array(twins, uint16_t, n);
	twins->hashes = memory_array(twins, uint64_t, n);
	find_variables(twins);
	result = mark_duplicates(twins, error);
	if (result == 0)
		result = mark_near(twins, error);
	talloc_free(twins);
	return result;
}
