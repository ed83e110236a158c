#include "stages/places.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/run/project_places.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED_LINES = 10, LISTED_VALUES = 5, KEY_FIELDS = 4 };

/* The columns that say where, in the order they are compared. */
static const enum place_field key_fields[KEY_FIELDS] = {
	PLACE_MUNICIPALITY_CODE, PLACE_MUNICIPALITY, PLACE_PROVINCE,
	PLACE_REGION
};

const char *place_outcome_name(enum place_outcome outcome)
{
	static const char *const names[PLACE_OUTCOMES] = {
		[PLACE_EXACT] = "exact",         [PLACE_RULE] = "rule",
		[PLACE_CONFIRMED] = "confirmed", [PLACE_FUZZY] = "fuzzy",
		[PLACE_UNMATCHED] = "unmatched", [PLACE_UNNAMED] = "unnamed",
	};

	return names[outcome];
}

enum place_outcome place_match_outcome(const struct place_match *match)
{
	if (match->is_confirmed)
		return PLACE_CONFIRMED;
	if (match->is_empty)
		return PLACE_UNNAMED;
	switch (match->match.how) {
	case MUNICIPALITY_EXACT:
		return PLACE_EXACT;
	case MUNICIPALITY_RULE:
		return PLACE_RULE;
	case MUNICIPALITY_FUZZY:
		return PLACE_FUZZY;
	case MUNICIPALITY_UNMATCHED:
	case MUNICIPALITY_HOWS:
	default:
		return PLACE_UNMATCHED;
	}
}

const struct municipality *place_municipality(const struct place_file *file,
					      size_t row)
{
	const struct place_match *match = &file->matches[file->match_of[row]];
	enum place_outcome outcome = place_match_outcome(match);

	return outcome == PLACE_EXACT || outcome == PLACE_RULE ||
			       outcome == PLACE_CONFIRMED
		       ? match->match.found
		       : NULL;
}

/* ---- is it a column of codes? ---- */

/*
 * A column called "ISTAT" may hold numbers of regions.  One that was found by
 * its heading counts when half of what it holds are municipalities' codes.
 */
static void doubt_codes(struct places *places, struct place_file *file)
{
	size_t n = 0, n_codes = 0;

	if (!file->cells[PLACE_MUNICIPALITY_CODE])
		return;
	for (size_t i = 0; i < file->source->n_columns; i++)
		if (place_field_named(file->source->column_names[i]) ==
		    PLACE_MUNICIPALITY_CODE)
			return;
	for (size_t row = 0; row < file->n_rows; row++) {
		const struct municipality_query query = {
			.code = file->cells[PLACE_MUNICIPALITY_CODE][row]
		};

		if (!*query.code ||
		    (row &&
		     query.code ==
			     file->cells[PLACE_MUNICIPALITY_CODE][row - 1]))
			continue;
		n++;
		n_codes +=
			municipality_find(places->italy, &query).found != NULL;
	}
	if (2 * n_codes >= n)
		return;
	file->cells[PLACE_MUNICIPALITY_CODE] = NULL;
	if (!file->cells[PLACE_MUNICIPALITY])
		stage_warn(places->context, file->path,
			   "the column taken for codes of municipalities "
			   "holds none");
}

/* ---- distinct ways to name one ---- */

struct keyed {
	const char *texts[KEY_FIELDS];
	size_t row;
};

static int compare_keyed(const void *a, const void *b)
{
	const struct keyed *first = a, *second = b;

	for (size_t i = 0; i < KEY_FIELDS; i++) {
		int order = strcmp(first->texts[i], second->texts[i]);

		if (order)
			return order;
	}
	return (first->row > second->row) - (first->row < second->row);
}

static bool is_same(const struct keyed *a, const struct keyed *b)
{
	for (size_t i = 0; i < KEY_FIELDS; i++)
		if (strcmp(a->texts[i], b->texts[i]) != 0)
			return false;
	return true;
}

static int compare_first(const void *a, const void *b)
{
	const struct place_match *first = a, *second = b;

	return (first->first > second->first) - (first->first < second->first);
}

/*
 * The province at the end of an address ("VIA ROMA 1 - 9032 - ASSEMINI - CA"),
 * for names that several municipalities bear.
 */
static const char *province_of_address(const struct places *places,
				       const struct place_file *file,
				       size_t row)
{
	const char *address = place_cell(file, PLACE_ADDRESS, row);
	size_t length = strlen(address);
	char sigla[3] = { 0 };

	while (length && strchr(" ).", address[length - 1]))
		length--;
	if (length < 4 || !strchr(" (", address[length - 3]) ||
	    !isupper((unsigned char)address[length - 2]) ||
	    !isupper((unsigned char)address[length - 1]))
		return "";
	memcpy(sigla, address + length - 2, 2);
	const struct province *province =
		municipality_province(places->italy, sigla);
	return province ? province->sigla : "";
}

