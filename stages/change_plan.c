#include "stages/change.h"

#include "pipeline/core/memory.h"
#include "stages/answer_names.h"

#include <math.h>
#include <string.h>

/* ---- items ---- */

static int widen_scale(struct change_item *item,
		       const struct variable *variable, const char *where,
		       struct error *error)
{
	size_t n_numbers = 0;

	for (size_t i = 0; i < variable->n_values; i++) {
		double number = variable->values[i].number;

		if (isnan(number))
			continue;
		n_numbers++;
		item->minimum = fmin(item->minimum, number);
		item->maximum = fmax(item->maximum, number);
	}
	if (n_numbers || !variable->n_values)
		return 0;
	return error_set(error, ERROR_PROJECT, where,
			 "name a question with numbers, or give its choices "
			 "numbers in the codebook",
			 "the answers to '%s' are no numbers to compare",
			 variable->name);
}

/* "then_{question}" of a question. */
static char *then_name(const void *ctx, const char *pattern, const char *name)
{
	const char *mark = strstr(pattern, "{question}");

	return memory_format(ctx, "%.*s%s%s", (int)(mark - pattern), pattern,
			     name, mark + strlen("{question}"));
}

static int add_variables(const struct change_plan *plan,
			 struct change_item *item, const char *const *names,
			 const char *where, struct error *error)
{
	item->minimum = (double)INFINITY;
	item->maximum = -(double)INFINITY;
	item->variables = memory_array(plan, const struct variable *, item->n);
	for (size_t i = 0; i < item->n; i++) {
		const struct variable *found = answer_named(
			plan, plan->answers, names[i], where, error);

		if (!found || widen_scale(item, found, where, error) < 0)
			return -1;
		item->variables[i] = found;
	}
	return 0;
}

static int add_then(const struct change_plan *plan, struct change_item *item,
		    struct error *error)
{
	const struct project_change *settings = plan->settings;

	if (!settings->then)
		return 0;
	item->then = memory_array(plan, const struct variable *, item->n);
	for (size_t i = 0; i < item->n; i++) {
		item->then[i] =
			answer_named(plan, plan->answers,
				     then_name(plan, settings->then,
					       item->variables[i]->name),
				     settings->where, error);
		if (!item->then[i])
			return -1;
	}
	return 0;
}

int change_item_make(const struct change_plan *plan, const char *const *names,
		     size_t n, const struct project_scale *scale,
		     struct change_item *item, struct error *error)
{
	const struct project_change *settings = plan->settings;

	*item = (struct change_item){ .name = scale ? scale->name : names[0],
				      .scale = scale,
				      .n = n };
	if (add_variables(plan, item, names,
			  scale ? scale->where : settings->where, error) < 0)
		return -1;
	if (!isnan(settings->minimum))
		item->minimum = settings->minimum;
	if (!isnan(settings->maximum))
		item->maximum = settings->maximum;
	return 0;
}

static int add_item(struct change_plan *plan, const char *const *names,
		    size_t n, const struct project_scale *scale,
		    struct error *error)
{
	struct change_item item;

	if (change_item_make(plan, names, n, scale, &item, error) < 0 ||
	    add_then(plan, &item, error) < 0)
		return -1;
	memory_append(plan, plan->items, struct change_item, plan->n_items,
		      item);
	return 0;
}

static int add_items(struct change_plan *plan, struct error *error)
{
	const struct project_change *settings = plan->settings;

	for (size_t i = 0; i < settings->n_scales; i++) {
		const struct project_scale *scale = &settings->scales[i];

		if (add_item(plan, scale->questions, scale->n_questions, scale,
			     error) < 0)
			return -1;
	}
	for (size_t i = 0; i < settings->n_questions; i++)
		if (add_item(plan, &settings->questions[i], 1, NULL, error) < 0)
			return -1;
	return 0;
}

/* ---- instruments and units ---- */

static double time_at(const struct project_instruments *settings,
		      const char *name, size_t otherwise)
{
	for (size_t i = 0; settings->times && i < settings->n_order; i++)
		if (!strcmp(settings->order[i], name))
			return settings->times[i];
	return (double)otherwise;
}

static int add_instruments(struct change_plan *plan, uint8_t *place_of,
			   struct error *error)
{
	struct table *names;

