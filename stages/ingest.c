/*
 * Questionnaire files to the raw store: which files a source has, which wave
 * each belongs to, and only those parsed that are new or changed.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/load.h"
#include "pipeline/data/pseudonym.h"
#include "pipeline/data/store.h"
#include "pipeline/run/source_codebook.h"
#include "pipeline/run/stage.h"
#include "stages/ingest_files.h"
#include "stages/ingest_judge.h"
#include "stages/stages.h"

#include <string.h>

/* ---- what is in the store already -----------------------------------------
 */

struct known {
	struct store_source *list;
	bool *is_used;
	size_t n;
	char key_mark[PSEUDONYM_LENGTH + 1]; /* of the key as it is now */
};

static bool is_candidate(const struct known *known, size_t i,
			 const struct ingest_input *input)
{
	return !known->is_used[i] &&
	       !strcmp(known->list[i].name, input->source->name) &&
	       !strcmp(known->list[i].settings, input->settings) &&
	       (!known->list[i].key_mark ||
		!strcmp(known->list[i].key_mark, known->key_mark));
}

/*
 * The store's copy of a file, told by its content: a file that was only renamed
 * is not read again.  The size is asked first, so that a new file is not read
 * once for its digest and again for its answers.
 */
static int find_known(const struct known *known, struct ingest_input *input,
		      struct error *error)
{
	char digest[HASH_TEXT] = "";
	struct file_stamp stamp;

	if (!file_stamp(input->path, &stamp))
		return error_system(error, input->path,
				    "check the path and rights",
				    "cannot open the file");
	for (size_t i = 0; i < known->n; i++) {
		if (!is_candidate(known, i, input) ||
		    known->list[i].bytes != stamp.size)
			continue;
		if (!*digest && hash_file(input->path, digest, error) < 0)
			return -1;
		if (strcmp(known->list[i].sha256, digest))
			continue;
		input->known = &known->list[i];
		known->is_used[i] = true;
		return 0;
	}
	return 0;
}

/* Under another key the pseudonyms of old and new files would not meet. */
static int mark_key(const struct stage_context *context, struct known *known,
		    struct error *error)
{
	struct pseudonym_key *key;
	size_t i = 0;

	while (i < known->n && !known->list[i].key_mark)
		i++;
	if (i == known->n)
		return 0;
	if (pseudonym_key_open(
		    context->memory,
		    project_key_file(context->memory, context->project), &key,
		    error) < 0)
		return -1;
	pseudonym_key_mark(key, known->key_mark);
	talloc_free(key);
	return 0;
}

/* Mark what is unchanged and remove the rest from the store. */
static int match_known(struct stage_context *context,
		       struct ingest_inputs *inputs, struct error *error)
{
	struct known known = { .n = 0 };

	if (store_sources(context->memory, context->store, &known.list,
			  &known.n, error) < 0 ||
	    mark_key(context, &known, error) < 0)
		return -1;
	known.is_used = memory_array(context->memory, bool, known.n);
	for (size_t i = 0; i < inputs->n; i++)
		if (find_known(&known, &inputs->list[i], error) < 0)
			return -1;
	for (size_t i = 0; i < known.n; i++)
		if (!known.is_used[i] &&
		    store_remove(context->store, known.list[i].id, error) < 0)
			return -1;
	return 0;
}

/* ---- run ------------------------------------------------------------------
 */

struct totals {
	size_t n_unchanged;
	int64_t n_blank;
	int64_t n_mapped;     /* of the rows kept: of mapping files */
	int64_t n_registered; /* of registers */
};

/* An unchanged file may bear another name or belong to another wave now. */
static int keep(struct stage_context *context, const struct ingest_input *input,
		struct error *error)
{
	struct statement *update;
	int result;

	context->rows.kept += input->known->n_rows;
	context->rows.set_aside +=
		input->known->n_quarantined + input->known->n_withdrawn;
	if (statement_prepare(context->store,
			      "UPDATE source SET file = ?2, wave = ?3"
			      " WHERE id = ?1"
			      " AND (file IS NOT ?2 OR wave IS NOT ?3)",
			      &update, error) < 0)
		return -1;
	statement_bind(update, 1, value_integer(input->known->id));
	statement_bind(update, 2, value_text(input->file));
	statement_bind(update, 3, value_text(input->wave));
	result = statement_run(update, error);
	talloc_free(update);
	return result;
}

