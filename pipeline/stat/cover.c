#include "pipeline/stat/cover.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

enum { WORD = 64 };

/* Costs are sums of doubles: less than this is no improvement. */
static const double tolerance = 1e-9;

struct cover_sets *cover_sets_new(const void *ctx, size_t n_sets,
				  size_t n_elements)
{
	struct cover_sets *sets = memory_new(ctx, struct cover_sets);

	sets->n_sets = n_sets;
	sets->n_elements = n_elements;
	sets->n_words = (n_elements + WORD - 1) / WORD;
	sets->bits = memory_array(sets, uint64_t, n_sets * sets->n_words);
	sets->costs = memory_array(sets, double, n_sets);
	for (size_t s = 0; s < n_sets; s++)
		sets->costs[s] = 1;
	return sets;
}

static const uint64_t *bits_of(const struct cover_sets *sets, size_t set)
{
	return sets->bits + set * sets->n_words;
}

static bool has_bit(const uint64_t *bits, size_t element)
{
	return bits[element / WORD] >> element % WORD & 1;
}

void cover_put(struct cover_sets *sets, size_t set, size_t element)
{
	sets->bits[set * sets->n_words + element / WORD] |= (uint64_t)1
							    << element % WORD;
}

bool cover_has(const struct cover_sets *sets, size_t set, size_t element)
{
	return has_bit(bits_of(sets, set), element);
}

static size_t n_common(const uint64_t *a, const uint64_t *b, size_t n_words)
{
	size_t n = 0;

	for (size_t w = 0; w < n_words; w++)
		n += (size_t)__builtin_popcountll(a[w] & b[w]);
	return n;
}

size_t cover_shared(const struct cover_sets *sets, size_t a, size_t b)
{
	return n_common(bits_of(sets, a), bits_of(sets, b), sets->n_words);
}

/* ---- greedy ---- */

/* Open elements: those that some set holds. */
static uint64_t *open_elements(const void *ctx, const struct cover_sets *sets)
{
	uint64_t *open = memory_array(ctx, uint64_t, sets->n_words);

	for (size_t s = 0; s < sets->n_sets; s++)
		for (size_t w = 0; w < sets->n_words; w++)
			open[w] |= bits_of(sets, s)[w];
	return open;
}

static void close_elements(const struct cover_sets *sets, uint64_t *open,
			   size_t set)
{
	for (size_t w = 0; w < sets->n_words; w++)
		open[w] &= ~bits_of(sets, set)[w];
}

/* The set that adds most for its cost, or n_sets when none adds any. */
static size_t best_set(const struct cover_sets *sets, const uint64_t *open)
{
	size_t best = sets->n_sets;
	double most = 0;

	for (size_t s = 0; s < sets->n_sets; s++) {
		size_t n = n_common(bits_of(sets, s), open, sets->n_words);
		double worth = (double)n / sets->costs[s];

		if (n > 0 && worth > most) {
			best = s;
			most = worth;
		}
	}
	return best;
}

/* ---- branch and bound ---- */

struct search {
	const struct cover_sets *sets;
	uint64_t *open; /* [depth * n_words] */
	size_t *path;   /* sets chosen on the way here */
	size_t *best;   /* sets of the least cover so far */
	size_t n_best;
	double least; /* its cost */
	size_t looks; /* that may still be taken */
	bool is_given_up;
};

static void greedy(struct search *search, uint64_t *open)
{
	size_t set;

	while ((set = best_set(search->sets, open)) < search->sets->n_sets) {
		search->best[search->n_best++] = set;
		search->least += search->sets->costs[set];
		close_elements(search->sets, open, set);
	}
}

/* What stands between an element and being covered. */
struct choice {
	size_t element, n_sets;
	double price; /* least cost per open element */
};

static struct choice choice_for(const struct cover_sets *sets, size_t element,
				const double *worth)
{
	struct choice choice = { element, 0, (double)INFINITY };

	for (size_t s = 0; s < sets->n_sets; s++)
		if (cover_has(sets, s, element)) {
			choice.n_sets++;
			choice.price = fmin(choice.price, worth[s]);
		}
	return choice;
}

/* The element to branch on (n_elements: none is open), and the least that
 * covering all open ones can cost. */
