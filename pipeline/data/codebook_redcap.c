/* A REDCap data dictionary: one row a field, 18 columns. */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/codebook_conditions.h"
#include "pipeline/data/codebook_make.h"
#include "pipeline/data/codebook_sheets.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum column {
	NAME,
	TYPE,
	LABEL,
	CHOICES,
	VALIDATION,
	MINIMUM,
	MAXIMUM,
	IDENTIFIER,
	BRANCHING,
	REQUIRED,
	SECTION,
	MATRIX,
	COLUMNS
};

/* As the designer's download names them, and as the API does. */
static const char *const heads[COLUMNS][2] = {
	[NAME] = { "Variable / Field Name", "field_name" },
	[TYPE] = { "Field Type", "field_type" },
	[LABEL] = { "Field Label", "field_label" },
	[CHOICES] = { "Choices, Calculations, OR Slider Labels",
		      "select_choices_or_calculations" },
	[VALIDATION] = { "Text Validation Type OR Show Slider Number",
			 "text_validation_type_or_show_slider_number" },
	[MINIMUM] = { "Text Validation Min", "text_validation_min" },
	[MAXIMUM] = { "Text Validation Max", "text_validation_max" },
	[IDENTIFIER] = { "Identifier?", "identifier" },
	[BRANCHING] = { "Branching Logic (Show field only if...)",
			"branching_logic" },
	[REQUIRED] = { "Required Field?", "required_field" },
	[SECTION] = { "Section Header", "section_header" },
	[MATRIX] = { "Matrix Group Name", "matrix_group_name" },
};

static const struct {
	const char *name;
	enum question_type type;
	const char *choices; /* that the type itself means */
} types[] = {
	{ "text", QUESTION_TEXT, NULL },
	{ "notes", QUESTION_TEXT, NULL },
	{ "calc", QUESTION_DECIMAL, NULL },
	{ "dropdown", QUESTION_SELECT_ONE, NULL },
	{ "radio", QUESTION_SELECT_ONE, NULL },
	{ "checkbox", QUESTION_SELECT_MULTIPLE, NULL },
	{ "yesno", QUESTION_SELECT_ONE, "1, Yes | 0, No" },
	{ "truefalse", QUESTION_SELECT_ONE, "1, True | 0, False" },
	{ "slider", QUESTION_INTEGER, NULL },
	{ "file", QUESTION_TEXT, NULL },
	{ "sql", QUESTION_TEXT, NULL },
	{ "descriptive", QUESTION_NOTE, NULL },
};

/* What a text field must hold decides what it is; the first that begins so. */
static const struct {
	const char *prefix;
	enum question_type type;
} validations[] = {
	{ "integer", QUESTION_INTEGER },   { "int", QUESTION_INTEGER },
	{ "number", QUESTION_DECIMAL },    { "float", QUESTION_DECIMAL },
	{ "datetime", QUESTION_DATETIME }, { "date", QUESTION_DATE },
	{ "time", QUESTION_TIME },
};

struct dictionary {
	struct codebook *codebook;
	const char *section; /* the last header between fields */
	const struct sheet *sheet;
	struct error *error;
	int columns[COLUMNS];
	size_t row;
};

static const char *cell(const struct dictionary *dictionary, enum column column)
{
	return sheet_cell(dictionary->sheet, dictionary->row,
			  dictionary->columns[column]);
}

static int fault(const struct dictionary *dictionary, enum column column,
		 const char *remedy, const char *what)
{
	return sheet_fault(dictionary->sheet, dictionary->row,
			   dictionary->columns[column], dictionary->error,
			   remedy, "%s: '%s'", what, cell(dictionary, column));
}

/* One "code, label"; the label may hold commas. */
static int read_choice(const struct dictionary *dictionary,
		       struct choice_list *list, const char *text)
{
	struct codebook *codebook = dictionary->codebook;
	const char *comma = strchr(text, ',');
	struct choice *choice;
	size_t before = list->n_choices;
	char *code;

	if (!comma)
		return fault(dictionary, CHOICES,
			     "write them as '1, Yes | 2, No'",
			     "a choice has no code before a comma");
	code = text_trim(codebook,
			 memory_text_n(codebook, text, (size_t)(comma - text)));
	if (!*code)
		return fault(dictionary, CHOICES,
			     "write them as '1, Yes | 2, No'",
			     "a choice has no code");
	choice = codebook_make_choice(codebook, list, code);
	if (list->n_choices == before)
		return fault(dictionary, CHOICES, "remove one of them",
			     "two choices have the same code");
	codebook_add_label(codebook, &choice->labels, &choice->n_labels, "",
			   comma + 1);
	return 0;
}

/* "1, Yes | 2, No"; API exports part them by line ends. */
static int read_choices(const struct dictionary *dictionary, const char *text,
			const char *name)
{
	struct codebook *codebook = dictionary->codebook;
	struct choice_list *list = codebook_make_list(codebook, name);
	const char *marks = strchr(text, '|') ? "|" : "|\n";

	while (*text) {
		size_t n = strcspn(text, marks);
		char *part =
			text_trim(codebook, memory_text_n(codebook, text, n));

		if (*part && read_choice(dictionary, list, part) < 0)
			return -1;
		text += n + (text[n] != '\0');
	}
	if (!list->n_choices)
		return fault(dictionary, CHOICES,
			     "write them as '1, Yes | 2, No'",
			     "the field has no choices");
	memory_append(codebook, codebook->lists, struct choice_list,
		      codebook->n_lists, *list);
	return 0;
}

