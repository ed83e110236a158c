/* The numerical libraries below this room. */
#ifndef PIPELINE_STAT_LIBRARY_H
#define PIPELINE_STAT_LIBRARY_H

/*
 * To be called once, before anything else here: GSL and igraph report
 * errors by return codes, which are checked, instead of ending the process.
 */
void stat_library_start(void);

#endif
