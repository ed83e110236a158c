#include "pipeline/core/memory.h"
#include "pipeline/stat/library.h"
#include "pipeline/stat/network.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Three around the first; the fifth stands alone. */
static void a_star_and_an_island(void **state)
{
	static const struct tie ties[] = { { 0, 1, 2 },
					   { 2, 0, 1 },
					   { 0, 3, 1 } };
	const struct ties star = { 5, 3, ties };
	struct network *of = network_of(NULL, &star);

	(void)state;
	assert_int_equal(of->n_ties, 3);
	assert_near(of->density, 0.3, 1e-15);
	assert_int_equal(of->n_components, 2);
	assert_int_equal(of->n_cuts, 1);
	assert_int_equal(of->n_bridges, 3);
	assert_true(of->nodes[0].is_cut && !of->nodes[1].is_cut);
	assert_near(of->nodes[0].betweenness, 3, 1e-15);
	assert_near(of->nodes[0].closeness, 1, 1e-15);
	assert_near(of->nodes[1].closeness, 0.6, 1e-15);
	assert_near(of->nodes[0].strength, 4, 1e-15);
	assert_int_equal(of->nodes[0].degree, 3);
	assert_near(of->nodes[0].eigenvector, 1, 1e-12);
	assert_near(of->eigenvalue, sqrt(6), 1e-9);
	assert_near(of->nodes[1].eigenvector, 2 / sqrt(6), 1e-9);
	assert_near(of->diameter, 2, 0);
	assert_near(of->mean_distance, 1.5, 1e-15);
	assert_near(of->transitivity, 0, 0);
	assert_int_equal(of->nodes[4].component, 1);
	assert_int_equal(of->nodes[4].degree, 0);
	assert_near(of->nodes[4].closeness, UNDEFINED, 0);
	assert_near(of->nodes[4].eigenvector, 0, 1e-9);
	talloc_free(of);
}

/* A ring: all alike, no one indispensable. */
static void a_ring(void **state)
{
	static const struct tie ties[] = {
		{ 0, 1, 1 }, { 1, 2, 1 }, { 2, 3, 1 }, { 3, 4, 1 }, { 4, 0, 1 }
	};
	const struct ties ring = { 5, 5, ties };
	struct network *of = network_of(NULL, &ring);

	(void)state;
	assert_int_equal(of->n_cuts + of->n_bridges, 0);
	for (size_t i = 0; i < 5; i++) {
		assert_near(of->nodes[i].betweenness, 1, 1e-14);
		assert_near(of->nodes[i].page_rank, 0.2, 1e-9);
		assert_near(of->nodes[i].eigenvector, 1, 1e-9);
		assert_int_equal(of->nodes[i].coreness, 2);
	}
	assert_near(of->eigenvalue, 2, 1e-9);
	talloc_free(of);
}

static void no_ties_and_nobody(void **state)
{
	static const struct tie bad[] = { { 0, 3, 1 },
					  { 0, 1, UNDEFINED },
					  { 1, 0, -1 } };
	const struct ties sets[] = { { 0, 0, NULL },
				     { 1, 0, NULL },
				     { 2, 3, bad } };

	(void)state;
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct network *of = network_of(NULL, sets + i);
		struct communities *found =
			communities_louvain(of, sets + i, 3, 1);
		struct communities *greedy = communities_greedy(of, sets + i);
		struct communities *leiden =
			communities_leiden(of, sets + i, 3, 1);

		assert_int_equal(leiden->n, sets[i].n_nodes);
		assert_near(leiden->modularity, UNDEFINED, 0);
		assert_int_equal(of->n_ties, 0);
		assert_int_equal(of->n_components, sets[i].n_nodes);
		assert_near(of->transitivity, UNDEFINED, 0);
		assert_near(of->assortativity, UNDEFINED, 0);
		assert_near(of->diameter, UNDEFINED, 0);
		assert_near(of->mean_distance, UNDEFINED, 0);
		assert_near(of->eigenvalue, UNDEFINED, 0);
		assert_near(of->density, sets[i].n_nodes < 2 ? UNDEFINED : 0,
			    0);
		for (size_t n = 0; n < of->n_nodes; n++) {
			assert_near(of->nodes[n].eigenvector, UNDEFINED, 0);
			assert_near(of->nodes[n].closeness, UNDEFINED, 0);
			assert_near(of->nodes[n].betweenness, 0, 0);
			assert_int_equal(found->of[n], n);
		}
		assert_int_equal(found->n, sets[i].n_nodes);
		assert_int_equal(greedy->n, sets[i].n_nodes);
		assert_near(found->modularity, UNDEFINED, 0);
		assert_near(greedy->modularity, UNDEFINED, 0);
		talloc_free(of);
	}
}

