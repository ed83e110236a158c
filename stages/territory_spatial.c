/* Are neighbouring territories alike? */
#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/moran.h"
#include "stages/territory_cells.h"

#include <math.h>

/* Fewer give no statistic. */
enum { FEWEST = 4 };

/* The local statistic is called sure at this level after adjustment. */
#define SPATIAL_LEVEL 0.05

/* The territories with a rate, and who of them are neighbours. */
struct rated {
	const struct spread *spread;
	size_t *places; /* in the level */
	double *rates;
	size_t n;
	struct neighbours *neighbours;
	const char *how;
};

static struct rated *rated_of(const struct spread *spread)
{
	struct rated *rated = memory_new(spread, struct rated);
	bool *is_in = memory_array(rated, bool, spread->n);

	rated->spread = spread;
	rated->places = memory_array(rated, size_t, spread->n);
	rated->rates = memory_array(rated, double, spread->n);
	for (size_t i = 0; i < spread->n; i++) {
		is_in[i] = !isnan(spread->cells[i].rate);
		if (!is_in[i])
			continue;
		rated->places[rated->n] = i;
		rated->rates[rated->n++] = spread->cells[i].rate;
	}
	rated->neighbours = territory_neighbours(
		rated, spread->territory, spread->level, is_in, &rated->how);
	return rated;
}

static bool is_constant(const struct rated *rated)
{
	for (size_t i = 1; i < rated->n; i++)
		if (rated->rates[i] < rated->rates[0] ||
		    rated->rates[i] > rated->rates[0])
			return false;
	return true;
}

static const char *why_not(const struct rated *rated)
{
	if (!rated->how || rated->neighbours->n_links == 0)
		return "no_neighbours";
	if (is_constant(rated))
		return "constant";
	if (rated->n - neighbours_islands(rated->neighbours) < FEWEST)
		return "few";
	return NULL;
}

static void put_head(struct table_writer *writer, const struct spread *spread)
{
	table_writer_text(writer, spread->level->name);
	table_writer_text(writer, kind_type(spread->territory, spread->kind));
	table_writer_text(writer, kind_target(spread->territory, spread->kind));
}

static int write_global(const struct rated *rated, const char *statistic,
			const struct autocorrelation *found, double p,
			size_t permutations, struct error *error)
{
	struct table_writer *writer =
		rated->spread->territory->writers[TERRITORY_SPATIAL];

	put_head(writer, rated->spread);
	table_writer_text(writer, statistic);
	table_writer_text(writer, rated->how);
	table_writer_integer(writer, (int64_t)rated->n);
	table_writer_integer(writer,
			     (int64_t)neighbours_islands(rated->neighbours));
	table_writer_real(writer, found->value);
	table_writer_real(writer, found->expected);
	table_writer_real(writer, p);
	table_writer_rank(writer, isnan(p) ? 0 : permutations);
	table_writer_text(writer, why_not(rated));
	return table_writer_row(writer, error);
}

static int write_globals(const struct rated *rated, struct error *error)
{
	const struct project_territory *settings =
		rated->spread->territory->settings;
	struct autocorrelation moran =
		moran_of(rated->neighbours, rated->rates);
	struct autocorrelation geary =
		geary_of(rated->neighbours, rated->rates);
	double p = moran_permuted(rated->neighbours, rated->rates,
				  settings->permutations, settings->seed);

	if (write_global(rated, "moran", &moran, p, settings->permutations,
			 error) < 0)
		return -1;
	return write_global(rated, "geary", &geary, geary.p_random, 0, error);
}

/* ---- local ---- */

static const char *cluster_of(const struct moran_local *local, double p)
{
	static const char *const names[] = {
		[MORAN_NONE] = "unclear",      [MORAN_HIGH_HIGH] = "high_high",
		[MORAN_LOW_LOW] = "low_low",   [MORAN_LOW_HIGH] = "low_high",
		[MORAN_HIGH_LOW] = "high_low",
	};

	if (isnan(p))
		return "island";
	return names[p <= SPATIAL_LEVEL ? local->quadrant : MORAN_NONE];
}

static int write_locals(const struct rated *rated, struct error *error)
{
	const struct spread *spread = rated->spread;
	const struct territory *territory = spread->territory;
	const struct project_territory *settings = territory->settings;
	struct table_writer *writer =
		territory->writers[TERRITORY_SPATIAL_LOCAL];
	struct moran_local *local =
		moran_local(rated, rated->neighbours, rated->rates,
			    settings->permutations, settings->seed);
	double *p = memory_array(rated, double, 2 * rated->n);
	double *adjusted = p + rated->n;

	for (size_t i = 0; i < rated->n; i++)
		p[i] = local[i].p;
	adjust_p(ADJUST_BH, p, rated->n, adjusted);
	for (size_t i = 0; i < rated->n; i++) {
		size_t area = spread->level->areas[rated->places[i]];

		put_head(writer, spread);
		table_writer_text(writer, territory->areas[area].code);
		table_writer_real(writer, local[i].value);
		table_writer_real(writer, p[i]);
		table_writer_real(writer, adjusted[i]);
		table_writer_text(writer, cluster_of(&local[i], adjusted[i]));
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

int territory_write_spatial(const struct spread *spread, struct error *error)
{
	struct rated *rated = rated_of(spread);
	int result = write_globals(rated, error);

	if (result == 0 && !why_not(rated))
		result = write_locals(rated, error);
	talloc_free(rated);
	return result;
}
