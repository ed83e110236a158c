#include "pipeline/data/codebook.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/codebook_conditions.h"

#include <math.h>
#include <string.h>

static bool has_translation(const struct translation *labels, size_t n,
			    const char *language)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(labels[i].language, language))
			return true;
	return false;
}

/* The labels of ONE, then those of TWO in languages or words ONE lacks. */
static struct translation *
unite_labels(const void *ctx, const struct translation *one, size_t n_one,
	     const struct translation *two, size_t n_two, size_t *n)
{
	struct translation *labels =
		memory_array(ctx, struct translation, n_one + n_two);

	if (n_one)
		memcpy(labels, one, n_one * sizeof *one);
	*n = n_one;
	for (size_t i = 0; i < n_two; i++)
		if (!has_translation(one, n_one, two[i].language))
			labels[(*n)++] = two[i];
	return labels;
}

static struct choice *find_choice(struct choice_list *list, const char *name)
{
	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(list->choices[i].name, name))
			return &list->choices[i];
	return NULL;
}

static void unite_choice(const void *ctx, struct choice_list *list,
			 const struct choice *other)
{
	struct choice *choice = find_choice(list, other->name);

	if (choice)
		choice->labels = unite_labels(
			ctx, choice->labels, choice->n_labels, other->labels,
			other->n_labels, &choice->n_labels);
	else
		memory_append(ctx, list->choices, struct choice,
			      list->n_choices, *other);
}

static const struct choice_list *unite_lists(const void *ctx,
					     const struct choice_list *one,
					     const struct choice_list *two)
{
	struct choice_list *list;

	if (!one || !two)
		return one ? one : two;
	list = memory_new(ctx, struct choice_list);
	list->name = one->name;
	for (size_t i = 0; i < one->n_choices; i++)
		unite_choice(ctx, list, &one->choices[i]);
	for (size_t i = 0; i < two->n_choices; i++)
		unite_choice(ctx, list, &two->choices[i]);
	return list;
}

static bool same_bound(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static int clash(const struct question *question, const char *what,
		 struct error *error)
{
	return error_set(error, ERROR_PROJECT, question->where,
			 "rename it, or ask it alike in both codebooks",
			 "the question '%s' has another %s than in the "
			 "codebook of another source",
			 question->name, what);
}

static bool same_condition(const struct condition *one,
			   const struct condition *two)
{
	while (one && two && !strcmp(one->text, two->text)) {
		one = one->outer;
		two = two->outer;
	}
	return !one && !two;
}

/* Rows do not say which codebook they were asked by. */
static void unite_conditions(struct codebook *united, struct question *known,
			     const struct question *other)
{
	bool is_alike = same_condition(known->shown, other->shown) &&
			same_condition(known->valid, other->valid);

	if (is_alike)
		return;
	known->shown = known->valid = NULL;
	codebook_remark(united, other->where,
			"the question '%s' has other conditions in the "
			"codebook of another source: they are left out",
			other->name);
}

static int unite_question(struct codebook *united, struct question *known,
			  const struct question *other, struct error *error)
{
	if (known->type != other->type)
		return clash(other, "type", error);
	if (!same_bound(known->minimum, other->minimum) ||
	    !same_bound(known->maximum, other->maximum) ||
	    known->is_reversed != other->is_reversed)
		return clash(other, "range or direction", error);
	unite_conditions(united, known, other);
	known->takes_other |= other->takes_other;
	known->list = unite_lists(united, known->list, other->list);
	known->labels =
		unite_labels(united, known->labels, known->n_labels,
			     other->labels, other->n_labels, &known->n_labels);
	known->stem = unite_labels(united, known->stem, known->n_stem,
				   other->stem, other->n_stem, &known->n_stem);
	return 0;
}

/* A note and a question may share a name: they are two things. */
static struct question *find_question(struct codebook *codebook,
				      const struct question *like)
{
	bool is_note = like->type == QUESTION_NOTE;

	for (size_t i = 0; i < codebook->n_questions; i++) {
		struct question *known = &codebook->questions[i];

		if ((known->type == QUESTION_NOTE) == is_note &&
		    !strcmp(known->name, like->name))
			return known;
	}
	return NULL;
}

static void add_language(struct codebook *codebook, const char *language)
{
	for (size_t i = 0; i < codebook->n_languages; i++)
		if (!strcmp(codebook->languages[i], language))
			return;
	memory_append(codebook, codebook->languages, const char *,
		      codebook->n_languages, language);
}

static int add(struct codebook *united, const struct codebook *codebook,
	       struct error *error)
{
	for (size_t i = 0; i < codebook->n_languages; i++)
		add_language(united, codebook->languages[i]);
	for (size_t i = 0; i < codebook->n_remarks; i++)
		memory_append(united, united->remarks, struct codebook_remark,
			      united->n_remarks, codebook->remarks[i]);
	for (size_t i = 0; i < codebook->n_questions; i++) {
		const struct question *question = &codebook->questions[i];
		struct question *known = find_question(united, question);

		if (!known)
			memory_append(united, united->questions,
				      struct question, united->n_questions,
				      *question);
		else if (question->type != QUESTION_NOTE &&
			 unite_question(united, known, question, error) < 0)
			return -1;
	}
	return 0;
}

int codebook_unite(const void *ctx, const struct codebook *const *codebooks,
		   size_t n, const struct codebook **result,
		   struct error *error)
{
	struct codebook *united;

	if (n == 1) {
		*result = codebooks[0];
		return 0;
	}
	united = memory_new(ctx, struct codebook);
	united->path = n ? codebooks[0]->path : "";
	united->default_language = n ? codebooks[0]->default_language : "";
	for (size_t i = 0; i < n; i++)
		if (add(united, codebooks[i], error) < 0)
			return -1;
	*result = united;
	return 0;
}
