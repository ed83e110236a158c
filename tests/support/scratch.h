/* A scratch folder under /tmp for one test program, and files in it. */
#ifndef TESTS_SUPPORT_SCRATCH_H
#define TESTS_SUPPORT_SCRATCH_H

/* The folder's path on CTX; it is removed when CTX is freed. */
char *scratch_folder(const void *ctx);

/* The same in PARENT: /dev/shm, where there are many. */
char *scratch_folder_in(const void *ctx, const char *parent);

/* Write TEXT to FOLDER/NAME (folders are made); returns the path on CTX. */
char *scratch_write(const void *ctx, const char *folder, const char *name,
		    const char *text);

#endif
