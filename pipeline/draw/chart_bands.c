#include "pipeline/draw/chart_bands.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double gap = 4, widest_gap = 22; /* between bars */

/* ---- joining what is too small ---- */

static int compare_numbers(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a < b) - (a > b);
}

/* What the last of the MOST - 1 largest nodes of COLUMN holds; 0: none is too
 * many. */
static double least_kept(const struct bands *bands, size_t column, size_t most)
{
	double *sizes = memory_array(NULL, double, bands->n_nodes);
	double least = 0;
	size_t n = 0;

	for (size_t i = 0; i < bands->n_nodes; i++)
		if (bands->nodes[i].column == column)
			sizes[n++] = bands->nodes[i].n;
	if (n > most && most > 1) {
		qsort(sizes, n, sizeof *sizes, compare_numbers);
		least = sizes[most - 2];
	}
	talloc_free(sizes);
	return least;
}

static void join_node(struct bands_node *rest, const struct bands_node *node)
{
	rest->n += node->n;
	rest->in += node->in;
	rest->out += node->out;
	rest->n_joined++;
}

/* Adds a node for the small ones of COLUMN and tells in MAP where they went. */
static void join_column(struct bands *bands, size_t column, size_t most,
			size_t *map)
{
	double least = least_kept(bands, column, most);
	size_t n = bands->n_nodes, kept = 0;
	struct bands_node rest = { .column = column };

	for (size_t i = 0; i < n; i++) {
		if (bands->nodes[i].column != column || least <= 0)
			continue;
		if (bands->nodes[i].n >= least && kept++ < most - 1)
			continue;
		join_node(&rest, &bands->nodes[i]);
		map[i] = n;
	}
	if (rest.n_joined == 0)
		return;
	rest.label = memory_format(bands->sheet.list, "%s (%zu)",
				   parts_phrase(&bands->sheet, "chart.other"),
				   rest.n_joined);
	memory_append(bands->sheet.list, bands->nodes, struct bands_node,
		      bands->n_nodes, rest);
}

static size_t *own_places(const struct bands *bands, size_t room)
{
	size_t *map = memory_array(bands->sheet.list, size_t, room);

	for (size_t i = 0; i < room; i++)
		map[i] = i;
	return map;
}

/* Links to their nodes' new places; those that become alike are one. */
static void move_links(struct bands *bands, const size_t *map)
{
	size_t n = 0;

	for (size_t i = 0; i < bands->n_links; i++) {
		struct bands_link link = bands->links[i];
		size_t k = 0;

		link.from = map[link.from];
		link.to = map[link.to];
		while (k < n && (bands->links[k].from != link.from ||
				 bands->links[k].to != link.to))
			k++;
		if (k == n)
			bands->links[n++] = link;
		else
			bands->links[k].n += link.n;
	}
	bands->n_links = n;
}

/* Takes out the nodes that MAP sends elsewhere. */
static void drop_joined(struct bands *bands, const size_t *map)
{
	size_t *places = own_places(bands, bands->n_nodes), n = 0;

	for (size_t i = 0; i < bands->n_nodes; i++) {
		if (map[i] != i)
			continue;
		places[i] = n;
		bands->nodes[n++] = bands->nodes[i];
	}
	bands->n_nodes = n;
	move_links(bands, places);
}

static void join_small(struct bands *bands, size_t most)
{
	size_t *map = own_places(bands, bands->n_nodes + bands->n_columns);

	for (size_t column = 0; column < bands->n_columns; column++)
		join_column(bands, column, most, map);
	move_links(bands, map);
	drop_joined(bands, map);
}

/* ---- order ---- */

