#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/store.h"
#include "stages/stages.h"

static int write_answers(struct clean *clean, size_t question,
			 struct error *error)
{
	struct answer_totals totals;
	const struct answer_totals *known = &totals;
	int result = 0;

	switch (clean->codebook->questions[question].type) {
	case QUESTION_SELECT_MULTIPLE:
		result = clean_multiple(clean, question, &totals, error);
		break;
	case QUESTION_SELECT_ONE:
	case QUESTION_INTEGER:
	case QUESTION_DECIMAL:
	case QUESTION_DATE:
		result = clean_single(clean, question, &totals, error);
		break;
	case QUESTION_NOTE:
	case QUESTION_TEXT: /* free text stays in the raw store */
	default:
		known = NULL;
	}
	if (result < 0 || clean_notes_flush(clean, error) < 0)
		return -1;
	return clean_write_question(clean, question, known, error);
}

static int write_all(struct clean *clean, struct error *error)
{
	if (clean_write_origin(clean, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->codebook->n_questions; i++) {
		if (write_answers(clean, i, error) < 0)
			return -1;
		talloc_free_children(clean->scratch);
	}
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
	    clean_rows(&clean, error) < 0 ||
	    clean_write_kept(&clean, error) < 0 || write_all(&clean, error) < 0)
		return -1;
	report(&clean);
	return 0;
}

static int depends_on_sheet(const struct project *project, struct hash *hash,
			    const char *folder, const char *name,
			    struct error *error)
{
	char *path = file_join(NULL, folder, name);
	int result = 0;

	hash_add_text(hash, file_exists(path) ? name : NULL);
	if (file_exists(path))
		result = stage_hash_file(project, hash, path, error);
	talloc_free(path);
	return result;
}

static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	static const char *const sheets[] = { "survey.csv", "choices.csv",
					      "settings.csv" };

	for (size_t i = 0; i < project->n_sources; i++) {
		const char *folder = project->sources[i].codebook;

		hash_add_text(hash, folder);
		for (size_t j = 0; folder && j < sizeof sheets / sizeof *sheets;
		     j++)
			if (depends_on_sheet(project, hash, folder, sheets[j],
					     error) < 0)
				return -1;
	}
	for (size_t i = 0; i < project->n_rules; i++)
		if (project->rules[i].lookup &&
		    stage_hash_file(project, hash, project->rules[i].lookup,
				    error) < 0)
			return -1;
	return 0;
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE }, { "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },   { "chunk", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
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
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "sources", "rules", NULL };

const struct stage stage_clean = {
	.name = "clean",
	.summary = "map answers to the codebook, note every change",
	.version = 2,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
