#include "pipeline/data/codebook_lime.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/codebook_make.h"
#include "pipeline/data/codebook_sheets.h"

#include <math.h>
#include <string.h>

/* What each of LimeSurvey's types becomes. */
enum form {
	FORM_ONE,   /* one question */
	FORM_BOXES, /* a select_multiple whose choices are the parts */
	FORM_ROWS,  /* a question for each part */
	FORM_GRID,  /* a question for each part of scale 0 and of scale 1 */
	FORM_TWICE, /* each part answered on two scales */
	FORM_RANKS, /* choices put in order */
};

struct fixed_choice {
	const char *code, *label;
};
static const struct fixed_choice yes_no[] = { { "Y", "Yes" },
					      { "N", "No" },
					      { NULL, NULL } };
static const struct fixed_choice yes_uncertain_no[] = {
	{ "Y", "Yes" }, { "U", "Uncertain" }, { "N", "No" }, { NULL, NULL }
};
static const struct fixed_choice increase[] = { { "I", "Increase" },
						{ "S", "Same" },
						{ "D", "Decrease" },
						{ NULL, NULL } };
static const struct fixed_choice genders[] = { { "F", "Female" },
					       { "M", "Male" },
					       { NULL, NULL } };
static const struct fixed_choice five[] = { { "1", "1" }, { "2", "2" },
					    { "3", "3" }, { "4", "4" },
					    { "5", "5" }, { NULL, NULL } };
static const struct fixed_choice ten[] = {
	{ "1", "1" }, { "2", "2" },   { "3", "3" },  { "4", "4" },
	{ "5", "5" }, { "6", "6" },   { "7", "7" },  { "8", "8" },
	{ "9", "9" }, { "10", "10" }, { NULL, NULL }
};

static const struct lime_type {
	char letter;
	enum form form;
	enum question_type type;
	const struct fixed_choice *choices; /* NULL: the question's own */
} types[] = {
	{ '!', FORM_ONE, QUESTION_SELECT_ONE, NULL },
	{ 'L', FORM_ONE, QUESTION_SELECT_ONE, NULL },
	{ 'O', FORM_ONE, QUESTION_SELECT_ONE, NULL },
	{ 'I', FORM_ONE, QUESTION_TEXT, NULL },
	{ 'Y', FORM_ONE, QUESTION_SELECT_ONE, yes_no },
	{ 'G', FORM_ONE, QUESTION_SELECT_ONE, genders },
	{ '5', FORM_ONE, QUESTION_SELECT_ONE, five },
	{ 'M', FORM_BOXES, QUESTION_SELECT_MULTIPLE, NULL },
	{ 'P', FORM_BOXES, QUESTION_SELECT_MULTIPLE, NULL },
	{ 'F', FORM_ROWS, QUESTION_SELECT_ONE, NULL },
	{ 'H', FORM_ROWS, QUESTION_SELECT_ONE, NULL },
	{ 'A', FORM_ROWS, QUESTION_SELECT_ONE, five },
	{ 'B', FORM_ROWS, QUESTION_SELECT_ONE, ten },
	{ 'C', FORM_ROWS, QUESTION_SELECT_ONE, yes_uncertain_no },
	{ 'E', FORM_ROWS, QUESTION_SELECT_ONE, increase },
	{ 'K', FORM_ROWS, QUESTION_DECIMAL, NULL },
	{ 'Q', FORM_ROWS, QUESTION_TEXT, NULL },
	{ ':', FORM_GRID, QUESTION_DECIMAL, NULL },
	{ ';', FORM_GRID, QUESTION_TEXT, NULL },
	{ '1', FORM_TWICE, QUESTION_SELECT_ONE, NULL },
	{ 'R', FORM_RANKS, QUESTION_RANK, NULL },
	{ 'N', FORM_ONE, QUESTION_DECIMAL, NULL },
	{ 'D', FORM_ONE, QUESTION_DATE, NULL },
	{ 'S', FORM_ONE, QUESTION_TEXT, NULL },
	{ 'T', FORM_ONE, QUESTION_TEXT, NULL },
	{ 'U', FORM_ONE, QUESTION_TEXT, NULL },
	{ '*', FORM_ONE, QUESTION_TEXT, NULL },
	{ '|', FORM_ONE, QUESTION_TEXT, NULL },
	{ 'X', FORM_ONE, QUESTION_NOTE, NULL },
};

