/*
 * LimeSurvey's .lss (a survey) and .lsg (a group): its database tables as XML.
 * Older versions keep a row for each language, newer ones the texts in tables
 * of their own.
 */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/codebook_lime.h"
#include "pipeline/data/codebook_sheets.h"
#include "pipeline/data/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct field {
	const char *name, *text;
};

struct row {
	const char *table;
	int line;
	struct field *fields;
	size_t n_fields;
};

/* Rows of the tables that matter, in the file's order. */
struct structure {
	struct codebook *codebook;
	struct xml *xml;
	struct row *rows;
	size_t n_rows;
	const char *type; /* LimeSurveyDocType */
	char path[4][32]; /* names of the open elements; the first is unused */
	int depth;
	char *text; /* of the innermost element */
	size_t length;
};

static void start(void *data, const char *name, const char **attributes)
{
	struct structure *structure = data;

	(void)attributes;
	if (structure->depth < 4)
		snprintf(structure->path[structure->depth],
			 sizeof structure->path[0], "%s", name);
	structure->depth++;
	structure->length = 0;
	/* document > questions > rows > row */
	if (structure->depth == 4 && !strcmp(name, "row")) {
		struct row row = {
			.table = memory_text(structure->codebook,
					     structure->path[1]),
			.line = xml_line(structure->xml),
		};
		memory_append(structure->codebook, structure->rows, struct row,
			      structure->n_rows, row);
	}
}

static void text(void *data, const char *text, size_t length)
{
	struct structure *structure = data;
	size_t room =
		structure->text ? talloc_array_length(structure->text) : 0;

	if (structure->length + length > room)
		structure->text =
			memory_grow(structure->codebook, structure->text, char,
				    2 * (structure->length + length));
	memcpy(structure->text + structure->length, text, length);
	structure->length += length;
}

static const char *taken_text(const struct structure *structure)
{
	return memory_text_n(structure->codebook,
			     structure->length ? structure->text : "",
			     structure->length);
}

static void end(void *data, const char *name)
{
	struct structure *structure = data;

	structure->depth--;
	if (structure->depth == 4 && !strcmp(structure->path[3], "row") &&
	    structure->n_rows) {
		struct row *row = &structure->rows[structure->n_rows - 1];
		struct field field = { memory_text(structure->codebook, name),
				       taken_text(structure) };

		memory_append(structure->codebook, row->fields, struct field,
			      row->n_fields, field);
	} else if (!strcmp(name, "LimeSurveyDocType")) {
		structure->type = taken_text(structure);
	}
	structure->length = 0;
}

static const char *field(const struct row *row, const char *name)
{
	for (size_t i = 0; i < row->n_fields; i++)
		if (!strcmp(row->fields[i].name, name))
			return row->fields[i].text;
	return "";
}

/* The next row of TABLE from *AT on, or NULL. */
static const struct row *next_row(const struct structure *structure,
				  const char *table, size_t *at)
{
	while (*at < structure->n_rows) {
		const struct row *row = &structure->rows[(*at)++];

		if (!strcmp(row->table, table))
			return row;
	}
	return NULL;
}

static const struct row *find_row(const struct structure *structure,
				  const char *table, const char *key,
				  const char *value)
{
	const struct row *row;
	size_t at = 0;

	while ((row = next_row(structure, table, &at)))
		if (!strcmp(field(row, key), value))
			return row;
	return NULL;
}

static const char *where(const struct structure *structure,
			 const struct row *row)
{
	return memory_format(structure->codebook, "%s:%d",
			     structure->codebook->path, row->line);
}

static void add_label(const struct structure *structure, struct lime_item *item,
		      const struct row *row, const char *name)
{
	struct translation label = { field(row, "language"), field(row, name) };

	if (*label.language)
		memory_append(structure->codebook, item->labels,
			      struct translation, item->n_labels, label);
}

/* From the row itself, and from the table of texts. */
static void add_labels(const struct structure *structure,
		       struct lime_item *item, const struct row *row,
		       const char *key, const char *name)
{
	bool is_answer = !strcmp(key, "aid");
	const char *texts = is_answer ? "answer_l10ns" : "question_l10ns";
	const char *id = field(row, key);
	const struct row *translated;
	size_t at = 0;

	add_label(structure, item, row, name);
	while (*id && (translated = next_row(structure, texts, &at)))
		if (!strcmp(field(translated, key), id))
			add_label(structure, item, translated, name);
}

static void fill_group(const struct structure *structure,
		       struct lime_question *question)
{
	const struct row *group =
		find_row(structure, "groups", "gid", question->group);

	if (!group)
		return;
	question->group_order = atoi(field(group, "group_order"));
	question->group_relevance = field(group, "grelevance");
	question->group_where = where(structure, group);
}

static void fill_attributes(const struct structure *structure,
			    struct lime_question *question)
{
	const struct row *row;
	size_t at = 0;

	while ((row = next_row(structure, "question_attributes", &at))) {
		const char *name = field(row, "attribute");
		const char *value = field(row, "value");

		if (strcmp(field(row, "qid"), question->id))
			continue;
		if (!strcmp(name, "num_value_int_only"))
			question->is_whole = codebook_is_yes(value);
		else if (!strcmp(name, "min_num_value_n"))
			text_parse_number(value, '.', &question->minimum);
		else if (!strcmp(name, "max_num_value_n"))
			text_parse_number(value, '.', &question->maximum);
	}
}

