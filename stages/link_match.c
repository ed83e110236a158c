/*
 * A rule brings sheets together whose codes have one form under it.  They
 * become one unit if they were in different instruments; otherwise nobody can
 * tell whose the code is, and they stay as the stricter rules left them.  Of
 * organisations many sheets are expected in every instrument.
 */
#include "stages/link.h"

#include "pipeline/core/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- units ---- */

uint32_t link_root(struct link *link, uint32_t sheet)
{
	struct link_sheet *sheets = link->sheets;

	while (sheets[sheet].next != sheet) {
		sheets[sheet].next = sheets[sheets[sheet].next].next;
		sheet = sheets[sheet].next;
	}
	return sheet;
}

bool link_may_join(struct link *link, const uint32_t *roots, size_t n)
{
	uint64_t seen_in = 0;

	if (link_is_apart(link, roots, n))
		return false;
	if (link->settings->is_organisation)
		return true;
	for (size_t i = 0; i < n; i++) {
		if (link->sheets[roots[i]].is_twin ||
		    seen_in & link->seen_in[roots[i]])
			return false;
		seen_in |= link->seen_in[roots[i]];
	}
	return true;
}

/* A sheet on its own joins by RULE; those that are a unit already keep theirs.
 */
static void note_rule(struct link *link, uint32_t root, uint8_t rule)
{
	if (link->sheets[root].joined_by == LINK_ALONE)
		link->sheets[root].joined_by = rule;
}

void link_join(struct link *link, const uint32_t *roots, size_t n, uint8_t rule)
{
	uint32_t first = roots[0];

	for (size_t i = 1; i < n; i++)
		if (roots[i] < first)
			first = roots[i];
	for (size_t i = 0; i < n; i++) {
		note_rule(link, roots[i], rule);
		link->sheets[roots[i]].next = first;
		link->seen_in[first] |= link->seen_in[roots[i]];
	}
}

void link_tell(struct link *link, enum link_outcome outcome, const char *rule,
	       uint32_t sheet, uint32_t other)
{
	struct link_case it = {
		.outcome = outcome, .rule = rule, .sheet = sheet, .other = other
	};

	memory_append(link, link->cases, struct link_case, link->n_cases, it);
}

/* ---- sheets in order of one form ---- */

struct keyed {
	int64_t form;
	uint32_t sheet;
};

static int compare_keyed(const void *a, const void *b)
{
	const struct keyed *one = a, *two = b;

	if (one->form != two->form)
		return one->form < two->form ? -1 : 1;
	return one->sheet < two->sheet ? -1 : one->sheet > two->sheet;
}

static struct keyed *sort_by(const struct link *link, enum token_rule rule,
			     size_t *n)
{
	struct keyed *list = memory_array(link, struct keyed, link->n_sheets);

	*n = 0;
	for (size_t i = 0; i < link->n_sheets; i++)
		if (link->sheets[i].has_code)
			list[(*n)++] =
				(struct keyed){ link->sheets[i].forms[rule],
						(uint32_t)i };
	if (*n)
		qsort(list, *n, sizeof *list, compare_keyed);
	return list;
}

static size_t run_length(const struct keyed *list, size_t n)
{
	size_t i = 1;

	while (i < n && list[i].form == list[0].form)
		i++;
	return i;
}

/* The roots of N sheets, each once, ascending, at ROOTS (room for N). */
static size_t roots_of(struct link *link, const struct keyed *run, size_t n,
		       uint32_t *roots)
{
	size_t n_roots = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t root = link_root(link, run[i].sheet);
		size_t j = 0;

		while (j < n_roots && roots[j] != root)
			j++;
		if (j == n_roots)
			roots[n_roots++] = root;
	}
	return n_roots;
}

/* ---- the same code ---- */

static bool has_twins(struct link *link, const struct keyed *run, size_t n)
{
	uint64_t seen_in = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t bit = link->seen_in[run[i].sheet];

		if (seen_in & bit)
			return true;
		seen_in |= bit;
	}
	return false;
}

/* All sheets of the run, which are still on their own, as one list. */
static void join_exact(struct link *link, const struct keyed *run, size_t n,
		       uint32_t *roots)
{
	bool is_person = !link->settings->is_organisation;

	for (size_t i = 0; i < n; i++)
		roots[i] = run[i].sheet;
	if ((!is_person || !has_twins(link, run, n)) &&
	    link_may_join(link, roots, n)) {
		link_join(link, roots, n, TOKEN_EXACT);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct link_sheet *sheet = &link->sheets[roots[i]];

		sheet->is_twin = sheet->is_told = true;
		if (i)
			link_tell(link, LINK_DUPLICATE,
				  token_rule_name(TOKEN_EXACT), roots[i],
				  roots[0]);
	}
}

static void match_exact(struct link *link)
{
	size_t n, length;
	struct keyed *list = sort_by(link, TOKEN_EXACT, &n);
	uint32_t *roots = memory_array(list, uint32_t, n);

	for (size_t i = 0; i < n; i += length) {
		length = run_length(list + i, n - i);
		if (length > 1)
			join_exact(link, list + i, length, roots);
	}
	talloc_free(list);
}

/* ---- codes alike under a rule ---- */

static bool is_news(const struct link *link, const uint32_t *roots, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!link->sheets[roots[i]].is_told)
			return true;
	return false;
}

static void tell_all(struct link *link, enum link_outcome outcome,
		     enum token_rule rule, const uint32_t *roots, size_t n)
{
	for (size_t i = 1; i < n; i++)
		link_tell(link, outcome, token_rule_name(rule), roots[i],
			  roots[0]);
}

static void judge(struct link *link, enum token_rule rule,
		  const uint32_t *roots, size_t n)
{
	bool may_join = link_may_join(link, roots, n);
	bool is_tolerated = rule <= link->settings->tolerance;

	if (may_join && is_tolerated) {
		tell_all(link, LINK_MATCHED, rule, roots, n);
		link_join(link, roots, n, (uint8_t)rule);
		return;
	}
	if (!is_news(link, roots, n))
		return;
	tell_all(link, may_join ? LINK_SUGGESTED : LINK_AMBIGUOUS, rule, roots,
		 n);
	for (size_t i = 0; i < n; i++)
		link->sheets[roots[i]].is_told = true;
}

static void match_rule(struct link *link, enum token_rule rule)
{
	size_t n, length, n_roots;
	struct keyed *list = sort_by(link, rule, &n);
	uint32_t *roots = memory_array(list, uint32_t, n);

	for (size_t i = 0; i < n; i += length) {
		length = run_length(list + i, n - i);
		n_roots = roots_of(link, list + i, length, roots);
		if (n_roots > 1)
			judge(link, rule, roots, n_roots);
	}
	talloc_free(list);
}

int link_match(struct link *link, struct error *error)
{
	link->seen_in = memory_array(link, uint64_t, link->n_sheets);
	for (size_t i = 0; i < link->n_sheets; i++) {
		struct link_sheet *sheet = &link->sheets[i];

		sheet->next = (uint32_t)i;
		sheet->joined_by = LINK_ALONE;
		link->seen_in[i] = UINT64_C(1)
				   << link->files[sheet->file].instrument;
	}
	if (link_say(link, error) < 0)
		return -1;
	match_exact(link);
	if (link_confirm(link, error) < 0)
		return -1;
	for (int rule = TOKEN_BLANKS; rule < TOKEN_RULES; rule++)
		match_rule(link, (enum token_rule)rule);
	return link_near(link, error);
}
