/*
 * Several answers to one question, joined in cells.  Cells come apart at one
 * separator; parts that always stand one behind the other are one answer that
 * holds the separator; parts that come again are choices, the rest is what
 * people wrote in.
 */
#include "pipeline/run/draft_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	LONGEST_PART = 200,
	SOME_VALUES = 12,
	LOOKED_AT = 5000, /* distinct cells */
	SURE = 5          /* cells that show two parts to be one */
};

struct part {
	char *text;
	size_t n_cells;     /* distinct ones */
	uint64_t n_rows;    /* in which it stands */
	int before, behind; /* the part always there; ALONE, ANY */
};
enum { ALONE = -1, ANY = -2, UNSEEN = -3 };

struct place {
	char *text;
	size_t part;
	bool is_last; /* of its cell */
	uint64_t n_rows;
};

/* What a column's cells come apart into at one separator. */
struct parts {
	char separator;
	struct place *places; /* all cells, one behind the other */
	size_t n_places;
	struct part *items;
	size_t n;
	size_t n_joined;    /* cells with several */
	uint64_t n_several; /* rows of those */
};

/* The end of the part at TEXT; what stands in brackets stays together. */
static const char *part_end(const char *text, char separator)
{
	for (; *text && *text != separator; text++) {
		const char *close = *text == '(' ? strchr(text, ')') : NULL;

		if (close)
			text = close;
	}
	return text;
}

static void split(struct parts *parts, const struct draft_value *value)
{
	const char *cell = value->text;
	size_t first = parts->n_places;

	while (*cell) {
		const char *stop = part_end(cell, parts->separator);
		char *text =
			text_trim(parts, memory_text_n(parts, cell,
						       (size_t)(stop - cell)));
		struct place place = { .text = text, .n_rows = value->n };

		if (*text)
			memory_append(parts, parts->places, struct place,
				      parts->n_places, place);
		cell = stop + (*stop != '\0');
	}
	if (parts->n_places > first)
		parts->places[parts->n_places - 1].is_last = true;
	if (parts->n_places > first + 1) {
		parts->n_joined++;
		parts->n_several += value->n;
	}
}

static int compare_places(const void *a, const void *b)
{
	const struct place *const *one = a, *const *two = b;

	return strcmp((*one)->text, (*two)->text);
}

/* Number the texts, and count in how many cells each stands. */
static void number(struct parts *parts)
{
	struct place **sorted =
		memory_array(parts, struct place *, parts->n_places + 1);

	parts->n = 0;
	parts->items = memory_array(parts, struct part, parts->n_places + 1);
	for (size_t i = 0; i < parts->n_places; i++)
		sorted[i] = &parts->places[i];
	if (parts->n_places)
		qsort(sorted, parts->n_places, sizeof(struct place *),
		      compare_places);
	for (size_t i = 0; i < parts->n_places; i++) {
		struct part *part;

		if (!i || strcmp(sorted[i]->text, sorted[i - 1]->text) != 0)
			parts->items[parts->n++] = (struct part){
				.text = sorted[i]->text,
				.before = UNSEEN,
				.behind = UNSEEN,
			};
		part = &parts->items[parts->n - 1];
		sorted[i]->part = parts->n - 1;
		part->n_cells++;
		part->n_rows += sorted[i]->n_rows;
	}
}

static void see(int *neighbour, int found)
{
	if (*neighbour == UNSEEN)
		*neighbour = found;
	else if (*neighbour != found)
		*neighbour = ANY;
}

static void find_neighbours(struct parts *parts)
{
	for (size_t i = 0; i < parts->n_places; i++) {
		const struct place *place = &parts->places[i];
		bool is_first = !i || place[-1].is_last;

		see(&parts->items[place->part].before,
		    is_first ? ALONE : (int)place[-1].part);
		see(&parts->items[place->part].behind,
		    place->is_last ? ALONE : (int)place[1].part);
	}
}

/* Are the place and the next two halves of one answer? */
static bool is_half(const struct parts *parts, const struct place *place)
{
	const struct part *part = &parts->items[place->part];
	const struct part *next;

	if (place->is_last || part->behind < 0)
		return false;
	next = &parts->items[part->behind];
	return next->before == (int)place->part &&
	       (part->n_cells >= SURE || islower((unsigned char)*next->text));
}

