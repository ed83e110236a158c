#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_tiles.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double thinnest = 0.6, thickest = 6;
static const double tip = 2.4;    /* of an arrow, before where it goes */
static const double bulge = 0.16; /* of the length, to the right */
static const struct text_look small = { FONT_REGULAR, PARTS_SMALL };

/* ---- reading ---- */

struct end {
	double x, y;
	const char *label;
};

/* The row that CODE or LABEL means; n: none. */
static size_t find_row(const struct map *map, const char *code,
		       const char *label)
{
	for (size_t row = 0; row < map->n; row++)
		if (strcmp(map->keys[row], code) == 0)
			return row;
	for (size_t row = 0; row < map->n; row++)
		if (strcmp(map->labels[row], label) == 0)
			return row;
	return map->n;
}

static size_t find_region(const struct map *map, size_t row, const char *code)
{
	size_t region = row < map->n ? map->region_of[row] : MAP_NO_ROW;

	if (region == MAP_NO_ROW)
		region = boundaries_find(map->boundaries, code);
	return region;
}

/* A row's own place, or the middle of an area. */
static bool find_end(const struct map *map, const char *code, const char *label,
		     struct end *end)
{
	size_t row = find_row(map, code, label), region;

	end->label = row < map->n ? map->labels[row] : label;
	if (map->places && row < map->n) {
		map_place(map, map->places[row], &end->x, &end->y);
		return isfinite(end->x) && isfinite(end->y);
	}
	region = find_region(map, row, code);
	if (region == map->boundaries->n_regions ||
	    map->areas[region].outline.n_points == 0)
		return false;
	outline_inside(&map->areas[region].outline, &end->x, &end->y);
	return true;
}

struct columns {
	int from, to, weight;
};

static int find_columns(const struct map *map, struct columns *columns,
			struct error *error)
{
	const struct table *edges = map->sheet.request->edges;

	columns->from = table_column(edges, "from");
	columns->to = table_column(edges, "to");
	if (columns->from < 0 || columns->to < 0) {
		columns->from = parts_text_column(edges, -1, NULL);
		columns->to =
			columns->from < 0
				? -1
				: parts_text_column(edges, columns->from, NULL);
	}
	columns->weight = parts_column(
		edges, (const char *const[]){ "weight", "n", "value", NULL });
	if (columns->to >= 0 && columns->weight >= 0)
		return 0;
	return parts_refuse(map->sheet.request,
			    "select from where, to where, and weight",
			    "the flows of a map need two text columns and a "
			    "number",
			    error);
}

static bool read_end(const struct map *map, size_t row, int column,
		     struct end *end)
{
	const struct chart_request *request = map->sheet.request;
	const struct table *codes =
		request->edge_codes ? request->edge_codes : request->edges;

	return find_end(map, tiles_key(map->sheet.list, codes, row, column),
			tiles_key(map->sheet.list, request->edges, row, column),
			end);
}

static int compare_flows(const void *left, const void *right)
{
	const struct map_flow *a = left, *b = right;
	int order;

	if (a->weight < b->weight || a->weight > b->weight)
		return a->weight > b->weight ? 1 : -1;
	order = strcmp(a->from, b->from);
	return order ? order : strcmp(a->to, b->to);
}

static void read_flow(struct map *map, const struct columns *columns,
		      size_t row)
{
	double weight =
		table_number(map->sheet.request->edges, row, columns->weight);
	struct end from, to;
	struct map_flow flow;

	if (!(weight > 0))
		return;
	if (!read_end(map, row, columns->from, &from) ||
	    !read_end(map, row, columns->to, &to)) {
		map->n_flows_off++;
		return;
	}
	if (hypot(to.x - from.x, to.y - from.y) < 1) {
		map->n_flows_within++;
		return;
	}
	flow = (struct map_flow){ from.x,     from.y,   to.x,  to.y,
				  from.label, to.label, weight };
	map->most_flow = fmax(map->most_flow, weight);
	memory_append(map->sheet.list, map->flows, struct map_flow,
		      map->n_flows, flow);
}

int map_read_flows(struct map *map, struct error *error)
{
	const struct table *edges = map->sheet.request->edges;
	struct columns columns;

	if (!edges || edges->n_rows == 0)
		return 0;
	if (find_columns(map, &columns, error) < 0)
		return -1;
	for (size_t row = 0; row < edges->n_rows; row++)
		read_flow(map, &columns, row);
	if (map->n_flows > 0)
		qsort(map->flows, map->n_flows, sizeof *map->flows,
		      compare_flows);
	return 0;
}

/* ---- drawing ---- */

static double width_of(const struct map *map, double weight)
{
	return fmax(thickest * weight / map->most_flow, thinnest);
}

/* An arrow's head that comes from X, Y and stops short of the flow's end, which
 * is marked by a point. */
