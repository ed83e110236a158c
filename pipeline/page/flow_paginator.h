/*
 * Pages being filled: what pagination (flow_page) and the squeezing of what
 * just does not fit (flow_squeeze) share.  Internal to flow.
 */
#ifndef PIPELINE_PAGE_FLOW_PAGINATOR_H
#define PIPELINE_PAGE_FLOW_PAGINATOR_H

#include "pipeline/page/flow_strip.h"

/* Figures may be set this much smaller if they then fit where they stand. */
#define FIGURE_SQUEEZE 0.94

/* What is kept together. */
struct unit {
	size_t first, end; /* strips */
};

struct paginator {
	struct flow *flow;
	size_t page, n_placed;
	size_t page_first; /* of this page, in the order */
	double y, top, bottom;
	size_t short_page; /* this one ends so much higher: */
	double short_by;
	double tightness;    /* what is left of every gap, 1 = all */
	bool is_top;         /* nothing on this page yet */
	struct unit waiting; /* a figure or table, if is_waiting */
	bool is_waiting;
};

/* Where the text of this page must end. */
double paginator_foot(const struct paginator *paginator);

/* Height of UNIT if it came next, with the gap and the table's head above. */
double paginator_height(const struct paginator *paginator, struct unit unit);

/* The scale of FIGURE at this PART of its size, or the least at which its text
 * can be read. */
double paginator_scale(const struct strip *figure, double part);

/* Make room for UNIT on this page by tighter gaps, and a smaller figure if it
 * has one.  False when that is not enough; nothing has changed then. */
bool paginator_squeeze(struct paginator *paginator, struct unit unit);

#endif
