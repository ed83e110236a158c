/* What every fuzz target has, and what they share. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Any bytes: must come back, with 0, whatever they are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for any input: ends the program where it does not. */
void fuzz_must(bool is_true);

/* One file of several that stand in one input. */
struct fuzz_file {
	const char *name; /* letters, digits, . _ - / only; no ".." */
	const char *text; /* not ended by a NUL */
	size_t length;
};

/*
 * Part DATA at its lines "=== NAME" into at most MOST files, on CTX; returns
 * how many.  What stands before the first such line is left out.
 */
size_t fuzz_part(const void *ctx, const uint8_t *data, size_t size,
		 struct fuzz_file *files, size_t most);

/* A folder in memory, empty, and gone with CTX. */
char *fuzz_folder(const void *ctx);

/* Write the files into FOLDER. */
void fuzz_write(const char *folder, const struct fuzz_file *files, size_t n);

/*
 * Read the file at PATH to its end as answers and as a codebook: whole records
 * come, or a fault that is told.
 */
void fuzz_read(const void *ctx, const char *path);

#endif
