/*
 * Classes of values for maps: by quantile (as many areas in each), by Jenks
 * (least variance within classes, exact; Fisher 1958, JASA 53, 789-798) or
 * fixed; their colours, from light to dark so that they can be told apart
 * without hue; their legend with counts.
 */
#ifndef PIPELINE_DRAW_CHART_CLASSES_H
#define PIPELINE_DRAW_CHART_CLASSES_H

#include "pipeline/draw/chart_parts.h"

enum { CLASSES_MOST = 7 };

struct classes {
	size_t n;                        /* 0: no value is known */
	double breaks[CLASSES_MOST + 1]; /* class I: above breaks[I] (the first:
					    from), up to breaks[I + 1] */
	size_t counts[CLASSES_MOST];
	size_t n_unknown; /* values that are NaN */
	int decimals;
	bool is_diverging; /* a fixed break at zero between both signs */
	bool is_per_cent;
	bool is_rise_wanted; /* the lower the darker */
	bool is_whole;       /* whole numbers, shown as such */
};

/* The options that classes_make reads. */
#define CLASSES_OPTIONS "breaks", "classes", "decimals", "unit", "wanted"

/*
 * Of N VALUES (NaN: withheld).  Options: "breaks" is quantile, jenks or rising
 * numbers such as "0, 5, 10" that begin and end at or beyond the values;
 * "classes" is how many (2..7; 5, fewer where values are few); unit: percent;
 * wanted: rise makes the lowest class the darkest.
 */
int classes_make(const struct sheet *sheet, const double *values, size_t n,
		 struct classes *classes, struct error *error);

/* Class of VALUE. */
size_t classes_find(const struct classes *classes, double value);
struct colour classes_colour(const struct classes *classes, size_t i);

/* A number as the legend has it, with the per cent sign. */
const char *classes_number(const struct sheet *sheet,
			   const struct classes *classes, double value);

/* "1.2 – 3.4"; of whole numbers "4 – 6" above "1 – 3", and "7" for 7 alone. */
const char *classes_label(const struct sheet *sheet,
			  const struct classes *classes, size_t i);

/* A column of swatches, ranges and counts from X, Y on, WIDTH wide; returns
 * where it ends. */
double classes_legend(const struct sheet *sheet, const struct classes *classes,
		      double x, double y, double width);

/* Appends what the classes hold, and the extremes of VALUES, to the
 * alternative text. */
void classes_say(const struct sheet *sheet, const struct classes *classes,
		 const char *const *labels, const double *values, size_t n);

#endif