static int compare_nodes(const void *left, const void *right)
{
	const struct bands_node *a = left, *b = right;

	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	/* What is joined of many stands last. */
	if ((a->n_joined > 0) != (b->n_joined > 0))
		return a->n_joined > 0 ? 1 : -1;
	return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Nodes by column and rank; the links follow them. */
static void sort_nodes(struct bands *bands)
{
	size_t *map = own_places(bands, bands->n_nodes);
	struct bands_node *nodes = bands->nodes;

	for (size_t i = 0; i < bands->n_nodes; i++)
		nodes[i].out_top = (double)i; /* where it was */
	if (bands->n_nodes > 0)
		qsort(nodes, bands->n_nodes, sizeof *nodes, compare_nodes);
	for (size_t i = 0; i < bands->n_nodes; i++) {
		map[(size_t)nodes[i].out_top] = i;
		nodes[i].out_top = 0;
	}
	move_links(bands, map);
}

/* Each node of COLUMN to the mean rank of those it is linked to on one side;
 * ranks then are whole again. */
static void rank_by_partners(struct bands *bands, size_t column, bool is_left)
{
	size_t next = 0;

	for (size_t i = 0; i < bands->n_nodes; i++) {
		struct bands_node *node = &bands->nodes[i];
		double sum = 0, weight = 0;

		if (node->column != column)
			continue;
		for (size_t k = 0; k < bands->n_links; k++) {
			const struct bands_link *link = &bands->links[k];

			if ((is_left ? link->to : link->from) != i)
				continue;
			sum += link->n *
			       bands->nodes[is_left ? link->from : link->to]
				       .rank;
			weight += link->n;
		}
		if (weight > 0)
			node->rank = sum / weight;
	}
	sort_nodes(bands);
	for (size_t i = 0; i < bands->n_nodes; i++)
		if (bands->nodes[i].column == column)
			bands->nodes[i].rank = (double)next++;
}

/* To the right and back again, until it hardly changes. */
static void uncross(struct bands *bands)
{
	for (int pass = 0; pass < 4; pass++) {
		for (size_t column = 1; column < bands->n_columns; column++)
			rank_by_partners(bands, column, true);
		for (size_t column = bands->n_columns - 1; column-- > 0;)
			rank_by_partners(bands, column, false);
	}
}

/* The first node of the same label. */
static size_t first_alike(const struct bands *bands, size_t i)
{
	size_t first = 0;

	while (strcmp(bands->nodes[first].label, bands->nodes[i].label) != 0)
		first++;
	return first;
}

/* The same label begins its column's order alike in all columns: the declared
 * ones, then the others as they came. */
static void rank_as_read(struct bands *bands)
{
	for (size_t i = 0; i < bands->n_nodes; i++) {
		size_t place = bands_declared(bands, bands->nodes[i].label);

		if (place == bands->n_declared)
			place += first_alike(bands, i);
		bands->nodes[i].rank = (double)place;
	}
}

static void give_colours(struct bands *bands)
{
	size_t n = bands->n_declared;

	for (size_t i = 0; i < bands->n_nodes; i++) {
		struct bands_node *node = &bands->nodes[i];
		size_t place = bands_declared(bands, node->label);
		size_t first = first_alike(bands, i);

		if (place < bands->n_declared)
			node->colour = palette_series(place);
		else
			node->colour = first < i ? bands->nodes[first].colour
						 : palette_series(n++);
		if (node->n_joined > 0)
			node->colour = palette(PALETTE_AXIS);
	}
}

int bands_order(struct bands *bands, const char *usual, struct error *error)
{
	const char *order = parts_option(bands->sheet.request, "order");

	if (!order)
		order = usual;
	if (strcmp(order, "rows") != 0 && strcmp(order, "size") != 0 &&
	    strcmp(order, "crossings") != 0)
		return parts_refuse(bands->sheet.request,
				    "write order: rows, size or crossings",
				    "there is no such order of bands", error);
	rank_as_read(bands);
	sort_nodes(bands);
	for (size_t i = 0; i < bands->n_nodes; i++)
		if (strcmp(order, "size") == 0)
			bands->nodes[i].rank = -bands->nodes[i].n;
	sort_nodes(bands);
	if (strcmp(order, "crossings") == 0)
		uncross(bands);
	return 0;
}

/* ---- places ---- */

/* Height of COLUMN at SCALE. */
static double column_height(const struct bands *bands, size_t column,
			    double scale, double slot)
{
	double height = -gap;

	for (size_t i = 0; i < bands->n_nodes; i++)
		if (bands->nodes[i].column == column)
			height += fmax(slot, bands->nodes[i].n * scale) + gap;
	return height;
}

static bool fits(const struct bands *bands, double height, double slot,
		 double scale)
{
	for (size_t column = 0; column < bands->n_columns; column++)
		if (column_height(bands, column, scale, slot) > height)
			return false;
	return true;
}

static double find_scale(const struct bands *bands, double height, double slot)
{
	double low = 0, high = height / bands->total;

	for (int step = 0; step < 40; step++) {
		double middle = (low + high) / 2;

		if (fits(bands, height, slot, middle))
			low = middle;
		else
			high = middle;
	}
	return low;
}

static size_t count_nodes(const struct bands *bands, size_t column)
{
	size_t n = 0;

	for (size_t i = 0; i < bands->n_nodes; i++)
		n += bands->nodes[i].column == column;
	return n;
}

/* Bars of a column over the whole height, but not torn apart. */
static void set_column(struct bands *bands, size_t column, double height,
		       double slot)
{
	size_t n = count_nodes(bands, column);
	double used = column_height(bands, column, bands->scale, slot);
	double between = gap, top = bands->top;

	if (n > 1)
		between += fmin((height - used) / (double)(n - 1),
				widest_gap - gap);
	top += (height - used - (between - gap) * (double)(n - 1)) / 2;
	for (size_t i = 0; i < bands->n_nodes; i++) {
		struct bands_node *node = &bands->nodes[i];

		if (node->column != column)
			continue;
		node->height = fmax(node->n * bands->scale, 0.6);
		node->slot = fmax(slot, node->height);
		node->slot_top = top;
		node->top = top + (node->slot - node->height) / 2;
		node->out_top = node->in_top = node->top;
		top += node->slot + between;
	}
}

void bands_plan(struct bands *bands, double height, double slot)
{
	struct sheet *sheet = &bands->sheet;
	size_t most = (size_t)fmax(2, floor((height + gap) / (slot + gap)));

	join_small(bands, most);
	sort_nodes(bands);
	give_colours(bands);
	bands->top = sheet->y;
	bands->bottom = sheet->y + height;
	bands->scale = find_scale(bands, height, slot);
	for (size_t column = 0; column < bands->n_columns; column++)
		set_column(bands, column, height, slot);
	sheet->y = bands->bottom;
}

/* ---- drawing ---- */

int bands_compare_links(const void *left, const void *right)
{
	const struct bands_link *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static void draw_band(struct display_list *list, const double x[2],
		      const double y[2], double thickness)
{
	double middle = (x[0] + x[1]) / 2;

	draw_move(list, x[0], y[0]);
	draw_curve(list, middle, y[0], middle, y[1], x[1], y[1]);
	draw_line(list, x[1], y[1] + thickness);
	draw_curve(list, middle, y[1] + thickness, middle, y[0] + thickness,
		   x[0], y[0] + thickness);
	draw_close(list);
	draw_fill(list);
}

void bands_draw_links(struct bands *bands, const struct bands_sides *sides)
{
	struct display_list *list = bands->sheet.list;

	if (bands->n_links > 0)
		qsort(bands->links, bands->n_links, sizeof *bands->links,
		      bands_compare_links);
	for (size_t i = 0; i < bands->n_links; i++) {
		const struct bands_link *link = &bands->links[i];
		struct bands_node *from = &bands->nodes[link->from];
		struct bands_node *to = &bands->nodes[link->to];
		double thickness = link->n * bands->scale;
		struct colour colour =
			bands->is_by_target ? to->colour : from->colour;

		colour.alpha = 0.36F;
		draw_fill_colour(list, colour);
		draw_band(list,
			  (double[]){ sides->right[from->column],
				      sides->left[to->column] },
			  (double[]){ from->out_top, to->in_top },
			  fmax(thickness, 0.4));
		from->out_top += thickness;
		to->in_top += thickness;
	}
}

void bands_draw_withheld(struct bands *bands)
{
	struct sheet *sheet = &bands->sheet;

	if (bands->n_withheld == 0)
		return;
	sheet->y += 4;
	parts_legend(sheet,
		     &(struct legend_item){
			     .is_hatched = true,
			     .label = memory_format(
				     sheet->list, "%s (%zu)",
				     parts_phrase(sheet, "chart.withheld"),
				     bands->n_withheld) },
		     1, 0);
}
