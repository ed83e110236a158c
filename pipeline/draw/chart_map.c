#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_rows.h"
#include "pipeline/draw/chart_tiles.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>

static const double legend_width = 112, legend_gap = 12;
/* Wider areas than high ones make a lower map. */
static const double highest = 1.15;
static const double panel_gap = 14, panel_head = 14;

/* ---- words ---- */

static const char *count_text(const struct map *map, size_t n)
{
	return parts_number(&map->sheet, (double)n, 0, false);
}

/* Names of the areas that are marked. */
static const char *marked_text(const struct map *map)
{
	const char *text = "";

	for (size_t i = 0; i < map->boundaries->n_regions; i++) {
		size_t row = map->areas[i].row;

		if (map->areas[i].is_marked)
			text = memory_format(
				map->sheet.list, "%s%s%s", text,
				*text ? ", " : "",
				row == MAP_NO_ROW
					? map->boundaries->regions[i].key
					: map->labels[row]);
	}
	return text;
}

/* Territories, however many maps show them. */
static size_t count_places(const struct map *map)
{
	size_t n = 0;

	if (map->n_panels < 2 || map->places)
		return map->n;
	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		n += map->areas[i].is_shown;
	return n;
}

/* Classes are said where colours show them. */
static void say_values(const struct map *map)
{
	struct classes none = map->classes;

	if (map->show == MAP_POINTS)
		none.n = 0;
	classes_say(&map->sheet, &none, map->labels, map->values, map->n);
}

static void say(const struct map *map)
{
	static const char *const keys[] = {
		[MAP_AREAS] = "alternative.map",
		[MAP_POINTS] = "alternative.map_points",
		[MAP_FLOWS] = "alternative.map_flows",
		[MAP_SURFACE] = "alternative.map_surface",
	};
	const struct sheet *sheet = &map->sheet;

	words_say(sheet, keys[map->show],
		  (const char *[]){ "count", count_text(map, count_places(map)),
				    "classes", count_text(map, map->classes.n),
				    NULL });
	if (map->n_panels > 1)
		words_say(sheet, "alternative.panels",
			  (const char *[]){ "count",
					    count_text(map, map->n_panels),
					    NULL });
	if (map->show != MAP_FLOWS)
		say_values(map);
	map_say_flows(map);
	if (parts_option(sheet->request, "mark"))
		words_say(sheet, "alternative.marked",
			  (const char *[]){ "areas", marked_text(map), NULL });
	if (map->n_off > 0)
		words_say(sheet, "alternative.off_map",
			  (const char *[]){
				  "count", count_text(map, map->n_off), NULL });
}

/* ---- one map ---- */

static double height_left(const struct map *map, double height, double below)
{
	double limit = map->sheet.request->maximum_height;

	if (limit > 0)
		height = fmin(height, limit - map->sheet.y - below);
	return fmax(height, 60);
}

/* The rows of PANEL, on the outlines. */
static void draw_rows(struct map *map, size_t panel)
{
	if (map->show != MAP_AREAS || map->n_flows > 0)
		map_make_points(map, panel);
	map_draw_areas(map);
	if (map->show == MAP_SURFACE) {
		map_draw_surface(map);
		map_draw_borders(map);
	}
	map_draw_marks(map);
	map_draw_flows(map);
	map_draw_points(map);
	map_draw_labels(map);
}

static int draw_single(struct map *map, struct error *error)
{
	double width = map->sheet.width - legend_width - legend_gap, end;

	map_project(map);
	map_fit(map,
		&(struct map_frame){ 0, map->sheet.y, width,
				     height_left(map, width * highest, 24) });
	if (map_read_flows(map, error) < 0)
		return -1;
	draw_rows(map, 0);
	end = map_draw_legend(map, width + legend_gap, legend_width);
	if (map_draw_inset(map, width + legend_gap, &end, legend_width, error) <
	    0)
		return -1;
	map_draw_scale(map);
	map->sheet.y = fmax(map->sheet.y, end);
	return 0;
}

