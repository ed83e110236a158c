/*
 * Distances on the Earth between positions in degrees (WGS 84, EPSG:4326).
 *   sphere     haversine, 2 R asin sqrt(sin^2(dphi/2) + cos phi1 cos phi2
 *              sin^2(dlambda/2))   (Sinnott 1984, Sky and Telescope 68, 159)
 *   ellipsoid  the geodesic of WGS 84, by PROJ: Karney 2013, Journal of Geodesy
 *              87, 43-55; right to some nanometres
 * The sphere is up to 0.56 % off the ellipsoid.  Agreement with R (geosphere):
 * tests/truth case S10f; published geodesics: tests/unit/test_stat_geodesy.c.
 */
#ifndef PIPELINE_STAT_GEODESY_H
#define PIPELINE_STAT_GEODESY_H

#include "pipeline/core/error.h"

#include <stdbool.h>

/* The mean radius R1 of the Earth (Moritz 2000, Journal of Geodesy 74, 128). */
#define EARTH_RADIUS_KM 6371.0088

enum earth { EARTH_ELLIPSOID, EARTH_SPHERE };

struct position {
	double latitude, longitude; /* degrees, north and east positive */
};

/* ERROR_FAILED when PROJ is not installed: it is no part of the program until a
 * distance on the ellipsoid is wanted.  To be asked before such distances. */
int earth_load(struct error *error);

/* Latitude within -90 .. 90 and longitude within -360 .. 360. */
bool position_is_valid(struct position position);

/* Kilometres; NaN when a position is not valid.  O(1). */
double earth_distance(enum earth earth, struct position a, struct position b);

/* Kilometres on a sphere of RADIUS kilometres. */
double sphere_distance(struct position a, struct position b, double radius);

#endif
