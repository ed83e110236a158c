/*
 * The parts of a fingerprint: everything a stage's result depends on, each
 * with its own digest, so that "status" can say which of them changed.
 */
#ifndef PIPELINE_RUN_PARTS_H
#define PIPELINE_RUN_PARTS_H

#include "pipeline/core/hash.h"

#include <stddef.h>

struct part {
	const char *name; /* as the user should read it: "table gap" */
	char digest[HASH_TEXT];
};

struct parts {
	struct part *items;
	size_t n;
};

struct parts *parts_new(const void *ctx);
void parts_add(struct parts *parts, const char *name, const char *digest);

/* One digest over names and digests, in order. */
void parts_fingerprint(const struct parts *parts, char digest[HASH_TEXT]);

/* A JSON object name: digest, and back (a fault gives no parts). */
char *parts_encode(const void *ctx, const struct parts *parts);
struct parts *parts_decode(const void *ctx, const char *text);

/*
 * What changed from BEFORE to AFTER, one sentence each ("table gap changed",
 * "file data/b.csv is new"), appended to the list REASONS of N on CTX.
 */
void parts_compare(const void *ctx, const struct parts *before,
		   const struct parts *after, const char ***reasons, size_t *n);

#endif
