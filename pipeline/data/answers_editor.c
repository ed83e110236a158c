#include "pipeline/data/answers_editor.h"

#include "pipeline/core/memory.h"

#include <string.h>

struct answers_editor {
	struct answer_cursor *cursor;
	struct statement *update;
	int64_t variable, sequence;
	unsigned width;
	size_t n;
	unsigned char *packed;
};

int answers_editor_open(const void *ctx, const struct answers *answers,
			const struct variable *variable,
			struct answers_editor **result, struct error *error)
{
	struct answers_editor *editor = memory_new(ctx, struct answers_editor);

	editor->variable = variable->id;
	editor->sequence = -1;
	if (answer_cursor_open(editor, answers, variable, &editor->cursor,
			       error) < 0 ||
	    statement_prepare(answers->database,
			      "UPDATE answer_chunk SET codes = ?3"
			      " WHERE variable_id = ?1 AND sequence = ?2",
			      &editor->update, error) < 0)
		return -1;
	/* Goes with the editor, which may go before its database. */
	talloc_reparent(answers->database, editor, editor->update);
	*result = editor;
	return 0;
}

int answers_editor_next(struct answers_editor *editor, uint32_t *codes,
			size_t *n, struct error *error)
{
	struct answer_codes chunk;
	int more = answer_cursor_next(editor->cursor, &chunk, error);

	if (more <= 0)
		return more;
	for (size_t i = 0; i < chunk.n; i++)
		codes[i] = answer_code(&chunk, i);
	*n = editor->n = chunk.n;
	editor->width = chunk.width;
	editor->sequence++;
	return 1;
}

static const void *pack(struct answers_editor *editor, const uint32_t *codes)
{
	unsigned char *bytes;

	if (!editor->packed)
		editor->packed = memory_array(editor, unsigned char,
					      ANSWER_ROWS * sizeof *codes);
	bytes = editor->packed;
	for (size_t i = 0; i < editor->n; i++) {
		uint16_t half = (uint16_t)codes[i];

		if (editor->width == 1)
			bytes[i] = (unsigned char)codes[i];
		else if (editor->width == 2)
			memcpy(bytes + 2 * i, &half, sizeof half);
		else
			memcpy(bytes + 4 * i, &codes[i], sizeof codes[i]);
	}
	return bytes;
}

int answers_editor_replace(struct answers_editor *editor, const uint32_t *codes,
			   struct error *error)
{
	const void *bytes = pack(editor, codes);

	statement_bind(editor->update, 1, value_integer(editor->variable));
	statement_bind(editor->update, 2, value_integer(editor->sequence));
	statement_bind_blob(editor->update, 3, bytes,
			    editor->n * editor->width);
	return statement_run(editor->update, error);
}
