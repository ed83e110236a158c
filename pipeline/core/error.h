/*
 * Errors: a function that can fail returns int (0 or -1) and takes, as its
 * last parameter, a caller-owned struct error.  It is set once, where the fault
 * is first seen, and passed up untouched:
 *
 *	if (!file)
 *		return error_set(error, ERROR_PROJECT, "project.yaml:7:3",
 *				 "name a file that exists",
 *				 "no file matches '%s'", pattern);
 *	...
 *	if (codebook_load(ctx, path, &codebook, error) < 0)
 *		return -1;
 *
 * Bad data are not errors: they go to the quarantine or the ledger and are
 * counted.  Broken contracts are assert()ed.
 */
#ifndef PIPELINE_CORE_ERROR_H
#define PIPELINE_CORE_ERROR_H

/* The codes are the process's exit codes. */
enum error_code {
	ERROR_NONE = 0,
	ERROR_FAILED = 1,  /* the machine: disk, permission, library */
	ERROR_USAGE = 2,   /* the command line */
	ERROR_PROJECT = 3, /* project file, codebook, template */
	ERROR_DATA = 4,    /* input data beyond what the project allows */
	ERROR_BUSY = 5     /* another run holds the project */
};

struct error {
	enum error_code code;
	char what[640];   /* one sentence, no full stop */
	char where[512];  /* file:line:column of the *user's* file, or "" */
	char remedy[320]; /* what to do, imperative; or "" */
};

/*
 * Fill ERROR unless it is already set (the first fault is the one that
 * matters).  WHERE and REMEDY may be NULL.  Returns -1, to be returned.
 */
int error_set(struct error *error, enum error_code code, const char *where,
	      const char *remedy, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The same for a failed system call: appends strerror(errno). */
int error_system(struct error *error, const char *where, const char *remedy,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
