#include "stages/fill.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/flow.h"

#include <stdlib.h>
#include <string.h>

const struct artifact fill_inputs[] = {
	{ "gap", ARTIFACT_PUBLISHED },
	{ "gap_summary", ARTIFACT_PUBLISHED },
	{ "distribution", ARTIFACT_PUBLISHED },
	{ "profile", ARTIFACT_PUBLISHED },
	{ "summary", ARTIFACT_PUBLISHED },
	{ "label", ARTIFACT_PUBLISHED },
	{ "fact", ARTIFACT_PUBLISHED },
	{ "fieldwork", ARTIFACT_PUBLISHED },
	{ "cleaning", ARTIFACT_PUBLISHED },
	{ "unmatched_summary", ARTIFACT_PUBLISHED },
	{ "codebook", ARTIFACT_PUBLISHED },
	{ "manifest", ARTIFACT_PUBLISHED },
	{ "schema_note", ARTIFACT_PUBLISHED },
	{ NULL, ARTIFACT_PUBLISHED },
};

const char *const fill_keys[] = { "project", "reports", NULL };

/* ---- what a template knows of the project ---- */

enum { PROJECT_PAIRS = 12 };

static const char *translated(const struct translation *texts, size_t n,
			      const char *language)
{
	return n ? translation_get(texts, n, language, "") : NULL;
}

/* Name and value in turn, NULL behind the last. */
static const char **project_values(const void *ctx,
				   const struct project *project,
				   const char *language)
{
	const char *pairs[PROJECT_PAIRS][2] = {
		{ "id", project->id },
		{ "title",
		  translated(project->titles, project->n_titles, language) },
		{ "subtitle", translated(project->subtitles,
					 project->n_subtitles, language) },
		{ "funding",
		  translated(project->funding, project->n_funding, language) },
		{ "organisation", project->organisation },
		{ "author", project->author },
		{ "wave", project->wave },
		{ "date", project->date },
		{ "emblem", project->emblem },
		{ "synthetic", project->is_synthetic ? "yes" : NULL },
		{ "language", language },
	};

	return memory_copy(ctx, pairs, sizeof pairs);
}

/* ---- filling ---- */

static int fill_one(struct stage_context *context,
		    const struct project_report *report, const char *language,
		    struct template_request *request, struct fill *fill,
		    struct error *error)
{
	struct phrases *phrases;
	struct filled_template *filled;

	if (phrases_load(fill->memory, language, context->project->folder,
			 &phrases, error) < 0)
		return -1;
	request->path = report->template_path;
	request->published = context->published;
	request->phrases = phrases;
	request->figure_width = flow_text_width();
	request->figure_height = flow_figure_height();
	request->values =
		project_values(fill->memory, context->project, language);
	fill->stem = memory_format(fill->memory, "%s-%s", report->template_name,
				   language);
	if (template_fill(fill->memory, request, &filled, error) < 0)
		return -1;
	fill->filled = filled;
	return 0;
}

int fill_each(struct stage_context *context, fill_use *use, void *data,
	      struct error *error)
{
	const struct project *project = context->project;
	struct template_request request = { 0 };
	int result = 0;

	if (font_set_open(context->memory, NULL, &request.fonts, error) < 0)
		return -1;
	for (size_t r = 0; r < project->n_reports; r++) {
		const struct project_report *report = &project->reports[r];

		for (size_t l = 0; l < report->n_languages && !result; l++) {
			struct fill fill = { .memory = talloc_new(
						     context->memory) };

			result = fill_one(context, report, report->languages[l],
					  &request, &fill, error);
			if (result == 0)
				result = use(context, &fill, data, error);
			talloc_free(fill.memory);
		}
	}
	return result;
}

/* ---- what the result depends on ---- */

static int depend_phrases(const void *ctx, const struct project *project,
			  const struct project_report *report,
			  struct hash *hash, struct error *error)
{
	for (size_t l = 0; l < report->n_languages; l++) {
		struct phrases *phrases;

		if (phrases_load(ctx, report->languages[l], project->folder,
				 &phrases, error) < 0)
			return -1;
		hash_add_text(hash, phrases_digest(phrases));
	}
	return 0;
}

/* Regular, Italic, Bold, BoldItalic: the faces that font_set_open takes. */
static const char lato_faces[] = "Lato-[RIB][eto][gal]*.ttf";

static int depend_fonts(const void *ctx, const struct project *project,
			struct hash *hash, struct error *error)
{
	const char *folder = getenv("DIVARIO_FONTS");
	struct file_list files;

	if (file_glob(ctx, folder ? folder : "/usr/share/fonts/truetype/lato",
		      folder ? "*.[ot]tf" : lato_faces, &files, error) < 0)
		return -1;
	for (size_t i = 0; i < files.n; i++)
		if (stage_hash_file(project, hash, files.paths[i], error) < 0)
			return -1;
	return 0;
}

static int depend_all(const void *ctx, const struct project *project,
		      struct hash *hash, struct error *error)
{
	hash_add_text(hash, project->date);
	for (size_t r = 0; r < project->n_reports; r++) {
		const struct project_report *report = &project->reports[r];

		if (stage_hash_file(project, hash, report->template_path,
				    error) < 0 ||
		    depend_phrases(ctx, project, report, hash, error) < 0)
			return -1;
	}
	if (project->emblem &&
	    stage_hash_file(project, hash, project->emblem, error) < 0)
		return -1;
	return depend_fonts(ctx, project, hash, error);
}

int fill_depend(const struct project *project, struct hash *hash,
		struct error *error)
{
	void *ctx = talloc_new(NULL);
	int result = depend_all(ctx, project, hash, error);

	talloc_free(ctx);
	return result;
}
