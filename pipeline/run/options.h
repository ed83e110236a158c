/* The command line: command, arguments, options. */
#ifndef PIPELINE_RUN_OPTIONS_H
#define PIPELINE_RUN_OPTIONS_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum option_flag {
	OPTION_QUIET = 1 << 0,
	OPTION_JSON = 1 << 1,
	OPTION_CSV = 1 << 2,
	OPTION_FORCE = 1 << 3,
	OPTION_OUTPUT = 1 << 4,
	OPTION_WORK = 1 << 5,
	OPTION_HELP = 1 << 6,
	OPTION_VERSION = 1 << 7,
	OPTION_DELIMITER = 1 << 8,
	OPTION_QUOTE = 1 << 9,
	OPTION_ESCAPE = 1 << 10,
	OPTION_ENCODING = 1 << 11,
	OPTION_HEADER_LINES = 1 << 12,
	OPTION_PREAMBLE_LINES = 1 << 13,
	OPTION_RULE = 1 << 14,
	OPTION_SOURCE = 1 << 15,
	OPTION_VARIABLE = 1 << 16,
	OPTION_DATA = 1 << 17,
	OPTION_SHEET = 1 << 18,
	OPTION_LAYOUT = 1 << 19,
	OPTION_TABLE = 1 << 20,
	OPTION_EVERY = 1 << 21
};

struct option_help {
	const char *name, *value, *summary; /* "--output", "DIR", ... */
	char letter;                        /* 'q' for -q; 0 = none */
	enum option_flag flag;
};

extern const struct option_help option_table[]; /* NULL name ends it */

struct options {
	unsigned given; /* of enum option_flag */
	const char *output, *work;
	/* of a data file; as written */
	const char *delimiter, *quote, *escape, *encoding;
	const char *header_lines, *preamble_lines, *sheet, *layout;
	const char *rule, *source, *variable; /* of the ledger; NULL = all */
	const char *table;                    /* of diff; NULL = all */
	const char *every;                    /* of watch; as written */
	const char **arguments;               /* the command's name first */
	size_t n_arguments;
};

/* Unknown option, missing or needless value: ERROR_USAGE. */
int options_parse(const void *ctx, int argc, char *const *argv,
		  struct options *options, struct error *error);

#endif
