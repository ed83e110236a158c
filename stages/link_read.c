#include "stages/link.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "pipeline/data/pseudonym.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/token_writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- files and instruments ---- */

static const struct project_source *find_source(const struct link *link,
						const char *name)
{
	const struct project *project = link->context->project;

	for (size_t i = 0; i < project->n_sources; i++)
		if (!strcmp(project->sources[i].name, name))
			return &project->sources[i];
	return NULL;
}

static size_t find_instrument(const struct link *link, const char *name)
{
	size_t i = 0;

	while (i < link->n_instruments &&
	       strcmp(link->instruments[i], name) != 0)
		i++;
	return i;
}

static int add_instrument(struct link *link, const char *name,
			  const struct link_file *file, struct error *error)
{
	const char *where = link->settings->where;

	/* Sources that say nothing need not take part. */
	if (link->settings->n_order && !file->source->instrument)
		return 0;
	if (link->settings->n_order)
		return error_set(error, ERROR_PROJECT, file->source->where,
				 "add it to 'order' of 'instruments', or "
				 "correct the name",
				 "the instrument '%s' is not in the order of "
				 "instruments",
				 name);
	if (link->n_instruments == LINK_INSTRUMENTS_MOST)
		return error_set(error, ERROR_PROJECT, where,
				 "give the sources the key 'instrument'",
				 "there are more than %d instruments or waves",
				 LINK_INSTRUMENTS_MOST);
	memory_append(link, link->instruments, const char *,
		      link->n_instruments, name);
	return 0;
}

static int read_files(struct link *link, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(link->context->store,
			      "SELECT s.id, s.name, s.file, s.wave, k.n"
			      " FROM source s JOIN row_kept k"
			      " ON k.source_id = s.id ORDER BY s.id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		struct link_file file = {
			.id = statement_integer(row, 0),
			.name = memory_text(link, statement_text(row, 1)),
			.path = memory_text(link, statement_text(row, 2)),
			.wave = memory_text(link, statement_text(row, 3)),
			.n_rows = (uint64_t)statement_integer(row, 4),
			.instrument = LINK_NO_INSTRUMENT,
		};

		file.source = find_source(link, file.name);
		if (file.source)
			memory_append(link, link->files, struct link_file,
				      link->n_files, file);
	}
	talloc_free(row);
	return more;
}

static const char *instrument_of(const struct link_file *file)
{
	if (file->source->instrument)
		return file->source->instrument;
	return file->wave ? file->wave : file->name;
}

static int place_file(struct link *link, struct link_file *file,
		      struct error *error)
{
	const char *name = instrument_of(file);

	file->instrument = find_instrument(link, name);
	if (file->instrument < link->n_instruments)
		return 0;
	file->instrument = LINK_NO_INSTRUMENT;
	if (add_instrument(link, name, file, error) < 0)
		return -1;
	if (!link->settings->n_order)
		file->instrument = link->n_instruments - 1;
	return 0;
}

static int check_order(const struct link *link, struct error *error)
{
	for (size_t i = 0; i < link->settings->n_order; i++) {
		size_t file = 0;

		while (file < link->n_files &&
		       link->files[file].instrument != i)
			file++;
		if (file == link->n_files)
			return error_set(error, ERROR_PROJECT,
					 link->settings->where,
					 "give a source the key 'instrument', "
					 "or correct the name in 'order'",
					 "no source has the instrument '%s'",
					 link->settings->order[i]);
	}
	return 0;
}

static bool is_register(const struct link_file *file)
{
	return file->source->kind == SOURCE_REGISTER;
}

/* In the order of the project's sources where it gives no other; what registers
 * hold was answered by nobody. */
static int place_files(struct link *link, struct error *error)
{
	const struct project *project = link->context->project;

	for (size_t i = 0; i < link->settings->n_order; i++)
		memory_append(link, link->instruments, const char *,
			      link->n_instruments, link->settings->order[i]);
	for (size_t i = 0; i < project->n_sources; i++)
		for (size_t j = 0; j < link->n_files; j++)
			if (link->files[j].source == &project->sources[i] &&
			    !is_register(&link->files[j]) &&
			    place_file(link, &link->files[j], error) < 0)
				return -1;
	return check_order(link, error);
}

/* ---- codes ---- */

/* The forms of every value of a file's column of codes. */
struct codes {
	struct link *link;
	const struct link_file *file;
	struct token_settings settings;
	struct statement *find;
	struct pseudonym_key *key; /* opened when the store has plain codes */
	int64_t (*forms)[TOKEN_RULES];
	bool *has_form;
};

static int64_t first_digits(const char *token)
{
	char digits[17] = "";

	memcpy(digits, token, strnlen(token, 16));
	return (int64_t)strtoull(digits, NULL, 16);
}

