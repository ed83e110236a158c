#include "pipeline/draw/chart_network.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>

static const double margin = 14;
static const double least_radius = 2.6, most_radius = 8.5;
static const struct text_look name_look = { FONT_REGULAR, 7 };
static const double name_width = 84, name_line = 7.8;

/* ---- sizes ---- */

static double radius_of(const struct network *network, size_t i)
{
	const struct graph *graph = &network->graph;
	/* Many nodes are smaller ones. */
	double part = fmin(sqrt(45 / (double)graph->n_nodes), 1);
	double size = graph->nodes[i].size;
	double most = fmax(most_radius * part, least_radius);

	if (!graph->size_name)
		return fmax(4.6 * part, least_radius);
	if (!(size > 0) || graph->most_size <= 0)
		return least_radius;
	return fmax(most * sqrt(size / graph->most_size), least_radius);
}

/* ---- spots ---- */

/* Where there are ties, those without stand apart: a layout puts them so far
 * off that all others would crowd together. */
static bool is_given(const struct graph *graph, const struct graph_node *node)
{
	return isfinite(node->x) && isfinite(node->y) &&
	       (node->degree > 0 || graph->n_edges == 0);
}

static size_t count_given(const struct graph *graph)
{
	size_t n = 0;

	for (size_t i = 0; i < graph->n_nodes; i++)
		n += is_given(graph, &graph->nodes[i]);
	return n;
}

struct coordinate {
	double at;
	size_t i;
};

static int compare_coordinates(const void *left, const void *right)
{
	const struct coordinate *a = left, *b = right;

	if (a->at < b->at || a->at > b->at)
		return a->at > b->at ? 1 : -1;
	return (a->i > b->i) - (a->i < b->i);
}

/* Halfway between where nodes are and even distances: layouts crowd the middle,
 * where names need room. */
static void even_out(struct coordinate *coordinates, size_t n, double *shares)
{
	double low, high;

	qsort(coordinates, n, sizeof *coordinates, compare_coordinates);
	low = coordinates[0].at;
	high = coordinates[n - 1].at;
	for (size_t k = 0; k < n; k++) {
		double part = high > low
				      ? (coordinates[k].at - low) / (high - low)
				      : 0.5;
		double rank = high > low ? (double)k / (double)(n - 1) : 0.5;

		shares[coordinates[k].i] = (part + rank) / 2;
	}
}

/* Shares of the width or height of the given nodes. */
static double *shares_of(const struct graph *graph, bool is_across, size_t n)
{
	struct coordinate *coordinates =
		memory_array(NULL, struct coordinate, n);
	double *shares = memory_array(NULL, double, graph->n_nodes);
	size_t k = 0;

	for (size_t i = 0; i < graph->n_nodes; i++) {
		const struct graph_node *node = &graph->nodes[i];

		if (is_given(graph, node))
			coordinates[k++] = (struct coordinate){
				is_across ? node->x : node->y, i
			};
	}
	even_out(coordinates, n, shares);
	talloc_free(coordinates);
	return shares;
}

static void place_given(struct network *network, double bottom, size_t n)
{
	const struct graph *graph = &network->graph;
	double *across = shares_of(graph, true, n);
	double *down = shares_of(graph, false, n);
	double left = network->left + margin, right = network->right - margin;
	double top = network->top + margin;

	for (size_t i = 0; i < graph->n_nodes; i++) {
		if (!is_given(graph, &graph->nodes[i]))
			continue;
		network->spots[i].x = left + (right - left) * across[i];
		network->spots[i].y = top + (bottom - margin - top) * down[i];
	}
	talloc_free(across);
	talloc_free(down);
}

/* What has no place stands in rows below the others. */
static double place_below(struct network *network, size_t n)
{
	/* Few: with room for their names on the right. */
	bool are_few = n <= 20;
	double across = are_few ? 114 : 30, down = are_few ? 16 : 22;
	double first = are_few ? 10 : across / 2;
	size_t a_row = (size_t)fmax(
		1, floor((network->right - network->left) / across));
	size_t n_rows = (n + a_row - 1) / a_row, at = 0;
	double most = (network->bottom - network->top) / 2;
	double height = fmin(down, most / (double)n_rows);
	double top = network->bottom - height * (double)n_rows;

	for (size_t i = 0; i < network->graph.n_nodes; i++) {
		if (is_given(&network->graph, &network->graph.nodes[i]))
			continue;
		network->spots[i].x =
			network->left + first + across * (double)(at % a_row);
		network->spots[i].y =
			top + height * ((double)(at / a_row) + 0.5);
		at++;
	}
	return top;
}

static void place_on_circle(struct network *network)
{
	size_t n = network->graph.n_nodes;
	double x = (network->left + network->right) / 2;
	double y = (network->top + network->bottom) / 2;
	double height = (network->bottom - network->top) / 2 - margin;
	double width =
		fmin((network->right - network->left) / 2 - 70, height * 1.5);

	for (size_t i = 0; i < n; i++) {
		double angle = 2 * M_PI * (double)i / (double)n;

		network->spots[i].x = x + (n > 1) * width * sin(angle);
		network->spots[i].y = y - (n > 1) * height * cos(angle);
	}
}

/* ---- pushing apart ---- */

