#include "stages/weigh.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/data/sheet.h"
#include "stages/answer_names.h"
#include "stages/weights.h"

#include <stdint.h>
#include <string.h>

enum { LEVELS_MAX = 10000 }; /* of a margin or a crossing of margins */

/* ---- levels ---- */

static size_t find_value(const struct variable *variable, const char *name)
{
	size_t i = 0;

	while (i < variable->n_values &&
	       strcmp(variable->values[i].name, name) != 0)
		i++;
	return i;
}

/* The answer called NAME, or with that label in any language. */
static int find_level(const struct weigh *weigh,
		      const struct variable *variable, const char *name,
		      size_t *level, struct error *error)
{
	const struct value parameters[] = { value_text(variable->question),
					    value_text(name) };
	struct table *table;

	*level = find_value(variable, name);
	if (*level < variable->n_values)
		return 0;
	if (database_query(weigh->context->memory, weigh->context->store,
			   "select code from label where domain = ?1 and"
			   " text = ?2 collate nocase limit 1",
			   parameters, 2, NULL, &table, error) < 0)
		return -1;
	if (table->n_rows)
		*level = find_value(variable, table_text(table, 0, 0));
	return 0;
}

static const char *nearest_value(const struct variable *variable,
				 const char *name, const void *ctx)
{
	const char **names =
		memory_array(ctx, const char *, variable->n_values);

	for (size_t i = 0; i < variable->n_values; i++)
		names[i] = variable->values[i].name;
	return nearest_word(name, names, variable->n_values);
}

static int unknown_level(const struct weigh *weigh,
			 const struct variable *variable, const char *name,
			 const char *where, struct error *error)
{
	void *ctx = weigh->context->memory;
	const char *near = nearest_value(variable, name, ctx);

	return error_set(error, ERROR_PROJECT, where,
			 near ? memory_format(ctx, "did you mean '%s'?", near)
			      : "write it as the codebook does: code or label",
			 "'%s' is no answer to '%s'", name, variable->question);
}

/* ---- the population ---- */

static int read_totals(struct weigh *weigh, struct weigh_margin *margin,
		       struct error *error)
{
	const struct project_margin *settings = margin->settings;

	for (size_t i = 0; i < settings->n_totals; i++) {
		size_t level;
		double total = 0;

		if (find_level(weigh, margin->variable, settings->levels[i],
			       &level, error) < 0)
			return -1;
		if (level == margin->variable->n_values)
			return unknown_level(weigh, margin->variable,
					     settings->levels[i],
					     settings->where, error);
		text_parse_number(settings->totals[i], '.', &total);
		margin->targets[level] += total;
	}
	return 0;
}

static int frame_level(struct weigh *weigh, struct weigh_margin *margin,
		       const struct sheet *frame, size_t row, int column,
		       size_t *level, struct error *error)
{
	const char *cell = sheet_cell(frame, row, column);

	if (find_level(weigh, margin->variable, cell, level, error) < 0)
		return -1;
	if (*level < margin->variable->n_values)
		return 0;
	return unknown_level(weigh, margin->variable, cell,
			     sheet_where(frame, frame, row, column), error);
}

static int frame_count(const struct weigh *weigh, const struct sheet *frame,
		       size_t row, double *count, struct error *error)
{
	int column;

	*count = 1;
	if (!weigh->settings->count)
		return 0;
	column = sheet_need(frame, weigh->settings->count, error);
	if (column < 0)
		return -1;
	if (text_parse_number(sheet_cell(frame, row, column), '.', count) &&
	    *count >= 0)
		return 0;
	return sheet_fault(frame, row, column, error,
			   "write how many units the row stands for",
			   "'%s' is no count", sheet_cell(frame, row, column));
}

