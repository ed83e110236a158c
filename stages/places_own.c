/*
 * Territories that a project declares itself (neighbourhoods, health districts,
 * zones): what other files write under "district" becomes their code.
 */
#include "stages/places.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/data/place_fold.h"
#include "pipeline/run/project_places.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED_LINES = 10, LISTED_VALUES = 5, MOST_LETTERS = 2 };

struct place_own {
	struct own {
		const char *code, *name;
		const char *key; /* of the name, without case and accents */
	} * all;
	size_t n;
};

/* One distinct way that a file names a territory. */
struct naming {
	const char *text;
	const struct own *found;
	enum place_outcome outcome;
	const char *rule; /* "" = none */
	size_t distance;
	size_t first, n; /* of the sorted rows */
};

struct place_own *place_own_new(const void *ctx)
{
	return memory_new(ctx, struct place_own);
}

static const char *first_of(const char *a, const char *b)
{
	return *a ? a : b;
}

void place_own_add(struct places *places, const struct place_file *file)
{
	struct place_own *own = places->own;

	for (size_t row = 0; row < file->n_rows; row++) {
		const char *id = place_cell(file, PLACE_ID, row);
		const char *name = first_of(
			place_cell(file, PLACE_NAME, row),
			first_of(id, place_cell(file, PLACE_DISTRICT, row)));
		struct own one = { first_of(id, name), name,
				   place_fold(own, name) };

		if (*name && !place_municipality(file, row))
			memory_append(own, own->all, struct own, own->n, one);
	}
}

/* ---- one naming ---- */

/* The only territory that fits under one rule; NULL when none or several. */
static const struct own *find(const struct place_own *own, const char *text,
			      const char *folded)
{
	const struct own *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < own->n; i++) {
		const struct own *at = &own->all[i];

		if (!strcmp(at->code, text))
			return at;
		if (folded ? strcmp(at->key, folded) != 0
			   : strcmp(at->name, text) != 0)
			continue;
		found = at;
		n++;
	}
	return n == 1 ? found : NULL;
}

/* The nearest name by letters, if there is one nearest. */
static void find_near(const struct place_own *own, const char *folded,
		      struct naming *naming)
{
	size_t n = 0;

	naming->distance = MOST_LETTERS;
	for (size_t i = 0; i < own->n; i++) {
		size_t distance = nearest_distance(own->all[i].key, folded);

		if (distance > naming->distance)
			continue;
		n = distance < naming->distance ? 1 : n + 1;
		naming->distance = distance;
		naming->found = &own->all[i];
	}
	if (n != 1 || strlen(folded) <= 2 * MOST_LETTERS)
		naming->found = NULL;
	naming->outcome = naming->found ? PLACE_FUZZY : PLACE_UNMATCHED;
	naming->rule = naming->found ? "letters" : "";
}

static void resolve(const struct place_own *own, struct naming *naming)
{
	char *folded = place_fold(NULL, naming->text);

	naming->rule = "";
	naming->outcome = PLACE_EXACT;
	naming->found = find(own, naming->text, NULL);
	if (!naming->found) {
		naming->outcome = PLACE_RULE;
		naming->rule = "spelling";
		naming->found = find(own, naming->text, folded);
	}
	if (!naming->found)
		find_near(own, folded, naming);
	talloc_free(folded);
}

static int confirm(struct places *places, struct naming *naming,
		   struct error *error)
{
	const struct project_places *said = &places->context->project->places;
	void *memory = talloc_new(NULL);
	const char *key = text_key(memory, naming->text);
	int result = 0;

	for (size_t i = 0; i < said->n_confirmed && !result; i++) {
		if (strcmp(text_key(memory, said->written[i]), key) != 0 ||
		    project_places_is_istat(said->codes[i]))
			continue;
		places->is_used[i] = true;
		naming->found = find(places->own, said->codes[i], NULL);
		naming->outcome = PLACE_CONFIRMED;
		naming->rule = "";
		if (!naming->found)
			result = error_set(
				error, ERROR_PROJECT,
				"project.yaml, places.confirm",
				"write the code of one in the territories file",
				"no territory has the code %s ('%s')",
				said->codes[i], said->written[i]);
	}
	talloc_free(memory);
	return result;
}

/* ---- all of a file ---- */

struct keyed {
	const char *text;
	size_t row;
};

static int compare(const void *a, const void *b)
{
	const struct keyed *first = a, *second = b;
	int order = strcmp(first->text, second->text);

	return order ? order
		     : (first->row > second->row) - (first->row < second->row);
}

static struct keyed *sort_rows(const void *ctx, const struct place_file *file)
{
	struct keyed *rows = memory_array(ctx, struct keyed, file->n_rows);
	bool has_ids = file->kind == PLACE_POPULATION;

	for (size_t row = 0; row < file->n_rows; row++) {
		rows[row].row = row;
		rows[row].text = place_cell(file, PLACE_DISTRICT, row);
		if (has_ids && !*rows[row].text)
			rows[row].text = place_cell(file, PLACE_ID, row);
	}
	if (file->n_rows)
		qsort(rows, file->n_rows, sizeof *rows, compare);
	return rows;
}

