#include "pipeline/draw/chart_chord.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double ring = 8, gap = 0.03; /* points, radians */
static const double words_from = 7, line = 9;
static const struct text_look look = { FONT_REGULAR, PARTS_SMALL };

/* ---- angles ---- */

/* Where the first node begins: what is made of many stands at the bottom, so
 * that words go to both sides of it. */
static double first_angle(const struct chord *chord, double share)
{
	double at = 0;

	for (size_t i = 0; i < chord->n_nodes; i++) {
		double sweep = share * chord->nodes[i].n / chord->total + gap;

		if (chord->nodes[i].is_rest)
			return M_PI - at - sweep / 2;
		at += sweep;
	}
	return 0;
}

/* Of the node's middle, 0 to a whole turn. */
static double angle_of(const struct chord_node *node)
{
	return fmod((node->from + node->to) / 2 + 4 * M_PI, 2 * M_PI);
}

static void place_nodes(struct chord *chord)
{
	double at, share;

	for (size_t i = 0; i < chord->n_nodes; i++)
		chord->total += chord->nodes[i].n;
	share = 2 * M_PI - gap * (double)chord->n_nodes;
	at = first_angle(chord, share);
	for (size_t i = 0; i < chord->n_nodes; i++) {
		struct chord_node *node = &chord->nodes[i];

		node->from = node->next = at + gap / 2;
		node->to = node->from + share * node->n / chord->total;
		node->colour = node->is_rest ? palette(PALETTE_AXIS)
					     : palette_series(i);
		at = node->to + gap / 2;
	}
}

/* An end of a link at a node, and how far clockwise its other end is. */
struct chord_end {
	size_t link, end, away;
};

static int compare_ends(const void *left, const void *right)
{
	const struct chord_end *a = left, *b = right;

	if (a->away != b->away)
		return a->away > b->away ? -1 : 1;
	if (a->link != b->link)
		return a->link < b->link ? -1 : 1;
	return (a->end > b->end) - (a->end < b->end);
}

/* Ends in such an order that no two bands of one node cross. */
static void place_ends(struct chord *chord, size_t node)
{
	struct chord_end *ends =
		memory_array(NULL, struct chord_end, 2 * chord->n_links);
	double share = (chord->nodes[node].to - chord->nodes[node].from) /
		       chord->nodes[node].n;
	size_t n = 0;

	for (size_t i = 0; i < 2 * chord->n_links; i++) {
		const size_t *both = chord->links[i / 2].ends;

		if (both[i % 2] == node)
			ends[n++] = (struct chord_end){
				i / 2, i % 2,
				(both[1 - i % 2] + chord->n_nodes - node) %
					chord->n_nodes
			};
	}
	qsort(ends, n, sizeof *ends, compare_ends);
	for (size_t i = 0; i < n; i++) {
		struct chord_link *link = &chord->links[ends[i].link];
		double *next = &chord->nodes[node].next;

		link->angles[ends[i].end][0] = *next;
		*next += link->n * share;
		link->angles[ends[i].end][1] = *next;
	}
	talloc_free(ends);
}

/* ---- drawing ---- */

static double across(const struct chord *chord, double angle, double radius)
{
	return chord->x + radius * sin(angle);
}

static double down(const struct chord *chord, double angle, double radius)
{
	return chord->y - radius * cos(angle);
}

/* An arc to go on a path from FROM to TO, in either direction. */
static void arc(const struct chord *chord, double from, double to,
		double radius)
{
	int n = (int)ceil(fabs(to - from) / (M_PI / 4));
	double part = (to - from) / fmax(n, 1);
	double k = radius * 4 / 3 * tan(part / 4);

	for (int i = 0; i < n; i++) {
		double a = from + i * part, b = a + part;

		draw_curve(chord->sheet.list,
			   across(chord, a, radius) + k * cos(a),
			   down(chord, a, radius) + k * sin(a),
			   across(chord, b, radius) - k * cos(b),
			   down(chord, b, radius) - k * sin(b),
			   across(chord, b, radius), down(chord, b, radius));
	}
}

/* Past the middle of the circle; near neighbours stay by its rim. */
static void bend(const struct chord *chord, double from, double to)
{
	double radius = chord->radius;
	double away = fabs(remainder(to - from, 2 * M_PI)) / M_PI;
	double pull = 1 - pow(1 - away, 3);

	draw_curve(chord->sheet.list, across(chord, from, radius * (1 - pull)),
		   down(chord, from, radius * (1 - pull)),
		   across(chord, to, radius * (1 - pull)),
		   down(chord, to, radius * (1 - pull)),
		   across(chord, to, radius), down(chord, to, radius));
}

static void draw_link(const struct chord *chord, const struct chord_link *link)
{
	struct display_list *list = chord->sheet.list;
	const struct chord_node *a = &chord->nodes[link->ends[0]];
	const struct chord_node *b = &chord->nodes[link->ends[1]];
	bool is_first = b->is_rest || (a->n >= b->n && !a->is_rest);
	struct colour colour = is_first ? a->colour : b->colour;
	double radius = chord->radius;
	double angle = link->angles[0][0];

	colour.alpha = 0.4F;
	draw_fill_colour(list, colour);
	draw_move(list, across(chord, angle, radius),
		  down(chord, angle, radius));
	arc(chord, angle, link->angles[0][1], radius);
	bend(chord, link->angles[0][1], link->angles[1][0]);
	arc(chord, link->angles[1][0], link->angles[1][1], radius);
	bend(chord, link->angles[1][1], angle);
	draw_close(list);
	draw_fill(list);
}

