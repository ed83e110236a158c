#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/store.h"
#include "pipeline/run/source_codebook.h"
#include "stages/stages.h"

static bool has_answers(const struct question *question)
{
	return question->type != QUESTION_NOTE &&
	       question->type != QUESTION_TEXT; /* stays in the raw store */
}

static int write_answers(struct clean *clean, size_t question,
			 struct answer_totals *totals, struct error *error)
{
	const struct question *asked = &clean->codebook->questions[question];
	int result = 0;

	if (asked->type == QUESTION_SELECT_MULTIPLE)
		result = clean_multiple(clean, question, totals, error);
	else if (asked->type == QUESTION_RANK)
		result = clean_ranking(clean, question, totals, error);
	else if (has_answers(asked))
		result = clean_single(clean, question, totals, error);
	if (result == 0)
		result = clean_notes_flush(clean, error);
	talloc_free_children(clean->scratch);
	return result;
}

static int write_question(struct clean *clean, size_t question,
			  const struct answer_totals *totals,
			  struct error *error)
{
	const struct question *asked = &clean->codebook->questions[question];
	int result = clean_write_question(
		clean, question, has_answers(asked) ? totals : NULL, error);

	talloc_free_children(clean->scratch);
	return result;
}

static int write_all(struct clean *clean, struct error *error)
{
	size_t n = clean->codebook->n_questions;
	struct answer_totals *totals =
		memory_array(clean->context->memory, struct answer_totals, n);

	if (clean_write_origin(clean, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files; i++)
		clean->files[i].only_ticks =
			memory_array(clean->context->memory, bool, n);
	for (size_t i = 0; i < n; i++)
		if (write_answers(clean, i, &totals[i], error) < 0)
			return -1;
	if (clean_conditions(clean, totals, error) < 0 ||
	    clean_unticked(clean, totals, error) < 0 ||
	    clean_cross(clean, totals, error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (write_question(clean, i, &totals[i], error) < 0)
			return -1;
	return 0;
}

static void report(struct clean *clean)
{
	struct stage_context *context = clean->context;

	for (size_t i = 0; i < clean->n_files; i++) {
		context->rows.read += (int64_t)clean->files[i].n_rows;
		context->rows.kept += (int64_t)clean->files[i].n_kept;
	}
	context->rows.set_aside = context->rows.read - context->rows.kept;
	stage_note(context,
		   "%lld answers kept, %lld set aside, %llu values unmatched",
		   (long long)context->rows.kept,
		   (long long)context->rows.set_aside,
		   (unsigned long long)clean->n_unmatched);
}

static int run(struct stage_context *context, struct error *error)
{
	struct clean clean = {
		.context = context,
		.store = context->store,
		.codes = memory_array(context->memory, uint32_t, STORE_ROWS),
		.scratch = talloc_new(context->memory),
	};

	memory_check(clean.scratch);
	if (clean_tables_open(&clean, error) < 0 ||
	    answers_writer_open(context->memory, context->store, &clean.answers,
				error) < 0 ||
	    rules_prepare(context->memory, context->project->rules,
			  context->project->n_rules, &clean.rules, error) < 0 ||
	    clean_plan(&clean, error) < 0 ||
	    clean_rules_check(&clean, error) < 0 ||
	    clean_write_paradata(&clean, error) < 0 ||
	    clean_note_withdrawn(&clean, error) < 0 ||
	    clean_rows(&clean, error) < 0 ||
	    clean_write_kept(&clean, error) < 0 ||
	    write_all(&clean, error) < 0 || clean_other(&clean, error) < 0)
		return -1;
	report(&clean);
	return 0;
}

static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	for (size_t i = 0; i < project->n_sources; i++)
		if (source_codebook_depend(project, &project->sources[i], hash,
					   error) < 0)
			return -1;
	for (size_t i = 0; i < project->n_rules; i++)
		if (project->rules[i].lookup &&
		    stage_hash_file(project, hash, project->rules[i].lookup,
				    error) < 0)
			return -1;
	return 0;
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE },    { "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },      { "chunk", ARTIFACT_TABLE },
	{ "withdrawn", ARTIFACT_TABLE }, { NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "label", ARTIFACT_TABLE },
	{ "question", ARTIFACT_TABLE },
	{ "unmatched", ARTIFACT_TABLE },
	{ "ledger", ARTIFACT_TABLE },
	{ "row_kept", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ "rule_row", ARTIFACT_TABLE },
	{ "paradata", ARTIFACT_TABLE },
	{ "reading", ARTIFACT_TABLE },
	{ "other_text", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "sources", "rules", NULL };

const struct stage stage_clean = {
	.name = "clean",
	.summary = "map answers to the codebook, note every change",
	.version = 8,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
