#include "pipeline/data/framework.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/sheet.h"
#include "pipeline/data/translation.h"

#include <string.h>

static int check_skill(const struct framework *framework,
		       const struct sheet *sheet, size_t row, int column,
		       struct error *error)
{
	const char *name = sheet_cell(sheet, row, column);

	if (!*name)
		return sheet_fault(sheet, row, column, error,
				   "name the skill as the questions do",
				   "the skill has no name");
	for (size_t i = 0; i < framework->n_skills; i++)
		if (!strcmp(framework->skills[i].name, name))
			return sheet_fault(
				sheet, row, column, error,
				"rename or remove one of them",
				"the skill '%s' stands twice, first in line %d",
				name, framework->skills[i].line);
	return 0;
}

static int read_skills(struct framework *framework, const struct sheet *sheet,
		       struct error *error)
{
	int name = sheet_need(sheet, "skill", error);
	int area = sheet_column(sheet, "area");
	struct translation_columns labels =
		translation_find(framework, sheet, "label", NULL);
	struct translation_columns areas =
		translation_find(framework, sheet, "area_label", NULL);

	if (name < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++) {
		struct skill skill = {
			.name = sheet_cell(sheet, row, name),
			.area = sheet_cell(sheet, row, area),
			.line = sheet->rows[row].line,
		};

		if (check_skill(framework, sheet, row, name, error) < 0)
			return -1;
		skill.labels = translation_read(framework, sheet, row, &labels,
						&skill.n_labels);
		skill.area_labels = translation_read(
			framework, sheet, row, &areas, &skill.n_area_labels);
		memory_append(framework, framework->skills, struct skill,
			      framework->n_skills, skill);
	}
	return 0;
}

int framework_load(const void *ctx, const char *path, struct framework **result,
		   struct error *error)
{
	struct framework *framework = memory_new(ctx, struct framework);
	struct sheet *sheet;

	framework->path = memory_text(framework, path);
	if (sheet_read(framework, path, &sheet, error) < 0 ||
	    read_skills(framework, sheet, error) < 0)
		return -1;
	if (!framework->n_skills)
		return error_set(error, ERROR_PROJECT, path,
				 "write one row per skill",
				 "the framework names no skill");
	memcpy(framework->digest, sheet->digest, sizeof framework->digest);
	*result = framework;
	return 0;
}
