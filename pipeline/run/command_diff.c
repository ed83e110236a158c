/* divario diff: what changed between two runs, or two folders of results. */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/run/before.h"
#include "pipeline/run/command.h"
#include "pipeline/run/differences.h"

#include <inttypes.h>

/* A published.db by its own path, its folder's or its project's. */
static int find_published(struct invocation *call, const char *path,
			  char **found, struct error *error)
{
	struct project *project;

	*found = file_is_folder(path)
			 ? file_join(call->memory, path, PROJECT_PUBLISHED)
			 : memory_text(call->memory, path);
	if (file_exists(*found))
		return 0;
	char *file = file_join(call->memory, path, "project.yaml");
	if (!file_is_folder(path) || !file_exists(file))
		return error_set(error, ERROR_USAGE, path,
				 "name a published.db, its folder or a project",
				 "there are no results");
	if (project_load(call->memory, path, &project, error) < 0)
		return -1;
	*found = project_published_file(call->memory, project);
	return 0;
}

/* PROJECT alone: the run before and the last; with A: A and the last; with A
 * and B: these. */
static int find_both(struct invocation *call, char **before, char **after,
		     struct error *error)
{
	const char *one = command_argument(call, 1, NULL);
	const char *other = command_argument(call, 2, NULL);
	struct project *project;

	if (command_project(call, &project, error) < 0)
		return -1;
	*before = before_path(call->memory, project);
	*after = project_published_file(call->memory, project);
	if ((one && find_published(call, one, before, error) < 0) ||
	    (other && find_published(call, other, after, error) < 0))
		return -1;
	if (!file_exists(*after))
		return error_set(error, ERROR_FAILED, *after,
				 "do 'divario run' first",
				 "there are no results yet");
	if (!file_exists(*before))
		return error_set(error, ERROR_FAILED, *after,
				 "run again when new answers are there, or "
				 "name earlier results to compare with",
				 "no run before the last one gave other "
				 "results");
	return 0;
}

static int compare(struct invocation *call, struct database **store,
		   struct error *error)
{
	char *before, *after;

	if (find_both(call, &before, &after, error) < 0 ||
	    database_open(call->memory, ":memory:", DATABASE_WRITE, store,
			  error) < 0 ||
	    database_attach(*store, before, "before", error) < 0 ||
	    database_attach(*store, after, "after", error) < 0)
		return -1;
	return differences_find(*store, error);
}

/* ---- for people ---- */

static const char counts_sql[] =
	"select table_name, n_rows, n_changed, n_new, n_gone from"
	" difference_count where n_changed or n_new or n_gone order by rowid";
static const char facts_sql[] =
	"select row, coalesce(before, '-'), coalesce(after, '-') from"
	" difference where table_name = 'fact' and change = 'changed'"
	" order by rowid";

static void print_count(FILE *out, const struct table *table, size_t i)
{
	static const char *const words[] = { NULL, NULL, " changed", " new",
					     " gone" };
	const char *comma = "";

	fprintf(out, "%-22s", table_text(table, i, 0));
	for (int j = 2; j < 5; j++) {
		int64_t n = table_cell(table, i, j)->integer;
		if (n > 0) {
			fprintf(out, "%s%" PRId64 "%s", comma, n, words[j]);
			comma = ", ";
		}
	}
	fprintf(out, " of %" PRId64 " rows\n",
		table_cell(table, i, 1)->integer);
}

static char *shown_number(const void *ctx, const struct value *value)
{
	if (value->kind == VALUE_REAL)
		return text_number_significant(ctx, value->real, 6);
	return value->kind == VALUE_INTEGER
		       ? memory_format(ctx, "%" PRId64, value->integer)
		       : memory_text(ctx, value->text);
}

static int print_digest(struct invocation *call, struct database *store,
			struct error *error)
{
	struct table *counts, *facts;

	if (database_query(call->memory, store, counts_sql, NULL, 0, NULL,
			   &counts, error) < 0 ||
	    database_query(call->memory, store, facts_sql, NULL, 0, NULL,
			   &facts, error) < 0)
		return -1;
	for (size_t i = 0; i < facts->n_rows; i++)
		fprintf(call->out, "%-22s%s -> %s\n", table_text(facts, i, 0),
			shown_number(facts, table_cell(facts, i, 1)),
			shown_number(facts, table_cell(facts, i, 2)));
	if (facts->n_rows)
		fputc('\n', call->out);
	for (size_t i = 0; i < counts->n_rows; i++)
		print_count(call->out, counts, i);
	fputs(counts->n_rows ? "\n'--table NAME' shows the rows of a table, "
			       "'--csv' all of them\n"
			     : "no result changed\n",
	      call->out);
	return 0;
}

/* ---- row by row ---- */

static const char rows_sql[] =
	"select table_name, row, column_name, before, after, case when"
	" typeof(before) in ('real', 'integer') and typeof(after) in ('real',"
	" 'integer') then after - before end as difference, change from"
	" difference";

static int print_rows(struct invocation *call, struct database *store,
		      struct error *error)
{
	const char *name = call->options->table;
	struct value value = value_text(name);
	struct table *found;

	if (!name)
		return command_rows(call, store,
				    memory_format(call->memory,
						  "%s order by rowid",
						  rows_sql),
				    error);
	if (database_query(call->memory, store,
			   "select 1 from difference_count where table_name ="
			   " ?1",
			   &value, 1, NULL, &found, error) < 0)
		return -1;
	if (found->n_rows == 0)
		return error_set(error, ERROR_USAGE, name,
				 "'divario sql PROJECT \"select distinct "
				 "table_name from published.schema_note\"' "
				 "lists them",
				 "no such table in both results");
	return command_rows(call, store,
			    memory_format(call->memory,
					  "%s where table_name = '%s' order by"
					  " rowid",
					  rows_sql, name),
			    error);
}

int command_diff(struct invocation *call, struct error *error)
{
	const unsigned by_row = OPTION_CSV | OPTION_JSON | OPTION_TABLE;
	struct database *store = NULL;
	int result = compare(call, &store, error);

	if (result == 0)
		result = call->options->given & by_row
				 ? print_rows(call, store, error)
				 : print_digest(call, store, error);
	talloc_free(store);
	return result;
}
