/* ESCO's tables of skills and skill groups, one file a language. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/framework_private.h"

#include <string.h>
#include <strings.h>

struct esco {
	struct framework *framework;
	const struct sheet *sheet;
	int label, address, code;
	const char *language;
};

/* Editions differ in the case of their headings. */
static int find_column(const struct sheet *sheet, const char *head)
{
	for (size_t i = 0; i < sheet->n_columns; i++)
		if (!strcasecmp(sheet->heads[i], head))
			return (int)i;
	return -1;
}

static int find_address(const struct sheet *sheet)
{
	int column = find_column(sheet, "conceptUri");

	return column >= 0 ? column : find_column(sheet, "originUri");
}

bool framework_is_esco(const struct sheet *sheet)
{
	return sheet_column(sheet, "skill") < 0 &&
	       find_column(sheet, "preferredLabel") >= 0 &&
	       find_address(sheet) >= 0;
}

/* "skills_en.csv" is in English; without a mark ESCO's own language is meant.
 */
static const char *language_of(const struct framework *framework)
{
	const char *name = file_name(framework->path);
	const char *mark = strrchr(name, '_');

	if (mark && strlen(mark) == strlen("_en.csv") &&
	    !strcmp(mark + 3, ".csv"))
		return memory_text_n(framework, mark + 1, 2);
	return "en";
}

static const char *name_of(const struct esco *esco, size_t row)
{
	const char *code = sheet_cell(esco->sheet, row, esco->code);
	const char *address = sheet_cell(esco->sheet, row, esco->address);
	const char *slash = strrchr(address, '/');

	if (*code)
		return code;
	return slash ? slash + 1 : address;
}

/* "S1" of "S1.0.1"; what has no code has no area. */
static const char *area_of(const struct esco *esco, size_t row)
{
	const char *code = sheet_cell(esco->sheet, row, esco->code);

	return memory_text_n(esco->framework, code, strcspn(code, "."));
}

static struct translation *label_of(const struct esco *esco, size_t row,
				    size_t *n)
{
	struct translation *label =
		memory_array(esco->framework, struct translation, 1);

	label->language = esco->language;
	label->text = sheet_cell(esco->sheet, row, esco->label);
	*n = *label->text != '\0';
	return label;
}

static const struct skill *find_skill(const struct framework *framework,
				      const char *name)
{
	for (size_t i = 0; i < framework->n_skills; i++)
		if (!strcmp(framework->skills[i].name, name))
			return &framework->skills[i];
	return NULL;
}

/* An area is labelled as the group of its code, where the file has it. */
static void label_areas(struct framework *framework)
{
	for (size_t i = 0; i < framework->n_skills; i++) {
		struct skill *skill = &framework->skills[i];
		const struct skill *group = find_skill(framework, skill->area);

		if (!*skill->area || !group)
			continue;
		skill->area_labels = group->labels;
		skill->n_area_labels = group->n_labels;
	}
}

int framework_read_esco(struct framework *framework, const struct sheet *sheet,
			struct error *error)
{
	struct esco esco = {
		.framework = framework,
		.sheet = sheet,
		.label = find_column(sheet, "preferredLabel"),
		.address = find_address(sheet),
		.code = find_column(sheet, "code"),
		.language = language_of(framework),
	};

	framework->crosswalks = memory_array(framework, const char *, 1);
	framework->crosswalks[0] = "esco";
	framework->n_crosswalks = 1;
	for (size_t row = 0; row < sheet->n_rows; row++) {
		struct skill skill = { .name = name_of(&esco, row),
				       .area = area_of(&esco, row),
				       .line = sheet->rows[row].line };

		if (framework_check_skill(framework, sheet, row, esco.address,
					  skill.name, error) < 0)
			return -1;
		skill.labels = label_of(&esco, row, &skill.n_labels);
		skill.crosswalk = framework_cells(framework, sheet, row,
						  &esco.address, 1);
		memory_append(framework, framework->skills, struct skill,
			      framework->n_skills, skill);
	}
	label_areas(framework);
	return 0;
}
