/* The rows of a query for a person or a program. */
#ifndef PIPELINE_RUN_ROWS_H
#define PIPELINE_RUN_ROWS_H

#include "pipeline/core/error.h"
#include "pipeline/data/database.h"

#include <stdio.h>

enum rows_style {
	ROWS_TABLE, /* columns aligned; needs all rows in memory */
	ROWS_CSV,   /* comma, heading, quotes where needed; NULL is empty */
	ROWS_JSON   /* one object a row */
};

/* Print the rows of SQL, one query that reads; else ERROR_USAGE. */
int rows_print(struct database *database, const char *sql,
	       enum rows_style style, FILE *out, struct error *error);

#endif
