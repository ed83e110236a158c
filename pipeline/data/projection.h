/*
 * From degrees to a plane and back, on the ellipsoid WGS84.  Pure.
 *
 * Equal area: Lambert's azimuthal equal-area projection about a centre.  Areas
 * are true, shapes nearly so for extents up to a continent (Snyder 1987, Map
 * Projections, USGS Professional Paper 1395, chapter 24).
 *
 * UTM: transverse Mercator by Kruger's series to the third order, better than a
 * millimetre within a zone (Karney 2011, J. Geodesy 85, 475-485).
 *
 * The point of EPSG guidance note 7-2 for 3035 and known points of UTM are in
 * tests/unit/test_projection.c.
 */
#ifndef PIPELINE_DATA_PROJECTION_H
#define PIPELINE_DATA_PROJECTION_H

struct projection {
	double longitude, latitude; /* of the centre, degrees */
	/* set by projection_equal_area */
	double sine, cosine, radius, stretch;
};

struct plane_point {
	double x, y; /* metres from the centre: east, north */
};

struct globe_point {
	double longitude, latitude; /* degrees */
};

struct projection projection_equal_area(double longitude, double latitude);
struct plane_point projection_apply(const struct projection *projection,
				    struct globe_point point);

/* Northern hemisphere; ZONE 1..60. */
struct globe_point projection_from_utm(int zone, struct plane_point point);

/* Web Mercator (EPSG:3857). */
struct globe_point projection_from_web(struct plane_point point);

/* Metres along the ground: haversine on the mean radius, for scale bars. */
double projection_distance(struct globe_point a, struct globe_point b);

#endif
