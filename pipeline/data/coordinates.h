/*
 * Coordinates as people write them: degrees with decimal point or comma, or
 * degrees, minutes and seconds; in one cell or two; sometimes the wrong way
 * round, sometimes metres of a projection.  Pure.
 */
#ifndef PIPELINE_DATA_COORDINATES_H
#define PIPELINE_DATA_COORDINATES_H

#include <stdbool.h>

enum coordinates_state {
	COORDINATES_NONE, /* both cells are empty */
	COORDINATES_GOOD,
	COORDINATES_SWAPPED, /* good, after latitude and longitude changed
				places */
	COORDINATES_HALF,    /* one of the two is empty */
	COORDINATES_NO_NUMBER,
	COORDINATES_ZERO,   /* 0, 0: nobody was asked */
	COORDINATES_METRES, /* of a projection, not degrees */
	COORDINATES_OUT     /* beyond 90 and 180 degrees */
};

struct coordinates {
	enum coordinates_state state;
	double latitude, longitude; /* degrees; NaN unless good */
};

/*
 * LATITUDE and LONGITUDE may be NULL.  IN_ITALY: the place is known to be in
 * Italy, so that 9.19, 45.46 tells itself to be the wrong way round.
 */
struct coordinates coordinates_read(const char *latitude, const char *longitude,
				    bool in_italy);

/* "45.46, 9.19", "45,46 9,19", "POINT(9.19 45.46)", "45.46;9.19 120 5". */
struct coordinates coordinates_read_pair(const char *text, bool in_italy);

/* Within a box round Italy. */
bool coordinates_in_italy(const struct coordinates *coordinates);

/* What is wrong, a clause; or what was done.  NULL: nothing. */
const char *coordinates_reason(const struct coordinates *coordinates);

#endif
