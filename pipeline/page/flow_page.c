#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"

#include <math.h>

/*
 * Pages are filled from the top.  What is kept together forms a unit and goes
 * to the next page if it does not fit.  A figure or small table that does not
 * fit lets the text behind it go first when much of the page would stay empty.
 */

/* Part of a page that may stay empty below what did not fit. */
static const double tolerable_hole = 0.2;
/* A chapter's last page should be filled more than this part. */
static const double lean_page = 0.25;
/* Figures are set this much smaller if they then fit where they stand. */
static const double figure_squeeze = 0.94;
static const double hair = 0.01; /* rounding */

struct unit {
	size_t first, end; /* strips */
};

struct paginator {
	struct flow *flow;
	size_t page, n_placed;
	double y, top, bottom;
	double tightness;    /* what is left of every gap, 1 = all */
	bool is_top;         /* nothing on this page yet */
	struct unit waiting; /* a figure or table, if is_waiting */
	bool is_waiting;
};

static struct unit next_unit(const struct flow *flow, size_t first)
{
	struct unit unit = { first, first + 1 };

	while (unit.end < flow->n_strips &&
	       flow->strips[unit.end - 1].keep_next &&
	       flow->strips[unit.end].kind != STRIP_BREAK)
		unit.end++;
	return unit;
}

static void new_page(struct paginator *paginator)
{
	if (paginator->is_top)
		return;
	paginator->page++;
	paginator->y = paginator->top;
	paginator->is_top = true;
}

/* A row that comes first on its page stands below a repeated head. */
static double repeated_head(const struct paginator *paginator,
			    const struct strip *strip)
{
	const struct flow_table *table = strip->table;
	const struct theme *theme = paginator->flow->theme;

	if (strip->kind != STRIP_ROW || table->head_page == paginator->page)
		return 0;
	return table_layout_head_height(table->layout, theme) +
	       (table->continued ? theme->note.leading + 3 : 0);
}

/* Gaps were made for the blocks' own order; where a figure went to another
 * place they are made anew. */
static double gap_above(const struct paginator *paginator, size_t i)
{
	const struct flow *flow = paginator->flow;
	const struct strip *strip = &flow->strips[i], *above;
	double gap = strip->gap;

	if (paginator->is_top || paginator->n_placed == 0)
		return 0;
	above = &flow->strips[flow->order[paginator->n_placed - 1]];
	if (above + 1 != strip && above->role == ROLE_FLOAT)
		gap = fmax(gap, flow->theme->figure_gap);
	else if (above + 1 != strip && strip->role == ROLE_TEXT)
		gap = fmin(gap, flow->theme->paragraph_gap);
	return gap * paginator->tightness;
}

static double unit_height(const struct paginator *paginator, struct unit unit)
{
	const struct strip *strips = paginator->flow->strips;
	double height = gap_above(paginator, unit.first) +
			repeated_head(paginator, &strips[unit.first]);

	for (size_t i = unit.first; i < unit.end; i++)
		height += strips[i].height +
			  (i > unit.first ? strips[i].gap : 0) *
				  paginator->tightness;
	return height;
}

static bool fits(const struct paginator *paginator, struct unit unit)
{
	return paginator->y + unit_height(paginator, unit) <=
	       paginator->bottom + hair;
}

static void place_strip(struct paginator *paginator, size_t i)
{
	struct flow *flow = paginator->flow;
	struct strip *strip = &flow->strips[i];
	double head;

	if (paginator->y + strip->height > paginator->bottom + hair)
		new_page(paginator);
	head = repeated_head(paginator, strip);
	if (strip->table)
		strip->table->head_page = paginator->page;
	strip->repeats_head = head > 0;
	strip->page = paginator->page;
	strip->y = paginator->y + gap_above(paginator, i) + head;
	paginator->y = strip->y + strip->height;
	paginator->is_top = false;
	flow->order[paginator->n_placed++] = i;
	if (strip->heading && strip->kind == STRIP_LINE) {
		strip->heading->page = strip->page;
		strip->heading->y = strip->y;
	}
}

