/* Comparing numbers: equal within a slack, or both undefined (NaN). */
#ifndef TESTS_SUPPORT_NEAR_H
#define TESTS_SUPPORT_NEAR_H

#include <math.h>

/* NaN as a double: clang warns of the bare macro. */
#define UNDEFINED ((double)NAN)

/* Fails the test, with both numbers, unless |GOT - WANT| <= SLACK. */
#define assert_near(got, want, slack)                                          \
	near_check(got, want, slack, #got, __FILE__, __LINE__)

void near_check(double got, double want, double slack, const char *what,
		const char *file, int line);

#endif
