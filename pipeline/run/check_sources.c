#include "pipeline/core/memory.h"
#include "pipeline/data/match.h"
#include "pipeline/data/platform.h"
#include "pipeline/data/tabular.h"
#include "pipeline/run/check.h"
#include "pipeline/run/source_codebook.h"

#include <string.h>

/* One source's codebook, ready to be held against its files. */
struct source_check {
	void *memory;
	const struct project *project;
	const struct project_source *source;
	struct codebook *codebook;
	struct match_index *index;
	struct check_result *result;
};

/* "a, b, c and 4 more" */
static char *some_names(const void *ctx, const char *const *names, size_t n)
{
	enum { SHOWN = 5 };
	char *out = memory_text(ctx, "");

	for (size_t i = 0; i < n && i < SHOWN; i++)
		out = memory_check(talloc_asprintf_append_buffer(
			out, "%s%s", i ? ", " : "", names[i]));
	if (n > SHOWN)
		out = memory_check(talloc_asprintf_append_buffer(
			out, " and %zu more", n - SHOWN));
	return out;
}

static bool is_claimed(const struct match *match)
{
	return match->column != MATCH_NONE || match->choices;
}

static void remark(struct source_check *check, const char *file,
		   const char *what, const char **names, size_t n)
{
	if (n)
		problems_add(check->result->remarks, ERROR_DATA, file, NULL,
			     "%s: %s", what,
			     some_names(check->memory, names, n));
}

static size_t count_questions(struct source_check *check, const char *file,
			      const struct match_file *match)
{
	const struct codebook *codebook = check->codebook;
	const char **absent = NULL;
	size_t n_found = 0, n_absent = 0;

	for (size_t i = 0; i < codebook->n_questions; i++) {
		if (codebook->questions[i].type == QUESTION_NOTE)
			continue;
		if (is_claimed(&match->questions[i]))
			n_found++;
		else
			memory_append(check->memory, absent, const char *,
				      n_absent, codebook->questions[i].name);
	}
	if (n_found)
		remark(check, file, "questions without a column", absent,
		       n_absent);
	return n_found;
}

/* The token's column may be named as a question or as in the file. */
static bool has_column(const struct source_check *check, const char *name,
		       const struct csv_header *header,
		       const struct match_file *match)
{
	for (size_t i = 0; i < header->n; i++)
		if (strcmp(header->names[i], name) == 0)
			return true;
	for (size_t i = 0; i < check->codebook->n_questions; i++)
		if (strcmp(check->codebook->questions[i].name, name) == 0)
			return is_claimed(&match->questions[i]);
	return false;
}

static void check_respondent(struct source_check *check, const char *file,
			     const struct csv_header *header,
			     const struct match_file *match)
{
	const char *wanted = check->source->respondent;

	if (wanted && !has_column(check, wanted, header, match))
		problems_add(check->result->problems, ERROR_PROJECT,
			     check->source->where,
			     "correct the key 'respondent' of this source",
			     "no column '%s' in %s", wanted, file);
}

static void check_header(struct source_check *check, const char *file,
			 const struct csv_header *header,
			 const struct platform *platform)
{
	const struct project_source *source = check->source;
	struct match_headings headings = { .texts = header->names,
					   .n = header->n,
					   .rename_from = source->rename_from,
					   .rename_to = source->rename_to,
					   .n_renames = source->n_renames };
	const struct paradata *paradata = paradata_find(
		check->memory, platform, header->names, header->n);
	const char **loose = NULL;
	size_t n_loose = 0;

	const struct match_file *match =
		match_headings(check->memory, check->index, &headings);
	if (!count_questions(check, file, match))
		problems_add(check->result->problems, ERROR_DATA, file,
			     "check that the codebook belongs to this file, "
			     "or add 'rename' to the source",
			     "no heading of the file is a question of the "
			     "codebook");
	for (size_t i = 0; i < header->n; i++)
		if (!match->is_claimed[i] && !paradata[i].role)
			memory_append(check->memory, loose, const char *,
				      n_loose, header->names[i]);
	remark(check, file, "columns that are not in the codebook", loose,
	       n_loose);
	check_respondent(check, file, header, match);
}