/* Cell of the crossing; margins with totals of their own take no part. */
static int count_row(struct weigh *weigh, const struct sheet *frame, size_t row,
		     double *cells, struct error *error)
{
	size_t cell = 0;
	double count;

	if (frame_count(weigh, frame, row, &count, error) < 0)
		return -1;
	for (size_t m = 0; m < weigh->n_margins; m++) {
		struct weigh_margin *margin = &weigh->margins[m];
		size_t level;
		int column;

		if (!margin->settings->column)
			continue;
		column = sheet_need(frame, margin->settings->column, error);
		if (column < 0 || frame_level(weigh, margin, frame, row, column,
					      &level, error) < 0)
			return -1;
		margin->targets[level] += count;
		cell = cell * margin->variable->n_values + level;
	}
	if (cells)
		cells[cell] += count;
	return 0;
}

static int read_frame(struct weigh *weigh, double *cells, struct error *error)
{
	struct sheet *frame;

	if (!weigh->settings->frame)
		return 0;
	if (sheet_read(weigh->context->memory, weigh->settings->frame, &frame,
		       error) < 0)
		return -1;
	for (size_t row = 0; row < frame->n_rows; row++)
		if (count_row(weigh, frame, row, cells, error) < 0)
			return -1;
	return 0;
}

/* ---- people ---- */

static int read_people(struct weigh *weigh, struct weigh_margin *margin,
		       struct error *error)
{
	void *ctx = weigh->context->memory;
	uint32_t *codes;

	if (answer_codes_read(ctx, weigh->answers, margin->variable, &codes,
			      error) < 0)
		return -1;
	margin->level = memory_array(ctx, size_t, weigh->n);
	for (size_t i = 0; i < weigh->n; i++)
		margin->level[i] = codes[i] < ANSWER_FIRST
					   ? SIZE_MAX
					   : codes[i] - ANSWER_FIRST;
	talloc_free(codes);
	return 0;
}

/* An answer that people gave and the population does not have. */
static int check_people(const struct weigh *weigh,
			const struct weigh_margin *margin, struct error *error)
{
	for (size_t i = 0; i < weigh->n; i++) {
		size_t level = margin->level[i];

		if (level < margin->variable->n_values &&
		    !(margin->targets[level] > 0))
			return error_set(
				error, ERROR_DATA, margin->settings->where,
				"add it to the population, or correct the "
				"answers (rules: recode)",
				"people answered '%s' to '%s', but the "
				"population has none of them",
				margin->variable->values[level].name,
				margin->variable->question);
	}
	return 0;
}

static int start_margin(struct weigh *weigh, struct weigh_margin *margin,
			struct error *error)
{
	void *ctx = weigh->context->memory;
	const char **levels;

	margin->variable = answer_named(weigh->answers, weigh->answers,
					margin->settings->variable,
					margin->settings->where, error);
	if (!margin->variable)
		return -1;
	if (margin->variable->type != QUESTION_SELECT_ONE)
		return error_set(error, ERROR_PROJECT, margin->settings->where,
				 "name a question with one choice",
				 "'%s' cannot be a margin",
				 margin->settings->variable);
	levels = memory_array(ctx, const char *, margin->variable->n_values);
	for (size_t i = 0; i < margin->variable->n_values; i++)
		levels[i] = margin->variable->values[i].name;
	margin->targets = memory_array(ctx, double, margin->variable->n_values);
	if (read_people(weigh, margin, error) < 0)
		return -1;
	margin->margin = (struct margin){
		.name = margin->variable->question,
		.levels = levels,
		.n_levels = margin->variable->n_values,
		.targets = margin->targets,
		.level = margin->level,
	};
	return margin->settings->n_totals ? read_totals(weigh, margin, error)
					  : 0;
}

/* ---- what is fitted ---- */

/* "north, small" for cell 5. */
static const char *cell_name(const struct weigh *weigh, size_t cell)
{
	char *name = NULL;

	for (size_t m = weigh->n_margins; m-- > 0;) {
		const struct variable *variable = weigh->margins[m].variable;
		const char *level =
			variable->values[cell % variable->n_values].name;

		name = name ? memory_format(weigh->margins, "%s, %s", level,
					    name)
			    : memory_text(weigh->margins, level);
		cell /= variable->n_values;
	}
	return name;
}

