/*
 * Charts: a result table in, a display list out.  Columns are found by name;
 * the first text column names the rows.  Rows are drawn in the order given.
 * Cells that are NULL are suppressed or undefined and drawn as such, never as
 * zero.  The list carries a title and an alternative text made from the
 * numbers.
 */
#ifndef PIPELINE_DRAW_CHART_H
#define PIPELINE_DRAW_CHART_H

#include "pipeline/core/error.h"
#include "pipeline/data/phrases.h"
#include "pipeline/data/value.h"
#include "pipeline/draw/display_list.h"

struct geojson_cache; /* pipeline/data/geojson_cache.h */

struct chart_option {
	const char *key, *value;
};

struct chart_request {
	const struct table *table; /* labels already in the report's language */
	const struct table *codes; /* its rows without labels; NULL: the same */
	/* a second table, of what stands between the rows; NULL: none */
	const struct table *edges, *edge_codes;
	const struct phrases *phrases;
	struct font_set *fonts;
	const char *title, *subtitle; /* may be NULL */
	double width;                 /* points; height follows from the rows */
	double maximum_height;        /* 0 = none; else an error says split */
	const struct chart_option *options; /* from the template's block */
	size_t n_options;
	const char *where; /* place in the template for messages */
	/* boundaries are named relative to it; NULL: the current folder */
	const char *folder;
	struct geojson_cache *boundaries; /* what was read of them, or NULL */
};

struct chart {
	const char *name, *summary;
	const char *const *columns;  /* needed columns, NULL-ended */
	const char *const *optional; /* known further columns, NULL-ended */
	const char *const *options;  /* known option keys, NULL-ended */
	bool takes_edges;            /* a second query, "edges" */
	int (*draw)(const void *ctx, const struct chart_request *request,
		    struct display_list **list, struct error *error);
};

/* likert dumbbell gaps quadrant heatmap bars map tiles lorenz matrix flow
 * bipartite chord network progress calendar */
extern const struct chart *const charts[]; /* NULL-ended */
const struct chart *chart_find(const char *name);

/* Checks columns and options (ERROR_PROJECT at request->where), then draws. */
int chart_draw(const void *ctx, const struct chart *chart,
	       const struct chart_request *request, struct display_list **list,
	       struct error *error);

#endif
