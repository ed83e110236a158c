#include "tests/support/fake_stages.h"

#include "pipeline/core/memory.h"
#include "tests/support/scratch.h"

#include <stdlib.h>
#include <string.h>

static struct fake_runs runs;
static enum fake_fault fault;

struct fake_runs fake_runs(void)
{
	struct fake_runs now = runs;

	memset(&runs, 0, sizeof(runs));
	return now;
}

void fake_break(enum fake_fault next)
{
	fault = next;
}

static int list_data(const void *ctx, const struct project *project,
		     struct file_list *list, struct error *error)
{
	return file_glob(ctx, project->folder, "data/*.txt", list, error);
}

static int depends_on_data(const struct project *project, struct hash *hash,
			   struct error *error)
{
	struct file_list list = { 0 };

	if (list_data(project, project, &list, error) < 0)
		return -1;
	for (size_t i = 0; i < list.n; i++)
		if (stage_hash_file(project, hash, list.paths[i], error) < 0)
			return -1;
	return 0;
}

static int keep_lines(struct stage_context *context, const char *path,
		      struct statement *insert, struct error *error)
{
	char *text, *rest = NULL;

	if (file_read(context->memory, path, &text, NULL, error) < 0)
		return -1;
	for (char *line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		context->rows.read++;
		if (*line == '#') {
			context->rows.set_aside++;
			continue;
		}
		context->rows.kept++;
		statement_bind(insert, 1, value_text(line));
		if (statement_run(insert, error) < 0)
			return -1;
	}
	return 0;
}

static int run_read(struct stage_context *context, struct error *error)
{
	struct file_list list = { 0 };
	struct statement *insert;

	runs.read++;
	if (list_data(context->memory, context->project, &list, error) < 0 ||
	    database_execute(context->store,
			     "create table if not exists line(text text);"
			     "delete from line",
			     error) < 0 ||
	    statement_prepare(context->store, "insert into line values (?1)",
			      &insert, error) < 0)
		return -1;
	for (size_t i = 0; i < list.n; i++)
		if (keep_lines(context, list.paths[i], insert, error) < 0)
			return -1;
	talloc_free(insert);
	context->rows.kept -= fault == FAKE_LOST_ROW;
	stage_note(context, "%zu files", list.n);
	return 0;
}

static int run_count(struct stage_context *context, struct error *error)
{
	struct table *table;

	runs.count++;
	if (fault == FAKE_NO_TABLE)
		return 0;
	if (database_query(context->memory, context->store,
			   "select count(*) from line", NULL, 0, NULL, &table,
			   error) < 0)
		return -1;
	char *sql = memory_format(context->memory,
				  "create table fact(n integer);"
				  "insert into fact values (%d)",
				  (int)table->cells[0].integer);
	return database_execute(context->published, sql, error);
}

static int put_text(struct stage_context *context, const char *name,
		    const char *text, struct error *error)
{
	return stage_put_file(context, name, text, strlen(text), error);
}

static int run_write(struct stage_context *context, struct error *error)
{
	struct table *table;

	runs.write++;
	if (database_query(context->memory, context->published,
			   "select n from fact", NULL, 0, NULL, &table,
			   error) < 0)
		return -1;
	int n = (int)table->cells[0].integer;
	for (int i = 0; i < n; i++) {
		char *name = memory_format(context->memory,
					   "figures/line-%d.svg", i + 1);
		if (put_text(context, name, name, error) < 0)
			return -1;
	}
	char *text = memory_format(context->memory, "%d lines\n", n);
	if (put_text(context, "summary.pdf", text, error) < 0)
		return -1;
	stage_warn(context, "summary.pdf", "no real PDF");
	if (fault == FAKE_TWICE)
		return put_text(context, "summary.pdf", text, error);
	if (fault == FAKE_ERROR)
		return error_set(error, ERROR_DATA, "data/a.txt:2:1",
				 "write less", "too many lines");
	return 0;
}

static const struct artifact none[] = { { NULL, ARTIFACT_TABLE } };
static const struct artifact lines[] = { { "line", ARTIFACT_TABLE },
					 { NULL, ARTIFACT_TABLE } };
static const struct artifact facts[] = { { "fact", ARTIFACT_PUBLISHED },
					 { NULL, ARTIFACT_TABLE } };
static const struct artifact files[] = { { "figures/", ARTIFACT_FILES },
					 { "summary.pdf", ARTIFACT_FILES },
					 { NULL, ARTIFACT_TABLE } };
static const char *const count_keys[] = { "disclosure", NULL };
static const char *const write_keys[] = { "project", NULL };

static const struct stage read_stage = {
	.name = "read",
	.summary = "keep the lines",
	.version = 1,
	.inputs = none,
	.outputs = lines,
	.depends = depends_on_data,
	.run = run_read,
};
static const struct stage count_stage = {
	.name = "count",
	.summary = "publish how many there are",
	.version = 1,
	.inputs = lines,
	.outputs = facts,
	.keys = count_keys,
	.run = run_count,
};
static const struct stage write_stage = {
	.name = "write",
	.summary = "write them up",
	.version = 1,
	.inputs = facts,
	.outputs = files,
	.keys = write_keys,
	.run = run_write,
};

const struct stage *const fake_stages[] = { &read_stage, &count_stage,
					    &write_stage, NULL };

char *fake_folder(const void *ctx)
{
	char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "project.yaml",
		      "divario: 1\n"
		      "project: {id: fake, title: Fake}\n"
		      "sources: {s: {files: data/*.txt, codebook: codebook}}\n"
		      "disclosure: {threshold: 5}\n");
	scratch_write(ctx, folder, "codebook/survey.csv", "type,name,label\n");
	scratch_write(ctx, folder, "data/a.txt", "one\ntwo\n# no\nthree\n");
	return folder;
}

int fake_run(const char *folder, struct error *error)
{
	void *ctx = talloc_new(NULL);
	struct run_request request = { .stages = fake_stages };

	memset(error, 0, sizeof(*error));
	if (project_load(ctx, folder, &request.project, error) < 0)
		abort();
	int result = run_stages(&request, error);
	talloc_free(ctx);
	return result;
}

char *fake_content(const void *ctx, const char *folder, const char *name)
{
	char *path = file_join(ctx, folder, name), *text;
	struct error ignored = { 0 };

	if (!file_exists(path) ||
	    file_read(ctx, path, &text, NULL, &ignored) < 0)
		return NULL;
	return text;
}