static void warn_of_dialect(struct stage_context *context,
			    const struct ingest_input *input,
			    const struct load_result *result)
{
	if (result->n_repaired)
		stage_warn(context, input->file,
			   "misplaced quotes or delimiters in %lld records, "
			   "read by the number of columns",
			   (long long)result->n_repaired);
	if (result->other_table)
		stage_warn(context, input->file,
			   "another table starts in line %lld and is left out, "
			   "%lld records; give it a file of its own if it is "
			   "wanted",
			   (long long)result->other_table,
			   (long long)result->n_other);
}

static void warn_of_people(struct stage_context *context,
			   const struct ingest_input *input,
			   const struct load_result *result)
{
	if (result->found)
		stage_warn(context, input->file,
			   "columns that name people are %s: %s; see "
			   "'identifiers' in 'divario help project'",
			   input->source->recognised == GUARD_DROP
				   ? "left out"
				   : "kept as pseudonyms",
			   result->found);
	if (result->redacted)
		stage_warn(context, input->file,
			   "answers name people; marks such as [e-mail] or "
			   "[phone] stand in their place: %s",
			   result->redacted);
}

static int load(struct stage_context *context, const struct ingest_input *input,
		struct totals *totals, struct error *error)
{
	const struct project_source *source = input->source;
	const struct guard_settings guard = {
		.rules = source->identifiers,
		.n_rules = source->n_identifiers,
		.recognised = source->recognised,
		.respondent = source->respondent,
		.marked = input->marked,
		.n_marked = input->n_marked,
		.names_file = context->project->names_file,
		.withdrawn_file = project_withdrawn_file(context->memory,
							 context->project),
		.rename_from = source->rename_from,
		.rename_to = source->rename_to,
		.n_renames = source->n_renames,
		.key_file = project_key_file(context->memory, context->project),
	};
	const struct token_settings tokens = {
		.column = project_link_column(context->project, source),
		.rename_from = source->rename_from,
		.rename_to = source->rename_to,
		.n_renames = source->n_renames,
		.key_file = guard.key_file,
	};
	const struct load_request request = {
		.path = input->path,
		.name = source->name,
		.file = input->file,
		.wave = input->wave,
		.fixed = source->dialect,
		.platform = source->platform,
		.renamed = source->rename_from,
		.n_renamed = source->n_renames,
		.settings = input->settings,
		.guard = &guard,
		.tokens = tokens.column ? &tokens : NULL,
	};
	struct load_result result;

	if (load_file(context->memory, context->store, &request, &result,
		      error) < 0)
		return -1;
	context->rows.kept += result.n_rows;
	context->rows.set_aside += result.n_quarantined + result.n_withdrawn;
	totals->n_blank += result.n_blank;
	warn_of_people(context, input, &result);
	warn_of_dialect(context, input, &result);
	if (result.n_quarantined)
		stage_warn(context, input->file,
			   "%lld of %lld records do not fit and are set aside; "
			   "see the table quarantine",
			   (long long)result.n_quarantined,
			   (long long)(result.n_rows + result.n_quarantined));
	return 0;
}

/* The same answers under two names count twice: nobody wants that. */
static int warn_of_twins(struct stage_context *context, struct error *error)
{
	struct table *twins;

	if (database_query(context->memory, context->store,
			   "SELECT b.file, a.file FROM source a JOIN source b"
			   " ON a.sha256 = b.sha256 AND a.id < b.id",
			   NULL, 0, NULL, &twins, error) < 0)
		return -1;
	for (size_t i = 0; i < twins->n_rows; i++)
		stage_warn(
			context, table_text(twins, i, 0),
			"has the same content as %s: its answers count twice",
			table_text(twins, i, 1));
	return 0;
}

/* The tools that wrote the files, to go behind the note. */
static int list_platforms(struct stage_context *context, char **list,
			  struct error *error)
{
	struct table *names;

	if (database_query(context->memory, context->store,
			   "SELECT group_concat(platform, ', ') FROM (SELECT"
			   " DISTINCT platform FROM source WHERE platform"
			   " IS NOT NULL ORDER BY platform)",
			   NULL, 0, NULL, &names, error) < 0)
		return -1;
	*list = memory_text(context->memory, table_text(names, 0, 0));
	return 0;
}

static char *add_count(char *text, int64_t n, const char *what)
{
	if (!n)
		return text;
	return memory_check(talloc_asprintf_append(text, ", %lld row%s of %s",
						   (long long)n,
						   n == 1 ? "" : "s", what));
}

