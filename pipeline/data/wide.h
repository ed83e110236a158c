/*
 * The store's columns as ordinary wide tables, for people who ask in SQL:
 *
 *   answers        cleaned: a row a respondent, a column a variable
 *                  ("source", "wave", "q", "q.choice"); choices by name,
 *                  numbers as numbers, what is missing NULL
 *   raw_<source>   as in the files: columns _file and _line, then the headers
 *                  of all files of that source; an empty cell without quotes
 *                  is NULL
 *
 * They read the chunks as they go and cost nothing until they are used.
 */
#ifndef PIPELINE_DATA_WIDE_H
#define PIPELINE_DATA_WIDE_H

#include "pipeline/core/error.h"
#include "pipeline/data/database.h"

/* Offer the tables on this handle to project.db; those that have data. */
int wide_attach(struct database *database, struct error *error);

#endif
