#include "pipeline/page/pdf_content.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_mark.h"
#include "pipeline/page/pdf_text.h"

#include <math.h>

/* PDF/A's limit of nested saved states. */
enum { DEEPEST_CLIP = 28 };

/* Scales below cannot be written with the decimals a PDF gets. */
static const double smallest = 0.01;

/* The state a DRAW_SAVE or the start of a list keeps. */
struct saved {
	struct pdf_matrix matrix;
	struct pdf_state wanted, current;
	bool has_clip; /* "q" was written since: restoring writes "Q" */
	size_t mark_depth;
};

struct painter {
	const struct pdf_shared *shared;
	struct pdf_buffer *content;
	struct pdf_buffer *path; /* operators not painted yet */
	struct pdf_mark *mark;
	struct pdf_matrix matrix;
	struct pdf_state wanted, current;
	struct saved *saved;
	size_t n_saved, n_clips, deepest_clip;
};

static void save(struct painter *painter)
{
	struct saved saved = { .matrix = painter->matrix,
			       .wanted = painter->wanted,
			       .mark_depth = painter->mark->depth };

	memory_append(painter, painter->saved, struct saved, painter->n_saved,
		      saved);
}

static void restore(struct painter *painter)
{
	const struct saved *saved = &painter->saved[--painter->n_saved];

	painter->matrix = saved->matrix;
	painter->wanted = saved->wanted;
	if (!saved->has_clip)
		return;
	pdf_mark_close(painter->mark, painter->n_clips);
	pdf_buffer_text(painter->content, "Q\n");
	painter->current = saved->current;
	/* Simple checkers do not follow the font through "Q": name it anew. */
	painter->current.font = NULL;
	painter->n_clips--;
}

static void add_point(struct painter *painter, const float *v,
		      const char *operator)
{
	double x = (double)v[0], y = (double)v[1];

	pdf_matrix_apply(&painter->matrix, &x, &y);
	pdf_buffer_operator(painter->path, (double[]){ x, y }, 2, operator);
}

static void add_curve(struct painter *painter, const float *v)
{
	double points[6];

	if (!painter->path->length)
		add_point(painter, v, "m");
	for (int i = 0; i < 6; i += 2) {
		points[i] = (double)v[i];
		points[i + 1] = (double)v[i + 1];
		pdf_matrix_apply(&painter->matrix, &points[i], &points[i + 1]);
	}
	pdf_buffer_operator(painter->path, points, 6, "c");
}

static void add_rectangle(struct painter *painter, struct pdf_buffer *out,
			  const float *v)
{
	double left = (double)v[0], top = (double)v[1];
	double x[4] = { left, left + (double)v[2], left + (double)v[2], left };
	double y[4] = { top, top, top + (double)v[3], top + (double)v[3] };

	for (int i = 0; i < 4; i++)
		pdf_matrix_apply(&painter->matrix, &x[i], &y[i]);
	if (pdf_matrix_is_level(&painter->matrix)) {
		pdf_buffer_operator(
			out,
			(double[]){ fmin(x[0], x[2]), fmin(y[0], y[2]),
				    fabs(x[2] - x[0]), fabs(y[2] - y[0]) },
			4, "re");
		return;
	}
	for (int i = 0; i < 4; i++)
		pdf_buffer_operator(out, (double[]){ x[i], y[i] }, 2,
				    i ? "l" : "m");
	pdf_buffer_text(out, "h\n");
}

static void add_path(struct painter *painter,
		     const struct draw_operation *operation)
{
	bool is_first = painter->path->length == 0;

	if (operation->kind == DRAW_MOVE ||
	    (operation->kind == DRAW_LINE && is_first))
		add_point(painter, operation->v, "m");
	else if (operation->kind == DRAW_LINE)
		add_point(painter, operation->v, "l");
	else if (operation->kind == DRAW_CURVE)
		add_curve(painter, operation->v);
	else if (operation->kind == DRAW_RECTANGLE)
		add_rectangle(painter, painter->path, operation->v);
	else if (!is_first)
		pdf_buffer_text(painter->path, "h\n");
}

static void paint(struct painter *painter, enum draw_kind kind)
{
	if (!painter->path->length)
		return;
	pdf_mark_paint(painter->mark, painter->n_clips);
	if (kind != DRAW_STROKE)
		pdf_state_fill(painter->content, &painter->current,
			       &painter->wanted, painter->shared->resources);
	if (kind != DRAW_FILL)
		pdf_state_stroke(painter->content, &painter->current,
				 &painter->wanted,
				 pdf_matrix_size(&painter->matrix),
				 painter->shared->resources);
	pdf_buffer_add(painter->content, painter->path->bytes,
		       painter->path->length);
	painter->path->length = 0;
	pdf_buffer_text(painter->content, kind == DRAW_FILL     ? "f\n"
					  : kind == DRAW_STROKE ? "S\n"
								: "B\n");
}

