#include "pipeline/draw/lint_ground.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/palette.h"

#include <math.h>

enum { CURVE_STEPS = 6 };

struct shape {
	size_t first, n; /* vertices */
	struct point low, high;
	struct colour colour, colour2;
	bool is_gradient; /* colour to colour2 along x */
};

struct vertex {
	struct point point;
	bool is_start; /* of a subpath */
};

struct ground {
	struct vertex *vertices;
	size_t n_vertices;
	size_t path; /* first vertex of the current path */
	struct shape *shapes;
	size_t n_shapes;
};

struct matrix matrix_identity(void)
{
	return (struct matrix){ .a = 1, .d = 1 };
}

struct matrix matrix_multiply(const struct matrix *outer,
			      const struct matrix *inner)
{
	return (struct matrix){
		.a = outer->a * inner->a + outer->c * inner->b,
		.b = outer->b * inner->a + outer->d * inner->b,
		.c = outer->a * inner->c + outer->c * inner->d,
		.d = outer->b * inner->c + outer->d * inner->d,
		.e = outer->a * inner->e + outer->c * inner->f + outer->e,
		.f = outer->b * inner->e + outer->d * inner->f + outer->f,
	};
}

struct point matrix_apply(const struct matrix *matrix, double x, double y)
{
	return (struct point){ matrix->a * x + matrix->c * y + matrix->e,
			       matrix->b * x + matrix->d * y + matrix->f };
}

struct ground *ground_new(const void *ctx)
{
	return memory_new(ctx, struct ground);
}

/* ---- paths ---- */

static void add_vertex(struct ground *ground, const struct matrix *matrix,
		       double x, double y, bool is_start)
{
	struct vertex vertex = { matrix_apply(matrix, x, y), is_start };

	memory_append(ground, ground->vertices, struct vertex,
		      ground->n_vertices, vertex);
}

static void add_curve(struct ground *ground, const struct matrix *matrix,
		      const double v[6])
{
	struct point from, to[3];

	if (ground->n_vertices == ground->path)
		return;
	from = ground->vertices[ground->n_vertices - 1].point;
	for (int i = 0; i < 3; i++)
		to[i] = matrix_apply(matrix, v[2 * i], v[2 * i + 1]);
	for (int i = 1; i <= CURVE_STEPS; i++) {
		double t = (double)i / CURVE_STEPS, s = 1 - t;
		double w0 = s * s * s, w1 = 3 * s * s * t;
		double w2 = 3 * s * t * t, w3 = t * t * t;
		struct matrix same = matrix_identity();

		add_vertex(ground, &same,
			   w0 * from.x + w1 * to[0].x + w2 * to[1].x +
				   w3 * to[2].x,
			   w0 * from.y + w1 * to[0].y + w2 * to[1].y +
				   w3 * to[2].y,
			   false);
	}
}

static void add_rectangle(struct ground *ground, const struct matrix *matrix,
			  const double v[6])
{
	add_vertex(ground, matrix, v[0], v[1], true);
	add_vertex(ground, matrix, v[0] + v[2], v[1], false);
	add_vertex(ground, matrix, v[0] + v[2], v[1] + v[3], false);
	add_vertex(ground, matrix, v[0], v[1] + v[3], false);
}

void ground_path(struct ground *ground, const struct matrix *matrix,
		 const struct draw_operation *operation)
{
	double v[6];

	for (int i = 0; i < 6; i++)
		v[i] = (double)operation->v[i];
	if (operation->kind == DRAW_MOVE)
		add_vertex(ground, matrix, v[0], v[1], true);
	else if (operation->kind == DRAW_LINE)
		add_vertex(ground, matrix, v[0], v[1], false);
	else if (operation->kind == DRAW_CURVE)
		add_curve(ground, matrix, v);
	else if (operation->kind == DRAW_RECTANGLE)
		add_rectangle(ground, matrix, v);
}

void ground_forget_path(struct ground *ground)
{
	ground->n_vertices = ground->path;
}

static void add_shape(struct ground *ground, struct shape shape)
{
	const struct point *first = &ground->vertices[ground->path].point;

	shape.first = ground->path;
	shape.n = ground->n_vertices - ground->path;
	shape.low = shape.high = *first;
	for (size_t i = shape.first; i < ground->n_vertices; i++) {
		const struct point *point = &ground->vertices[i].point;

		shape.low.x = fmin(shape.low.x, point->x);
		shape.low.y = fmin(shape.low.y, point->y);
		shape.high.x = fmax(shape.high.x, point->x);
		shape.high.y = fmax(shape.high.y, point->y);
	}
	memory_append(ground, ground->shapes, struct shape, ground->n_shapes,
		      shape);
	ground->path = ground->n_vertices;
}

void ground_fill(struct ground *ground, struct colour colour)
{
	if (ground->n_vertices > ground->path)
		add_shape(ground, (struct shape){ .colour = colour });
}

void ground_gradient(struct ground *ground, const struct matrix *matrix,
		     const struct draw_operation *operation)
{
	double v[6];

	for (int i = 0; i < 6; i++)
		v[i] = (double)operation->v[i];
	ground_forget_path(ground);
	add_rectangle(ground, matrix, v);
	add_shape(ground, (struct shape){ .colour = operation->colour,
					  .colour2 = operation->colour2,
					  .is_gradient = true });
}

/* ---- looking ---- */

/* Does the edge from A to B cross the ray from POINT to the right? */
static bool crosses_ray(struct point a, struct point b, struct point point)
{
	double x;

	if ((a.y > point.y) == (b.y > point.y))
		return false;
	x = a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x);
	return x > point.x;
}

/* Even-odd rule, subpath by subpath; subpaths close themselves. */
static bool contains(const struct ground *ground, const struct shape *shape,
		     struct point point)
{
	bool is_inside = false;
	size_t end = shape->first + shape->n, start = shape->first;

	if (point.x < shape->low.x || point.x > shape->high.x ||
	    point.y < shape->low.y || point.y > shape->high.y)
		return false;
	for (size_t i = shape->first; i < end; i++) {
		size_t next = i + 1;

		if (ground->vertices[i].is_start)
			start = i;
		if (next == end || ground->vertices[next].is_start)
			next = start;
		if (crosses_ray(ground->vertices[i].point,
				ground->vertices[next].point, point))
			is_inside = !is_inside;
	}
	return is_inside;
}

struct colour ground_colour(const struct ground *ground, struct point point)
{
	struct colour colour = palette(PALETTE_WHITE);

	for (size_t i = 0; i < ground->n_shapes; i++) {
		const struct shape *shape = &ground->shapes[i];
		struct colour paint = shape->colour;
		double along;

		if (!contains(ground, shape, point))
			continue;
		along = (point.x - shape->low.x) /
			fmax(shape->high.x - shape->low.x, 1e-9);
		if (shape->is_gradient)
			paint = palette_blend(paint, shape->colour2, along);
		colour = palette_blend(colour, paint,
				       (double)shape->colour.alpha);
	}
	return colour;
}
