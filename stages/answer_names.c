#include "stages/answer_names.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

#include <math.h>
#include <string.h>

const struct variable *answer_named(const void *ctx,
				    const struct answers *answers,
				    const char *name, const char *where,
				    struct error *error)
{
	const struct variable *found = answers_variable(answers, name);
	const char **names;
	const char *near;

	if (found)
		return found;
	names = memory_array(ctx, const char *, answers->n_variables);
	for (size_t i = 0; i < answers->n_variables; i++)
		names[i] = answers->variables[i].name;
	near = nearest_word(name, names, answers->n_variables);
	error_set(error, ERROR_PROJECT, where,
		  near ? memory_format(ctx, "did you mean '%s'?", near)
		       : "name a question of the codebook",
		  "there are no answers called '%s'", name);
	return NULL;
}

bool answer_is_origin(const struct variable *variable)
{
	return !strcmp(variable->name, "source") ||
	       !strcmp(variable->name, "wave");
}

int answer_codes_read(const void *ctx, const struct answers *answers,
		      const struct variable *variable, uint32_t **codes,
		      struct error *error)
{
	struct answer_cursor *cursor;
	struct answer_codes chunk;
	uint64_t row = 0;
	int more;

	*codes = memory_array(ctx, uint32_t, answers->n_rows);
	if (answer_cursor_open(*codes, answers, variable, &cursor, error) < 0)
		return -1;
	while ((more = answer_cursor_next(cursor, &chunk, error)) > 0)
		for (size_t i = 0; i < chunk.n && row < answers->n_rows; i++)
			(*codes)[row++] = answer_code(&chunk, i);
	talloc_free(cursor);
	return more;
}

int answer_numbers_read(const void *ctx, const struct answers *answers,
			const struct variable *variable, double **numbers,
			struct error *error)
{
	uint32_t *codes;

	*numbers = memory_array(ctx, double, answers->n_rows);
	if (answer_codes_read(*numbers, answers, variable, &codes, error) < 0)
		return -1;
	for (uint64_t row = 0; row < answers->n_rows; row++) {
		uint32_t code = codes[row];

		(*numbers)[row] =
			code < ANSWER_FIRST
				? (double)NAN
				: variable->values[code - ANSWER_FIRST].number;
	}
	talloc_free(codes);
	return 0;
}

void answer_ones(const struct variable *variable, size_t value,
		 const uint32_t *codes, size_t n, double *ones)
{
	for (size_t i = 0; i < n; i++) {
		size_t given = codes[i] - ANSWER_FIRST;

		if (codes[i] < ANSWER_FIRST)
			ones[i] = (double)NAN;
		else
			ones[i] = variable->choice
					  ? variable->values[given].number > 0
					  : given == value;
	}
}
