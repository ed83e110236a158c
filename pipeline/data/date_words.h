/* Names of months in the languages of Europe.  Used by date_time.c. */
#ifndef PIPELINE_DATA_DATE_WORDS_H
#define PIPELINE_DATA_DATE_WORDS_H

#include <stddef.h>

/*
 * The month, 1 to 12, that the LENGTH bytes of UTF-8 at TEXT name, in full or
 * by their first three letters or more, without regard to case and accents; 0
 * for none, or if they could be two.
 */
int date_month(const char *text, size_t length);

#endif
