/*
 * What each territory has more or less of than the whole: a table of counts
 * x_rs, territories by services.
 *   location quotient  (x_rs / x_r.) / (x_.s / x_..)   (Florence 1939, Report
 * on the Location of Industry); 1 = as everywhere HHI of territory   sum_s
 * (x_rs / x_r.)^2 Krugman            sum_s |x_rs / x_r. - x_.s / x_..|   (1991,
 * Geography and Trade): 0 as everywhere .. 2 nothing in common Hoover of
 * service  1/2 sum_r |x_rs / x_.s - x_r. / x_..| mutual information sum p log(p
 * / (p_r. p_.s)), nats; 0 = the same mix in all Cells that are NaN or negative
 * count as 0.  Agreement with R: tests/truth case S10e;
 * tests/unit/test_stat_location.c.
 */
#ifndef PIPELINE_STAT_LOCATION_H
#define PIPELINE_STAT_LOCATION_H

#include <stddef.h>

struct location {
	size_t n_territories, n_services;
	double *quotients; /* [territory * n_services + service]; NaN when the
			    * territory or the service has none at all */
	double *hhi, *krugman; /* a territory; NaN when it has none */
	double *hoover;        /* a service; NaN when there is none */
	double information;    /* NaN for an empty table */
};

/* COUNTS is n_territories x n_services, row-major.  On CTX.  O(cells). */
struct location *location_of(const void *ctx, const double *counts,
			     size_t n_territories, size_t n_services);

#endif
