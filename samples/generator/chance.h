/*
 * The chance that synthetic data are drawn by: everything follows from the
 * seed, and the same seed gives the same bytes.
 */
#ifndef SAMPLES_GENERATOR_CHANCE_H
#define SAMPLES_GENERATOR_CHANCE_H

#include <stdbool.h>
#include <stddef.h>

struct chance;

/* On CTX, freed with it. */
struct chance *chance_new(const void *ctx, unsigned long seed);

/* Uniform in 0..1. */
double chance_uniform(struct chance *chance);

/* Normal with mean 0 and this standard deviation. */
double chance_normal(struct chance *chance, double deviation);

/* Gamma with this SHAPE and SCALE: waiting times, amounts, sizes. */
double chance_gamma(struct chance *chance, double shape, double scale);

/* True with probability P. */
bool chance_of(struct chance *chance, double p);

/* 0..N-1. */
int chance_below(struct chance *chance, int n);

/* An index 0..N-1 with these SHARES, which add up to 1 (the last takes what
 * rounding leaves). */
int chance_index(struct chance *chance, const double *shares, int n);

/* N integers in another order. */
void chance_shuffle(struct chance *chance, int *list, size_t n);

/*
 * The mess of real exports, about one cell in thirty-three: LABEL with stray
 * blanks, in capitals, with a typing slip that no rule can repair, or "n/a"
 * in its place.  Returns text on CTX.
 */
const char *chance_mess(const void *ctx, struct chance *chance,
			const char *label);

#endif