	memset(place_of, CHANGE_NOWHERE, CHANGE_MOST + 1);
	if (database_query(plan, plan->context->store,
			   "SELECT position, instrument FROM link"
			   " GROUP BY position ORDER BY position",
			   NULL, 0, NULL, &names, error) < 0)
		return -1;
	plan->times = memory_array(plan, double, names->n_rows);
	plan->instruments = memory_array(plan, const char *, names->n_rows);
	for (size_t i = 0; i < names->n_rows; i++) {
		const char *name = table_text(names, i, 1);
		size_t position = (size_t)table_cell(names, i, 0)->integer;

		if (!strcmp(name, "then")) {
			place_of[position] = CHANGE_THEN;
			continue;
		}
		place_of[position] = (uint8_t)plan->n_instruments;
		plan->times[plan->n_instruments] =
			time_at(plan->context->project->instruments, name,
				plan->n_instruments + 1);
		plan->instruments[plan->n_instruments++] = name;
	}
	return 0;
}

/* Instrument and unit of every answer; the first answer of every unit. */
static int read_links(struct change_plan *plan, uint64_t **first_row,
		      struct error *error)
{
	uint8_t place_of[CHANGE_MOST + 1];
	size_t n = plan->answers->n_rows;
	struct statement *link;
	int more;

	if (add_instruments(plan, place_of, error) < 0)
		return -1;
	plan->unit_of = memory_array(plan, uint32_t, n);
	plan->instrument_of = memory_array(plan, uint8_t, n);
	*first_row = memory_array(plan, uint64_t, n);
	memset(plan->instrument_of, CHANGE_NOWHERE, n);
	if (statement_prepare(plan->context->store,
			      "SELECT unit, position, row FROM link"
			      " ORDER BY position, row",
			      &link, error) < 0)
		return -1;
	while ((more = statement_step(link, error)) > 0) {
		size_t unit = (size_t)statement_integer(link, 0);
		size_t row = (size_t)statement_integer(link, 2);

		if (row >= n || unit > n)
			continue;
		plan->unit_of[row] = (uint32_t)unit;
		plan->instrument_of[row] =
			place_of[(size_t)statement_integer(link, 1)];
		while (plan->n_units < unit)
			(*first_row)[plan->n_units++] = UINT64_MAX;
		if ((*first_row)[unit - 1] == UINT64_MAX)
			(*first_row)[unit - 1] = row;
	}
	talloc_free(link);
	return more;
}

/* ---- levels ---- */

static int add_grouping(struct change_plan *plan, size_t by,
			const uint64_t *first_row, struct error *error)
{
	const struct variable *variable =
		answer_named(plan, plan->answers, plan->settings->by[by],
			     plan->settings->where, error);
	uint32_t *codes;

	if (!variable ||
	    answer_codes_read(plan, plan->answers, variable, &codes, error) < 0)
		return -1;
	plan->level_codes[by] = memory_array(plan, uint32_t, plan->n_units);
	for (size_t unit = 0; unit < plan->n_units; unit++)
		plan->level_codes[by][unit] = codes[first_row[unit]];
	for (size_t i = 0; i < variable->n_values; i++) {
		struct change_level level = { variable->name,
					      variable->values[i].name, by,
					      (uint32_t)(ANSWER_FIRST + i) };

		memory_append(plan, plan->levels, struct change_level,
			      plan->n_levels, level);
	}
	talloc_free(codes);
	return 0;
}

bool change_is_in(const struct change_plan *plan,
		  const struct change_level *level, size_t unit)
{
	return level->by == CHANGE_EVERYBODY ||
	       plan->level_codes[level->by][unit] == level->code;
}

int change_plan(struct change_plan *plan, struct error *error)
{
	struct change_level everybody = { "all", "all", CHANGE_EVERYBODY, 0 };
	uint64_t *first_row;

	if (add_items(plan, error) < 0 ||
	    read_links(plan, &first_row, error) < 0)
		return -1;
	plan->level_codes =
		memory_array(plan, uint32_t *, plan->settings->n_by);
	memory_append(plan, plan->levels, struct change_level, plan->n_levels,
		      everybody);
	for (size_t i = 0; i < plan->settings->n_by; i++)
		if (add_grouping(plan, i, first_row, error) < 0)
			return -1;
	talloc_free(first_row);
	return 0;
}
