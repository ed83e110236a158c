#include "pipeline/data/codebook_sheets.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/data/codebook_conditions.h"
#include "pipeline/data/translation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A group that is not ended yet. */
struct open_group {
	const struct condition *shown;
	struct translation *labels;
	size_t n_labels;
};

struct survey {
	struct codebook *codebook;
	const struct sheet *sheet;
	struct error *error;
	struct translation_columns labels;
	struct open_group *groups;
	size_t n_groups;
	int type, name, required, relevant, constraint;
	int reversed, minimum, maximum, parameters, identifier, date_order;
};

/* Everything below works on one row. */
struct survey_row {
	const struct survey *survey;
	size_t row;
	const char *type; /* as XLSForm spells it now */
	const char *list; /* of choices, or "" */
};

static const char *cell(const struct survey_row *row, int column)
{
	return sheet_cell(row->survey->sheet, row->row, column);
}

static int read_type(struct survey_row *row, struct question *question)
{
	const struct survey *survey = row->survey;
	const char *near;

	if (codebook_split_type(survey->codebook, cell(row, survey->type),
				&row->type, &row->list, &question->type))
		return 0;
	near = codebook_near_type(row->type);
	return sheet_fault(
		survey->sheet, row->row, survey->type, survey->error,
		memory_format(survey->codebook, "%s%s%suse one of: %s",
			      near ? "did you mean '" : "", near ? near : "",
			      near ? "'? Otherwise " : "",
			      codebook_type_names(survey->codebook)),
		"unknown question type '%s'", row->type);
}

static int unknown_list(const struct survey_row *row)
{
	const struct survey *survey = row->survey;
	const struct codebook *codebook = survey->codebook;
	const char **names =
		memory_array(codebook, const char *, codebook->n_lists);
	const char *near;

	for (size_t i = 0; i < codebook->n_lists; i++)
		names[i] = codebook->lists[i].name;
	near = nearest_word(row->list, names, codebook->n_lists);
	return sheet_fault(
		survey->sheet, row->row, survey->type, survey->error,
		near ? memory_format(codebook, "did you mean '%s'?", near)
		     : "add its choices to choices.csv",
		"choices.csv has no list '%s'", row->list);
}

/* "select_multiple tools or_other" */
static bool takes_other(const struct survey_row *row)
{
	static const char mark[] = " or_other";
	const char *type = cell(row, row->survey->type);
	size_t length = strlen(type), n = sizeof mark - 1;

	return length > n && !strcmp(type + length - n, mark);
}

static int read_list(const struct survey_row *row, struct question *question)
{
	const struct survey *survey = row->survey;

	if (question->type != QUESTION_SELECT_ONE &&
	    question->type != QUESTION_SELECT_MULTIPLE &&
	    question->type != QUESTION_RANK)
		return 0;
	if (!*row->list)
		return sheet_fault(survey->sheet, row->row, survey->type,
				   survey->error,
				   "write the list's name behind the type",
				   "'%s' names no list of choices", row->type);
	question->list = codebook_list(survey->codebook, row->list);
	if (!question->list)
		return unknown_list(row);
	question->takes_other = takes_other(row);
	if (question->takes_other)
		codebook_add_other(survey->codebook, question->list);
	return 0;
}

static int read_name(const struct survey_row *row, struct question *question)
{
	const struct survey *survey = row->survey;
	const struct question *twin;

	question->name = cell(row, survey->name);
	if (!strncmp(row->type, "begin", 5) || !strncmp(row->type, "end ", 4))
		question->name = ""; /* a group may be named as a question */
	if (question->type == QUESTION_NOTE)
		return 0;
	if (!*question->name)
		return sheet_fault(survey->sheet, row->row, survey->name,
				   survey->error, "give the question a name",
				   "the question has no name");
	twin = codebook_question(survey->codebook, question->name);
	if (!twin || twin->type == QUESTION_NOTE)
		return 0;
	return sheet_fault(survey->sheet, row->row, survey->name, survey->error,
			   "rename or remove one of them",
			   "the question '%s' stands twice, first in line %d",
			   question->name, twin->line);
}

static int read_number(const struct survey_row *row, int column, double *value)
{
	const char *text = cell(row, column);

	if (!*text || text_parse_number(text, '.', value))
		return 0;
	return sheet_fault(row->survey->sheet, row->row, column,
			   row->survey->error,
			   "write a number with a decimal point",
			   "'%s' is not a number", text);
}

/* "start=1 end=10 step=1" of the type "range". */
static double parameter(const char *parameters, const char *name,
			double otherwise)
{
	const char *at = strstr(parameters, name);

	return at ? strtod(at + strlen(name), NULL) : otherwise;
}

static void read_range_parameters(const struct survey_row *row,
				  struct question *question)
{
	const char *text = cell(row, row->survey->parameters);
	double step = parameter(text, "step=", 1);

	if (strcmp(row->type, "range"))
		return;
	question->minimum = parameter(text, "start=", 0);
	question->maximum = parameter(text, "end=", 10);
	if (!(step < floor(step) || step > floor(step)))
		question->type = QUESTION_INTEGER;
}

static void widen(struct question *question, double value)
{
	if (!(value >= question->minimum))
		question->minimum = value;
	if (!(value <= question->maximum))
		question->maximum = value;
}

