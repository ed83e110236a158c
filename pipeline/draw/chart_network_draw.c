#include "pipeline/draw/chart_network.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

/* ---- looks ---- */

/* Groups beyond these look alike: grey circles. */
enum { LOOKS = 7 };

struct look {
	enum parts_shape shape;
	struct colour colour;
};

static struct look look_of(size_t rank)
{
	static const enum parts_shape shapes[LOOKS] = {
		SHAPE_CIRCLE,  SHAPE_SQUARE, SHAPE_TRIANGLE, SHAPE_DIAMOND,
		SHAPE_INVERSE, SHAPE_STAR,   SHAPE_HEXAGON
	};

	if (rank >= LOOKS)
		return (struct look){ SHAPE_CIRCLE, palette(PALETTE_AXIS) };
	return (struct look){ shapes[rank], palette_series(rank) };
}

/* Dashes tell kinds of ties apart. */
enum { DASHES = 4 };
static const double dashes[DASHES][2] = {
	{ 0, 0 }, { 4, 2.2 }, { 1, 1.8 }, { 8, 2.5 }
};

static double width_of(const struct graph *graph, double weight)
{
	double most = graph->n_edges > 250 ? 1.2 : 2.4;

	return 0.5 + (most - 0.5) * weight / graph->most_weight;
}

/* ---- edges ---- */

void network_draw_edges(const struct network *network)
{
	struct display_list *list = network->sheet.list;
	const struct graph *graph = &network->graph;

	for (size_t kind = 0; kind < graph->n_kinds; kind++) {
		struct colour colour =
			palette(kind ? PALETTE_INK : PALETTE_MUTED);

		colour.alpha = graph->n_edges > 250 ? 0.28F : 0.5F;
		draw_stroke_colour(list, colour);
		draw_dash(list, dashes[kind % DASHES][0],
			  dashes[kind % DASHES][1]);
		for (size_t i = 0; i < graph->n_edges; i++) {
			const struct graph_edge *edge = &graph->edges[i];
			const struct network_spot *a =
				&network->spots[edge->from];
			const struct network_spot *b =
				&network->spots[edge->to];

			if (edge->kind != kind)
				continue;
			draw_line_width(list, width_of(graph, edge->weight));
			parts_segment(list, a->x, a->y, b->x, b->y);
		}
	}
	draw_dash(list, 0, 0);
}

/* ---- nodes ---- */

static void draw_ring(struct display_list *list, double x, double y,
		      double radius)
{
	draw_stroke_colour(list, palette(PALETTE_INK));
	draw_line_width(list, 1.1);
	draw_circle(list, x, y, radius);
	draw_stroke(list);
}

/* Shapes on a marker's area; a ring round what is marked. */
static void draw_node(const struct network *network, size_t i)
{
	const struct network_spot *spot = &network->spots[i];
	const struct graph_node *node = &network->graph.nodes[i];
	struct display_list *list = network->sheet.list;
	struct look look = look_of(network->group_ranks[node->group]);

	parts_marker(list, look.shape, spot->x, spot->y, spot->radius,
		     look.colour);
	if (node->is_marked)
		draw_ring(list, spot->x, spot->y, network_ring(spot));
}

void network_draw_nodes(const struct network *network)
{
	for (size_t i = 0; i < network->graph.n_nodes; i++)
		draw_node(network, i);
}

/* ---- names ---- */

static void draw_name(const struct network *network, size_t i)
{
	const struct network_spot *spot = &network->spots[i];
	const struct place *place = &network->places.places[i];
	bool is_number = spot->naming == NETWORK_NUMBERED;
	double line = place->height / spot->name.n;
	double align = place->left >= spot->x                  ? 0
		       : place->left + place->width <= spot->x ? 1
							       : 0.5;
	struct colour veil = palette(PALETTE_WHITE);

	veil.alpha = 0.78F;
	parts_box(network->sheet.list, place->left, place->top, place->width,
		  place->height, veil);
	for (int k = 0; k < spot->name.n; k++)
		parts_text(&network->sheet,
			   (struct text_look){
				   is_number ? FONT_BOLD : FONT_REGULAR, 7 },
			   (struct text_place){
				   place->left + 1 + align * (place->width - 2),
				   place->top + line * (k + 0.5), align },
			   palette(PALETTE_INK), spot->name.lines[k]);
}

void network_draw_names(const struct network *network)
{
	for (size_t i = 0; i < network->graph.n_nodes; i++)
		if (network->spots[i].naming != NETWORK_UNNAMED &&
		    network->places.places[i].distance >= 0)
			draw_name(network, i);
}

/* ---- legend ---- */

static const double sample = 16, sample_gap = 4, item_gap = 13, line = 13;

struct item {
	const char *text;
	bool is_tie, is_marked;
	struct look look;
	size_t kind;
};

