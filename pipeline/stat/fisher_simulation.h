/*
 * Fisher's exact test of an r x c table by drawing tables with its margins,
 * where listing them (fisher.h) is too much work: with b of B tables drawn no
 * more probable than the observed one (1e-7 slack, as R),
 *   p = (b + 1)/(B + 1)  (Davison and Hinkley 1997, Bootstrap Methods and their
 *       Application, 4.2), standard error sqrt(p(1 - p)/B).
 * Tables are drawn cell by cell, each hypergeometric given those before it.
 * Against exact p and degenerate input: tests/unit/test_stat_fisher.c.
 */
#ifndef PIPELINE_STAT_FISHER_SIMULATION_H
#define PIPELINE_STAT_FISHER_SIMULATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fisher_test {
	double p, standard_error; /* 0 when exact */
	bool is_exact;
	size_t n_tables; /* drawn */
};

/*
 * Of the row-major R x C table, exact where fisher_exact_p() decides it, else
 * from N_TABLES drawn with SEED (mt19937: same seed, same bits).  NaN for fewer
 * than two rows or columns with anybody in them, 2^32 people or more, or no
 * tables to draw.  O(tables * cells * standard deviation of a cell).
 */
struct fisher_test fisher_test_of(const uint64_t *counts, size_t r, size_t c,
				  size_t n_tables, unsigned long seed);

/* The same, without trying the exact way first. */
struct fisher_test fisher_simulated(const uint64_t *counts, size_t r, size_t c,
				    size_t n_tables, unsigned long seed);

#endif
