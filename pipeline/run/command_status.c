#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/lock.h"
#include "pipeline/run/plan.h"
#include "pipeline/run/record.h"
#include "pipeline/run/runner.h"

static const char *state_of(const struct plan_entry *entry)
{
	if (entry->is_current)
		return "current";
	return entry->is_waiting ? "waiting" : "outdated";
}

static json_t *entry_object(const struct plan_entry *entry,
			    const struct stage_record *record)
{
	json_t *why = memory_check(json_array());

	for (size_t i = 0; i < entry->n_reasons; i++)
		json_array_append_new(why, json_text(entry->reasons[i]));
	return memory_check(json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "event",
				      "status", "stage", entry->stage->name,
				      "state", state_of(entry), "why", why,
				      "finished", json_text(record->finished),
				      "note", json_text(record->note)));
}

static void print_entry(struct run_log *log, const struct plan_entry *entry,
			const struct stage_record *record)
{
	static const char *const words[] = { "will run", "waits" };

	if (entry->is_current) {
		run_log_line(log, "%-9s up to date  since %s%s%s",
			     entry->stage->name, record->finished,
			     record->note ? ": " : "",
			     record->note ? record->note : "");
		return;
	}
	for (size_t i = 0; i < entry->n_reasons; i++)
		run_log_line(log, "%-9s %-11s %s", i ? "" : entry->stage->name,
			     i ? "" : words[entry->is_waiting],
			     entry->reasons[i]);
}

static int show(struct invocation *call, struct database *store,
		const struct plan_entry *entry, struct error *error)
{
	struct stage_record record = { 0 };

	if (store && record_get_stage(call->memory, store, entry->stage->name,
				      &record, error) < 0)
		return -1;
	if (run_log_style(call->log) == LOG_JSON)
		run_log_object(call->log, entry_object(entry, &record));
	else
		print_entry(call->log, entry, &record);
	return 0;
}

static int show_all(struct invocation *call, struct project *project,
		    struct database *store, struct error *error)
{
	struct plan_entry *entries;
	size_t n, n_due = 0;

	if (plan_all(call->memory, project, store, call->stages, &entries, &n,
		     error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		n_due += !entries[i].is_current;
		if (show(call, store, &entries[i], error) < 0)
			return -1;
	}
	run_log_line(call->log, "%zu of %zu stages would run", n_due, n);
	return 0;
}

int command_status(struct invocation *call, struct error *error)
{
	struct project *project;
	struct database *store;

	if (command_project(call, &project, error) < 0 ||
	    lock_probe(project->work, error) < 0 ||
	    run_store_open(call->memory, project, &store, error) < 0)
		return -1;
	int result = show_all(call, project, store, error);
	talloc_free(store);
	return result;
}