static int count_cells(const struct weigh *weigh, size_t *n_cells,
		       struct error *error)
{
	*n_cells = 1;
	for (size_t m = 0; m < weigh->n_margins; m++) {
		*n_cells *= weigh->margins[m].variable->n_values;
		if (*n_cells > LEVELS_MAX)
			return error_set(error, ERROR_PROJECT,
					 weigh->settings->where,
					 "write method: raking, or fewer "
					 "margins",
					 "the margins cross in more than %d "
					 "cells",
					 LEVELS_MAX);
		if (weigh->n_margins > 1 &&
		    weigh->margins[m].settings->n_totals)
			return error_set(
				error, ERROR_PROJECT,
				weigh->margins[m].settings->where,
				"give a frame with a column for it, or write "
				"method: raking",
				"totals of single margins do not tell how "
				"they cross: no post-stratification");
	}
	return 0;
}

static size_t cell_of(const struct weigh *weigh, size_t person)
{
	size_t cell = 0;

	for (size_t m = 0; m < weigh->n_margins; m++) {
		const struct weigh_margin *margin = &weigh->margins[m];

		if (margin->level[person] >= margin->variable->n_values)
			return SIZE_MAX;
		cell = cell * margin->variable->n_values +
		       margin->level[person];
	}
	return cell;
}

static void cross_margins(struct weigh *weigh, const double *targets,
			  size_t n_cells)
{
	void *ctx = weigh->context->memory;
	const char **names = memory_array(ctx, const char *, n_cells);
	size_t *cells = memory_array(ctx, size_t, weigh->n);
	char *name = NULL;

	for (size_t m = 0; m < weigh->n_margins; m++)
		name = name ? memory_format(ctx, "%s x %s", name,
					    weigh->margins[m].margin.name)
			    : memory_text(ctx, weigh->margins[m].margin.name);
	for (size_t i = 0; i < n_cells; i++)
		names[i] = cell_name(weigh, i);
	for (size_t i = 0; i < weigh->n; i++)
		cells[i] = cell_of(weigh, i);
	weigh->fitted = memory_array(ctx, struct margin, 1);
	weigh->n_fitted = 1;
	weigh->fitted[0] =
		(struct margin){ name, names, n_cells, targets, cells };
}

static int fit_crossing(struct weigh *weigh, struct error *error)
{
	double *cells;
	size_t n_cells;

	if (count_cells(weigh, &n_cells, error) < 0)
		return -1;
	cells = memory_array(weigh->context->memory, double, n_cells);
	if (read_frame(weigh, cells, error) < 0)
		return -1;
	if (weigh->margins[0].settings->n_totals)
		memcpy(cells, weigh->margins[0].targets,
		       n_cells * sizeof *cells);
	cross_margins(weigh, cells, n_cells);
	return 0;
}

int weigh_read_margins(struct weigh *weigh, struct error *error)
{
	const struct project_weights *settings = weigh->settings;
	void *ctx = weigh->context->memory;

	weigh->n_margins = settings->n_margins;
	weigh->margins =
		memory_array(ctx, struct weigh_margin, settings->n_margins);
	for (size_t m = 0; m < settings->n_margins; m++) {
		weigh->margins[m].settings = &settings->margins[m];
		if (start_margin(weigh, &weigh->margins[m], error) < 0)
			return -1;
	}
	if (settings->method == WEIGHTS_POST_STRATIFICATION) {
		if (fit_crossing(weigh, error) < 0)
			return -1;
	} else {
		if (read_frame(weigh, NULL, error) < 0)
			return -1;
		weigh->n_fitted = weigh->n_margins;
		weigh->fitted =
			memory_array(ctx, struct margin, weigh->n_margins);
		for (size_t m = 0; m < weigh->n_margins; m++)
			weigh->fitted[m] = weigh->margins[m].margin;
	}
	for (size_t m = 0; m < weigh->n_margins; m++)
		if (check_people(weigh, &weigh->margins[m], error) < 0)
			return -1;
	return 0;
}
