/*
 * What an SPSS file says of its variables, as a codebook.  Which questions have
 * choices is not said there: value labels may name all answers, the ends of a
 * scale, or only what is no answer.
 */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/codebook_make.h"
#include "pipeline/data/codebook_sheets.h"
#include "pipeline/data/spss.h"

#include <math.h>
#include <string.h>

enum { STEPS = 11 /* of a scale with a name for some: 0 to 10 */ };

/* ---- what is no answer --------------------------------------------------- */

/* Words of labels, as text_key spells them; the first that is found counts. */
static const struct {
	const char *word;
	enum missing_kind kind;
} words[] = {
	{ "don't know", MISSING_DONT_KNOW },
	{ "dont know", MISSING_DONT_KNOW },
	{ "do not know", MISSING_DONT_KNOW },
	{ "not sure", MISSING_DONT_KNOW },
	{ "can't say", MISSING_DONT_KNOW },
	{ "can't choose", MISSING_DONT_KNOW },
	{ "non so", MISSING_DONT_KNOW },
	{ "non saprei", MISSING_DONT_KNOW },
	{ "non sa", MISSING_DONT_KNOW },
	{ "weiß nicht", MISSING_DONT_KNOW },
	{ "weiss nicht", MISSING_DONT_KNOW },
	{ "ne sait pas", MISSING_DONT_KNOW },
	{ "no sabe", MISSING_DONT_KNOW },
	{ "não sabe", MISSING_DONT_KNOW },
	{ "not applicable", MISSING_NOT_APPLICABLE },
	{ "inapplicable", MISSING_NOT_APPLICABLE },
	{ "does not apply", MISSING_NOT_APPLICABLE },
	{ "n/a", MISSING_NOT_APPLICABLE },
	{ "non applicabile", MISSING_NOT_APPLICABLE },
	{ "non pertinente", MISSING_NOT_APPLICABLE },
	{ "trifft nicht zu", MISSING_NOT_APPLICABLE },
	{ "nicht zutreffend", MISSING_NOT_APPLICABLE },
	{ "sans objet", MISSING_NOT_APPLICABLE },
	{ "no aplica", MISSING_NOT_APPLICABLE },
	{ "refus", MISSING_REFUSED },
	{ "prefer not", MISSING_REFUSED },
	{ "rather not", MISSING_REFUSED },
	{ "rifiut", MISSING_REFUSED },
	{ "preferisco non", MISSING_REFUSED },
	{ "verweiger", MISSING_REFUSED },
	{ "rehúsa", MISSING_REFUSED },
	{ "not asked", MISSING_NOT_SHOWN },
	{ "not shown", MISSING_NOT_SHOWN },
	{ "not displayed", MISSING_NOT_SHOWN },
	{ "routed", MISSING_NOT_SHOWN },
	{ "filter", MISSING_NOT_SHOWN },
	{ "non mostrat", MISSING_NOT_SHOWN },
	{ "non chiest", MISSING_NOT_SHOWN },
	{ "invalid", MISSING_INVALID },
	{ "not valid", MISSING_INVALID },
	{ "uncodeable", MISSING_INVALID },
	{ "non valid", MISSING_INVALID },
};

static enum missing_kind kind_of(const char *label)
{
	char *key = text_key(NULL, label);
	enum missing_kind kind = MISSING_SKIPPED;

	for (size_t i = sizeof words / sizeof *words; i-- > 0;) {
		char *word = text_key(key, words[i].word);

		if (strstr(key, word))
			kind = words[i].kind;
	}
	talloc_free(key);
	return kind;
}

/* With the label's kind where a value has one; the ranges cover the rest. */
static void add_no_answers(struct codebook *codebook, struct question *question,
			   const struct spss_variable *variable)
{
	for (size_t i = 0; i < variable->n_labels; i++) {
		const struct spss_label *label = &variable->labels[i];
		struct no_answer item = { .low = label->number,
					  .high = label->number,
					  .text = label->value,
					  .kind = kind_of(label->text) };

		if (spss_is_missing(variable, label))
			memory_append(codebook, question->no_answers,
				      struct no_answer, question->n_no_answers,
				      item);
	}
	for (size_t i = 0; i < variable->n_missing; i++) {
		struct no_answer item = { .low = variable->missing[i].low,
					  .high = variable->missing[i].high,
					  .text = variable->missing[i].text,
					  .kind = MISSING_SKIPPED };

		memory_append(codebook, question->no_answers, struct no_answer,
			      question->n_no_answers, item);
	}
}

/* ---- choices ------------------------------------------------------------- */

/* The whole numbers that have a name, from the least to the greatest. */
struct span {
	double low, high;
	size_t n; /* names that are answers */
	bool is_whole;
};

static struct span span_of(const struct spss_variable *variable)
{
	struct span span = { .low = (double)NAN, .is_whole = true };

	for (size_t i = 0; i < variable->n_labels; i++) {
		double number = variable->labels[i].number;

		if (spss_is_missing(variable, &variable->labels[i]))
			continue;
		span.n++;
		if (isnan(number) || number != floor(number)) {
			span.is_whole = false;
			continue;
		}
		if (!(span.low <= number))
			span.low = number;
		if (span.n == 1 || span.high < number)
			span.high = number;
	}
	return span;
}

