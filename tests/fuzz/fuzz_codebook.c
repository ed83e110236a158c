/*
 * Any files as a codebook: "=== survey.csv" (with "=== choices.csv" and "===
 * settings.csv") an XLSForm, "=== x.csv" a REDCap dictionary, "=== x.lss",
 * "=== x.txt" a LimeSurvey structure.  It is read, or refused with a place.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/codebook.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { FILES = 3 };

static void check_question(const struct codebook *codebook,
			   const struct question *question)
{
	bool is_select = question->type == QUESTION_SELECT_ONE ||
			 question->type == QUESTION_SELECT_MULTIPLE;

	fuzz_must(question->name && question->where);
	fuzz_must(!question->shown || question->shown->text);
	if (question->type == QUESTION_NOTE)
		return;
	fuzz_must(*question->name && (!is_select || question->list));
	fuzz_must(codebook_question(codebook, question->name) != NULL);
}

static void check(const void *ctx, const struct codebook *codebook)
{
	const struct codebook *twice[] = { codebook, codebook }, *united;
	struct error error = { .code = ERROR_NONE };

	fuzz_must(codebook_unite(ctx, twice, 2, &united, &error) == 0);
	for (size_t i = 0; i < codebook->n_questions; i++) {
		const struct question *question = &codebook->questions[i];

		check_question(codebook, question);
		fuzz_must(question->type == QUESTION_NOTE ||
			  codebook_question(united, question->name));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	struct fuzz_file files[FILES];
	size_t n = fuzz_part(memory, data, size, files, FILES);
	struct error error = { .code = ERROR_NONE };
	struct codebook *codebook;
	char *folder, *path;

	if (n > 0) {
		folder = fuzz_folder(memory);
		fuzz_write(folder, files, n);
		path = strcmp(files[0].name, "survey.csv")
			       ? file_join(memory, folder, files[0].name)
			       : folder;
		if (codebook_load(memory, path, &codebook, &error) == 0)
			check(memory, codebook);
		else
			fuzz_must(error.what[0] && error.where[0]);
	}
	talloc_free(memory);
	return 0;
}
