#include "pipeline/stat/geodesy.h"

#include <geodesic.h>
#include <gsl/gsl_math.h>
#include <stddef.h>

/* WGS 84 in kilometres. */
static const double equator = 6378.137, flattening = 1 / 298.257223563;

static const double degree = M_PI / 180;

bool position_is_valid(struct position position)
{
	return fabs(position.latitude) <= 90 && fabs(position.longitude) <= 360;
}

double sphere_distance(struct position a, struct position b, double radius)
{
	double north = sin((b.latitude - a.latitude) * degree / 2);
	double east = sin((b.longitude - a.longitude) * degree / 2);
	double half = north * north + cos(a.latitude * degree) *
					      cos(b.latitude * degree) * east *
					      east;

	if (!position_is_valid(a) || !position_is_valid(b))
		return (double)NAN;
	return 2 * radius * asin(fmin(1, sqrt(half)));
}

double earth_distance(enum earth earth, struct position a, struct position b)
{
	struct geod_geodesic ellipsoid;
	double distance = (double)NAN;

	if (earth == EARTH_SPHERE)
		return sphere_distance(a, b, EARTH_RADIUS_KM);
	if (!position_is_valid(a) || !position_is_valid(b))
		return distance;
	geod_init(&ellipsoid, equator, flattening);
	geod_inverse(&ellipsoid, a.latitude, a.longitude, b.latitude,
		     b.longitude, &distance, NULL, NULL);
	return distance;
}