/* ---- small multiples ---- */

struct panels {
	size_t n_across, n_down;
	double width, height; /* of a map */
};

static struct panels plan_panels(const struct map *map)
{
	bool is_square = map->n_panels == 2 || map->n_panels == 4;
	struct panels panels = { .n_across = is_square ? 2 : 3 };

	panels.n_down = (map->n_panels + panels.n_across - 1) / panels.n_across;
	panels.width =
		(map->sheet.width - panel_gap * (double)(panels.n_across - 1)) /
		(double)panels.n_across;
	panels.height =
		height_left(map, 1e6, 60) / (double)panels.n_down - panel_head;
	panels.height = fmax(fmin(panels.height, panels.width * highest), 40);
	return panels;
}

static void draw_panel(struct map *map, size_t panel)
{
	const struct text_look look = { FONT_BOLD, PARTS_VALUE };
	struct wrapped name = rows_wrap(&map->sheet, look, map->panels[panel],
					map->right - map->left, 1);

	parts_text(
		&map->sheet, look,
		(struct text_place){ map->left, map->top - panel_head / 2, 0 },
		palette(PALETTE_INK), name.lines[0]);
	map_match(map, panel);
	draw_rows(map, panel);
}

/* The same outlines again and again, each time elsewhere on the page. */
static int draw_panels(struct map *map, struct error *error)
{
	struct panels panels = plan_panels(map);
	struct display_list *list = map->sheet.list;
	double step;

	map_project(map);
	map_fit(map, &(struct map_frame){ 0, map->sheet.y + panel_head,
					  panels.width, panels.height });
	if (map_read_flows(map, error) < 0)
		return -1;
	step = map->bottom - map->top + panel_head + 4;
	for (size_t i = 0; i < map->n_panels; i++) {
		draw_save(list);
		draw_translate(list,
			       (double)(i % panels.n_across) *
				       (panels.width + panel_gap),
			       (double)(i / panels.n_across) * step);
		draw_panel(map, i);
		draw_restore(list);
	}
	map->bottom += step * (double)(panels.n_down - 1);
	map_draw_scale(map);
	map_draw_wide_legend(map);
	return 0;
}

/* Without boundaries: tiles, or a row a territory and a column a panel. */
static int draw_without(const void *ctx, const struct chart_request *request,
			struct display_list **list, struct error *error)
{
	const char *by = parts_option(request, "by");
	int column = by ? table_column(request->table, by) : -1;
	bool is_text = column >= 0 && *table_text(request->table, 0, column);

	return (is_text ? &chart_heatmap : &chart_tiles)
		->draw(ctx, request, list, error);
}

static int map_draw(const void *ctx, const struct chart_request *request,
		    struct display_list **list, struct error *error)
{
	const char *boundaries = parts_option(request, "boundaries");
	struct map map = { 0 };

	if (!boundaries || !*boundaries)
		return draw_without(ctx, request, list, error);
	map.sheet = parts_begin(ctx, request);
	if (map_read(&map, error) < 0 ||
	    (map.n_panels > 1 ? draw_panels(&map, error)
			      : draw_single(&map, error)) < 0)
		return -1;
	say(&map);
	*list = parts_end(&map.sheet, "alternative.title_map");
	return 0;
}

const struct chart chart_map = {
	.name = "map",
	.summary = "Areas in the colour of their class, circles as large as "
		   "the value, a surface between points, or flows (query "
		   "'edges': from, to, weight), on boundaries from a GeoJSON "
		   "file; tiles without one.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "code", "value", "longitude",
					   "latitude", NULL },
	.options = (const char *const[]){ "boundaries", CLASSES_OPTIONS, "by",
					  "flows", "inset", "key", "labels",
					  "legend", "mark", "show", NULL },
	.takes_edges = true,
	.draw = map_draw,
};