static void place(struct paginator *paginator, struct unit unit)
{
	for (size_t i = unit.first; i < unit.end; i++)
		place_strip(paginator, i);
}

static void place_waiting(struct paginator *paginator)
{
	if (!paginator->is_waiting)
		return;
	new_page(paginator);
	place(paginator, paginator->waiting);
	paginator->is_waiting = false;
}

/* A figure a little smaller may just fit. */
static bool squeeze(struct paginator *paginator, struct unit unit)
{
	double over =
		paginator->y + unit_height(paginator, unit) - paginator->bottom;

	for (size_t i = unit.first; i < unit.end; i++) {
		struct strip *strip = &paginator->flow->strips[i];
		double scale = strip->scale * (1 - over / strip->height);

		if (strip->kind != STRIP_FIGURE)
			continue;
		if (scale < strip->full_scale * figure_squeeze)
			return false;
		flow_scale_figure(strip, scale);
		return true;
	}
	return false;
}

static bool has_kind(const struct flow *flow, struct unit unit,
		     enum strip_kind kind)
{
	for (size_t i = unit.first; i < unit.end; i++)
		if (flow->strips[i].kind == kind)
			return true;
	return false;
}

/* Text and lesser headings may go before what waits, and a small table before
 * a figure and the other way round: each kind stays in its order. */
static bool is_pullable(const struct flow *flow, struct unit unit,
			struct unit waiting)
{
	bool is_figure = has_kind(flow, waiting, STRIP_FIGURE);

	for (size_t i = unit.first; i < unit.end; i++) {
		const struct strip *strip = &flow->strips[i];
		bool is_lesser = strip->role == ROLE_HEADING &&
				 strip->heading && strip->heading->level >= 3;
		bool is_other = strip->role == ROLE_FLOAT &&
				has_kind(flow, unit, STRIP_FIGURE) != is_figure;

		if (strip->role != ROLE_TEXT && !is_lesser && !is_other)
			return false;
	}
	return true;
}

/*
 * May UNIT wait while the text behind it goes first?  The headings it begins
 * with stay, if that text fits below them.  Then *UNIT is what waits.
 */
static bool may_wait(struct paginator *paginator, struct unit *unit)
{
	const struct flow *flow = paginator->flow;
	struct unit headings = { unit->first, unit->first }, next;
	double room = paginator->bottom - paginator->y;

	while (headings.end < unit->end &&
	       flow->strips[headings.end].role == ROLE_HEADING)
		headings.end++;
	if (headings.end == unit->end || unit->end == flow->n_strips ||
	    flow->strips[headings.end].role != ROLE_FLOAT ||
	    room < tolerable_hole * (paginator->bottom - paginator->top))
		return false;
	next = next_unit(flow, unit->end);
	if (!is_pullable(flow, next, *unit) ||
	    unit_height(paginator, headings) + unit_height(paginator, next) >
		    room)
		return false;
	place(paginator, headings);
	unit->first = headings.end;
	return true;
}

/* UNIT does not fit on this page. */
static void place_later(struct paginator *paginator, struct unit unit)
{
	if (!paginator->is_waiting && may_wait(paginator, &unit)) {
		paginator->waiting = unit;
		paginator->is_waiting = true;
		return;
	}
	if (paginator->is_waiting)
		place_waiting(paginator);
	else
		new_page(paginator);
	if (!fits(paginator, unit))
		new_page(paginator);
	place(paginator, unit);
}

static void place_next(struct paginator *paginator, struct unit unit)
{
	const struct strip *strip = &paginator->flow->strips[unit.first];

	if (strip->kind == STRIP_BREAK) {
		place_waiting(paginator);
		/* The first chapter goes on below a band. */
		if (paginator->n_placed > 0)
			new_page(paginator);
	} else if (fits(paginator, unit) &&
		   (!paginator->is_waiting ||
		    is_pullable(paginator->flow, unit, paginator->waiting))) {
		place(paginator, unit);
	} else if (!paginator->is_waiting && squeeze(paginator, unit)) {
		place(paginator, unit);
	} else {
		place_later(paginator, unit);
	}
}

