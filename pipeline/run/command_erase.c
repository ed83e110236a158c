/*
 * divario erase: a respondent withdraws.  The pseudonym of the token is put on
 * a list, then everything is made anew without the rows that bear it.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/withdrawn.h"
#include "pipeline/run/before.h"
#include "pipeline/run/command.h"
#include "pipeline/run/lock.h"
#include "pipeline/run/runner.h"

#include <inttypes.h>
#include <string.h>

/* Cells of columns with pseudonyms that are this one: as values, and within
 * the chunks that hold the cells themselves. */
static const char seen_sql[] =
	"with guarded(id) as (select c.id from source_column c join identifier"
	" i on i.source_id = c.source_id and i.position = c.position where"
	" i.action = 'pseudonym') select (select count(*) from dict where"
	" column_id in guarded and value = ?1) + (select count(*) from chunk"
	" where column_id in guarded and width = 0 and"
	" instr(codes, cast(?1 as blob)) > 0)";

static int make_pseudonym(const struct invocation *call,
			  const struct project *project, char *out,
			  struct error *error)
{
	const char *token = command_argument(call, 1, "");
	const char *file = project_key_file(call->memory, project);
	struct pseudonym_key *key;

	if (!file_exists(file))
		return error_set(error, ERROR_FAILED, file,
				 "do 'divario run' first, or bring the key "
				 "back",
				 "there is no key, so nobody can be found");
	if (pseudonym_key_open(call->memory, file, &key, error) < 0)
		return -1;
	pseudonym_make(key, token, strlen(token), out);
	talloc_free(key);
	return 0;
}

static int check_seen(const struct invocation *call,
		      const struct project *project, const char *pseudonym,
		      struct error *error)
{
	struct value value = value_text(pseudonym);
	struct database *store;
	struct table *table;
	int result;

	if (run_store_open(call->memory, project, &store, error) < 0)
		return -1;
	if (!store || !database_has(store, "identifier"))
		return error_set(error, ERROR_FAILED, project->work,
				 "do 'divario run' first",
				 "the project has no store yet");
	result = database_query(call->memory, store, seen_sql, &value, 1, NULL,
				&table, error);
	talloc_free(store);
	if (result < 0 || table_cell(table, 0, 0)->integer > 0)
		return result;
	return error_set(error, ERROR_DATA, NULL,
			 "write it as it stands in the file; it must be in a "
			 "column of which the store has pseudonyms "
			 "('respondent', 'identifiers')",
			 "nobody in the store answered with '%s'",
			 command_argument(call, 1, ""));
}

/* What was deleted still stands in free pages until the file is rewritten. */
static int rewrite_store(const struct invocation *call,
			 const struct project *project, struct error *error)
{
	char *path = file_join(call->memory, project->work, "project.db");
	struct database *store;
	struct lock *lock;
	int result;

	if (lock_take(call->memory, project->work, &lock, error) < 0)
		return -1;
	result = database_open(call->memory, path, DATABASE_WRITE, &store,
			       error);
	if (result == 0) {
		result = database_execute(store, "VACUUM", error);
		talloc_free(store);
	}
	talloc_free(lock);
	return result;
}

static int tell(const struct invocation *call, const struct project *project,
		struct error *error)
{
	struct database *store;
	struct table *table;

	if (run_store_open(call->memory, project, &store, error) < 0 ||
	    database_query(call->memory, store,
			   "select s.file, w.n from withdrawn w join source s"
			   " on s.id = w.source_id order by s.id",
			   NULL, 0, NULL, &table, error) < 0)
		return -1;
	for (size_t i = 0; i < table->n_rows; i++) {
		int64_t n = table_cell(table, i, 1)->integer;

		run_log_line(call->log,
			     "%s: %" PRId64 " record%s left out; delete %s "
			     "from the file as well",
			     table_text(table, i, 0), n, n == 1 ? "" : "s",
			     n == 1 ? "it" : "them");
		run_log_object(call->log, json_pack("{s:s, s:s, s:I}", "event",
						    "withdrawn", "file",
						    table_text(table, i, 0),
						    "records", (json_int_t)n));
	}
	return 0;
}

int command_erase(struct invocation *call, struct error *error)
{
	char pseudonym[PSEUDONYM_LENGTH + 1];
	struct withdrawn *withdrawn;
	struct project *project;
	const char *list;

	if (command_project(call, &project, error) < 0 ||
	    make_pseudonym(call, project, pseudonym, error) < 0)
		return -1;
	list = project_withdrawn_file(call->memory, project);
	if (withdrawn_load(call->memory, list, &withdrawn, error) < 0)
		return -1;
	if (!withdrawn_has(withdrawn, pseudonym, PSEUDONYM_LENGTH) &&
	    (check_seen(call, project, pseudonym, error) < 0 ||
	     withdrawn_add(list, pseudonym, error) < 0))
		return -1;
	struct run_request request = { .project = project,
				       .stages = call->stages,
				       .log = call->log };
	before_forget(project);
	if (run_stages(&request, error) < 0 ||
	    rewrite_store(call, project, error) < 0)
		return -1;
	call->end->output = project->output;
	return tell(call, project, error);
}