/* One question of the survey while it becomes one or more of the codebook. */
struct making {
	struct lime_survey *survey;
	const struct lime_question *asked;
	const struct lime_type *type;
	const struct condition *shown;
	struct error *error;
};

struct lime_question lime_question_new(const char *code, const char *where)
{
	return (struct lime_question){
		.self = { .code = code, .where = where },
		.id = "",
		.group = "",
		.type = 'T',
		.minimum = (double)NAN,
		.maximum = (double)NAN,
	};
}

struct lime_item *lime_item_find(struct lime_survey *survey,
				 struct lime_item **items, size_t *n,
				 const char *code, int scale)
{
	struct lime_item item = { .code = code,
				  .scale = scale,
				  .order = (int)*n };

	for (size_t i = 0; i < *n; i++)
		if ((*items)[i].scale == scale &&
		    !strcmp((*items)[i].code, code))
			return &(*items)[i];
	memory_append(survey->codebook, *items, struct lime_item, *n, item);
	return &(*items)[*n - 1];
}

/* "" and "1" say always. */
static const char *real_condition(const char *text)
{
	return text && *text && strcmp(text, "1") ? text : NULL;
}

static const struct condition *condition_of(const struct making *making,
					    const struct lime_item *item,
					    const struct condition *outer)
{
	return codebook_condition(making->survey->codebook,
				  real_condition(item->relevance), item->where,
				  outer);
}

static void add_labels(const struct making *making, struct translation **labels,
		       size_t *n, const struct lime_item *item)
{
	for (size_t i = 0; i < item->n_labels; i++)
		codebook_add_label(making->survey->codebook, labels, n,
				   item->labels[i].language,
				   item->labels[i].text);
}

static void add_item_choice(const struct making *making,
			    struct choice_list *list,
			    const struct lime_item *item)
{
	struct choice *choice = codebook_make_choice(making->survey->codebook,
						     list, item->code);

	add_labels(making, &choice->labels, &choice->n_labels, item);
}

static void add_choice(const struct making *making, struct choice_list *list,
		       const char *code, const char *label)
{
	struct codebook *codebook = making->survey->codebook;
	struct choice *choice = codebook_make_choice(codebook, list, code);

	codebook_add_label(
		codebook, &choice->labels, &choice->n_labels,
		*codebook->default_language ? codebook->default_language : "en",
		label);
}

/* The list called NAME: the items of SCALE, or those the type itself has. */
static void make_list(const struct making *making, const char *name,
		      const struct lime_item *items, size_t n, int scale)
{
	struct codebook *codebook = making->survey->codebook;
	struct choice_list *list = codebook_make_list(codebook, name);

	for (const struct fixed_choice *fixed = making->type->choices;
	     fixed && fixed->code; fixed++)
		add_choice(making, list, fixed->code, fixed->label);
	for (size_t i = 0; !making->type->choices && i < n; i++)
		if (items[i].scale == scale)
			add_item_choice(making, list, &items[i]);
	if (making->asked->has_other && making->type->form == FORM_ONE)
		add_choice(making, list, "-oth-", "Other");
	memory_append(codebook, codebook->lists, struct choice_list,
		      codebook->n_lists, *list);
}

