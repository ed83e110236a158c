/* The boundaries files that the charts of a template name. */
#ifndef STAGES_FILL_BOUNDARIES_H
#define STAGES_FILL_BOUNDARIES_H

#include "pipeline/data/geojson_cache.h"
#include "pipeline/page/template_source.h"
#include "pipeline/run/stage.h"

/* The boundaries of analyses.territory, which templates call
 * {{project.boundaries}}; "" without any. */
const char *fill_boundaries(const struct project *project);

/* Adds to HASH the content of every file that a line "boundaries: ..." of the
 * TEMPLATE names.  A file that is not there is told when the chart is drawn,
 * with its place. */
int fill_depend_boundaries(const struct project *project,
			   const struct template_file *template,
			   struct hash *hash, struct error *error);

/* Warns of what was wrong with the boundaries that maps were drawn on, and was
 * not told yet, and how the maps have it. */
void fill_warn_boundaries(struct stage_context *context,
			  struct geojson_cache *boundaries);

#endif
