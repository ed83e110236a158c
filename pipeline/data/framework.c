#include "pipeline/data/framework.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/framework_private.h"
#include "pipeline/data/translation.h"

#include <string.h>

static const char *const known[] = { "skill", "area", "label", "area_label" };
enum { N_KNOWN = sizeof known / sizeof *known };

int framework_check_skill(const struct framework *framework,
			  const struct sheet *sheet, size_t row, int column,
			  const char *name, struct error *error)
{
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

/* "label::en" is of the base "label". */
static bool is_of(const char *head, const char *base)
{
	size_t n = strlen(base);

	return !strncmp(head, base, n) &&
	       (!head[n] || head[n] == ':' || head[n] == ' ');
}

size_t framework_other_columns(const void *ctx, const struct sheet *sheet,
			       const char *const *bases, size_t n,
			       int **columns, const char ***heads)
{
	size_t n_columns = 0, n_heads = 0;

	for (size_t i = 0; i < sheet->n_columns; i++) {
		bool is_known = !*sheet->heads[i];

		for (size_t j = 0; j < n; j++)
			is_known |= is_of(sheet->heads[i], bases[j]);
		if (is_known)
			continue;
		memory_append(ctx, *columns, int, n_columns, (int)i);
		memory_append(ctx, *heads, const char *, n_heads,
			      sheet->heads[i]);
	}
	return n_heads;
}

const char **framework_cells(const void *ctx, const struct sheet *sheet,
			     size_t row, const int *columns, size_t n)
{
	const char **cells = memory_array(ctx, const char *, n);

	for (size_t i = 0; i < n; i++)
		cells[i] = sheet_cell(sheet, row, columns[i]);
	return cells;
}

static int read_skills(struct framework *framework, const struct sheet *sheet,
		       struct error *error)
{
	int name = sheet_need(sheet, "skill", error);
	int area = sheet_column(sheet, "area"), *others = NULL;
	struct translation_columns labels =
		translation_find(framework, sheet, "label", NULL);
	struct translation_columns areas =
		translation_find(framework, sheet, "area_label", NULL);

	if (name < 0)
		return -1;
	framework->n_crosswalks =
		framework_other_columns(framework, sheet, known, N_KNOWN,
					&others, &framework->crosswalks);
	for (size_t row = 0; row < sheet->n_rows; row++) {
		struct skill skill = {
			.name = sheet_cell(sheet, row, name),
			.area = sheet_cell(sheet, row, area),
			.line = sheet->rows[row].line,
		};

		if (framework_check_skill(framework, sheet, row, name,
					  skill.name, error) < 0)
			return -1;
		skill.labels = translation_read(framework, sheet, row, &labels,
						&skill.n_labels);
		skill.area_labels = translation_read(
			framework, sheet, row, &areas, &skill.n_area_labels);
		skill.crosswalk = framework_cells(framework, sheet, row, others,
						  framework->n_crosswalks);
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
	int code;

	framework->path = memory_text(framework, path);
	if (sheet_read(framework, path, &sheet, error) < 0)
		return -1;
	memcpy(framework->digest, sheet->digest, sizeof framework->digest);
	code = framework_is_esco(sheet)
		       ? framework_read_esco(framework, sheet, error)
		       : read_skills(framework, sheet, error);
	if (code < 0 || framework_read_levels(framework, error) < 0)
		return -1;
	if (!framework->n_skills)
		return error_set(error, ERROR_PROJECT, path,
				 "write one row per skill",
				 "the framework names no skill");
	*result = framework;
	return 0;
}

char *framework_path(const void *ctx, const char *folder, const char *name)
{
	char *own = file_climb(ctx, folder, name), *shipped;

	if (file_exists(own))
		return own;
	shipped = file_resource(ctx,
				memory_format(ctx, "frameworks/%s.csv", name));
	return shipped ? shipped : own;
}

const char *framework_crosswalk(const struct framework *framework,
				const struct skill *skill, const char *other)
{
	for (size_t i = 0; i < framework->n_crosswalks; i++)
		if (!strcmp(framework->crosswalks[i], other))
			return skill->crosswalk[i];
	return NULL;
}
