/*
 * The second look.  The first records of a column may hold nothing that names a
 * person, and later ones do.  Before any value is written, all that are known
 * of its column are judged; and whatever the column, an address or a number
 * within a value is not written.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/guard_private.h"

#include <string.h>

bool guard_checks(const struct guard *guard, size_t column)
{
	const struct guarded *guarded = &guard->columns[column];

	return guard->recognised != GUARD_KEEP &&
	       guarded->action == GUARD_KEEP && !guarded->is_declared;
}

void guard_see(struct guard *guard, size_t column, const char *text,
	       size_t length, uint32_t n)
{
	struct guarded *guarded = &guard->columns[column];
	struct identifier_column one = { .n_cells = 0 };

	if (guard_is_blank(text, length))
		return;
	/* Few values look like anything: the others are only counted. */
	if (guarded->by_heading == IDENTIFIER_NONE &&
	    !redact_may_need(NULL, text, length)) {
		guarded->values.n_cells += n;
		return;
	}
	identifier_see(&one, text, length);
	guarded->values.n_cells += n;
	guarded->values.n_degrees += n * one.n_degrees;
	guarded->values.n_long += n * one.n_long;
	for (size_t i = 0; i < IDENTIFIER_KINDS; i++)
		guarded->values.n_like[i] += n * one.n_like[i];
}

int guard_settle(struct guard *guard, size_t column, struct error *error)
{
	struct guarded *guarded = &guard->columns[column];
	enum identifier_kind kind = identifier_judge(&guarded->values);

	if (guarded->values.n_cells == 0 || kind == IDENTIFIER_NONE ||
	    guarded->late != GUARD_KEEP)
		return 0;
	guarded->late = guard->recognised;
	guarded->reason = identifier_kind_name(kind);
	guarded->is_found = true;
	if (guarded->late != GUARD_PSEUDONYM || guard->key)
		return 0;
	return pseudonym_key_open(guard, guard->key_file, &guard->key, error);
}

void guard_value(struct guard *guard, size_t column, struct csv_span *value)
{
	struct guarded *guarded = &guard->columns[column];

	if (!value->text || guard_is_blank(value->text, value->length))
		return;
	if (guarded->late == GUARD_DROP) {
		*value = (struct csv_span){ .text = NULL };
		return;
	}
	if (guarded->late == GUARD_PSEUDONYM) {
		pseudonym_make(guard->key, value->text, value->length,
			       guarded->text);
		*value = (struct csv_span){ guarded->text, PSEUDONYM_LENGTH };
		return;
	}
	if (!redact_may_need(guard->names, value->text, value->length))
		return;
	TALLOC_FREE(guard->redacted);
	guard->redacted =
		redact_text(guard, guard->names, value->text, value->length);
	if (!guard->redacted)
		return;
	guarded->n_redacted++;
	*value = (struct csv_span){ guard->redacted, strlen(guard->redacted) };
}

char *guard_text(const void *ctx, const struct guard *guard, const char *text)
{
	char *redacted;

	if (guard->is_active)
		return NULL;
	for (size_t i = 0; i < guard->n_columns; i++)
		if (guard->columns[i].by_heading != IDENTIFIER_NONE &&
		    guard_checks(guard, i))
			return NULL;
	if (guard->recognised == GUARD_KEEP)
		return memory_text(ctx, text);
	redacted = redact_text(ctx, guard->names, text, strlen(text));
	return redacted ? redacted : memory_text(ctx, text);
}

const char *guard_redacted(const struct guard *guard)
{
	char *list = NULL;

	for (size_t i = 0; i < guard->n_columns; i++) {
		if (!guard->columns[i].n_redacted)
			continue;
		list = list ? memory_check(talloc_strdup_append(list, ", "))
			    : memory_text(guard, "");
		list = memory_check(
			talloc_strdup_append(list, guard->columns[i].heading));
	}
	return list;
}
