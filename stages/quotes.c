/*
 * Open answers that the project wants to quote.  Free text stays with the raw
 * columns; of the questions named under open_answers it is taken out, without
 * what names a person, into a table of its own that no analysis reads.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/match.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/redact.h"
#include "pipeline/run/source_codebook.h"
#include "pipeline/run/stage.h"
#include "stages/stages.h"
#include "stages/table_writer.h"

#include <ctype.h>
#include <string.h>

struct quotes {
	struct stage_context *context;
	struct redact_names *names; /* NULL: none are listed */
	struct table_writer *writer;
	bool *is_excluded; /* by row of the clean answers */
	uint64_t n_answers;
	bool *is_found; /* by open_answers of the project */
};

/* One file, and where its rows begin among the clean answers. */
struct quoted_file {
	int64_t id;
	const struct project_source *source;
	const uint8_t *kept;
	uint64_t n_rows, first, n_kept;
};

/* ---- who is left out ---- */

static int count_answers(struct quotes *quotes, struct error *error)
{
	struct answers *answers;

	if (answers_open_all(quotes->context->memory, quotes->context->store,
			     &answers, error) < 0)
		return -1;
	quotes->n_answers = answers->n_rows;
	quotes->is_excluded = memory_array(quotes->context->memory, bool,
					   (size_t)answers->n_rows);
	return 0;
}

