#include "pipeline/run/source_codebook.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/spss.h"
#include "pipeline/data/tabular.h"
#include "pipeline/run/stage.h"

#include <string.h>

const struct project_source *source_named(const struct project *project,
					  const char *name)
{
	for (size_t i = 0; i < project->n_sources; i++)
		if (!strcmp(project->sources[i].name, name))
			return &project->sources[i];
	return NULL;
}

int source_codebook(const void *ctx, const struct project_source *source,
		    struct codebook **codebook, struct error *error)
{
	const char *encoding = source->dialect.encoding;
	bool is_own = encoding && source->n_patterns &&
		      tabular_is_spss(source->patterns[0]);

	return codebook_load_in(ctx, source->codebook, is_own ? encoding : NULL,
				codebook, error);
}

int source_check_labels(const struct project_source *source, const char *path,
			struct error *error)
{
	const char *encoding = source->dialect.encoding;
	struct spss_file *first, *other;
	void *memory;
	int result;

	if (!source->codebook || !strcmp(source->codebook, path) ||
	    !tabular_is_spss(source->codebook) || !tabular_is_spss(path))
		return 0;
	memory = memory_new(NULL, char);
	result = spss_open(memory, source->codebook, encoding, &first, error);
	if (result == 0)
		result = spss_open(memory, path, encoding, &other, error);
	if (result == 0)
		result = spss_check_labels(first, other, error);
	talloc_free(memory);
	return result;
}

int source_codebook_depend(const struct project *project,
			   const struct project_source *source,
			   struct hash *hash, struct error *error)
{
	void *memory = talloc_new(NULL);
	const char **files;
	size_t n = 0;
	int result = 0;

	hash_add_text(hash, source->codebook);
	if (source->codebook)
		n = codebook_files(memory, source->codebook, &files);
	for (size_t i = 0; i < n && result == 0; i++) {
		hash_add_text(hash, file_exists(files[i]) ? file_name(files[i])
							  : NULL);
		if (file_exists(files[i]))
			result =
				stage_hash_file(project, hash, files[i], error);
	}
	talloc_free(memory);
	return result;
}
