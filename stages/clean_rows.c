/*
 * A respondent who answered twice counts once: of the rows of one source and
 * wave with the same token the last is kept; who answered in several waves
 * counts in each.  Rows without a token are all kept.
 */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/dictionary.h"
#include "pipeline/data/store.h"

#include <string.h>
#include <strings.h>

/* Where a token was last seen. */
struct sighting {
	struct clean_file *file; /* NULL: not yet */
	uint64_t row;
};

/* The tokens of one wave of a source, over its files. */
struct tokens {
	struct clean *clean;
	struct dictionary *dictionary;
	char *padded;
	size_t n_files;
	struct sighting *sightings; /* by token */
	size_t n_sightings;
	uint64_t n_set_aside;
};

static const char *heading_of(const struct clean_file *file, size_t column)
{
	const struct project_source *source = file->source;

	for (size_t i = 0; i < source->n_renames; i++)
		if (!strcmp(source->rename_from[i], file->headings[column]))
			return source->rename_to[i];
	return file->headings[column];
}

static int respondent_column(const struct clean_file *file)
{
	const char *name = file->source->respondent;

	for (size_t i = 0; i < file->n_columns; i++)
		if (!strcmp(file->headings[i], name) ||
		    !strcmp(heading_of(file, i), name))
			return (int)i;
	for (size_t i = 0; i < file->n_columns; i++)
		if (!strcasecmp(file->headings[i], name))
			return (int)i;
	return MATCH_NONE;
}

static bool is_blank(const char *text)
{
	return !text || !text[strspn(text, " \t\r\n")];
}

/* The dictionary reads eight bytes at a time, so room for them is made. */
static uint32_t number_token(struct tokens *tokens, const char *text)
{
	size_t length = strlen(text), room = length + 8;
	struct csv_cell cell = { .length = (uint32_t)length };

	if (!tokens->padded || talloc_array_length(tokens->padded) < room)
		tokens->padded =
			memory_grow(tokens, tokens->padded, char, 2 * room);
	memset(tokens->padded, 0, room);
	memcpy(tokens->padded, text, length);
	cell.text = tokens->padded;
	return dictionary_code(tokens->dictionary, &cell);
}

/* Number the tokens of one file among those of its source; UINT32_MAX: none. */
static uint32_t *number_tokens(struct tokens *tokens,
			       const struct raw_column *raw)
{
	uint32_t *numbers = memory_array(tokens, uint32_t, raw->n_values);

	for (size_t i = 0; i < raw->n_values; i++)
		numbers[i] = is_blank(raw->values[i])
				     ? UINT32_MAX
				     : number_token(tokens, raw->values[i]);
	return numbers;
}

static void make_room(struct tokens *tokens)
{
	size_t n = tokens->dictionary->n, old = tokens->n_sightings;

	tokens->sightings =
		memory_grow(tokens, tokens->sightings, struct sighting, n);
	for (size_t i = old; i < n; i++)
		tokens->sightings[i] = (struct sighting){ 0 };
	tokens->n_sightings = n;
}

static void set_aside(struct tokens *tokens, const struct sighting *sighting)
{
	struct clean_file *file = sighting->file;

	if (!file->is_set_aside)
		file->is_set_aside = memory_array(
			tokens->clean->context->memory, bool, file->n_rows);
	file->is_set_aside[sighting->row] = true;
	file->n_kept--;
	tokens->n_set_aside++;
}

static void see(struct tokens *tokens, struct clean_file *file, uint64_t row,
		uint32_t token)
{
	struct sighting *sighting;

	if (token == UINT32_MAX)
		return;
	sighting = &tokens->sightings[token];
	if (sighting->file)
		set_aside(tokens, sighting);
	*sighting = (struct sighting){ file, row };
}

