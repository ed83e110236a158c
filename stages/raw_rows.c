#include "stages/raw_rows.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/match.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/token_writer.h"
#include "pipeline/run/source_codebook.h"

#include <string.h>

/* One file, and where its rows begin among everybody's answers. */
struct raw_file {
	int64_t id;
	const struct project_source *source;
	const uint8_t *kept; /* a bit a row: it became an answer */
	uint64_t n_rows, first;
	size_t place; /* of its first among those that count */
	/* read when first asked for */
	struct table *columns;
	const char **headings;
	struct codebook *codebook;
	struct match_file *match;
};

/* ---- files and rows ---- */

static uint64_t count_kept(const struct raw_file *file)
{
	uint64_t n = 0;

	for (uint64_t row = 0; row < file->n_rows; row++)
		n += file->kept[row / 8] >> row % 8 & 1;
	return n;
}

static int read_files(struct raw_rows *rows, struct error *error)
{
	struct statement *row;
	uint64_t first = 0;
	int more;

	if (statement_prepare(rows->context->store,
			      "SELECT id, name, n, bits FROM row_kept"
			      " JOIN source ON id = source_id ORDER BY id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		size_t n;
		const void *bits = statement_blob(row, 3, &n);
		struct raw_file file = {
			.id = statement_integer(row, 0),
			.source = source_named(rows->context->project,
					       statement_text(row, 1)),
			.n_rows = (uint64_t)statement_integer(row, 2),
			.kept = memory_copy(rows, bits, n),
			.first = first,
		};

		first += count_kept(&file);
		if (!file.source || file.source->kind != SOURCE_REGISTER)
			memory_append(rows, rows->files, struct raw_file,
				      rows->n_files, file);
	}
	talloc_free(row);
	return more;
}

static int read_excluded(struct raw_rows *rows, uint64_t n_answers,
			 struct error *error)
{
	struct statement *row;
	int more;

	rows->is_excluded = memory_array(rows, bool, (size_t)n_answers);
	if (statement_prepare(rows->context->store,
			      "SELECT sequence, rows FROM excluded_rows", &row,
			      error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		uint64_t first =
			(uint64_t)statement_integer(row, 0) * ANSWER_ROWS;
		size_t n;
		const uint8_t *marks = statement_blob(row, 1, &n);

		for (size_t i = 0; i < n && first + i < n_answers; i++)
			rows->is_excluded[first + i] =
				marks[i] & ANSWER_EXCLUDED;
	}
	talloc_free(row);
	return more;
}

static void note_sources(struct raw_rows *rows)
{
	for (size_t f = 0; f < rows->n_files; f++) {
		struct raw_file *file = &rows->files[f];
		uint64_t n = count_kept(file);

		file->place = rows->n;
		for (uint64_t i = 0; i < n; i++)
			if (!rows->is_excluded[file->first + i])
				rows->sources[rows->n++] = file->source;
	}
}

int raw_rows_open(const void *ctx, struct stage_context *context,
		  struct raw_rows **result, struct error *error)
{
	struct raw_rows *rows = memory_new(ctx, struct raw_rows);
	struct answers *answers;

	rows->context = context;
	if (answers_open_all(rows, context->store, &answers, error) < 0 ||
	    read_files(rows, error) < 0 ||
	    read_excluded(rows, answers->n_rows, error) < 0)
		return -1;
	rows->sources = memory_array(rows, const struct project_source *,
				     (size_t)answers->n_rows);
	note_sources(rows);
	*result = rows;
	return 0;
}

/* ---- one column ---- */

/* What the source's cells say for "no answer" is none. */
static const char *said(const struct raw_file *file, const char *cell)
{
	for (size_t i = 0; cell && i < file->source->n_missing; i++)
		if (!strcmp(file->source->missing[i], cell))
			return NULL;
	return cell;
}

/* What stands in the column of FILE, in the places of its rows. */
static int fill_cells(struct raw_rows *rows, const struct raw_file *file,
		      int64_t column_id, const char **cells,
		      struct error *error)
{
	struct database *store = rows->context->store;
	size_t place = file->place;
	uint64_t row = 0, answer = file->first;
	struct raw_column *column;
	struct raw_cursor *cursor;
	struct answer_codes codes;
	int more;

	if (raw_column_read(rows, store, column_id, &column, error) < 0 ||
	    raw_cursor_open(rows, store, column_id, &cursor, error) < 0)
		return -1;
	while ((more = raw_cursor_next(cursor, &codes, error)) > 0)
		for (size_t i = 0; i < codes.n; i++, row++)
			if (file->kept[row / 8] >> row % 8 & 1 &&
			    !rows->is_excluded[answer++])
				cells[place++] = said(
					file,
					column->values[answer_code(&codes, i)]);
	talloc_free(cursor);
	return more;
}

static int read_headings(struct raw_rows *rows, struct raw_file *file,
			 struct error *error)
{
	struct value id = value_integer(file->id);

	if (file->columns)
		return 0;
	if (database_query(rows, rows->context->store,
			   "SELECT id, header FROM source_column WHERE"
			   " source_id = ?1 AND position >= 0"
			   " ORDER BY position",
			   &id, 1, NULL, &file->columns, error) < 0)
		return -1;
	file->headings =
		memory_array(rows, const char *, file->columns->n_rows);
	for (size_t i = 0; i < file->columns->n_rows; i++)
		file->headings[i] = table_text(file->columns, i, 1);
	return 0;
}

static int fill_from(struct raw_rows *rows, const struct raw_file *file, int at,
		     const char **cells, struct error *error)
{
	return fill_cells(rows, file,
			  table_cell(file->columns, (size_t)at, 0)->integer,
			  cells, error);
}

/* ---- an open question ---- */

static int match_file(struct raw_rows *rows, struct raw_file *file,
		      struct error *error)
{
	struct match_headings headings;

	if (file->match)
		return 0;
	if (source_codebook(rows, file->source, &file->codebook, error) < 0 ||
	    read_headings(rows, file, error) < 0)
		return -1;
	headings = (struct match_headings){
		.texts = file->headings,
		.n = file->columns->n_rows,
		.rename_from = file->source->rename_from,
		.rename_to = file->source->rename_to,
		.n_renames = file->source->n_renames,
	};
	file->match = match_headings(
		rows, match_index_new(rows, file->codebook), &headings);
	return 0;
}

/* 1 = FILE's codebook has the question, 0 = not, -1 = error. */
static int fill_question(struct raw_rows *rows, struct raw_file *file,
			 const struct raw_question *asked, const char **cells,
			 struct error *error)
{
	const struct question *question;
	int at;

	if (match_file(rows, file, error) < 0)
		return -1;
	question = codebook_question(file->codebook, asked->name);
	if (!question)
		return 0;
	if (question->type != QUESTION_TEXT)
		return error_set(error, ERROR_PROJECT, asked->where,
				 "name questions of the type text",
				 "%s: '%s' is no open question", asked->key,
				 asked->name);
	at = file->match->questions[question - file->codebook->questions]
		     .column;
	if (at != MATCH_NONE && !question->is_identifier &&
	    fill_from(rows, file, at, cells, error) < 0)
		return -1;
	return 1;
}

int raw_rows_question(struct raw_rows *rows, const struct raw_question *asked,
		      const char ***cells, struct error *error)
{
	bool is_found = false;

	*cells = memory_array(rows, const char *, rows->n);
	for (size_t f = 0; f < rows->n_files; f++) {
		struct raw_file *file = &rows->files[f];
		int found = 0;

		if (file->source && file->source->codebook)
			found = fill_question(rows, file, asked, *cells, error);
		if (found < 0)
			return -1;
		is_found |= found > 0;
	}
	if (is_found)
		return 0;
	return error_set(error, ERROR_PROJECT, asked->where,
			 "name questions of the codebook",
			 "%s: there is no question '%s'", asked->key,
			 asked->name);
}

/* ---- any column ---- */

static int column_of(const struct raw_file *file, const char *name)
{
	const struct project_source *source = file->source;
	struct token_settings settings = { 0 };

	if (!name && !source->respondent)
		return -1;
	settings.column = name ? name : source->respondent;
	settings.rename_from = source->rename_from;
	settings.rename_to = source->rename_to;
	settings.n_renames = source->n_renames;
	return token_column(&settings, file->headings, file->columns->n_rows);
}

int raw_rows_column(struct raw_rows *rows, const char *name, const char *where,
		    const char ***cells, struct error *error)
{
	bool is_found = false;

	*cells = memory_array(rows, const char *, rows->n);
	for (size_t f = 0; f < rows->n_files; f++) {
		struct raw_file *file = &rows->files[f];
		int at;

		if (!file->source)
			continue;
		if (read_headings(rows, file, error) < 0)
			return -1;
		at = column_of(file, name);
		if (at < 0)
			continue;
		is_found = true;
		if (fill_from(rows, file, at, *cells, error) < 0)
			return -1;
	}
	if (is_found)
		return 0;
	return error_set(error, ERROR_PROJECT, where,
			 name ? "name a column of the files of answers"
			      : "give the source the key 'respondent', or the "
				"coding the key 'answer'",
			 name ? "no file has a column '%s'"
			      : "%snothing tells which answers were coded",
			 name ? name : "");
}
