#include "pipeline/data/guard_private.h"

#include "pipeline/core/memory.h"

#include <string.h>
#include <strings.h>

enum { SAMPLE = 1000 }; /* records looked at first */

static const char *const action_names[GUARD_ACTIONS] = { "keep", "pseudonym",
							 "drop" };

const char *guard_action_name(enum guard_action action)
{
	return action_names[action];
}

enum guard_action guard_action_named(const char *name)
{
	size_t i = 0;

	while (i < GUARD_ACTIONS && strcmp(action_names[i], name) != 0)
		i++;
	return (enum guard_action)i;
}

/* ---- which columns ---- */

static bool is_called(const struct guard_settings *settings,
		      const char *heading, const char *name)
{
	const char *slash = strrchr(heading, '/'); /* "group/question" */

	if (!strcasecmp(heading, name) ||
	    (slash && !strcasecmp(slash + 1, name)))
		return true;
	for (size_t i = 0; i < settings->n_renames; i++)
		if (!strcmp(settings->rename_from[i], heading) &&
		    !strcmp(settings->rename_to[i], name))
			return true;
	return false;
}

static const struct guard_rule *find_rule(const struct guard_settings *settings,
					  const char *heading)
{
	for (size_t i = 0; i < settings->n_rules; i++)
		if (is_called(settings, heading, settings->rules[i].column))
			return &settings->rules[i];
	return NULL;
}

static bool is_marked(const struct guard_settings *settings,
		      const char *heading)
{
	for (size_t i = 0; i < settings->n_marked; i++)
		if (is_called(settings, heading, settings->marked[i]))
			return true;
	return false;
}

static void settle(struct guard *guard, const struct guard_settings *settings,
		   struct guarded *column, const struct identifier_column *seen)
{
	const struct guard_rule *rule = find_rule(settings, column->heading);
	enum identifier_kind kind = IDENTIFIER_NONE;

	column->by_heading = identifier_of_heading(column->heading);
	column->values.heading = column->heading;
	if (rule) {
		column->action = rule->action;
		column->reason = "declared in the project";
		column->is_declared = true;
	} else if (settings->respondent &&
		   is_called(settings, column->heading, settings->respondent)) {
		column->action = GUARD_PSEUDONYM;
		column->reason = "tells respondents apart";
	} else if (is_marked(settings, column->heading)) {
		column->action = settings->recognised;
		column->reason = "marked in the codebook";
	} else if ((kind = identifier_judge(seen)) != IDENTIFIER_NONE) {
		column->action = settings->recognised;
		column->reason = identifier_kind_name(kind);
		column->is_found = column->action != GUARD_KEEP;
	}
	guard->is_active |= column->action != GUARD_KEEP;
}

static int look(const struct guard *guard, struct tabular *reader,
		struct identifier_column *seen, struct error *error)
{
	const struct csv_record *record;
	int more = 0;

	for (size_t n = 0; n < SAMPLE; n++) {
		more = tabular_next(reader, &record, error);
		if (more <= 0)
			break;
		for (size_t i = 0; !record->fault && i < record->n_cells; i++)
			if (i < guard->n_columns)
				identifier_see(&seen[i], record->cells[i].text,
					       record->cells[i].length);
	}
	return more < 0 ? -1 : 0;
}

static int examine(struct guard *guard, const struct guard_settings *settings,
		   struct tabular *reader, struct error *error)
{
	const struct csv_header *header = tabular_header(reader);
	struct identifier_column *seen =
		memory_array(reader, struct identifier_column, header->n);

	guard->n_columns = header->n;
	guard->columns = memory_array(guard, struct guarded, header->n);
	guard->cells = memory_array(guard, struct csv_cell, header->n);
	for (size_t i = 0; i < header->n; i++) {
		guard->columns[i].heading =
			memory_text(guard, header->names[i]);
		seen[i].heading = guard->columns[i].heading;
	}
	if (look(guard, reader, seen, error) < 0)
		return -1;
	for (size_t i = 0; i < header->n; i++)
		settle(guard, settings, &guard->columns[i], &seen[i]);
	return 0;
}

static bool needs_key(const struct guard *guard)
{
	for (size_t i = 0; i < guard->n_columns; i++)
		if (guard->columns[i].action == GUARD_PSEUDONYM)
			return true;
	return false;
}

int guard_open(const void *ctx, const struct guard_settings *settings,
	       const struct tabular *opened, const struct dialect_fixed *fixed,
	       struct guard **result, struct error *error)
{
	struct guard *guard = memory_new(ctx, struct guard);
	struct tabular *reader;

