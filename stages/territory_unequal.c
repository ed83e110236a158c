/* How unevenly services are spread: between territories, between organisations.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/inequality.h"
#include "stages/territory_cells.h"

#include <math.h>

/* Of more territories, or where few people live in one, the Lorenz curve is
 * told at every hundredth. */
enum { CORNERS_MOST = 200, HUNDREDTHS = 100 };

struct shared {
	const char *level, *measure, *caution;
	struct inequality inequality;
	struct concentration concentration;
};

static int write_row(const struct territory *territory, const struct kind *kind,
		     const struct shared *shared, struct error *error)
{
	struct table_writer *writer = territory->writers[TERRITORY_INEQUALITY];

	table_writer_text(writer, shared->level);
	table_writer_text(writer, kind_type(territory, kind));
	table_writer_text(writer, kind_target(territory, kind));
	table_writer_text(writer, shared->measure);
	table_writer_integer(writer, (int64_t)shared->inequality.n);
	table_writer_real(writer, shared->inequality.gini);
	table_writer_real(writer, shared->inequality.gini_corrected);
	table_writer_real(writer, shared->inequality.theil_t);
	table_writer_real(writer, shared->concentration.hhi);
	table_writer_real(writer, shared->concentration.hhi_normalised);
	table_writer_real(writer, shared->inequality.hoover);
	table_writer_text(writer, shared->caution);
	return table_writer_row(writer, error);
}

static struct shared shared_of(const char *level, const char *measure,
			       const double *values, const double *weights,
			       size_t n)
{
	struct shared shared = { .level = level, .measure = measure };

	shared.inequality = inequality_of(values, weights, n);
	shared.concentration = concentration_of(values, n);
	if (shared.inequality.n == 0)
		shared.caution = weights ? "no_people" : "none";
	else if (isnan(shared.inequality.gini))
		shared.caution = "none";
	else if (shared.inequality.n == 1)
		shared.caution = "one";
	return shared;
}

/* ---- Lorenz ---- */

static int write_corner(const struct spread *spread, size_t position,
			double people, double supply, struct error *error)
{
	struct table_writer *writer =
		spread->territory->writers[TERRITORY_LORENZ];

	table_writer_text(writer, spread->level->name);
	table_writer_text(writer, kind_type(spread->territory, spread->kind));
	table_writer_text(writer, kind_target(spread->territory, spread->kind));
	table_writer_integer(writer, (int64_t)position);
	table_writer_real(writer, people);
	table_writer_real(writer, supply);
	return table_writer_row(writer, error);
}

/* The corners would tell how many they are. */
static bool has_few(const struct spread *spread)
{
	int threshold = spread->territory->context->project->threshold;

	for (size_t i = 0; i < spread->n; i++)
		if (spread->cells[i].people > 0 &&
		    spread->cells[i].people < threshold)
			return true;
	return false;
}

static int write_lorenz(const struct spread *spread, const double *rates,
			const double *people, struct error *error)
{
	struct lorenz *lorenz = lorenz_of(spread, rates, people, spread->n);
	bool is_thinned = lorenz->n > CORNERS_MOST + 1 || has_few(spread);
	size_t n = is_thinned ? HUNDREDTHS + 1 : lorenz->n;
	int result = 0;

	for (size_t i = 0; i < n && result == 0; i++) {
		double at = is_thinned ? (double)i / HUNDREDTHS
				       : lorenz->population[i];

		result = write_corner(spread, i, at,
				      is_thinned ? lorenz_at(lorenz, at)
						 : lorenz->share[i],
				      error);
	}
	talloc_free(lorenz);
	return result;
}

int territory_write_unequal(const struct spread *spread, struct error *error)
{
	double *rates = memory_array(spread, double, 3 * spread->n);
	double *people = rates + spread->n, *supply = people + spread->n;
	struct shared rated, spread_out;
	int result;

	for (size_t i = 0; i < spread->n; i++) {
		rates[i] = spread->cells[i].rate;
		people[i] = spread->cells[i].people;
		supply[i] = spread->cells[i].supply;
	}
	rated = shared_of(spread->level->name, "coverage", rates, people,
			  spread->n);
	spread_out = shared_of(spread->level->name, "territories", supply, NULL,
			       spread->n);
	/* the index is of shares in the supply, whichever way people live */
	rated.concentration = spread_out.concentration;
	result = write_row(spread->territory, spread->kind, &rated, error);
	if (result == 0)
		result = write_row(spread->territory, spread->kind, &spread_out,
				   error);
	if (result == 0)
		result = write_lorenz(spread, rates, people, error);
	talloc_free(rates);
	return result;
}

/* ---- organisations ---- */

int territory_write_owners(const struct territory *territory,
			   const struct kind *kind, struct error *error)
{
	double *supply = memory_array(territory, double, territory->owners.n);
	double *known = memory_array(territory, double, territory->owners.n);
	bool *has_any = memory_array(territory, bool, territory->owners.n);
	struct shared shared;
	size_t n = 0;

	for (size_t i = 0; i < territory->n_sites; i++) {
		const struct site *site = &territory->sites[i];
		double one = territory_supply(territory, site);

		if (!site->is_now || site->owner == TERRITORY_NONE ||
		    !kind_has(kind, site))
			continue;
		has_any[site->owner] = true;
		supply[site->owner] += isnan(one) ? 0 : one;
	}
	for (size_t i = 0; i < territory->owners.n; i++)
		if (has_any[i])
			known[n++] = supply[i];
	shared = shared_of(TERRITORY_ALL, "organisations", known, NULL, n);
	talloc_free(supply);
	talloc_free(known);
	talloc_free(has_any);
	return n ? write_row(territory, kind, &shared, error) : 0;
}
