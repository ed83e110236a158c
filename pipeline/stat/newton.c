#include "pipeline/stat/newton.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/matrix.h"

#include <string.h>

enum { MOST_STEPS = 100, MOST_HALVINGS = 40 };
static const double small_decrement = 1e-18;
static const double near_decrement = 1e-8;

struct search {
	const struct newton_model *model;
	struct newton *at;
	double *gradient, *step, *trial; /* p */
};

/* The step; its decrement, or -1 when there is no information left in some
 * direction. */
static double find_step(struct search *s)
{
	size_t p = s->at->p;
	double decrement = 0;

	s->model->differentiate(s->model->model, s->at->values, s->gradient,
				s->at->information);
	if (!matrix_invert(s->at->information, p, s->at->information, NULL))
		return -1;
	for (size_t a = 0; a < p; a++) {
		s->step[a] = 0;
		for (size_t b = 0; b < p; b++)
			s->step[a] +=
				s->at->information[a * p + b] * s->gradient[b];
		decrement += s->step[a] * s->gradient[a];
	}
	return decrement;
}

static double evaluate(const struct search *s, const double *values)
{
	return s->model->evaluate(s->model->model, values);
}

/* Go along the step, halving it until the likelihood does not fall.  Near the
 * maximum its change drowns in rounding: there the whole step is taken. */
static bool take_step(struct search *s, bool is_near)
{
	size_t p = s->at->p;
	double length = 1;

	for (int i = 0; i < MOST_HALVINGS; i++, length /= 2) {
		double found;

		for (size_t a = 0; a < p; a++)
			s->trial[a] = s->at->values[a] + length * s->step[a];
		found = evaluate(s, s->trial);
		if (found >= s->at->log_likelihood || is_near) {
			s->at->log_likelihood = found;
			memcpy(s->at->values, s->trial, p * sizeof *s->trial);
			return true;
		}
	}
	s->at->log_likelihood = evaluate(s, s->at->values);
	return false;
}

static bool search_maximum(struct search *s)
{
	s->at->log_likelihood = evaluate(s, s->at->values);
	for (int i = 0; i < MOST_STEPS && s->at->p > 0; i++) {
		double decrement = find_step(s);
		bool is_moving;

		if (decrement < 0)
			return false;
		is_moving = take_step(s, decrement < near_decrement);
		if (decrement < small_decrement || !is_moving)
			return true;
	}
	return s->at->p == 0;
}

struct newton *newton_maximise(const void *ctx,
			       const struct newton_model *model,
			       const double *start)
{
	size_t p = model->p;
	struct newton *out = memory_new(ctx, struct newton);
	double *scratch = memory_array(NULL, double, 3 * p);
	struct search s = { .model = model, .at = out };

	s.gradient = scratch;
	s.step = scratch + p;
	s.trial = scratch + 2 * p;
	out->p = p;
	out->values = memory_array(out, double, p);
	out->information = memory_array(out, double, p *p);
	for (size_t a = 0; a < p; a++)
		out->values[a] = start[a];
	out->has_converged = search_maximum(&s);
	talloc_free(scratch);
	return out;
}

bool newton_is_informed(const struct newton *newton, size_t first, double limit)
{
	for (size_t a = first; a < newton->p; a++)
		if (newton->information[a * newton->p + a] > limit)
			return false;
	return true;
}
