#include "pipeline/data/header_rows.h"

#include "pipeline/core/memory.h"

#include <ctype.h>
#include <string.h>

/* ---- telling rows ---------------------------------------------------------
 */

static bool cell_is(const struct csv_record *record, size_t column,
		    const char *text)
{
	return column < record->n_cells &&
	       record->cells[column].length == strlen(text) &&
	       !memcmp(record->cells[column].text, text, strlen(text));
}

static bool has_cell(const struct csv_record *record, const char *text)
{
	for (size_t i = 0; i < record->n_cells; i++)
		if (cell_is(record, i, text))
			return true;
	return false;
}

static bool has_import_id(const struct csv_record *record)
{
	static const char mark[] = "{\"ImportId\":";

	for (size_t i = 0; i < record->n_cells; i++)
		if (record->cells[i].length > sizeof mark - 1 &&
		    !memcmp(record->cells[i].text, mark, sizeof mark - 1))
			return true;
	return false;
}

/* What SurveyMonkey writes under a question with a single cell. */
static const char *const single_cell[] = {
	"Response",  "Open-Ended Response", "Risposta", "Risposta aperta",
	"Respuesta", "Respuesta abierta",   "Réponse",  "Réponse ouverte",
	"Antwort",   "Offene Antwort",      NULL
};

static bool is_single_cell(const char *text)
{
	for (const char *const *word = single_cell; *word; word++)
		if (!strcmp(*word, text))
			return true;
	return false;
}

static bool has_options(const struct csv_record *record)
{
	size_t n = 0;

	for (size_t i = 0; i < record->n_cells; i++)
		for (const char *const *word = single_cell; *word; word++)
			n += cell_is(record, i, *word);
	return n > 1 || (n == 1 && record->cells[0].length == 0);
}

enum header_clue header_clue_of(const struct csv_record *record)
{
	if (has_import_id(record))
		return HEADER_IMPORT_ID;
	if (cell_is(record, 0, "V1") && cell_is(record, 1, "V2") &&
	    cell_is(record, 2, "V3"))
		return HEADER_NUMBERED;
	if (cell_is(record, 0, "ResponseID") &&
	    cell_is(record, 1, "ResponseSet"))
		return HEADER_RESPONSE_ID;
	if (has_cell(record, "StartDate") && has_cell(record, "EndDate") &&
	    (has_cell(record, "RecordedDate") || has_cell(record, "Finished")))
		return HEADER_NAMES;
	return has_options(record) ? HEADER_OPTIONS : HEADER_PLAIN;
}

/* ---- names ----------------------------------------------------------------
 */

static bool is_unnamed(const struct csv_header *header, size_t column)
{
	for (size_t i = 0; i < header->n_rows; i++)
		if (*header->rows[i][column])
			return false;
	return true;
}

/* Every column that has a name has one of its own in the first row. */
static bool is_first_enough(const struct csv_header *header)
{
	for (size_t i = 0; i < header->n && header->n_rows > 1; i++) {
		const char *name = header->rows[0][i];

		if (!*name && !is_unnamed(header, i))
			return false;
		for (size_t j = 0; *name && j < i; j++)
			if (!strcmp(name, header->rows[0][j]))
				return false;
	}
	return true;
}

/* "V12": what stands below tells more. */
static bool is_number_only(const char *name)
{
	size_t n = name[0] == 'V' ? strspn(name + 1, "0123456789") : 0;

	return n > 0 && !name[1 + n];
}

static bool is_legacy(const struct csv_header *header)
{
	return header->n_rows == 2 && header->n > 1 &&
	       is_number_only(header->rows[0][0]) &&
	       !strcmp(header->rows[1][0], "ResponseID");
}

/* The column whose cell in the row TOP spans COLUMN; COLUMN if none does. */
static size_t head_of(const struct csv_header *header, size_t top,
		      size_t column)
{
	const char **upper = header->rows[top];
	const char **lower = header->rows[top + 1];
	size_t head = column;

	while (head > 0 && !*upper[head] && *lower[head])
		head--;
	return *upper[head] ? head : column;
}