/* Its list, called as it is, is linked when all lists are there. */
static int make_question(const struct making *making, const char *name,
			 enum question_type type, const struct lime_item *item,
			 const struct condition *shown)
{
	const struct lime_question *asked = making->asked;
	struct question *question =
		codebook_make_question(making->survey->codebook, name, type,
				       asked->self.where, making->error);

	if (!question)
		return -1;
	question->shown = shown;
	question->relevant = real_condition(asked->self.relevance);
	question->is_required = asked->is_required;
	question->minimum = asked->minimum;
	question->maximum = asked->maximum;
	if (type == QUESTION_DECIMAL && asked->is_whole)
		question->type = QUESTION_INTEGER;
	add_labels(making, &question->labels, &question->n_labels, item);
	if (!question->n_labels)
		add_labels(making, &question->labels, &question->n_labels,
			   &asked->self);
	else if (item != &asked->self)
		add_labels(making, &question->stem, &question->n_stem,
			   &asked->self);
	return 0;
}

static char *joined_name(const struct making *making, const char *part)
{
	return memory_format(making->survey->codebook, "%s_%s",
			     making->asked->self.code, part);
}

/* A free text beside the choices: question[other]. */
static int make_other(const struct making *making)
{
	if (!making->asked->has_other)
		return 0;
	return make_question(making, joined_name(making, "other"),
			     QUESTION_TEXT, &making->asked->self,
			     making->shown);
}

static int make_one(const struct making *making)
{
	const struct lime_question *asked = making->asked;
	const char *name = asked->self.code;

	if (making->type->type == QUESTION_SELECT_ONE)
		make_list(making, name, asked->answers, asked->n_answers, 0);
	if (make_question(making, name, making->type->type, &asked->self,
			  making->shown) < 0)
		return -1;
	return make_other(making);
}

static int make_boxes(const struct making *making)
{
	const struct lime_question *asked = making->asked;

	make_list(making, asked->self.code, asked->parts, asked->n_parts, 0);
	if (make_question(making, asked->self.code, making->type->type,
			  &asked->self, making->shown) < 0)
		return -1;
	for (size_t i = 0; asked->type == 'P' && i < asked->n_parts; i++) {
		const char *name =
			memory_format(making->survey->codebook, "%scomment",
				      asked->parts[i].code);

		if (make_question(making, joined_name(making, name),
				  QUESTION_TEXT, &asked->parts[i],
				  making->shown) < 0)
			return -1;
	}
	return make_other(making);
}

static int make_part(const struct making *making, const char *name,
		     const struct lime_item *part, int scale)
{
	const struct lime_question *asked = making->asked;

	if (making->type->type == QUESTION_SELECT_ONE)
		make_list(making, name, asked->answers, asked->n_answers,
			  scale);
	return make_question(making, name, making->type->type, part,
			     condition_of(making, part, making->shown));
}

static int make_rows(const struct making *making)
{
	const struct lime_question *asked = making->asked;

	for (size_t i = 0; i < asked->n_parts; i++)
		if (make_part(making, joined_name(making, asked->parts[i].code),
			      &asked->parts[i], 0) < 0)
			return -1;
	return 0;
}

/* The second scale holds the columns' subquestions. */
static int make_grid(const struct making *making)
{
	const struct lime_question *asked = making->asked;
	size_t n = asked->n_parts;

	for (size_t i = 0; i < n * n; i++) {
		const struct lime_item *row = &asked->parts[i / n];
		const struct lime_item *column = &asked->parts[i % n];
		const char *name;

		if (row->scale != 0 || column->scale != 1)
			continue;
		name = memory_format(making->survey->codebook, "%s_%s",
				     row->code, column->code);
		if (make_part(making, joined_name(making, name), row, 0) < 0)
			return -1;
	}
	return 0;
}

static int make_twice(const struct making *making)
{
	const struct lime_question *asked = making->asked;

	for (size_t i = 0; i < 2 * asked->n_parts; i++) {
		const struct lime_item *part = &asked->parts[i / 2];
		const char *name =
			memory_format(making->survey->codebook, "%s_%zu",
				      part->code, i % 2 + 1);

		if (make_part(making, joined_name(making, name), part,
			      (int)(i % 2)) < 0)
			return -1;
	}
	return 0;
}

