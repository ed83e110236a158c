/* Columns named alike, in files of any format. */
#ifndef PIPELINE_DATA_CSV_DISTINGUISH_H
#define PIPELINE_DATA_CSV_DISTINGUISH_H

#include "pipeline/core/error.h"
#include "pipeline/data/csv_header.h"

/*
 * See csv_reader_distinguish, which is this for CSV files.  The new names stand
 * on CTX; PATH is for the message.
 */
int csv_header_distinguish(const void *ctx, const char *path,
			   struct csv_header *header,
			   const char *const *accepted, size_t n,
			   struct error *error);

#endif
