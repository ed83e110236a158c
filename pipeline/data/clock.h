/* Times of day within dates, used by date_time.c. */
#ifndef PIPELINE_DATA_CLOCK_H
#define PIPELINE_DATA_CLOCK_H

#include "pipeline/data/date_time.h"

/*
 * A time at *TEXT, moved behind it: "22:39", "10:39:41.5 PM", "19.07.17",
 * "22h39", with a zone ("Z", "+01:00", "GMT+1", "CET"; of names other than
 * these the offset is not known).
 */
bool clock_take(const char **text, struct date_time *out);

/* Behind blanks of any kind, tabulators too. */
const char *clock_skip_blanks(const char *text);

/* A day's fraction from its digits at TEXT; returns what is behind them. */
const char *clock_fraction(const char *text, struct date_time *out);

#endif