static size_t next_element(const struct cover_sets *sets, const uint64_t *open,
			   double *bound)
{
	struct choice best = { sets->n_elements, SIZE_MAX, 0 };
	double *worth = memory_array(NULL, double, sets->n_sets);

	*bound = 0;
	for (size_t s = 0; s < sets->n_sets; s++)
		worth[s] =
			sets->costs[s] /
			(double)n_common(bits_of(sets, s), open, sets->n_words);
	for (size_t e = 0; e < sets->n_elements; e++) {
		struct choice choice;

		if (!has_bit(open, e))
			continue;
		choice = choice_for(sets, e, worth);
		*bound += choice.price;
		if (choice.n_sets < best.n_sets)
			best = choice;
	}
	talloc_free(worth);
	return best.element;
}

static void keep_path(struct search *search, size_t depth, double cost)
{
	memcpy(search->best, search->path, depth * sizeof *search->path);
	search->n_best = depth;
	search->least = cost;
}

/* As deep as the least cover has sets: no more than there are elements. */
static void branch(struct search *search, size_t depth, double cost)
{
	const struct cover_sets *sets = search->sets;
	uint64_t *open = search->open + depth * sets->n_words;
	uint64_t *next = open + sets->n_words;
	double bound;
	size_t element = next_element(sets, open, &bound);

	if (search->looks < sets->n_sets * sets->n_elements) {
		search->is_given_up = true;
		return;
	}
	search->looks -= sets->n_sets * sets->n_elements;
	if (cost + bound > search->least - tolerance)
		return;
	if (element == sets->n_elements) {
		keep_path(search, depth, cost);
		return;
	}
	for (size_t s = 0; s < sets->n_sets && !search->is_given_up; s++) {
		if (!cover_has(sets, s, element))
			continue;
		memcpy(next, open, sets->n_words * sizeof *open);
		close_elements(sets, next, s);
		search->path[depth] = s;
		branch(search, depth + 1, cost + sets->costs[s]);
	}
}

/* ---- the result ---- */

/* Of the chosen sets the one that adds most goes next. */
static size_t next_chosen(const struct search *search, const uint64_t *open,
			  size_t *added)
{
	const struct cover_sets *sets = search->sets;
	size_t next = sets->n_sets;

	*added = 0;
	for (size_t i = 0; i < search->n_best; i++) {
		size_t set = search->best[i];
		size_t n = n_common(bits_of(sets, set), open, sets->n_words);

		if (n > *added || (n > 0 && n == *added && set < next)) {
			next = set;
			*added = n;
		}
	}
	return next;
}

static void put_in_order(const struct search *search, struct cover *cover,
			 uint64_t *open)
{
	size_t set, added;

	cover->chosen = memory_array(cover, size_t, search->n_best);
	cover->added = memory_array(cover, size_t, search->n_best);
	while ((set = next_chosen(search, open, &added)) <
	       search->sets->n_sets) {
		cover->chosen[cover->n] = set;
		cover->added[cover->n++] = added;
		cover->n_covered += added;
		close_elements(search->sets, open, set);
	}
	for (size_t s = 0; s < search->sets->n_sets; s++)
		for (size_t i = 0; i < cover->n; i++)
			if (cover->chosen[i] == s)
				cover->cost += search->sets->costs[s];
}

struct cover *cover_least(const void *ctx, const struct cover_sets *sets,
			  size_t looks)
{
	struct cover *cover = memory_new(ctx, struct cover);
	void *scratch = memory_check(talloc_new(NULL));
	size_t room = sets->n_elements + 1;
	struct search search = { .sets = sets, .looks = looks };
	uint64_t *open = open_elements(scratch, sets);

	search.open = memory_array(scratch, uint64_t, room * sets->n_words);
	search.path = memory_array(scratch, size_t, room);
	search.best = memory_array(scratch, size_t, room);
	memcpy(search.open, open, sets->n_words * sizeof *open);
	greedy(&search, open);
	if (looks > 0 && search.n_best > 0)
		branch(&search, 0, 0);
	cover->is_exact = looks > 0 ? !search.is_given_up : search.n_best == 0;
	put_in_order(&search, cover, open_elements(scratch, sets));
	talloc_free(scratch);
	return cover;
}
