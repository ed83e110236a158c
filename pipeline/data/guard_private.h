/* What the parts of guard.h share. */
#ifndef PIPELINE_DATA_GUARD_PRIVATE_H
#define PIPELINE_DATA_GUARD_PRIVATE_H

#include "pipeline/data/guard.h"
#include "pipeline/data/identifier.h"
#include "pipeline/data/pseudonym.h"
#include "pipeline/data/redact.h"
#include "pipeline/data/withdrawn.h"

/* A reader of cells may read eight bytes on. */
enum { GUARD_ROOM = PSEUDONYM_LENGTH + 9 };

struct guarded {
	const char *heading;
	enum guard_action action; /* of every cell, before it is coded */
	const char *reason;       /* why, where not kept */
	bool is_found;            /* recognised, not declared */
	bool is_declared;         /* the project says: leave it as it is */
	/* of the values of a column that was taken for harmless */
	enum identifier_kind by_heading;
	struct identifier_column values;
	enum guard_action late;
	int64_t n_redacted; /* values with marks in them */
	char text[GUARD_ROOM];
};

struct guard {
	struct guarded *columns;
	size_t n_columns;
	bool is_active;
	enum guard_action recognised;
	const char *key_file;
	struct pseudonym_key *key; /* NULL: no pseudonyms yet */
	struct redact_names *names;
	struct withdrawn *withdrawn;
	char *redacted; /* the value handed out last */
	struct csv_record record;
	struct csv_cell *cells;
};

bool guard_is_blank(const char *text, size_t length);

#endif
