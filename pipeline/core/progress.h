/*
 * Lines for a person who waits: one for each step.  On a terminal the line
 * stands while the step runs and is rewritten with its time when it ends;
 * elsewhere only the finished line is written.
 */
#ifndef PIPELINE_CORE_PROGRESS_H
#define PIPELINE_CORE_PROGRESS_H

#include <stdbool.h>
#include <stdio.h>

struct progress;

struct progress *progress_new(const void *ctx, FILE *out, bool is_terminal);

/* "clean     ..." on a terminal, nothing elsewhere. */
void progress_begin(struct progress *progress, const char *step);

/* "clean     0.02 s  578 answers"; SECONDS below 0 is left out. */
void progress_end(struct progress *progress, const char *step, double seconds,
		  const char *text);

/* A line between steps; what stands unfinished is wiped first. */
void progress_line(struct progress *progress, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
