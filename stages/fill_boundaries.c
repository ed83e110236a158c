#include "stages/fill_boundaries.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/run/project_territory.h"

#include <string.h>

const char *fill_boundaries(const struct project *project)
{
	const struct project_territory *territory = project->territory;

	return territory && territory->boundaries ? territory->boundaries : "";
}

/* The value of a line "boundaries: NAMES", also of one language's; NULL: of
 * another line, or none. */
static const char *boundaries_of(const void *ctx, const struct project *project,
				 const struct template_line *line)
{
	static const char key[] = "boundaries:";
	const char *text = line->text, *end = text + line->length;

	if (*text == '[' && memchr(text, ']', line->length))
		text = strchr(text, ']') + 1;
	text += strspn(text, " ");
	if (strncmp(text, key, sizeof key - 1) != 0)
		return NULL;
	text += sizeof key - 1;
	text = text_trim(ctx, memory_text_n(ctx, text, (size_t)(end - text)));
	if (!strcmp(text, "{{project.boundaries}}"))
		text = fill_boundaries(project);
	return *text ? text : NULL;
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

int fill_depend_boundaries(const struct project *project,
			   const struct template_file *template,
			   struct hash *hash, struct error *error)
{
	void *ctx = talloc_new(NULL);
	int result = 0;

	for (size_t i = 0; i < template->n_lines && result == 0; i++) {
		const char *names =
			boundaries_of(ctx, project, &template->lines[i]);

		if (names)
			result = hash_named(ctx, project, names, hash, error);
	}
	talloc_free(ctx);
	return result;
}

/* ---- warnings ---- */

enum { WARNINGS_MOST = 10 };

static void warn_of(struct stage_context *context,
		    const struct boundaries *boundaries)
{
	const struct boundary_note *notes = boundaries->notes;
	size_t n = boundaries->n_notes;

	for (size_t i = 0; i < n && i < WARNINGS_MOST; i++)
		stage_warn(context, notes[i].where, "%s", notes[i].what);
	if (n > WARNINGS_MOST)
		stage_warn(context, notes[WARNINGS_MOST].where,
			   "%zu more faults of boundaries", n - WARNINGS_MOST);
}

void fill_warn_boundaries(struct stage_context *context,
			  struct geojson_cache *boundaries)
{
	for (size_t i = 0; i < geojson_cache_count(boundaries); i++) {
		const struct boundaries *read = geojson_cache_at(boundaries, i);

		if (!geojson_cache_told(boundaries, read))
			warn_of(context, read);
	}
}
