/* One estimate per row: label, value, interval, number of answers; and the text
 * columns that show them beside a plot. */
#ifndef PIPELINE_DRAW_CHART_ESTIMATES_H
#define PIPELINE_DRAW_CHART_ESTIMATES_H

#include "pipeline/draw/chart_rows.h"

enum {
	ESTIMATES_VALUE,
	ESTIMATES_INTERVAL,
	ESTIMATES_ANSWERS,
	ESTIMATES_COLUMNS
};

struct estimates {
	size_t n;
	const char **labels;
	const char **areas; /* NULL without a column "area" */
	double *values, *low, *high, *answers; /* NaN: none */
	struct text_column columns[ESTIMATES_COLUMNS];
};

/* Labels from the first text column, VALUE, and the columns low, high, n (or
 * base), area where they are.  Without a text column, or with the options
 * decimals or confidence that are no numbers: ERROR_PROJECT. */
int estimates_read(const struct sheet *sheet, const char *value,
		   struct estimates *estimates, struct error *error);

/* The numbers of a column on the list; all NaN when there is no such column. */
double *estimates_numbers(const struct sheet *sheet, const char *name);

struct estimates_format {
	const char *head; /* of the value column */
	int decimals;
	bool is_signed, is_per_cent;
};
const char *estimates_text(const struct sheet *sheet,
			   const struct estimates_format *format, double value);

/* Fills the text columns. */
void estimates_columns(const struct sheet *sheet, struct estimates *estimates,
		       const struct estimates_format *format);

/* Values and limits widened into *LOW, *HIGH. */
void estimates_range(const struct estimates *estimates, double *low,
		     double *high);

/* "Too few answers" on the plot of a row without value. */
void estimates_suppressed(const struct sheet *sheet, const struct row *row,
			  double x0, double x1);

/* Extremes and numbers of answers to the alternative text. */
void estimates_say(const struct sheet *sheet, const struct estimates *estimates,
		   const char *measure_key);

#endif
