/*
 * Rate of a count over an exposure (services per 1,000 inhabitants), with the
 * exact Poisson interval of Garwood (1936, Biometrika 28, 437-442):
 *   low  = chi2^-1(a/2; 2x) / 2,  high = chi2^-1(1 - a/2; 2x + 2) / 2,
 * divided by the exposure and times PER; low is 0 for no events.
 * Checked in tests/unit/test_stat_rate.c (the tails it leaves, R's
 * poisson.test).
 */
#ifndef PIPELINE_STAT_RATE_H
#define PIPELINE_STAT_RATE_H

#include <stdint.h>

struct rate {
	double value, low, high;
};

/* COUNT events over EXPOSURE (people), per PER of it; CONFIDENCE in (0, 1).
 * All NaN when the exposure is NaN, infinite or not positive.  O(1). */
struct rate rate_of(uint64_t count, double exposure, double per,
		    double confidence);

#endif