static size_t list_namings(const void *ctx, const struct keyed *rows,
			   size_t n_rows, struct naming **namings)
{
	size_t n = 0;

	*namings = NULL;
	for (size_t i = 0; i < n_rows; i++) {
		struct naming new = { .text = rows[i].text, .first = i };

		if (!*rows[i].text)
			continue;
		if (!n || strcmp((*namings)[n - 1].text, rows[i].text) != 0)
			memory_append(ctx, *namings, struct naming, n, new);
		(*namings)[n - 1].n++;
	}
	return n;
}

static char *list_lines(const void *ctx, const struct place_file *file,
			const struct keyed *rows, const struct naming *naming)
{
	char *list = memory_text(ctx, "");

	for (size_t i = 0; i < naming->n && i < LISTED_LINES; i++)
		list = memory_check(talloc_asprintf_append(
			list, "%s%u", i ? " " : "",
			(unsigned)file->lines[rows[naming->first + i].row]));
	if (naming->n > LISTED_LINES)
		list = memory_check(talloc_strdup_append(list, " ..."));
	return list;
}

static void put_own(struct table_writer *writer, const struct own *own)
{
	table_writer_text(writer, own ? own->code : NULL);
	table_writer_text(writer, own ? own->name : NULL);
}

static int write_naming(struct places *places, const struct place_file *file,
			const struct keyed *rows, const struct naming *naming,
			struct error *error)
{
	bool is_sure = naming->outcome < PLACE_FUZZY;
	struct table_writer *writer = places->matches;
	char *lines = list_lines(NULL, file, rows, naming);
	int result;

	table_writer_text(writer, file->source->name);
	table_writer_text(writer, file->path);
	table_writer_text(writer, naming->text);
	table_writer_null(writer); /* code and province: none are written */
	table_writer_null(writer);
	table_writer_integer(writer, (int64_t)naming->n);
	table_writer_text(writer, lines);
	table_writer_text(writer, place_outcome_name(naming->outcome));
	table_writer_text(writer, naming->rule);
	if (naming->outcome == PLACE_FUZZY)
		table_writer_integer(writer, (int64_t)naming->distance);
	else
		table_writer_null(writer);
	put_own(writer, is_sure ? naming->found : NULL);
	put_own(writer, is_sure ? NULL : naming->found);
	result = table_writer_row(writer, error);
	talloc_free(lines);
	return result;
}

static void warn_of_doubts(struct places *places, const struct place_file *file,
			   const struct naming *namings, size_t n_namings)
{
	char *list = memory_text(places->context->memory, "");
	size_t n = 0;

	for (size_t i = 0; i < n_namings; i++) {
		const struct naming *at = &namings[i];

		if (at->outcome < PLACE_FUZZY || n++ >= LISTED_VALUES)
			continue;
		list = memory_check(talloc_asprintf_append(
			list, "%s'%s'", n > 1 ? ", " : "", at->text));
		if (at->found)
			list = memory_check(talloc_asprintf_append(
				list, " (%s %s?)", at->found->name,
				at->found->code));
	}
	if (n)
		stage_warn(places->context, file->path,
			   "%zu name%s of territories not settled: %s%s; say "
			   "which with 'places: confirm', see the table "
			   "place_match",
			   n, n == 1 ? "" : "s", list,
			   n > LISTED_VALUES ? ", ..." : "");
}

static int write_namings(struct places *places, struct place_file *file,
			 const struct keyed *rows, const struct naming *namings,
			 size_t n, struct error *error)
{
	file->own_codes = memory_array(places->context->memory, const char *,
				       file->n_rows);
	for (size_t i = 0; i < n; i++) {
		const struct naming *at = &namings[i];

		for (size_t j = 0; j < at->n && at->outcome < PLACE_FUZZY; j++)
			file->own_codes[rows[at->first + j].row] =
				at->found->code;
		places->own_outcomes[at->outcome] += at->n;
		if (write_naming(places, file, rows, at, error) < 0)
			return -1;
	}
	warn_of_doubts(places, file, namings, n);
	return 0;
}

/* A column in which no territory is named is about something else. */
int place_own_match(struct places *places, struct place_file *file,
		    struct error *error)
{
	void *memory = talloc_new(NULL);
	struct naming *namings;
	struct keyed *rows;
	size_t n, n_found = 0;
	int result = 0;

	if (places->own->n && file->kind != PLACE_TERRITORY) {
		rows = sort_rows(memory, file);
		n = list_namings(memory, rows, file->n_rows, &namings);
		for (size_t i = 0; i < n && !result; i++) {
			resolve(places->own, &namings[i]);
			n_found += namings[i].outcome < PLACE_FUZZY;
		}
		for (size_t i = 0; i < n && n_found && !result; i++)
			if (namings[i].outcome >= PLACE_FUZZY)
				result = confirm(places, &namings[i], error);
		if (n_found && !result)
			result = write_namings(places, file, rows, namings, n,
					       error);
	}
	talloc_free(memory);
	return result;
}

const char *place_district(const struct place_file *file, size_t row)
{
	const char *own = file->own_codes ? file->own_codes[row] : NULL;

	return own ? own : place_cell(file, PLACE_DISTRICT, row);
}
