/* Files and folders: whole reads, atomic writes, globs, resources. */
#ifndef PIPELINE_CORE_FILE_H
#define PIPELINE_CORE_FILE_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whole file on CTX with a NUL behind it; *LENGTH may be NULL. */
int file_read(const void *ctx, const char *path, char **data, size_t *length,
	      struct error *error);

/* Make PATH and its parents (mode 0777 less umask); fine if it exists. */
int file_make_folder(const char *path, struct error *error);

/*
 * Write a file whole: to "PATH.tmp" in the same folder, flushed to disk, then
 * renamed, so that a reader or a crash sees the old file or the new one.  The
 * folder is made.  A file with the same content is left alone (same mtime).
 */
int file_write(const char *path, const void *data, size_t length,
	       struct error *error);

/* The first bytes of a file to HEAD: how many there were, 0 if it cannot be
 * read. */
size_t file_head(const char *path, void *head, size_t length);

bool file_exists(const char *path);
bool file_is_folder(const char *path);

struct file_list {
	char **paths; /* sorted bytewise */
	size_t n;
};

/* Paths that match the shell PATTERN, relative to FOLDER unless absolute. */
int file_glob(const void *ctx, const char *folder, const char *pattern,
	      struct file_list *list, struct error *error);

/* FOLDER/NAME, or NAME when it is absolute. */
char *file_join(const void *ctx, const char *folder, const char *name);

/*
 * The same, with leading "../" of NAME taken off FOLDER, for paths that people
 * read.  FOLDER is absolute, without links and without a slash at its end.
 */
char *file_climb(const void *ctx, const char *folder, const char *name);

/* Borrowed last component of PATH. */
const char *file_name(const char *path);

/* Identity for "has this file been touched": size, mtime, inode. */
struct file_stamp {
	int64_t size, mtime_ns, inode;
};
bool file_stamp(const char *path, struct file_stamp *stamp);

/*
 * A file divario ships ("languages/en.yaml", "templates/skill-gap.md"): looked
 * for in $DIVARIO_CONFIG, then config/ above the executable (a build tree),
 * then PREFIX/share/divario.  NULL when nowhere.
 */
char *file_resource(const void *ctx, const char *name);

#endif
