/* Mapping files before a run: are their columns recognised? */
#include "pipeline/core/memory.h"
#include "pipeline/data/place_columns.h"
#include "pipeline/data/tabular.h"
#include "pipeline/run/check.h"

#include <string.h>

static enum place_kind kind_of(const struct project_source *source)
{
	return (enum place_kind)(source->kind - SOURCE_SERVICES);
}

/* "name = DENOMINAZIONE, municipality = COMUNE; not used: TEL, FAX" */
static char *tell_columns(const void *ctx, const struct csv_header *header,
			  const int columns[PLACE_FIELDS])
{
	bool *is_used = memory_array(ctx, bool, header->n);
	char *text = memory_text(ctx, "");
	const char *mark = "; not used: ";

	for (int field = 0; field < PLACE_FIELDS; field++) {
		if (columns[field] == PLACE_NO_COLUMN)
			continue;
		is_used[columns[field]] = true;
		text = memory_check(talloc_asprintf_append(
			text, "%s%s = %s", *text ? ", " : "",
			place_field_name((enum place_field)field),
			header->names[columns[field]]));
	}
	for (size_t i = 0; i < header->n; i++) {
		if (is_used[i])
			continue;
		text = memory_check(talloc_asprintf_append(text, "%s%s", mark,
							   header->names[i]));
		mark = ", ";
	}
	for (char *at = text; *at; at++)
		if ((unsigned char)*at < ' ')
			*at = ' '; /* headings may have line ends */
	return text;
}

static void check_header(const void *ctx, const struct project_source *source,
			 const char *file, const struct csv_header *header,
			 struct check_result *result)
{
	const struct place_headings headings = {
		.texts = header->names,
		.n = header->n,
		.given_names = source->column_names,
		.given_headings = source->column_headings,
		.n_given = source->n_columns,
	};
	int columns[PLACE_FIELDS];
	int missing = place_columns(kind_of(source), &headings, columns);
	const char *lacking = place_columns_lack(kind_of(source), columns);

	if (missing >= 0)
		problems_add(result->problems, ERROR_PROJECT, source->where,
			     "correct 'columns' of the source",
			     "no column '%s' in %s",
			     source->column_headings[missing], file);
	else if (lacking)
		problems_add(result->problems, ERROR_PROJECT, source->where,
			     "say which it is: 'columns: {name: HEADING}', "
			     "see config/README.md",
			     "no column of %s is recognised as '%s'", file,
			     lacking);
	else
		problems_add(result->remarks, ERROR_DATA, file, NULL,
			     "columns: %s", tell_columns(ctx, header, columns));
}

static void check_file(const void *ctx, const struct project_source *source,
		       const char *path, struct check_result *result)
{
	const char *file = file_name(path);
	struct tabular *reader = NULL;
	struct error error = { 0 };

	if (tabular_open(ctx, path, &source->dialect, &reader, &error) < 0 ||
	    tabular_distinguish(reader, NULL, 0, &error) < 0) {
		problems_take(result->problems, &error);
	} else {
		problems_add(result->remarks, ERROR_DATA, file, NULL,
			     "read as %s", tabular_verdict(ctx, reader));
		check_header(ctx, source, file, tabular_header(reader), result);
	}
	talloc_free(reader);
}

static void check_source(const struct project *project,
			 const struct project_source *source,
			 struct check_result *result)
{
	void *memory = talloc_new(NULL);
	struct error error = { 0 };

	for (size_t i = 0; i < source->n_patterns; i++) {
		struct file_list list = { 0 };

		if (file_glob(memory, project->folder, source->patterns[i],
			      &list, &error) < 0)
			problems_take(result->problems, &error);
		for (size_t j = 0; j < list.n; j++)
			check_file(memory, source, list.paths[j], result);
	}
	talloc_free(memory);
}

void check_places(const struct project *project, struct check_result *result)
{
	for (size_t i = 0; i < project->n_sources; i++)
		if (source_is_mapping(&project->sources[i]))
			check_source(project, &project->sources[i], result);
}
