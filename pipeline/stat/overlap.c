#include "pipeline/stat/overlap.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* P(X >= shared). */
static double chance(size_t shared, size_t n_a, size_t n_b, size_t n)
{
	if (shared == 0)
		return 1;
	return gsl_cdf_hypergeometric_Q((unsigned)shared - 1, (unsigned)n_a,
					(unsigned)(n - n_a), (unsigned)n_b);
}

struct overlap overlap_of(const struct cover_sets *sets, size_t a, size_t b)
{
	struct overlap out = { .n_a = cover_shared(sets, a, a),
			       .n_b = cover_shared(sets, b, b),
			       .shared = cover_shared(sets, a, b) };
	double n_a = (double)out.n_a, n_b = (double)out.n_b;
	double shared = (double)out.shared, either = n_a + n_b - shared;

	out.jaccard = shared / either;
	out.complement = 1 - out.jaccard;
	out.gain = either / fmax(n_a, n_b) - 1;
	out.coefficient = shared / fmin(n_a, n_b);
	out.cosine = shared / sqrt(n_a * n_b);
	out.p = chance(out.shared, out.n_a, out.n_b, sets->n_elements);
	return out;
}

/* The sets that hold ELEMENT, into HOLDERS; how many. */
static size_t find_holders(const struct cover_sets *sets, size_t element,
			   size_t *holders)
{
	size_t n = 0;

	for (size_t s = 0; s < sets->n_sets; s++)
		if (cover_has(sets, s, element))
			holders[n++] = s;
	return n;
}

double *overlap_newman(const void *ctx, const struct cover_sets *sets)
{
	double *out = memory_array(ctx, double, sets->n_sets * sets->n_sets);
	size_t *holders = memory_array(out, size_t, sets->n_sets);

	for (size_t e = 0; e < sets->n_elements; e++) {
		size_t n = find_holders(sets, e, holders);

		for (size_t i = 0; i < n * n; i++) {
			size_t a = holders[i / n], b = holders[i % n];

			if (a != b)
				out[a * sets->n_sets + b] +=
					1 / ((double)n - 1);
		}
	}
	talloc_free(holders);
	return out;
}

static void append(struct ties *out, struct tie **ties, struct tie tie)
{
	memory_append(out, *ties, struct tie, out->n, tie);
	out->ties = *ties;
}

struct ties *overlap_ties(const void *ctx, const struct cover_sets *sets)
{
	struct ties *out = memory_new(ctx, struct ties);
	struct tie *ties = NULL;

	out->n_nodes = sets->n_sets;
	for (size_t a = 0; a < sets->n_sets; a++)
		for (size_t b = a + 1; b < sets->n_sets; b++) {
			size_t shared = cover_shared(sets, a, b);

			if (shared > 0)
				append(out, &ties,
				       (struct tie){ a, b, (double)shared });
		}
	return out;
}

struct ties *overlap_two_mode(const void *ctx, const struct cover_sets *sets)
{
	struct ties *out = memory_new(ctx, struct ties);
	struct tie *ties = NULL;

	out->n_nodes = sets->n_sets + sets->n_elements;
	for (size_t s = 0; s < sets->n_sets; s++)
		for (size_t e = 0; e < sets->n_elements; e++)
			if (cover_has(sets, s, e))
				append(out, &ties,
				       (struct tie){ s, sets->n_sets + e, 1 });
	return out;
}

struct ties *overlap_backbone(const void *ctx, const struct cover_sets *sets,
			      double level)
{
	struct ties *out = memory_new(ctx, struct ties);
	size_t n = sets->n_sets, n_pairs = n < 2 ? 0 : n * (n - 1) / 2, i = 0;
	double *p = memory_array(out, double, n_pairs);
	struct tie *ties = NULL;

	out->n_nodes = n;
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			p[i++] = overlap_of(sets, a, b).p;
	adjust_p(ADJUST_HOLM, p, n_pairs, p);
	i = 0;
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			if (p[i++] <= level)
				append(out, &ties,
				       (struct tie){ a, b,
						     (double)cover_shared(
							     sets, a, b) });
	talloc_free(p);
	return out;
}