/* The mark goes round the saved state, so that the two nest. */
static void clip(struct painter *painter,
		 const struct draw_operation *operation)
{
	struct saved *saved = &painter->saved[painter->n_saved - 1];

	pdf_mark_paint(painter->mark, painter->n_clips);
	if (!saved->has_clip) {
		saved->has_clip = true;
		saved->current = painter->current;
		pdf_buffer_text(painter->content, "q\n");
		if (++painter->n_clips > painter->deepest_clip)
			painter->deepest_clip = painter->n_clips;
	}
	add_rectangle(painter, painter->content, operation->v);
	pdf_buffer_text(painter->content, "W n\n");
	painter->path->length = 0;
}

static bool continues(const struct draw_operation *one,
		      const struct draw_operation *next)
{
	enum { NEAR = 100 }; /* of a point */

	return next->kind == DRAW_GRADIENT && one->v[1] == next->v[1] &&
	       one->v[3] == next->v[3] &&
	       fabsf(one->v[0] + one->v[2] - next->v[0]) < 1.0F / NEAR;
}

/* Shading number SHADING over BOX, from its left to its right. */
static void fill_shading(struct painter *painter, const float *box,
			 size_t shading)
{
	struct pdf_matrix m = painter->matrix;

	m = pdf_matrix_translate(m, (double)box[0], (double)box[1]);
	m = pdf_matrix_scale(m, (double)box[2], 1);
	pdf_buffer_text(painter->content, "q\n");
	add_rectangle(painter, painter->content, box);
	pdf_buffer_text(painter->content, "W n\n");
	pdf_matrix_write(painter->content, &m, "cm");
	pdf_buffer_text(painter->content, "/h");
	pdf_buffer_number(painter->content, (double)shading, 0);
	pdf_buffer_text(painter->content, " sh\nQ\n");
}

/* Neighbouring gradients among the N operations from OPERATION on, as one;
 * returns how many.  Alpha cannot vary along a shading: the mean stands for it.
 */
static size_t draw_gradients(struct painter *painter,
			     const struct draw_operation *operation, size_t n)
{
	struct pdf_resources *resources = painter->shared->resources;
	const struct draw_operation *last = operation;
	const struct draw_operation *end = operation + n;
	struct pdf_state wanted = painter->current;
	float box[4] = { operation->v[0], operation->v[1], 0, operation->v[3] };

	while (last + 1 < end && continues(last, last + 1))
		last++;
	n = (size_t)(last - operation) + 1;
	box[2] = last->v[0] + last->v[2] - box[0];
	if (!(box[2] > 0) || pdf_matrix_size(&painter->matrix) < smallest)
		return n; /* too thin to be seen */
	pdf_mark_paint(painter->mark, painter->n_clips);
	wanted.fill.alpha = (operation->colour.alpha + last->colour2.alpha) / 2;
	pdf_state_fill(painter->content, &painter->current, &wanted, resources);
	fill_shading(painter, box,
		     pdf_resources_shading(resources, operation, n));
	return n;
}

/* A picture fills the unit square, its top row at 1. */
static void draw_pixels(struct painter *painter,
			const struct draw_operation *operation)
{
	struct pdf_state wanted = painter->current;
	struct pdf_matrix m = painter->matrix;
	struct pdf_resources *resources = painter->shared->resources;

	pdf_mark_paint(painter->mark, painter->n_clips);
	wanted.fill.alpha = 1;
	pdf_state_fill(painter->content, &painter->current, &wanted, resources);
	m = pdf_matrix_translate(m, (double)operation->v[0],
				 (double)operation->v[1] +
					 (double)operation->v[3]);
	m = pdf_matrix_scale(m, (double)operation->v[2],
			     -(double)operation->v[3]);
	pdf_buffer_text(painter->content, "q\n");
	pdf_matrix_write(painter->content, &m, "cm");
	pdf_buffer_text(painter->content, "/p");
	pdf_buffer_number(
		painter->content,
		(double)pdf_resources_picture(resources, operation->picture),
		0);
	pdf_buffer_text(painter->content, " Do\nQ\n");
}

static void draw_text_run(struct painter *painter,
			  const struct draw_operation *operation)
{
	struct pdf_state wanted = painter->wanted;
	const struct pdf_text text = { .content = painter->content,
				       .current = &painter->current,
				       .fonts = painter->shared->fonts,
				       .matrix = painter->matrix };

	pdf_mark_paint(painter->mark, painter->n_clips);
	wanted.fill = operation->colour;
	pdf_state_fill(painter->content, &painter->current, &wanted,
		       painter->shared->resources);
	pdf_text_draw(&text, operation);
}

static void set_state(struct painter *painter,
		      const struct draw_operation *operation)
{
	struct pdf_state *wanted = &painter->wanted;
	double value = (double)operation->v[0];

	if (operation->kind == DRAW_FILL_COLOUR) {
		wanted->fill = operation->colour;
	} else if (operation->kind == DRAW_STROKE_COLOUR) {
		wanted->stroke = operation->colour;
	} else if (operation->kind == DRAW_LINE_WIDTH) {
		wanted->width = value;
	} else if (operation->kind == DRAW_CAP) {
		wanted->cap = (int)value;
	} else if (operation->kind == DRAW_JOIN) {
		wanted->join = (int)value;
	} else {
		wanted->dash_on = value;
		wanted->dash_off = (double)operation->v[1];
	}
}

