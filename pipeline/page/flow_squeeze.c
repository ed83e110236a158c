#include "pipeline/page/flow_paginator.h"

#include <assert.h>
#include <math.h>

/* Figures are set this much smaller where a larger part of the page would stay
 * empty. */
static const double figure_least = 0.87, large_hole = 0.35;
/* Gaps on a page give this part if that saves what ends there. */
static const double gap_give = 0.35;
/* What is higher than this part of a page would leave a hole. */
static const double tall_unit = 0.12;

/* What stands between a strip of the page and the one above it, which has moved
 * up by MOVED already; nothing above a repeated head. */
static double space_above(const struct paginator *paginator, size_t place,
			  double moved)
{
	const struct flow *flow = paginator->flow;
	const struct strip *strip = &flow->strips[flow->order[place]];
	const struct strip *above = &flow->strips[flow->order[place - 1]];

	if (strip->repeats_head)
		return 0;
	return strip->y - above->y - above->height - moved;
}

/* How much the gaps on this page may give, and what they have. */
static double page_gaps(const struct paginator *paginator, double *give)
{
	double gaps = 0;

	for (size_t i = paginator->page_first + 1; i < paginator->n_placed; i++)
		gaps += space_above(paginator, i, 0);
	*give = gaps * fmax(0, gap_give - (1 - paginator->tightness));
	return gaps;
}

/* Take HEIGHT out of the gaps on this page. */
static void tighten(struct paginator *paginator, double height, double gaps)
{
	struct flow *flow = paginator->flow;
	double shift = 0;

	for (size_t i = paginator->page_first + 1; i < paginator->n_placed;
	     i++) {
		struct strip *strip = &flow->strips[flow->order[i]];

		double space = space_above(paginator, i, shift);

		assert(space > -0.01);
		shift += height * space / gaps;
		strip->y -= shift;
		if (strip->heading && strip->kind == STRIP_LINE)
			strip->heading->y = strip->y;
	}
	paginator->y -= height;
}

static struct strip *find_figure(const struct flow *flow, struct unit unit)
{
	for (size_t i = unit.first; i < unit.end; i++)
		if (flow->strips[i].kind == STRIP_FIGURE)
			return &flow->strips[i];
	return NULL;
}

/* Would the page be better if UNIT still stood on it?  What is tall, or ends a
 * table or chapter. */
static bool is_worth_it(const struct paginator *paginator, struct unit unit)
{
	const struct flow *flow = paginator->flow;

	return unit.end == flow->n_strips ||
	       flow->strips[unit.end].kind == STRIP_BREAK ||
	       flow->strips[unit.first].table ||
	       paginator_height(paginator, unit) >
		       tall_unit * (paginator->bottom - paginator->top);
}

double paginator_scale(const struct strip *figure, double part)
{
	return fmax(figure->full_scale * part, figure->least_scale);
}

bool paginator_squeeze(struct paginator *paginator, struct unit unit)
{
	const struct flow *flow = paginator->flow;
	struct strip *figure = find_figure(flow, unit);
	double room = paginator_foot(paginator) - paginator->y;
	double over = paginator_height(paginator, unit) - room;
	double page = paginator_foot(paginator) - paginator->top;
	double least = room > large_hole * page ? figure_least : FIGURE_SQUEEZE;
	double shrink = 0, give = 0, gaps = 0;

	if (figure)
		shrink =
			fmax(0, figure->height -
					figure->figure->height *
						paginator_scale(figure, least));
	if (is_worth_it(paginator, unit))
		gaps = page_gaps(paginator, &give);
	if (over > shrink + give)
		return false;
	give = fmin(over, give);
	if (give > 0)
		tighten(paginator, give, gaps);
	if (over > give)
		flow_scale_figure(figure,
				  figure->scale *
					  (1 - (over - give) / figure->height));
	return true;
}
