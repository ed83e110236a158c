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
