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
};

struct map_point { /* a row with coordinates, or an area's symbol */
	double x, y, radius;
	size_t row;
};

struct map {
	struct sheet sheet;
	struct boundaries *boundaries;
	struct topology *topology;
	struct projection projection;
	struct map_area *areas;     /* of the boundaries' regions */
	const char **labels;        /* of the table's rows */
	const char **keys;          /* of the rows, for the boundaries */
	double *values;             /* of the rows; NaN: withheld */
	size_t n;                   /* rows */
	struct globe_point *places; /* of rows with coordinates, or NULL */
	struct map_point *points;
	size_t n_points;
	double most;   /* value of the largest symbol */
	double radius; /* and its radius */
	struct classes classes;
	bool has_symbols, has_labels;
	size_t n_off; /* rows that are on no area */
	/* the frame on the page, and how it is filled */
	double left, top, right, bottom;
	double scale;       /* points a metre */
	double west, north; /* metres at left and top */
};

/* Page coordinates of a place. */
void map_place(const struct map *map, struct globe_point place, double *x,
	       double *y);

/* Finds scale and frame below sheet.y within WIDTH and HEIGHT, and the areas'
 * outlines. */
void map_fit(struct map *map, double width, double height);

/* Areas, borders, symbols, labels. */
void map_draw_areas(const struct map *map);
void map_draw_symbols(const struct map *map);
void map_draw_labels(const struct map *map);

/* The legend from X on; returns where it ends. */
double map_draw_legend(const struct map *map, double x, double width);

/* Scale bar and north mark below the frame; advances y. */
void map_draw_scale(struct map *map);

#endif