static void set_place(struct painter *painter,
		      const struct draw_operation *operation)
{
	double x = (double)operation->v[0], y = (double)operation->v[1];
	struct pdf_matrix *matrix = &painter->matrix;

	if (operation->kind == DRAW_TRANSLATE)
		*matrix = pdf_matrix_translate(*matrix, x, y);
	else if (operation->kind == DRAW_ROTATE)
		*matrix = pdf_matrix_rotate(*matrix, x);
	else
		*matrix = pdf_matrix_scale(*matrix, x, y);
}

static void draw_list_of(struct painter *painter,
			 const struct display_list *list);

static void draw_child(struct painter *painter,
		       const struct draw_operation *operation)
{
	struct pdf_matrix outer = painter->matrix;
	double scale = (double)operation->v[2];

	painter->matrix = pdf_matrix_scale(
		pdf_matrix_translate(outer, (double)operation->v[0],
				     (double)operation->v[1]),
		scale, scale);
	draw_list_of(painter, operation->list);
	painter->matrix = outer;
}

/* Tags and saved states; those from before the list, BASE, are out of its
 * reach. */
static void open_or_close(struct painter *painter,
			  const struct draw_operation *operation, size_t base)
{
	if (operation->kind == DRAW_SAVE)
		save(painter);
	else if (operation->kind == DRAW_RESTORE && painter->n_saved > base)
		restore(painter);
	else if (operation->kind == DRAW_TAG)
		pdf_mark_push(painter->mark, operation->tag);
	else if (operation->kind == DRAW_ARTIFACT)
		pdf_mark_push(painter->mark, NULL);
	else if (operation->kind == DRAW_END &&
		 painter->mark->depth > painter->saved[base - 1].mark_depth)
		pdf_mark_pop(painter->mark);
}

static void draw_operation(struct painter *painter,
			   const struct draw_operation *operation, size_t base)
{
	switch (operation->kind) {
	case DRAW_TRANSLATE:
	case DRAW_ROTATE:
	case DRAW_SCALE:
		set_place(painter, operation);
		break;
	case DRAW_CLIP:
		clip(painter, operation);
		break;
	case DRAW_FILL_COLOUR:
	case DRAW_STROKE_COLOUR:
	case DRAW_LINE_WIDTH:
	case DRAW_DASH:
	case DRAW_CAP:
	case DRAW_JOIN:
		set_state(painter, operation);
		break;
	case DRAW_MOVE:
	case DRAW_LINE:
	case DRAW_CURVE:
	case DRAW_CLOSE:
	case DRAW_RECTANGLE:
		add_path(painter, operation);
		break;
	case DRAW_FILL:
	case DRAW_STROKE:
	case DRAW_FILL_STROKE:
		paint(painter, operation->kind);
		break;
	case DRAW_PICTURE:
		draw_pixels(painter, operation);
		break;
	case DRAW_TEXT:
		draw_text_run(painter, operation);
		break;
	case DRAW_LIST:
		draw_child(painter, operation);
		break;
	case DRAW_SAVE:
	case DRAW_RESTORE:
	case DRAW_TAG:
	case DRAW_ARTIFACT:
	case DRAW_END:
	case DRAW_GRADIENT: /* drawn by the caller, several at once */
		open_or_close(painter, operation, base);
		break;
	}
}

/* A list is closed in itself: state, saves and tags end with it. */
static void draw_list_of(struct painter *painter,
			 const struct display_list *list)
{
	size_t base = painter->n_saved + 1, i = 0;

	save(painter);
	painter->wanted = pdf_state_initial();
	while (i < list->n_operations) {
		const struct draw_operation *operation = &list->operations[i];

		if (operation->kind == DRAW_GRADIENT) {
			i += draw_gradients(painter, operation,
					    list->n_operations - i);
		} else {
			draw_operation(painter, operation, base);
			i++;
		}
	}
	painter->mark->depth = painter->saved[base - 1].mark_depth;
	painter->path->length = 0;
	while (painter->n_saved >= base)
		restore(painter);
}

int pdf_content_draw(const void *ctx, const struct pdf_shared *shared,
		     const struct display_list *list, size_t page,
		     struct pdf_buffer **content, struct error *error)
{
	struct painter *painter = memory_new(NULL, struct painter);
	size_t deepest;

	*content = pdf_buffer_new(ctx);
	painter->shared = shared;
	painter->content = *content;
	painter->path = pdf_buffer_new(painter);
	painter->mark = pdf_mark_new(painter, *content, shared->tags, page);
	painter->matrix =
		(struct pdf_matrix){ .a = 1, .d = -1, .f = list->height };
	painter->current = pdf_state_initial();
	draw_list_of(painter, list);
	pdf_mark_close(painter->mark, 0);
	deepest = painter->deepest_clip;
	talloc_free(painter);
	if (deepest > DEEPEST_CLIP)
		return error_set(error, ERROR_FAILED, NULL,
				 "nest fewer clips in the figure",
				 "page %zu has %zu clips inside each other; "
				 "PDF allows %d",
				 page + 1, deepest, DEEPEST_CLIP);
	return 0;
}
