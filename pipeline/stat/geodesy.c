#include "pipeline/stat/geodesy.h"

#include "pipeline/stat/run_time.h"

#include <assert.h>
#include <dlfcn.h>
#include <geodesic.h>
#include <gsl/gsl_math.h>
#include <pthread.h>
#include <stddef.h>

/* WGS 84 in kilometres. */
static const double equator = 6378.137, flattening = 1 / 298.257223563;

static const double degree = M_PI / 180;

/* PROJ's functions, once found the same for ever. */
static struct {
	void *library;
	__typeof__(geod_init) *init;
	__typeof__(geod_inverse) *inverse;
} proj;
static pthread_once_t proj_is_found = PTHREAD_ONCE_INIT;

static void find_proj(void)
{
	proj.library = run_time_library("libproj.so.25", "libproj.so");
	if (!proj.library)
		return;
	run_time_find(proj.library, "geod_init", &proj.init);
	run_time_find(proj.library, "geod_inverse", &proj.inverse);
}

int earth_load(struct error *error)
{
	pthread_once(&proj_is_found, find_proj);
	if (proj.library)
		return 0;
	return error_set(error, ERROR_FAILED, NULL, "install libproj25",
			 "distances on the Earth are PROJ's, and it is not "
			 "there: %s",
			 dlerror());
}

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
	pthread_once(&proj_is_found, find_proj);
	assert(proj.library);
	proj.init(&ellipsoid, equator, flattening);
	proj.inverse(&ellipsoid, a.latitude, a.longitude, b.latitude,
		     b.longitude, &distance, NULL, NULL);
	return distance;
}