/* All rows of the file, so before any of its rows is dropped from a stream. */
static int see_rows(struct tokens *tokens, struct clean_file *file, int column,
		    const uint32_t *numbers, struct error *error)
{
	struct raw_cursor *cursor;
	struct answer_codes codes;
	uint64_t row = 0;
	int more;

	if (raw_cursor_open(tokens, tokens->clean->store, file->columns[column],
			    &cursor, error) < 0)
		return -1;
	while ((more = raw_cursor_next(cursor, &codes, error)) > 0)
		for (size_t i = 0; i < codes.n && row < file->n_rows; i++)
			see(tokens, file, row++,
			    numbers[answer_code(&codes, i)]);
	talloc_free(cursor);
	return more;
}

static bool has_twins(const struct raw_column *raw)
{
	if (raw->may_repeat)
		return true;
	for (size_t i = 0; i < raw->n_values; i++)
		if (raw->counts[i] > 1 && !is_blank(raw->values[i]))
			return true;
	return false;
}

static int see_column(struct tokens *tokens, struct clean_file *file,
		      int column, struct error *error)
{
	struct raw_column *raw;
	uint32_t *numbers;
	int result = 0;

	if (raw_column_read(tokens, tokens->clean->store, file->columns[column],
			    &raw, error) < 0)
		return -1;
	if (tokens->n_files > 1 || has_twins(raw)) {
		numbers = number_tokens(tokens, raw);
		make_room(tokens);
		result = see_rows(tokens, file, column, numbers, error);
		talloc_free(numbers);
	}
	talloc_free(raw);
	return result;
}

static int see_file(struct tokens *tokens, struct clean_file *file,
		    struct error *error)
{
	int column = respondent_column(file);

	if (column != MATCH_NONE) {
		file->match->is_claimed[column] = true;
		return see_column(tokens, file, column, error);
	}
	stage_warn(tokens->clean->context, file->path,
		   "no column '%s' tells respondents apart: all rows are kept",
		   file->source->respondent);
	return 0;
}

static void note_duplicates(struct tokens *tokens, const char *source)
{
	/* The token itself stays out: it is a person's. */
	clean_note(tokens->clean, (struct clean_note){
					  .rule = RECODE_DUPLICATE,
					  .source = source,
					  .to = "set aside",
					  .n = tokens->n_set_aside,
				  });
}

/* Of one source and wave? */
static bool are_together(const struct clean_file *one,
			 const struct clean_file *two)
{
	if (one->source != two->source || !one->wave != !two->wave)
		return false;
	return !one->wave || !strcmp(one->wave, two->wave);
}

/* The files of one wave of a source, from FIRST on. */
static int clean_source(struct clean *clean, size_t first, struct error *error)
{
	const struct clean_file *own = &clean->files[first];
	struct tokens *tokens = memory_new(clean->scratch, struct tokens);

	tokens->clean = clean;
	tokens->dictionary = dictionary_new(tokens);
	for (size_t i = first; i < clean->n_files; i++)
		tokens->n_files += are_together(&clean->files[i], own);
	for (size_t i = first; i < clean->n_files; i++)
		if (are_together(&clean->files[i], own) &&
		    see_file(tokens, &clean->files[i], error) < 0)
			return -1;
	note_duplicates(tokens, own->source->name);
	talloc_free(tokens);
	return 0;
}

static bool is_first_of_wave(const struct clean *clean, size_t file)
{
	for (size_t i = 0; i < file; i++)
		if (are_together(&clean->files[i], &clean->files[file]))
			return false;
	return true;
}

int clean_rows(struct clean *clean, struct error *error)
{
	for (size_t i = 0; i < clean->n_files; i++)
		clean->files[i].n_kept = clean->files[i].n_rows;
	for (size_t i = 0; i < clean->n_files; i++)
		if (clean->files[i].source->respondent &&
		    is_first_of_wave(clean, i) &&
		    clean_source(clean, i, error) < 0)
			return -1;
	return clean_notes_flush(clean, error);
}
