#include "pipeline/core/memory.h"
#include "stages/disclose.h"
#include "stages/published.h"
#include "stages/territory.h"

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
		TERRITORY_REGISTER, TERRITORY_LIST,
		TERRITORY_MATCHES,  TERRITORY_INEQUALITY,
		TERRITORY_LORENZ,   TERRITORY_ACCESS_SUMMARY,
		TERRITORY_SPATIAL,  TERRITORY_SPATIAL_LOCAL,
	};
	static const enum territory_table controlled[] = {
		TERRITORY_COVERAGE,
		TERRITORY_ACCESS,
		TERRITORY_UNCOVERED,
		TERRITORY_CHANGE,
	};
	struct disclosed results;

	for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
		if (copy(context, territory_tables[copied[i]], error) < 0)
			return -1;
	for (size_t i = 0; i < sizeof controlled / sizeof *controlled; i++) {
		const char *table = territory_tables[controlled[i]];

		if (disclose_read(context, table, &results, error) < 0 ||
		    disclose_results(context, table, &results, error) < 0)
			return -1;
	}
	return 0;
}
