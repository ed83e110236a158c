/* What the territory stage publishes. */
#include "pipeline/core/memory.h"
#include "pipeline/run/project_territory.h"
#include "stages/disclose.h"
#include "stages/published.h"
#include "stages/territory.h"
#include "stages/withheld_people.h"

/* Rows of the group, or of a territory where everybody is withheld. */
static void mark(struct disclosed *cells, const struct withheld_people *secrets)
{
	int territory = table_column(cells->table, "territory");
	int target = table_column(cells->table, "target");

	for (size_t r = 0; r < cells->table->n_rows; r++) {
		const char *at = table_text(cells->table, r, territory);

		cells->is_suppressed[r] |= withheld_people_has(
			secrets, at, table_text(cells->table, r, target));
	}
}

/* ---- tables ---- */

static const char *const of_coverage[] = {
	"level",    "territory", "type",
	"target",   "services",  "organisations",
	"capacity", "supply",    "location_quotient",
	"caution",  NULL
};
static const char *const of_users[] = {
	"level",         "territory", "type",    "target", "services",
	"organisations", "capacity",  "caution", NULL
};
static const char *const of_access[] = {
	"territory", "type",       "target",          "radius_km", "kind",
	"access",    "nearest_km", "nearest_service", "caution",   NULL
};
static const char *const of_uncovered[] = { "level",  "territory",  "type",
					    "target", "nearest_km", NULL };
static const char *const of_change[] = {
	"level",           "territory",      "type",
	"target",          "wave_before",    "wave_after",
	"services_before", "services_after", NULL,
};

static int disclose_coverage(struct stage_context *context,
			     const struct withheld_people *secrets,
			     struct error *error)
{
	static const char *const of_kind[4] = { "level", "type", "target",
						NULL };
	static const char *const of_place[4] = { "level", "territory", "target",
						 NULL };
	const struct project_territory *settings = context->project->territory;
	bool counts_users = settings && settings->supply == SUPPLY_USERS;
	struct disclosed cells;

	if (disclose_read(context, "coverage", &cells, error) < 0)
		return -1;
	cells.count = "supply";
	if (counts_users) {
		disclose_small(&cells, of_kind);
		disclose_small(&cells, of_place);
	}
	mark(&cells, secrets);
	disclose_blank(&cells, counts_users ? of_users : of_coverage);
	return disclose_results(context, "coverage", &cells, error);
}

static int disclose_table(struct stage_context *context, const char *table,
			  const char *const *kept,
			  const struct withheld_people *secrets,
			  struct error *error)
{
	struct disclosed cells;

	if (disclose_read(context, table, &cells, error) < 0)
		return -1;
	mark(&cells, secrets);
	disclose_blank(&cells, kept);
	return disclose_results(context, table, &cells, error);
}

/* ---- lists ---- */

static void blank(struct table *table, size_t row, const char *column)
{
	table->cells[row * table->n_columns +
		     (size_t)table_column(table, column)] = value_null();
}

static int disclose_register(struct stage_context *context, struct error *error)
{
	struct disclosed services;

	if (disclose_read(context, "service_register", &services, error) < 0)
		return -1;
	for (size_t r = 0; r < services.table->n_rows; r++) {
		double users =
			table_number(services.table, r,
				     table_column(services.table, "users"));

		if (users > 0 && users < services.threshold)
			blank(services.table, r, "users");
	}
	return disclose_write(context, "service_register", services.table, NULL,
			      error);
}

static int disclose_list(struct stage_context *context,
			 const struct withheld_people *secrets,
			 struct error *error)
{
	struct disclosed areas;

	if (disclose_read(context, "territory_list", &areas, error) < 0)
		return -1;
	for (size_t r = 0; r < areas.table->n_rows; r++)
		if (withheld_people_has(secrets, table_text(areas.table, r, 0),
					TERRITORY_ALL))
			blank(areas.table, r, "people");
	return disclose_write(context, "territory_list", areas.table, NULL,
			      error);
}

static int copy(struct stage_context *context, const char *table,
		struct error *error)
{
	char *sql = memory_format(
		context->memory, "select %s from %s order by rowid",
		published_source_columns(context->memory, table), table);

	return disclose_copy(context, table, sql, error);
}

int disclose_territory(struct stage_context *context, struct error *error)
{
	static const enum territory_table copied[] = {
		TERRITORY_MATCHES, TERRITORY_INEQUALITY,
		TERRITORY_LORENZ,  TERRITORY_ACCESS_SUMMARY,
		TERRITORY_SPATIAL, TERRITORY_SPATIAL_LOCAL,
	};
	struct withheld_people *secrets;

	for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
		if (copy(context, territory_tables[copied[i]], error) < 0)
			return -1;
	if (withheld_people_find(context, &secrets, error) < 0 ||
	    disclose_register(context, error) < 0 ||
	    disclose_list(context, secrets, error) < 0 ||
	    disclose_coverage(context, secrets, error) < 0 ||
	    disclose_table(context, "access", of_access, secrets, error) < 0 ||
	    disclose_table(context, "uncovered", of_uncovered, secrets, error) <
		    0)
		return -1;
	return disclose_table(context, "territory_change", of_change, secrets,
			      error);
}
