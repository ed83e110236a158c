/* The sheets and boundaries of analyses.territory, before a run. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/geojson.h"
#include "pipeline/data/need_sheet.h"
#include "pipeline/run/check.h"

static void check_labels(const void *ctx, const char *path,
			 struct problems *problems)
{
	struct error error = { 0 };
	struct sheet *sheet;

	if (sheet_read(ctx, path, &sheet, &error) < 0 ||
	    sheet_need(sheet, "domain", &error) < 0 ||
	    sheet_need(sheet, "code", &error) < 0)
		problems_take(problems, &error);
}

/* What is wrong and put right is a remark. */
static void check_boundaries(const void *ctx, const struct project *project,
			     struct check_result *result)
{
	const struct project_territory *territory = project->territory;
	struct geojson_request request = { .key = territory->key };
	struct boundaries *boundaries;
	struct error error = { 0 };
	char **paths;

	if (geojson_find(ctx, project->folder, territory->boundaries, "",
			 &paths, &request.n_paths, &error) < 0)
		return; /* project_territory_check() has said so */
	request.paths = (const char *const *)paths;
	if (geojson_read(ctx, &request, &boundaries, &error) < 0) {
		problems_take(result->problems, &error);
		return;
	}
	for (size_t i = 0; i < boundaries->n_notes; i++)
		problems_add(result->remarks, ERROR_DATA,
			     boundaries->notes[i].where, NULL, "%s",
			     boundaries->notes[i].what);
}

void check_territory(const struct project *project, struct check_result *result)
{
	const struct project_territory *territory = project->territory;
	void *memory = talloc_new(NULL);
	struct need_sheet *needs;
	struct error error = { 0 };

	if (territory && territory->need && file_exists(territory->need) &&
	    need_sheet_read(memory, territory->need, &needs, &error) < 0)
		problems_take(result->problems, &error);
	if (territory && territory->labels && file_exists(territory->labels))
		check_labels(memory, territory->labels, result->problems);
	if (territory && territory->boundaries)
		check_boundaries(memory, project, result);
	talloc_free(memory);
}
