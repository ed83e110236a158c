/* The data of a figure or table as a CSV file (RFC 4180, UTF-8). */
#ifndef STAGES_EXHIBIT_CSV_H
#define STAGES_EXHIBIT_CSV_H

#include "pipeline/data/value.h"

/* Numbers are exact, NULL is an empty cell, lines end with CR LF. */
char *exhibit_csv(const void *ctx, const struct table *table);

#endif
