/*
 * Decimal numbers behind doubles.  Data are written with a few decimals; as
 * doubles they carry rounding that drowns small spreads around large means
 * (1000000000000.4 is off by 2e-5).  When every value is the double nearest to
 * a whole multiple of 10^-d, sums are taken over those whole numbers instead,
 * exactly, and brought back to the unit of the values at the end: this is what
 * NIST's NumAcc4 and SmLs07-09 ask for.
 * Proved by tests/unit/test_stat_decimal.c.
 */
#ifndef PIPELINE_STAT_DECIMAL_H
#define PIPELINE_STAT_DECIMAL_H

#include <stddef.h>

/*
 * The smallest 10^d, d = 0 .. 9, of which all N finite values are multiples in
 * that sense, with whole numbers below 2^53; 1 when there is none.
 * O(n) per decimal tried, O(1) for most values that have none.
 */
long double decimal_scale(const double *values, size_t n);

/* The value in units of 1/SCALE: whole for scales above 1. */
long double decimal_units(double value, long double scale);

#endif
