#include "pipeline/data/projection.h"

#include <math.h>

static const double axis = 6378137, flattening = 1 / 298.257223563;
static const double mean_radius = 6371008.8;

static double radians(double degrees)
{
	return degrees * M_PI / 180;
}

static double degrees(double angle)
{
	return angle * 180 / M_PI;
}

static double squared_eccentricity(void)
{
	return flattening * (2 - flattening);
}

/* ---- equal area ---- */

/* Snyder's q: the area between the equator and a latitude. */
static double zone_area(double sine)
{
	double e2 = squared_eccentricity(), e = sqrt(e2);

	return (1 - e2) * (sine / (1 - e2 * sine * sine) + atanh(e * sine) / e);
}

static double authalic_latitude(double latitude)
{
	double part = zone_area(sin(latitude)) / zone_area(1);

	return asin(fmin(fmax(part, -1), 1));
}

struct projection projection_equal_area(double longitude, double latitude)
{
	struct projection projection = { .longitude = longitude,
					 .latitude = latitude };
	double e2 = squared_eccentricity();
	double at = radians(fmin(fmax(latitude, -89.9), 89.9));
	double beta = authalic_latitude(at);

	projection.sine = sin(beta);
	projection.cosine = cos(beta);
	projection.radius = axis * sqrt(zone_area(1) / 2);
	projection.stretch = axis * cos(at) / sqrt(1 - e2 * sin(at) * sin(at)) /
			     (projection.radius * projection.cosine);
	return projection;
}

struct plane_point projection_apply(const struct projection *projection,
				    struct globe_point point)
{
	double beta = authalic_latitude(radians(point.latitude));
	double east = radians(point.longitude - projection->longitude);
	double sine = sin(beta), cosine = cos(beta);
	double near = 1 + projection->sine * sine +
		      projection->cosine * cosine * cos(east);
	/* The point opposite the centre has no place. */
	double scale = projection->radius * sqrt(2 / fmax(near, 1e-12));

	return (struct plane_point){
		scale * projection->stretch * cosine * sin(east),
		scale / projection->stretch *
			(projection->cosine * sine -
			 projection->sine * cosine * cos(east)),
	};
}

/* ---- UTM ---- */

/* From the conformal latitude's tangent to the latitude's: Newton's method
 * (Karney 2011, equations 7 to 9, 19 to 21). */
static double geographic_tangent(double conformal)
{
	double e2 = squared_eccentricity(), e = sqrt(e2);
	double tangent = conformal;

	for (int step = 0; step < 5; step++) {
		double root = hypot(1, tangent);
		double sigma = sinh(e * atanh(e * tangent / root));
		double now = tangent * hypot(1, sigma) - sigma * root;

		tangent += (conformal - now) / hypot(1, now) *
			   (1 + (1 - e2) * tangent * tangent) /
			   ((1 - e2) * root);
	}
	return tangent;
}

struct globe_point projection_from_utm(int zone, struct plane_point point)
{
	const double n = flattening / (2 - flattening), n2 = n * n;
	const double n3 = n2 * n;
	const double beta[3] = { n / 2 - n2 * 2 / 3 + n3 * 37 / 96,
				 n2 / 48 + n3 / 15, n3 * 17 / 480 };
	const double rectified = axis / (1 + n) * (1 + n2 / 4 + n2 * n2 / 64);
	double up = point.y / (0.9996 * rectified);
	double east = (point.x - 500000) / (0.9996 * rectified);
	double up_sphere = up, east_sphere = east, tangent;

	for (int k = 1; k <= 3; k++) {
		up_sphere -= beta[k - 1] * sin(2 * k * up) * cosh(2 * k * east);
		east_sphere -=
			beta[k - 1] * cos(2 * k * up) * sinh(2 * k * east);
	}
	tangent = sin(up_sphere) / hypot(sinh(east_sphere), cos(up_sphere));
	return (struct globe_point){
		zone * 6 - 183 +
			degrees(atan2(sinh(east_sphere), cos(up_sphere))),
		degrees(atan(geographic_tangent(tangent))),
	};
}

struct globe_point projection_from_web(struct plane_point point)
{
	return (struct globe_point){
		degrees(point.x / axis),
		degrees(atan(sinh(point.y / axis))),
	};
}

double projection_distance(struct globe_point a, struct globe_point b)
{
	double up = sin(radians(b.latitude - a.latitude) / 2);
	double east = sin(radians(b.longitude - a.longitude) / 2);
	double h = up * up + cos(radians(a.latitude)) *
				     cos(radians(b.latitude)) * east * east;

	return 2 * mean_radius * asin(sqrt(fmin(h, 1)));
}