/* A scale is turned about the middle of its range. */
static int read_reversed(const struct survey_row *row,
			 struct question *question)
{
	const struct survey *survey = row->survey;
	const struct choice_list *list = question->list;

	question->is_reversed = codebook_is_yes(cell(row, survey->reversed));
	if (!question->is_reversed)
		return 0;
	if (isnan(question->minimum) && isnan(question->maximum))
		for (size_t i = 0; list && i < list->n_choices; i++)
			if (!list->choices[i].is_missing)
				widen(question, list->choices[i].value);
	if (!isnan(question->minimum) && !isnan(question->maximum))
		return 0;
	return sheet_fault(survey->sheet, row->row, survey->reversed,
			   survey->error, "give its minimum and maximum",
			   "'%s' is reversed but has no range", question->name);
}

static int read_bounds(const struct survey_row *row, struct question *question)
{
	const struct survey *survey = row->survey;

	question->minimum = question->maximum = (double)NAN;
	read_range_parameters(row, question);
	if (question->constraint)
		codebook_bounds(question->constraint,
				question->type == QUESTION_INTEGER,
				&question->minimum, &question->maximum);
	if (read_number(row, survey->minimum, &question->minimum) < 0 ||
	    read_number(row, survey->maximum, &question->maximum) < 0)
		return -1;
	if (question->minimum > question->maximum)
		return sheet_fault(survey->sheet, row->row, survey->maximum,
				   survey->error, "exchange the two",
				   "the minimum of '%s' is above its maximum",
				   question->name);
	return read_reversed(row, question);
}

static int read_date_order(const struct survey_row *row,
			   struct question *question)
{
	const struct survey *survey = row->survey;
	const char *text = cell(row, survey->date_order);

	question->date_order = date_order_of(text);
	if (!*text || question->date_order != DATE_ORDER_UNKNOWN)
		return 0;
	return sheet_fault(survey->sheet, row->row, survey->date_order,
			   survey->error, "use one of: dmy, mdy, ymd",
			   "'%s' is no order of day, month and year", text);
}

static const char *text_or_null(const char *text)
{
	return *text ? text : NULL;
}

static const struct condition *condition_at(const struct survey_row *row,
					    int column,
					    const struct condition *outer)
{
	const struct survey *survey = row->survey;

	return codebook_condition(
		survey->codebook, cell(row, column),
		sheet_where(survey->codebook, survey->sheet, row->row, column),
		outer);
}

/* What holds for a group holds for all that stands in it. */
static void read_conditions(struct survey *survey, const struct survey_row *row,
			    struct question *question)
{
	struct open_group outer = { NULL, NULL, 0 }, inner;

	if (survey->n_groups)
		outer = survey->groups[survey->n_groups - 1];
	if (!strncmp(row->type, "end ", 4) && survey->n_groups)
		survey->n_groups--;
	question->shown = condition_at(row, survey->relevant, outer.shown);
	question->stem = outer.labels;
	question->n_stem = outer.n_labels;
	inner = (struct open_group){ question->shown, question->labels,
				     question->n_labels };
	if (!strncmp(row->type, "begin", 5))
		memory_append(survey->codebook, survey->groups,
			      struct open_group, survey->n_groups, inner);
	question->valid = condition_at(row, survey->constraint, NULL);
}

static int read_question(struct survey *survey, size_t index)
{
	struct survey_row row = { .survey = survey, .row = index };
	struct question question = {
		.line = survey->sheet->rows[index].line,
		.where = memory_format(survey->codebook, "%s:%d",
				       survey->sheet->path,
				       survey->sheet->rows[index].line),
		.is_required = codebook_is_yes(cell(&row, survey->required)),
		.is_identifier =
			codebook_is_yes(cell(&row, survey->identifier)),
		.relevant = text_or_null(cell(&row, survey->relevant)),
		.constraint = text_or_null(cell(&row, survey->constraint)),
	};

	if (read_type(&row, &question) < 0 || read_name(&row, &question) < 0 ||
	    read_list(&row, &question) < 0 ||
	    read_bounds(&row, &question) < 0 ||
	    read_date_order(&row, &question) < 0)
		return -1;
	question.labels =
		translation_read(survey->codebook, survey->sheet, index,
				 &survey->labels, &question.n_labels);
	read_conditions(survey, &row, &question);
	memory_append(survey->codebook, survey->codebook->questions,
		      struct question, survey->codebook->n_questions, question);
	return 0;
}

int codebook_read_survey(struct codebook *codebook, const struct sheet *sheet,
			 struct error *error)
{
	struct survey survey = {
		.codebook = codebook,
		.sheet = sheet,
		.error = error,
		.labels = translation_find(codebook, sheet, "label",
					   codebook->default_language),
		.type = sheet_need(sheet, "type", error),
		.name = sheet_need(sheet, "name", error),
		.required = sheet_column(sheet, "required"),
		.relevant = sheet_column(sheet, "relevant"),
		.constraint = sheet_column(sheet, "constraint"),
		.reversed = sheet_column(sheet, "reversed"),
		.minimum = sheet_column(sheet, "minimum"),
		.maximum = sheet_column(sheet, "maximum"),
		.date_order = sheet_column(sheet, "date_order"),
		.parameters = sheet_column(sheet, "parameters"),
		.identifier = sheet_column(sheet, "identifier"),
	};

	if (survey.type < 0 || survey.name < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_question(&survey, row) < 0)
			return -1;
	return 0;
}
