/* Inside spss: ReadStat's parser. */
#ifndef PIPELINE_DATA_SPSS_PRIVATE_H
#define PIPELINE_DATA_SPSS_PRIVATE_H

#include "pipeline/data/spss.h"

#include <readstat.h>

/* What ReadStat says is wrong, in one line. */
enum { SPSS_FAULT = 256 };

/* A parser for the encoding given, its message to FAULT. */
readstat_parser_t *spss_parser_new(const char *encoding,
				   readstat_error_handler note);

/* CODE as the fault of the file PATH; N_CASES were read before. */
int spss_fault(const char *path, readstat_error_t code, const char *message,
	       struct error *error);

/* ReadStat passes on what is said to be UTF-8 as it stands: is it? */
bool spss_is_valid(const char *text);

/* Multiple response sets of the file, of which ReadStat says nothing. */
size_t spss_count_sets(const void *ctx, const char *path);

#endif
