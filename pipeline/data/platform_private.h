/* What platforms call their columns, for platform.c and paradata.c. */
#ifndef PIPELINE_DATA_PLATFORM_PRIVATE_H
#define PIPELINE_DATA_PLATFORM_PRIVATE_H

#include "pipeline/data/platform.h"

/*
 * A heading, folded: small letters, digits, '_' and '#' alone, so that "Start
 * Date" and "StartDate" meet.  '*' at one end stands for anything, and is the
 * page of page times.  Of several with the same role in a file, the one that
 * stands first here has the common name.
 */
struct platform_field {
	const char *key;
	enum paradata_role role;
	int weight; /* evidence: 2 no other tool has it, 1 some, 0 many */
};

struct platform {
	const char *name;
	const struct platform_field *fields; /* up to one with key NULL */
	bool has_number_codes;               /* status by number, bit by bit */
	bool has_question_times;             /* "Q1Time" beside "Q1" */
};

extern const struct platform *const platform_table[]; /* up to NULL */

/* Of files of an unknown platform. */
extern const struct platform platform_unknown;

/* HEADING as keys are written, on CTX. */
char *platform_fold(const void *ctx, const char *heading);

/* A heading's keys: of the whole, and of the part that names the column. */
struct platform_keys {
	const char *whole, *part;
};
struct platform_keys platform_keys_of(const void *ctx, const char *heading);

/*
 * The part of HEADING that names the column, on CTX: "submitdate. Date
 * submitted" has its text behind it, "meta/instanceID" its group before it.
 */
char *platform_key_part(const void *ctx, const char *heading);

/* The field that a heading with these keys is, or NULL. */
const struct platform_field *
platform_field_of(const struct platform *platform,
		  const struct platform_keys *keys);

#endif
