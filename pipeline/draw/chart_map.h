/* A map while it is drawn: what its files share. */
#ifndef PIPELINE_DRAW_CHART_MAP_H
#define PIPELINE_DRAW_CHART_MAP_H

#include "pipeline/data/topology.h"
#include "pipeline/draw/chart_classes.h"
#include "pipeline/draw/chart_outline.h"

#define MAP_NO_ROW ((size_t)-1)

struct map_area {
	struct outline outline; /* without points: not on the map */
	size_t row;             /* of the table, or MAP_NO_ROW */
	bool is_shown;          /* the frame holds it */
	bool is_marked;         /* outlined: option "mark" */
};

struct map_point { /* a row with coordinates, or an area's symbol */
	double x, y, radius;
	size_t row;
};

struct map_flow { /* from one place on the page to another */
	double from_x, from_y, to_x, to_y;
	const char *from, *to; /* names */
	double weight;
};

enum map_show { MAP_AREAS, MAP_POINTS, MAP_FLOWS, MAP_SURFACE };

struct map {
	struct sheet sheet;
	const struct boundaries *boundaries;
	struct topology *topology;
	struct projection projection;
	struct map_area *areas;     /* of the boundaries' regions */
	const char **labels;        /* of the table's rows */
	const char **keys;          /* of the rows, for the boundaries */
	double *values;             /* of the rows; NaN: withheld */
	size_t n;                   /* rows */
	size_t *region_of;          /* the rows' regions, or MAP_NO_ROW */
	struct globe_point *places; /* of rows with coordinates, or NULL */
	struct map_point *points;
	size_t n_points;
	double most;   /* value of the largest symbol */
	double radius; /* and its radius */
	struct map_flow *flows;
	size_t n_flows, n_flows_off, n_flows_within;
	double most_flow;
	struct classes classes;
	enum map_show show;
	bool has_labels;
	size_t n_off; /* rows that are on no area */
	/* small multiples: their names, and which one each row is of */
	const char **panels;
	size_t n_panels, *panel_of;
	/* the frame on the page, and how it is filled */
	double left, top, right, bottom;
	double scale;       /* points a metre */
	double west, north; /* metres at left and top */
};

/* ---- chart_map_read.c ---- */

/* Rows, options, boundaries and classes; each row to its area. */
int map_read(struct map *map, struct error *error);

/* Each row of PANEL to its area, in place of those before.  Of two rows for one
 * area the first stands. */
void map_match(struct map *map, size_t panel);

/* Sets CHOSEN of the areas that the option NAME lists ("a, b"), if it is given.
 * A name that is no area: ERROR_PROJECT. */
int map_choose_areas(const struct map *map, const char *name, bool *chosen,
		     struct error *error);

/* ---- chart_map_fit.c ---- */

/* Page coordinates of a place. */
void map_place(const struct map *map, struct globe_point place, double *x,
	       double *y);

/* Topology and projection about the areas that are shown. */
void map_project(struct map *map);

/* Finds scale and frame below TOP from LEFT on within WIDTH and HEIGHT, and
 * the areas' outlines.  To be called once for a topology. */
struct map_frame {
	double left, top, width, height;
};
void map_fit(struct map *map, const struct map_frame *frame);

/* ---- chart_map_draw.c, chart_map_points.c, chart_map_labels.c ---- */

/* Areas and their borders. */
void map_draw_areas(const struct map *map);
void map_draw_borders(const struct map *map);

/* Strong outlines round the areas that are marked. */
void map_draw_marks(const struct map *map);
struct colour map_ground(const struct map *map, const struct map_area *area);

/* Symbols of the rows of PANEL, large before small. */
void map_make_points(struct map *map, size_t panel);
void map_draw_points(const struct map *map);
void map_draw_labels(const struct map *map);

/* ---- chart_map_flow.c ---- */

/* Reads the request's edges; needs the outlines. */
int map_read_flows(struct map *map, struct error *error);
void map_draw_flows(const struct map *map);

/* Widths from X, Y on; returns where it ends. */
double map_flow_legend(const struct map *map, double x, double y, double width);
void map_say_flows(const struct map *map);

/* ---- chart_map_surface.c ---- */

/* Cells in the class of the value between the points; needs the points. */
void map_draw_surface(const struct map *map);

/* ---- chart_map_inset.c ---- */

/* The areas of the option "inset" larger, from X, Y on; returns where it
 * ends.  Names that are no area: ERROR_PROJECT. */
int map_draw_inset(const struct map *map, double x, double *y, double width,
		   struct error *error);

/* ---- chart_map_legend.c ---- */

/* A heading in the legend; returns where it ends. */
double map_heading(const struct map *map, const char *text,
		   struct text_place place, double width);

/* The legend from X on; returns where it ends. */
double map_draw_legend(const struct map *map, double x, double width);

/* The legend of small multiples, across the sheet; advances y. */
void map_draw_wide_legend(struct map *map);

/* Scale bar and north mark below the frame; advances y. */
void map_draw_scale(struct map *map);

#endif
