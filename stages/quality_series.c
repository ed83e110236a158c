/*
 * Answering without reading: the same answer down a series of questions.  A
 * series may be even for good reasons (every skill is required at the highest
 * level), so people are marked only where every series is.
 */
#include "stages/quality.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/framework.h"
#include "pipeline/data/skill_pattern.h"

#include <math.h>
#include <string.h>

/* One series, person by person. */
struct run_state {
	uint16_t *last, *run, *longest, *n;
	float *sum, *squares;
};

/* All series so far, person by person. */
struct totals {
	uint8_t *n_series, *n_straight;
	float *squares;    /* sum of squared deviations within series */
	uint16_t *freedom; /* their degrees of freedom */
};

/* ---- which series ---- */

static void add_variable(struct quality *quality, struct quality_series *series,
			 const struct variable *variable)
{
	if (variable)
		memory_append(quality->context->memory, series->variables,
			      const struct variable *, series->n, variable);
}

static void add_series(struct quality *quality, struct quality_series series)
{
	if (series.n >= (size_t)quality->settings->least_items)
		memory_append(quality->context->memory, quality->series,
			      struct quality_series, quality->n_series, series);
}

static int find_measures(struct quality *quality, struct error *error)
{
	const struct project_skills *skills = quality->context->project->skills;
	void *ctx = quality->context->memory;
	const char *patterns[] = { skills->current, skills->required,
				   skills->future };
	struct framework *framework;

	if (framework_load(ctx, skills->framework, &framework, error) < 0)
		return -1;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct quality_series series = { .n = 0 };

		for (size_t j = 0; patterns[i] && j < framework->n_skills; j++)
			add_variable(quality, &series,
				     answers_variable(
					     quality->answers,
					     skill_pattern_name(
						     ctx, patterns[i],
						     &framework->skills[j])));
		add_series(quality, series);
	}
	return 0;
}

static bool is_same_scale(const struct variable *one,
			  const struct variable *two)
{
	if (one->type != QUESTION_SELECT_ONE ||
	    two->type != QUESTION_SELECT_ONE || one->n_values < 3 ||
	    one->n_values != two->n_values)
		return false;
	for (size_t i = 0; i < one->n_values; i++)
		if (strcmp(one->values[i].name, two->values[i].name) != 0)
			return false;
	return true;
}

static void find_scales(struct quality *quality)
{
	const struct answers *answers = quality->answers;
	struct quality_series series = { .n = 0 };

	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];

		if (series.n && !is_same_scale(series.variables[0], variable)) {
			add_series(quality, series);
			series = (struct quality_series){ .n = 0 };
		}
		if (variable->type == QUESTION_SELECT_ONE)
			add_variable(quality, &series, variable);
	}
	add_series(quality, series);
}

int quality_find_series(struct quality *quality, struct error *error)
{
	if (quality->context->project->skills)
		return find_measures(quality, error);
	find_scales(quality);
	return 0;
}

/* ---- one series ---- */

static struct run_state new_state(const void *ctx, size_t n)
{
	return (struct run_state){
		.last = memory_array(ctx, uint16_t, n),
		.run = memory_array(ctx, uint16_t, n),
		.longest = memory_array(ctx, uint16_t, n),
		.n = memory_array(ctx, uint16_t, n),
		.sum = memory_array(ctx, float, n),
		.squares = memory_array(ctx, float, n),
	};
}

/* Values of a scale from 0 to 1; NaN for kinds of missing. */
static float *scaled_values(const void *ctx, const struct variable *variable)
{
	float *scaled =
		memory_array(ctx, float, ANSWER_FIRST + variable->n_values);
	double low = (double)INFINITY, high = -(double)INFINITY;

	for (size_t i = 0; i < variable->n_values; i++) {
		low = fmin(low, variable->values[i].number);
		high = fmax(high, variable->values[i].number);
	}
	for (size_t i = 0; i < variable->n_values; i++) {
		double part = (variable->values[i].number - low) / (high - low);

		scaled[ANSWER_FIRST + i] = isfinite(part) ? (float)part : 0;
	}
	return scaled;
}

static void add_answer(struct run_state *state, uint64_t row, uint16_t code,
		       float value)
{
	uint16_t run = state->last[row] == code ? state->run[row] : 0;

	state->last[row] = code;
	state->run[row] = (uint16_t)(run + 1);
	if (state->run[row] > state->longest[row])
		state->longest[row] = state->run[row];
	state->n[row]++;
	state->sum[row] += value;
	state->squares[row] += value * value;
}

static int read_series(const struct quality *quality,
		       const struct quality_series *series,
		       struct run_state *state, uint16_t *codes,
		       struct error *error)
{
	uint64_t n = quality->answers->n_rows;

	for (size_t i = 0; i < series->n; i++) {
		const struct variable *variable = series->variables[i];
		float *values = scaled_values(codes, variable);
		size_t most = ANSWER_FIRST + variable->n_values;

		if (quality_codes(quality, variable, codes, error) < 0)
			return -1;
		for (uint64_t row = 0; row < n; row++)
			if (codes[row] >= ANSWER_FIRST && codes[row] < most)
				add_answer(state, row, codes[row],
					   values[codes[row]]);
		talloc_free(values);
	}
	return 0;
}

static void sum_up(const struct quality *quality, const struct run_state *state,
		   struct totals *totals)
{
	const struct project_quality *settings = quality->settings;

	for (uint64_t row = 0; row < quality->answers->n_rows; row++) {
		float n = (float)state->n[row];

		if (state->n[row] < settings->least_items)
			continue;
		totals->n_series[row]++;
		totals->n_straight[row] =
			(uint8_t)(totals->n_straight[row] +
				  ((double)state->longest[row] >=
				   settings->longest_run *
					   (double)state->n[row]));
		totals->squares[row] += state->squares[row] -
					state->sum[row] * state->sum[row] / n;
		totals->freedom[row] =
			(uint16_t)(totals->freedom[row] + state->n[row] - 1);
	}
}

static void mark(struct quality *quality, const struct totals *totals)
{
	for (uint64_t row = 0; row < quality->answers->n_rows; row++) {
		double variance;

		if (!totals->n_series[row])
			continue;
		quality->judged[QUALITY_STRAIGHT_LINING]++;
		quality->judged[QUALITY_LOW_VARIATION]++;
		if (totals->n_straight[row] == totals->n_series[row])
			quality_mark(quality, row, QUALITY_STRAIGHT_LINING);
		variance = (double)totals->squares[row] /
			   (double)totals->freedom[row];
		if (sqrt(fmax(variance, 0)) < quality->settings->least_spread)
			quality_mark(quality, row, QUALITY_LOW_VARIATION);
	}
}

int quality_mark_series(struct quality *quality, struct error *error)
{
	void *scratch = memory_new(quality->context->memory, char);
	size_t n = quality->answers->n_rows;
	uint16_t *codes = memory_array(scratch, uint16_t, n);
	struct totals totals = {
		.n_series = memory_array(scratch, uint8_t, n),
		.n_straight = memory_array(scratch, uint8_t, n),
		.squares = memory_array(scratch, float, n),
		.freedom = memory_array(scratch, uint16_t, n),
	};

	for (size_t i = 0; i < quality->n_series; i++) {
		void *of_series = memory_new(scratch, char);
		struct run_state state = new_state(of_series, n);

		if (read_series(quality, &quality->series[i], &state, codes,
				error) < 0)
			return -1;
		sum_up(quality, &state, &totals);
		talloc_free(of_series);
	}
	mark(quality, &totals);
	talloc_free(scratch);
	return 0;
}