static void unite_halves(struct parts *parts)
{
	size_t n = 0;

	find_neighbours(parts);
	for (size_t i = 0; i < parts->n_places; i++) {
		struct place place = parts->places[i];

		while (is_half(parts, &parts->places[i])) {
			const struct place *next = &parts->places[++i];

			place.text =
				memory_format(parts, "%s%c %s", place.text,
					      parts->separator, next->text);
			place.is_last = next->is_last;
		}
		parts->places[n++] = place;
	}
	if (n == parts->n_places)
		return;
	parts->n_places = n;
	number(parts);
}

static struct parts *take_apart(const struct draft_column *column,
				char separator)
{
	struct parts *parts = memory_new(NULL, struct parts);

	parts->separator = separator;
	for (size_t i = 0; i < column->n_values && i < LOOKED_AT; i++)
		split(parts, &column->values[i]);
	number(parts);
	unite_halves(parts);
	return parts;
}

/*
 * Few parts that come again, in other cells too; commas also stand within
 * answers, so they need more proof.
 */
static bool is_joined(const struct draft_column *column,
		      const struct parts *parts)
{
	size_t n = parts->n, n_cells = parts->n_places;
	uint64_t n_rows = 0;

	for (size_t i = 0; i < n; i++) {
		if (strlen(parts->items[i].text) > LONGEST_PART)
			return false;
		n_rows += parts->items[i].n_rows;
	}
	if (n < 2 || n > 100 || !parts->n_joined || n_cells * 2 < n * 3 ||
	    n_rows < n * 3)
		return false;
	return parts->separator != ',' ||
	       (column->n_values > SOME_VALUES &&
		parts->n_joined * 2 > column->n_values && n < 60 &&
		n_cells >= 5 * n);
}

/* Does the part come so often that it was there to be chosen? */
static bool is_choice(const struct draft_column *column,
		      const struct part *part)
{
	enum { LEAST = 3, SHARE = 100 };

	return part->n_rows >= LEAST &&
	       part->n_rows * SHARE >= column->n_filled &&
	       strlen(part->text) <= LONGEST_PART;
}

/*
 * Choices and, beside them, what people wrote in: a tenth of the rows or more
 * hold several, three quarters of all parts are choices.
 */
static bool has_choices(const struct draft_column *column,
			const struct parts *parts)
{
	enum { MOST = 60 };
	uint64_t n_rows = 0, n_chosen = 0;
	size_t n = 0, n_cells = 0;

	for (size_t i = 0; i < parts->n; i++) {
		const struct part *part = &parts->items[i];
		bool is_one = is_choice(column, part);

		n_rows += part->n_rows;
		n_chosen += is_one ? part->n_rows : 0;
		n_cells += is_one ? part->n_cells : 0;
		n += is_one;
	}
	return n >= 2 && n <= MOST && n_cells >= 3 * n &&
	       column->n_values > SOME_VALUES &&
	       column->n_values <= LOOKED_AT &&
	       parts->n_several * 10 >= column->n_filled &&
	       n_chosen * 4 >= n_rows * 3;
}

static void keep_parts(struct draft *draft, struct draft_column *column,
		       const struct parts *parts)
{
	struct draft_value *values = NULL;
	size_t n = 0;

	for (size_t i = 0; i < parts->n; i++) {
		const struct part *part = &parts->items[i];
		struct draft_value value = {
			.text = memory_text(draft, part->text),
			.n = part->n_rows,
		};

		if (column->has_other && !is_choice(column, part))
			continue;
		memory_append(draft, values, struct draft_value, n, value);
	}
	column->values = values;
	column->n_values = n;
	column->separator = parts->separator;
}

bool draft_find_joined(struct draft *draft, struct draft_column *column)
{
	static const char separators[] = { ';', '|', ',' };

	for (size_t i = 0; i < sizeof separators; i++) {
		struct parts *parts = take_apart(column, separators[i]);
		bool is_found = is_joined(column, parts);

		if (!is_found)
			is_found = column->has_other =
				has_choices(column, parts);
		if (is_found)
			keep_parts(draft, column, parts);
		talloc_free(parts);
		if (is_found)
			return true;
	}
	return false;
}
