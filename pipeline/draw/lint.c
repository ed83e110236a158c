#include "pipeline/draw/lint.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/lint_ground.h"
#include "pipeline/draw/palette.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { DEEPEST = 32 };

/* Points: less is not seen. */
static const double outside_slack = 0.5, overlap_slack = 0.3;
static const double smallest_size = 7;

struct box {
	struct point corners[4]; /* in turn, from the top left of the text */
	struct point low, high;
	const char *text;
};

struct state {
	struct matrix matrix;
	struct colour fill;
};

struct linter {
	struct lint_report *report;
	const struct display_list *canvas;
	struct ground *ground;
	struct box *boxes;
	size_t n_boxes;
};

static void add_finding(struct linter *linter, const char *rule,
			const char *text, const char *other, double measure)
{
	struct lint_report *report = linter->report;
	struct lint_finding finding = { rule, memory_text(report, text),
					memory_text(report, other), measure };

	memory_append(report, report->findings, struct lint_finding,
		      report->n_findings, finding);
}

/* ---- one text ---- */

static char *chain_text(const void *ctx, const struct run *run)
{
	char *text = memory_text(ctx, "");

	for (; run; run = run->next)
		text = memory_check(
			talloc_strdup_append_buffer(text, run->text));
	return text;
}

static double blanks_in(const char *text)
{
	double n = 0;

	for (; *text; text++)
		n += *text == ' ';
	return n;
}

/* From the tops of the capitals to a little below the baseline. */
static struct box box_of(const struct draw_operation *operation,
			 const struct matrix *matrix, const char *text)
{
	struct box box = { .text = text };
	double size = (double)operation->v[2];
	double left = (double)operation->v[0], base = (double)operation->v[1];
	double right = left + run_width(operation->run) * size +
		       blanks_in(text) * (double)operation->v[3];
	double top = base - font_cap_height(operation->run->font) * size;
	double bottom = base + 0.12 * size;

	box.corners[0] = matrix_apply(matrix, left, top);
	box.corners[1] = matrix_apply(matrix, right, top);
	box.corners[2] = matrix_apply(matrix, right, bottom);
	box.corners[3] = matrix_apply(matrix, left, bottom);
	box.low = box.high = box.corners[0];
	for (int i = 1; i < 4; i++) {
		box.low.x = fmin(box.low.x, box.corners[i].x);
		box.low.y = fmin(box.low.y, box.corners[i].y);
		box.high.x = fmax(box.high.x, box.corners[i].x);
		box.high.y = fmax(box.high.y, box.corners[i].y);
	}
	return box;
}

static void check_outside(struct linter *linter, const struct box *box)
{
	double beyond = fmax(fmax(-box->low.x, -box->low.y),
			     fmax(box->high.x - linter->canvas->width,
				  box->high.y - linter->canvas->height));

	if (beyond > outside_slack)
		add_finding(linter, "outside", box->text, NULL, beyond);
}

static void check_size(struct linter *linter, const struct box *box,
		       const struct draw_operation *operation,
		       const struct matrix *matrix)
{
	double scale =
		sqrt(fabs(matrix->a * matrix->d - matrix->b * matrix->c));
	double size = (double)operation->v[2] * scale;

	if (size < smallest_size - 0.005)
		add_finding(linter, "small", box->text, NULL, size);
}

static void check_glyphs(struct linter *linter, const struct box *box,
			 const struct run *run)
{
	unsigned missing = 0;

	for (; run; run = run->next)
		missing += run->n_missing;
	if (missing)
		add_finding(linter, "glyph", box->text, NULL, missing);
}

/* The least contrast at three places along the middle of the text. */
static void check_contrast(struct linter *linter, const struct box *box,
			   struct colour colour)
{
	static const double places[] = { 0.05, 0.5, 0.95 };
	const struct point *left = &box->corners[0], *low = &box->corners[3];
	const struct point *right = &box->corners[1];
	double least = DBL_MAX;

	for (int i = 0; i < 3; i++) {
		struct point point = {
			(left->x + low->x) / 2 +
				(right->x - left->x) * places[i],
			(left->y + low->y) / 2 +
				(right->y - left->y) * places[i],
		};
		struct colour ground = ground_colour(linter->ground, point);
		struct colour seen =
			palette_blend(ground, colour, (double)colour.alpha);

		least = fmin(least, palette_contrast(seen, ground));
	}
	if (least < PALETTE_CONTRAST - 0.01)
		add_finding(linter, "contrast", box->text, NULL, least);
}

static void check_text(struct linter *linter, const struct matrix *matrix,
		       const struct draw_operation *operation)
{
	char *text = chain_text(linter, operation->run);
	struct box box;

	if (strspn(text, " ") == strlen(text))
		return;
	box = box_of(operation, matrix, text);
	linter->report->n_texts++;
	check_outside(linter, &box);
	check_size(linter, &box, operation, matrix);
	check_glyphs(linter, &box, operation->run);
	check_contrast(linter, &box, operation->colour);
	memory_append(linter, linter->boxes, struct box, linter->n_boxes, box);
}

