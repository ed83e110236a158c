/* What each organisation holds: territories, kinds of service, target groups,
 * meetings, cells.  "Not said" is no element. */
#include "pipeline/core/memory.h"
#include "stages/network.h"

#include <stdlib.h>

static bool is_said(const struct network_codes *codes, size_t code)
{
	return *codes->codes[code] != '\0';
}

/* A meeting for each territory and target group that somebody serves. */
static size_t *number_meetings(const void *ctx,
			       const struct network_study *study, size_t *n)
{
	size_t n_targets = study->targets.n;
	size_t *numbers =
		memory_array(ctx, size_t, study->territories.n * n_targets);

	*n = 0;
	for (size_t c = 0; c < study->n_cells; c++) {
		const struct network_cell *cell = &study->cells[c];
		size_t *number =
			&numbers[cell->territory * n_targets + cell->target];

		if (*number == 0)
			*number = ++*n;
	}
	return numbers;
}

static void put(const struct network_study *study, struct network_sets *sets,
		const struct network_holding *holding, const size_t *meetings)
{
	size_t organisation = holding->organisation;
	const struct network_cell *cell = &study->cells[holding->cell];

	cover_put(sets->territories, organisation, cell->territory);
	cover_put(sets->cells, organisation, holding->cell);
	cover_put(sets->meetings, organisation,
		  meetings[cell->territory * study->targets.n + cell->target] -
			  1);
	if (is_said(&study->targets, cell->target))
		cover_put(sets->targets, organisation, cell->target);
	if (!is_said(&study->types, cell->type))
		return;
	cover_put(sets->types, organisation, cell->type);
	cover_put(sets->offers,
		  organisation * study->territories.n + cell->territory,
		  cell->type);
}

struct network_sets *network_sets_of(const struct network_study *study)
{
	struct network_sets *sets = memory_new(study, struct network_sets);
	size_t n = study->organisations.n;
	size_t *meetings = number_meetings(sets, study, &sets->n_meetings);

	sets->territories = cover_sets_new(sets, n, study->territories.n);
	sets->types = cover_sets_new(sets, n, study->types.n);
	sets->targets = cover_sets_new(sets, n, study->targets.n);
	sets->meetings = cover_sets_new(sets, n, sets->n_meetings);
	sets->cells = cover_sets_new(sets, n, study->n_cells);
	sets->offers =
		cover_sets_new(sets, n * study->territories.n, study->types.n);
	for (size_t i = 0; i < study->n_holdings; i++)
		put(study, sets, &study->holdings[i], meetings);
	talloc_free(meetings);
	return sets;
}