/* "120 answers of Google Forms, 2644 rows of mapping files". */
static int count_rows(struct stage_context *context,
		      const struct totals *totals, char **text,
		      struct error *error)
{
	int64_t n_others = totals->n_mapped + totals->n_registered;
	int64_t n_answers = context->rows.kept - n_others;
	char *platforms;

	*text = memory_text(context->memory, "");
	if (list_platforms(context, &platforms, error) < 0)
		return -1;
	if (n_answers || !n_others)
		*text = memory_format(context->memory, ", %lld answers%s%s",
				      (long long)n_answers,
				      *platforms ? " of " : "", platforms);
	*text = add_count(*text, totals->n_registered, "registers");
	*text = add_count(*text, totals->n_mapped, "mapping files");
	return 0;
}

static int say(struct stage_context *context,
	       const struct ingest_inputs *inputs, const struct totals *totals,
	       struct error *error)
{
	char *counts, *note;

	if (count_rows(context, totals, &counts, error) < 0)
		return -1;
	note = memory_format(context->memory, "%zu file%s%s", inputs->n,
			     inputs->n == 1 ? "" : "s", counts);
	if (context->rows.set_aside)
		note = memory_check(talloc_asprintf_append(
			note, ", %lld set aside",
			(long long)context->rows.set_aside));
	if (totals->n_blank)
		note = memory_check(talloc_asprintf_append(
			note, ", %lld blank line%s", (long long)totals->n_blank,
			totals->n_blank == 1 ? "" : "s"));
	if (totals->n_unchanged)
		note = memory_check(talloc_asprintf_append(
			note, "; %zu file%s unchanged", totals->n_unchanged,
			totals->n_unchanged == 1 ? "" : "s"));
	stage_note(context, "%s", note);
	return 0;
}

static int take(struct stage_context *context, const struct ingest_input *input,
		struct totals *totals, struct error *error)
{
	int64_t before = context->rows.kept;
	int result = source_check_labels(input->source, input->path, error);

	if (result == 0)
		result = input->known ? keep(context, input, error)
				      : load(context, input, totals, error);
	totals->n_unchanged += input->known != NULL;
	if (source_is_mapping(input->source))
		totals->n_mapped += context->rows.kept - before;
	if (input->source->kind == SOURCE_REGISTER)
		totals->n_registered += context->rows.kept - before;
	return result;
}

static int run(struct stage_context *context, struct error *error)
{
	struct totals totals = { .n_unchanged = 0 };
	struct ingest_inputs inputs;

	if (store_prepare(context->store, error) < 0 ||
	    ingest_list(context->memory, context->project, &inputs, error) <
		    0 ||
	    match_known(context, &inputs, error) < 0)
		return -1;
	for (size_t i = 0; i < inputs.n; i++)
		if (take(context, &inputs.list[i], &totals, error) < 0)
			return -1;
	context->rows.read = context->rows.kept + context->rows.set_aside;
	if (store_renumber(context->store, error) < 0 ||
	    ingest_judge(context, &inputs, error) < 0 ||
	    warn_of_twins(context, error) < 0)
		return -1;
	return say(context, &inputs, &totals, error);
}

/* Names, waves and contents of the files. */
static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	void *memory = memory_new(NULL, char);
	struct ingest_inputs inputs;
	int result = ingest_list(memory, project, &inputs, error);

	for (size_t i = 0; i < inputs.n && result == 0; i++) {
		hash_add_text(hash, inputs.list[i].source->name);
		hash_add_text(hash, inputs.list[i].file);
		hash_add_text(hash, inputs.list[i].wave);
		hash_add_text(hash, inputs.list[i].settings);
		result = stage_hash_file(project, hash, inputs.list[i].path,
					 error);
	}
	talloc_free(memory);
	return result;
}

static const struct artifact outputs[] = {
	{ "source", ARTIFACT_TABLE },     { "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },       { "chunk", ARTIFACT_TABLE },
	{ "quarantine", ARTIFACT_TABLE }, { "identifier", ARTIFACT_TABLE },
	{ "withdrawn", ARTIFACT_TABLE },  { "token", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE }
};
static const struct artifact inputs[] = { { NULL, ARTIFACT_TABLE } };
static const char *const keys[] = { "sources", "limits", "pseudonyms",
				    "instruments", NULL };

const struct stage stage_ingest = {
	.name = "ingest",
	.summary = "read new and changed answer files into the store",
	.version = 6,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
