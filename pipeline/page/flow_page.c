#include "pipeline/page/flow_paginator.h"

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
static const double hair = 0.01; /* rounding */

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
	paginator->page_first = paginator->n_placed;
	paginator->y = paginator->top;
	paginator->is_top = true;
}

double paginator_foot(const struct paginator *paginator)
{
	return paginator->bottom - (paginator->page == paginator->short_page
					    ? paginator->short_by
					    : 0);
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

double paginator_height(const struct paginator *paginator, struct unit unit)
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
	return paginator->y + paginator_height(paginator, unit) <=
	       paginator_foot(paginator) + hair;
}

static void place_strip(struct paginator *paginator, size_t i)
{
	struct flow *flow = paginator->flow;
	struct strip *strip = &flow->strips[i];
	double head;

	if (paginator->y + strip->height > paginator_foot(paginator) + hair)
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

/* Rows and the note behind the row that UNIT begins with. */
static struct unit to_end_of_table(const struct flow *flow, struct unit unit)
{
	const struct flow_table *table = flow->strips[unit.first].table;

	while (table && unit.end < flow->n_strips &&
	       (flow->strips[unit.end].table == table ||
		flow->strips[unit.end - 1].keep_next))
		unit.end++;
	return unit;
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
	double room = paginator_foot(paginator) - paginator->y;

	while (headings.end < unit->end &&
	       flow->strips[headings.end].role == ROLE_HEADING)
		headings.end++;
	if (headings.end == unit->end || unit->end == flow->n_strips ||
	    flow->strips[headings.end].role != ROLE_FLOAT ||
	    room < tolerable_hole *
			    (paginator_foot(paginator) - paginator->top))
		return false;
	next = next_unit(flow, unit->end);
	/* A heading must not seem to have nothing below it. */
	if (headings.end > headings.first &&
	    flow->strips[next.first].role == ROLE_HEADING)
		return false;
	if (!is_pullable(flow, next, *unit) ||
	    paginator_height(paginator, headings) +
			    paginator_height(paginator, next) >
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

/* Returns the first strip behind what found its place. */
static size_t place_next(struct paginator *paginator, struct unit unit)
{
	const struct flow *flow = paginator->flow;
	struct unit rest = to_end_of_table(flow, unit);

	if (flow->strips[unit.first].kind == STRIP_BREAK) {
		place_waiting(paginator);
		/* The first chapter goes on below a band. */
		if (paginator->n_placed > 0)
			new_page(paginator);
	} else if (fits(paginator, unit) &&
		   (!paginator->is_waiting ||
		    is_pullable(flow, unit, paginator->waiting))) {
		place(paginator, unit);
	} else if (!paginator->is_waiting &&
		   paginator_squeeze(paginator, rest)) {
		place(paginator, rest);
		return rest.end;
	} else {
		place_later(paginator, unit);
	}
	return unit.end;
}

/* How a chapter is set: as usual, or ever tighter. */
static const struct attempt {
	double tightness;       /* what is left of the gaps */
	double contents;        /* and of the leading of a table of contents */
	double more_lines;      /* on every page */
	bool has_small_figures; /* squeezed, all of them */
} usual = { 1, 1, 0, false }, tight[] = {
	{ 0.85, 0.98, 1, false },
	{ 0.7, 0.93, 1, false },
	{ 0.7, 0.9, 1, true },
	{ 0.6, 0.87, 1, true },
};
enum { N_TIGHT = sizeof tight / sizeof *tight };

/* Ready for another attempt. */
static void reset_strips(struct flow *flow, struct unit chapter,
			 const struct attempt *attempt)
{
	double part = attempt->has_small_figures ? FIGURE_SQUEEZE : 1;

	for (size_t i = chapter.first; i < chapter.end; i++) {
		struct strip *strip = &flow->strips[i];

		if (strip->kind == STRIP_FIGURE)
			flow_scale_figure(strip, paginator_scale(strip, part));
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

	while (i < chapter.end)
		i = place_next(paginator, next_unit(paginator->flow, i));
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
	paginator->bottom +=
		attempt->more_lines * paginator->flow->theme->body.leading;
	fill_chapter(paginator, chapter);
	paginator->bottom = start->bottom;
}

/* Does the last page hold but a line or two? */
static bool is_lonely(const struct paginator *paginator)
{
	return paginator->y <
	       paginator->top + 2.5 * paginator->flow->theme->body.leading;
}

/* Give the last page some lines of the one before. */
static bool lengthen_last(struct paginator *paginator, struct unit chapter,
			  const struct paginator *start)
{
	struct paginator shorter = *start;
	size_t page = paginator->page;

	for (int lines = 1; lines < 6; lines++) {
		shorter.short_page = page - 1;
		shorter.short_by = lines * paginator->flow->theme->body.leading;
		try_chapter(paginator, chapter, &shorter, &usual);
		if (paginator->page == page && !is_lonely(paginator))
			break;
	}
	paginator->short_by = 0;
	return paginator->page == page && !is_lonely(paginator);
}

/*
 * A chapter that leaves but a few lines on its last page is tried again more
 * tightly; if that does not save the page, it stays as it was, or gets more
 * lines.
 */
static void place_chapter(struct paginator *paginator, struct unit chapter)
{
	const struct paginator start = *paginator;
	double lean = paginator->top +
		      lean_page * (paginator->bottom - paginator->top);
	size_t pages;

	try_chapter(paginator, chapter, &start, &usual);
	pages = paginator->page;
	if (paginator->y > lean)
		return;
	for (size_t i = 0; i < N_TIGHT; i++) {
		try_chapter(paginator, chapter, &start, &tight[i]);
		if (paginator->page < pages && !is_lonely(paginator))
			return;
	}
	try_chapter(paginator, chapter, &start, &usual);
	if (pages > start.page + 1 && is_lonely(paginator) &&
	    !lengthen_last(paginator, chapter, &start))
		try_chapter(paginator, chapter, &start, &usual);
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
