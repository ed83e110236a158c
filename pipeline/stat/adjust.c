#include "pipeline/stat/adjust.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

struct placed {
	double p;
	size_t place; /* in the caller's array */
};

static int compare_placed(const void *first, const void *second)
{
	const struct placed *a = first;
	const struct placed *b = second;

	return (a->p > b->p) - (a->p < b->p);
}

/* Both passes work on the M sorted values in place. */
static void step_down(struct placed *sorted, size_t m)
{
	double running = 0;

	for (size_t i = 0; i < m; i++) {
		running = fmax(running, (double)(m - i) * sorted[i].p);
		sorted[i].p = fmin(1, running);
	}
}

static void step_up(struct placed *sorted, size_t m, enum adjust_method method)
{
	double running = 1;
	double harmonic = 0;

	for (size_t i = 1; i <= m; i++)
		harmonic += 1 / (double)i;
	for (size_t i = m; i-- > 0;) {
		double factor = (double)m / (double)(i + 1);

		if (method == ADJUST_HOCHBERG)
			factor = (double)(m - i);
		else if (method == ADJUST_BY)
			factor *= harmonic;
		running = fmin(running, factor * sorted[i].p);
		sorted[i].p = running;
	}
}

/* Smallest j p_(m-j+i) / i over the J largest p-values. */
static double simes(const struct placed *sorted, size_t m, size_t j)
{
	double least = (double)INFINITY;

	for (size_t i = 1; i <= j; i++)
		least = fmin(least,
			     (double)j * sorted[m - j + i - 1].p / (double)i);
	return least;
}

static void hommel(struct placed *sorted, size_t m)
{
	double *best = memory_array(NULL, double, m);

	for (size_t i = 0; i < m; i++)
		best[i] = sorted[i].p;
	for (size_t j = 2; j <= m; j++) {
		double bound = simes(sorted, m, j);

		for (size_t i = 0; i < m; i++) {
			double own = fmin(bound, (double)j * sorted[i].p);

			best[i] = fmax(best[i], i >= m - j ? bound : own);
		}
	}
	for (size_t i = 0; i < m; i++)
		sorted[i].p = fmin(1, fmax(best[i], sorted[i].p));
	talloc_free(best);
}

static void adjust_sorted(enum adjust_method method, struct placed *sorted,
			  size_t m)
{
	switch (method) {
	case ADJUST_BONFERRONI:
		for (size_t i = 0; i < m; i++)
			sorted[i].p = fmin(1, (double)m * sorted[i].p);
		break;
	case ADJUST_HOLM:
		step_down(sorted, m);
		break;
	case ADJUST_HOMMEL:
		hommel(sorted, m);
		break;
	case ADJUST_HOCHBERG:
	case ADJUST_BH:
	case ADJUST_BY:
	default:
		step_up(sorted, m, method);
		break;
	}
}

void adjust_p(enum adjust_method method, const double *p, size_t n,
	      double *adjusted)
{
	struct placed *sorted = memory_array(NULL, struct placed, n);
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(p[i]))
			sorted[m++] = (struct placed){ p[i], i };
	if (m > 1)
		qsort(sorted, m, sizeof(*sorted), compare_placed);
	adjust_sorted(method, sorted, m);
	for (size_t i = 0; i < n; i++)
		adjusted[i] = (double)NAN;
	for (size_t i = 0; i < m; i++)
		adjusted[sorted[i].place] = sorted[i].p;
	talloc_free(sorted);
}

/* ---- families whose members lie apart ---- */

struct adjust_family {
	double *p;
	double **holm, **bh; /* where the adjusted values go */
	size_t n, n_holm, n_bh;
};

struct adjust_family *adjust_family_new(void)
{
	return memory_new(NULL, struct adjust_family);
}

void adjust_family_add(struct adjust_family *family, double p, double *holm,
		       double *bh)
{
	memory_append(family, family->p, double, family->n, p);
	memory_append(family, family->holm, double *, family->n_holm, holm);
	memory_append(family, family->bh, double *, family->n_bh, bh);
}

static void fill(const struct adjust_family *family, enum adjust_method method,
		 double *const *places, double *adjusted)
{
	bool is_wanted = false;

	for (size_t i = 0; i < family->n; i++)
		is_wanted |= places[i] != NULL;
	if (!is_wanted)
		return;
	adjust_p(method, family->p, family->n, adjusted);
	for (size_t i = 0; i < family->n; i++)
		if (places[i])
			*places[i] = adjusted[i];
}

void adjust_family_end(struct adjust_family *family)
{
	double *adjusted = memory_array(family, double, family->n);

	fill(family, ADJUST_HOLM, family->holm, adjusted);
	fill(family, ADJUST_BH, family->bh, adjusted);
	talloc_free(family);
}
