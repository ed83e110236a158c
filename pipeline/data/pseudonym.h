/*
 * Pseudonyms: HMAC-SHA256 (nettle) under a key that lies in a file of its own,
 * outside the store.  The same text gives the same pseudonym under one key, so
 * respondents can be told apart and met again; without the key nobody can try
 * out who is meant.
 */
#ifndef PIPELINE_DATA_PSEUDONYM_H
#define PIPELINE_DATA_PSEUDONYM_H

#include "pipeline/core/error.h"

#include <stddef.h>

/* 96 bits in hex digits: two of 10^6 people meet once in 10^17 stores. */
enum { PSEUDONYM_LENGTH = 24 };

struct pseudonym_key; /* talloc object; wiped when freed */

/*
 * The key in the file PATH, which is made with mode 0600 from the system's
 * random numbers if it is not there.  ERROR_PROJECT: others may read the file,
 * or it holds no key.
 */
int pseudonym_key_open(const void *ctx, const char *path,
		       struct pseudonym_key **key, struct error *error);

/* PSEUDONYM_LENGTH digits and a NUL at OUT. */
void pseudonym_make(const struct pseudonym_key *key, const char *text,
		    size_t length, char out[PSEUDONYM_LENGTH + 1]);

/* Tells keys apart without giving them away: the pseudonym of a fixed text. */
void pseudonym_key_mark(const struct pseudonym_key *key,
			char out[PSEUDONYM_LENGTH + 1]);

#endif
