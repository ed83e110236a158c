/* A calendar while it is drawn: what its files share. */
#ifndef PIPELINE_DRAW_CHART_CALENDAR_H
#define PIPELINE_DRAW_CHART_CALENDAR_H

#include "pipeline/draw/chart_rows.h"

enum calendar_unit {
	CALENDAR_YEARS,  /* a row a year, a column a month */
	CALENDAR_MONTHS, /* a row a label, a column a month of the time told */
	CALENDAR_WEEKS   /* a row a year, a column an ISO week */
};

struct calendar {
	struct sheet sheet;
	enum calendar_unit unit;
	const char **labels; /* of the rows */
	size_t n_rows, n_columns;
	double *cells;   /* [row * n_columns + column]; NaN: withheld */
	int first_month; /* of column 0: years * 12 + month from 0 */
	int first_year;  /* of row 0 */
	double most;
	size_t n_withheld;
	int decimals;
};

/* Reads the request's table: month, date, day or week, and a number. */
int calendar_read(struct calendar *calendar, struct error *error);

#endif
