/* Breaks between classes of values.  Pure. */
#ifndef PIPELINE_DRAW_CHART_BREAKS_H
#define PIPELINE_DRAW_CHART_BREAKS_H

#include <stddef.h>

/* SORTED values (ascending, N >= 1) in at most K classes: writes the n + 1
 * breaks, from the least to the largest value, and returns n >= 1.  Values that
 * are the same share a class, so there may be fewer; the first class may be the
 * least value alone, and its two breaks the same. */
size_t breaks_quantile(const double *sorted, size_t n, size_t k,
		       double *breaks);
size_t breaks_jenks(const double *sorted, size_t n, size_t k, double *breaks);

#endif
