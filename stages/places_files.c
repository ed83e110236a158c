#include "stages/places.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/run/source_codebook.h"

#include <string.h>

static void add_file(struct places *places, struct statement *row)
{
	void *ctx = places->context->memory;
	const char *decimal = statement_text(row, 3);
	struct place_file file = {
		.id = statement_integer(row, 0),
		.source = source_named(places->context->project,
				       statement_text(row, 1)),
		.path = memory_text(ctx, statement_text(row, 2)),
		.decimal = decimal ? *decimal : '\0',
		.n_rows = (size_t)statement_integer(row, 4),
	};

	if (!file.source || !source_is_mapping(file.source))
		return;
	file.kind = (enum place_kind)(file.source->kind - SOURCE_SERVICES);
	memory_append(ctx, places->files, struct place_file, places->n_files,
		      file);
}

static int list_files(struct places *places, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(places->context->store,
			      "SELECT id, name, file, decimal,"
			      " n_rows FROM source ORDER BY id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0)
		add_file(places, row);
	talloc_free(row);
	return more;
}

/* ---- columns ---- */

struct headings {
	const char **texts;
	int64_t *ids;
	size_t n, n_ids;
	int64_t lines; /* the column of line numbers */
};

static int read_headings(struct places *places, const struct place_file *file,
			 struct headings *headings, struct error *error)
{
	void *ctx = places->context->memory;
	struct statement *row;
	int more;

	memset(headings, 0, sizeof *headings);
	if (statement_prepare(places->context->store,
			      "SELECT id, header, position FROM source_column"
			      " WHERE source_id = ?1 ORDER BY position",
			      &row, error) < 0)
		return -1;
	statement_bind(row, 1, value_integer(file->id));
	while ((more = statement_step(row, error)) > 0) {
		const char *text = statement_text(row, 1);

		if (statement_integer(row, 2) < 0) {
			headings->lines = statement_integer(row, 0);
			continue;
		}
		memory_append(ctx, headings->texts, const char *, headings->n,
			      memory_text(ctx, text ? text : ""));
		memory_append(ctx, headings->ids, int64_t, headings->n_ids,
			      statement_integer(row, 0));
	}
	talloc_free(row);
	return more;
}

static int check_columns(const struct place_file *file, struct error *error)
{
	const char *lacking = place_columns_lack(file->kind, file->columns);

	if (!lacking)
		return 0;
	return error_set(error, ERROR_PROJECT, file->source->where,
			 "say which it is: 'columns: {name: HEADING}', see "
			 "config/README.md",
			 "no column of %s is recognised as '%s'", file->path,
			 lacking);
}

static int find_columns(struct place_file *file,
			const struct headings *headings, struct error *error)
{
	const struct project_source *source = file->source;
	const struct place_headings given = {
		.texts = headings->texts,
		.n = headings->n,
		.given_names = source->column_names,
		.given_headings = source->column_headings,
		.n_given = source->n_columns,
	};
	int missing = place_columns(file->kind, &given, file->columns);

	if (missing >= 0)
		return error_set(error, ERROR_PROJECT, source->where,
				 "correct 'columns' of the source",
				 "no column '%s' in %s",
				 source->column_headings[missing], file->path);
	return check_columns(file, error);
}

/* ---- cells ---- */

static int read_cells(struct places *places, const struct place_file *file,
		      int64_t column, const char ***cells, struct error *error)
{
	void *ctx = places->context->memory;
	struct raw_column *raw;
	struct raw_cursor *cursor;
	struct answer_codes codes;
	size_t row = 0;
	int more;

	*cells = memory_array(ctx, const char *, file->n_rows);
	if (raw_column_read(ctx, places->context->store, column, &raw, error) <
		    0 ||
	    raw_cursor_open(ctx, places->context->store, column, &cursor,
			    error) < 0)
		return -1;
	for (size_t i = 0; i < raw->n_values; i++)
		raw->values[i] =
			raw->values[i] ? text_trim(raw, raw->values[i]) : "";
	while ((more = raw_cursor_next(cursor, &codes, error)) > 0)
		for (size_t i = 0; i < codes.n && row < file->n_rows; i++)
			(*cells)[row++] = raw->values[answer_code(&codes, i)];
	talloc_free(cursor);
	return more;
}

static int read_lines(struct places *places, struct place_file *file,
		      int64_t column, struct error *error)
{
	void *ctx = places->context->memory;
	struct raw_cursor *cursor;
	struct answer_codes codes;
	size_t row = 0;
	int more;

	file->lines = memory_array(ctx, uint32_t, file->n_rows);
	if (raw_cursor_open(ctx, places->context->store, column, &cursor,
			    error) < 0)
		return -1;
	while ((more = raw_cursor_next(cursor, &codes, error)) > 0)
		for (size_t i = 0; i < codes.n && row < file->n_rows; i++)
			file->lines[row++] = answer_code(&codes, i);
	talloc_free(cursor);
	return more;
}

static int read_file(struct places *places, struct place_file *file,
		     struct error *error)
{
	struct headings headings;

	if (read_headings(places, file, &headings, error) < 0 ||
	    find_columns(file, &headings, error) < 0 ||
	    read_lines(places, file, headings.lines, error) < 0)
		return -1;
	for (int field = 0; field < PLACE_FIELDS; field++)
		if (file->columns[field] != PLACE_NO_COLUMN &&
		    read_cells(places, file, headings.ids[file->columns[field]],
			       &file->cells[field], error) < 0)
			return -1;
	return 0;
}

int places_read(struct places *places, struct error *error)
{
	if (list_files(places, error) < 0)
		return -1;
	for (size_t i = 0; i < places->n_files; i++)
		if (read_file(places, &places->files[i], error) < 0)
			return -1;
	return 0;
}

const char *place_cell(const struct place_file *file, enum place_field field,
		       size_t row)
{
	return file->cells[field] ? file->cells[field][row] : "";
}