/* ---- texts against each other ---- */

static void project(const struct box *box, struct point axis, double *low,
		    double *high)
{
	*low = DBL_MAX;
	*high = -DBL_MAX;
	for (int i = 0; i < 4; i++) {
		double at =
			box->corners[i].x * axis.x + box->corners[i].y * axis.y;

		*low = fmin(*low, at);
		*high = fmax(*high, at);
	}
}

/* How deep the boxes lie in each other along A's own axes: the least. */
static double depth_along(const struct box *a, const struct box *b)
{
	double least = DBL_MAX;

	for (int i = 0; i < 2; i++) {
		const struct point *from = &a->corners[i];
		const struct point *to = &a->corners[i + 1];
		double length = hypot(to->x - from->x, to->y - from->y);
		struct point axis = { (to->x - from->x) / length,
				      (to->y - from->y) / length };
		double low[2], high[2];

		project(a, axis, &low[0], &high[0]);
		project(b, axis, &low[1], &high[1]);
		least = fmin(least,
			     fmin(high[0], high[1]) - fmax(low[0], low[1]));
	}
	return least;
}

static void check_overlaps(struct linter *linter)
{
	for (size_t i = 0; i < linter->n_boxes; i++)
		for (size_t k = i + 1; k < linter->n_boxes; k++) {
			const struct box *a = &linter->boxes[i];
			const struct box *b = &linter->boxes[k];
			double depth;

			if (a->low.x >= b->high.x || b->low.x >= a->high.x ||
			    a->low.y >= b->high.y || b->low.y >= a->high.y)
				continue;
			depth = fmin(depth_along(a, b), depth_along(b, a));
			if (depth > overlap_slack)
				add_finding(linter, "overlap", a->text, b->text,
					    depth);
		}
}

/* ---- walking the list ---- */

static struct matrix local_matrix(const struct draw_operation *operation)
{
	struct matrix matrix = matrix_identity();
	double a = (double)operation->v[0], b = (double)operation->v[1];

	if (operation->kind == DRAW_ROTATE) {
		matrix.a = matrix.d = cos(a);
		matrix.b = sin(a);
		matrix.c = -matrix.b;
	} else if (operation->kind == DRAW_SCALE) {
		matrix.a = a;
		matrix.d = b;
	} else {
		matrix.e = a;
		matrix.f = b;
	}
	if (operation->kind == DRAW_LIST)
		matrix.a = matrix.d = (double)operation->v[2];
	return matrix;
}

static void walk(struct linter *linter, const struct display_list *list,
		 struct matrix matrix);

static void visit(struct linter *linter, struct state *state,
		  const struct draw_operation *operation)
{
	struct matrix local = local_matrix(operation);

	if (operation->kind == DRAW_TRANSLATE ||
	    operation->kind == DRAW_ROTATE || operation->kind == DRAW_SCALE)
		state->matrix = matrix_multiply(&state->matrix, &local);
	else if (operation->kind == DRAW_FILL_COLOUR)
		state->fill = operation->colour;
	else if (operation->kind == DRAW_FILL ||
		 operation->kind == DRAW_FILL_STROKE)
		ground_fill(linter->ground, state->fill);
	else if (operation->kind == DRAW_STROKE)
		ground_forget_path(linter->ground);
	else if (operation->kind == DRAW_GRADIENT)
		ground_gradient(linter->ground, &state->matrix, operation);
	else if (operation->kind == DRAW_TEXT)
		check_text(linter, &state->matrix, operation);
	else if (operation->kind == DRAW_LIST)
		walk(linter, operation->list,
		     matrix_multiply(&state->matrix, &local));
	else
		ground_path(linter->ground, &state->matrix, operation);
}

static void walk(struct linter *linter, const struct display_list *list,
		 struct matrix matrix)
{
	struct state state = { matrix, colour_hex(0) }, saved[DEEPEST];
	int depth = 0;

	for (size_t i = 0; i < list->n_operations; i++) {
		const struct draw_operation *operation = &list->operations[i];

		if (operation->kind == DRAW_SAVE) {
			if (depth < DEEPEST)
				saved[depth] = state;
			depth++;
		} else if (operation->kind == DRAW_RESTORE) {
			depth--;
			if (depth < DEEPEST)
				state = saved[depth];
		} else {
			visit(linter, &state, operation);
		}
	}
}

struct lint_report *lint_run(const void *ctx, const struct display_list *list)
{
	struct lint_report *report = memory_new(ctx, struct lint_report);
	struct linter *linter = memory_new(NULL, struct linter);

	linter->report = report;
	linter->canvas = list;
	linter->ground = ground_new(linter);
	walk(linter, list, matrix_identity());
	check_overlaps(linter);
	talloc_free(linter);
	return report;
}
