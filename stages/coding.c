#include "stages/coding.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/source_codebook.h"
#include "stages/stages.h"

/* ---- what reports call themes ---- */

static int write_label(struct table_writer *writer, const char *domain,
		       const char *code, const struct translation *text,
		       struct error *error)
{
	table_writer_text(writer, domain);
	table_writer_text(writer, code);
	table_writer_text(writer, text->language);
	table_writer_text(writer, text->text);
	return table_writer_row(writer, error);
}

struct labelled {
	const char *domain, *code;
	const struct translation *texts;
	size_t n;
};

/* What has no language is in the project's first. */
static int write_texts(const struct coding *coding, struct table_writer *writer,
		       const struct labelled *labelled, struct error *error)
{
	for (size_t i = 0; i < labelled->n; i++) {
		struct translation text = labelled->texts[i];

		if (!*text.language)
			text.language = coding->context->project->languages[0];
		if (write_label(writer, labelled->domain, labelled->code, &text,
				error) < 0)
			return -1;
	}
	return 0;
}

static int write_labels(const struct coding *coding,
			struct table_writer *writer, struct error *error)
{
	const struct project_coding *settings = coding->settings;
	struct labelled labelled = { "coding", settings->name, settings->titles,
				     settings->n_titles };

	if (write_texts(coding, writer, &labelled, error) < 0)
		return -1;
	for (size_t i = 0; i < coding->sheet->n_themes; i++) {
		const struct coding_frame_theme *theme =
			&coding->sheet->themes[i];

		labelled = (struct labelled){ "theme", theme->name,
					      theme->labels, theme->n_labels };
		if (write_texts(coding, writer, &labelled, error) < 0)
			return -1;
		labelled = (struct labelled){ "theme_definition", theme->name,
					      theme->definitions,
					      theme->n_definitions };
		if (write_texts(coding, writer, &labelled, error) < 0)
			return -1;
	}
	return 0;
}

/* ---- tables ---- */

static int open_tables(struct stage_context *context,
		       struct coding_tables *tables, struct error *error)
{
	void *ctx = context->memory;
	struct database *store = context->store;

	if (table_writer_open(
		    ctx, store, "coding_theme",
		    "coding TEXT, grouping TEXT, level TEXT,"
		    " level_position INTEGER, theme TEXT, position INTEGER,"
		    " n INTEGER, base INTEGER, share REAL, low REAL,"
		    " high REAL, weighted REAL, weighted_se REAL,"
		    " weighted_low REAL, weighted_high REAL,"
		    " n_rated INTEGER, rating REAL, rating_low REAL,"
		    " rating_high REAL",
		    &tables->themes, error) < 0 ||
	    table_writer_open(ctx, store, "coding_agreement",
			      "coding TEXT, coder TEXT, other TEXT,"
			      " measure TEXT, theme TEXT, position INTEGER,"
			      " n INTEGER, agreement REAL, kappa REAL,"
			      " low REAL, high REAL",
			      &tables->agreement, error) < 0 ||
	    table_writer_open(ctx, store, "coding_quote",
			      "coding TEXT, theme TEXT, position INTEGER,"
			      " rating REAL, coders TEXT, text TEXT",
			      &tables->quotes, error) < 0)
		return -1;
	return table_writer_open(ctx, store, "coding_label",
				 "domain TEXT, code TEXT, language TEXT,"
				 " text TEXT",
				 &tables->labels, error);
}

static int code(struct coding *coding, struct coding_tables *tables,
		struct error *error)
{
	if (coding_read(coding, error) < 0 ||
	    coding_write_themes(coding, tables->themes, error) < 0 ||
	    coding_write_agreement(coding, tables->agreement, error) < 0 ||
	    coding_write_quotes(coding, tables->quotes, error) < 0 ||
	    write_labels(coding, tables->labels, error) < 0)
		return -1;
	stage_note(coding->context,
		   "%zu answers under %zu themes by %zu coder%s",
		   coding->n_coded, coding->sheet->n_themes,
		   coding->sheet->n_coders,
		   coding->sheet->n_coders == 1 ? "" : "s");
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	const struct project *project = context->project;
	struct coding_tables tables;
	struct coding all = { .context = context };

	if (open_tables(context, &tables, error) < 0)
		return -1;
	if (!project->n_codings)
		return 0;
	if (answers_open_waves(context->memory, context->store, &all.answers,
			       error) < 0 ||
	    weights_load(context->memory, project, all.answers, &all.weights,
			 error) < 0 ||
	    raw_rows_open(context->memory, context, &all.rows, error) < 0)
		return -1;
	for (size_t i = 0; i < project->n_codings; i++) {
		struct coding *coding =
			memory_new(context->memory, struct coding);

		*coding = all;
		coding->settings = &project->codings[i];
		if (code(coding, &tables, error) < 0)
			return -1;
		talloc_free(coding);
	}
	return 0;
}

static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	int result = 0;

	for (size_t i = 0; i < project->n_codings && result == 0; i++)
		result = stage_hash_file(project, hash,
					 project->codings[i].sheet, error) < 0
				 ? -1
				 : stage_hash_file(project, hash,
						   project->codings[i].themes,
						   error);
	if (!project->n_codings)
		return 0;
	if (project->names_file && result == 0)
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
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ "weight", ARTIFACT_TABLE },
	{ "weight_summary", ARTIFACT_TABLE },
	{ "weight_margin", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "coding_theme", ARTIFACT_TABLE },
	{ "coding_agreement", ARTIFACT_TABLE },
	{ "coding_quote", ARTIFACT_TABLE },
	{ "coding_label", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.coding",
				    "analyses.weights",
				    "open_answers",
				    "pseudonyms",
				    "project.languages",
				    "sources",
				    NULL };

const struct stage stage_coding = {
	.name = "coding",
	.summary = "count and rate the themes that people found in open "
		   "answers, and compare the coders",
	.version = 2,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