static int read_excluded(struct quotes *quotes, struct error *error)
{
	struct statement *row;
	int more;

	if (count_answers(quotes, error) < 0 ||
	    statement_prepare(quotes->context->store,
			      "SELECT sequence, rows FROM excluded_rows", &row,
			      error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		uint64_t first =
			(uint64_t)statement_integer(row, 0) * ANSWER_ROWS;
		size_t n;
		const uint8_t *marks = statement_blob(row, 1, &n);

		for (size_t i = 0; i < n && first + i < quotes->n_answers; i++)
			quotes->is_excluded[first + i] = marks[i] != 0;
	}
	talloc_free(row);
	return more;
}

/* ---- the text of one column ---- */

static bool is_blank(const char *text)
{
	while (text && isspace((unsigned char)*text))
		text++;
	return !text || !*text;
}

static int put(struct quotes *quotes, const char *question,
	       const struct quoted_file *file, const char *text,
	       struct error *error)
{
	char *redacted = redact_text(NULL, quotes->names, text, strlen(text));
	int result;

	table_writer_text(quotes->writer, question);
	table_writer_text(quotes->writer, file->source->name);
	table_writer_text(quotes->writer, redacted ? redacted : text);
	result = table_writer_row(quotes->writer, error);
	talloc_free(redacted);
	quotes->context->rows.kept++;
	return result;
}

static bool counts(const struct quotes *quotes, const struct quoted_file *file,
		   uint64_t row, uint64_t *answer)
{
	if (!(file->kept[row / 8] >> row % 8 & 1))
		return false;
	return !quotes->is_excluded[file->first + (*answer)++];
}

static int put_column(struct quotes *quotes, const char *question,
		      const struct quoted_file *file, int64_t column_id,
		      struct error *error)
{
	void *ctx = memory_check(talloc_new(NULL));
	struct database *store = quotes->context->store;
	uint64_t row = 0, answer = 0;
	struct raw_column *column;
	struct raw_cursor *cursor;
	struct answer_codes codes;
	int more = -1, result = 0;

	if (raw_column_read(ctx, store, column_id, &column, error) < 0 ||
	    raw_cursor_open(ctx, store, column_id, &cursor, error) < 0)
		goto out;
	while (result == 0 &&
	       (more = raw_cursor_next(cursor, &codes, error)) > 0)
		for (size_t i = 0; i < codes.n && result == 0; i++, row++) {
			const char *text =
				column->values[answer_code(&codes, i)];

			if (counts(quotes, file, row, &answer) &&
			    !is_blank(text))
				result = put(quotes, question, file, text,
					     error);
		}
out:
	talloc_free(ctx);
	return result < 0 ? -1 : more;
}

/* ---- which columns ---- */

static int read_headings(struct quotes *quotes, const struct quoted_file *file,
			 struct table **columns, struct error *error)
{
	struct value id = value_integer(file->id);

	return database_query(quotes->context->memory, quotes->context->store,
			      "SELECT id, header FROM source_column WHERE"
			      " source_id = ?1 AND position >= 0"
			      " ORDER BY position",
			      &id, 1, NULL, columns, error);
}

static int not_text(struct quotes *quotes, const struct question *question,
		    struct error *error)
{
	return error_set(error, ERROR_PROJECT, quotes->context->project->file,
			 "name questions of the type text",
			 "open_answers: '%s' is no open question",
			 question->name);
}

static int put_questions(struct quotes *quotes, const struct quoted_file *file,
			 const struct codebook *codebook,
			 const struct match_file *match,
			 const struct table *columns, struct error *error)
{
	const struct project *project = quotes->context->project;

	for (size_t i = 0; i < project->n_open_answers; i++) {
		const struct question *question =
			codebook_question(codebook, project->open_answers[i]);
		int at;

		if (!question)
			continue;
		quotes->is_found[i] = true;
		if (question->type != QUESTION_TEXT)
			return not_text(quotes, question, error);
		at = match->questions[question - codebook->questions].column;
		if (at != MATCH_NONE && !question->is_identifier &&
		    put_column(quotes, question->name, file,
			       table_cell(columns, (size_t)at, 0)->integer,
			       error) < 0)
			return -1;
	}
	return 0;
}

static int put_file(struct quotes *quotes, const struct quoted_file *file,
		    struct error *error)
{
	void *ctx = quotes->context->memory;
	struct codebook *codebook;
	struct table *columns;
	struct match_headings headings;
	const char **texts;

	if (source_codebook(ctx, file->source, &codebook, error) < 0 ||
	    read_headings(quotes, file, &columns, error) < 0)
		return -1;
	texts = memory_array(ctx, const char *, columns->n_rows);
	for (size_t i = 0; i < columns->n_rows; i++)
		texts[i] = table_text(columns, i, 1);
	headings = (struct match_headings){
		.texts = texts,
		.n = columns->n_rows,
		.rename_from = file->source->rename_from,
		.rename_to = file->source->rename_to,
		.n_renames = file->source->n_renames,
	};
	return put_questions(
		quotes, file, codebook,
		match_headings(ctx, match_index_new(ctx, codebook), &headings),
		columns, error);
}

/* ---- run ---- */

static uint64_t count_kept(const struct quoted_file *file)
{
	uint64_t n = 0;

	for (uint64_t row = 0; row < file->n_rows; row++)
		n += file->kept[row / 8] >> row % 8 & 1;
	return n;
}

static int put_files(struct quotes *quotes, struct error *error)
{
	struct stage_context *context = quotes->context;
	struct statement *row;
	uint64_t first = 0;
	int more, result = 0;

	if (statement_prepare(context->store,
			      "SELECT id, name, n, bits FROM row_kept"
			      " JOIN source ON id = source_id ORDER BY id",
			      &row, error) < 0)
		return -1;
	while (result == 0 && (more = statement_step(row, error)) > 0) {
		size_t n;
		struct quoted_file file = {
			.id = statement_integer(row, 0),
			.source = source_named(context->project,
					       statement_text(row, 1)),
			.n_rows = (uint64_t)statement_integer(row, 2),
			.first = first,
		};

		file.kept = statement_blob(row, 3, &n);
		first += count_kept(&file);
		if (file.source && file.source->codebook)
			result = put_file(quotes, &file, error);
	}
	talloc_free(row);
	return result < 0 ? -1 : more;
}

static int check_found(const struct quotes *quotes, struct error *error)
{
	const struct project *project = quotes->context->project;

	for (size_t i = 0; i < project->n_open_answers; i++)
		if (!quotes->is_found[i])
			return error_set(
				error, ERROR_PROJECT, project->file,
				"name questions of the codebook",
				"open_answers: there is no question '%s'",
				project->open_answers[i]);
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	const struct project *project = context->project;
	struct quotes quotes = { .context = context };

	if (table_writer_open(context->memory, context->store, "open_text",
			      "question TEXT, source TEXT, text TEXT",
			      &quotes.writer, error) < 0)
		return -1;
	quotes.is_found =
		memory_array(context->memory, bool, project->n_open_answers);
	if (project->n_open_answers &&
	    ((project->names_file &&
	      redact_names_load(context->memory, project->names_file,
				&quotes.names, error) < 0) ||
	     read_excluded(&quotes, error) < 0 ||
	     put_files(&quotes, error) < 0 || check_found(&quotes, error) < 0))
		return -1;
	context->rows.read = context->rows.kept;
	stage_note(context, "%lld open answer%s", (long long)context->rows.kept,
		   context->rows.kept == 1 ? "" : "s");
	return 0;
}

static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	int result = 0;

	if (!project->n_open_answers)
		return 0;
	if (project->names_file)
		result = stage_hash_file(project, hash, project->names_file,
					 error);
	for (size_t i = 0; i < project->n_sources && result == 0; i++)
		result = source_codebook_depend(project, &project->sources[i],
						hash, error);
	return result;
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE },
	{ "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },
	{ "chunk", ARTIFACT_TABLE },
	{ "row_kept", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "open_text", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "open_answers", "pseudonyms", "sources",
				    NULL };

const struct stage stage_quotes = {
	.name = "quotes",
	.summary = "take out the open answers to be quoted, nobody named",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
