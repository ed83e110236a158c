#include "pipeline/core/memory.h"
#include "pipeline/run/source_codebook.h"
#include "stages/answer_names.h"
#include "stages/inventory.h"

#include <math.h>
#include <string.h>

static const struct variable *one_choice(const struct inventory *inventory,
					 const char *name, struct error *error)
{
	const char *where = inventory->settings->where;
	const struct variable *variable =
		answer_named(inventory->context->memory, inventory->answers,
			     name, where, error);

	if (!variable || variable->type == QUESTION_SELECT_ONE)
		return variable;
	error_set(error, ERROR_PROJECT, where,
		  "name a question of the type select_one",
		  "'%s' is no question with one choice", name);
	return NULL;
}

/* ---- who has what ---- */

struct entries {
	size_t n;
	size_t *rows; /* of the answers */
	const char **things, **organisations;
};

static int write_entry(struct inventory *inventory, const uint32_t codes[2],
		       const struct variable *const variables[2], size_t entry,
		       struct error *error)
{
	struct table_writer *writer = inventory->writers->entries;

	table_writer_text(writer, inventory->settings->name);
	table_writer_integer(writer, (int64_t)inventory->position);
	table_writer_integer(writer, (int64_t)entry + 1);
	for (size_t i = 0; i < 2; i++) {
		size_t value = codes[i] - ANSWER_FIRST;

		table_writer_text(writer, variables[i]->values[value].name);
		table_writer_integer(writer, (int64_t)value + 1);
	}
	return table_writer_row(writer, error);
}

/* Rows that name a thing; without its organisation they tell nothing. */
static int read_entries(struct inventory *inventory,
			const struct variable *const variables[2],
			struct entries *entries, struct error *error)
{
	struct stage_context *context = inventory->context;
	size_t n = (size_t)inventory->answers->n_rows;
	uint32_t *codes[2];

	for (size_t i = 0; i < 2; i++)
		if (answer_codes_read(context->memory, inventory->answers,
				      variables[i], &codes[i], error) < 0)
			return -1;
	entries->rows = memory_array(context->memory, size_t, n);
	entries->things = memory_array(context->memory, const char *, n);
	entries->organisations = memory_array(context->memory, const char *, n);
	for (size_t i = 0; i < n; i++) {
		const uint32_t pair[2] = { codes[0][i], codes[1][i] };
		size_t at = entries->n;

		if (pair[0] < ANSWER_FIRST)
			continue;
		context->rows.read++;
		context->rows.set_aside += pair[1] < ANSWER_FIRST;
		context->rows.kept += pair[1] >= ANSWER_FIRST;
		if (pair[1] < ANSWER_FIRST)
			continue;
		entries->rows[at] = i;
		entries->things[at] =
			variables[0]->values[pair[0] - ANSWER_FIRST].name;
		entries->organisations[at] =
			variables[1]->values[pair[1] - ANSWER_FIRST].name;
		if (write_entry(inventory, pair, variables, at, error) < 0)
			return -1;
		entries->n++;
	}
	return 0;
}

static void begin_row(struct inventory *inventory, struct table_writer *writer,
		      const struct entries *entries, size_t entry,
		      const char *field)
{
	table_writer_text(writer, inventory->settings->name);
	table_writer_integer(writer, (int64_t)entry + 1);
	table_writer_text(writer, entries->things[entry]);
	table_writer_text(writer, entries->organisations[entry]);
	table_writer_text(writer, field);
}

/* ---- fields ---- */

static int write_option(struct inventory *inventory, const char *field,
			const char *answer, size_t position,
			struct error *error)
{
	struct table_writer *writer = inventory->writers->options;

	table_writer_text(writer, inventory->settings->name);
	table_writer_text(writer, field);
	table_writer_text(writer, answer);
	table_writer_integer(writer, (int64_t)position);
	return table_writer_row(writer, error);
}

static int write_said(struct inventory *inventory,
		      const struct entries *entries, size_t entry,
		      const char *field, const char *answer,
		      struct error *error)
{
	struct table_writer *writer = inventory->writers->said;

	begin_row(inventory, writer, entries, entry, field);
	table_writer_text(writer, answer);
	return table_writer_row(writer, error);
}

static int read_one(struct inventory *inventory, const struct entries *entries,
		    const char *field, struct error *error)
{
	const struct variable *variable = one_choice(inventory, field, error);
	uint32_t *codes;

	if (!variable ||
	    answer_codes_read(inventory->context->memory, inventory->answers,
			      variable, &codes, error) < 0)
		return -1;
	for (size_t i = 0; i < variable->n_values; i++)
		if (write_option(inventory, field, variable->values[i].name,
				 i + 1, error) < 0)
			return -1;
	for (size_t i = 0; i < entries->n; i++) {
		uint32_t code = codes[entries->rows[i]];

		if (code >= ANSWER_FIRST &&
		    write_said(inventory, entries, i, field,
			       variable->values[code - ANSWER_FIRST].name,
			       error) < 0)
			return -1;
	}
	return 0;
}

