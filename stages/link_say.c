/*
 * What the project itself says of two sheets: one person, or two.
 */
#include "stages/link.h"

#include "pipeline/core/memory.h"

#include <string.h>

/* The sheet on a line of a file, or an error. */
static int find_sheet(const struct link *link, const struct project_pair *pair,
		      int side, uint32_t *found, struct error *error)
{
	for (size_t i = 0; i < link->n_sheets; i++) {
		const struct link_sheet *sheet = &link->sheets[i];

		if (sheet->row == LINK_NO_ROW ||
		    sheet->line != pair->lines[side] ||
		    strcmp(link->files[sheet->file].path, pair->files[side]) !=
			    0)
			continue;
		*found = (uint32_t)i;
		return 0;
	}
	return error_set(error, ERROR_PROJECT, pair->where,
			 "take file and line from the table link_match",
			 "no answers that count start in line %lld of '%s'",
			 (long long)pair->lines[side], pair->files[side]);
}

static int find_pairs(struct link *link, const struct project_pair *pairs,
		      size_t n, uint32_t (**found)[2], struct error *error)
{
	*found = memory_check(_talloc_zero_array(link, sizeof **found,
						 memory_count(n), "pairs"));
	for (size_t i = 0; i < n; i++)
		for (int side = 0; side < 2; side++)
			if (find_sheet(link, &pairs[i], side,
				       &(*found)[i][side], error) < 0)
				return -1;
	return 0;
}

int link_say(struct link *link, struct error *error)
{
	const struct project_instruments *settings = link->settings;

	if (find_pairs(link, settings->confirm, settings->n_confirm,
		       &link->confirmed, error) < 0)
		return -1;
	return find_pairs(link, settings->apart, settings->n_apart,
			  &link->apart, error);
}

static bool is_among(uint32_t root, const uint32_t *roots, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (roots[i] == root)
			return true;
	return false;
}

bool link_is_apart(struct link *link, const uint32_t *roots, size_t n)
{
	for (size_t i = 0; i < link->settings->n_apart; i++) {
		uint32_t one = link_root(link, link->apart[i][0]);
		uint32_t two = link_root(link, link->apart[i][1]);

		if (is_among(one, roots, n) && is_among(two, roots, n))
			return true;
	}
	return false;
}

int link_confirm(struct link *link, struct error *error)
{
	for (size_t i = 0; i < link->settings->n_confirm; i++) {
		uint32_t roots[2] = {
			link_root(link, link->confirmed[i][0]),
			link_root(link, link->confirmed[i][1]),
		};

		if (roots[0] == roots[1])
			continue;
		/* The project tells which of the twins it is. */
		link->sheets[roots[0]].is_twin = false;
		link->sheets[roots[1]].is_twin = false;
		if (!link_may_join(link, roots, 2))
			return error_set(
				error, ERROR_PROJECT,
				link->settings->confirm[i].where,
				"take the line out, or write the wrong match "
				"under 'apart'",
				"these cannot be of one person: both, or those "
				"they are matched with already, were in the "
				"same instrument, or are kept apart");
		link_tell(link, LINK_MATCHED, "confirmed",
			  link->confirmed[i][1], link->confirmed[i][0]);
		link_join(link, roots, 2, LINK_CONFIRMED);
		link->sheets[roots[0]].is_told = true;
		link->sheets[roots[1]].is_told = true;
	}
	return 0;
}
