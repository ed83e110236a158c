#include "pipeline/stat/contingency.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/noncentral.h"
#include "pipeline/stat/tail.h"

#include <math.h>

struct margins {
	double *rows, *columns; /* on NULL, columns with rows */
	double n;
};

static struct margins margins_of(const uint64_t *counts, size_t r, size_t c)
{
	struct margins out = { memory_array(NULL, double, r + c), NULL, 0 };

	out.columns = out.rows + r;
	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++) {
			double count = (double)counts[i * c + j];

			out.rows[i] += count;
			out.columns[j] += count;
			out.n += count;
		}
	return out;
}

uint64_t *contingency_compact(const void *ctx, const uint64_t *counts,
			      size_t *r, size_t *c)
{
	struct margins margins = margins_of(counts, *r, *c);
	uint64_t *out = memory_array(ctx, uint64_t, *r * *c);
	size_t rows = 0, columns = 0, n = 0;

	for (size_t i = 0; i < *r; i++) {
		if (!(margins.rows[i] > 0))
			continue;
		rows++;
		for (size_t j = 0; j < *c; j++)
			if (margins.columns[j] > 0)
				out[n++] = counts[i * *c + j];
	}
	for (size_t j = 0; j < *c; j++)
		columns += margins.columns[j] > 0;
	*r = rows;
	*c = columns;
	talloc_free(margins.rows);
	return out;
}

static void add_cells(const uint64_t *counts, const struct margins *margins,
		      struct contingency *out)
{
	size_t c = out->columns;

	out->chi2 = out->g2 = 0;
	out->min_expected = margins->n;
	for (size_t i = 0; i < out->rows; i++)
		for (size_t j = 0; j < c; j++) {
			double o = (double)counts[i * c + j];
			double e = margins->rows[i] * margins->columns[j] /
				   margins->n;

			out->chi2 += (o - e) * (o - e) / e;
			out->g2 += o > 0 ? 2 * o * log(o / e) : 0;
			out->min_expected = fmin(out->min_expected, e);
			out->n_expected_below_5 += e < 5;
		}
	out->g2 = fmax(0, out->g2); /* rounding when o = e throughout */
}

static void measures(struct contingency *out, double confidence)
{
	double n = (double)out->n;
	double r = (double)out->rows, c = (double)out->columns;
	double scale = n * (fmin(r, c) - 1);
	double excess = fmax(0, out->chi2 / n - out->df / (n - 1));
	double rows = r - (r - 1) * (r - 1) / (n - 1);
	double columns = c - (c - 1) * (c - 1) / (n - 1);
	struct noncentrality ends =
		noncentral_chi_square_interval(out->chi2, out->df, confidence);

	out->cramer_v = sqrt(out->chi2 / scale);
	out->cramer_low = sqrt(ends.low / scale);
	out->cramer_high = fmin(1, sqrt(ends.high / scale));
	if (fmin(rows, columns) > 1)
		out->cramer_v_corrected =
			sqrt(excess / (fmin(rows, columns) - 1));
	out->contingency_c = sqrt(out->chi2 / (out->chi2 + n));
}

struct contingency contingency_of(const uint64_t *counts, size_t r, size_t c,
				  double confidence)
{
	double undefined = (double)NAN;
	uint64_t *table = contingency_compact(NULL, counts, &r, &c);
	struct margins margins = margins_of(table, r, c);
	struct contingency out = { .n = (uint64_t)margins.n,
				   .rows = r,
				   .columns = c };

	out.chi2 = out.df = out.p = out.g2 = out.g2_p = undefined;
	out.min_expected = out.cramer_v = out.cramer_v_corrected = undefined;
	out.cramer_low = out.cramer_high = out.contingency_c = undefined;
	if (r > 1 && c > 1) {
		add_cells(table, &margins, &out);
		out.df = (double)((r - 1) * (c - 1));
		out.p = chi_square_p(out.chi2, out.df);
		out.g2_p = chi_square_p(out.g2, out.df);
		measures(&out, confidence);
	}
	talloc_free(margins.rows);
	talloc_free(table);
	return out;
}

void contingency_residuals(const uint64_t *counts, size_t r, size_t c,
			   double *residuals)
{
	struct margins margins = margins_of(counts, r, c);
	double n = margins.n;

	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++) {
			double row = margins.rows[i];
			double column = margins.columns[j];
			double variance = row * column / n * (1 - row / n) *
					  (1 - column / n);
			double distance =
				(double)counts[i * c + j] - row * column / n;

			residuals[i * c + j] =
				variance > 0 ? distance / sqrt(variance)
					     : (double)NAN;
		}
	talloc_free(margins.rows);
}

/* Pairs of people ordered alike less those ordered contrariwise, and both:
 * every cell against the rows below it, through running sums from the right
 * and the left. */
static void count_pairs(const uint64_t *table, size_t r, size_t c,
			double *alike, double *contrary)
{
	double *below = memory_array(NULL, double, c);

	*alike = *contrary = 0;
	for (size_t i = r; i-- > 0;) {
		const uint64_t *row = table + i * c;
		double left = 0, right = 0;

		for (size_t j = 0; j < c; j++) {
			*contrary += (double)row[j] * left;
			left += below[j];
		}
		for (size_t j = c; j-- > 0;) {
			*alike += (double)row[j] * right;
			right += below[j];
		}
		for (size_t j = 0; j < c; j++)
			below[j] += (double)row[j];
	}
	talloc_free(below);
}

/* Sum of squares, and the variance (times n) of the numbers 1 .. k. */
static double squares(const double *totals, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		sum += totals[i] * totals[i];
	return sum;
}

static double mean_class(const double *totals, size_t k, double n)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		sum += totals[i] * (double)i;
	return sum / n;
}

static double spread(const double *totals, size_t k, double mean)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		sum += totals[i] * ((double)i - mean) * ((double)i - mean);
	return sum;
}

static double linear_by_linear(const uint64_t *table, size_t r, size_t c,
			       const struct margins *margins)
{
	double row_mean = mean_class(margins->rows, r, margins->n);
	double column_mean = mean_class(margins->columns, c, margins->n);
	double products = 0;

	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++)
			products += (double)table[i * c + j] *
				    ((double)i - row_mean) *
				    ((double)j - column_mean);
	return (margins->n - 1) * products * products /
	       (spread(margins->rows, r, row_mean) *
		spread(margins->columns, c, column_mean));
}

struct ordinal_association ordinal_association_of(const uint64_t *counts,
						  size_t r, size_t c)
{
	double undefined = (double)NAN;
	uint64_t *table = contingency_compact(NULL, counts, &r, &c);
	struct margins margins = margins_of(table, r, c);
	struct ordinal_association out = { undefined, undefined, undefined,
					   undefined, undefined, undefined };
	double n = margins.n, smaller = (double)(r < c ? r : c);
	double alike, contrary, rows, columns;

	if (r > 1 && c > 1) {
		count_pairs(table, r, c, &alike, &contrary);
		rows = (n * n - squares(margins.rows, r)) / 2;
		columns = (n * n - squares(margins.columns, c)) / 2;
		if (alike + contrary > 0)
			out.gamma = (alike - contrary) / (alike + contrary);
		out.tau_b = (alike - contrary) / sqrt(rows * columns);
		out.tau_c = 2 * smaller * (alike - contrary) /
			    (n * n * (smaller - 1));
		out.somers_d = (alike - contrary) / rows;
		out.linear_by_linear = linear_by_linear(table, r, c, &margins);
		out.linear_p = chi_square_p(out.linear_by_linear, 1);
	}
	talloc_free(margins.rows);
	talloc_free(table);
	return out;
}
