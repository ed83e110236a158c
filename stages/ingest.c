/*
 * Questionnaire files to the raw store: which files a source has, which wave
 * each belongs to, and only those parsed that are new or changed.
 */
#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/load.h"
#include "pipeline/data/store.h"
#include "pipeline/run/stage.h"
#include "stages/stages.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { INGEST_VERSION = 1, MESSAGE = 256 };

struct input {
	const struct project_source *source;
	const char *path, *file, *wave, *settings;
	struct store_source *known; /* in the store as it is now, or NULL */
};

struct inputs {
	struct input *list;
	size_t n;
};

/* ---- which files ----------------------------------------------------------
 */

/* PATH relative to the project folder where it lies in it. */
static const char *within_project(const struct project *project,
				  const char *path)
{
	size_t length = strlen(project->folder);

	if (!strncmp(path, project->folder, length) && path[length] == '/')
		return path + length + 1;
	return path;
}

static int bad_wave(const struct project_source *source, const char *what,
		    const char *name, struct error *error)
{
	return error_set(error, ERROR_PROJECT, source->where,
			 "correct the source's wave in project.yaml",
			 "the wave's file name pattern '%s' %s%s%s%s",
			 source->wave_pattern, what, name ? " '" : "",
			 name ? name : "", name ? "'" : "");
}

/* What the pattern's first group (or all of it) matches in the file's name. */
static int wave_from_name(const void *ctx, const struct project_source *source,
			  const char *path, const char **wave,
			  struct error *error)
{
	const char *name = file_name(path);
	regmatch_t match[2];
	regex_t pattern;
	int code, i;

	code = regcomp(&pattern, source->wave_pattern, REG_EXTENDED);
	if (code) {
		char message[MESSAGE];

		regerror(code, &pattern, message, sizeof message);
		return bad_wave(source, message, NULL, error);
	}
	code = regexec(&pattern, name, 2, match, 0);
	regfree(&pattern);
	if (code)
		return bad_wave(source, "does not match", name, error);
	i = match[1].rm_so >= 0 ? 1 : 0;
	*wave = memory_text_n(ctx, name + match[i].rm_so,
			      (size_t)(match[i].rm_eo - match[i].rm_so));
	return 0;
}

/* What of the project file shapes how a file is read, as one text. */
static const char *settings_of(const void *ctx,
			       const struct project_source *source)
{
	struct hash hash;
	char digest[HASH_TEXT];
	const int marks[] = { INGEST_VERSION, source->delimiter,
			      source->decimal };

	hash_start(&hash);
	hash_add(&hash, marks, sizeof marks);
	hash_add_text(&hash, source->encoding);
	for (size_t i = 0; i < source->n_renames; i++)
		if (strchr(source->rename_from[i], '#'))
			hash_add_text(&hash, source->rename_from[i]);
	hash_finish(&hash, digest);
	return memory_text(ctx, digest);
}

static bool has_path(const struct inputs *inputs, size_t from, const char *path)
{
	for (size_t i = from; i < inputs->n; i++)
		if (!strcmp(inputs->list[i].path, path))
			return true;
	return false;
}

static int add_pattern(const void *ctx, const struct project *project,
		       const struct project_source *source, const char *pattern,
		       struct inputs *inputs, struct error *error)
{
	size_t first = inputs->n;
	struct file_list files;

	/* The patterns of one source may overlap. */
	while (first > 0 && inputs->list[first - 1].source == source)
		first--;
	if (file_glob(ctx, project->folder, pattern, &files, error) < 0)
		return -1;
	if (files.n == 0)
		return error_set(error, ERROR_PROJECT, source->where,
				 "put the export there, or correct 'files'",
				 "no file matches '%s'", pattern);
	for (size_t i = 0; i < files.n; i++) {
		struct input input = { .source = source,
				       .path = files.paths[i],
				       .wave = source->wave };

		if (has_path(inputs, first, input.path))
			continue;
		if (source->wave_pattern &&
		    wave_from_name(ctx, source, input.path, &input.wave,
				   error) < 0)
			return -1;
		input.file = within_project(project, input.path);
		input.settings = settings_of(ctx, source);
		memory_append(ctx, inputs->list, struct input, inputs->n,
			      input);
	}
	return 0;
}

static int list_inputs(const void *ctx, const struct project *project,
		       struct inputs *inputs, struct error *error)
{
	memset(inputs, 0, sizeof *inputs);
	for (size_t i = 0; i < project->n_sources; i++) {
		const struct project_source *source = &project->sources[i];

		for (size_t j = 0; j < source->n_patterns; j++)
			if (add_pattern(ctx, project, source,
					source->patterns[j], inputs, error) < 0)
				return -1;
	}
	return 0;
}

/* ---- what is in the store already -----------------------------------------
 */

