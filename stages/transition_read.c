#include "pipeline/core/memory.h"
#include "stages/answer_names.h"
#include "stages/transition.h"

#include <stdint.h>
#include <string.h>

static size_t state_named(const struct transition *transition, const char *name)
{
	size_t i = 0;

	while (i < transition->n_states &&
	       strcmp(transition->states[i], name) != 0)
		i++;
	return i;
}

/* The states of all variables, those of the first one first. */
static void add_states(struct transition *transition,
		       const struct variable *variable)
{
	if (!transition->first_variable)
		transition->first_variable = variable->name;
	for (size_t i = 0; i < variable->n_values; i++)
		if (state_named(transition, variable->values[i].name) ==
		    transition->n_states)
			memory_append(transition, transition->states,
				      const char *, transition->n_states,
				      variable->values[i].name);
}

static int read_states(struct transition *transition, const char *name,
		       const char *where, size_t **states, struct error *error)
{
	const struct variable *variable = answer_named(
		transition, transition->answers, name, where, error);
	size_t n = (size_t)transition->answers->n_rows;
	uint32_t *codes;

	if (!variable)
		return -1;
	if (variable->type != QUESTION_SELECT_ONE)
		return error_set(error, ERROR_PROJECT, where,
				 "name a question of the type select_one",
				 "'%s' is no question with one choice", name);
	if (answer_codes_read(transition, transition->answers, variable, &codes,
			      error) < 0)
		return -1;
	add_states(transition, variable);
	*states = memory_array(transition, size_t, n);
	for (size_t i = 0; i < n; i++)
		(*states)[i] =
			codes[i] < ANSWER_FIRST
				? SIZE_MAX
				: state_named(transition,
					      variable->values[codes[i] -
							       ANSWER_FIRST]
						      .name);
	talloc_free(codes);
	return 0;
}

/* Only who tells all moments can be compared. */
static void leave_out(const struct transition *transition,
		      struct transition_item *item)
{
	size_t n_moments = transition->settings->n_moments;

	for (uint64_t i = 0; i < transition->answers->n_rows; i++) {
		bool is_complete = true;

		for (size_t m = 0; m < n_moments; m++)
			is_complete &= item->states[m][i] != SIZE_MAX;
		for (size_t m = 0; m < n_moments && !is_complete; m++)
			item->states[m][i] = SIZE_MAX;
	}
}

static int read_item(struct transition *transition,
		     const struct project_named *named,
		     struct transition_item *item, struct error *error)
{
	const struct project_transition *settings = transition->settings;

	item->name = named->name;
	for (size_t m = 0; m < settings->n_moments; m++) {
		const struct project_named *moment = &settings->moments[m];
		char *name =
			project_transition_question(transition, moment, named);

		if (read_states(transition, name, named->where,
				&item->states[m], error) < 0)
			return -1;
	}
	leave_out(transition, item);
	return 0;
}

static int mark_counted(struct transition *transition, struct error *error)
{
	const struct project_transition *settings = transition->settings;

	transition->is_counted =
		memory_array(transition, bool, transition->n_states);
	for (size_t i = 0; i < settings->n_counted; i++) {
		size_t at = state_named(transition, settings->counted[i]);

		if (at == transition->n_states)
			return error_set(
				error, ERROR_PROJECT, settings->where,
				memory_format(transition,
					      "name answers of '%s' "
					      "in 'counted'",
					      transition->first_variable),
				"there is no answer '%s'",
				settings->counted[i]);
		transition->is_counted[at] = true;
	}
	return 0;
}

int transition_read(struct transition *transition, struct error *error)
{
	const struct project_transition *settings = transition->settings;

	transition->items = memory_array(transition, struct transition_item,
					 settings->n_items);
	for (size_t i = 0; i < settings->n_items; i++)
		if (read_item(transition, &settings->items[i],
			      &transition->items[i], error) < 0)
			return -1;
	return mark_counted(transition, error);
}
