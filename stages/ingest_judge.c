#include "stages/ingest_judge.h"

#include "pipeline/core/memory.h"

#include <string.h>

struct judged {
	const struct store_source *first; /* file with a record set aside */
	int64_t n_records, n_set_aside;
	size_t n_files, n_bad;
};

static void add_file(struct judged *judged, const struct store_source *file)
{
	judged->n_records +=
		file->n_rows + file->n_quarantined + file->n_withdrawn;
	judged->n_set_aside += file->n_quarantined;
	judged->n_files++;
	judged->n_bad += file->n_quarantined > 0;
	if (file->n_quarantined && !judged->first)
		judged->first = file;
}

static const char *path_of(const struct ingest_inputs *inputs,
			   const struct store_source *file)
{
	for (size_t i = 0; i < inputs->n; i++)
		if (!strcmp(inputs->list[i].source->name, file->name) &&
		    !strcmp(inputs->list[i].file, file->file))
			return inputs->list[i].path;
	return file->file;
}

/* " of the source 'workers', in 3 of its 1000 files", where it has several. */
static const char *say_files(const void *ctx, const struct judged *judged)
{
	if (judged->n_files == 1)
		return "";
	return memory_format(
		ctx, " of the source '%s', in %zu of its %zu files,",
		judged->first->name, judged->n_bad, judged->n_files);
}

static int refuse(const struct stage_context *context,
		  const struct ingest_inputs *inputs,
		  const struct judged *judged, struct error *error)
{
	struct value id = value_integer(judged->first->id);
	long long column;
	struct table *table;

	if (database_query(context->memory, context->store,
			   "SELECT line, \"column\", reason FROM quarantine"
			   " WHERE source_id = ?1 ORDER BY rowid LIMIT 1",
			   &id, 1, NULL, &table, error) < 0)
		return -1;
	column = table_cell(table, 0, 1)->integer;
	return error_set(
		error, ERROR_DATA,
		memory_format(context->memory, "%s:%lld:%lld",
			      path_of(inputs, judged->first),
			      (long long)table_cell(table, 0, 0)->integer,
			      column ? column : 1),
		"correct the files, or raise limits.quarantine in "
		"project.yaml",
		"%lld of %lld records%s do not fit (the first: %s)",
		(long long)judged->n_set_aside, (long long)judged->n_records,
		say_files(context->memory, judged), table_text(table, 0, 2));
}

int ingest_judge(const struct stage_context *context,
		 const struct ingest_inputs *inputs, struct error *error)
{
	const struct project *project = context->project;
	struct store_source *files;
	size_t n;

	if (store_sources(context->memory, context->store, &files, &n, error) <
	    0)
		return -1;
	for (size_t i = 0; i < project->n_sources; i++) {
		struct judged judged = { .n_files = 0 };

		for (size_t j = 0; j < n; j++)
			if (!strcmp(files[j].name, project->sources[i].name))
				add_file(&judged, &files[j]);
		if ((double)judged.n_set_aside >
		    project->quarantine_limit * (double)judged.n_records)
			return refuse(context, inputs, &judged, error);
	}
	return 0;
}