/* VARIABLE is one choice of a question with several. */
static int read_choice(struct inventory *inventory,
		       const struct entries *entries,
		       const struct variable *variable, size_t position,
		       struct error *error)
{
	double *chosen;

	if (write_option(inventory, variable->question, variable->choice,
			 position, error) < 0 ||
	    answer_numbers_read(inventory->context->memory, inventory->answers,
				variable, &chosen, error) < 0)
		return -1;
	for (size_t i = 0; i < entries->n; i++)
		if (chosen[entries->rows[i]] > 0 &&
		    write_said(inventory, entries, i, variable->question,
			       variable->choice, error) < 0)
			return -1;
	return 0;
}

static int read_field(struct inventory *inventory,
		      const struct entries *entries, const char *field,
		      struct error *error)
{
	const struct answers *answers = inventory->answers;
	size_t n = 0;

	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];

		if (!variable->choice || strcmp(variable->question, field) != 0)
			continue;
		if (read_choice(inventory, entries, variable, ++n, error) < 0)
			return -1;
	}
	return n ? 0 : read_one(inventory, entries, field, error);
}

/* ---- numbers ---- */

static int read_number(struct inventory *inventory,
		       const struct entries *entries, const char *field,
		       struct error *error)
{
	struct table_writer *writer = inventory->writers->figures;
	void *memory = inventory->context->memory;
	const struct variable *variable =
		answer_named(memory, inventory->answers, field,
			     inventory->settings->where, error);
	double *numbers;

	if (!variable || answer_numbers_read(memory, inventory->answers,
					     variable, &numbers, error) < 0)
		return -1;
	for (size_t i = 0; i < entries->n; i++) {
		double value = numbers[entries->rows[i]];

		if (isnan(value))
			continue;
		begin_row(inventory, writer, entries, i, field);
		table_writer_real(writer, value);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

/* ---- all of it ---- */

static int write_members(struct inventory *inventory,
			 const struct variable *organisation,
			 struct error *error)
{
	struct table_writer *writer = inventory->writers->members;

	for (size_t i = 0; i < organisation->n_values; i++) {
		table_writer_text(writer, inventory->settings->name);
		table_writer_text(writer, organisation->values[i].name);
		table_writer_integer(writer, (int64_t)i + 1);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

/* Whoever leaves a source's kind open is told that its rows count as people. */
static int warn_of_people(struct inventory *inventory,
			  const struct entries *entries, struct error *error)
{
	const struct project *project = inventory->context->project;
	const struct answers *answers = inventory->answers;
	void *memory = inventory->context->memory;
	const struct variable *source = answer_named(
		memory, answers, "source", inventory->settings->where, error);
	uint32_t *codes;

	if (!source ||
	    answer_codes_read(memory, answers, source, &codes, error) < 0)
		return -1;
	for (size_t i = 0; i < source->n_values; i++) {
		const struct project_source *found =
			source_named(project, source->values[i].name);
		size_t n = 0;

		for (size_t e = 0; e < entries->n; e++)
			n += codes[entries->rows[e]] == ANSWER_FIRST + i;
		if (n && found && !found->is_kind_said)
			stage_warn(inventory->context, found->where,
				   "the rows of '%s' count as respondents: add "
				   "'kind: register', or, if people said what "
				   "they have in use, 'kind: questionnaire'",
				   found->name);
	}
	return 0;
}

int inventory_read(struct inventory *inventory, struct error *error)
{
	const struct project_inventory *settings = inventory->settings;
	const struct variable *variables[2];
	struct entries entries = { 0 };

	variables[0] = one_choice(inventory, settings->thing, error);
	variables[1] = variables[0] ? one_choice(inventory,
						 settings->organisation, error)
				    : NULL;
	if (!variables[1] ||
	    read_entries(inventory, variables, &entries, error) < 0 ||
	    write_members(inventory, variables[1], error) < 0 ||
	    warn_of_people(inventory, &entries, error) < 0)
		return -1;
	inventory->thing = variables[0];
	for (size_t i = 0; i < settings->n_fields; i++)
		if (read_field(inventory, &entries, settings->fields[i],
			       error) < 0)
			return -1;
	for (size_t i = 0; i < settings->n_numbers; i++)
		if (read_number(inventory, &entries, settings->numbers[i],
				error) < 0)
			return -1;
	stage_note(inventory->context, "%zu entries of '%s'", entries.n,
		   settings->name);
	return 0;
}
