/* The quadrant chart: what its reading, plot and list share. */
#ifndef PIPELINE_DRAW_CHART_QUADRANT_H
#define PIPELINE_DRAW_CHART_QUADRANT_H

#include "pipeline/draw/chart_estimates.h"
#include "pipeline/draw/chart_places.h"

/* Importance (required) upwards, performance (current) to the right. */
enum quarter { CONCENTRATE, KEEP_UP, LOW_PRIORITY, OVERKILL, N_QUARTERS };

struct quarter_look {
	const char *code, *phrase;
	enum palette_colour colour;
};
extern const struct quarter_look quadrant_quarters[N_QUARTERS];

struct quadrant {
	struct sheet sheet;
	struct estimates estimates; /* labels */
	double *current, *required; /* NaN: suppressed */
	enum quarter *quarters;
	double cross_x, cross_y;
	struct scale x, y;
	double left, top, right, bottom; /* plot */
	bool is_numbered; /* numbers and a list instead of names */
};

enum {
	QUADRANT_MARGIN = 26, /* tick labels left of the plot */
	QUADRANT_HEAD = 26,   /* axis name and quadrant names above it */
	QUADRANT_FOOT = 41    /* quadrant names, ticks, axis name below it */
};

/* Puts the plot at the sheet's y, up to RIGHT and as high as HEIGHT. */
void quadrant_set_plot(struct quadrant *quadrant, double right, double height);

/* Labels of the known points, in order of the rows, yet to be placed. */
struct places quadrant_places(const struct quadrant *quadrant);
void quadrant_draw(const struct quadrant *quadrant,
		   const struct places *places);

#endif