/* Rows in doubt get the province of their address. */
static void list_rows(const struct places *places,
		      const struct place_file *file, const bool *is_doubtful,
		      struct keyed *keyed)
{
	for (size_t row = 0; row < file->n_rows; row++) {
		keyed[row].row = row;
		for (size_t i = 0; i < KEY_FIELDS; i++)
			keyed[row].texts[i] =
				place_cell(file, key_fields[i], row);
		if (is_doubtful && is_doubtful[row] && !*keyed[row].texts[2])
			keyed[row].texts[2] =
				province_of_address(places, file, row);
	}
}

static struct place_match new_match(const struct keyed *keyed)
{
	return (struct place_match){
		.query = { .code = keyed->texts[0],
			   .name = keyed->texts[1],
			   .province = keyed->texts[2],
			   .region = keyed->texts[3] },
		.is_empty = !*keyed->texts[0] && !*keyed->texts[1],
		.first = keyed->row,
	};
}

static void number_rows(const struct place_file *file,
			const struct keyed *keyed, const size_t *group)
{
	/* Matches were put into order of appearance: their place by row. */
	size_t *place_of = memory_array(NULL, size_t, file->n_rows);

	for (size_t i = 0; i < file->n_matches; i++)
		place_of[file->matches[i].first] = i;
	for (size_t i = 0; i < file->n_rows; i++)
		file->match_of[keyed[i].row] = place_of[group[i]];
	talloc_free(place_of);
}

static void find_distinct(const struct places *places, struct place_file *file,
			  const bool *is_doubtful)
{
	void *ctx = places->context->memory;
	struct keyed *keyed = memory_array(ctx, struct keyed, file->n_rows);
	size_t *group = memory_array(keyed, size_t, file->n_rows);

	file->n_matches = 0;
	file->match_of = memory_array(ctx, size_t, file->n_rows);
	list_rows(places, file, is_doubtful, keyed);
	if (file->n_rows)
		qsort(keyed, file->n_rows, sizeof *keyed, compare_keyed);
	for (size_t i = 0; i < file->n_rows; i++) {
		if (!i || !is_same(&keyed[i], &keyed[i - 1]))
			memory_append(ctx, file->matches, struct place_match,
				      file->n_matches, new_match(&keyed[i]));
		file->matches[file->n_matches - 1].n++;
		group[i] = file->matches[file->n_matches - 1].first;
	}
	if (file->n_matches)
		qsort(file->matches, file->n_matches, sizeof *file->matches,
		      compare_first);
	number_rows(file, keyed, group);
	talloc_free(keyed);
}

/* ---- confirmations ---- */

static const char *written(const struct place_match *match)
{
	return *match->query.name ? match->query.name : match->query.code;
}

/* The project's word counts where the files leave a doubt. */
static int confirm(struct places *places, struct place_match *match,
		   struct error *error)
{
	const struct project_places *said = &places->context->project->places;
	void *memory = talloc_new(NULL);
	const char *key = text_key(memory, written(match));
	int result = 0;

	for (size_t i = 0; i < said->n_confirmed && result == 0; i++) {
		if (strcmp(text_key(memory, said->written[i]), key) != 0 ||
		    !project_places_is_istat(said->codes[i]))
			continue;
		const struct municipality *found =
			municipality_today(places->italy, said->codes[i]);
		places->is_used[i] = true;
		if (!found) {
			result = error_set(
				error, ERROR_PROJECT,
				"project.yaml, places.confirm",
				"write the code that is in force today",
				"no municipality has the code %s today ('%s')",
				said->codes[i], said->written[i]);
		} else if (match->match.how == MUNICIPALITY_FUZZY ||
			   match->match.how == MUNICIPALITY_UNMATCHED ||
			   match->match.found != found) {
			match->match.found = found;
			match->is_confirmed = true;
		}
	}
	talloc_free(memory);
	return result;
}

/* ---- the report ---- */

static char *list_lines(const struct place_file *file, size_t place,
			const void *ctx)
{
	const struct place_match *match = &file->matches[place];
	char *list = memory_text(ctx, "");
	size_t n = 0;

	for (size_t row = match->first; row < file->n_rows; row++) {
		if (file->match_of[row] != place)
			continue;
		if (n++ == LISTED_LINES)
			return memory_check(talloc_strdup_append(list, " ..."));
		list = memory_check(
			talloc_asprintf_append(list, "%s%u", *list ? " " : "",
					       (unsigned)file->lines[row]));
		if (n == match->n)
			break;
	}
	return list;
}

static void put_municipality(struct table_writer *writer,
			     const struct municipality *municipality)
{
	table_writer_text(writer, municipality ? municipality->code : NULL);
	table_writer_text(writer, municipality ? municipality->name : NULL);
}

