/*
 * Who took part, and the code of each participation: free texts, so clean keeps
 * them among the raw cells only.  Their columns are read file by file and held
 * against the rows that became answers.
 */
#include "stages/programme.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/token_writer.h"

#include <string.h>

/* Of one file: its rows, those that became answers, the first one's place. */
struct file_rows {
	int64_t id;
	uint64_t n, first;
	const uint8_t *bits;
};

/* The project file has been checked: it is there. */
static const struct project_source *register_of(const struct project *project)
{
	size_t i = 0;

	while (i + 1 < project->n_sources &&
	       strcmp(project->sources[i].name,
		      project->programme->mobilities) != 0)
		i++;
	return &project->sources[i];
}

/* 1 = found, 0 = no such column in that file. */
static int find_column(struct programme *programme,
		       const struct file_rows *file, const char *name,
		       int64_t *id, struct error *error)
{
	const struct project_source *source =
		register_of(programme->context->project);
	struct token_settings settings = {
		.column = name,
		.rename_from = source->rename_from,
		.rename_to = source->rename_to,
		.n_renames = source->n_renames,
	};
	struct value source_id = value_integer(file->id);
	struct table *columns;
	const char **headings;
	int found;

	if (database_query(programme, programme->context->store,
			   "select id, header from source_column"
			   " where source_id = ?1 and position >= 0"
			   " order by position",
			   &source_id, 1, NULL, &columns, error) < 0)
		return -1;
	headings = memory_array(columns, const char *, columns->n_rows);
	for (size_t i = 0; i < columns->n_rows; i++)
		headings[i] = table_text(columns, i, 1);
	found = token_column(&settings, headings, columns->n_rows);
	if (found >= 0)
		*id = table_cell(columns, (size_t)found, 0)->integer;
	talloc_free(columns);
	return found >= 0;
}

/* CELLS by answer: those of one column of a file. */
static int read_cells(struct programme *programme, const struct file_rows *file,
		      int64_t column, const char **cells, struct error *error)
{
	struct raw_column *raw;
	struct raw_cursor *cursor;
	struct answer_codes chunk;
	uint64_t row = 0, answer = file->first;
	int more;

	if (raw_column_read(programme, programme->context->store, column, &raw,
			    error) < 0 ||
	    raw_cursor_open(raw, programme->context->store, column, &cursor,
			    error) < 0)
		return -1;
	while ((more = raw_cursor_next(cursor, &chunk, error)) > 0)
		for (size_t i = 0; i < chunk.n && row < file->n; i++, row++) {
			const char *cell = raw->values[answer_code(&chunk, i)];

			if (file->bits[row / 8] >> row % 8 & 1)
				cells[answer++] = cell && *cell ? cell : NULL;
		}
	return more;
}

static uint64_t count_bits(const struct file_rows *file)
{
	uint64_t n = 0;

	for (uint64_t row = 0; row < file->n; row++)
		n += file->bits[row / 8] >> row % 8 & 1;
	return n;
}

static int add_file(struct programme *programme, const struct file_rows *file,
		    const char *path, struct error *error)
{
	const char *participant = programme->settings->participant;
	const char *respondent =
		register_of(programme->context->project)->respondent;
	int64_t column;
	int found = 0;

	if (respondent)
		found = find_column(programme, file, respondent, &column,
				    error);
	if (found > 0)
		found = read_cells(programme, file, column, programme->codes,
				   error);
	if (found < 0 || !participant)
		return found;
	found = find_column(programme, file, participant, &column, error);
	if (found == 0)
		return error_set(error, ERROR_PROJECT,
				 programme->settings->where,
				 "correct 'participant', or leave it out: then "
				 "each row counts as another person",
				 "%s has no column '%s'", path, participant);
	return found < 0 ? -1
			 : read_cells(programme, file, column,
				      programme->participants, error);
}

int programme_people(struct programme *programme, struct error *error)
{
	const struct project_programme *settings = programme->settings;
	struct file_rows file = { 0 };
	struct statement *kept;
	int more;

	programme->participants = memory_array(programme, const char *,
					       programme->answers->n_rows);
	programme->codes = memory_array(programme, const char *,
					programme->answers->n_rows);
	if (statement_prepare(programme->context->store,
			      "select s.id, s.name, s.file, k.n, k.bits"
			      " from source s join row_kept k"
			      " on k.source_id = s.id order by s.id",
			      &kept, error) < 0)
		return -1;
	while ((more = statement_step(kept, error)) > 0) {
		size_t length;

		file.id = statement_integer(kept, 0);
		file.n = (uint64_t)statement_integer(kept, 3);
		file.bits = statement_blob(kept, 4, &length);
		if (!strcmp(statement_text(kept, 1), settings->mobilities) &&
		    add_file(programme, &file, statement_text(kept, 2), error) <
			    0)
			return -1;
		file.first += count_bits(&file);
	}
	talloc_free(kept);
	return more;
}