/* How a chapter is set: ever tighter. */
static const struct attempt {
	double tightness;       /* what is left of the gaps */
	double contents;        /* and of the leading of a table of contents */
	bool has_more_lines;    /* one more on every page */
	bool has_small_figures; /* squeezed, all of them */
} attempts[] = {
	{ 1, 1, false, false },     { 0.85, 0.98, true, false },
	{ 0.7, 0.93, true, false }, { 0.7, 0.9, true, true },
	{ 0.6, 0.87, true, true },
};

/* Ready for another attempt. */
static void reset_strips(struct flow *flow, struct unit chapter,
			 const struct attempt *attempt)
{
	double scale = attempt->has_small_figures ? figure_squeeze : 1;

	for (size_t i = chapter.first; i < chapter.end; i++) {
		struct strip *strip = &flow->strips[i];

		if (strip->kind == STRIP_FIGURE)
			flow_scale_figure(strip, strip->full_scale * scale);
		if (strip->kind == STRIP_CONTENTS)
			strip->height = attempt->contents *
					strip->paragraph->style.leading;
		if (strip->table)
			strip->table->head_page = 0;
	}
}

static void fill_chapter(struct paginator *paginator, struct unit chapter)
{
	size_t i = chapter.first;

	while (i < chapter.end) {
		struct unit unit = next_unit(paginator->flow, i);

		place_next(paginator, unit);
		i = unit.end;
	}
	place_waiting(paginator);
}

/* The strips from FIRST to the next page break. */
static struct unit next_chapter(const struct flow *flow, size_t first)
{
	struct unit chapter = { first, first + 1 };

	while (chapter.end < flow->n_strips &&
	       flow->strips[chapter.end].kind != STRIP_BREAK)
		chapter.end++;
	return chapter;
}

static void try_chapter(struct paginator *paginator, struct unit chapter,
			const struct paginator *start,
			const struct attempt *attempt)
{
	reset_strips(paginator->flow, chapter, attempt);
	*paginator = *start;
	paginator->tightness = attempt->tightness;
	if (attempt->has_more_lines)
		paginator->bottom += paginator->flow->theme->body.leading;
	fill_chapter(paginator, chapter);
	paginator->bottom = start->bottom;
}

/*
 * A chapter that leaves but a few lines on its last page is tried again more
 * tightly; if that does not save the page, it stays as it was.
 */
static void place_chapter(struct paginator *paginator, struct unit chapter)
{
	const struct paginator start = *paginator;
	double lean = paginator->top +
		      lean_page * (paginator->bottom - paginator->top);
	size_t pages;

	try_chapter(paginator, chapter, &start, &attempts[0]);
	pages = paginator->page;
	if (paginator->y > lean)
		return;
	for (size_t i = 1; i < sizeof attempts / sizeof *attempts; i++) {
		try_chapter(paginator, chapter, &start, &attempts[i]);
		if (paginator->page < pages)
			return;
	}
	try_chapter(paginator, chapter, &start, &attempts[0]);
}

size_t flow_paginate(struct flow *flow)
{
	const struct theme *theme = flow->theme;
	struct paginator paginator = {
		.flow = flow,
		.page = flow->band_foot > 0 ? 0 : 1,
		.y = flow->band_foot > 0 ? flow->band_foot : theme->top,
		.top = theme->top,
		.bottom = theme->page_height - theme->bottom,
		.tightness = 1,
		.is_top = flow->band_foot <= 0,
	};

	flow->order = memory_array(flow, size_t, flow->n_strips);
	for (size_t i = 0; i < flow->n_strips;) {
		struct unit chapter = next_chapter(flow, i);

		place_chapter(&paginator, chapter);
		i = chapter.end;
	}
	flow->n_placed = paginator.n_placed;
	return paginator.page + !paginator.is_top;
}