/* A scale of which only some steps have names. */
static bool is_partial_scale(const struct span *span)
{
	double steps = span->high - span->low + 1;

	return span->is_whole && span->n >= 2 && steps > (double)span->n &&
	       steps <= STEPS;
}

static void add_choice(struct codebook *codebook, struct choice_list *list,
		       const struct spss_variable *variable,
		       const struct spss_label *label)
{
	struct choice *choice =
		codebook_make_choice(codebook, list, label->value);

	codebook_add_label(codebook, &choice->labels, &choice->n_labels, "",
			   label->text);
	choice->is_missing = spss_is_missing(variable, label);
	if (choice->is_missing)
		choice->missing = kind_of(label->text);
}

/* The steps in order, those without a name under their number. */
static void add_steps(struct codebook *codebook, struct choice_list *list,
		      const struct span *span)
{
	for (double step = span->low; step <= span->high; step++) {
		char text[SPSS_NUMBER];

		spss_number(step, MOMENT_NONE, text);
		codebook_make_choice(codebook, list, text);
	}
}

static bool is_same_label(const struct choice *one, const struct choice *two)
{
	return one->n_labels == two->n_labels &&
	       (one->n_labels == 0 ||
		!strcmp(one->labels[0].text, two->labels[0].text));
}

static bool is_same_list(const struct choice_list *one,
			 const struct choice_list *two)
{
	if (one->n_choices != two->n_choices)
		return false;
	for (size_t i = 0; i < one->n_choices; i++) {
		const struct choice *a = &one->choices[i];
		const struct choice *b = &two->choices[i];

		if (strcmp(a->name, b->name) || !is_same_label(a, b) ||
		    a->is_missing != b->is_missing || a->missing != b->missing)
			return false;
	}
	return true;
}

/* One list for all questions that are answered alike: its name. */
static const char *keep_list(struct codebook *codebook,
			     const struct choice_list *list)
{
	for (size_t i = 0; i < codebook->n_lists; i++)
		if (is_same_list(&codebook->lists[i], list))
			return codebook->lists[i].name;
	memory_append(codebook, codebook->lists, struct choice_list,
		      codebook->n_lists, *list);
	return list->name;
}

static const char *make_list(struct codebook *codebook,
			     const struct spss_variable *variable,
			     const struct span *span)
{
	struct choice_list *list = codebook_make_list(codebook, variable->name);

	if (is_partial_scale(span))
		add_steps(codebook, list, span);
	for (size_t i = 0; i < variable->n_labels; i++)
		add_choice(codebook, list, variable, &variable->labels[i]);
	return keep_list(codebook, list);
}

/* ---- questions ----------------------------------------------------------- */

/* One name for one value is a remark: "0 = none" in front of a number. */
static bool has_choices(const struct spss_variable *variable,
			const struct span *span)
{
	return span->n >= 2 || (span->n == 1 && variable->is_text);
}

static enum question_type type_of(const struct spss_variable *variable,
				  const struct span *span)
{
	if (has_choices(variable, span))
		return QUESTION_SELECT_ONE;
	if (variable->is_text)
		return QUESTION_TEXT;
	switch (variable->kind) {
	case MOMENT_DAY:
		return QUESTION_DATE;
	case MOMENT_TIME:
		return QUESTION_TIME;
	case MOMENT_BOTH:
		return QUESTION_DATETIME;
	case MOMENT_NONE:
	default:
		return QUESTION_DECIMAL;
	}
}

static int add_question(struct codebook *codebook,
			const struct spss_variable *variable, size_t number,
			const char **list, struct error *error)
{
	struct span span = span_of(variable);
	enum question_type type = type_of(variable, &span);
	struct question *question = codebook_make_question(
		codebook, variable->name, type,
		memory_format(codebook, "%s:%zu", codebook->path, number),
		error);

	if (!question)
		return -1;
	codebook_add_label(codebook, &question->labels, &question->n_labels, "",
			   variable->label);
	add_no_answers(codebook, question, variable);
	*list = type == QUESTION_SELECT_ONE
			? make_list(codebook, variable, &span)
			: NULL;
	return 0;
}

int codebook_read_spss(struct codebook *codebook, struct error *error)
{
	struct spss_file *file;
	const char **lists;

	if (spss_open(codebook, codebook->path, codebook->encoding, &file,
		      error) < 0)
		return -1;
	lists = memory_array(codebook, const char *, file->n_variables);
	codebook->title = file->title;
	for (size_t i = 0; i < file->n_variables; i++)
		if (add_question(codebook, &file->variables[i], i + 1,
				 &lists[i], error) < 0)
			return -1;
	/* Lists move while they are made: only now they stay. */
	for (size_t i = 0; i < file->n_variables; i++)
		if (lists[i])
			codebook->questions[i].list =
				codebook_list(codebook, lists[i]);
	return 0;
}
