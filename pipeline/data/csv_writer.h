/*
 * CSV as RFC 4180 has it: UTF-8, commas, CRLF, quotes where they are needed.
 * An empty cell is nothing when it is NULL, and "" when not.
 */
#ifndef PIPELINE_DATA_CSV_WRITER_H
#define PIPELINE_DATA_CSV_WRITER_H

#include "pipeline/data/csv_record.h"

#include <stdio.h>

/* Write CELL to OUT, behind a comma unless it IS_FIRST.  Bytes that are no
 * text become U+FFFD.  Whether it could be written OUT knows. */
void csv_writer_cell(FILE *out, const struct csv_cell *cell, bool is_first);

void csv_writer_end_record(FILE *out);

#endif
