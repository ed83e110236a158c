/*
 * Any files as a project ("=== project.yaml", "=== codebook/survey.csv" ...):
 * all of it is checked as 'divario check' does, and its rules are made ready.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/rules.h"
#include "pipeline/run/check.h"
#include "pipeline/run/project.h"
#include "stages/stages.h"
#include "tests/fuzz/fuzz.h"

enum { FILES = 8 };

static void check(const void *ctx, const char *folder)
{
	struct check_result result;
	struct error error = { .code = ERROR_NONE };
	struct rules *rules;

	check_project(ctx, folder, all_stages, &result);
	fuzz_must(result.project || result.problems->n > 0);
	if (result.project &&
	    rules_prepare(ctx, result.project->rules, result.project->n_rules,
			  &rules, &error) < 0)
		fuzz_must(error.what[0] && error.where[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	struct fuzz_file files[FILES];
	size_t n = fuzz_part(memory, data, size, files, FILES);
	char *folder;

	if (n > 0) {
		folder = fuzz_folder(memory);
		fuzz_write(folder, files, n);
		check(memory, folder);
	}
	talloc_free(memory);
	return 0;
}
