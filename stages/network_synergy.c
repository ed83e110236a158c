/* How well two organisations would go together, and whether their rank hangs on
 * the weights. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/overlap.h"
#include "stages/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A synergy that differs by less is the same: sums of shares are not exact. */
static const double grain = 1e-9;

/* Shares from which two are said to be mostly alike. */
static const double mostly = 0.5;

/* ---- components ---- */

/* Kinds of service that only one of the two offers, territory by territory,
 * among those that either does there. */
static double complementarity_of(const struct network_study *study,
				 const struct network_sets *sets, size_t a,
				 size_t b)
{
	size_t n = study->territories.n, both = 0, either = 0;

	for (size_t t = 0; t < n; t++) {
		struct overlap here;

		if (!cover_has(sets->territories, a, t) ||
		    !cover_has(sets->territories, b, t))
			continue;
		here.n_a = cover_shared(sets->offers, a * n + t, a * n + t);
		here.n_b = cover_shared(sets->offers, b * n + t, b * n + t);
		here.shared = cover_shared(sets->offers, a * n + t, b * n + t);
		both += here.shared;
		either += here.n_a + here.n_b - here.shared;
	}
	return either ? 1 - (double)both / (double)either : (double)NAN;
}

static double or_nothing(double value)
{
	return isnan(value) ? 0 : value;
}

static const char *reason_of(const struct network_pair *pair)
{
	if (pair->shared == 0)
		return "apart";
	if (isnan(pair->complementarity))
		return "places";
	if (pair->complementarity < mostly)
		return "alike";
	return pair->jaccard[1] >= mostly ? "same_people" : "same_places";
}

static struct network_pair compare(const struct network_study *study,
				   const struct network_sets *sets, size_t a,
				   size_t b)
{
	const struct cover_sets *const kinds[] = { sets->territories,
						   sets->targets, sets->types };
	struct network_pair out = { .organisation = a, .partner = b };

	out.shared = cover_shared(sets->territories, a, b);
	for (size_t k = 0; k < 3; k++) {
		struct overlap overlap = overlap_of(kinds[k], a, b);

		out.jaccard[k] = overlap.jaccard;
		out.overlap[k] = overlap.coefficient;
	}
	out.complementarity = complementarity_of(study, sets, a, b);
	out.gain = overlap_of(sets->cells, a, b).gain;
	return out;
}

static void weigh_components(struct network_pair *pair)
{
	pair->components[NETWORK_TERRITORY] = or_nothing(pair->jaccard[0]);
	pair->components[NETWORK_TARGET] = or_nothing(pair->jaccard[1]);
	pair->components[NETWORK_SERVICE] = or_nothing(pair->complementarity);
	pair->components[NETWORK_TIE] = pair->is_declared;
	pair->reason = reason_of(pair);
}

static void find_pairs(const struct network_study *study,
		       const struct network_sets *sets,
		       struct network_synergies *out)
{
	size_t n = study->organisations.n, next = 0;

	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++) {
			struct network_pair pair;
			bool is_declared =
				next < study->n_declared &&
				study->declared[next].organisation == a &&
				study->declared[next].partner == b;

			next += is_declared;
			if (!is_declared &&
			    cover_shared(sets->territories, a, b) == 0) {
				out->n_apart++;
				continue;
			}
			pair = compare(study, sets, a, b);
			pair.is_declared = is_declared;
			weigh_components(&pair);
			memory_append(out, out->pairs, struct network_pair,
				      out->n, pair);
		}
}

/* ---- weights ---- */

/* To add up to 1; where no tie is declared that component tells nobody apart.
 */
static void find_weights(const struct network_study *study, double *weights)
{
	double sum = 0;

	for (int i = 0; i < NETWORK_COMPONENTS; i++) {
		weights[i] = study->settings->weights[i];
		if (i == NETWORK_TIE && study->n_declared == 0)
			weights[i] = 0;
		sum += weights[i];
	}
	for (int i = 0; i < NETWORK_COMPONENTS; i++)
		weights[i] = sum > 0 ? weights[i] / sum : 0;
}

/* In grains, so that equal ones are. */
static uint32_t score(const struct network_pair *pair, const double *weights)
{
	double sum = 0;

	for (int i = 0; i < NETWORK_COMPONENTS; i++)
		sum += weights[i] * pair->components[i];
	return (uint32_t)llround(sum / grain);
}

