/*
 * Taking what names a person out of running text: e-mail addresses, telephone
 * numbers, IP addresses, codici fiscali, IBANs, coordinates, and the names that
 * a project lists.  Each becomes a mark in brackets: "call [phone] or [name]".
 */
#ifndef PIPELINE_DATA_REDACT_H
#define PIPELINE_DATA_REDACT_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct redact_names; /* talloc object */

/*
 * The names in the text file PATH, one a line, of one word or several; blank
 * lines and those that start with # do not count.
 */
int redact_names_load(const void *ctx, const char *path,
		      struct redact_names **names, struct error *error);

/* May TEXT hold any of it?  False for nearly every cell, and quick. */
bool redact_may_need(const struct redact_names *names, const char *text,
		     size_t length);

/*
 * TEXT with marks, ended by a NUL, on CTX; NULL if there is nothing to take
 * out.  NAMES may be NULL.  Telephone numbers without + or 00 are told in prose
 * only: elsewhere ten digits are a number.
 */
char *redact_text(const void *ctx, const struct redact_names *names,
		  const char *text, size_t length);

#endif
