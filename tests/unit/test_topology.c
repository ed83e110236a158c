/* Arcs, neighbours and simplification. */
#include "pipeline/core/memory.h"
#include "pipeline/data/topology.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static void add_ring(struct boundaries *boundaries, size_t region, bool is_hole,
		     const double (*points)[2], size_t n)
{
	struct boundary_ring ring = { boundaries->n_points, n, region,
				      is_hole };

	for (size_t i = 0; i < n; i++) {
		struct globe_point point = { points[i][0], points[i][1] };

		memory_append(boundaries, boundaries->points,
			      struct globe_point, boundaries->n_points, point);
	}
	memory_append(boundaries, boundaries->rings, struct boundary_ring,
		      boundaries->n_rings, ring);
	if (boundaries->n_regions <= region)
		boundaries->n_regions = region + 1;
}

/* N x N unit squares. */
static struct boundaries *chess_board(int n)
{
	struct boundaries *boundaries = memory_new(NULL, struct boundaries);

	for (int y = 0; y < n; y++)
		for (int x = 0; x < n; x++) {
			const double square[4][2] = { { x, y },
						      { x + 1, y },
						      { x + 1, y + 1 },
						      { x, y + 1 } };

			add_ring(boundaries, (size_t)(y * n + x), false, square,
				 4);
		}
	return boundaries;
}

static void expect_neighbours(const struct contiguity *contiguity,
			      size_t region, const size_t *wanted, size_t n)
{
	size_t first = contiguity->first[region];

	assert_int_equal(contiguity->first[region + 1] - first, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(contiguity->to[first + i], wanted[i]);
}

static void test_chess_board(void **state)
{
	struct boundaries *boundaries = chess_board(3);
	struct topology *topology = topology_make(boundaries, boundaries);
	struct contiguity *rook =
		topology_neighbours(boundaries, topology, CONTIGUITY_ROOK);
	struct contiguity *queen =
		topology_neighbours(boundaries, topology, CONTIGUITY_QUEEN);

	(void)state;
	assert_int_equal(topology->n_points, 16);
	expect_neighbours(rook, 4, (const size_t[]){ 1, 3, 5, 7 }, 4);
	expect_neighbours(rook, 0, (const size_t[]){ 1, 3 }, 2);
	expect_neighbours(queen, 4, (const size_t[]){ 0, 1, 2, 3, 5, 6, 7, 8 },
			  8);
	expect_neighbours(queen, 0, (const size_t[]){ 1, 3, 4 }, 3);
	talloc_free(boundaries);
}

/* A town inside another, and an island. */
static void test_enclave_and_island(void **state)
{
	static const double outer[][2] = {
		{ 0, 0 }, { 9, 0 }, { 9, 9 }, { 0, 9 }
	};
	static const double hole[][2] = {
		{ 3, 3 }, { 3, 6 }, { 6, 6 }, { 6, 3 }
	};
	/* the same ring the other way round, from another point */
	static const double town[][2] = {
		{ 6, 6 }, { 3, 6 }, { 3, 3 }, { 6, 3 }
	};
	static const double island[][2] = { { 20, 0 }, { 21, 0 }, { 20, 1 } };
	struct boundaries *boundaries = memory_new(NULL, struct boundaries);
	struct topology *topology;
	struct contiguity *rook;

	(void)state;
	add_ring(boundaries, 0, false, outer, 4);
	add_ring(boundaries, 0, true, hole, 4);
	add_ring(boundaries, 1, false, town, 4);
	add_ring(boundaries, 2, false, island, 3);
	topology = topology_make(boundaries, boundaries);
	rook = topology_neighbours(boundaries, topology, CONTIGUITY_ROOK);
	assert_int_equal(topology->n_arcs, 3);
	expect_neighbours(rook, 0, (const size_t[]){ 1 }, 1);
	expect_neighbours(rook, 1, (const size_t[]){ 0 }, 1);
	expect_neighbours(rook, 2, NULL, 0);
	talloc_free(boundaries);
}

/* Two regions with a zigzag of N points between them. */
static struct boundaries *zigzag(size_t n, double height)
{
	struct boundaries *boundaries = memory_new(NULL, struct boundaries);
	double(*west)[2] = calloc(n + 2, sizeof *west);
	double(*east)[2] = calloc(n + 2, sizeof *east);

	assert_non_null(west);
	assert_non_null(east);
	for (size_t i = 0; i < n; i++) {
		west[i][0] = 10 + (i % 2 ? height : 0);
		west[i][1] = 40 + (double)i / (double)n;
		east[n - 1 - i][0] = west[i][0];
		east[n - 1 - i][1] = west[i][1];
	}
	west[n][0] = west[n + 1][0] = 9;
	east[n][0] = east[n + 1][0] = 11;
	west[n][1] = east[n + 1][1] = west[n - 1][1];
	west[n + 1][1] = east[n][1] = 40;
	add_ring(boundaries, 0, false, (const double(*)[2])west, n + 2);
	add_ring(boundaries, 1, false, (const double(*)[2])east, n + 2);
	free(west);
	free(east);
	return boundaries;
}

static void test_simplify(void **state)
{
	struct boundaries *boundaries = zigzag(1001, 0.001);
	struct topology *topology = topology_make(boundaries, boundaries);
	struct projection projection = projection_equal_area(10, 40.5);

	(void)state;
	assert_int_equal(topology->n_arcs, 3);
	topology_project(topology, &projection);
	/* a zig is some 85 m: below 10 m all stay, above 200 m none but the
	 * ends, which both regions share, and one bend of each ring's arcs */
	assert_true(topology_simplify(topology, 10) > 1000);
	topology_simplify(topology, 200);
	for (size_t a = 0; a < topology->n_arcs; a++)
		assert_true(topology->arcs[a].n <= 4);
	for (size_t r = 0; r < topology->n_rings; r++) {
		const struct topology_ring *ring = &topology->rings[r];
		size_t corners = 0;

		for (size_t i = 0; i < ring->n; i++)
			corners +=
				topology->arcs[topology->ring_arcs[ring->first +
								   i]
						       .arc]
					.n -
				1;
		assert_true(corners >= 4);
	}
	talloc_free(boundaries);
}

/* However coarse, a ring keeps an area. */
static void test_simplify_keeps_rings(void **state)
{
	struct boundaries *boundaries = chess_board(2);
	static const double lake[][2] = { { 5, 5 }, { 6, 5 }, { 6.5, 5.5 },
					  { 6, 6 }, { 5, 6 }, { 4.5, 5.5 } };
	struct projection projection = projection_equal_area(3, 3);
	struct topology *topology;

	(void)state;
	add_ring(boundaries, 4, false, lake, 6);
	topology = topology_make(boundaries, boundaries);
	topology_project(topology, &projection);
	topology_simplify(topology, 1e9);
	for (size_t r = 0; r < topology->n_rings; r++) {
		const struct topology_ring *ring = &topology->rings[r];
		size_t corners = 0;

		for (size_t i = 0; i < ring->n; i++)
			corners +=
				topology->arcs[topology->ring_arcs[ring->first +
								   i]
						       .arc]
					.n -
				1;
		assert_true(corners >= 3);
	}
	talloc_free(boundaries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chess_board),
		cmocka_unit_test(test_enclave_and_island),
		cmocka_unit_test(test_simplify),
		cmocka_unit_test(test_simplify_keeps_rings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
