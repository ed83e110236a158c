#include "stages/fill_boundaries.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/geojson.h"

#include <string.h>

/* The value of a line "boundaries: NAMES", also of one language's; NULL: of
 * another line. */
static const char *boundaries_of(const void *ctx, const char *line)
{
	static const char key[] = "boundaries:";

	if (*line == '[' && strchr(line, ']'))
		line = strchr(line, ']') + 1;
	line += strspn(line, " ");
	return strncmp(line, key, sizeof key - 1) == 0
		       ? text_trim(ctx, line + sizeof key - 1)
		       : NULL;
}

static int hash_named(const void *ctx, const struct project *project,
		      const char *names, struct hash *hash, struct error *error)
{
	struct error absent = { 0 };
	char **paths;
	size_t n;

	hash_add_text(hash, names);
	if (geojson_find(ctx, project->folder, names, "", &paths, &n, &absent) <
	    0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (stage_hash_file(project, hash, paths[i], error) < 0)
			return -1;
	return 0;
}

static int hash_lines(const void *ctx, const struct project *project,
		      char *text, struct hash *hash, struct error *error)
{
	for (char *line = strsep(&text, "\n"); line;
	     line = strsep(&text, "\n")) {
		const char *names = boundaries_of(ctx, line);

		if (names && hash_named(ctx, project, names, hash, error) < 0)
			return -1;
	}
	return 0;
}

int fill_depend_boundaries(const struct project *project, const char *path,
			   struct hash *hash, struct error *error)
{
	void *ctx = talloc_new(NULL);
	char *text;
	int result = file_read(ctx, path, &text, NULL, error);

	if (result == 0)
		result = hash_lines(ctx, project, text, hash, error);
	talloc_free(ctx);
	return result;
}

/* ---- warnings ---- */

enum { WARNINGS_MOST = 10 };

static void warn_of(struct stage_context *context, const char *names)
{
	struct geojson_request request = { 0 };
	struct boundaries *boundaries;
	struct error ignored = { 0 };
	char **paths;

	if (geojson_find(context->memory, context->project->folder, names, "",
			 &paths, &request.n_paths, &ignored) < 0)
		return;
	request.paths = (const char *const *)paths;
	if (geojson_read(context->memory, &request, &boundaries, &ignored) < 0)
		return;
	for (size_t i = 0; i < boundaries->n_notes && i < WARNINGS_MOST; i++)
		stage_warn(context, boundaries->notes[i].where, "%s",
			   boundaries->notes[i].what);
	if (boundaries->n_notes > WARNINGS_MOST)
		stage_warn(context, names, "%zu more faults of boundaries",
			   boundaries->n_notes - WARNINGS_MOST);
	talloc_free(boundaries);
}

static void warn_template(struct stage_context *context, const char *path)
{
	struct error ignored = { 0 };
	char *text;

	if (file_read(context->memory, path, &text, NULL, &ignored) < 0)
		return;
	for (char *line = strsep(&text, "\n"); line;
	     line = strsep(&text, "\n")) {
		const char *names = boundaries_of(context->memory, line);

		if (names)
			warn_of(context, names);
	}
}

void fill_warn_boundaries(struct stage_context *context)
{
	const struct project *project = context->project;

	for (size_t r = 0; r < project->n_reports; r++)
		warn_template(context, project->reports[r].template_path);
}
