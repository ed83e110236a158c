#include "pipeline/data/token_writer.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/pseudonym.h"
#include "pipeline/data/token.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct token_writer {
	struct statement *insert;
	struct pseudonym_key *key;
	size_t column;
};

static bool is_renamed(const struct token_settings *settings,
		       const char *heading)
{
	for (size_t i = 0; i < settings->n_renames; i++)
		if (!strcmp(settings->rename_from[i], heading) &&
		    !strcmp(settings->rename_to[i], settings->column))
			return true;
	return false;
}

int token_column(const struct token_settings *settings,
		 const char *const *headings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(headings[i], settings->column) ||
		    is_renamed(settings, headings[i]))
			return (int)i;
	for (size_t i = 0; i < n; i++)
		if (!strcasecmp(headings[i], settings->column))
			return (int)i;
	return -1;
}

int token_writer_open(const void *ctx, struct database *database,
		      int64_t source_id, const struct token_settings *settings,
		      const struct csv_header *header,
		      struct token_writer **result, struct error *error)
{
	int column = token_column(settings, header->names, header->n);
	struct token_writer *writer;

	*result = NULL;
	if (column < 0)
		return 0;
	writer = memory_new(ctx, struct token_writer);
	writer->column = (size_t)column;
	if (pseudonym_key_open(writer, settings->key_file, &writer->key,
			       error) < 0 ||
	    statement_prepare(database,
			      "INSERT OR IGNORE INTO token VALUES"
			      "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
			      &writer->insert, error) < 0)
		return -1;
	talloc_reparent(database, writer, writer->insert);
	statement_bind(writer->insert, 1, value_integer(source_id));
	*result = writer;
	return 0;
}

/* Behind a mark of its own, so that no form is the pseudonym of a cell. */
static int64_t number_form(const struct token_writer *writer, const char *form)
{
	char *marked = memory_format(writer,
				     "\x01"
				     "form %s",
				     form);
	char digits[PSEUDONYM_LENGTH + 1];

	pseudonym_make(writer->key, marked, strlen(marked), digits);
	talloc_free(marked);
	digits[16] = '\0';
	return (int64_t)strtoull(digits, NULL, 16);
}

static uint8_t *number_near(const struct token_writer *writer, const char *text,
			    size_t *n)
{
	char **near = token_near(writer, text, n);
	uint8_t *bytes = memory_array(writer, uint8_t, 8 * *n);

	for (size_t i = 0; i < *n; i++) {
		uint64_t number = (uint64_t)number_form(writer, near[i]);

		for (size_t j = 0; j < 8; j++)
			bytes[8 * i + j] = (uint8_t)(number >> 8 * j);
		talloc_free(near[i]);
	}
	talloc_free(near);
	return bytes;
}

static int write_token(struct token_writer *writer, const char *text,
		       const char *token, struct error *error)
{
	size_t n_near;
	uint8_t *near = number_near(writer, text, &n_near);
	int result;

	statement_bind(writer->insert, 2, value_text(token));
	for (int rule = TOKEN_BLANKS; rule < TOKEN_RULES; rule++) {
		char *form = token_form(near, text, (enum token_rule)rule);

		statement_bind(writer->insert, 2 + rule,
			       value_integer(number_form(writer, form)));
	}
	statement_bind_blob(writer->insert, 2 + TOKEN_RULES, near, 8 * n_near);
	result = statement_run(writer->insert, error);
	talloc_free(near);
	return result;
}

int token_writer_add(struct token_writer *writer,
		     const struct csv_record *record, struct error *error)
{
	const struct csv_cell *cell = &record->cells[writer->column];
	char token[PSEUDONYM_LENGTH + 1];
	char *text, *trimmed;
	int result = 0;

	if (writer->column >= record->n_cells || !cell->length)
		return 0;
	text = memory_text_n(writer, cell->text, cell->length);
	trimmed = token_form(text, text, TOKEN_BLANKS);
	pseudonym_make(writer->key, cell->text, cell->length, token);
	if (strspn(trimmed, " \t\r\n") < strlen(trimmed))
		result = write_token(writer, text, token, error);
	talloc_free(text);
	return result;
}
