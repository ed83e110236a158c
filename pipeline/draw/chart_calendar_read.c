#include "pipeline/draw/chart_calendar.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_bands.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* More columns than this are not told apart. */
enum { MONTHS_MOST = 36, YEARS_MOST = 60, WEEKS = 53 };

struct moment {
	int year, month, day; /* month from 1; day 0: none; month 0: unread */
	int week;             /* ISO, 0: none; then of the year it is of */
};

static const char *const time_names[] = { "month", "week", "date", "day",
					  NULL };

/* ---- ISO weeks ---- */

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int day_of_year(const struct moment *moment)
{
	static const int before[] = { 0,   31,  59,  90,  120, 151,
				      181, 212, 243, 273, 304, 334 };

	return before[moment->month - 1] + moment->day +
	       (moment->month > 2 && is_leap(moment->year));
}

/* 0 = Monday, of 1 January. */
static int new_year(int year)
{
	int before = year - 1;

	return (before + before / 4 - before / 100 + before / 400) % 7;
}

static int weeks_of(int year)
{
	int first = new_year(year);

	return first == 3 || (first == 2 && is_leap(year)) ? 53 : 52;
}

/* The week, and the year it is counted with, of a day. */
static void find_week(struct moment *moment)
{
	int day = day_of_year(moment);
	int weekday = (new_year(moment->year) + day - 1) % 7;

	moment->week = (day - 1 - weekday + 10) / 7;
	if (moment->week < 1) {
		moment->year--;
		moment->week = weeks_of(moment->year);
	} else if (moment->week > weeks_of(moment->year)) {
		moment->year++;
		moment->week = 1;
	}
}

/* ---- moments ---- */

/* "2025-03", "2025-03-17" or "2025-W11". */
static struct moment read_moment(const char *text)
{
	struct moment moment = { 0 };
	char rest;

	if (sscanf(text, "%4d-W%2d%c", &moment.year, &moment.week, &rest) ==
		    2 &&
	    moment.week >= 1 && moment.week <= WEEKS)
		return moment;
	moment.week = 0;
	if (sscanf(text, "%4d-%2d-%2d", &moment.year, &moment.month,
		   &moment.day) < 2 ||
	    moment.month < 1 || moment.month > 12 || moment.day < 0 ||
	    moment.day > 31)
		moment.month = 0;
	return moment;
}

static bool is_read(const struct calendar *calendar, struct moment *moment)
{
	if (calendar->unit != CALENDAR_WEEKS)
		return moment->month > 0;
	if (moment->month > 0 && moment->day > 0)
		find_week(moment);
	return moment->week > 0;
}

/* ---- the table ---- */

struct columns {
	int time, value, label; /* label -1: rows are years */
};

static int find_columns(const struct calendar *calendar,
			struct columns *columns, struct error *error)
{
	const struct chart_request *request = calendar->sheet.request;
	static const char *const skip[] = { "month", "week",    "date",
					    "day",   "caution", NULL };

	columns->time = parts_column(request->table, time_names);
	columns->value = bands_value_column(request->table);
	columns->label = parts_text_column(request->table, -1, skip);
	if (columns->time >= 0 && columns->value >= 0)
		return 0;
	return parts_refuse(request,
			    "select month (2025-03), week (2025-W11) or date "
			    "(2025-03-17), and n",
			    "the chart 'calendar' needs a time and a number",
			    error);
}

static int read_unit(struct calendar *calendar, const struct columns *columns,
		     struct error *error)
{
	const struct chart_request *request = calendar->sheet.request;
	const char *unit = parts_option(request, "by");
	bool is_week = unit && strcmp(unit, "week") == 0;

	if (unit && !is_week && strcmp(unit, "month") != 0)
		return parts_refuse(request, "write by: month or by: week",
				    "a calendar is by month or by week", error);
	if (!unit)
		is_week = strcmp(request->table->names[columns->time],
				 "week") == 0;
	calendar->unit = is_week               ? CALENDAR_WEEKS
			 : columns->label >= 0 ? CALENDAR_MONTHS
					       : CALENDAR_YEARS;
	return 0;
}

/* A time that is there can be read. */
static int check_times(const struct calendar *calendar,
		       const struct columns *columns, struct error *error)
{
	const struct chart_request *request = calendar->sheet.request;

	for (size_t row = 0; row < request->table->n_rows; row++) {
		const char *text =
			table_text(request->table, row, columns->time);
		struct moment moment = read_moment(text);

		if (*text && !is_read(calendar, &moment))
			return error_set(
				error, ERROR_PROJECT, request->where,
				calendar->unit == CALENDAR_WEEKS
					? "select week (2025-W11) or date "
					  "(2025-03-17)"
					: "select month (2025-03) or date "
					  "(2025-03-17)",
				"the chart 'calendar' cannot read the time "
				"'%s'",
				text);
	}
	return 0;
}