static int find_type(const struct dictionary *dictionary,
		     enum question_type *type, const char **choices)
{
	const char *name = cell(dictionary, TYPE);
	const char *validation = cell(dictionary, VALIDATION);

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (strcasecmp(types[i].name, name))
			continue;
		*type = types[i].type;
		*choices = types[i].choices ? types[i].choices
					    : cell(dictionary, CHOICES);
		for (size_t j = 0; !strcasecmp(name, "text") &&
				   j < sizeof validations / sizeof *validations;
		     j++)
			if (!strncmp(validation, validations[j].prefix,
				     strlen(validations[j].prefix)))
				*type = validations[j].type;
		return 0;
	}
	return fault(dictionary, TYPE,
		     "use text, notes, calc, dropdown, radio, checkbox, yesno, "
		     "truefalse, slider, file or descriptive",
		     "unknown field type");
}

static int read_bound(const struct dictionary *dictionary, enum column column,
		      double *bound)
{
	const char *text = cell(dictionary, column);

	if (!*text || text_parse_number(text, '.', bound))
		return 0;
	/* "[start]" or "today": bounds that each respondent has of their own */
	if (strpbrk(text, "[") || !strcmp(text, "today"))
		return 0;
	return fault(dictionary, column, "write a number with a decimal point",
		     "the bound is not a number");
}

static int read_bounds(const struct dictionary *dictionary,
		       struct question *question)
{
	if (question->type != QUESTION_INTEGER &&
	    question->type != QUESTION_DECIMAL)
		return 0;
	if (!strcasecmp(cell(dictionary, TYPE), "slider")) {
		question->minimum = 0;
		question->maximum = 100;
	}
	if (read_bound(dictionary, MINIMUM, &question->minimum) < 0 ||
	    read_bound(dictionary, MAXIMUM, &question->maximum) < 0)
		return -1;
	if (question->minimum > question->maximum)
		return fault(dictionary, MAXIMUM, "exchange the two",
			     "the minimum is above the maximum");
	return 0;
}

static const char *text_or_null(const char *text)
{
	return *text ? text : NULL;
}

static void fill(const struct dictionary *dictionary, struct question *question)
{
	struct codebook *codebook = dictionary->codebook;
	const char *identifier = cell(dictionary, IDENTIFIER);

	question->relevant = text_or_null(cell(dictionary, BRANCHING));
	question->shown = codebook_condition(
		codebook, question->relevant,
		sheet_where(codebook, dictionary->sheet, dictionary->row,
			    dictionary->columns[BRANCHING]),
		NULL);
	question->is_required = !strcasecmp(cell(dictionary, REQUIRED), "y");
	question->is_identifier = !strcasecmp(identifier, "y");
	codebook_add_label(codebook, &question->labels, &question->n_labels, "",
			   cell(dictionary, LABEL));
	/* The header stands over the first row of a matrix. */
	if (*cell(dictionary, MATRIX))
		codebook_add_label(codebook, &question->stem, &question->n_stem,
				   "", dictionary->section);
}

static int read_field(struct dictionary *dictionary)
{
	struct codebook *codebook = dictionary->codebook;
	const char *name = cell(dictionary, NAME), *choices = "";
	struct question *question;
	enum question_type type = QUESTION_TEXT;

	if (*cell(dictionary, SECTION))
		dictionary->section = cell(dictionary, SECTION);
	if (!*name)
		return fault(dictionary, NAME, "give the field a name",
			     "the field has no name");
	if (find_type(dictionary, &type, &choices) < 0)
		return -1;
	if ((type == QUESTION_SELECT_ONE || type == QUESTION_SELECT_MULTIPLE) &&
	    read_choices(dictionary, choices, name) < 0)
		return -1;
	question = codebook_make_question(
		codebook, name, type,
		memory_format(codebook, "%s:%d", dictionary->sheet->path,
			      dictionary->sheet->rows[dictionary->row].line),
		dictionary->error);
	if (!question)
		return -1;
	fill(dictionary, question);
	return read_bounds(dictionary, question);
}

static int find_columns(struct dictionary *dictionary)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		int *column = &dictionary->columns[i];

		*column = sheet_column(dictionary->sheet, heads[i][0]);
		if (*column < 0)
			*column = sheet_column(dictionary->sheet, heads[i][1]);
		if (*column < 0 && i <= CHOICES)
			return error_set(
				dictionary->error, ERROR_PROJECT,
				memory_format(dictionary->codebook, "%s:1",
					      dictionary->sheet->path),
				"give REDCap's data dictionary, or a folder "
				"with an XLSForm's survey.csv and choices.csv",
				"the codebook has no column '%s'", heads[i][0]);
	}
	return 0;
}

/* The lists do not move any more, so that questions can point to them. */
static void link_lists(struct codebook *codebook)
{
	for (size_t i = 0; i < codebook->n_questions; i++)
		codebook->questions[i].list =
			codebook_list(codebook, codebook->questions[i].name);
}

int codebook_read_redcap(struct codebook *codebook, struct error *error)
{
	struct dictionary dictionary = { .codebook = codebook,
					 .error = error,
					 .section = "" };
	struct sheet *sheet;

	if (sheet_read(codebook, codebook->path, &sheet, error) < 0)
		return -1;
	dictionary.sheet = sheet;
	if (find_columns(&dictionary) < 0)
		return -1;
	for (; dictionary.row < sheet->n_rows; dictionary.row++)
		if (read_field(&dictionary) < 0)
			return -1;
	link_lists(codebook);
	return codebook_read_conditions(codebook, EXPRESSION_REDCAP, NULL,
					error);
}
