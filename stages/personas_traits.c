#include "stages/personas_traits.h"
#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cohen's h of two shares (Cohen 1988, Statistical Power Analysis, 6.2). */
static double effect_of_shares(double share, double overall)
{
	return 2 * asin(sqrt(share)) - 2 * asin(sqrt(overall));
}

static bool is_in(const struct personas *personas, size_t person, size_t c)
{
	return personas->groups.labels[person] == c;
}

static bool is_compared(const struct personas *personas, size_t person)
{
	return personas->groups.labels[person] < personas->groups.k;
}

/* The mean of a score in a persona against everybody's, in everybody's standard
 * deviations. */
static void add_score(const struct personas *personas, size_t c, size_t score,
		      struct persona_traits *traits)
{
	const struct persona_people *people = &personas->people;
	double sum = 0, own = 0, squares = 0, n = 0, n_own = 0, mean, sd;
	struct persona_trait trait = { .score = &people->scores[score] };

	for (size_t i = 0; i < people->n; i++) {
		double x = people->values[i * people->n_scores + score];

		if (isnan(x) || !is_compared(personas, i))
			continue;
		sum += x;
		n++;
		own += is_in(personas, i, c) ? x : 0;
		n_own += is_in(personas, i, c);
	}
	mean = sum / n;
	for (size_t i = 0; i < people->n; i++) {
		double x = people->values[i * people->n_scores + score];

		if (!isnan(x) && is_compared(personas, i))
			squares += (x - mean) * (x - mean);
	}
	sd = sqrt(squares / (n - 1));
	trait.n = trait.base = (uint64_t)n_own;
	trait.value = own / n_own;
	trait.overall = mean;
	trait.effect = sd > 0 ? (trait.value - mean) / sd : (double)NAN;
	memory_append(traits, traits->items, struct persona_trait, traits->n,
		      trait);
}

/* How many of a persona, and of all, gave each answer. */
static void count_answers(const struct personas *personas, size_t c, size_t v,
			  uint64_t *own, uint64_t *all)
{
	const struct persona_people *people = &personas->people;
	const uint32_t *codes = people->codes + v * people->n;

	for (size_t i = 0; i < people->n; i++) {
		size_t answer = codes[i] - ANSWER_FIRST;

		if (codes[i] < ANSWER_FIRST || !is_compared(personas, i))
			continue;
		all[answer]++;
		own[answer] += is_in(personas, i, c);
	}
}

static uint64_t total(const uint64_t *counts, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += counts[i];
	return sum;
}

static void add_answers(const struct personas *personas, size_t c, size_t v,
			struct persona_traits *traits)
{
	const struct variable *variable = personas->people.variables[v];
	size_t n = variable->n_values;
	uint64_t *own = memory_array(traits, uint64_t, 2 * n), *all = own + n;
	double base, everybody;

	count_answers(personas, c, v, own, all);
	base = (double)total(own, n);
	everybody = (double)total(all, n);
	for (size_t i = 0; i < n; i++) {
		struct persona_trait trait = {
			.variable = variable,
			.answer = &variable->values[i],
			.position = i + 1,
			.n = own[i],
			.base = (uint64_t)base,
			.value = (double)own[i] / base,
			.overall = (double)all[i] / everybody,
		};

		trait.effect = effect_of_shares(trait.value, trait.overall);
		memory_append(traits, traits->items, struct persona_trait,
			      traits->n, trait);
	}
	talloc_free(own);
}

static int stronger_first(const void *a, const void *b)
{
	const struct persona_trait *left = a, *right = b;
	double x = isnan(left->effect) ? -1 : fabs(left->effect);
	double y = isnan(right->effect) ? -1 : fabs(right->effect);

	if (x != y)
		return x < y ? 1 : -1;
	return (left->order > right->order) - (left->order < right->order);
}

struct persona_traits *persona_traits(const void *ctx,
				      const struct personas *personas, size_t c)
{
	const struct persona_people *people = &personas->people;
	struct persona_traits *traits = memory_new(ctx, struct persona_traits);

	for (size_t s = 0; s < people->n_scores; s++)
		add_score(personas, c, s, traits);
	for (size_t v = 0; v < people->n_variables; v++)
		add_answers(personas, c, v, traits);
	for (size_t i = 0; i < traits->n; i++)
		traits->items[i].order = i;
	if (traits->n > 1)
		qsort(traits->items, traits->n, sizeof *traits->items,
		      stronger_first);
	return traits;
}

bool persona_typical(const struct persona_traits *traits,
		     const struct variable *variable,
		     struct persona_trait *typical)
{
	bool is_found = false;

	for (size_t i = 0; i < traits->n; i++) {
		const struct persona_trait *trait = &traits->items[i];

		if (trait->variable != variable || trait->n == 0)
			continue;
		if (!is_found || trait->n > typical->n ||
		    (trait->n == typical->n &&
		     trait->position < typical->position))
			*typical = *trait;
		is_found = true;
	}
	return is_found;
}
