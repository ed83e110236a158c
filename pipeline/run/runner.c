#include "pipeline/run/runner.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/geojson_cache.h"
#include "pipeline/run/batch.h"
#include "pipeline/run/before.h"
#include "pipeline/run/file_digests.h"
#include "pipeline/run/lock.h"
#include "pipeline/run/outputs.h"
#include "pipeline/run/plan.h"
#include "pipeline/run/record.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* One run of one stage. */
struct work {
	const struct run_request *request;
	const struct plan_entry *entry;
	struct stage_context context;
	struct database *store;
	struct batch *batch;
	struct timespec start;
	bool writes_published;
};

static char *store_path(const void *ctx, const struct project *project)
{
	return file_join(ctx, project->work, "project.db");
}

int run_store_open(const void *ctx, const struct project *project,
		   struct database **store, struct error *error)
{
	char *path = store_path(NULL, project);
	int result = 0;

	*store = NULL;
	if (file_exists(path))
		result = database_open(ctx, path, DATABASE_READ, store, error);
	talloc_free(path);
	return result;
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) +
	       (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void tell_moment(const struct work *work, enum run_moment moment)
{
	if (work->request->at_moment)
		work->request->at_moment(work->entry->stage, moment);
}

static bool has_kind(const struct artifact *artifacts, enum artifact_kind kind)
{
	for (; artifacts->name; artifacts++)
		if (artifacts->kind == kind)
			return true;
	return false;
}

/* ---- before the stage ---- */

/* A new version must not build on what an old one left. */
static int drop_tables(struct work *work, struct error *error)
{
	const struct artifact *out = work->entry->stage->outputs;
	int result = 0;

	for (; result == 0 && out->name; out++) {
		if (out->kind != ARTIFACT_TABLE)
			continue;
		char *sql = memory_format(NULL, "drop table if exists \"%s\"",
					  out->name);
		result = database_execute(work->store, sql, error);
		talloc_free(sql);
	}
	return result;
}

static int open_published(struct work *work, struct error *error)
{
	const struct stage *stage = work->entry->stage;
	struct stage_context *context = &work->context;
	char *path;

	if (work->writes_published) {
		if (outputs_reserve(context->memory, context->outputs,
				    PROJECT_PUBLISHED, &path, error) < 0 ||
		    database_open(context->memory, path, DATABASE_WRITE,
				  &context->published, error) < 0)
			return -1;
		return database_begin(context->published, error);
	}
	if (!has_kind(stage->inputs, ARTIFACT_PUBLISHED))
		return 0;
	path = project_published_file(context->memory, context->project);
	return database_open(context->memory, path, DATABASE_READ,
			     &context->published, error);
}

static int prepare_stage(struct work *work, struct error *error)
{
	if (batch_begin(work->batch, error) < 0)
		return -1;
	bool is_anew = work->entry->is_anew || work->request->is_forced;
	if (is_anew && drop_tables(work, error) < 0)
		return -1;
	return open_published(work, error);
}

/* ---- after the stage ---- */

static int check_rows(const struct work *work, struct error *error)
{
	const struct stage_context *context = &work->context;

	if (context->rows.read == context->rows.kept + context->rows.set_aside)
		return 0;
	return error_set(error, ERROR_FAILED, work->entry->stage->name,
			 "report this: it is a fault of divario",
			 "rows do not add up: %" PRId64 " read, %" PRId64
			 " kept, %" PRId64 " set aside",
			 context->rows.read, context->rows.kept,
			 context->rows.set_aside);
}

static int record_table(struct work *work, const struct artifact *table,
			struct error *error)
{
	struct database *home = table->kind == ARTIFACT_PUBLISHED
					? work->context.published
					: work->store;
	const char *stage = work->entry->stage->name;
	char digest[HASH_TEXT];

	if (!database_has(home, table->name))
		return error_set(error, ERROR_FAILED, stage,
				 "report this: it is a fault of divario",
				 "the stage did not make its table '%s'",
				 table->name);
	if (database_digest(home, table->name, digest, error) < 0)
		return -1;
	return record_put_artifact(work->store, table, stage, digest, error);
}

static int record_tables(struct work *work, struct error *error)
{
	const struct artifact *out = work->entry->stage->outputs;

	for (; out->name; out++)
		if (out->kind != ARTIFACT_FILES &&
		    record_table(work, out, error) < 0)
			return -1;
	return 0;
}

/* published.db is complete: close it, so that it may be moved. */
static int finish_published(struct work *work, struct error *error)
{
	struct stage_context *context = &work->context;

	if (!work->writes_published)
		return 0;
	if (database_commit(context->published, error) < 0)
		return -1;
	TALLOC_FREE(context->published);
	return outputs_adopt(context->outputs, PROJECT_PUBLISHED, error);
}

static const struct output_record *
find_record(const struct output_records *records, const char *name)
{
	for (size_t i = 0; i < records->n; i++)
		if (strcmp(records->items[i].name, name) == 0)
			return &records->items[i];
	return NULL;
}

/* Other results than before: these are kept to be compared. */
static int keep_before(const struct work *work, struct error *error)
{
	const struct output_record *now, *before;
	struct output_records records;

	if (!work->writes_published)
		return 0;
	if (record_get_outputs(work->context.memory, work->store,
			       work->entry->stage->name, &records, error) < 0)
		return -1;
	before = find_record(&records, PROJECT_PUBLISHED);
	now = find_record(outputs_list(work->context.outputs),
			  PROJECT_PUBLISHED);
	if (!before || strcmp(before->digest, now->digest) == 0)
		return 0;
	return before_keep(work->context.project, error);
}

/* The new files, and a mark for each earlier one that must go. */
static int record_files(struct work *work, struct output_records *obsolete,
			struct error *error)
{
	const struct output_records *made = outputs_list(work->context.outputs);
	const char *stage = work->entry->stage->name;
	void *memory = work->context.memory;
	struct output_records before, all = { 0 };

	for (size_t i = 0; i < made->n; i++) {
		const char *name = made->items[i].name;
		const char *owner =
			record_owner(memory, work->store, stage, name);
		if (owner)
			return error_set(error, ERROR_FAILED, name, NULL,
					 "%s and %s write the same file", owner,
					 stage);
		memory_append(memory, all.items, struct output_record, all.n,
			      made->items[i]);
	}
	if (record_get_outputs(memory, work->store, stage, &before, error) < 0)
		return -1;
	for (size_t i = 0; i < before.n; i++) {
		struct output_record gone = { .name = before.items[i].name };
		char *path = file_join(memory, work->context.project->output,
				       gone.name);
		if (find_record(made, gone.name) || !file_exists(path))
			continue;
		memory_append(memory, obsolete->items, struct output_record,
			      obsolete->n, gone);
		memory_append(memory, all.items, struct output_record, all.n,
			      gone);
	}
	return record_put_outputs(work->store, stage, &all, error);
}

static int record_run(struct work *work, struct error *error)
{
	const struct plan_entry *entry = work->entry;
	const struct stage_context *context = &work->context;
	struct stage_record record = {
		.version = entry->stage->version,
		.parts = parts_encode(context->memory, entry->parts),
		.seconds = seconds_since(&work->start),
		.read = context->rows.read,
		.kept = context->rows.kept,
		.set_aside = context->rows.set_aside,
		.note = context->log ? run_log_note(context->log) : NULL
	};
	char now[24] = "";
	struct tm calendar;
	time_t clock = time(NULL);

	if (gmtime_r(&clock, &calendar))
		strftime(now, sizeof(now), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	record.finished = now;
	memcpy(record.fingerprint, entry->fingerprint, HASH_TEXT);
	return record_put_stage(work->store, entry->stage->name, &record,
				error);
}

static void remove_obsolete(const struct work *work,
			    const struct output_records *obsolete)
{
	for (size_t i = 0; i < obsolete->n; i++) {
		char *path = file_join(NULL, work->context.project->output,
				       obsolete->items[i].name);
		/* If it cannot go now, the record brings the stage back. */
		(void)unlink(path);
		/* The folder of a sheet's figures goes with the last. */
		*strrchr(path, '/') = '\0';
		(void)rmdir(path);
		talloc_free(path);
	}
}

static int finish_stage(struct work *work, struct error *error)
{
	struct output_records obsolete = { 0 };
	const struct output_records *made = outputs_list(work->context.outputs);

	if (check_rows(work, error) < 0 || record_tables(work, error) < 0 ||
	    finish_published(work, error) < 0 || keep_before(work, error) < 0 ||
	    record_files(work, &obsolete, error) < 0 ||
	    record_run(work, error) < 0 ||
	    outputs_flush(work->context.outputs, error) < 0)
		return -1;
	tell_moment(work, RUN_STAGE_MADE);
	if (batch_end(work->batch, made->n > 0 || obsolete.n > 0, error) < 0)
		return -1;
	tell_moment(work, RUN_COMMITTED);
	if (outputs_place(work->context.outputs, error) < 0)
		return -1;
	remove_obsolete(work, &obsolete);
	tell_moment(work, RUN_PLACED);
	return 0;
}

/* ---- a stage ---- */

static void tell_stage(const struct work *work, enum stage_state state)
{
	const struct plan_entry *entry = work->entry;
	struct stage_event event = {
		.stage = entry->stage->name,
		.state = state,
		.seconds = state == STAGE_UNCHANGED
				   ? 0
				   : seconds_since(&work->start),
		.read = work->context.rows.read,
		.kept = work->context.rows.kept,
		.set_aside = work->context.rows.set_aside,
		.reasons = entry->reasons,
		.n_reasons = entry->n_reasons,
	};

	if (work->request->log)
		run_log_stage(work->request->log, &event);
}

static int run_stage(struct work *work, struct error *error)
{
	const struct stage *stage = work->entry->stage;
	struct stage_context *context = &work->context;

	if (work->request->log)
		run_log_begin(work->request->log, stage->name);
	clock_gettime(CLOCK_MONOTONIC, &work->start);
	context->outputs =
		outputs_new(context->memory, context->project->output);
	work->writes_published = has_kind(stage->outputs, ARTIFACT_PUBLISHED);
	int result = prepare_stage(work, error);
	if (result == 0)
		result = stage->run(context, error);
	if (result == 0)
		result = finish_stage(work, error);
	if (result < 0) {
		batch_undo(work->batch);
		TALLOC_FREE(context->published);
		outputs_clear(context->project->output);
	}
	tell_stage(work, result < 0 ? STAGE_FAILED : STAGE_DONE);
	return result;
}

int stage_put_file(struct stage_context *context, const char *name,
		   const void *data, size_t length, struct error *error)
{
	return outputs_put(context->outputs, name, data, length, error);
}

/* ---- a run ---- */

static bool is_wanted(const struct run_request *request,
		      const struct stage *stage)
{
	return !request->target || stage == request->target ||
	       plan_needs(request->stages, request->target, stage);
}

static bool is_forced(const struct run_request *request,
		      const struct stage *stage)
{
	return request->is_forced &&
	       (!request->target || stage == request->target);
}

/* What the stages of one run share. */
struct shared {
	struct database *store;
	struct batch *batch;
	struct geojson_cache *boundaries;
	void *kept;
};

static int visit(const struct run_request *request, struct shared *shared,
		 const struct stage *stage, struct error *error)
{
	void *memory = talloc_new(NULL);
	struct plan_entry entry;
	struct run_request own = *request;
	struct work work = { .request = &own,
			     .entry = &entry,
			     .store = shared->store,
			     .batch = shared->batch };

	own.is_forced = is_forced(request, stage);
	work.context.memory = memory;
	work.context.project = request->project;
	work.context.store = shared->store;
	work.context.log = request->log;
	work.context.boundaries = shared->boundaries;
	work.context.kept = &shared->kept;
	int result = plan_examine(memory, request->project, shared->store,
				  stage, &entry, error);
	if (result == 0 && entry.is_current && !own.is_forced)
		tell_stage(&work, STAGE_UNCHANGED);
	else if (result == 0)
		result = run_stage(&work, error);
	talloc_free(memory);
	return result;
}

static int run_with_store(const struct run_request *request,
			  struct database *store, struct error *error)
{
	struct project *project = request->project;
	struct shared shared = { .store = store,
				 .batch = batch_new(store, store),
				 .boundaries = geojson_cache_new(store) };

	if (record_prepare(store, error) < 0 ||
	    file_digests_open(store, store, &project->digests, error) < 0)
		return -1;
	int result = 0;
	for (size_t i = 0; result == 0 && request->stages[i]; i++)
		if (is_wanted(request, request->stages[i]))
			result = visit(request, &shared, request->stages[i],
				       error);
	talloc_free(shared.kept);
	talloc_free(shared.boundaries);
	if (result == 0)
		result = batch_commit(shared.batch, error);
	if (result == 0)
		result = file_digests_save(project->digests, store, error);
	project->digests = NULL;
	return result;
}

int run_stages(const struct run_request *request, struct error *error)
{
	const struct project *project = request->project;
	void *memory = talloc_new(NULL);
	struct problems *problems = problems_new(memory);
	struct database *store = NULL;
	struct lock *lock;

	plan_check(request->stages, problems);
	int result = problems_first(problems, error);
	if (result == 0)
		result = lock_take(memory, project->work, &lock, error);
	if (result == 0) {
		outputs_clear(project->output);
		result = database_open(memory, store_path(memory, project),
				       DATABASE_WRITE, &store, error);
	}
	if (result == 0)
		result = run_with_store(request, store, error);
	talloc_free(store); /* closed before the lock goes */
	talloc_free(memory);
	return result;
}

int run_reports(const void *ctx, const struct project *project,
		const char *suffix, const char ***paths, size_t *n,
		struct error *error)
{
	struct output_records outputs;
	struct database *store;

	*paths = NULL;
	*n = 0;
	if (run_store_open(ctx, project, &store, error) < 0)
		return -1;
	if (!store)
		return 0;
	int result = record_get_outputs(ctx, store, NULL, &outputs, error);
	for (size_t i = 0; result == 0 && i < outputs.n; i++) {
		const char *name = outputs.items[i].name;
		size_t length = strlen(name), tail = strlen(suffix);
		if (length < tail ||
		    strcmp(name + length - tail, suffix) != 0 ||
		    !*outputs.items[i].digest)
			continue;
		char *path = file_join(ctx, project->output, name);
		memory_append(ctx, *paths, const char *, *n, path);
	}
	talloc_free(store);
	return result;
}
