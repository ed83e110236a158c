#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/runner.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FOLDERS_OPEN = 8 };

static int remove_entry(const char *path, const struct stat *status, int kind,
			struct FTW *walk)
{
	(void)status;
	(void)kind;
	(void)walk;
	return remove(path);
}

/* A folder for the trial's store and key, both worthless afterwards. */
static int make_folder(struct invocation *call, char **folder,
		       struct error *error)
{
	const char *base = getenv("TMPDIR");

	*folder = memory_format(call->memory, "%s/divario-check-XXXXXX",
				base && *base ? base : "/tmp");
	if (mkdtemp(*folder))
		return 0;
	return error_system(error, *folder, "set TMPDIR to a folder with room",
			    "cannot make a folder for the trial");
}

static const struct stage *find_stage(const struct invocation *call,
				      const char *name)
{
	for (size_t i = 0; call->stages[i]; i++)
		if (!strcmp(call->stages[i]->name, name))
			return call->stages[i];
	return NULL;
}

static int run_on_trial(struct invocation *call, struct project *project,
			const char *name, struct error *error)
{
	const struct run_request request = {
		.project = project,
		.stages = call->stages,
		.target = find_stage(call, name),
		.log = run_log_new(call->memory, LOG_QUIET, call->out,
				   call->errors),
	};

	return run_stages(&request, error);
}

static void tell(struct invocation *call, const struct table *changes,
		 size_t row)
{
	const char *rule = table_text(changes, row, 0);
	const char *source = table_text(changes, row, 1);
	const char *variable = table_text(changes, row, 2);
	const char *reason = table_text(changes, row, 5);
	json_int_t n_values = table_cell(changes, row, 3)->integer;
	json_int_t n_cells = table_cell(changes, row, 4)->integer;

	run_log_line(call->log, "%s: %s%s%s: %lld answer%s (%lld value%s): %s",
		     rule, source, *variable ? "." : "", variable, n_cells,
		     n_cells > 1 ? "s" : "", n_values, n_values > 1 ? "s" : "",
		     reason);
	run_log_object(call->log,
		       json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:s}", "event",
				 "change", "rule", rule, "source", source,
				 "variable", variable, "values", n_values,
				 "answers", n_cells, "reason", reason));
}

/* A rule of the project that touches nothing is worth a line, too. */
static void tell_idle(struct invocation *call, const struct project *project,
		      const struct table *changes)
{
	for (size_t i = 0; i < project->n_rules; i++) {
		const char *name = project->rules[i].name;
		size_t row = 0;

		while (row < changes->n_rows &&
		       strcmp(table_text(changes, row, 0), name) != 0)
			row++;
		if (row < changes->n_rows)
			continue;
		run_log_line(call->log, "%s: touches nothing", name);
		run_log_object(call->log,
			       json_pack("{s:s, s:s, s:i}", "event", "change",
					 "rule", name, "answers", 0));
	}
}

/* What the trial's store is asked, before it goes. */
struct findings {
	struct table *changes;
	struct place_report
		*places; /* NULL: the project has no mapping files */
};

static int read_findings(struct invocation *call, const struct project *project,
			 struct findings *findings, struct error *error)
{
	struct database *store;
	int result;

	if (run_store_open(call->memory, project, &store, error) < 0)
		return -1;
	result = database_query(call->memory, store,
				"select rule, source, variable, count(*),"
				" sum(n), reason from ledger"
				" group by rule, source, variable, reason"
				" order by min(id)",
				NULL, 0, NULL, &findings->changes, error);
	if (result == 0 && project_has_places(project))
		result = place_report_read(call->memory, store,
					   &findings->places, error);
	talloc_free(store);
	return result;
}

static void tell_all(struct invocation *call, const struct project *project,
		     const struct findings *findings)
{
	for (size_t row = 0; row < findings->changes->n_rows; row++)
		tell(call, findings->changes, row);
	tell_idle(call, project, findings->changes);
	if (findings->places)
		place_report_tell(findings->places, call->log);
}

int check_data(struct invocation *call, struct error *error)
{
	struct project *project;
	struct findings findings = { .places = NULL };
	char *folder;
	int result;

	if (command_project(call, &project, error) < 0 ||
	    make_folder(call, &folder, error) < 0)
		return -1;
	project->work = file_join(project, folder, "work");
	project->output = file_join(project, folder, "output");
	project->key_file = file_join(project, folder, "key");
	result = run_on_trial(call, project, "clean", error);
	if (result == 0 && project_has_places(project))
		result = run_on_trial(call, project, "places", error);
	if (result == 0)
		result = read_findings(call, project, &findings, error);
	/* Before a word is said: who reads it may close the pipe. */
	nftw(folder, remove_entry, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
	if (result == 0)
		tell_all(call, project, &findings);
	return result;
}