static int write_match(struct places *places, const struct place_file *file,
		       size_t place, struct error *error)
{
	const struct place_match *match = &file->matches[place];
	const struct municipality_query *query = &match->query;
	enum place_outcome outcome = place_match_outcome(match);
	bool is_sure = outcome < PLACE_FUZZY;
	struct table_writer *writer = places->matches;
	void *memory = talloc_new(NULL);
	int result;

	table_writer_text(writer, file->source->name);
	table_writer_text(writer, file->path);
	table_writer_text(writer, *query->name ? query->name : NULL);
	table_writer_text(writer, *query->code ? query->code : NULL);
	table_writer_text(writer, *query->province ? query->province : NULL);
	table_writer_integer(writer, (int64_t)match->n);
	table_writer_text(writer, list_lines(file, place, memory));
	table_writer_text(writer, place_outcome_name(outcome));
	table_writer_text(writer,
			  municipality_rules(memory, match->match.rules));
	if (match->match.rules & 1U << RULE_LETTERS)
		table_writer_integer(writer, (int64_t)match->match.distance);
	else
		table_writer_null(writer);
	put_municipality(writer, is_sure ? match->match.found : NULL);
	put_municipality(writer, is_sure ? NULL : match->match.found);
	result = table_writer_row(writer, error);
	talloc_free(memory);
	return result;
}

static const char *on_one_line(const void *ctx, const char *text)
{
	char *line = memory_text(ctx, text);

	for (char *at = line; *at; at++)
		if ((unsigned char)*at < ' ')
			*at = ' ';
	return line;
}

/* "'CAPACCIO' (Capaccio Paestum 065025?), 'X'" */
static char *list_doubts(const struct place_file *file, const void *ctx,
			 size_t *n, uint64_t *n_rows)
{
	char *list = memory_text(ctx, "");

	for (size_t i = 0; i < file->n_matches; i++) {
		const struct place_match *match = &file->matches[i];
		enum place_outcome outcome = place_match_outcome(match);
		const struct municipality *near = match->match.found;

		if (outcome != PLACE_FUZZY && outcome != PLACE_UNMATCHED)
			continue;
		*n_rows += match->n;
		if (++*n > LISTED_VALUES)
			continue;
		list = memory_check(talloc_asprintf_append(
			list, "%s'%s'", *n > 1 ? ", " : "",
			on_one_line(ctx, written(match))));
		if (near)
			list = memory_check(talloc_asprintf_append(
				list, " (%s %s?)", near->name, near->code));
	}
	if (*n > LISTED_VALUES)
		list = memory_check(talloc_strdup_append(list, ", ..."));
	return list;
}

static void warn_of_doubts(struct places *places, const struct place_file *file)
{
	uint64_t n_rows = 0;
	size_t n = 0;
	const char *list =
		list_doubts(file, places->context->memory, &n, &n_rows);

	if (n)
		stage_warn(places->context, file->path,
			   "%zu name%s of municipalities (%llu row%s) not "
			   "settled: %s; say which with 'places: confirm', "
			   "see the table place_match",
			   n, n == 1 ? "" : "s", (unsigned long long)n_rows,
			   n_rows == 1 ? "" : "s", list);
}

static int match_all(struct places *places, struct place_file *file,
		     struct error *error)
{
	for (size_t i = 0; i < file->n_matches; i++) {
		struct place_match *match = &file->matches[i];

		if (match->is_empty)
			continue;
		match->match = municipality_find(places->italy, &match->query);
		if (confirm(places, match, error) < 0)
			return -1;
	}
	return 0;
}

/* Names that several bear: once more, with the provinces of the addresses. */
static int match_by_address(struct places *places, struct place_file *file,
			    struct error *error)
{
	bool *is_doubtful =
		memory_array(places->context->memory, bool, file->n_rows);
	size_t n = 0;

	for (size_t row = 0; row < file->n_rows; row++) {
		is_doubtful[row] =
			!file->matches[file->match_of[row]].is_empty &&
			!place_municipality(file, row);
		n += is_doubtful[row];
	}
	if (!n || !file->cells[PLACE_ADDRESS])
		return 0;
	find_distinct(places, file, is_doubtful);
	return match_all(places, file, error);
}

int places_match(struct places *places, struct place_file *file,
		 struct error *error)
{
	bool has_column;

	doubt_codes(places, file);
	has_column = file->cells[PLACE_MUNICIPALITY] ||
		     file->cells[PLACE_MUNICIPALITY_CODE];
	find_distinct(places, file, NULL);
	if (match_all(places, file, error) < 0 ||
	    match_by_address(places, file, error) < 0)
		return -1;
	file->is_italian = !has_column;
	for (size_t i = 0; i < file->n_matches && has_column; i++) {
		struct place_match *match = &file->matches[i];

		file->is_italian |= match->match.found != NULL;
		places->outcomes[place_match_outcome(match)] += match->n;
		if (!match->is_empty && write_match(places, file, i, error) < 0)
			return -1;
	}
	warn_of_doubts(places, file);
	return 0;
}