	guard->recognised = settings->recognised;
	guard->key_file = memory_text(guard, settings->key_file);
	if (tabular_open_again(guard, opened, fixed, &reader, error) < 0 ||
	    examine(guard, settings, reader, error) < 0 ||
	    withdrawn_load(guard, settings->withdrawn_file, &guard->withdrawn,
			   error) < 0 ||
	    (settings->names_file &&
	     redact_names_load(guard, settings->names_file, &guard->names,
			       error) < 0) ||
	    (needs_key(guard) && pseudonym_key_open(guard, settings->key_file,
						    &guard->key, error) < 0)) {
		talloc_free(guard);
		return -1;
	}
	talloc_free(reader);
	*result = guard;
	return 0;
}

bool guard_is_active(const struct guard *guard)
{
	return guard->is_active;
}

const char *guard_found(const struct guard *guard)
{
	char *list = NULL;

	for (size_t i = 0; i < guard->n_columns; i++) {
		const struct guarded *column = &guard->columns[i];

		if (!column->is_found)
			continue;
		if (!list)
			list = memory_text(guard, "");
		list = memory_check(talloc_asprintf_append(
			list, "%s%s (%s)", *list ? ", " : "", column->heading,
			column->reason));
	}
	return list;
}

/* ---- cells ---- */

bool guard_is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!strchr(" \t\r\n", text[i]) || !text[i])
			return false;
	return true;
}

static void replace(const struct guard *guard, struct guarded *column,
		    struct csv_cell *cell)
{
	if (guard_is_blank(cell->text, cell->length))
		return;
	if (column->action == GUARD_DROP) {
		*cell = (struct csv_cell){ .text = column->text,
					   .is_null = true };
		return;
	}
	pseudonym_make(guard->key, cell->text, cell->length, column->text);
	*cell = (struct csv_cell){ .text = column->text,
				   .length = PSEUDONYM_LENGTH };
}

const struct csv_record *guard_apply(struct guard *guard,
				     const struct csv_record *record)
{
	size_t n = record->n_cells;

	if (!guard->is_active || n != guard->n_columns)
		return record;
	memcpy(guard->cells, record->cells, n * sizeof *guard->cells);
	for (size_t i = 0; i < n; i++)
		if (guard->columns[i].action != GUARD_KEEP)
			replace(guard, &guard->columns[i], &guard->cells[i]);
	guard->record = *record;
	guard->record.cells = guard->cells;
	return &guard->record;
}

bool guard_leaves_out(const struct guard *guard,
		      const struct csv_record *record)
{
	if (!guard->is_active || withdrawn_is_empty(guard->withdrawn))
		return false;
	for (size_t i = 0; i < record->n_cells && i < guard->n_columns; i++)
		if (guard->columns[i].action == GUARD_PSEUDONYM &&
		    withdrawn_has(guard->withdrawn, record->cells[i].text,
				  record->cells[i].length))
			return true;
	return false;
}

/* ---- the store's note ---- */

static enum guard_action action_of(const struct guarded *column)
{
	return column->action == GUARD_KEEP ? column->late : column->action;
}

static int write_column(const struct guard *guard, struct statement *insert,
			size_t position, struct error *error)
{
	const struct guarded *column = &guard->columns[position];
	enum guard_action action = action_of(column);
	char mark[PSEUDONYM_LENGTH + 1] = "";

	if (action == GUARD_PSEUDONYM)
		pseudonym_key_mark(guard->key, mark);
	statement_bind(insert, 2, value_integer((int64_t)position));
	statement_bind(insert, 3, value_text(column->heading));
	statement_bind(insert, 4,
		       value_text(action == GUARD_KEEP
					  ? "redact"
					  : guard_action_name(action)));
	statement_bind(insert, 5,
		       value_text(action == GUARD_KEEP ? "within answers"
						       : column->reason));
	statement_bind(insert, 6, *mark ? value_text(mark) : value_null());
	return statement_run(insert, error);
}

int guard_write(const struct guard *guard, struct database *database,
		int64_t source_id, struct error *error)
{
	struct statement *insert;
	int result = 0;

	if (statement_prepare(database,
			      "INSERT INTO identifier(source_id, position,"
			      " header, action, reason, key_mark)"
			      " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
			      &insert, error) < 0)
		return -1;
	statement_bind(insert, 1, value_integer(source_id));
	for (size_t i = 0; i < guard->n_columns && result == 0; i++)
		if (action_of(&guard->columns[i]) != GUARD_KEEP ||
		    guard->columns[i].n_redacted)
			result = write_column(guard, insert, i, error);
	talloc_free(insert);
	return result;
}
