/*
 * Dates and times of day as people and programs of many countries write them:
 * "2026-03-01", "1/3/26", "01.03.2026 19.07", "March 1st, 2026", "1 marca
 * 2026", "2026/03/01 10:39:41 PM GMT+1", "46082" (days of a spreadsheet).
 *
 * Whether 3/4/2026 is in March or in April is nothing a cell can say.  It is
 * decided over a column: date_time_learn() counts what only one order can be,
 * date_time_order() decides.
 */
#ifndef PIPELINE_DATA_DATE_TIME_H
#define PIPELINE_DATA_DATE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum date_order {
	DATE_ORDER_UNKNOWN,
	DATE_DAY_FIRST,
	DATE_MONTH_FIRST,
	DATE_YEAR_FIRST /* also with two digits: 26/03/01 */
};

/* "dmy", "mdy", "ymd", or "" */
const char *date_order_name(enum date_order order);

/* The order that NAME stands for, DATE_ORDER_UNKNOWN for any other text. */
enum date_order date_order_of(const char *name);

struct date_time {
	bool has_date, has_time, has_zone;
	int year, month, day;
	int hour, minute, second;
	int zone; /* minutes east of Greenwich, as written; never applied */
};

enum date_reading {
	DATE_READ,
	DATE_NONE,     /* no date */
	DATE_UNCLEAR,  /* day and month can be exchanged */
	DATE_CONTRARY, /* a date, but not in this order */
};

/*
 * All of TEXT.  Two digits of a year are 1930 to 2029.  Seconds may lack, and
 * fractions of them are cut.
 */
enum date_reading date_time_read(const char *text, enum date_order order,
				 struct date_time *date_time);

/* A time of day alone: "22:39", "10.05", "7:05 pm". */
bool date_time_clock(const char *text, struct date_time *date_time);

struct date_evidence {
	uint64_t n_day_first, n_month_first; /* dates that can only be so */
	uint64_t n_unclear;
};
void date_time_learn(struct date_evidence *evidence, const char *text);

/* Unknown unless 95 % of what is clear agrees. */
enum date_order date_time_order(const struct date_evidence *evidence);

enum { DATE_TIME_ISO = 28 };

/*
 * "2026-03-01", "2026-03-01T22:39:41+01:00" or "22:39:41": what there is, and
 * of it what is wanted.
 */
void date_time_iso(const struct date_time *date_time, bool with_date,
		   bool with_time, char iso[DATE_TIME_ISO]);

#endif
