/*
 * Codes that are nearly the same: a letter more, less or other, or two swapped.
 * That is no proof, so nobody is matched; the project may confirm.
 */
#include "stages/link.h"

#include "pipeline/core/memory.h"

#include <stdlib.h>
#include <string.h>

/* Spellings that more units share are common words, no typing mistakes. */
enum { SHARED_MOST = 8 };

struct keyed {
	int64_t form; /* the most lenient one; or one of its near ones */
	uint32_t root;
};

struct suggestion {
	uint32_t one, two;
};

struct near {
	struct link *link;
	struct keyed *units, *spellings;
	size_t n_units, n_spellings;
	struct suggestion *list;
	size_t n;
};

static int compare_keyed(const void *a, const void *b)
{
	const struct keyed *one = a, *two = b;

	if (one->form != two->form)
		return one->form < two->form ? -1 : 1;
	return one->root < two->root ? -1 : one->root > two->root;
}

static void sort_keyed(struct keyed *list, size_t n)
{
	if (n)
		qsort(list, n, sizeof *list, compare_keyed);
}

/* Those that were not met in every instrument. */
static void find_units(struct near *near)
{
	struct link *link = near->link;
	uint64_t everywhere = UINT64_MAX >> (64 - link->n_instruments);

	for (size_t i = 0; i < link->n_sheets; i++) {
		const struct link_sheet *sheet = &link->sheets[i];
		struct keyed unit = { sheet->forms[TOKEN_LOOKALIKES],
				      link_root(link, (uint32_t)i) };

		if (sheet->has_code && !sheet->is_twin &&
		    link->seen_in[unit.root] != everywhere)
			memory_append(near, near->units, struct keyed,
				      near->n_units, unit);
	}
	sort_keyed(near->units, near->n_units);
}

static int64_t read_number(const uint8_t *bytes)
{
	uint64_t number = 0;

	for (int i = 7; i >= 0; i--)
		number = number << 8 | bytes[i];
	return (int64_t)number;
}

/* The spellings of one code go to every unit that has it. */
static void add_spellings(struct near *near, int64_t form, const uint8_t *bytes,
			  size_t n)
{
	struct keyed key = { form, 0 };
	size_t low = 0, high = near->n_units;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_keyed(&near->units[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < near->n_units && near->units[low].form == form; low++)
		for (size_t i = 0; i < n; i++) {
			struct keyed spelling = { read_number(bytes + 8 * i),
						  near->units[low].root };

			memory_append(near, near->spellings, struct keyed,
				      near->n_spellings, spelling);
		}
}

static int read_spellings(struct near *near, struct error *error)
{
	struct statement *token;
	int more;

	if (statement_prepare(near->link->context->store,
			      "SELECT DISTINCT lookalikes, near FROM token",
			      &token, error) < 0)
		return -1;
	while ((more = statement_step(token, error)) > 0) {
		size_t length;
		const uint8_t *bytes = statement_blob(token, 1, &length);

		add_spellings(near, statement_integer(token, 0), bytes,
			      length / 8);
	}
	talloc_free(token);
	sort_keyed(near->spellings, near->n_spellings);
	return more;
}

static void suggest(struct near *near, uint32_t one, uint32_t two)
{
	struct link *link = near->link;
	uint32_t roots[2] = { one, two };
	struct suggestion it = { one, two };

	if (one != two && link_may_join(link, roots, 2))
		memory_append(near, near->list, struct suggestion, near->n, it);
}

static void suggest_run(struct near *near, const struct keyed *run, size_t n)
{
	if (n > SHARED_MOST)
		return;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			suggest(near, run[i].root, run[j].root);
}

static int compare_suggestions(const void *a, const void *b)
{
	const struct suggestion *one = a, *two = b;

	if (one->one != two->one)
		return one->one < two->one ? -1 : 1;
	return one->two < two->two ? -1 : one->two > two->two;
}

/* Each pair once; not those that a rule has told of. */
static void tell(struct near *near)
{
	struct link *link = near->link;

	if (near->n)
		qsort(near->list, near->n, sizeof *near->list,
		      compare_suggestions);
	for (size_t i = 0; i < near->n; i++) {
		const struct suggestion *it = &near->list[i];

		if (i && !compare_suggestions(it, it - 1))
			continue;
		if (link->sheets[it->one].is_told &&
		    link->sheets[it->two].is_told)
			continue;
		link_tell(link, LINK_SUGGESTED, "near", it->two, it->one);
	}
}

int link_near(struct link *link, struct error *error)
{
	struct near *near = memory_new(link, struct near);
	size_t length;

	near->link = link;
	find_units(near);
	if (near->n_units > LINK_NEAR_MOST) {
		stage_warn(link->context, NULL,
			   "%zu sheets are too many to look for codes that are "
			   "nearly the same",
			   near->n_units);
		talloc_free(near);
		return 0;
	}
	if (read_spellings(near, error) < 0)
		return -1;
	for (size_t i = 0; i < near->n_spellings; i += length) {
		length = 1;
		while (i + length < near->n_spellings &&
		       near->spellings[i + length].form ==
			       near->spellings[i].form)
			length++;
		suggest_run(near, near->spellings + i, length);
	}
	tell(near);
	talloc_free(near);
	return 0;
}
