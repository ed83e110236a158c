/*
 * A source may have a thousand files, and each the same to be said of it: the
 * first few lines of a kind are printed, then how many more there are.
 */
#ifndef PIPELINE_RUN_FOLD_H
#define PIPELINE_RUN_FOLD_H

#include <stdbool.h>
#include <stddef.h>

enum { FOLD_SHOWN = 5 };

struct fold_kind {
	const char *name; /* borrowed, LENGTH bytes */
	size_t length;
	size_t n; /* lines of it, the hidden ones too */
};

/* Zero is empty; the kinds stand on CTX. */
struct fold {
	void *ctx;
	struct fold_kind *kinds; /* in order of appearance */
	size_t n_kinds;
};

/* One line more of the kind NAME: is it to be printed? */
bool fold_shows(struct fold *fold, const char *name, size_t length);

/* How many lines of a kind were not printed. */
size_t fold_hidden(const struct fold_kind *kind);

#endif
