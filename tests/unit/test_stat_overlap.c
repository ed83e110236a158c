#include "pipeline/core/memory.h"
#include "pipeline/stat/library.h"
#include "pipeline/stat/overlap.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Sets as texts: the letters they hold, of N. */
static struct cover_sets *sets_of(const char *const *letters, size_t n_sets,
				  size_t n)
{
	struct cover_sets *out = cover_sets_new(NULL, n_sets, n);

	for (size_t s = 0; s < n_sets; s++)
		for (const char *at = letters[s]; *at; at++)
			cover_put(out, s, (size_t)(*at - 'a'));
	return out;
}

static void two_sets_by_hand(void **state)
{
	static const char *const letters[] = { "abcd", "bcdef" };
	struct cover_sets *sets = sets_of(letters, 2, 10);
	struct overlap of = overlap_of(sets, 0, 1);

	(void)state;
	assert_int_equal(of.shared, 3);
	assert_near(of.jaccard, 0.5, 1e-15);
	assert_near(of.complement, 0.5, 1e-15);
	assert_near(of.coefficient, 0.75, 1e-15);
	assert_near(of.cosine, 3 / sqrt(20), 1e-15);
	assert_near(of.gain, 0.2, 1e-15);
	/* R: phyper(2, 4, 6, 5, lower.tail = FALSE) */
	assert_near(of.p, 0.261904761905, 1e-12);
	assert_near(overlap_of(sets, 1, 0).p, of.p, 1e-15);
	talloc_free(sets);
}

static void empty_and_full_sets(void **state)
{
	static const char *const letters[] = { "", "", "abc", "d" };
	struct cover_sets *sets = sets_of(letters, 4, 4);
	struct overlap none = overlap_of(sets, 0, 1);
	struct overlap half = overlap_of(sets, 0, 2);
	struct overlap apart = overlap_of(sets, 2, 3);
	struct overlap self = overlap_of(sets, 2, 2);

	(void)state;
	assert_near(none.jaccard, UNDEFINED, 0);
	assert_near(none.gain, UNDEFINED, 0);
	assert_near(none.p, 1, 0);
	assert_near(half.jaccard, 0, 0);
	assert_near(half.coefficient, UNDEFINED, 0);
	assert_near(half.cosine, UNDEFINED, 0);
	assert_near(half.gain, 0, 0);
	assert_near(apart.complement, 1, 0);
	assert_near(apart.gain, 1.0 / 3, 1e-15);
	assert_near(self.jaccard, 1, 0);
	assert_near(self.p, 0.25, 1e-12);
	talloc_free(sets);
}

/* "a" is shared by three: a half each; "b" by two: one. */
static void newman_shares_the_tie(void **state)
{
	static const char *const letters[] = { "ab", "ab", "ac" };
	struct cover_sets *sets = sets_of(letters, 3, 3);
	double *of = overlap_newman(sets, sets);

	(void)state;
	assert_near(of[1], 1.5, 1e-15);
	assert_near(of[3], 1.5, 1e-15);
	assert_near(of[2], 0.5, 1e-15);
	assert_near(of[0], 0, 0);
	talloc_free(sets);
}

static void ties_of_sets(void **state)
{
	static const char *const letters[] = { "ab", "b", "c" };
	struct cover_sets *sets = sets_of(letters, 3, 3);
	struct ties *shared = overlap_ties(sets, sets);
	struct ties *both = overlap_two_mode(sets, sets);
	struct network *network = network_of(sets, both);

	(void)state;
	assert_int_equal(shared->n_nodes, 3);
	assert_int_equal(shared->n, 1);
	assert_near(shared->ties[0].weight, 1, 0);
	assert_int_equal(both->n_nodes, 6);
	assert_int_equal(both->n, 4);
	assert_int_equal(network->nodes[4].degree, 2);
	assert_int_equal(network->n_components, 2);
	talloc_free(sets);
}

/* The first two share all of their six of twenty, p = 1 / 38760; the others
 * share what chance would give. */
static void the_backbone_is_more_than_chance(void **state)
{
	static const char *const letters[] = { "abcdef", "abcdef", "eghijk",
					       "fglmno" };
	struct cover_sets *sets = sets_of(letters, 4, 20);
	struct ties *of = overlap_backbone(sets, sets, 0.05);

	(void)state;
	assert_int_equal(of->n, 1);
	assert_true(of->ties[0].from == 0 && of->ties[0].to == 1);
	assert_near(of->ties[0].weight, 6, 0);
	assert_near(overlap_of(sets, 0, 1).p, 1.0 / 38760, 1e-12);
	assert_int_equal(overlap_backbone(sets, sets, 1)->n, 6);
	talloc_free(sets);
}

static void one_organisation_and_none(void **state)
{
	static const char *const letters[] = { "ab" };

	(void)state;
	for (size_t n = 0; n < 2; n++) {
		struct cover_sets *sets = sets_of(letters, n, 2);

		assert_int_equal(overlap_ties(sets, sets)->n, 0);
		assert_int_equal(overlap_backbone(sets, sets, 1)->n, 0);
		assert_int_equal(overlap_two_mode(sets, sets)->n, 2 * n);
		talloc_free(sets);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_sets_by_hand),
		cmocka_unit_test(empty_and_full_sets),
		cmocka_unit_test(newman_shares_the_tie),
		cmocka_unit_test(ties_of_sets),
		cmocka_unit_test(the_backbone_is_more_than_chance),
		cmocka_unit_test(one_organisation_and_none),
	};

	stat_library_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
