#include "pipeline/data/catalogue.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/data/catalogue_private.h"
#include "pipeline/data/translation.h"

#include <math.h>
#include <string.h>

enum { EQF_LEVELS = 8 };

int catalogue_skill(const struct framework *framework,
		    const struct sheet *sheet, size_t row, int column,
		    size_t *skill, struct error *error)
{
	const char *name = sheet_cell(sheet, row, column), *near;
	const char **names =
		memory_array(sheet, const char *, framework->n_skills);

	for (size_t i = 0; i < framework->n_skills; i++) {
		names[i] = framework->skills[i].name;
		if (strcmp(names[i], name) != 0)
			continue;
		*skill = i;
		return 0;
	}
	near = nearest_word(name, names, framework->n_skills);
	return sheet_fault(
		sheet, row, column, error,
		near ? memory_format(sheet, "did you mean '%s'?", near)
		     : "name a skill as the framework does",
		"there is no skill '%s' in the framework", name);
}

int catalogue_number(const struct sheet *sheet, size_t row, int column,
		     double least, double *number, struct error *error)
{
	const char *text = sheet_cell(sheet, row, column);

	*number = (double)NAN;
	if (!*text)
		return 0;
	if (text_parse_number(text, 0, number) && *number > least)
		return 0;
	return sheet_fault(sheet, row, column, error,
			   "write a number, or leave the cell empty",
			   "'%s' is no %s", text, sheet->heads[column]);
}

static int read_eqf(const struct sheet *sheet, size_t row, int column, int *eqf,
		    struct error *error)
{
	double number;

	if (catalogue_number(sheet, row, column, 0, &number, error) < 0)
		return -1;
	if (number > EQF_LEVELS || number != floor(number))
		if (!isnan(number))
			return sheet_fault(sheet, row, column, error,
					   "write a whole number from 1 to 8",
					   "%s is no level of the European "
					   "Qualifications Framework",
					   sheet_cell(sheet, row, column));
	*eqf = isnan(number) ? 0 : (int)number;
	return 0;
}

static int check_name(const struct catalogue *catalogue,
		      const struct sheet *sheet, size_t row, int column,
		      struct error *error)
{
	const char *name = sheet_cell(sheet, row, column);

	if (!*name)
		return sheet_fault(sheet, row, column, error,
				   "give it a short name of its own",
				   "the outcome has no name");
	for (size_t i = 0; i < catalogue->n_outcomes; i++)
		if (!strcmp(catalogue->outcomes[i].name, name))
			return sheet_fault(sheet, row, column, error,
					   "rename or remove one of them",
					   "the outcome '%s' stands twice, "
					   "first in line %d",
					   name, catalogue->outcomes[i].line);
	return 0;
}

struct outcome_columns {
	int name, skill, level, eqf;
	struct translation_columns labels;
};

static int read_outcome(struct catalogue *catalogue, const struct sheet *sheet,
			size_t row, const struct outcome_columns *columns,
			const struct framework *framework, struct error *error)
{
	struct catalogue_outcome outcome = {
		.name = sheet_cell(sheet, row, columns->name),
		.line = sheet->rows[row].line,
	};

	if (check_name(catalogue, sheet, row, columns->name, error) < 0 ||
	    catalogue_skill(framework, sheet, row, columns->skill,
			    &outcome.skill, error) < 0 ||
	    catalogue_number(sheet, row, columns->level, -(double)INFINITY,
			     &outcome.level, error) < 0 ||
	    read_eqf(sheet, row, columns->eqf, &outcome.eqf, error) < 0)
		return -1;
	outcome.labels = translation_read(catalogue, sheet, row,
					  &columns->labels, &outcome.n_labels);
	memory_append(catalogue, catalogue->outcomes, struct catalogue_outcome,
		      catalogue->n_outcomes, outcome);
	return 0;
}

static int read_outcomes(struct catalogue *catalogue, const char *path,
			 const struct framework *framework, struct error *error)
{
	struct outcome_columns columns;
	struct sheet *sheet;

	if (sheet_read(catalogue, path, &sheet, error) < 0)
		return -1;
	columns = (struct outcome_columns){
		.name = sheet_need(sheet, "outcome", error),
		.skill = sheet_need(sheet, "skill", error),
		.level = sheet_column(sheet, "level"),
		.eqf = sheet_column(sheet, "eqf"),
		.labels = translation_find(catalogue, sheet, "label", NULL),
	};
	if (columns.name < 0 || columns.skill < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_outcome(catalogue, sheet, row, &columns, framework,
				 error) < 0)
			return -1;
	if (!catalogue->n_outcomes)
		return error_set(error, ERROR_PROJECT, path,
				 "write one row per learning outcome",
				 "the catalogue names no outcome");
	return 0;
}

int catalogue_load(const void *ctx, const char *outcomes,
		   const char *programmes, const struct framework *framework,
		   struct catalogue **result, struct error *error)
{
	struct catalogue *catalogue = memory_new(ctx, struct catalogue);

	if (read_outcomes(catalogue, outcomes, framework, error) < 0 ||
	    catalogue_read_programmes(catalogue, programmes, error) < 0)
		return -1;
	*result = catalogue;
	return 0;
}