/* 1 = the forms are there, 0 = none, -1 = error. */
static int find_forms(struct codes *codes, const char *token,
		      int64_t forms[TOKEN_RULES], struct error *error)
{
	int more;

	statement_bind(codes->find, 1, value_integer(codes->file->id));
	statement_bind(codes->find, 2, value_text(token));
	more = statement_step(codes->find, error);
	if (more <= 0)
		return more;
	forms[TOKEN_EXACT] = first_digits(token);
	for (int i = TOKEN_BLANKS; i < TOKEN_RULES; i++)
		forms[i] = statement_integer(codes->find, i - 1);
	/* to its end, so that it can be bound anew */
	return statement_step(codes->find, error) < 0 ? -1 : 1;
}

/* The cell may be a code itself, not its pseudonym. */
static int find_plain(struct codes *codes, const char *cell,
		      int64_t forms[TOKEN_RULES], struct error *error)
{
	char token[PSEUDONYM_LENGTH + 1];

	if (!codes->key &&
	    pseudonym_key_open(codes->link, codes->settings.key_file,
			       &codes->key, error) < 0)
		return -1;
	pseudonym_make(codes->key, cell, strlen(cell), token);
	return find_forms(codes, token, forms, error);
}

static int read_codes(struct codes *codes, const struct raw_column *raw,
		      struct error *error)
{
	codes->forms = memory_check(
		_talloc_zero_array(codes->link, sizeof *codes->forms,
				   memory_count(raw->n_values), "forms"));
	codes->has_form = memory_array(codes->link, bool, raw->n_values);
	for (size_t i = 0; i < raw->n_values; i++) {
		const char *cell = raw->values[i];
		int found;

		if (!cell || !*cell)
			continue;
		found = find_forms(codes, cell, codes->forms[i], error);
		if (found == 0)
			found = find_plain(codes, cell, codes->forms[i], error);
		if (found < 0)
			return -1;
		codes->has_form[i] = found > 0;
	}
	return 0;
}

static int fill_codes(struct codes *codes, int64_t column,
		      struct link_sheet *sheets, struct error *error)
{
	struct raw_column *raw;
	struct raw_cursor *cursor;
	struct answer_codes chunk;
	uint64_t row = 0;
	int more;

	if (raw_column_read(codes->link, codes->link->context->store, column,
			    &raw, error) < 0 ||
	    read_codes(codes, raw, error) < 0 ||
	    raw_cursor_open(raw, codes->link->context->store, column, &cursor,
			    error) < 0)
		return -1;
	while ((more = raw_cursor_next(cursor, &chunk, error)) > 0)
		for (size_t i = 0; i < chunk.n && row < codes->file->n_rows;
		     i++, row++) {
			uint32_t code = answer_code(&chunk, i);

			sheets[row].has_code = codes->has_form[code];
			memcpy(sheets[row].forms, codes->forms[code],
			       sizeof sheets[row].forms);
		}
	talloc_free(raw);
	talloc_free(codes->forms);
	talloc_free(codes->has_form);
	return more;
}

/* ---- sheets ---- */

static int find_column(const struct link *link, const struct link_file *file,
		       const struct token_settings *settings, int64_t *column,
		       struct error *error)
{
	struct value id = value_integer(file->id);
	struct table *columns;
	const char **headings;
	int found;

	*column = -1;
	if (!settings->column)
		return 0;
	if (database_query(link, link->context->store,
			   "SELECT id, header FROM source_column"
			   " WHERE source_id = ?1 AND position >= 0"
			   " ORDER BY position",
			   &id, 1, NULL, &columns, error) < 0)
		return -1;
	headings = memory_array(columns, const char *, columns->n_rows);
	for (size_t i = 0; i < columns->n_rows; i++)
		headings[i] = table_text(columns, i, 1);
	found = token_column(settings, headings, columns->n_rows);
	if (found >= 0)
		*column = table_cell(columns, (size_t)found, 0)->integer;
	else
		stage_warn(link->context, file->path,
			   "no column '%s': nobody in it is met again",
			   settings->column);
	talloc_free(columns);
	return 0;
}

static int read_lines(struct link *link, const struct link_file *file,
		      struct link_sheet *sheets, struct error *error)
{
	struct statement *chunk;
	uint64_t row = 0;
	int more;

	if (statement_prepare(link->context->store,
			      "SELECT codes FROM chunk WHERE column_id ="
			      " (SELECT id FROM source_column WHERE"
			      " source_id = ?1 AND position = -1)"
			      " ORDER BY sequence",
			      &chunk, error) < 0)
		return -1;
	statement_bind(chunk, 1, value_integer(file->id));
	while ((more = statement_step(chunk, error)) > 0) {
		size_t length;
		const uint32_t *lines = statement_blob(chunk, 0, &length);

		for (size_t i = 0; i < length / 4 && row < file->n_rows; i++)
			memcpy(&sheets[row++].line, lines + i, 4);
	}
	talloc_free(chunk);
	return more;
}

