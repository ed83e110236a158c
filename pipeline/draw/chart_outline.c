#include "pipeline/draw/chart_outline.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>

void outline_begin_ring(const void *ctx, struct outline *outline)
{
	struct outline_ring ring = { outline->n_points, 0 };

	memory_append(ctx, outline->rings, struct outline_ring,
		      outline->n_rings, ring);
}

void outline_add(const void *ctx, struct outline *outline, double x, double y)
{
	size_t n = outline->n_points, have;

	have = outline->points ? talloc_array_length(outline->points) : 0;
	if (n == have)
		outline->points = memory_check(_talloc_realloc_array(
			ctx, outline->points, sizeof *outline->points,
			memory_count(have ? have * 2 : 8), "points"));
	outline->points[n][0] = x;
	outline->points[n][1] = y;
	outline->left = n ? fmin(outline->left, x) : x;
	outline->right = n ? fmax(outline->right, x) : x;
	outline->top = n ? fmin(outline->top, y) : y;
	outline->bottom = n ? fmax(outline->bottom, y) : y;
	outline->n_points++;
	outline->rings[outline->n_rings - 1].n++;
}

void outline_path(const struct outline *outline, struct display_list *list)
{
	for (size_t r = 0; r < outline->n_rings; r++) {
		const struct outline_ring *ring = &outline->rings[r];

		for (size_t i = ring->first; i < ring->first + ring->n; i++) {
			const double *p = outline->points[i];

			if (i == ring->first)
				draw_move(list, p[0], p[1]);
			else
				draw_line(list, p[0], p[1]);
		}
		draw_close(list);
	}
}

/* ---- lines across ---- */

static int compare_numbers(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* How far a point is along and across a direction. */
struct direction {
	double along_x, along_y, across_x, across_y;
};

static const struct direction level = { 1, 0, 0, 1 };
static const struct direction diagonal = { M_SQRT1_2, -M_SQRT1_2, M_SQRT1_2,
					   M_SQRT1_2 };

/* Places ALONG where the line at ACROSS crosses the outline, ascending: inside
 * between the first and second, third and fourth ... */
static size_t crossings(const struct outline *outline,
			const struct direction *direction, double across,
			double *places)
{
	size_t n = 0;

	for (size_t r = 0; r < outline->n_rings; r++) {
		const struct outline_ring *ring = &outline->rings[r];

		for (size_t i = 0; i < ring->n; i++) {
			const double *p = outline->points[ring->first + i];
			const double *q = outline->points[ring->first +
							  (i + 1) % ring->n];
			double from = p[0] * direction->across_x +
				      p[1] * direction->across_y;
			double to = q[0] * direction->across_x +
				    q[1] * direction->across_y;
			double part = (across - from) / (to - from);

			if ((from > across) == (to > across))
				continue;
			places[n++] = (p[0] + part * (q[0] - p[0])) *
					      direction->along_x +
				      (p[1] + part * (q[1] - p[1])) *
					      direction->along_y;
		}
	}
	if (n > 1)
		qsort(places, n, sizeof *places, compare_numbers);
	return n;
}

void outline_hatch(const struct outline *outline, struct display_list *list,
		   double distance)
{
	const struct direction *d = &diagonal;
	double *places = memory_array(NULL, double, outline->n_points + 1);
	double first = (outline->left + outline->top) * M_SQRT1_2;
	double last = (outline->right + outline->bottom) * M_SQRT1_2;

	/* From a common origin: neighbours' lines meet. */
	for (double at = ceil(first / distance) * distance; at <= last;
	     at += distance) {
		size_t n = crossings(outline, d, at, places);

		for (size_t i = 0; i + 1 < n; i += 2) {
			draw_move(list,
				  places[i] * d->along_x + at * d->across_x,
				  places[i] * d->along_y + at * d->across_y);
			draw_line(list,
				  places[i + 1] * d->along_x + at * d->across_x,
				  places[i + 1] * d->along_y +
					  at * d->across_y);
		}
	}
	draw_stroke(list);
	talloc_free(places);
}

/* ---- room for a label ---- */

struct span {
	double from, to;
};

/* The widest part of SPANS' rows that all have: of three rows. */
static struct span common(const struct outline *outline, double y,
			  double height, double *places)
{
	struct span widest = { 0, 0 };
	size_t n = crossings(outline, &level, y, places);
	double *others = places + outline->n_points + 1;

	for (size_t i = 0; i + 1 < n; i += 2) {
		struct span span = { places[i], places[i + 1] };

		for (int row = -2; row <= 2; row++) {
			size_t m = crossings(outline, &level,
					     y + row * height / 4, others);
			struct span best = { 0, 0 };

			for (size_t k = 0; k + 1 < m; k += 2) {
				double from = fmax(span.from, others[k]);
				double to = fmin(span.to, others[k + 1]);

				if (to - from > best.to - best.from)
					best = (struct span){ from, to };
			}
			span = best;
		}
		if (span.to - span.from > widest.to - widest.from)
			widest = span;
	}
	return widest;
}

enum { ROWS = 15 };

static struct span widest_row(const struct outline *outline, double height,
			      double *y)
{
	double *places =
		memory_array(NULL, double, 2 * (outline->n_points + 1));
	double middle = (outline->top + outline->bottom) / 2;
	double room = outline->bottom - outline->top - height;
	struct span found = { 0, 0 };

	*y = middle;
	for (int row = 0; row < ROWS && room > 0; row++) {
		double at =
			outline->top + height / 2 + room * (row + 0.5) / ROWS;
		struct span span = common(outline, at, height, places);
		/* Off the middle only for a good deal of width. */
		double worth = (span.to - span.from) *
			       (1 - 0.5 * fabs(at - middle) / (room + height));

		if (worth >
		    (found.to - found.from) *
			    (1 - 0.5 * fabs(*y - middle) / (room + height))) {
			found = span;
			*y = at;
		}
	}
	talloc_free(places);
	return found;
}

bool outline_box(const struct outline *outline, double width, double height,
		 double *centre_x, double *centre_y)
{
	struct span span;

	if (outline->right - outline->left < width ||
	    outline->bottom - outline->top < height)
		return false;
	span = widest_row(outline, height, centre_y);
	*centre_x = (span.from + span.to) / 2;
	return span.to - span.from >= width;
}

void outline_inside(const struct outline *outline, double *x, double *y)
{
	double height = (outline->bottom - outline->top) / 8;
	struct span span = widest_row(outline, height, y);

	*x = span.to > span.from ? (span.from + span.to) / 2
				 : (outline->left + outline->right) / 2;
}
