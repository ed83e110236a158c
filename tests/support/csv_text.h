/* A CSV file's records as one line of text each, to compare. */
#ifndef TESTS_SUPPORT_CSV_TEXT_H
#define TESTS_SUPPORT_CSV_TEXT_H

#include "pipeline/data/csv_reader.h"

/*
 * All that is left in READER: "2: a|~|b" (line 2, cells; ~ is NULL), "3: !2
 * text follows a closing quote <raw>" (a fault at cell 2).  With IS_SLOW libcsv
 * reads every record.
 */
char *csv_text(const void *ctx, struct csv_reader *reader, bool is_slow);

#endif
