/*
 * What keeps personal data out of the store: cells of columns that name a
 * person are replaced by pseudonyms, or left empty, before they are written.
 */
#ifndef PIPELINE_DATA_GUARD_H
#define PIPELINE_DATA_GUARD_H

#include "pipeline/core/error.h"
#include "pipeline/data/database.h"
#include "pipeline/data/tabular.h"

#include <stdbool.h>
#include <stddef.h>

enum guard_action {
	GUARD_KEEP,      /* stored as it stands */
	GUARD_PSEUDONYM, /* stored as a pseudonym; empty cells stay empty */
	GUARD_DROP,      /* stored as an empty cell */
	GUARD_ACTIONS
};
const char *guard_action_name(enum guard_action action);

/* The action of that name, or GUARD_ACTIONS. */
enum guard_action guard_action_named(const char *name);

struct guard_rule {
	const char *column; /* heading, or the question it is renamed to */
	enum guard_action action;
};

struct guard_settings {
	const struct guard_rule *rules; /* what the project says */
	size_t n_rules;
	enum guard_action recognised; /* what becomes of columns found */
	const char *respondent;       /* always a pseudonym, or NULL */
	const char *const *marked; /* questions the codebook marks, as found */
	size_t n_marked;
	const char *const *rename_from, *const *rename_to;
	size_t n_renames;
	const char *key_file;       /* made on first use */
	const char *names_file;     /* taken out of free text, or NULL */
	const char *withdrawn_file; /* whose records are left out, or NULL */
};

struct guard; /* talloc object */

/*
 * Settle what becomes of each column of the OPENED file, from the settings and
 * its first records, which are read apart.  FIXED is what it was opened with.
 * Opens the key when a column needs it.
 */
int guard_open(const void *ctx, const struct guard_settings *settings,
	       const struct tabular *opened, const struct dialect_fixed *fixed,
	       struct guard **guard, struct error *error);

/* Is any column guarded? */
bool guard_is_active(const struct guard *guard);

/* "E-Mail (e-mail addresses), nome (...)": found, not declared; NULL: none.
 * Complete after the last value. */
const char *guard_found(const struct guard *guard);

/* RECORD as it may be stored; borrowed until the next call. */
const struct csv_record *guard_apply(struct guard *guard,
				     const struct csv_record *record);

/* Does RECORD, as guard_apply gave it, belong to somebody who withdrew? */
bool guard_leaves_out(const struct guard *guard,
		      const struct csv_record *record);

/*
 * The second look, at the values of columns that were left alone: has COLUMN to
 * be looked at?  Show each known value, with how many cells have it; settle;
 * then every value is handed over as it may be stored (borrowed until the next
 * call; text NULL: nothing).
 */
bool guard_checks(const struct guard *guard, size_t column);
void guard_see(struct guard *guard, size_t column, const char *text,
	       size_t length, uint32_t n);
int guard_settle(struct guard *guard, size_t column, struct error *error);
void guard_value(struct guard *guard, size_t column, struct csv_span *value);

/* A record that did not fit, as it may be kept on CTX; NULL: not at all. */
char *guard_text(const void *ctx, const struct guard *guard, const char *text);

/* "comment, other": columns with values that have marks in them; or NULL. */
const char *guard_redacted(const struct guard *guard);

/*
 * Note the guarded columns of a source in the table identifier(source_id,
 * position, header, action, reason, key_mark), after the last value.
 */
int guard_write(const struct guard *guard, struct database *database,
		int64_t source_id, struct error *error);

#endif
