/*
 * Set cover: the sets of least cost that together hold every element some set
 * holds (training programmes and learning outcomes, partners and needs).
 *
 * Exact by branch and bound: branch on the element that fewest sets hold; a
 * branch is left when its cost and the lower bound of what is still open are
 * not below the best so far.  The bound gives each open element the least
 * cost(S) / |S's open elements| over the sets S that hold it: a solution of
 * the dual linear programme (Vazirani 2001, Approximation Algorithms, ch. 13),
 * so no cover is cheaper.  First of all, and in the end where the search was
 * given up, stands the greedy cover (Chvatal 1979, Mathematics of Operations
 * Research 4, 233-235): at most 1 + 1/2 + ... + 1/m times the least, m being
 * the size of the largest set.
 * Checked in tests/unit/test_stat_cover.c (against all choices of sets).
 */
#ifndef PIPELINE_STAT_COVER_H
#define PIPELINE_STAT_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A talloc object: which elements each set holds, and what it costs. */
struct cover_sets {
	size_t n_sets, n_elements, n_words;
	uint64_t *bits; /* [set * n_words + element / 64] */
	double *costs;  /* a set; 1 at first; to be set above 0, finite */
};

/* N_SETS empty sets over N_ELEMENTS (either may be 0), on CTX. */
struct cover_sets *cover_sets_new(const void *ctx, size_t n_sets,
				  size_t n_elements);

/* Put ELEMENT into SET; again makes no difference.  O(1). */
void cover_put(struct cover_sets *sets, size_t set, size_t element);
bool cover_has(const struct cover_sets *sets, size_t set, size_t element);

/* Elements that A and B both hold; of A and A: those of A.  O(words). */
size_t cover_shared(const struct cover_sets *sets, size_t a, size_t b);

struct cover {
	size_t *chosen; /* sets; the one that adds most first, of equals the
			   one that comes first */
	size_t *added;  /* elements that each adds to those before it, >= 1 */
	size_t n;
	size_t n_covered; /* elements; the others are in no set */
	double cost;      /* of the chosen, added in order of the sets */
	bool is_exact;    /* false: given up, no more than greedy is promised */
};

/*
 * A least cover, on CTX.  Nothing to cover: n = 0, exact.  The same sets in the
 * same order give the same cover; of covers at the same cost the greedy one
 * goes first.  At most LOOKS looks at an element of a set are taken, then the
 * search is given up; 0 = greedy alone, O(sets^2 elements).  COVER_LOOKS take
 * less than a second and are enough for some 40 sets of 60 elements.
 */
enum { COVER_LOOKS = 50000000 };
struct cover *cover_least(const void *ctx, const struct cover_sets *sets,
			  size_t looks);

#endif
