#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/draw/font.h"
#include "pipeline/page/template_source.h"
#include "stages/fill.h"
#include "stages/fill_boundaries.h"

/* The files of the phrases, not parsed; what they lack is told when they are
 * used. */
static int depend_language(const void *ctx, const struct project *project,
			   const char *language, struct hash *hash,
			   struct error *error)
{
	char *name = memory_format(ctx, "languages/%s.yaml", language);
	const char *paths[] = { file_resource(ctx, name),
				file_join(ctx, project->folder, name) };

	for (size_t i = 0; i < 2; i++) {
		bool is_there = paths[i] && file_exists(paths[i]);

		hash_add_text(hash, is_there ? language : "");
		if (is_there &&
		    stage_hash_file(project, hash, paths[i], error) < 0)
			return -1;
	}
	return 0;
}

static int depend_phrases(const void *ctx, const struct project *project,
			  const struct project_report *report,
			  struct hash *hash, struct error *error)
{
	for (size_t l = 0; l < report->n_languages; l++)
		if (depend_language(ctx, project, report->languages[l], hash,
				    error) < 0)
			return -1;
	return 0;
}

static int depend_fonts(const void *ctx, const struct project *project,
			struct hash *hash, struct error *error)
{
	struct font_files files;

	/* Without fonts the stage itself says so. */
	if (!font_set_find(ctx, NULL, &files))
		return 0;
	for (int style = 0; style < FONT_STYLES; style++)
		if (stage_hash_file(project, hash, files.faces[style], error) <
		    0)
			return -1;
	return files.fallback
		       ? stage_hash_file(project, hash, files.fallback, error)
		       : 0;
}

/* The template, its parts, and the maps they name. */
static int depend_template(const void *ctx, const struct project *project,
			   const char *path, struct hash *hash,
			   struct error *error)
{
	struct template_file *template;

	if (template_file_read(ctx, path, project->folder, &template, error) <
		    0 ||
	    stage_hash_file(project, hash, path, error) < 0)
		return -1;
	for (size_t i = 0; i < template->n_parts; i++)
		if (stage_hash_file(project, hash, template->parts[i], error) <
		    0)
			return -1;
	return fill_depend_boundaries(project, template, hash, error);
}

static int depend_all(const void *ctx, const struct project *project,
		      struct hash *hash, struct error *error)
{
	hash_add_text(hash, project->date);
	for (size_t r = 0; r < project->n_reports; r++) {
		const struct project_report *report = &project->reports[r];

		if (depend_template(ctx, project, report->template_path, hash,
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
