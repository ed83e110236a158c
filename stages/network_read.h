/* What the readers of the network stage share. */
#ifndef STAGES_NETWORK_READ_H
#define STAGES_NETWORK_READ_H

#include "stages/network.h"

/*
 * Rows of a table of the places stage that hold on the day ?1 (NULL = any): of
 * the last wave of their source, and neither ended nor still to begin.  What is
 * no year or ISO date says nothing.
 */
/* clang-format off */
#define NETWORK_TODAY \
	" t where (t.source, t.file) not in (select f.name, f.file from" \
	" source f join source l on l.name = f.name and" \
	" coalesce(l.wave, '') > coalesce(f.wave, ''))" \
	" and (?1 is null or t.until is null" \
	" or t.until not glob '[12][0-9][0-9][0-9]*'" \
	" or t.until >= substr(?1, 1, length(t.until)))" \
	" and (?1 is null or t.since is null" \
	" or t.since not glob '[12][0-9][0-9][0-9]*' or t.since <= ?1)"
/* clang-format on */

/* SQL on the store with one PARAMETER (may be NULL), ?1. */
int network_query(struct network_study *study, const char *sql,
		  const char *parameter, struct table **rows,
		  struct error *error);

/* -1, 0 or 1. */
int network_compare(size_t a, size_t b);

/* The ties that organisations have declared; ORGANISATIONS leads from their
 * names to their codes. */
int network_read_ties(struct network_study *study,
		      const struct network_names *organisations,
		      struct error *error);

#endif
