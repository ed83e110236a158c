/* The numerical libraries below this room. */
#ifndef PIPELINE_STAT_LIBRARY_H
#define PIPELINE_STAT_LIBRARY_H

/*
 * To be called once, before anything else here: GSL reports errors by return
 * codes, which are checked, instead of ending the process.  (igraph is told
 * the same where a graph is made: it and what it needs weigh eight megabytes,
 * and a program that analyses no network is linked without it.)
 */
void stat_library_start(void);

#endif