/* Newer versions keep what is ranked as answers, older ones as parts. */
static int make_ranks(const struct making *making)
{
	const struct lime_question *asked = making->asked;
	bool has_answers = asked->n_answers > 0;
	const struct lime_item *items =
		has_answers ? asked->answers : asked->parts;
	size_t n = has_answers ? asked->n_answers : asked->n_parts;

	make_list(making, asked->self.code, items, n, 0);
	return make_question(making, asked->self.code, making->type->type,
			     &asked->self, making->shown);
}

static int (*const makers[])(const struct making *making) = {
	[FORM_ONE] = make_one,     [FORM_BOXES] = make_boxes,
	[FORM_ROWS] = make_rows,   [FORM_GRID] = make_grid,
	[FORM_TWICE] = make_twice, [FORM_RANKS] = make_ranks,
};

static const struct lime_type *find_type(char letter)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].letter == letter)
			return &types[i];
	return NULL;
}

/* Conditions may call a question by numbers: survey X group X question. */
static void add_aliases(struct lime_survey *survey,
			const struct lime_question *asked)
{
	struct codebook *codebook = survey->codebook;
	const char *number = memory_format(codebook, "%sX%sX%s", survey->id,
					   asked->group, asked->id);
	struct codebook_alias alias = { number, asked->self.code };

	if (!*survey->id || !*asked->id)
		return;
	memory_append(codebook, survey->aliases.items, struct codebook_alias,
		      survey->aliases.n, alias);
	for (size_t i = 0; i < asked->n_parts; i++) {
		const char *code = asked->parts[i].code;

		alias.alias = memory_format(codebook, "%s%s", number, code);
		alias.name = memory_format(codebook, "%s_%s", asked->self.code,
					   code);
		memory_append(codebook, survey->aliases.items,
			      struct codebook_alias, survey->aliases.n, alias);
	}
}

static int make(struct lime_survey *survey, const struct lime_question *asked,
		struct error *error)
{
	struct making making = { .survey = survey,
				 .asked = asked,
				 .type = find_type(asked->type),
				 .error = error };

	if (!making.type)
		return error_set(error, ERROR_PROJECT, asked->self.where,
				 "take the question out of the structure file",
				 "LimeSurvey's question type '%c' of '%s' is "
				 "not known",
				 asked->type, asked->self.code);
	if (!*asked->self.code && making.type->type != QUESTION_NOTE)
		return error_set(error, ERROR_PROJECT, asked->self.where,
				 "export the structure from LimeSurvey again, "
				 "or give the question its code",
				 "the question has no code");
	making.shown = codebook_condition(
		survey->codebook, real_condition(asked->group_relevance),
		asked->group_where, NULL);
	making.shown = condition_of(&making, &asked->self, making.shown);
	add_aliases(survey, asked);
	return makers[making.type->form](&making);
}

int lime_codebook(struct lime_survey *survey, struct error *error)
{
	struct codebook *codebook = survey->codebook;

	for (size_t i = 0; i < survey->n_questions; i++)
		if (make(survey, &survey->questions[i], error) < 0)
			return -1;
	for (size_t i = 0; i < codebook->n_questions; i++) {
		struct question *question = &codebook->questions[i];

		if (question->type == QUESTION_SELECT_ONE ||
		    question->type == QUESTION_SELECT_MULTIPLE ||
		    question->type == QUESTION_RANK)
			question->list =
				codebook_list(codebook, question->name);
	}
	if (!*codebook->default_language && codebook->n_languages)
		codebook->default_language = codebook->languages[0];
	return codebook_read_conditions(codebook, EXPRESSION_LIMESURVEY,
					&survey->aliases, error);
}
