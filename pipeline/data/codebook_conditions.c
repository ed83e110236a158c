#include "pipeline/data/codebook_conditions.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void codebook_remark(struct codebook *codebook, const char *where,
		     const char *format, ...)
{
	struct codebook_remark remark = { .where = where };
	va_list args;

	va_start(args, format);
	remark.what = memory_format_v(codebook, format, args);
	va_end(args);
	memory_append(codebook, codebook->remarks, struct codebook_remark,
		      codebook->n_remarks, remark);
}

const struct condition *codebook_condition(struct codebook *codebook,
					   const char *text, const char *where,
					   const struct condition *outer)
{
	struct condition *condition;

	if (!text || !*text)
		return outer;
	for (size_t i = 0; i < codebook->n_conditions; i++) {
		condition = codebook->conditions[i];
		if (condition->outer == outer &&
		    !strcmp(condition->where, where) &&
		    !strcmp(condition->text, text))
			return condition;
	}
	condition = memory_new(codebook, struct condition);
	condition->text = text;
	condition->where = memory_text(codebook, where);
	condition->outer = outer;
	memory_append(codebook, codebook->conditions, struct condition *,
		      codebook->n_conditions, condition);
	return condition;
}

/* Everything about one condition being read. */
struct binding {
	struct codebook *codebook;
	const struct condition *condition;
	enum expression_dialect dialect;
	const struct codebook_aliases *aliases;
	struct expression_fault *fault;
	enum expression_outcome outcome;
};

static const char *real_name(const struct binding *binding, const char *name)
{
	for (size_t i = 0; binding->aliases && i < binding->aliases->n; i++)
		if (!strcmp(binding->aliases->items[i].alias, name))
			return binding->aliases->items[i].name;
	return name;
}

static bool has_choice(const struct choice_list *list, const char *name)
{
	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(list->choices[i].name, name))
			return true;
	return false;
}

/* LimeSurvey's "question_choice": the question, and CHOICE within NAME. */
static const struct question *split_choice(const struct binding *binding,
					   const char *name,
					   const char **choice)
{
	const char *line = name;

	while ((line = strchr(line, '_'))) {
		char *stem = memory_text_n(binding->codebook, name,
					   (size_t)(line++ - name));
		const struct question *question =
			codebook_question(binding->codebook, stem);

		talloc_free(stem);
		*choice = line;
		if (question && question->type == QUESTION_SELECT_MULTIPLE &&
		    has_choice(question->list, line))
			return question;
	}
	return NULL;
}

/*
 * An XLSForm is whole, so that an unknown name is a slip; the other tools refer
 * to events, attributes and questions of other parts.
 */
static void unknown_question(struct binding *binding,
			     const struct expression *node)
{
	const struct codebook *codebook = binding->codebook;
	const char **names =
		memory_array(codebook, const char *, codebook->n_questions);
	const char *near;

	for (size_t i = 0; i < codebook->n_questions; i++)
		names[i] = codebook->questions[i].name;
	near = nearest_word(node->text, names, codebook->n_questions);
	binding->outcome = binding->dialect == EXPRESSION_XLSFORM
				   ? EXPRESSION_BROKEN
				   : EXPRESSION_BEYOND;
	binding->fault->character = node->character;
	snprintf(binding->fault->what, sizeof binding->fault->what,
		 "there is no question '%s'%s%s%s", node->text,
		 near ? "; did you mean '" : "", near ? near : "",
		 near ? "'?" : "");
	talloc_free(names);
}

static void bind_question(struct binding *binding, struct expression *node)
{
	if (!node->text)
		return;
	node->text = real_name(binding, node->text);
	if (!codebook_question(binding->codebook, node->text))
		unknown_question(binding, node);
}

