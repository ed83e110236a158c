/* The ties that organisations have declared. */
#include "pipeline/core/memory.h"
#include "stages/network_read.h"

#include <math.h>
#include <stdlib.h>

int network_compare(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int by_ends(const void *first, const void *second)
{
	const struct network_declared *a = first, *b = second;
	int order = network_compare(a->organisation, b->organisation);

	return order ? order : network_compare(a->partner, b->partner);
}

/* Between two the strongest tie holds; without a weight it is as strong as any.
 * Ends that are no organisations tie nobody: a person who is named there stays
 * unnamed. */
static void add_tie(struct network_study *study,
		    const struct network_names *organisations,
		    const struct table *rows, size_t r)
{
	const char *from =
		network_names_find(organisations, table_text(rows, r, 0));
	const char *to =
		network_names_find(organisations, table_text(rows, r, 1));
	struct network_declared one;
	size_t a, b;

	if (!from || !to) {
		study->n_unknown_ties++;
		return;
	}
	a = network_code(&study->organisations, from);
	b = network_code(&study->organisations, to);
	if (a == b)
		return;
	one = (struct network_declared){ a < b ? a : b, a < b ? b : a,
					 table_number(rows, r, 2) };
	if (one.strength > 0 || isnan(one.strength))
		memory_append(study, study->declared, struct network_declared,
			      study->n_declared, one);
}

static void merge_ties(struct network_study *study)
{
	struct network_declared *all = study->declared;
	double greatest = 0;
	size_t kept = 0;

	for (size_t i = 0; i < study->n_declared; i++)
		greatest = fmax(greatest, all[i].strength);
	for (size_t i = 0; i < study->n_declared; i++)
		all[i].strength =
			isnan(all[i].strength) ? 1 : all[i].strength / greatest;
	if (study->n_declared > 1)
		qsort(all, study->n_declared, sizeof *all, by_ends);
	for (size_t i = 0; i < study->n_declared; i++)
		if (kept == 0 || by_ends(&all[i], &all[kept - 1]) != 0)
			all[kept++] = all[i];
		else
			all[kept - 1].strength =
				fmax(all[kept - 1].strength, all[i].strength);
	study->n_declared = kept;
}

int network_read_ties(struct network_study *study,
		      const struct network_names *organisations,
		      struct error *error)
{
	struct table *rows;

	if (network_query(
		    study,
		    "select organisation, partner, weight from tie" NETWORK_TODAY
		    " order by 1, 2, 3",
		    study->context->project->date, &rows, error) < 0)
		return -1;
	for (size_t r = 0; r < rows->n_rows; r++)
		add_tie(study, organisations, rows, r);
	merge_ties(study);
	return 0;
}
