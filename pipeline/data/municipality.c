#include "pipeline/data/municipality_private.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/place_fold.h"
#include "pipeline/data/sheet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

struct heads {
	int code, name, other, sigla, cadastral, since, until, successor;
};

static int find_heads(const struct sheet *sheet, struct heads *heads,
		      struct error *error)
{
	const struct {
		const char *name;
		int *column;
	} wanted[] = {
		{ "code", &heads->code },
		{ "name", &heads->name },
		{ "other", &heads->other },
		{ "sigla", &heads->sigla },
		{ "cadastral", &heads->cadastral },
		{ "since", &heads->since },
		{ "until", &heads->until },
		{ "successor", &heads->successor },
	};

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		*wanted[i].column = sheet_need(sheet, wanted[i].name, error);
		if (*wanted[i].column < 0)
			return -1;
	}
	return 0;
}

static int year(const char *text)
{
	return (int)strtol(text, NULL, 10);
}

/* The first row with CODE, or the number of rows. */
static size_t first_of(const struct municipalities *list, const char *code)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(list->items[middle].code, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The row that goes on where ROW ends, or NULL. */
static const struct municipality *next_row(const struct municipalities *list,
					   const struct municipality *row,
					   const char *successor)
{
	for (size_t i = first_of(list, successor);
	     i < list->n && !strcmp(list->items[i].code, successor); i++) {
		const struct municipality *next = &list->items[i];

		if (next != row && (!next->until || next->until > row->until))
			return next;
	}
	return NULL;
}

/* The chain of successors ends with a row that is open. */
static int settle_now(struct municipalities *list, const struct sheet *sheet,
		      int successor, struct error *error)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct municipality *at = &list->items[i];

		while (at && at->until)
			at = next_row(list, at,
				      sheet_cell(sheet,
						 (size_t)(at - list->items),
						 successor));
		if (!at)
			return sheet_fault(sheet, i, successor, error,
					   "name a later municipality",
					   "nothing goes on after '%s'",
					   list->items[i].code);
		list->items[i].now = at;
	}
	return 0;
}

static int read_municipalities(struct municipalities *list, const char *path,
			       struct error *error)
{
	struct heads heads;
	struct sheet *sheet;

	if (sheet_read(list, path, &sheet, error) < 0 ||
	    find_heads(sheet, &heads, error) < 0)
		return -1;
	list->n = sheet->n_rows;
	list->items = memory_array(list, struct municipality, list->n);
	for (size_t i = 0; i < list->n; i++) {
		list->items[i] = (struct municipality){
			.code = sheet_cell(sheet, i, heads.code),
			.name = sheet_cell(sheet, i, heads.name),
			.other = sheet_cell(sheet, i, heads.other),
			.sigla = sheet_cell(sheet, i, heads.sigla),
			.cadastral = sheet_cell(sheet, i, heads.cadastral),
			.since = year(sheet_cell(sheet, i, heads.since)),
			.until = year(sheet_cell(sheet, i, heads.until)),
		};
		if (i &&
		    strcmp(list->items[i - 1].code, list->items[i].code) > 0)
			return sheet_fault(sheet, i, heads.code, error,
					   "sort the rows by code",
					   "'%s' is out of order",
					   list->items[i].code);
	}
	return settle_now(list, sheet, heads.successor, error);
}

static int read_provinces(struct municipalities *list, const char *path,
			  struct error *error)
{
	static const char *const names[] = { "code",   "sigla",       "name",
					     "region", "region_name", "since",
					     "until" };
	int columns[sizeof names / sizeof *names];
	struct sheet *sheet;

	if (sheet_read(list, path, &sheet, error) < 0)
		return -1;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		columns[i] = sheet_need(sheet, names[i], error);
		if (columns[i] < 0)
			return -1;
	}
	list->n_provinces = sheet->n_rows;
	list->provinces =
		memory_array(list, struct province, list->n_provinces);
	for (size_t i = 0; i < list->n_provinces; i++)
		list->provinces[i] = (struct province){
			.code = sheet_cell(sheet, i, columns[0]),
			.sigla = sheet_cell(sheet, i, columns[1]),
			.name = sheet_cell(sheet, i, columns[2]),
			.region = sheet_cell(sheet, i, columns[3]),
			.region_name = sheet_cell(sheet, i, columns[4]),
			.since = year(sheet_cell(sheet, i, columns[5])),
			.until = year(sheet_cell(sheet, i, columns[6])),
		};
	return 0;
}

/* ---- keys ---- */