/* Two triangles held together by one tie, numbered in turn. */
static void two_triangles(void **state)
{
	static const struct tie ties[] = { { 0, 2, 1 }, { 2, 4, 1 },
					   { 4, 0, 1 }, { 1, 3, 1 },
					   { 3, 5, 1 }, { 5, 1, 1 },
					   { 0, 1, 1 } };
	static const size_t together[6] = { 0 };
	const struct ties all = { 6, 7, ties };
	struct communities *found = communities_louvain(NULL, &all, 5, 9);
	struct communities *again = communities_louvain(found, &all, 5, 9);
	struct communities *greedy = communities_greedy(found, &all);
	struct communities *leiden = communities_leiden(found, &all, 5, 9);

	(void)state;
	assert_int_equal(found->n, 2);
	assert_int_equal(leiden->n, 2);
	assert_near(leiden->modularity, found->modularity, 1e-14);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(found->of[i], i % 2);
		assert_int_equal(again->of[i], i % 2);
		assert_int_equal(greedy->of[i], i % 2);
		assert_int_equal(leiden->of[i], i % 2);
	}
	assert_near(found->modularity, 2 * (3.0 / 7 - 0.25), 1e-14);
	assert_near(communities_modularity(&all, found->of), found->modularity,
		    1e-14);
	assert_near(communities_modularity(&all, together), 0, 1e-14);
	talloc_free(found);
}

/* A tie given twice is one of twice the weight. */
static void repeated_ties_are_merged(void **state)
{
	static const struct tie ties[] = {
		{ 0, 1, 1 }, { 1, 0, 1 }, { 2, 2, 5 }, { 2, 3, 2 }
	};
	const struct ties all = { 4, 4, ties };
	struct communities *of = communities_greedy(NULL, &all);

	(void)state;
	assert_int_equal(of->n, 2);
	assert_near(of->modularity, 0.5, 1e-14);
	talloc_free(of);
}

static double apart(const struct network_point *points, size_t a, size_t b)
{
	return hypot(points[a].x - points[b].x, points[a].y - points[b].y);
}

/* Two triangles, a pair, and one alone: each on its own, all within the square,
 * members nearer to each other than to the rest. */
static void a_layout(void **state)
{
	static const struct tie ties[] = {
		{ 0, 1, 1 }, { 1, 2, 1 }, { 2, 0, 1 }, { 3, 4, 1 },
		{ 4, 5, 1 }, { 5, 3, 1 }, { 6, 7, 1 }, { 8, 8, -1 },
	};
	const struct ties all = { 9, 8, ties };
	struct network_point *points = network_layout(NULL, &all, 1);
	struct network_point *again = network_layout(points, &all, 1);
	struct network_point *other = network_layout(points, &all, 2);
	double low = 1, high = 0;

	(void)state;
	assert_memory_equal(points, again, 9 * sizeof *points);
	assert_memory_not_equal(points, other, 9 * sizeof *points);
	for (size_t i = 0; i < 9; i++) {
		assert_true(points[i].x >= 0 && points[i].x <= 1);
		assert_true(points[i].y >= 0 && points[i].y <= 1);
		low = fmin(low, points[i].x);
		high = fmax(high, points[i].x);
		for (size_t j = 0; j < i; j++)
			assert_true(apart(points, i, j) > 0.02);
	}
	assert_near(low, 0, 0);
	assert_near(high, 1, 0);
	assert_true(apart(points, 0, 1) < apart(points, 0, 4));
	assert_true(apart(points, 6, 7) < apart(points, 6, 0));
	talloc_free(points);
}

static void a_layout_of_nobody_and_of_one(void **state)
{
	const struct ties none = { 0, 0, NULL }, one = { 1, 0, NULL };
	struct network_point *points = network_layout(NULL, &none, 1);

	(void)state;
	talloc_free(points);
	points = network_layout(NULL, &one, 1);
	assert_near(points->x, 0.5, 0);
	assert_near(points->y, 0.5, 0);
	talloc_free(points);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_star_and_an_island),
		cmocka_unit_test(a_ring),
		cmocka_unit_test(no_ties_and_nobody),
		cmocka_unit_test(two_triangles),
		cmocka_unit_test(repeated_ties_are_merged),
		cmocka_unit_test(a_layout),
		cmocka_unit_test(a_layout_of_nobody_and_of_one),
	};

	stat_library_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
