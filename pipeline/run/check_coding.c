#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/coding_sheet.h"
#include "pipeline/run/check.h"
#include "pipeline/run/check_codebooks.h"

/* Whether the files are there has been said by project_coding_check(). */
static bool is_there(const char *path)
{
	return path && file_exists(path);
}

static void check_sheets(const struct project_coding *coding,
			 struct problems *problems)
{
	const struct coding_sheet_settings settings = {
		coding->sheet,
		coding->themes,
		coding->minimum,
		coding->maximum,
	};
	void *memory = memory_check(talloc_new(NULL));
	struct coding_sheet *sheet;
	struct error error = { 0 };

	if (is_there(coding->sheet) && is_there(coding->themes) &&
	    coding_sheet_load(memory, &settings, &sheet, &error) < 0)
		problems_take(problems, &error);
	talloc_free(memory);
}

static void check_question(const struct project_coding *coding,
			   const struct codebooks *codebooks,
			   struct problems *problems)
{
	const struct question *question =
		codebooks_question(codebooks, coding->question);

	if (!question || question->type != QUESTION_TEXT)
		problems_add(problems, ERROR_PROJECT, coding->where,
			     "name a question of the type text",
			     question ? "coding: '%s' is no open question"
				      : "coding: there is no question '%s'",
			     coding->question);
	codebooks_check(codebooks, coding->where, coding->by, coding->n_by,
			problems);
}

void check_coding(const struct project *project, struct check_result *result)
{
	void *memory = memory_check(talloc_new(NULL));
	struct codebooks codebooks = { 0 };

	codebooks_load(memory, project, &codebooks);
	for (size_t i = 0; i < project->n_codings; i++) {
		check_sheets(&project->codings[i], result->problems);
		if (codebooks.n && project->codings[i].question)
			check_question(&project->codings[i], &codebooks,
				       result->problems);
	}
	talloc_free(memory);
}