/* Sets first_month and first_year; true when the time told can be shown. */
static bool find_extent(struct calendar *calendar,
			const struct columns *columns)
{
	const struct table *table = calendar->sheet.request->table;
	int first = 0, last = -1;

	for (size_t row = 0; row < table->n_rows; row++) {
		struct moment moment =
			read_moment(table_text(table, row, columns->time));
		int at;

		if (!is_read(calendar, &moment))
			continue;
		at = moment.year * 12 +
		     (moment.month > 0 ? moment.month - 1 : 0);
		first = last < 0 || at < first ? at : first;
		last = at > last ? at : last;
	}
	calendar->first_month = first;
	calendar->first_year = first / 12;
	if (calendar->unit == CALENDAR_MONTHS) {
		calendar->n_columns = (size_t)(last - first + 1);
		return calendar->n_columns <= MONTHS_MOST;
	}
	calendar->n_columns = calendar->unit == CALENDAR_WEEKS ? WEEKS : 12;
	calendar->n_rows = last < 0 ? 0 : (size_t)(last / 12 - first / 12 + 1);
	return calendar->n_rows <= YEARS_MOST;
}

/* ---- rows ---- */

static void find_labels(struct calendar *calendar,
			const struct columns *columns)
{
	const struct sheet *sheet = &calendar->sheet;
	const struct table *table = sheet->request->table;

	if (calendar->unit != CALENDAR_MONTHS) {
		calendar->labels = memory_array(sheet->list, const char *,
						calendar->n_rows);
		for (size_t i = 0; i < calendar->n_rows; i++)
			calendar->labels[i] =
				memory_format(sheet->list, "%d",
					      calendar->first_year + (int)i);
		return;
	}
	for (size_t row = 0; row < table->n_rows; row++) {
		const char *label = table_text(table, row, columns->label);
		size_t i = 0;

		while (i < calendar->n_rows &&
		       strcmp(calendar->labels[i], label) != 0)
			i++;
		if (i == calendar->n_rows)
			memory_append(sheet->list, calendar->labels,
				      const char *, calendar->n_rows, label);
	}
}

static size_t row_of(const struct calendar *calendar,
		     const struct columns *columns, size_t row,
		     const struct moment *moment)
{
	size_t i = 0;

	if (calendar->unit != CALENDAR_MONTHS)
		return (size_t)(moment->year - calendar->first_year);
	while (strcmp(calendar->labels[i],
		      table_text(calendar->sheet.request->table, row,
				 columns->label)) != 0)
		i++;
	return i;
}

static size_t column_of(const struct calendar *calendar,
			const struct moment *moment)
{
	if (calendar->unit == CALENDAR_WEEKS)
		return (size_t)moment->week - 1;
	if (calendar->unit == CALENDAR_YEARS)
		return (size_t)moment->month - 1;
	return (size_t)(moment->year * 12 + moment->month - 1 -
			calendar->first_month);
}

static void add_row(struct calendar *calendar, const struct columns *columns,
		    size_t row)
{
	const struct table *table = calendar->sheet.request->table;
	struct moment moment =
		read_moment(table_text(table, row, columns->time));
	double value = table_number(table, row, columns->value);
	double *cell;

	if (!is_read(calendar, &moment))
		return;
	cell = &calendar->cells[row_of(calendar, columns, row, &moment) *
					calendar->n_columns +
				column_of(calendar, &moment)];
	calendar->n_withheld += isnan(value) ? 1 : 0;
	if (value != round(value) && !isnan(value))
		calendar->decimals = 1;
	/* What is withheld in part is not known as a whole. */
	*cell += value;
}

int calendar_read(struct calendar *calendar, struct error *error)
{
	const struct chart_request *request = calendar->sheet.request;
	struct columns columns;

	if (find_columns(calendar, &columns, error) < 0 ||
	    read_unit(calendar, &columns, error) < 0 ||
	    check_times(calendar, &columns, error) < 0)
		return -1;
	if (!find_extent(calendar, &columns))
		return parts_refuse(request,
				    "select fewer months, or leave the label "
				    "out: then each year is a row",
				    "the chart 'calendar' spans too much time",
				    error);
	find_labels(calendar, &columns);
	calendar->cells = memory_array(calendar->sheet.list, double,
				       calendar->n_rows * calendar->n_columns);
	for (size_t row = 0; row < request->table->n_rows; row++)
		add_row(calendar, &columns, row);
	for (size_t i = 0; i < calendar->n_rows * calendar->n_columns; i++)
		calendar->most = fmax(calendar->most, calendar->cells[i]);
	return 0;
}
