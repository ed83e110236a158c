#include "stages/clean.h"

#include "pipeline/core/memory.h"

#include <string.h>

enum { LISTED = 5 }; /* names that a warning gives before "..." */

static const struct project_source *source_named(const struct project *project,
						 const char *name)
{
	for (size_t i = 0; i < project->n_sources; i++)
		if (!strcmp(project->sources[i].name, name))
			return &project->sources[i];
	return NULL;
}

/* Each folder once, in order of the sources. */
static int load_codebooks(struct clean *clean, struct error *error)
{
	const struct project *project = clean->context->project;
	void *ctx = clean->context->memory;
	const struct codebook **codebooks =
		memory_array(ctx, const struct codebook *, project->n_sources);
	size_t n = 0;

	for (size_t i = 0; i < project->n_sources; i++) {
		const struct project_source *source = &project->sources[i];
		struct codebook *codebook;
		size_t known = 0;

		if (source->kind != SOURCE_QUESTIONNAIRE)
			continue;
		if (!source->codebook)
			return error_set(error, ERROR_PROJECT, source->where,
					 "add 'codebook: FOLDER' with the "
					 "sheets survey.csv and choices.csv",
					 "the source '%s' has no codebook",
					 source->name);
		while (known < n &&
		       strcmp(codebooks[known]->path, source->codebook))
			known++;
		if (known < n)
			continue;
		if (codebook_load(ctx, source->codebook, &codebook, error) < 0)
			return -1;
		codebooks[n++] = codebook;
	}
	return codebook_unite(ctx, codebooks, n, &clean->codebook, error);
}

static int check_names(const struct clean *clean, struct error *error)
{
	static const char *const taken[] = { "source", "wave" };

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		const struct question *question =
			codebook_question(clean->codebook, taken[i]);

		if (question && question->type != QUESTION_NOTE)
			return error_set(
				error, ERROR_PROJECT, question->where,
				"give the question another name",
				"'%s' is the name of a variable that divario "
				"makes",
				taken[i]);
	}
	return 0;
}

static void add_file(struct clean *clean, struct statement *row)
{
	void *ctx = clean->context->memory;
	const char *decimal = statement_text(row, 4);
	struct clean_file file = {
		.id = statement_integer(row, 0),
		.name = memory_text(ctx, statement_text(row, 1)),
		.path = memory_text(ctx, statement_text(row, 2)),
		.wave = memory_text(ctx, statement_text(row, 3)),
		.n_rows = (uint64_t)statement_integer(row, 5),
		.platform = memory_text(ctx, statement_text(row, 6)),
	};

	file.source = source_named(clean->context->project, file.name);
	if (!file.source || file.source->kind != SOURCE_QUESTIONNAIRE)
		return;
	file.rules = (struct recode_source){
		.decimal = decimal ? *decimal : '\0',
		.missing = file.source->missing,
		.n_missing = file.source->n_missing,
		.is_decimal_fixed = file.source->dialect.decimal != 0,
		.date_order = date_order_of(
			file.source->date_order ? file.source->date_order : ""),
	};
	memory_append(ctx, clean->files, struct clean_file, clean->n_files,
		      file);
}

