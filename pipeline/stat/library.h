/* The numerical library below this room. */
#ifndef PIPELINE_STAT_LIBRARY_H
#define PIPELINE_STAT_LIBRARY_H

/*
 * To be called once, before anything else here: GSL reports its errors by
 * return codes, which are checked, instead of ending the process.
 */
void stat_library_start(void);

#endif
