/*
 * What the charts share: the sheet with its head, words and numbers, markers,
 * axis, legend, hatching of suppressed cells.  Texts made here live as long as
 * the list.
 */
#ifndef PIPELINE_DRAW_CHART_PARTS_H
#define PIPELINE_DRAW_CHART_PARTS_H

#include "pipeline/draw/chart.h"
#include "pipeline/draw/palette.h"
#include "pipeline/draw/scale.h"

/* points */
#define PARTS_TITLE    10.5
#define PARTS_SUBTITLE 8.5
#define PARTS_LABEL    8.5
#define PARTS_VALUE    8.0
#define PARTS_SMALL    7.5

struct sheet {
	const struct chart_request *request;
	struct display_list *list;
	double width, y; /* y: the first free point */
};

/* A new list of the request's width with title and subtitle on it. */
struct sheet parts_begin(const void *ctx, const struct chart_request *request);

/* ---- request and table ---- */

const char *parts_option(const struct chart_request *request, const char *key);

/* The option "wanted: rise": a low value is what falls short. */
bool parts_wants_rise(const struct chart_request *request);

/* Sets *VALUE when the option is given; text that is no number is
 * ERROR_PROJECT at the request's place. */
int parts_option_number(const struct chart_request *request, const char *key,
			double *value, struct error *error);

/* The first text column after column AFTER (-1: from the first) whose name is
 * not in the NULL-ended SKIP (may be NULL), or -1. */
int parts_text_column(const struct table *table, int after,
		      const char *const skip[]);

/* The column that has the first of the NULL-ended NAMES, or -1. */
int parts_column(const struct table *table, const char *const names[]);

/* Fault of a table that a chart cannot draw: ERROR_PROJECT. */
int parts_refuse(const struct chart_request *request, const char *remedy,
		 const char *what, struct error *error);

/* Smallest and largest of the numbers in COLUMN, widened into *LOW, *HIGH
 * (NaN: none so far). */
void parts_range(const struct table *table, int column, double *low,
		 double *high);

/* ---- words and numbers ---- */

const char *parts_phrase(const struct sheet *sheet, const char *key);
const char *parts_number(const struct sheet *sheet, double value, int decimals,
			 bool is_signed);
const char *parts_percent(const struct sheet *sheet, double share,
			  int decimals);

/* "[0.71, 0.93]", or "" where a limit is missing. */
const char *parts_interval(const struct sheet *sheet, double low, double high,
			   int decimals);

/* Decimals fit for the numbers LOW..HIGH (1 from 20 up, else 2), unless the
 * option "decimals" says otherwise. */
int parts_decimals(const struct sheet *sheet, double low, double high);

/* ---- drawing ---- */

struct text_look {
	enum font_style style;
	double size;
};

struct text_place {
	double x, middle; /* centred on MIDDLE by the height of its capitals */
	double align;     /* 0 left, 0.5 centre, 1 right of X */
};

/* Returns the width. */
double parts_text(const struct sheet *sheet, struct text_look look,
		  struct text_place place, struct colour colour,
		  const char *text);
double parts_width(const struct sheet *sheet, enum font_style style,
		   double size, const char *text);
void parts_segment(struct display_list *list, double x0, double y0, double x1,
		   double y1);
void parts_box(struct display_list *list, double x, double y, double width,
	       double height, struct colour colour);

/* A cell without number: pale ground, thin diagonal lines. */
void parts_hatch(struct display_list *list, double x, double y, double width,
		 double height);

/* Where there is nothing to draw: a pale strip that says so; advances y. */
void parts_nothing(struct sheet *sheet, bool is_withheld);

/* Whisker with caps of half height CAP from X0 to X1. */
void parts_whisker(struct display_list *list, double x0, double x1, double y,
		   double cap);

enum parts_shape {
	SHAPE_DIAMOND,
	SHAPE_CIRCLE,
	SHAPE_TRIANGLE,
	SHAPE_SQUARE,
	SHAPE_INVERSE, /* triangle on its tip */
	SHAPE_HEXAGON,
	SHAPE_STAR,
	SHAPE_CROSS,
	SHAPES
};

/* A path of about the area of a circle of radius SIZE round X, Y. */
void parts_shape(struct display_list *list, enum parts_shape shape, double x,
		 double y, double size);

/* Filled marker with a white rim. */
void parts_marker(struct display_list *list, enum parts_shape shape, double x,
		  double y, double size, struct colour colour);

/* Grid lines from TOP to BOTTOM and tick labels below; the line at zero is
 * darker.  PER_CENT: ticks are shares.  Advances sheet->y behind the labels. */
struct axis {
	double top, bottom;
	bool is_per_cent, is_absolute, is_signed;
};
void parts_axis(struct sheet *sheet, const struct scale *scale,
		const struct axis *axis);

struct legend_item {
	struct colour colour;
	bool is_hatched; /* instead of the colour */
	const char *label;
};

/* Swatches with labels from X on, over as many lines as needed; advances y. */
void parts_legend(struct sheet *sheet, const struct legend_item *items,
		  size_t n, double x);

/* Sets the height, the title (the request's, or the phrase KEY) and hands out
 * the list. */
struct display_list *parts_end(struct sheet *sheet, const char *title_key);

#endif