static void draw_sample(const struct network *network, const struct item *item,
			double x, double y)
{
	struct display_list *list = network->sheet.list;
	double middle = x + sample / 2;

	if (item->is_tie) {
		draw_stroke_colour(list, palette(PALETTE_MUTED));
		draw_line_width(list, 1.3);
		draw_dash(list, dashes[item->kind % DASHES][0],
			  dashes[item->kind % DASHES][1]);
		parts_segment(list, x, y, x + sample, y);
		draw_dash(list, 0, 0);
	} else if (item->is_marked) {
		draw_ring(list, middle, y, 4.6);
	} else {
		parts_marker(list, item->look.shape, middle, y, 4.2,
			     item->look.colour);
	}
}

static void put_item(struct network *network, const struct item *item,
		     double *x)
{
	struct sheet *sheet = &network->sheet;
	const struct text_look look = { FONT_REGULAR, PARTS_SMALL };
	bool has_sample =
		item->is_tie || item->is_marked || item->look.colour.alpha > 0;
	double indent = has_sample ? sample + sample_gap : 0;
	struct wrapped text =
		rows_wrap(sheet, look, item->text, sheet->width - indent, 1);

	if (*x > 0 && *x + indent + text.width > sheet->width) {
		*x = 0;
		sheet->y += line;
	}
	if (has_sample)
		draw_sample(network, item, *x, sheet->y + line / 2);
	parts_text(sheet, look,
		   (struct text_place){ *x + indent, sheet->y + line / 2, 0 },
		   palette(PALETTE_INK), text.lines[0]);
	*x += indent + text.width + item_gap;
}

static size_t group_size(const struct graph *graph, size_t group)
{
	size_t n = 0;

	for (size_t i = 0; i < graph->n_nodes; i++)
		n += graph->nodes[i].group == group;
	return n;
}

static bool is_number(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static const char *group_text(const struct network *network, size_t group)
{
	const struct sheet *sheet = &network->sheet;
	const char *label = network->graph.groups[group];

	if (!*label)
		label = parts_phrase(sheet, "chart.no_group");
	else if (is_number(label))
		label = memory_format(sheet->list, "%s %s",
				      parts_phrase(sheet, "chart.group"),
				      label);
	return memory_format(sheet->list, "%s (%zu)", label,
			     group_size(&network->graph, group));
}

static void put_groups(struct network *network, double *x)
{
	const struct graph *graph = &network->graph;
	const struct sheet *sheet = &network->sheet;
	size_t n_others = 0;

	if (graph->n_groups < 2)
		return;
	for (size_t rank = 0; rank < graph->n_groups && rank < LOOKS; rank++)
		for (size_t group = 0; group < graph->n_groups; group++)
			if (network->group_ranks[group] == rank)
				put_item(
					network,
					&(struct item){ .text = group_text(
								network, group),
							.look = look_of(rank) },
					x);
	for (size_t group = 0; group < graph->n_groups; group++)
		if (network->group_ranks[group] >= LOOKS)
			n_others += group_size(graph, group);
	if (n_others > 0)
		put_item(network,
			 &(struct item){
				 .text = memory_format(
					 sheet->list, "%s (%zu)",
					 parts_phrase(sheet, "chart.other"),
					 n_others),
				 .look = look_of(LOOKS) },
			 x);
}

static void put_kinds(struct network *network, double *x)
{
	const struct graph *graph = &network->graph;

	for (size_t kind = 0; kind < graph->n_kinds && graph->n_kinds > 1;
	     kind++)
		put_item(network,
			 &(struct item){ .text = *graph->kinds[kind]
							 ? graph->kinds[kind]
							 : "–",
					 .is_tie = true,
					 .kind = kind },
			 x);
}

static void put_marked(struct network *network, double *x)
{
	const struct sheet *sheet = &network->sheet;
	const char *given = parts_option(sheet->request, "mark");
	size_t n = 0;

	for (size_t i = 0; i < network->graph.n_nodes; i++)
		n += network->graph.nodes[i].is_marked;
	if (n > 0)
		put_item(network,
			 &(struct item){
				 .text = memory_format(
					 sheet->list, "%s (%zu)",
					 given ? given
					       : parts_phrase(sheet,
							      "chart.marked"),
					 n),
				 .is_marked = true },
			 x);
}

/* What sizes are, and how many nodes stand without a name. */
static void put_notes(struct network *network, double *x)
{
	const struct sheet *sheet = &network->sheet;
	const char *given = parts_option(sheet->request, "sizes");
	size_t n = 0;

	if (given)
		put_item(network, &(struct item){ .text = given }, x);
	for (size_t i = 0; i < network->graph.n_nodes; i++)
		n += network->spots[i].naming == NETWORK_UNNAMED;
	if (n > 0)
		put_item(network,
			 &(struct item){
				 .text = memory_format(
					 sheet->list, "%s (%zu)",
					 parts_phrase(sheet, "chart.unnamed"),
					 n) },
			 x);
}

void network_draw_legend(struct network *network)
{
	double x = 0;

	put_groups(network, &x);
	put_marked(network, &x);
	put_kinds(network, &x);
	put_notes(network, &x);
	if (x > 0)
		network->sheet.y += line + 3;
}