static void draw_head(const struct map *map, const struct map_flow *flow,
		      double x, double y, double size)
{
	struct display_list *list = map->sheet.list;
	double length = hypot(flow->to_x - x, flow->to_y - y);
	double dx = (flow->to_x - x) / length, dy = (flow->to_y - y) / length;
	double at_x = flow->to_x - dx * tip, at_y = flow->to_y - dy * tip;

	draw_move(list, at_x, at_y);
	draw_line(list, at_x - dx * size - dy * size * 0.55,
		  at_y - dy * size + dx * size * 0.55);
	draw_line(list, at_x - dx * size + dy * size * 0.55,
		  at_y - dy * size - dx * size * 0.55);
	draw_close(list);
	draw_fill(list);
}

/* A bow to the right of its way, so that both directions are seen. */
static void draw_flow(const struct map *map, const struct map_flow *flow)
{
	struct display_list *list = map->sheet.list;
	double width = width_of(map, flow->weight), size = 4 + width * 1.5;
	double dx = flow->to_x - flow->from_x, dy = flow->to_y - flow->from_y;
	double length = hypot(dx, dy);
	double x = (flow->from_x + flow->to_x) / 2 - dy * bulge * 1.33;
	double y = (flow->from_y + flow->to_y) / 2 + dx * bulge * 1.33;
	/* The line ends within the head. */
	double back = fmin(size * 0.92 + tip, length * 0.5);
	double away = hypot(flow->to_x - x, flow->to_y - y);
	double end_x = flow->to_x - (flow->to_x - x) / away * back;
	double end_y = flow->to_y - (flow->to_y - y) / away * back;

	draw_line_width(list, width);
	draw_move(list, flow->from_x, flow->from_y);
	draw_curve(list, flow->from_x + (x - flow->from_x) * 2 / 3,
		   flow->from_y + (y - flow->from_y) * 2 / 3,
		   end_x + (x - end_x) * 2 / 3, end_y + (y - end_y) * 2 / 3,
		   end_x, end_y);
	draw_stroke(list);
	draw_head(map, flow, x, y, fmin(size, length * 0.6));
}

void map_draw_flows(const struct map *map)
{
	struct display_list *list = map->sheet.list;
	struct colour colour = palette(PALETTE_VERMILION);

	colour.alpha = 0.8F;
	draw_save(list);
	draw_clip(list, map->left, map->top, map->right - map->left,
		  map->bottom - map->top);
	draw_fill_colour(list, colour);
	draw_stroke_colour(list, colour);
	for (size_t i = 0; i < map->n_flows; i++)
		draw_flow(map, &map->flows[i]);
	draw_restore(list);
}

/* ---- legend and words ---- */

static const char *weight_text(const struct map *map, double weight)
{
	return parts_number(&map->sheet, weight,
			    weight == round(weight) ? 0 : 1, false);
}

double map_flow_legend(const struct map *map, double x, double y, double width)
{
	static const double parts[] = { 1, 0.5, 0.1 };
	const struct sheet *sheet = &map->sheet;
	const char *given = parts_option(sheet->request, "flows");

	y = map_heading(map, given ? given : parts_phrase(sheet, "chart.flows"),
			(struct text_place){ x, y + 4, 0 }, width) +
	    1;
	for (size_t i = 0; i < 3 && map->most_flow > 0; i++) {
		double weight = map->most_flow * parts[i];

		if (i > 0 && weight < 1)
			break;
		weight = weight > 1 ? round(weight) : weight;
		draw_stroke_colour(sheet->list, palette(PALETTE_VERMILION));
		draw_line_width(sheet->list, width_of(map, weight));
		parts_segment(sheet->list, x, y + 5, x + 20, y + 5);
		parts_text(sheet, small,
			   (struct text_place){ x + 26, y + 5, 0 },
			   palette(PALETTE_INK), weight_text(map, weight));
		y += 12;
	}
	return y + 4;
}

static void say_count(const struct map *map, const char *key, size_t n)
{
	if (n > 0)
		words_say(&map->sheet, key,
			  (const char *[]){ "count",
					    parts_number(&map->sheet, (double)n,
							 0, false),
					    NULL });
}

void map_say_flows(const struct map *map)
{
	enum { SAID = 5 };
	char *items = memory_text(map->sheet.list, "");

	say_count(map, "alternative.flows", map->n_flows);
	for (size_t i = 0; i < map->n_flows && i < SAID; i++) {
		const struct map_flow *flow = &map->flows[map->n_flows - 1 - i];

		items = memory_check(talloc_asprintf_append(
			items, "%s%s → %s %s", i ? "; " : "", flow->from,
			flow->to, weight_text(map, flow->weight)));
	}
	if (map->n_flows > 0)
		words_say(&map->sheet, "alternative.bands_largest",
			  (const char *[]){ "items", items, NULL });
	say_count(map, "alternative.flows_within", map->n_flows_within);
	say_count(map, "alternative.flows_off", map->n_flows_off);
}