static void draw_ring(const struct chord *chord, const struct chord_node *node)
{
	struct display_list *list = chord->sheet.list;
	double inner = chord->radius + 1, outer = inner + ring;

	draw_fill_colour(list, node->colour);
	draw_move(list, across(chord, node->from, outer),
		  down(chord, node->from, outer));
	arc(chord, node->from, node->to, outer);
	draw_line(list, across(chord, node->to, inner),
		  down(chord, node->to, inner));
	arc(chord, node->to, node->from, inner);
	draw_close(list);
	draw_fill(list);
}

/* ---- words around the circle ---- */

static double outside(const struct chord *chord)
{
	return chord->radius + 1 + ring + words_from;
}

/* How far the circle and its air reach sidewards at height Y. */
static double reach(const struct chord *chord, double y)
{
	double r = outside(chord), off = y - chord->y;

	return fabs(off) < r ? fmax(sqrt(r * r - off * off), 6) : 6;
}

static int compare_wanted(const void *left, const void *right)
{
	const struct chord_node *a = *(const struct chord_node *const *)left;
	const struct chord_node *b = *(const struct chord_node *const *)right;

	if (a->wanted < b->wanted || a->wanted > b->wanted)
		return a->wanted > b->wanted ? 1 : -1;
	return strcmp(a->label, b->label);
}

/* Pushes words of one side apart: down the page, then up from its end. */
static void spread(struct chord_node **nodes, size_t n, double top,
		   double bottom)
{
	for (size_t i = 0; i < n; i++) {
		double least =
			i ? nodes[i - 1]->middle + nodes[i - 1]->height / 2
			  : top;

		nodes[i]->middle =
			fmax(nodes[i]->wanted, least + nodes[i]->height / 2);
	}
	for (size_t i = n; i-- > 0;) {
		double most = i + 1 < n ? nodes[i + 1]->middle -
						  nodes[i + 1]->height / 2
					: bottom;

		nodes[i]->middle =
			fmin(nodes[i]->middle, most - nodes[i]->height / 2);
	}
}

static bool is_right(const struct chord_node *node)
{
	return angle_of(node) < M_PI;
}

static void wrap_words(struct chord *chord, struct chord_node *node)
{
	const struct sheet *sheet = &chord->sheet;
	double angle = angle_of(node);
	double room = sheet->width / 2 - outside(chord) - 2;
	const char *text = memory_format(
		sheet->list, "%s %s", node->label,
		parts_number(sheet, node->n, chord->decimals, false));

	node->words = rows_wrap(sheet, look, text, room, 2);
	if (node->words.is_truncated) {
		const char *number =
			parts_number(sheet, node->n, chord->decimals, false);

		node->words = rows_wrap(sheet, look, node->label, room, 1);
		node->words.lines[node->words.n++] = number;
	}
	node->height = node->words.n * line + 1.5;
	node->wanted = down(chord, angle, outside(chord));
}

static void write_words(const struct chord *chord,
			const struct chord_node *node)
{
	struct display_list *list = chord->sheet.list;
	double angle = angle_of(node);
	double sign = is_right(node) ? 1 : -1;
	double far = 0, top = node->middle - (node->words.n - 1) * line / 2;

	for (int i = 0; i < node->words.n; i++)
		far = fmax(far, reach(chord, top + i * line));
	draw_stroke_colour(list, palette(PALETTE_AXIS));
	draw_line_width(list, 0.5);
	parts_segment(list, across(chord, angle, chord->radius + ring + 1.5),
		      down(chord, angle, chord->radius + ring + 1.5),
		      chord->x + sign * (far - 2), node->middle);
	for (int i = 0; i < node->words.n; i++)
		parts_text(&chord->sheet, look,
			   (struct text_place){ chord->x + sign * far,
						top + i * line,
						sign > 0 ? 0 : 1 },
			   palette(PALETTE_INK), node->words.lines[i]);
}

static void place_words(struct chord *chord, double top, double bottom)
{
	struct chord_node **side = memory_array(
		chord->sheet.list, struct chord_node *, chord->n_nodes);

	for (int right = 0; right < 2; right++) {
		size_t n = 0;

		for (size_t i = 0; i < chord->n_nodes; i++) {
			if (is_right(&chord->nodes[i]) != right)
				continue;
			wrap_words(chord, &chord->nodes[i]);
			side[n++] = &chord->nodes[i];
		}
		if (n > 0)
			qsort(side, n, sizeof *side, compare_wanted);
		spread(side, n, top, bottom);
	}
}

void chord_draw_circle(struct chord *chord)
{
	struct sheet *sheet = &chord->sheet;
	double limit = sheet->request->maximum_height, top = sheet->y;
	double side = fmin(sheet->width * 0.62, 300);

	if (limit > 0)
		side = fmin(side, limit - top - 20);
	chord->radius = fmax(side / 2 - ring - words_from - 6, 20);
	chord->x = sheet->width / 2;
	chord->y = top + outside(chord) + 6;
	sheet->y = chord->y + outside(chord) + 6;
	place_nodes(chord);
	for (size_t i = 0; i < chord->n_nodes; i++)
		place_ends(chord, i);
	for (size_t i = 0; i < chord->n_links; i++)
		draw_link(chord, &chord->links[i]);
	for (size_t i = 0; i < chord->n_nodes; i++)
		draw_ring(chord, &chord->nodes[i]);
	place_words(chord, top, sheet->y);
	for (size_t i = 0; i < chord->n_nodes; i++)
		write_words(chord, &chord->nodes[i]);
}
