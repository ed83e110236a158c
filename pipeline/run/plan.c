#include "pipeline/run/plan.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/file_digests.h"
#include "pipeline/run/outputs.h"
#include "pipeline/run/record.h"

#include <string.h>

static bool same_artifact(const struct artifact *a, const struct artifact *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

static bool makes(const struct stage *stage, const struct artifact *artifact)
{
	for (const struct artifact *out = stage->outputs; out->name; out++)
		if (same_artifact(out, artifact))
			return true;
	return false;
}

const struct stage *plan_maker(const struct stage *const *stages,
			       const struct artifact *artifact)
{
	for (; *stages; stages++)
		if (makes(*stages, artifact))
			return *stages;
	return NULL;
}

bool plan_needs(const struct stage *const *stages, const struct stage *stage,
		const struct stage *other)
{
	for (const struct artifact *in = stage->inputs; in->name; in++) {
		const struct stage *maker = plan_maker(stages, in);
		if (maker == other)
			return true;
		if (maker && maker != stage && plan_needs(stages, maker, other))
			return true;
	}
	return false;
}

static void check_inputs(const struct stage *const *stages, size_t position,
			 struct problems *problems)
{
	const struct stage *stage = stages[position];

	for (const struct artifact *in = stage->inputs; in->name; in++) {
		bool is_made = false;
		for (size_t i = 0; i < position; i++)
			is_made = is_made || makes(stages[i], in);
		if (!is_made)
			problems_add(problems, ERROR_FAILED, stage->name,
				     "correct the table of stages",
				     "no stage before it makes the input '%s'",
				     in->name);
	}
}

static void check_outputs(const struct stage *const *stages, size_t position,
			  struct problems *problems)
{
	const struct stage *stage = stages[position];

	for (const struct artifact *out = stage->outputs; out->name; out++) {
		const struct stage *first = plan_maker(stages, out);
		if (first != stage)
			problems_add(problems, ERROR_FAILED, stage->name,
				     "correct the table of stages",
				     "the output '%s' is made by %s already",
				     out->name, first->name);
	}
}

void plan_check(const struct stage *const *stages, struct problems *problems)
{
	for (size_t i = 0; stages[i]; i++) {
		for (size_t j = 0; j < i; j++)
			if (strcmp(stages[i]->name, stages[j]->name) == 0)
				problems_add(problems, ERROR_FAILED,
					     stages[i]->name,
					     "correct the table of stages",
					     "two stages have one name");
		check_inputs(stages, i, problems);
		check_outputs(stages, i, problems);
	}
}

static void add_keys(struct parts *parts, const struct project *project,
		     const struct stage *stage)
{
	char digest[HASH_TEXT];

	for (size_t i = 0; stage->keys && stage->keys[i]; i++) {
		const char *text = project_part(project, stage->keys[i]);
		hash_bytes(text, strlen(text), digest);
		char *name = memory_format(parts, "project.yaml: %s",
					   stage->keys[i]);
		parts_add(parts, name, digest);
	}
}

static int add_inputs(struct parts *parts, struct database *store,
		      const struct stage *stage, struct error *error)
{
	static const char *const kinds[] = { [ARTIFACT_TABLE] = "table",
					     [ARTIFACT_PUBLISHED] =
						     "published table",
					     [ARTIFACT_FILES] = "files" };
	char digest[HASH_TEXT] = "";

	for (const struct artifact *in = stage->inputs; in->name; in++) {
		if (store && record_get_artifact(store, in, digest, error) < 0)
			return -1;
		char *name = memory_format(parts, "%s %s", kinds[in->kind],
					   in->name);
		parts_add(parts, name, digest);
	}
	return 0;
}

static int add_depends(struct parts *parts, const struct project *project,
		       const struct stage *stage, struct error *error)
{
	char digest[HASH_TEXT];
	struct hash hash;

	if (!stage->depends)
		return 0;
	hash_start(&hash);
	if (project->digests)
		file_digests_note(project->digests, parts, project->folder);
	int result = stage->depends(project, &hash, error);
	if (project->digests)
		file_digests_note(project->digests, NULL, NULL);
	hash_finish(&hash, digest);
	if (result == 0)
		parts_add(parts, "content of its files", digest);
	return result;
}

static struct parts *gather(const void *ctx, const struct project *project,
			    struct database *store, const struct stage *stage,
			    struct error *error)
{
	struct parts *parts = parts_new(ctx);
	char version[HASH_TEXT], *text;

	text = memory_format(parts, "%s %d", stage->name, stage->version);
	hash_bytes(text, strlen(text), version);
	parts_add(parts, "version of the stage", version);
	add_keys(parts, project, stage);
	if (add_inputs(parts, store, stage, error) < 0 ||
	    add_depends(parts, project, stage, error) < 0)
		return NULL;
	return parts;
}

static void add_reason(const void *ctx, struct plan_entry *entry,
		       const char *reason)
{
	memory_append(ctx, entry->reasons, const char *, entry->n_reasons,
		      reason);
}

/* The sum over all files adds nothing once single files have been named. */
static void drop_summary(struct plan_entry *entry)
{
	size_t kept = 0, n_files = 0;

	for (size_t i = 0; i < entry->n_reasons; i++)
		n_files += strncmp(entry->reasons[i], "file ", 5) == 0;
	for (size_t i = 0; i < entry->n_reasons; i++)
		if (!n_files ||
		    strncmp(entry->reasons[i], "content of its", 14) != 0)
			entry->reasons[kept++] = entry->reasons[i];
	entry->n_reasons = kept;
}

static int check_files(const void *ctx, const struct project *project,
		       struct database *store, struct plan_entry *entry,
		       struct error *error)
{
	struct output_records outputs;

	if (record_get_outputs(ctx, store, entry->stage->name, &outputs,
			       error) < 0)
		return -1;
	for (size_t i = 0; i < outputs.n; i++) {
		const struct output_record *file = &outputs.items[i];
		if (outputs_is_intact(project->output, file))
			continue;
		char *path = file_join(ctx, project->output, file->name);
		add_reason(ctx, entry,
			   memory_format(ctx, "output %s %s", file->name,
					 !*file->digest      ? "is left over"
					 : file_exists(path) ? "was changed"
							     : "is missing"));
	}
	return 0;
}

static int check_tables(const void *ctx, struct database *store,
			struct plan_entry *entry, struct error *error)
{
	const struct artifact *out = entry->stage->outputs;
	char digest[HASH_TEXT];

	for (; out->name; out++) {
		if (out->kind == ARTIFACT_FILES)
			continue;
		if (record_get_artifact(store, out, digest, error) < 0)
			return -1;
		if (!*digest || (out->kind == ARTIFACT_TABLE &&
				 !database_has(store, out->name)))
			add_reason(ctx, entry,
				   memory_format(ctx, "table %s is missing",
						 out->name));
	}
	return 0;
}

static int compare(const void *ctx, const struct project *project,
		   struct database *store, struct plan_entry *entry,
		   struct error *error)
{
	struct stage_record record;

	int found = store ? record_get_stage(ctx, store, entry->stage->name,
					     &record, error)
			  : 0;
	if (found < 0)
		return -1;
	if (!found) {
		entry->is_anew = true;
		add_reason(ctx, entry, "it has not run yet");
		return 0;
	}
	entry->is_anew = record.version != entry->stage->version;
	if (strcmp(record.fingerprint, entry->fingerprint) != 0)
		parts_compare(ctx, parts_decode(ctx, record.parts),
			      entry->parts, &entry->reasons, &entry->n_reasons);
	drop_summary(entry);
	if (check_files(ctx, project, store, entry, error) < 0)
		return -1;
	return check_tables(ctx, store, entry, error);
}

int plan_examine(const void *ctx, const struct project *project,
		 struct database *store, const struct stage *stage,
		 struct plan_entry *entry, struct error *error)
{
	memset(entry, 0, sizeof(*entry));
	entry->stage = stage;
	entry->parts = gather(ctx, project, store, stage, error);
	if (!entry->parts)
		return -1;
	parts_fingerprint(entry->parts, entry->fingerprint);
	if (compare(ctx, project, store, entry, error) < 0)
		return -1;
	entry->is_current = entry->n_reasons == 0;
	return 0;
}

/* Stages that wait are those that need one which will run. */
static void mark_waiting(const void *ctx, const struct stage *const *stages,
			 struct plan_entry *entries, size_t n)
{
	struct plan_entry *last = &entries[n - 1];

	for (size_t i = 0; i + 1 < n && last->is_current; i++) {
		if (entries[i].is_current ||
		    !plan_needs(stages, last->stage, entries[i].stage))
			continue;
		last->is_current = false;
		last->is_waiting = true;
		add_reason(ctx, last,
			   memory_format(ctx, "%s runs before it",
					 entries[i].stage->name));
	}
}

static int examine_all(const void *ctx, const struct project *project,
		       struct database *store,
		       const struct stage *const *stages,
		       struct plan_entry *entries, struct error *error)
{
	for (size_t i = 0; stages[i]; i++) {
		if (plan_examine(ctx, project, store, stages[i], &entries[i],
				 error) < 0)
			return -1;
		mark_waiting(ctx, stages, entries, i + 1);
	}
	return 0;
}

int plan_all(const void *ctx, struct project *project, struct database *store,
	     const struct stage *const *stages, struct plan_entry **entries,
	     size_t *n, struct error *error)
{
	struct file_digests *digests;

	for (*n = 0; stages[*n];)
		(*n)++;
	*entries = memory_array(ctx, struct plan_entry, *n);
	if (file_digests_open(ctx, store, &digests, error) < 0)
		return -1;
	project->digests = digests;
	int result = examine_all(ctx, project, store, stages, *entries, error);
	project->digests = NULL;
	talloc_free(digests);
	return result;
}
