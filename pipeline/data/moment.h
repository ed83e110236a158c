/*
 * Days and times as spreadsheets and statistics programs count them, as ISO
 * 8601 text.
 */
#ifndef PIPELINE_DATA_MOMENT_H
#define PIPELINE_DATA_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

enum { MOMENT_TEXT = 32 }; /* bytes */

enum moment_kind {
	MOMENT_NONE,
	MOMENT_DAY,  /* 2026-11-22; with its time if it is not midnight */
	MOMENT_TIME, /* 10:30:00, also beyond 24 hours */
	MOMENT_BOTH  /* 2026-11-22T10:30:00 */
};

/*
 * MILLISECONDS since 1970 began (MOMENT_TIME: since midnight) as text without a
 * zone; fractions of a second only if there are.  False outside of the years
 * 1000 to 9999, or for a time below zero.
 */
bool moment_text(int64_t milliseconds, enum moment_kind kind,
		 char text[MOMENT_TEXT]);

/* The same of a workbook's day number; from 1904 on, else from 1900. */
bool moment_of_sheet(double days, enum moment_kind kind, bool is_1904,
		     char text[MOMENT_TEXT]);

/* The same of SPSS's seconds since 14 October 1582. */
bool moment_of_spss(double seconds, enum moment_kind kind,
		    char text[MOMENT_TEXT]);

#endif
