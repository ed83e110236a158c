/*
 * Libraries that are found at run time: what few projects need costs the others
 * neither memory nor time to start (igraph eight megabytes, PROJ as many).
 */
#ifndef PIPELINE_STAT_RUN_TIME_H
#define PIPELINE_STAT_RUN_TIME_H

/* "libproj.so.25" as installed to be used, else "libproj.so" as installed to
 * build with; NULL when neither is there (dlerror() says why). */
void *run_time_library(const char *name, const char *name_to_build);

/* Put the function called NAME, which must be there, into the pointer at
 * FUNCTION. */
void run_time_find(void *library, const char *name, void *function);

#endif
