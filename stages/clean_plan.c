#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/source_codebook.h"

#include <string.h>

enum { LISTED = 5 }; /* names that a warning gives before "..." */

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

		if (source_is_mapping(source))
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
		if (source_codebook(ctx, source, &codebook, error) < 0)
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
	if (!file.source || source_is_mapping(file.source))
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

/* The columns' headings, on the scratch. */
struct headings {
	const char **texts;
	size_t n;
};

static int read_columns(struct clean *clean, struct clean_file *file,
			struct headings *headings, struct error *error)
{
	struct statement *row;
	int64_t *columns = NULL;
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
		const char *heading =
			memory_text(clean->scratch, statement_text(row, 1));

		memory_append(clean->scratch, columns, int64_t, n,
			      statement_integer(row, 0));
		memory_append(clean->scratch, headings->texts, const char *,
			      headings->n, heading);
	}
	talloc_free(row);
	file->n_columns = n;
	file->columns = memory_copy(clean->context->memory, columns,
				    n * sizeof *columns);
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

static bool is_same_text(const char *one, const char *two)
{
	return one == two || (one && two && !strcmp(one, two));
}

static bool has_headings(const struct clean_file *file,
			 const struct headings *headings)
{
	if (file->n_columns != headings->n)
		return false;
	for (size_t i = 0; i < headings->n; i++)
		if (strcmp(file->headings[i], headings->texts[i]))
			return false;
	return true;
}

/* The last file before FILE that is laid out as it is, or NULL. */
static const struct clean_file *find_like(const struct clean *clean,
					  const struct clean_file *file,
					  const struct headings *headings)
{
	for (const struct clean_file *at = file; at-- > clean->files;)
		if (at->source == file->source &&
		    is_same_text(at->platform, file->platform) &&
		    has_headings(at, headings))
			return at;
	return NULL;
}

static void match_new(struct clean *clean, struct clean_file *file,
		      const struct match_index *index,
		      const struct headings *headings)
{
	void *ctx = clean->context->memory;
	struct match_headings texts = {
		.n = file->n_columns,
		.rename_from = file->source->rename_from,
		.rename_to = file->source->rename_to,
		.n_renames = file->source->n_renames,
	};

	file->headings = memory_array(ctx, const char *, headings->n);
	for (size_t i = 0; i < headings->n; i++)
		file->headings[i] = memory_text(ctx, headings->texts[i]);
	texts.texts = file->headings;
	file->match = match_headings(ctx, index, &texts);
	clean_find_paradata(clean, file);
}

/* Once for all files that are laid out alike: there may be thousands. */
static int match_file(struct clean *clean, struct clean_file *file,
		      const struct match_index *index, struct error *error)
{
	struct headings headings = { .n = 0 };
	const struct clean_file *like;

	if (read_columns(clean, file, &headings, error) < 0)
		return -1;
	like = find_like(clean, file, &headings);
	if (like) {
		file->headings = like->headings;
		file->match = like->match;
		file->paradata = like->paradata;
	} else {
		match_new(clean, file, index, &headings);
	}
	talloc_free_children(clean->scratch);
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

static bool is_like_earlier(const struct clean *clean,
			    const struct clean_file *file)
{
	for (const struct clean_file *at = clean->files; at < file; at++)
		if (at->match == file->match)
			return true;
	return false;
}

/* ", and in 2 files like it": those of FILE's layout. */
static const char *say_others(const struct clean *clean,
			      const struct clean_file *file)
{
	size_t n = 0;

	for (size_t i = 0; i < clean->n_files; i++)
		n += clean->files[i].match == file->match;
	if (n == 1)
		return "";
	return memory_format(clean->scratch, "; so in %zu file%s more", n - 1,
			     n == 2 ? "" : "s");
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
	if (n && !is_like_earlier(clean, file))
		stage_warn(clean->context, file->path,
			   "%zu column%s belong%s to no question: %s%s", n,
			   n == 1 ? "" : "s", n == 1 ? "s" : "", list,
			   say_others(clean, file));
	talloc_free_children(clean->scratch);
}

int clean_plan(struct clean *clean, struct error *error)
{
	const struct match_index *index;

	if (load_codebooks(clean, error) < 0 || check_names(clean, error) < 0 ||
	    read_files(clean, error) < 0)
		return -1;
	index = match_index_new(clean->context->memory, clean->codebook);
	for (size_t i = 0; i < clean->n_files; i++)
		if (match_file(clean, &clean->files[i], index, error) < 0 ||
		    check_match(&clean->files[i], error) < 0)
			return -1;
	for (size_t i = 0; i < clean->n_files; i++)
		warn_of_unclaimed(clean, &clean->files[i]);
	warn_of_absent(clean);
	return 0;
}
