/* For the lint: what colour lies at a point once a list is drawn so far. */
#ifndef PIPELINE_DRAW_LINT_GROUND_H
#define PIPELINE_DRAW_LINT_GROUND_H

#include "pipeline/draw/display_list.h"

struct point {
	double x, y;
};

/* x' = a x + c y + e, y' = b x + d y + f */
struct matrix {
	double a, b, c, d, e, f;
};

struct matrix matrix_identity(void);

/* The place of a nested operation: first INNER, then OUTER. */
struct matrix matrix_multiply(const struct matrix *outer,
			      const struct matrix *inner);
struct point matrix_apply(const struct matrix *matrix, double x, double y);

struct ground; /* filled shapes, in order; white below them */

struct ground *ground_new(const void *ctx);

/* Path operations go to the current path; fills turn it into a shape. */
void ground_path(struct ground *ground, const struct matrix *matrix,
		 const struct draw_operation *operation);
void ground_fill(struct ground *ground, struct colour colour);
void ground_forget_path(struct ground *ground);
void ground_gradient(struct ground *ground, const struct matrix *matrix,
		     const struct draw_operation *operation);

struct colour ground_colour(const struct ground *ground, struct point point);

#endif