static int read_sheets(struct link *link, size_t index,
		       struct link_sheet *sheets, struct error *error)
{
	const struct link_file *file = &link->files[index];
	const struct project *project = link->context->project;
	struct codes codes = {
		.link = link,
		.file = file,
		.settings = { .column = project_link_column(project,
							    file->source),
			      .rename_from = file->source->rename_from,
			      .rename_to = file->source->rename_to,
			      .n_renames = file->source->n_renames,
			      .key_file = project_key_file(link, project) },
	};
	int64_t column;
	int result = 0;

	for (uint64_t i = 0; i < file->n_rows; i++)
		sheets[i].file = (uint32_t)index;
	if (find_column(link, file, &codes.settings, &column, error) < 0 ||
	    read_lines(link, file, sheets, error) < 0)
		return -1;
	if (column < 0)
		return 0;
	if (statement_prepare(link->context->store,
			      "SELECT blanks, \"case\", punctuation,"
			      " accents, lookalikes FROM token"
			      " WHERE source_id = ?1 AND token = ?2",
			      &codes.find, error) < 0)
		return -1;
	result = fill_codes(&codes, column, sheets, error);
	talloc_free(codes.find);
	return result;
}

/* ---- which of them count ---- */

/* A byte for each answer of everybody: 1 = left out of the results. */
static int read_excluded(const struct link *link, uint8_t *excluded, uint64_t n,
			 struct error *error)
{
	struct statement *chunk;
	int more;

	if (statement_prepare(link->context->store,
			      "SELECT sequence, rows FROM excluded_rows",
			      &chunk, error) < 0)
		return -1;
	while ((more = statement_step(chunk, error)) > 0) {
		uint64_t first =
			(uint64_t)statement_integer(chunk, 0) * ANSWER_ROWS;
		size_t length;
		const uint8_t *rows = statement_blob(chunk, 1, &length);

		for (size_t i = 0; i < length && first + i < n; i++)
			excluded[first + i] = rows[i] & ANSWER_EXCLUDED;
	}
	talloc_free(chunk);
	return more;
}

/* Where a file's sheets stand among the answers. */
struct place {
	const uint8_t *excluded;
	uint64_t n_all, n_counting, n_excluded;
};

/* Move the sheets that matter to the front; returns how many they are. */
static size_t keep_sheets(struct link *link, struct link_sheet *sheets,
			  uint64_t n, const uint8_t *bits, struct place *place)
{
	bool takes_part =
		link->files[sheets[0].file].instrument != LINK_NO_INSTRUMENT;
	size_t n_kept = 0;

	for (uint64_t i = 0; i < n; i++) {
		bool is_answer = bits[i / 8] >> i % 8 & 1;

		if (is_answer && place->excluded[place->n_all++]) {
			place->n_excluded++;
			continue;
		}
		sheets[i].row = is_answer ? place->n_counting++ : LINK_NO_ROW;
		if (!takes_part ||
		    (!is_answer &&
		     (link->settings->last_counts || !sheets[i].has_code)))
			continue;
		link->n_answers += is_answer;
		link->n_without_code += is_answer && !sheets[i].has_code;
		sheets[n_kept++] = sheets[i];
	}
	return n_kept;
}

/* Go by the rows of a register. */
static void pass_by(const struct link_file *file, const uint8_t *bits,
		    struct place *place)
{
	for (uint64_t i = 0; i < file->n_rows; i++)
		place->n_all += bits[i / 8] >> i % 8 & 1;
}

static int add_file(struct link *link, size_t index, struct place *place,
		    struct error *error)
{
	const struct link_file *file = &link->files[index];
	struct link_sheet *sheets = link->sheets + link->n_sheets;
	struct value id = value_integer(file->id);
	struct statement *kept;
	const uint8_t *bits;
	size_t length;
	int more;

	if ((!is_register(file) &&
	     read_sheets(link, index, sheets, error) < 0) ||
	    statement_prepare(link->context->store,
			      "SELECT bits FROM row_kept WHERE source_id = ?1",
			      &kept, error) < 0)
		return -1;
	statement_bind(kept, 1, id);
	more = statement_step(kept, error);
	if (more > 0) {
		bits = statement_blob(kept, 0, &length);
		assert(8 * length >= file->n_rows);
		if (is_register(file))
			pass_by(file, bits, place);
		else
			link->n_sheets += keep_sheets(
				link, sheets, file->n_rows, bits, place);
	}
	talloc_free(kept);
	return more < 0 ? -1 : 0;
}

int link_read(struct link *link, struct error *error)
{
	struct place place = { 0 };
	uint64_t n = 0;
	uint8_t *excluded;

	if (read_files(link, error) < 0 || place_files(link, error) < 0)
		return -1;
	for (size_t i = 0; i < link->n_files; i++)
		n += link->files[i].n_rows;
	excluded = memory_array(link, uint8_t, n);
	place.excluded = excluded;
	link->sheets = memory_array(link, struct link_sheet, n);
	if (read_excluded(link, excluded, n, error) < 0)
		return -1;
	for (size_t i = 0; i < link->n_files; i++)
		if (add_file(link, i, &place, error) < 0)
			return -1;
	link->n_excluded = place.n_excluded;
	talloc_free(excluded);
	return 0;
}
