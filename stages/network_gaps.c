/* What territories lack of what others have. */
#include "pipeline/core/memory.h"
#include "stages/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add(const struct network_study *study, struct network_gaps *gaps,
		struct network_gap gap)
{
	memory_append(study, gaps->items, struct network_gap, gaps->n, gap);
}

/* ---- as the territory stage found them ---- */

/* "all" stands for what services do not say. */
static const char *said(const struct network_codes *codes, const char *code)
{
	bool is_all = strcmp(code, "all") == 0;

	if (is_all && network_code(codes, "all") == codes->n)
		return codes->n == 1 && !**codes->codes ? "" : NULL;
	return code;
}

static int read_gaps(const struct network_study *study,
		     struct network_gaps *gaps, struct error *error)
{
	struct value level = value_text(study->level);
	struct table *rows;

	if (database_query(study, study->context->store,
			   "select territory, coalesce(type, ''),"
			   " coalesce(target, ''), people from uncovered"
			   " where level = ?1 and territory <> 'all'"
			   " order by 1, 2, 3",
			   &level, 1, NULL, &rows, error) < 0)
		return -1;
	for (size_t r = 0; r < rows->n_rows; r++) {
		struct network_gap gap = {
			.territory = table_text(rows, r, 0),
			.type = said(&study->types, table_text(rows, r, 1)),
			.target = said(&study->targets, table_text(rows, r, 2)),
		};

		if (!gap.type || !gap.target)
			continue;
		gap.people =
			network_people_told(study, gap.territory, gap.target,
					    table_number(rows, r, 3), NULL);
		add(study, gaps, gap);
	}
	return 0;
}

/* Has the territory stage compared territories of this level? */
static int is_compared(const struct network_study *study, bool *answer,
		       struct error *error)
{
	struct value level = value_text(study->level);
	struct table *rows;

	if (database_query(study, study->context->store,
			   "select 1 from coverage where level = ?1 limit 1",
			   &level, 1, NULL, &rows, error) < 0)
		return -1;
	*answer = rows->n_rows > 0;
	return 0;
}

/* ---- from services and people ---- */

struct search {
	const struct network_study *study;
	struct network_codes territories;
	bool *has;                     /* [territory] the service looked at */
	struct network_people *people; /* [territory] of its target group */
	double *known;                 /* scratch */
};

static int by_value(const void *first, const void *second)
{
	double a = *(const double *)first, b = *(const double *)second;

	return (a > b) - (a < b);
}

/* The people a territory must have for its need to be high: those of the
 * territory in the middle.  NaN when nobody is counted. */
static double middle(const struct search *search)
{
	size_t n = 0;

	for (size_t t = 0; t < search->territories.n; t++)
		if (!isnan(search->people[t].people))
			search->known[n++] = search->people[t].people;
	if (n == 0)
		return (double)NAN;
	qsort(search->known, n, sizeof *search->known, by_value);
	return (search->known[(n - 1) / 2] + search->known[n / 2]) / 2;
}

static size_t n_having(const struct search *search)
{
	size_t n = 0;

	for (size_t t = 0; t < search->territories.n; t++)
		n += search->has[t];
	return n;
}

static void find_lacking(const struct search *search,
			 const struct network_cell *cell,
			 struct network_gaps *gaps)
{
	const struct network_study *study = search->study;
	double least = middle(search);
	bool is_common = 2 * n_having(search) >= search->territories.n;

	for (size_t t = 0; t < search->territories.n; t++) {
		double people = search->people[t].people;
		bool is_high = isnan(least) ? is_common
					    : people > 0 && people >= least;

		if (search->has[t] || !is_high)
			continue;
		add(study, gaps,
		    (struct network_gap){
			    .territory = search->territories.codes[t],
			    .type = study->types.codes[cell->type],
			    .target = study->targets.codes[cell->target],
			    .people = search->people[t] });
	}
}

static int by_service(const void *first, const void *second)
{
	const struct network_cell *a = first, *b = second;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->target != b->target)
		return a->target < b->target ? -1 : 1;
	return (a->territory > b->territory) - (a->territory < b->territory);
}

static bool is_same(const struct network_cell *a, const struct network_cell *b)
{
	return a->type == b->type && a->target == b->target;
}

static void look_for(struct search *search, const struct network_cell *cells,
		     size_t n, struct network_gaps *gaps)
{
	const struct network_study *study = search->study;

	memset(search->has, 0, search->territories.n * sizeof *search->has);
	for (size_t c = 0; c < n; c++)
		search->has[network_code(
			&search->territories,
			study->territories.codes[cells[c].territory])] = true;
	for (size_t t = 0; t < search->territories.n; t++)
		search->people[t] = network_places_people(
			study, search->territories.codes[t],
			study->targets.codes[cells->target]);
	find_lacking(search, cells, gaps);
}

static void find_gaps(const struct network_study *study,
		      struct network_gaps *gaps)
{
	struct search search = { .study = study,
				 .territories = network_places_all(study) };
	size_t n = search.territories.n, end;
	struct network_cell *cells = memory_copy(
		study, study->cells, study->n_cells * sizeof *cells);

	search.has = memory_array(study, bool, n);
	search.people = memory_array(study, struct network_people, n);
	search.known = memory_array(study, double, n);
	if (study->n_cells > 1)
		qsort(cells, study->n_cells, sizeof *cells, by_service);
	for (size_t c = 0; c < study->n_cells; c = end) {
		for (end = c + 1;
		     end < study->n_cells && is_same(&cells[c], &cells[end]);
		     end++)
			;
		look_for(&search, &cells[c], end - c, gaps);
	}
}

static int by_place(const void *first, const void *second)
{
	const struct network_gap *a = first, *b = second;
	int order = strcmp(a->territory, b->territory);

	if (order == 0)
		order = strcmp(a->type, b->type);
	return order ? order : strcmp(a->target, b->target);
}

int network_gaps_of(const struct network_study *study,
		    struct network_gaps *gaps, struct error *error)
{
	bool is_known;

	*gaps = (struct network_gaps){ 0 };
	if (read_gaps(study, gaps, error) < 0 ||
	    is_compared(study, &is_known, error) < 0)
		return -1;
	if (gaps->n == 0 && !is_known)
		find_gaps(study, gaps);
	if (gaps->n > 1)
		qsort(gaps->items, gaps->n, sizeof *gaps->items, by_place);
	for (size_t i = 0; i < gaps->n; i++)
		gaps->items[i].organisation = SIZE_MAX;
	return 0;
}