static bool push_pair(struct network_spot *a, struct network_spot *b, size_t i)
{
	double need = a->radius + b->radius + 1.6;
	double dx = b->x - a->x, dy = b->y - a->y;
	double distance = hypot(dx, dy), push;

	if (distance >= need)
		return false;
	if (distance < 1e-6) {
		/* On one spot: each to a side of its own. */
		dx = cos((double)i * 2.4);
		dy = sin((double)i * 2.4);
		distance = 1;
		push = need / 2;
	} else {
		push = (need - distance) / 2;
	}
	a->x -= dx / distance * push;
	a->y -= dy / distance * push;
	b->x += dx / distance * push;
	b->y += dy / distance * push;
	return true;
}

static void keep_inside(const struct network *network,
			struct network_spot *spot)
{
	double r = spot->radius + 2;

	spot->x = fmin(fmax(spot->x, network->left + r), network->right - r);
	spot->y = fmin(fmax(spot->y, network->top + r), network->bottom - r);
}

static void push_apart(struct network *network)
{
	size_t n = network->graph.n_nodes;
	bool is_moved = true;

	for (int pass = 0; pass < 60 && is_moved; pass++) {
		is_moved = false;
		for (size_t i = 0; i < n; i++)
			for (size_t k = i + 1; k < n; k++)
				is_moved |= push_pair(&network->spots[i],
						      &network->spots[k], k);
		for (size_t i = 0; i < n; i++)
			keep_inside(network, &network->spots[i]);
	}
}

void network_place(struct network *network)
{
	size_t n = network->graph.n_nodes, given = count_given(&network->graph);
	double bottom = network->bottom;

	for (size_t i = 0; i < n; i++)
		network->spots[i].radius = radius_of(network, i);
	if (given == 0) {
		place_on_circle(network);
	} else {
		if (given < n)
			bottom = place_below(network, n - given);
		place_given(network, bottom, given);
	}
	push_apart(network);
}

/* ---- names ---- */

double network_ring(const struct network_spot *spot)
{
	return spot->radius * 1.2 + 1.3;
}

enum { NAMED_MOST = 150, LARGEST_NAMED = 50 };

struct candidate {
	size_t i;
	double size;
};

static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (a->size < b->size || a->size > b->size)
		return a->size > b->size ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

/* Of very many nodes, names for those that matter most. */
static void choose_named(struct network *network)
{
	size_t n = network->graph.n_nodes;
	struct candidate *candidates = memory_array(NULL, struct candidate, n);

	for (size_t i = 0; i < n; i++) {
		const struct graph_node *node = &network->graph.nodes[i];

		candidates[i] = (struct candidate){
			i, network->graph.size_name && !isnan(node->size)
				   ? node->size
				   : (double)node->degree
		};
	}
	qsort(candidates, n, sizeof *candidates, compare_candidates);
	for (size_t i = 0; i < n; i++)
		network->spots[candidates[i].i].naming =
			n > NAMED_MOST && i >= LARGEST_NAMED ? NETWORK_UNNAMED
							     : NETWORK_NAMED;
	talloc_free(candidates);
}

static void set_words(struct network *network, size_t i)
{
	struct network_spot *spot = &network->spots[i];
	const struct sheet *sheet = &network->sheet;
	struct place *place = &network->places.places[i];
	struct text_look look = name_look;
	const char *text = network->graph.nodes[i].label;

	if (spot->naming == NETWORK_NUMBERED) {
		look.style = FONT_BOLD;
		text = parts_number(sheet, (double)spot->number, 0, false);
	}
	spot->name = rows_wrap(sheet, look, text, name_width, 2);
	*place = (struct place){
		.x = spot->x,
		.y = spot->y,
		.radius = network->graph.nodes[i].is_marked ? network_ring(spot)
							    : spot->radius,
		.width = spot->name.width + 2,
		.height = spot->name.n * name_line + 0.5,
	};
	if (spot->naming == NETWORK_UNNAMED)
		place->width = 0;
}

/* Those that found no room become numbers; those that do not even as such have
 * no name.  True: none had to. */
static bool give_way(struct network *network)
{
	bool is_settled = true;

	for (size_t i = 0; i < network->graph.n_nodes; i++) {
		struct network_spot *spot = &network->spots[i];

		if (spot->naming == NETWORK_UNNAMED ||
		    (network->places.places[i].distance >= 0 &&
		     !spot->name.is_truncated))
			continue;
		spot->naming++;
		is_settled = false;
	}
	return is_settled;
}

static size_t count_numbered(struct network *network)
{
	size_t n = 0;

	for (size_t i = 0; i < network->graph.n_nodes; i++)
		if (network->spots[i].naming == NETWORK_NUMBERED)
			network->spots[i].number = ++n;
	return n;
}

size_t network_name(struct network *network)
{
	size_t n = network->graph.n_nodes, n_numbered = 0;

	choose_named(network);
	network->places = (struct places){
		.places = memory_array(network->sheet.list, struct place, n),
		.n = n,
		.radius = least_radius,
		.left = network->left,
		.top = network->top,
		.right = network->right,
		.bottom = network->bottom,
		.farthest = 16,
		.line_x = -1e6,
		.line_y = -1e6,
	};
	for (int pass = 0; pass < 8; pass++) {
		n_numbered = count_numbered(network);
		for (size_t i = 0; i < n; i++)
			set_words(network, i);
		places_find(&network->places);
		if (give_way(network))
			break;
	}
	return n_numbered;
}