static struct lime_question *find_question(struct lime_survey *survey,
					   const char *id)
{
	for (size_t i = 0; i < survey->n_questions; i++)
		if (!strcmp(survey->questions[i].id, id))
			return &survey->questions[i];
	return NULL;
}

static void take_question(const struct structure *structure,
			  struct lime_survey *survey, const struct row *row)
{
	struct lime_question *known = find_question(survey, field(row, "qid"));
	struct lime_question question =
		lime_question_new(field(row, "title"), where(structure, row));

	if (known) { /* in another language */
		add_label(structure, &known->self, row, "question");
		return;
	}
	question.id = field(row, "qid");
	question.group = field(row, "gid");
	question.type = *field(row, "type");
	question.self.relevance = field(row, "relevance");
	question.self.order = atoi(field(row, "question_order"));
	question.has_other = !strcmp(field(row, "other"), "Y");
	question.is_required = !strcmp(field(row, "mandatory"), "Y");
	fill_group(structure, &question);
	fill_attributes(structure, &question);
	add_labels(structure, &question.self, row, "qid", "question");
	memory_append(survey->codebook, survey->questions, struct lime_question,
		      survey->n_questions, question);
}

static void take_part(const struct structure *structure,
		      struct lime_survey *survey, const struct row *row)
{
	struct lime_question *asked =
		find_question(survey, field(row, "parent_qid"));
	struct lime_item *item;

	if (!asked)
		return;
	item = lime_item_find(survey, &asked->parts, &asked->n_parts,
			      field(row, "title"),
			      atoi(field(row, "scale_id")));
	item->where = where(structure, row);
	item->order = atoi(field(row, "question_order"));
	item->relevance = field(row, "relevance");
	add_labels(structure, item, row, "qid", "question");
}

static void take_answer(const struct structure *structure,
			struct lime_survey *survey, const struct row *row)
{
	struct lime_question *asked = find_question(survey, field(row, "qid"));
	struct lime_item *item;

	if (!asked)
		return;
	item = lime_item_find(survey, &asked->answers, &asked->n_answers,
			      field(row, "code"), atoi(field(row, "scale_id")));
	item->where = where(structure, row);
	item->order = atoi(field(row, "sortorder"));
	add_labels(structure, item, row, "aid", "answer");
}

static int compare_items(const void *a, const void *b)
{
	const struct lime_item *one = a, *two = b;

	if (one->order != two->order)
		return one->order < two->order ? -1 : 1;
	return strcmp(one->code, two->code);
}

static int compare_questions(const void *a, const void *b)
{
	const struct lime_question *one = a, *two = b;

	if (one->group_order != two->group_order)
		return one->group_order < two->group_order ? -1 : 1;
	return compare_items(&one->self, &two->self);
}

static void sort(struct lime_survey *survey)
{
	for (size_t i = 0; i < survey->n_questions; i++) {
		struct lime_question *asked = &survey->questions[i];

		if (asked->n_parts)
			qsort(asked->parts, asked->n_parts,
			      sizeof *asked->parts, compare_items);
		if (asked->n_answers)
			qsort(asked->answers, asked->n_answers,
			      sizeof *asked->answers, compare_items);
	}
	if (survey->n_questions)
		qsort(survey->questions, survey->n_questions,
		      sizeof *survey->questions, compare_questions);
}

static void take_rows(const struct structure *structure,
		      struct lime_survey *survey)
{
	const struct row *row;
	size_t at = 0;

	while ((row = next_row(structure, "questions", &at)))
		take_question(structure, survey, row);
	at = 0;
	while ((row = next_row(structure, "subquestions", &at)))
		take_part(structure, survey, row);
	at = 0;
	while ((row = next_row(structure, "answers", &at)))
		take_answer(structure, survey, row);
	sort(survey);
}

static void take_settings(const struct structure *structure,
			  struct lime_survey *survey)
{
	struct codebook *codebook = survey->codebook;
	size_t at = 0;
	const struct row *row = next_row(structure, "surveys", &at);
	const struct row *texts;

	if (!row) /* a group: any of its rows knows the survey */
		row = structure->n_rows ? &structure->rows[0] : NULL;
	if (!row)
		return;
	survey->id = field(row, "sid");
	codebook->default_language = field(row, "language");
	texts = find_row(structure, "surveys_languagesettings",
			 "surveyls_language", codebook->default_language);
	if (texts)
		codebook->title = field(texts, "surveyls_title");
}

int codebook_read_structure(struct codebook *codebook, struct error *error)
{
	struct structure structure = { .codebook = codebook };
	struct lime_survey survey = { .codebook = codebook, .id = "" };
	struct xml_handlers handlers = { start, text, end, &structure };
	size_t length;
	char *data;

	if (file_read(codebook, codebook->path, &data, &length, error) < 0)
		return -1;
	structure.xml = xml_new(codebook, codebook->path, &handlers);
	if (xml_feed(structure.xml, data, length, true, error) < 0)
		return -1;
	if (!structure.type || (strcmp(structure.type, "Survey") &&
				strcmp(structure.type, "Group")))
		return error_set(error, ERROR_PROJECT, codebook->path,
				 "export the survey's structure as .lss from "
				 "LimeSurvey",
				 "the file is no LimeSurvey structure");
	take_settings(&structure, &survey);
	take_rows(&structure, &survey);
	return lime_codebook(&survey, error);
}