struct known {
	struct store_source *list;
	bool *is_used;
	size_t n;
};

static bool is_candidate(const struct known *known, size_t i,
			 const struct input *input)
{
	return !known->is_used[i] &&
	       !strcmp(known->list[i].name, input->source->name) &&
	       !strcmp(known->list[i].settings, input->settings);
}

/*
 * The store's copy of a file, told by its content: a file that was only renamed
 * is not read again.  The size is asked first, so that a new file is not read
 * once for its digest and again for its answers.
 */
static int find_known(const struct known *known, struct input *input,
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

/* Mark what is unchanged and remove the rest from the store. */
static int match_known(struct stage_context *context, struct inputs *inputs,
		       struct error *error)
{
	struct known known = { .n = 0 };

	if (store_sources(context->memory, context->store, &known.list,
			  &known.n, error) < 0)
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
};

/* An unchanged file may bear another name or belong to another wave now. */
static int keep(struct stage_context *context, const struct input *input,
		struct error *error)
{
	struct statement *update;
	int result;

	context->rows.kept += input->known->n_rows;
	context->rows.set_aside += input->known->n_quarantined;
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

static int load(struct stage_context *context, const struct input *input,
		struct totals *totals, struct error *error)
{
	const struct project_source *source = input->source;
	const struct load_request request = {
		.path = input->path,
		.name = source->name,
		.file = input->file,
		.wave = input->wave,
		.fixed = { .encoding = source->encoding,
			   .delimiter = source->delimiter,
			   .decimal = source->decimal },
		.renamed = source->rename_from,
		.n_renamed = source->n_renames,
		.settings = input->settings,
		.limit = context->project->quarantine_limit,
	};
	struct load_result result;

	if (load_file(context->memory, context->store, &request, &result,
		      error) < 0)
		return -1;
	context->rows.kept += result.n_rows;
	context->rows.set_aside += result.n_quarantined;
	totals->n_blank += result.n_blank;
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

static void say(struct stage_context *context, const struct inputs *inputs,
		const struct totals *totals)
{
	char *note = memory_format(context->memory, "%zu file%s, %lld answers",
				   inputs->n, inputs->n == 1 ? "" : "s",
				   (long long)context->rows.kept);

	if (context->rows.set_aside)
		note = memory_check(talloc_asprintf_append(
			note, ", %lld set aside",
			(long long)context->rows.set_aside));
	if (totals->n_blank)
		note = memory_check(
			talloc_asprintf_append(note, ", %lld blank lines",
					       (long long)totals->n_blank));
	if (totals->n_unchanged)
		note = memory_check(talloc_asprintf_append(
			note, "; %zu file%s unchanged", totals->n_unchanged,
			totals->n_unchanged == 1 ? "" : "s"));
	stage_note(context, "%s", note);
}

static int run(struct stage_context *context, struct error *error)
{
	struct totals totals = { .n_unchanged = 0 };
	struct inputs inputs;

	if (store_prepare(context->store, error) < 0 ||
	    list_inputs(context->memory, context->project, &inputs, error) <
		    0 ||
	    match_known(context, &inputs, error) < 0)
		return -1;
	for (size_t i = 0; i < inputs.n; i++) {
		const struct input *input = &inputs.list[i];
		int result = input->known
				     ? keep(context, input, error)
				     : load(context, input, &totals, error);

		if (result < 0)
			return -1;
		totals.n_unchanged += input->known != NULL;
	}
	context->rows.read = context->rows.kept + context->rows.set_aside;
	if (store_renumber(context->store, error) < 0 ||
	    warn_of_twins(context, error) < 0)
		return -1;
	say(context, &inputs, &totals);
	return 0;
}

/* Names, waves and contents of the files. */
static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	void *memory = memory_new(NULL, char);
	struct inputs inputs;
	int result = list_inputs(memory, project, &inputs, error);

	for (size_t i = 0; i < inputs.n && result == 0; i++) {
		char digest[HASH_TEXT];

		result = hash_file(inputs.list[i].path, digest, error);
		hash_add_text(hash, inputs.list[i].source->name);
		hash_add_text(hash, inputs.list[i].file);
		hash_add_text(hash, inputs.list[i].wave);
		if (result == 0)
			hash_add_text(hash, digest);
	}
	talloc_free(memory);
	return result;
}

static const struct artifact outputs[] = {
	{ "source", ARTIFACT_TABLE },     { "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },       { "chunk", ARTIFACT_TABLE },
	{ "quarantine", ARTIFACT_TABLE }, { NULL, ARTIFACT_TABLE }
};
static const struct artifact inputs[] = { { NULL, ARTIFACT_TABLE } };
static const char *const keys[] = { "sources", "limits", NULL };

const struct stage stage_ingest = {
	.name = "ingest",
	.summary = "read new and changed answer files into the store",
	.version = INGEST_VERSION,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