/* Do cells of the last row but one span several of the last? */
static bool has_spans(const struct csv_header *header)
{
	for (size_t i = 1; header->n_rows > 1 && i < header->n; i++)
		if (head_of(header, header->n_rows - 2, i) != i)
			return true;
	return false;
}

/* Three rows: codes of the project's own, each once, above the tool's two. */
static bool has_codes(const struct csv_header *header)
{
	for (size_t i = 0; header->n_rows == 3 && i < header->n; i++) {
		const char *code = header->rows[0][i];

		for (const char *c = code; *c; c++)
			if (!isalnum((unsigned char)*c) && !strchr("_.-", *c) &&
			    code[strspn(code, " ")])
				return false;
		for (size_t j = 0; *code && *code != ' ' && j < i; j++)
			if (!strcmp(code, header->rows[0][j]))
				return false;
	}
	return header->n_rows == 3 && has_spans(header);
}

static char *joined(const void *ctx, const struct csv_header *header,
		    size_t column)
{
	char *name = memory_text(ctx, "");

	for (size_t i = 0; i < header->n_rows; i++) {
		const char *cell = header->rows[i][column];

		if (*cell)
			name = memory_check(talloc_asprintf_append_buffer(
				name, "%s%s", *name ? " " : "", cell));
	}
	return name;
}

static char *spanned(const void *ctx, const struct csv_header *header,
		     size_t column)
{
	size_t top = header->n_rows - 2;
	size_t head = head_of(header, top, column);
	const char *question = header->rows[top][head];
	const char *option = header->rows[top + 1][column];

	if (!*question)
		return memory_text(ctx, option);
	if (!*option || (head == column && is_single_cell(option)))
		return memory_text(ctx, question);
	return memory_format(ctx, "%s [%s]", question, option);
}

enum naming { BY_FIRST, BY_SECOND, BY_CODE, BY_SPAN, BY_ALL };

static enum naming naming_of(const struct csv_header *header)
{
	if (is_legacy(header))
		return BY_SECOND;
	if (has_codes(header))
		return BY_CODE;
	if (is_first_enough(header))
		return BY_FIRST;
	return header->n_rows == 2 && has_spans(header) ? BY_SPAN : BY_ALL;
}

static const char *name_of(const void *ctx, const struct csv_header *header,
			   enum naming naming, size_t column)
{
	const char *first = header->rows[0][column];

	switch (naming) {
	case BY_SECOND:
		return is_number_only(first) ? header->rows[1][column] : first;
	case BY_CODE:
		return first[strspn(first, " ")] ? first
						 : spanned(ctx, header, column);
	case BY_SPAN:
		return spanned(ctx, header, column);
	case BY_ALL:
		return joined(ctx, header, column);
	case BY_FIRST:
	default:
		return first;
	}
}

const char **header_names(const void *ctx, const struct csv_header *header)
{
	const char **names = memory_array(ctx, const char *, header->n + 1);
	enum naming naming = naming_of(header);

	for (size_t i = 0; i < header->n; i++)
		if (!is_unnamed(header, i))
			names[i] = name_of(ctx, header, naming, i);
	return names;
}

const char **header_labels(const void *ctx, const struct csv_header *header)
{
	const char **labels = memory_array(ctx, const char *, header->n + 1);
	enum naming naming = naming_of(header);
	bool has_texts = header->n_rows > 1 &&
			 (naming == BY_FIRST || naming == BY_SECOND);

	for (size_t i = 0; i < header->n; i++) {
		const char *text = naming == BY_CODE
					   ? spanned(labels, header, i)
				   : has_texts ? header->rows[1][i]
					       : "";

		labels[i] = *text && !is_single_cell(text) ? text
							   : header->names[i];
	}
	return labels;
}