/* ---- ranks ---- */

struct scored {
	uint32_t score;
	uint32_t pair;
};

enum { DIGIT = 11, DIGITS = 1 << DIGIT, PASSES = 3 };

/* Greatest score first, by counting digits: there are as many sorts as
 * weightings, and all pairs in each.  Returns the one of the two that holds
 * them in order. */
static struct scored *sort(struct scored *items, struct scored *other, size_t n)
{
	for (int pass = 0; pass < PASSES; pass++) {
		size_t starts[DIGITS + 1] = { 0 };
		int shift = pass * DIGIT;
		struct scored *swap = items;

		for (size_t i = 0; i < n; i++)
			starts[(~items[i].score >> shift & (DIGITS - 1)) + 1]++;
		for (size_t d = 1; d < DIGITS; d++)
			starts[d] += starts[d - 1];
		for (size_t i = 0; i < n; i++)
			other[starts[~items[i].score >> shift &
				     (DIGITS - 1)]++] = items[i];
		items = other;
		other = swap;
	}
	return items;
}

/* Ranks with WEIGHTS; equal synergies share the best. */
static void rank(const struct network_synergies *of, const double *weights,
		 size_t *ranks)
{
	struct scored *items = memory_array(NULL, struct scored, 2 * of->n);
	const struct scored *sorted;
	size_t first = 0;

	for (size_t i = 0; i < of->n; i++)
		items[i] = (struct scored){ score(&of->pairs[i], weights),
					    (uint32_t)i };
	sorted = sort(items, items + of->n, of->n);
	for (size_t i = 0; i < of->n; i++) {
		if (i > 0 && sorted[i].score != sorted[i - 1].score)
			first = i;
		ranks[sorted[i].pair] = first + 1;
	}
	talloc_free(items);
}

/* WEIGHTS with the digits of NUMBER, base NETWORK_STEPS, as steps up and down.
 */
static void vary(const double *weights, double share, int number, double *out)
{
	double sum = 0;

	for (int i = 0; i < NETWORK_COMPONENTS; i++) {
		out[i] =
			weights[i] * (1 + (number % NETWORK_STEPS - 1) * share);
		sum += out[i];
		number /= NETWORK_STEPS;
	}
	for (int i = 0; i < NETWORK_COMPONENTS; i++)
		out[i] = sum > 0 ? out[i] / sum : 0;
}

static void try_weights(const struct network_study *study,
			struct network_synergies *of)
{
	size_t proposals = (size_t)study->settings->proposals;
	size_t *ranks = memory_array(NULL, size_t, of->n);

	for (int number = 0; number < NETWORK_WEIGHTINGS; number++) {
		double weights[NETWORK_COMPONENTS];

		vary(of->weights, study->settings->vary, number, weights);
		rank(of, weights, ranks);
		for (size_t i = 0; i < of->n; i++) {
			struct network_pair *pair = &of->pairs[i];

			if (number == 0 || ranks[i] < pair->rank_low)
				pair->rank_low = ranks[i];
			if (ranks[i] > pair->rank_high)
				pair->rank_high = ranks[i];
			pair->stable_share += ranks[i] <= proposals;
		}
	}
	for (size_t i = 0; i < of->n; i++)
		of->pairs[i].stable_share /= NETWORK_WEIGHTINGS;
	talloc_free(ranks);
}

static int by_rank(const void *first, const void *second)
{
	const struct network_pair *a = first, *b = second;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->organisation != b->organisation)
		return a->organisation < b->organisation ? -1 : 1;
	return (a->partner > b->partner) - (a->partner < b->partner);
}

struct network_synergies *
network_synergies_of(const struct network_study *study,
		     const struct network_sets *sets)
{
	struct network_synergies *out =
		memory_new(study, struct network_synergies);
	size_t *ranks;

	find_pairs(study, sets, out);
	find_weights(study, out->weights);
	ranks = memory_array(out, size_t, out->n);
	rank(out, out->weights, ranks);
	for (size_t i = 0; i < out->n; i++) {
		struct network_pair *pair = &out->pairs[i];

		pair->rank = ranks[i];
		for (int c = 0; c < NETWORK_COMPONENTS; c++)
			pair->synergy += out->weights[c] * pair->components[c];
	}
	try_weights(study, out);
	if (out->n > 1)
		qsort(out->pairs, out->n, sizeof *out->pairs, by_rank);
	return out;
}
