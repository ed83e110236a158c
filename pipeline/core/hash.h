/* SHA-256 (FIPS 180-4) by nettle: content digests of files and tables. */
#ifndef PIPELINE_CORE_HASH_H
#define PIPELINE_CORE_HASH_H

#include "pipeline/core/error.h"

#include <nettle/sha2.h>
#include <stddef.h>

enum { HASH_TEXT = 65 }; /* 64 hex digits and a NUL */

struct hash {
	struct sha256_ctx sha256;
};

void hash_start(struct hash *hash);
void hash_add(struct hash *hash, const void *data, size_t length);

/* A field of a record: length-prefixed, so "ab","c" differs from "a","bc". */
void hash_add_text(struct hash *hash, const char *text); /* NULL is a value */
void hash_finish(struct hash *hash, char digest[HASH_TEXT]);

void hash_bytes(const void *data, size_t length, char digest[HASH_TEXT]);

/* Digest of a file's bytes; reads it in blocks. */
int hash_file(const char *path, char digest[HASH_TEXT], struct error *error);

#endif
