/* Nodes in columns with bands between them as thick as their numbers: what the
 * charts flow and bipartite share. */
#ifndef PIPELINE_DRAW_CHART_BANDS_H
#define PIPELINE_DRAW_CHART_BANDS_H

#include "pipeline/draw/chart_parts.h"

enum { BANDS_COLUMNS_MOST = 6 };

struct bands_node {
	const char *label;
	size_t column;
	double n;         /* what it holds */
	double out, in;   /* sums of its links */
	double held;      /* what a row said that it holds */
	bool is_withheld; /* a row said that this is not told */
	size_t n_joined;  /* of a node made of so many small ones; else 0 */
	struct colour colour;
	double rank; /* order in its column; sorted by it */
	/* the bar, and the room it has with its label */
	double top, height, slot_top, slot;
	double out_top, in_top; /* where the next band begins */
};

struct bands_link {
	size_t from, to; /* nodes; from the column before */
	double n;
};

struct bands {
	struct sheet sheet;
	size_t n_columns;
	const char *heads[BANDS_COLUMNS_MOST];
	struct bands_node *nodes; /* in order of columns, top to bottom */
	size_t n_nodes;
	struct bands_link *links;
	size_t n_links;
	const char **declared; /* labels in order, where rows declare nodes */
	size_t n_declared;
	double total; /* the largest column's */
	size_t n_withheld;
	bool is_fractional;
	int decimals;
	double scale; /* points a unit */
	double top, bottom;
	bool is_by_target; /* bands have the colour of where they end */
};

/* The column n, weight or value, or the first of numbers that is none of
 * another meaning; -1: none. */
int bands_value_column(const struct table *table);

/*
 * Reads the request's table: a text column a step and a number; or, with a
 * column "step", two text columns: from and to.  Rows of the same labels add
 * up, NULL numbers are counted as withheld, zero ones left out: there may be
 * no link.  A step's row without "to" declares a node: what "from" holds, of
 * whatever bands are shown, and the place and colour of its label, even where
 * its number is 0; of one whose number is NULL no number is told.  Too few or
 * too many text columns, a negative number: ERROR_PROJECT.
 */
int bands_read(struct bands *bands, struct error *error);

/* Orders each column by the option "order": rows (as they come), size, or
 * crossings (so that few bands cross); USUAL is for when there is none. */
int bands_order(struct bands *bands, const char *usual, struct error *error);

/* Bars, at least SLOT points apart, from sheet.y to at most HEIGHT below; what
 * would not fit is joined with the smallest of its column. */
void bands_plan(struct bands *bands, double height, double slot);

/* The bands from one column's right side to the next one's left. */
struct bands_sides {
	double left[BANDS_COLUMNS_MOST], right[BANDS_COLUMNS_MOST];
};
void bands_draw_links(struct bands *bands, const struct bands_sides *sides);

/* Links by where they begin, then by where they end, for qsort. */
int bands_compare_links(const void *left, const void *right);

/* How many were withheld, under the plot. */
void bands_draw_withheld(struct bands *bands);

/* Place of LABEL among the declared ones; their number where it is none. */
size_t bands_declared(const struct bands *bands, const char *label);

/* What NODE holds; "" where that is withheld. */
const char *bands_node_number(const struct bands *bands,
			      const struct bands_node *node);

const char *bands_number(const struct bands *bands, double n);

/* Nodes of each column and the largest links, to the alternative text. */
void bands_say(const struct bands *bands, const char *key);

#endif
