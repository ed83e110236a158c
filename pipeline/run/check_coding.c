#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/coding_sheet.h"
#include "pipeline/run/check.h"

/* Whether the files are there has been said by project_coding_check(). */
static bool is_there(const char *path)
{
	return path && file_exists(path);
}

void check_coding(const struct project *project, struct check_result *result)
{
	for (size_t i = 0; i < project->n_codings; i++) {
		const struct project_coding *coding = &project->codings[i];
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
			problems_take(result->problems, &error);
		talloc_free(memory);
	}
}
