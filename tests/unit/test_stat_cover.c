/* Set cover: by hand, against all choices of sets, and where there is nothing
 * to choose. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/cover.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* One text a set, one letter an element: "ac" holds a and c. */
static struct cover_sets *sets_of(const char *const *texts, size_t n,
				  size_t n_elements)
{
	struct cover_sets *sets = cover_sets_new(NULL, n, n_elements);

	for (size_t s = 0; s < n; s++)
		for (const char *c = texts[s]; *c; c++)
			cover_put(sets, s, (size_t)(*c - 'a'));
	return sets;
}

/* Greedy takes the longest first and needs three; two are enough. */
static void test_better_than_greedy(void **state)
{
	static const char *const texts[] = { "abcd", "aeb", "cfd", "ab", "f" };
	struct cover_sets *sets = sets_of(texts, 5, 6);
	struct cover *greedy = cover_least(sets, sets, 0);
	struct cover *least = cover_least(sets, sets, COVER_LOOKS);

	(void)state;
	assert_int_equal(greedy->n, 3);
	assert_int_equal(greedy->chosen[0], 0);
	assert_false(greedy->is_exact);
	assert_int_equal(least->n, 2);
	assert_true(least->is_exact);
	assert_int_equal(least->chosen[0], 1);
	assert_int_equal(least->chosen[1], 2);
	assert_int_equal(least->added[0], 3);
	assert_int_equal(least->added[1], 3);
	assert_int_equal(least->n_covered, 6);
	assert_true(least->cost == 2);
	talloc_free(sets);
}

static void test_cost_decides(void **state)
{
	static const char *const texts[] = { "abc", "a", "bc", "abc" };
	struct cover_sets *sets = sets_of(texts, 4, 3);
	struct cover *cover;

	(void)state;
	sets->costs[0] = 40;
	sets->costs[1] = 8;
	sets->costs[2] = 16;
	sets->costs[3] = 30;
	cover = cover_least(sets, sets, COVER_LOOKS);
	assert_int_equal(cover->n, 2);
	assert_int_equal(cover->chosen[0], 2); /* it adds more */
	assert_int_equal(cover->chosen[1], 1);
	assert_true(cover->cost == 24);
	talloc_free(sets);
}

static void test_shared(void **state)
{
	static const char *const texts[] = { "abcd", "cde", "" };
	struct cover_sets *sets = sets_of(texts, 3, 5);

	(void)state;
	assert_int_equal(cover_shared(sets, 0, 1), 2);
	assert_int_equal(cover_shared(sets, 0, 0), 4);
	assert_int_equal(cover_shared(sets, 0, 2), 0);
	assert_true(cover_has(sets, 1, 4));
	assert_false(cover_has(sets, 1, 0));
	talloc_free(sets);
}

struct nothing {
	const char *texts[2];
	size_t n_sets, n_elements;
	size_t n, n_covered;
};

static void test_little_to_choose(void **state)
{
	static const struct nothing cases[] = {
		{ { NULL }, 0, 0, 0, 0 },     { { NULL }, 0, 3, 0, 0 },
		{ { "", "" }, 2, 0, 0, 0 },   { { "", "" }, 2, 2, 0, 0 },
		{ { "a", "a" }, 2, 1, 1, 1 }, { { "b", "" }, 2, 3, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cover_sets *sets = sets_of(
			cases[i].texts, cases[i].n_sets, cases[i].n_elements);
		struct cover *cover = cover_least(sets, sets, COVER_LOOKS);

		assert_int_equal(cover->n, cases[i].n);
		assert_int_equal(cover->n_covered, cases[i].n_covered);
		assert_true(cover->is_exact);
		if (cover->n)
			assert_int_equal(cover->chosen[0], 0);
		talloc_free(sets);
	}
}

/* ---- against all choices ---- */

/* Any fixed sequence will do (Marsaglia 2003, xorshift). */
static uint64_t draw(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static struct cover_sets *random_sets(uint64_t *seed)
{
	size_t n_sets = 1 + draw(seed) % 10, n_elements = 1 + draw(seed) % 70;
	uint64_t share = 2 + draw(seed) % 5;
	struct cover_sets *sets = cover_sets_new(NULL, n_sets, n_elements);

	for (size_t s = 0; s < n_sets; s++) {
		sets->costs[s] = 1 + (double)(draw(seed) % 5);
		for (size_t e = 0; e < n_elements; e++)
			if (draw(seed) % share == 0)
				cover_put(sets, s, e);
	}
	return sets;
}

static size_t covered_by(const struct cover_sets *sets, unsigned choice)
{
	size_t n = 0;

	for (size_t e = 0; e < sets->n_elements; e++) {
		size_t s = 0;

		while (s < sets->n_sets &&
		       !(choice >> s & 1 && cover_has(sets, s, e)))
			s++;
		n += s < sets->n_sets;
	}
	return n;
}

static double brute_force(const struct cover_sets *sets, size_t *n_covered)
{
	double least = (double)INFINITY;

	*n_covered = covered_by(sets, (1U << sets->n_sets) - 1);
	for (unsigned choice = 0; choice < 1U << sets->n_sets; choice++) {
		double cost = 0;

		for (size_t s = 0; s < sets->n_sets; s++)
			cost += choice >> s & 1 ? sets->costs[s] : 0;
		if (cost < least && covered_by(sets, choice) == *n_covered)
			least = cost;
	}
	return least;
}

static void test_as_good_as_all_choices(void **state)
{
	uint64_t seed = 20261122;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct cover_sets *sets = random_sets(&seed);
		struct cover *cover = cover_least(sets, sets, COVER_LOOKS);
		struct cover *greedy = cover_least(sets, sets, 0);
		size_t n_covered, choice = 0;
		double least = brute_force(sets, &n_covered);

		for (size_t s = 0; s < cover->n; s++)
			choice |= (size_t)1 << cover->chosen[s];
		assert_true(cover->is_exact);
		assert_float_equal(cover->cost, least, 1e-9);
		assert_int_equal(cover->n_covered, n_covered);
		assert_int_equal(covered_by(sets, (unsigned)choice), n_covered);
		assert_int_equal(greedy->n_covered, n_covered);
		assert_true(greedy->cost >= least);
		talloc_free(sets);
	}
}

/* As many sets as a large catalogue has: given up or not, all is covered. */
static void test_many_sets(void **state)
{
	struct cover_sets *sets = cover_sets_new(NULL, 300, 200);
	uint64_t seed = 4;
	struct cover *cover;

	(void)state;
	for (size_t i = 0; i < 1500; i++)
		cover_put(sets, draw(&seed) % 300, draw(&seed) % 200);
	for (size_t e = 0; e < 200; e++)
		cover_put(sets, e, e);
	cover = cover_least(sets, sets, COVER_LOOKS);
	assert_int_equal(cover->n_covered, 200);
	assert_false(cover->is_exact);
	assert_true(cover->cost <= cover_least(sets, sets, 0)->cost);
	talloc_free(sets);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_better_than_greedy),
		cmocka_unit_test(test_cost_decides),
		cmocka_unit_test(test_shared),
		cmocka_unit_test(test_little_to_choose),
		cmocka_unit_test(test_as_good_as_all_choices),
		cmocka_unit_test(test_many_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