/* How the file is read: a wrong guess is fixed in the source. */
static void remark_verdict(struct source_check *check, const char *file,
			   const struct tabular *reader,
			   const struct platform_verdict *platform)
{
	problems_add(check->result->remarks, ERROR_DATA, file, NULL,
		     "read as %s%s", tabular_verdict(check->memory, reader),
		     platform_say(check->memory, platform));
}

/* The first answer that fits tells more of the tool than the header alone. */
static int recognise(struct source_check *check, struct tabular *reader,
		     struct platform_verdict *verdict, struct error *error)
{
	const struct csv_record *record = NULL;
	int more;

	do
		more = tabular_next(reader, &record, error);
	while (more > 0 && record->fault);
	*verdict = platform_settle(check->memory, check->source->platform,
				   tabular_header(reader),
				   more > 0 ? record : NULL);
	return more;
}

static void check_file(struct source_check *check, const char *path)
{
	const struct project_source *source = check->source;
	struct platform_verdict platform;
	struct tabular *reader = NULL;
	struct error error = { 0 };

	if (tabular_open(check->memory, path, &source->dialect, &reader,
			 &error) < 0 ||
	    tabular_distinguish(reader, source->rename_from, source->n_renames,
				&error) < 0 ||
	    recognise(check, reader, &platform, &error) < 0) {
		problems_take(check->result->problems, &error);
	} else {
		remark_verdict(check, file_name(path), reader, &platform);
		check_header(check, file_name(path), tabular_header(reader),
			     platform.platform);
	}
	talloc_free(reader);
}

/* A question, or "question.choice" of several answers. */
static bool is_target(const struct source_check *check, const char *name)
{
	struct match_headings headings = { .texts = &name, .n = 1 };

	return codebook_question(check->codebook, name) ||
	       match_headings(check->memory, check->index, &headings)
		       ->is_claimed[0];
}

static void check_renames(struct source_check *check)
{
	const struct project_source *source = check->source;

	for (size_t i = 0; i < source->n_renames; i++)
		if (!is_target(check, source->rename_to[i]))
			problems_add(check->result->problems, ERROR_PROJECT,
				     source->where,
				     "correct 'rename', or add the question to "
				     "the codebook",
				     "'%s' is renamed to '%s', which is no "
				     "question",
				     source->rename_from[i],
				     source->rename_to[i]);
}

static void check_source(struct source_check *check)
{
	const struct project_source *source = check->source;
	struct error error = { 0 };

	if (!source->codebook || !file_exists(source->codebook))
		return; /* has been said already, or is a mapping file */
	if (source_codebook(check->memory, source, &check->codebook, &error) <
	    0) {
		problems_take(check->result->problems, &error);
		return;
	}
	check->index = match_index_new(check->memory, check->codebook);
	check_renames(check);
	for (size_t i = 0; i < check->codebook->n_remarks; i++)
		problems_add(check->result->remarks, ERROR_PROJECT,
			     check->codebook->remarks[i].where, NULL, "%s",
			     check->codebook->remarks[i].what);
	for (size_t i = 0; i < source->n_patterns; i++) {
		struct file_list list = { 0 };
		if (file_glob(check->memory, check->project->folder,
			      source->patterns[i], &list, &error) < 0)
			problems_take(check->result->problems, &error);
		for (size_t j = 0; j < list.n; j++)
			check_file(check, list.paths[j]);
	}
}

void check_sources(const struct project *project, struct check_result *result)
{
	for (size_t i = 0; i < project->n_sources; i++) {
		struct source_check check = {
			.memory = talloc_new(NULL),
			.project = project,
			.source = &project->sources[i],
			.result = result,
		};
		check_source(&check);
		talloc_free(check.memory);
	}
}
