#include "stages/ingest_files.h"

#include "pipeline/core/file.h"
#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/run/source_codebook.h"

#include <regex.h>
#include <string.h>

/* Raise INGEST_FORM when files already in the store must be read again. */
enum { INGEST_FORM = 4, MESSAGE = 256 };

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

static int bad_pattern(const struct project_source *source, const char *reason,
		       struct error *error)
{
	return error_set(error, ERROR_PROJECT, source->where,
			 "correct the source's wave in project.yaml",
			 "the wave's file name pattern '%s' is no regular "
			 "expression: %s",
			 source->wave_pattern, reason);
}

/*
 * POSIX expressions have no "\\d", which everybody writes: a copy with "[0-9]",
 * or "0-9" within brackets.
 */
static char *with_digit_class(const void *ctx, const char *pattern)
{
	char *text = memory_array(ctx, char, 3 * strlen(pattern) + 1);
	char *to = text;
	bool is_bracket = false;

	for (const char *at = pattern; *at; at++) {
		if (at[0] == '\\' && at[1] == 'd') {
			to = stpcpy(to, is_bracket ? "0-9" : "[0-9]");
			at++;
			continue;
		}
		if (at[0] == '\\' && at[1] && !is_bracket)
			*to++ = *at++;
		else if (*at == '[' || *at == ']')
			is_bracket = *at == '[';
		*to++ = *at;
	}
	return text;
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

	code = regcomp(&pattern, with_digit_class(ctx, source->wave_pattern),
		       REG_EXTENDED);
	if (code) {
		char message[MESSAGE];

		regerror(code, &pattern, message, sizeof message);
		return bad_pattern(source, message, error);
	}
	code = regexec(&pattern, name, 2, match, 0);
	regfree(&pattern);
	if (code)
		return error_set(error, ERROR_PROJECT, source->where,
				 "correct the source's wave in project.yaml",
				 "the wave's file name pattern '%s' does not "
				 "match '%s'",
				 source->wave_pattern, name);
	i = match[1].rm_so >= 0 ? 1 : 0;
	*wave = memory_text_n(ctx, name + match[i].rm_so,
			      (size_t)(match[i].rm_eo - match[i].rm_so));
	return 0;
}

/* What of a source all its files share. */
struct reading {
	const struct project *project;
	const struct project_source *source;
	const char **marked;
	size_t n_marked;
	const char *settings;
};

static int read_marks(const void *ctx, struct reading *reading,
		      struct error *error)
{
	struct codebook *codebook;

	if (!reading->source->codebook)
		return 0;
	if (source_codebook(ctx, reading->source, &codebook, error) < 0)
		return -1;
	for (size_t i = 0; i < codebook->n_questions; i++)
		if (codebook->questions[i].is_identifier)
			memory_append(ctx, reading->marked, const char *,
				      reading->n_marked,
				      codebook->questions[i].name);
	return 0;
}

static void add_dialect(struct hash *hash, const struct dialect_fixed *fixed)
{
	const int marks[] = { INGEST_FORM,
			      fixed->delimiter,
			      fixed->decimal,
			      fixed->quote,
			      fixed->escape,
			      fixed->has_header_lines,
			      (int)fixed->header_lines,
			      fixed->has_preamble_lines,
			      (int)fixed->preamble_lines,
			      fixed->is_vertical };

	hash_add(hash, marks, sizeof marks);
	hash_add_text(hash, fixed->encoding);
	hash_add_text(hash, fixed->sheet);
}

static int add_content(struct hash *hash, const char *path, struct error *error)
{
	char digest[HASH_TEXT];

	if (!path || !file_exists(path))
		return 0;
	if (hash_file(path, digest, error) < 0)
		return -1;
	hash_add_text(hash, digest);
	return 0;
}

/* What names people, and what becomes of it. */
static int add_identifiers(const void *ctx, struct hash *hash,
			   const struct reading *reading, struct error *error)
{
	const struct project_source *source = reading->source;

	hash_add_text(hash, source->respondent);
	hash_add_text(hash, guard_action_name(source->recognised));
	for (size_t i = 0; i < source->n_identifiers; i++) {
		hash_add_text(hash, source->identifiers[i].column);
		hash_add_text(hash,
			      guard_action_name(source->identifiers[i].action));
	}
	for (size_t i = 0; i < reading->n_marked; i++)
		hash_add_text(hash, reading->marked[i]);
	if (add_content(hash, reading->project->names_file, error) < 0)
		return -1;
	return add_content(hash, project_withdrawn_file(ctx, reading->project),
			   error);
}

/* All that shapes how a file is read, as one text. */
static int read_settings(const void *ctx, struct reading *reading,
			 struct error *error)
{
	const struct project_source *source = reading->source;
	struct hash hash;
	char digest[HASH_TEXT];

	hash_start(&hash);
	add_dialect(&hash, &source->dialect);
	if (source->platform) {
		hash_add_text(&hash, "platform");
		hash_add_text(&hash, source->platform);
	}
	if (add_identifiers(ctx, &hash, reading, error) < 0)
		return -1;
	for (size_t i = 0; i < source->n_renames; i++)
		if (strchr(source->rename_from[i], '#'))
			hash_add_text(&hash, source->rename_from[i]);
	if (project_link_column(reading->project, source))
		hash_add_text(&hash,
			      project_link_column(reading->project, source));
	hash_finish(&hash, digest);
	reading->settings = memory_text(ctx, digest);
	return 0;
}

static bool has_path(const struct ingest_inputs *inputs, size_t from,
		     const char *path)
{
	for (size_t i = from; i < inputs->n; i++)
		if (!strcmp(inputs->list[i].path, path))
			return true;
	return false;
}

static int add_pattern(const void *ctx, const struct reading *reading,
		       const char *pattern, struct ingest_inputs *inputs,
		       struct error *error)
{
	const struct project *project = reading->project;
	const struct project_source *source = reading->source;
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
		struct ingest_input input = { .source = source,
					      .path = files.paths[i],
					      .wave = source->wave,
					      .marked = reading->marked,
					      .n_marked = reading->n_marked,
					      .settings = reading->settings };

		if (has_path(inputs, first, input.path))
			continue;
		if (source->wave_pattern &&
		    wave_from_name(ctx, source, input.path, &input.wave,
				   error) < 0)
			return -1;
		input.file = within_project(project, input.path);
		memory_append(ctx, inputs->list, struct ingest_input, inputs->n,
			      input);
	}
	return 0;
}

int ingest_list(const void *ctx, const struct project *project,
		struct ingest_inputs *inputs, struct error *error)
{
	memset(inputs, 0, sizeof *inputs);
	for (size_t i = 0; i < project->n_sources; i++) {
		const struct project_source *source = &project->sources[i];
		struct reading reading = { .project = project,
					   .source = source };

		if (read_marks(ctx, &reading, error) < 0 ||
		    read_settings(ctx, &reading, error) < 0)
			return -1;
		for (size_t j = 0; j < source->n_patterns; j++)
			if (add_pattern(ctx, &reading, source->patterns[j],
					inputs, error) < 0)
				return -1;
	}
	return 0;
}