/* name_choice == "Y" asks whether the choice is ticked. */
static bool bind_box(struct binding *binding, struct expression *node)
{
	struct expression *left = node->left, *selected;
	const struct expression *right = node->right;
	const struct question *question;
	const char *choice;
	bool is_set;

	if (binding->dialect != EXPRESSION_LIMESURVEY ||
	    left->kind != EXPRESSION_QUESTION || !left->text ||
	    right->kind != EXPRESSION_TEXT)
		return false;
	left->text = real_name(binding, left->text);
	if (codebook_question(binding->codebook, left->text))
		return false;
	question = split_choice(binding, left->text, &choice);
	if (!question)
		return false;
	is_set = (node->kind == EXPRESSION_EQUAL) == (*right->text != '\0');
	left->text = question->name;
	selected = memory_new(binding->codebook, struct expression);
	selected->kind = EXPRESSION_SELECTED;
	selected->left = left;
	selected->text = choice;
	if (is_set)
		*node = *selected;
	else
		*node = (struct expression){ .kind = EXPRESSION_NOT,
					     .left = selected };
	return true;
}

static void check_choice(const struct binding *binding,
			 const struct expression *asked, const char *choice)
{
	const struct question *question =
		asked->text ? codebook_question(binding->codebook, asked->text)
			    : NULL;

	if (question && question->list && *choice &&
	    !has_choice(question->list, choice))
		codebook_remark(binding->codebook, binding->condition->where,
				"the condition asks for '%s', which is no "
				"choice of '%s'",
				choice, question->name);
}

static void bind(struct binding *binding, struct expression *node)
{
	if (!node || binding->outcome != EXPRESSION_READ)
		return;
	if (node->kind == EXPRESSION_QUESTION) {
		bind_question(binding, node);
		return;
	}
	if ((node->kind == EXPRESSION_EQUAL ||
	     node->kind == EXPRESSION_UNEQUAL) &&
	    bind_box(binding, node))
		return;
	bind(binding, node->left);
	bind(binding, node->right);
	if (binding->outcome != EXPRESSION_READ)
		return;
	if (node->kind == EXPRESSION_SELECTED)
		check_choice(binding, node->left, node->text);
	if ((node->kind == EXPRESSION_EQUAL ||
	     node->kind == EXPRESSION_UNEQUAL) &&
	    node->left->kind == EXPRESSION_QUESTION &&
	    node->right->kind == EXPRESSION_TEXT)
		check_choice(binding, node->left, node->right->text);
}

static int read_condition(struct binding *binding, struct condition *condition,
			  struct error *error)
{
	struct codebook *codebook = binding->codebook;
	struct expression *tree;

	binding->condition = condition;
	binding->outcome =
		expression_parse(codebook, condition->text, binding->dialect,
				 &tree, binding->fault);
	bind(binding, tree);
	/* LimeSurvey's own language is larger, and no person writes the file.
	 */
	if (binding->outcome == EXPRESSION_BROKEN &&
	    binding->dialect != EXPRESSION_LIMESURVEY)
		return error_set(error, ERROR_PROJECT, condition->where,
				 "correct the condition",
				 "in '%s' at character %zu: %s",
				 condition->text, binding->fault->character,
				 binding->fault->what);
	if (binding->outcome != EXPRESSION_READ)
		codebook_remark(codebook, condition->where,
				"the condition '%s' is left out: at "
				"character %zu, %s",
				condition->text, binding->fault->character,
				binding->fault->what);
	else
		condition->tree = tree;
	return 0;
}

int codebook_read_conditions(struct codebook *codebook,
			     enum expression_dialect dialect,
			     const struct codebook_aliases *aliases,
			     struct error *error)
{
	struct expression_fault fault;
	struct binding binding = {
		.codebook = codebook,
		.dialect = dialect,
		.aliases = aliases,
		.fault = &fault,
	};

	for (size_t i = 0; i < codebook->n_conditions; i++)
		if (read_condition(&binding, codebook->conditions[i], error) <
		    0)
			return -1;
	return 0;
}