static int compare_keys(const void *a, const void *b)
{
	const struct municipality_key *first = a, *second = b;
	int order = strcmp(first->key, second->key);

	if (order)
		return order;
	return (first->row > second->row) - (first->row < second->row);
}

const struct municipality_key *
municipality_look_up(const struct municipality_keys *keys, const char *key,
		     size_t *n)
{
	size_t low = 0, high = keys->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(keys->items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*n = 0;
	while (low + *n < keys->n && !strcmp(keys->items[low + *n].key, key))
		++*n;
	return *n ? &keys->items[low] : NULL;
}

/* Words that people leave out or confuse. */
static bool is_particle(const char *word, size_t length)
{
	static const char particles[] =
		" a ad ai al all alla alle allo con d da dal de degli dei del "
		"dell della delle dello di e ed gli i il in l la le lo nel "
		"nell nella sul sull sulla ";
	char spaced[16];

	if (length + 3 > sizeof spaced)
		return false;
	spaced[0] = ' ';
	memcpy(spaced + 1, word, length);
	memcpy(spaced + 1 + length, " ", 2);
	return strstr(particles, spaced);
}

char *municipality_core(const void *ctx, const char *folded)
{
	char *core = memory_array(ctx, char, strlen(folded) + 1), *to = core;

	while (*folded) {
		size_t length = strcspn(folded, " ");

		if (!is_particle(folded, length)) {
			if (to > core)
				*to++ = ' ';
			memcpy(to, folded, length);
			to += length;
		}
		folded += length + (folded[length] == ' ');
	}
	*to = '\0';
	return core;
}

unsigned municipality_letters(const char *folded)
{
	unsigned bits = 0;

	for (; *folded; folded++)
		bits |= 1U << (isalpha((unsigned char)*folded) ? *folded - 'a'
							       : 26);
	return bits;
}

static void add_key(struct municipality_keys *keys, const char *key,
		    const struct municipality *row, bool is_other)
{
	struct municipality_key entry = { key, row, is_other };

	if (*key)
		memory_append(keys, keys->items, struct municipality_key,
			      keys->n, entry);
}

static void add_name(struct municipalities *list,
		     const struct municipality *row, const char *name,
		     bool is_other)
{
	const char *folded = place_fold(list, name);

	add_key(list->names, folded, row, is_other);
	add_key(list->cores, municipality_core(list, folded), row, is_other);
	add_key(list->squeezed, place_squeeze(list, folded), row, is_other);
	if (!is_other)
		list->folded[row - list->items] = folded;
}

static void sort_keys(struct municipality_keys *keys)
{
	if (keys->n)
		qsort(keys->items, keys->n, sizeof *keys->items, compare_keys);
}

static void make_keys(struct municipalities *list)
{
	list->names = memory_new(list, struct municipality_keys);
	list->cores = memory_new(list, struct municipality_keys);
	list->squeezed = memory_new(list, struct municipality_keys);
	list->cadastral = memory_new(list, struct municipality_keys);
	list->letters = memory_array(list, unsigned, list->n);
	list->folded = memory_array(list, const char *, list->n);
	for (size_t i = 0; i < list->n; i++) {
		const struct municipality *row = &list->items[i];

		add_name(list, row, row->name, false);
		if (*row->other)
			add_name(list, row, row->other, true);
		add_key(list->cadastral, row->cadastral, row, false);
		list->letters[i] = municipality_letters(list->folded[i]);
	}
	sort_keys(list->names);
	sort_keys(list->cores);
	sort_keys(list->squeezed);
	sort_keys(list->cadastral);
}

int municipalities_load(const void *ctx, const char *municipalities,
			const char *provinces, struct municipalities **list,
			struct error *error)
{
	struct municipalities *made = memory_new(ctx, struct municipalities);

	if (read_municipalities(made, municipalities, error) < 0 ||
	    read_provinces(made, provinces, error) < 0) {
		talloc_free(made);
		return -1;
	}
	make_keys(made);
	*list = made;
	return 0;
}

int municipalities_load_shipped(const void *ctx, struct municipalities **list,
				struct error *error)
{
	const char *municipalities =
		file_resource(ctx, "territories/italy-municipalities.csv");
	const char *provinces =
		file_resource(ctx, "territories/italy-provinces.csv");

	if (!municipalities || !provinces)
		return error_set(error, ERROR_FAILED,
				 "territories/italy-municipalities.csv",
				 "set DIVARIO_CONFIG to divario's config "
				 "folder, or install divario again",
				 "the list of municipalities is not there");
	return municipalities_load(ctx, municipalities, provinces, list, error);
}
