/*
 * How well people reach what there is, by the two-step floating catchment area:
 *   1. R_j = S_j / sum_k w(d_kj) P_k   what service j has for each of the
 *                                       people in its reach
 *   2. A_i = sum_j w(d_ij) R_j         what each place has in its reach
 * Binary weights: Luo and Wang 2003, Environment and Planning B 30, 865-884.
 * Banded: Luo and Qi 2009, Health and Place 15, 1100-1107.  Gaussian, which
 * falls from 1 at the door to 0 at the radius,
 *   w = (exp(-(d/r)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)):
 * Dai 2010, Health and Place 16, 1038-1052.
 * Nothing is lost: sum_i A_i P_i = sum of S_j over services with people in
 * reach.  Where many services compete for the same people demand counts more
 * than once (Wan and others 2012).
 *
 * Agreement with R: tests/truth cases S10g, S10h; the identity and a
 * brute-force twin: tests/property/test_stat_space.c; degenerate: tests/unit/
 * test_stat_access.c; 8,000 places and 30,000 services: tests/bench.
 */
#ifndef PIPELINE_STAT_ACCESS_H
#define PIPELINE_STAT_ACCESS_H

#include "pipeline/stat/reach.h"

enum access_kind { ACCESS_BINARY, ACCESS_BANDED, ACCESS_GAUSSIAN };

struct access_decay {
	enum access_kind kind;
	double radius; /* km, > 0; the last of BANDS when banded */
	const double *bands, *weights; /* n_bands: outer edges (km, inclusive,
					* ascending) and weights */
	size_t n_bands;
};

/* The weight at KM; 0 beyond the radius.  Edges count as inside. */
double access_weight(const struct access_decay *decay, double km);

/* Places where people are, and places where there is something. */
struct access_map {
	enum earth earth;
	const struct position *demand, *supply;
	const double *population; /* n_demand */
	const double *capacity;   /* n_supply */
	size_t n_demand, n_supply;
};

struct access {
	double *ratio; /* R_j; 0 with nobody in reach */
	double *value; /* A_i, per inhabitant; 0 with nothing in reach; NaN for
			* a position that is not valid */
	double population; /* sum P_i of the valid positions */
	double reached;    /* sum A_i P_i */
	double mean;       /* reached / population; NaN for nobody */
};

/*
 * On CTX.  A population or capacity that is NaN or negative counts as 0; so
 * does one at a position that is not valid.  O(pairs within the radius), memory
 * for one place's services.
 */
struct access *access_of(const void *ctx, const struct access_map *map,
			 const struct access_decay *decay);

struct nearest {
	double *km;               /* to the nearest service; NaN as above, or
				   * when there is no service at all */
	double mean;              /* of the places */
	double mean_of_people;    /* weighted by population */
	double share_within;      /* of the population, within RADIUS km */
	double population_beyond; /* people further than RADIUS */
};

/* On CTX.  Services without capacity do not count.  NaN means when there is no
 * place (no population) with a service to go to.  O(n log n). */
struct nearest *nearest_of(const void *ctx, const struct access_map *map,
			   double radius);

#endif
