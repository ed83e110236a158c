/*
 * Open answers that the project wants to quote.  Free text stays with the raw
 * columns; of the questions named under open_answers it is taken out, without
 * what names a person, into a table of its own that no analysis reads.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/redact.h"
#include "pipeline/run/source_codebook.h"
#include "stages/raw_rows.h"
#include "stages/stages.h"
#include "stages/table_writer.h"

#include <ctype.h>
#include <string.h>

struct quotes {
	struct stage_context *context;
	struct raw_rows *rows;
	struct redact_names *names; /* NULL: none are listed */
	struct table_writer *writer;
};

static bool is_blank(const char *text)
{
	while (text && isspace((unsigned char)*text))
		text++;
	return !text || !*text;
}

static int put(struct quotes *quotes, const char *question,
	       const struct project_source *source, const char *text,
	       struct error *error)
{
	char *redacted = redact_text(NULL, quotes->names, text, strlen(text));
	int result;

	table_writer_text(quotes->writer, question);
	table_writer_text(quotes->writer, source->name);
	table_writer_text(quotes->writer, redacted ? redacted : text);
	result = table_writer_row(quotes->writer, error);
	talloc_free(redacted);
	quotes->context->rows.kept++;
	return result;
}

static int put_question(struct quotes *quotes, const char *name,
			struct error *error)
{
	const struct raw_question asked = { name,
					    quotes->context->project->file,
					    "open_answers" };
	const char **cells;

	if (raw_rows_question(quotes->rows, &asked, &cells, error) < 0)
		return -1;
	for (size_t i = 0; i < quotes->rows->n; i++)
		if (!is_blank(cells[i]) &&
		    put(quotes, name, quotes->rows->sources[i], cells[i],
			error) < 0)
			return -1;
	talloc_free(cells);
	return 0;
}

static int put_questions(struct quotes *quotes, struct error *error)
{
	const struct project *project = quotes->context->project;
	void *memory = quotes->context->memory;

	if (!project->n_open_answers)
		return 0;
	if ((project->names_file &&
	     redact_names_load(memory, project->names_file, &quotes->names,
			       error) < 0) ||
	    raw_rows_open(memory, quotes->context, &quotes->rows, error) < 0)
		return -1;
	for (size_t i = 0; i < project->n_open_answers; i++)
		if (put_question(quotes, project->open_answers[i], error) < 0)
			return -1;
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	struct quotes quotes = { .context = context };

	if (table_writer_open(context->memory, context->store, "open_text",
			      "question TEXT, source TEXT, text TEXT",
			      &quotes.writer, error) < 0 ||
	    put_questions(&quotes, error) < 0)
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
	{ "register_rows", ARTIFACT_TABLE },
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
	.version = 2,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
