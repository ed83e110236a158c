/* Levels of territories that the project names, before a run: are there any
 * territories of them? */
#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/data/place_columns.h"
#include "pipeline/data/tabular.h"
#include "pipeline/run/check.h"

#include <string.h>

/* On the project's own territories no file need say a level. */
static const char *const usual[] = { "municipality", "province", "region",
				     "district" };

struct levels {
	const char **names;
	size_t n;
};

static bool has_level(const struct levels *levels, const char *name)
{
	for (size_t i = 0; i < levels->n; i++)
		if (!strcmp(levels->names[i], name))
			return true;
	return false;
}

static void add_level(void *memory, struct levels *levels, const char *name)
{
	if (*name && !has_level(levels, name))
		memory_append(memory, levels->names, const char *, levels->n,
			      name);
}

/* Faults of the file are told by check_places(). */
static void read_levels(void *memory, const struct project_source *source,
			const char *path, struct levels *levels)
{
	struct tabular *file;
	const struct csv_record *record;
	struct error error = { 0 };
	struct place_headings headings = {
		.given_names = source->column_names,
		.given_headings = source->column_headings,
		.n_given = source->n_columns,
	};
	int columns[PLACE_FIELDS];

	if (tabular_open(memory, path, &source->dialect, &file, &error) < 0)
		return;
	headings.texts = tabular_header(file)->names;
	headings.n = tabular_header(file)->n;
	place_columns(PLACE_TERRITORY, &headings, columns);
	while (columns[PLACE_LEVEL] != PLACE_NO_COLUMN &&
	       tabular_next(file, &record, &error) > 0) {
		size_t at = (size_t)columns[PLACE_LEVEL];

		if (at < record->n_cells)
			add_level(memory, levels,
				  memory_text_n(memory, record->cells[at].text,
						record->cells[at].length));
	}
}

static void read_source(void *memory, const struct project *project,
			const struct project_source *source,
			struct levels *levels)
{
	for (size_t i = 0; i < source->n_patterns; i++) {
		struct file_list list = { 0 };
		struct error error = { 0 };

		if (file_glob(memory, project->folder, source->patterns[i],
			      &list, &error) < 0)
			return;
		for (size_t j = 0; j < list.n; j++)
			read_levels(memory, source, list.paths[j], levels);
	}
}

static const char *remedy_of(const void *ctx, const struct levels *levels,
			     const char *name)
{
	const char *near = nearest_word(name, levels->names, levels->n);
	char *list;

	if (near)
		return memory_format(ctx, "did you mean '%s'?", near);
	list = memory_text(ctx, "name one of");
	for (size_t i = 0; i < levels->n; i++)
		list = memory_check(talloc_asprintf_append(
			list, "%s %s", i ? "," : "", levels->names[i]));
	return list;
}

void check_levels(const struct project *project, struct check_result *result)
{
	const char *named = project->network ? project->network->level : NULL;
	void *memory = talloc_new(NULL);
	struct levels levels = { 0 };

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		add_level(memory, &levels, usual[i]);
	for (size_t i = 0; named && i < project->n_sources; i++)
		if (project->sources[i].kind == SOURCE_TERRITORIES)
			read_source(memory, project, &project->sources[i],
				    &levels);
	if (named && !has_level(&levels, named))
		problems_add(result->problems, ERROR_PROJECT,
			     project->network->level_where,
			     remedy_of(memory, &levels, named),
			     "no territory is of the level '%s'", named);
	talloc_free(memory);
}