static int read_files(struct clean *clean, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(clean->store,
			      "SELECT id, name, file, wave, decimal, n_rows,"
			      " platform"
			      " FROM source ORDER BY id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0)
		add_file(clean, row);
	talloc_free(row);
	return more;
}

static int read_columns(struct clean *clean, struct clean_file *file,
			struct error *error)
{
	void *ctx = clean->context->memory;
	struct statement *row;
	size_t n = 0;
	int more;

	if (statement_prepare(clean->store,
			      "SELECT id, header FROM source_column"
			      " WHERE source_id = ?1 AND position >= 0"
			      " ORDER BY position",
			      &row, error) < 0)
		return -1;
	statement_bind(row, 1, value_integer(file->id));
	while ((more = statement_step(row, error)) > 0) {
		const char *heading = memory_text(ctx, statement_text(row, 1));

		memory_append(ctx, file->columns, int64_t, n,
			      statement_integer(row, 0));
		memory_append(ctx, file->headings, const char *,
			      file->n_columns, heading);
	}
	talloc_free(row);
	return more;
}

/* Do the columns that hold answers have both kinds of empty cells? */
static int find_empties(struct clean *clean, struct clean_file *file,
			struct error *error)
{
	bool has_null = false, has_empty = false;
	struct statement *row;
	int more = 0;

	if (statement_prepare(clean->store,
			      "SELECT max(value IS NULL), max(value = '')"
			      " FROM dict WHERE column_id = ?1",
			      &row, error) < 0)
		return -1;
	for (size_t i = 0; i < file->n_columns && more >= 0; i++) {
		if (!file->match->is_claimed[i] || (has_null && has_empty))
			continue;
		statement_bind(row, 1, value_integer(file->columns[i]));
		more = statement_step(row, error);
		has_null |= more > 0 && statement_integer(row, 0);
		has_empty |= more > 0 && statement_integer(row, 1);
		if (more > 0)
			more = statement_step(row, error);
	}
	talloc_free(row);
	file->rules.tells_not_shown = has_null && has_empty;
	return more;
}

static int match_file(struct clean *clean, struct clean_file *file,
		      const struct match_index *index, struct error *error)
{
	struct match_headings headings;

	if (read_columns(clean, file, error) < 0)
		return -1;
	headings = (struct match_headings){
		.texts = file->headings,
		.n = file->n_columns,
		.rename_from = file->source->rename_from,
		.rename_to = file->source->rename_to,
		.n_renames = file->source->n_renames,
	};
	file->match = match_headings(clean->context->memory, index, &headings);
	clean_find_paradata(clean, file);
	return find_empties(clean, file, error);
}

/* A file without any question is the wrong file or the wrong codebook. */
static int check_match(const struct clean_file *file, struct error *error)
{
	for (size_t i = 0; i < file->n_columns; i++)
		if (file->match->is_claimed[i])
			return 0;
	return error_set(error, ERROR_DATA, file->path,
			 "check that the codebook belongs to this file, or add "
			 "'rename' to the source",
			 "no heading of the file is a question of the "
			 "codebook");
}

static bool is_found(const struct clean *clean, size_t question)
{
	for (size_t i = 0; i < clean->n_files; i++) {
		const struct match *match =
			&clean->files[i].match->questions[question];

		if (match->column != MATCH_NONE || match->choices ||
		    match->places)
			return true;
	}
	return false;
}

static char *list_name(const void *ctx, char *list, const char *name, size_t n)
{
	if (n > LISTED)
		return list;
	if (n == LISTED)
		return memory_check(talloc_strdup_append(list, ", ..."));
	return list ? memory_check(talloc_asprintf_append(list, ", %s", name))
		    : memory_text(ctx, name);
}

static void warn_of_absent(struct clean *clean)
{
	const struct codebook *codebook = clean->codebook;
	char *list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < codebook->n_questions; i++) {
		const struct question *question = &codebook->questions[i];

		if (question->type != QUESTION_NOTE && !is_found(clean, i))
			list = list_name(clean->scratch, list, question->name,
					 n++);
	}
	if (n)
		stage_warn(clean->context, codebook->path,
			   "%zu of the codebook's questions %s in no file: %s",
			   n, n == 1 ? "is" : "are", list);
}

static void warn_of_unclaimed(struct clean *clean,
			      const struct clean_file *file)
{
	char *list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < file->n_columns; i++)
		if (!file->match->is_claimed[i] && !file->paradata[i].role &&
		    (!file->source->respondent ||
		     strcmp(file->headings[i], file->source->respondent)))
			list = list_name(clean->scratch, list,
					 file->headings[i], n++);
	if (n)
		stage_warn(clean->context, file->path,
			   "%zu column%s belong%s to no question: %s", n,
			   n == 1 ? "" : "s", n == 1 ? "s" : "", list);
}

int clean_plan(struct clean *clean, struct error *error)
{
	const struct match_index *index;

	if (load_codebooks(clean, error) < 0 || check_names(clean, error) < 0 ||
	    read_files(clean, error) < 0)
		return -1;
	index = match_index_new(clean->context->memory, clean->codebook);
	for (size_t i = 0; i < clean->n_files; i++) {
		if (match_file(clean, &clean->files[i], index, error) < 0 ||
		    check_match(&clean->files[i], error) < 0)
			return -1;
		warn_of_unclaimed(clean, &clean->files[i]);
	}
	warn_of_absent(clean);
	return 0;
}
