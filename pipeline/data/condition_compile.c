#include "pipeline/core/memory.h"
#include "pipeline/data/condition_private.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static struct condition_node *new_node(struct condition_program *program,
				       enum condition_kind kind)
{
	struct condition_node *node =
		memory_new(program, struct condition_node);

	node->kind = kind;
	return node;
}

static struct condition_node *constant(struct condition_program *program,
				       enum truth truth)
{
	struct condition_node *node = new_node(program, CONDITION_CONSTANT);

	node->truth = truth;
	return node;
}

static struct condition_node *unknown(struct condition_program *program)
{
	return constant(program, TRUTH_UNKNOWN);
}

static size_t add_input(struct condition_program *program,
			const struct variable *variable)
{
	struct condition_input input = { .variable = variable };

	input.codes = memory_array(program, uint32_t, ANSWER_ROWS);
	memory_append(program, program->inputs, struct condition_input,
		      program->n_inputs, input);
	return program->n_inputs - 1;
}

/* The input of a variable, once however often it is asked for. */
static size_t find_input(struct condition_program *program,
			 const struct variable *variable)
{
	for (size_t i = 0; i < program->n_inputs; i++)
		if (program->inputs[i].variable == variable)
			return i;
	return add_input(program, variable);
}

static const struct question *
question_of(const struct condition_program *program,
	    const struct expression *expression)
{
	return expression->text
		       ? codebook_question(program->codebook, expression->text)
		       : program->self;
}

static const struct variable *
variable_of(const struct condition_program *program,
	    const struct question *question, const char *choice)
{
	for (size_t i = 0; question && i < program->answers->n_variables; i++) {
		const struct variable *variable =
			&program->answers->variables[i];

		if (!strcmp(variable->question, question->name) &&
		    (!choice ||
		     (variable->choice && !strcmp(variable->choice, choice))))
			return variable;
	}
	return NULL;
}

static struct condition_value
constant_value(const struct condition_program *program,
	       const struct expression *expression)
{
	if (expression->kind == EXPRESSION_TEXT)
		return condition_text_value(expression->text);
	return (struct condition_value){
		.text = expression->text
				? memory_text(program, expression->text)
				: "",
		.number = expression->number,
	};
}

static bool is_constant(const struct expression *expression)
{
	return expression->kind == EXPRESSION_NUMBER ||
	       expression->kind == EXPRESSION_TEXT;
}

/* "3 < x" is "x > 3". */
static enum expression_kind mirrored(enum expression_kind compare)
{
	switch ((int)compare) {
	case EXPRESSION_LESS:
		return EXPRESSION_MORE;
	case EXPRESSION_MORE:
		return EXPRESSION_LESS;
	case EXPRESSION_AT_MOST:
		return EXPRESSION_AT_LEAST;
	case EXPRESSION_AT_LEAST:
		return EXPRESSION_AT_MOST;
	default:
		return compare;
	}
}

static struct condition_node *compile_table(struct condition_program *program,
					    const struct question *question,
					    const struct variable *variable,
					    enum expression_kind compare,
					    const struct condition_value *with)
{
	struct condition_node *node = new_node(program, CONDITION_TABLE);
	size_t n = ANSWER_FIRST + variable->n_values;
	const struct condition_value *values =
		condition_values(node, question, variable);

	node->input = find_input(program, variable);
	node->table = memory_array(node, unsigned char, n);
	for (size_t i = 0; i < n; i++)
		node->table[i] = condition_compare(compare, &values[i], with);
	return node;
}

static struct condition_node *compile_count(struct condition_program *program,
					    const struct question *question,
					    enum expression_kind compare,
					    const struct condition_value *with)
{
	struct condition_node *node = new_node(program, CONDITION_COUNT);
	size_t before = program->n_inputs;

	for (size_t i = 0; i < program->answers->n_variables; i++)
		if (!strcmp(program->answers->variables[i].question,
			    question->name))
			add_input(program, &program->answers->variables[i]);
	node->input = before;
	node->n_inputs = program->n_inputs - before;
	if (!node->n_inputs)
		return unknown(program);
	node->table = memory_array(node, unsigned char, node->n_inputs + 1);
	for (size_t i = 0; i <= node->n_inputs; i++) {
		char text[24];
		struct condition_value count = { text, (double)i };

		snprintf(text, sizeof text, "%zu", i);
		node->table[i] = condition_compare(compare, &count, with);
	}
	return node;
}

/* Ticked, or a choice that stands for a kind of missing. */
static struct condition_node *compile_tick(struct condition_program *program,
					   const struct question *question,
					   const char *choice)
{
	const struct variable *variable =
		variable_of(program, question, choice);
	struct condition_value ticked = condition_text_value("1");
	struct condition_value wanted = condition_text_value(choice);

	if (variable)
		return compile_table(program, question, variable,
				     EXPRESSION_EQUAL, &ticked);
	variable = variable_of(program, question, NULL);
	return variable ? compile_table(program, question, variable,
					EXPRESSION_EQUAL, &wanted)
			: unknown(program);
}

static struct condition_node *join(struct condition_program *program,
				   enum condition_kind kind,
				   struct condition_node *left,
				   struct condition_node *right)
{
	struct condition_node *node = new_node(program, kind);

	node->left = left;
	node->right = right;
	return node;
}

/* "boxes = 'a'" is: a is ticked and nothing else; '' is: nothing is. */
static struct condition_node *compile_boxes(struct condition_program *program,
					    const struct question *question,
					    enum expression_kind compare,
					    const struct condition_value *with)
{
	struct condition_value number = { "", *with->text ? 1 : 0 };
	struct condition_node *node;

	if (compare != EXPRESSION_EQUAL && compare != EXPRESSION_UNEQUAL)
		return unknown(program);
	node = compile_count(program, question, EXPRESSION_EQUAL, &number);
	if (*with->text)
		node = join(program, CONDITION_AND, node,
			    compile_tick(program, question, with->text));
	return compare == EXPRESSION_EQUAL
		       ? node
		       : join(program, CONDITION_NOT, node, NULL);
}

static struct condition_node *compile_pair(struct condition_program *program,
					   enum expression_kind compare,
					   const struct expression *one,
					   const struct expression *two)
{
	const struct question *left = question_of(program, one);
	const struct question *right = question_of(program, two);
	const struct variable *first = variable_of(program, left, NULL);
	const struct variable *second = variable_of(program, right, NULL);
	struct condition_node *node;

	if (one->kind != EXPRESSION_QUESTION ||
	    two->kind != EXPRESSION_QUESTION || !first || !second ||
	    first->choice || second->choice)
		return unknown(program);
	node = new_node(program, CONDITION_PAIR);
	node->compare = compare;
	node->input = find_input(program, first);
	node->other = find_input(program, second);
	node->values = condition_values(node, left, first);
	node->other_values = condition_values(node, right, second);
	return node;
}

static struct condition_node *
compile_comparison(struct condition_program *program,
		   enum expression_kind compare, const struct expression *left,
		   const struct expression *right)
{
	struct condition_value with;
	const struct question *question;
	const struct variable *variable;

	if (is_constant(left) && !is_constant(right))
		return compile_comparison(program, mirrored(compare), right,
					  left);
	if (!is_constant(right))
		return compile_pair(program, compare, left, right);
	with = constant_value(program, right);
	if (is_constant(left)) {
		struct condition_value one = constant_value(program, left);

		return constant(program, (enum truth)condition_compare(
						 compare, &one, &with));
	}
	question = question_of(
		program, left->kind == EXPRESSION_COUNT ? left->left : left);
	variable = variable_of(program, question, NULL);
	if (!variable)
		return unknown(program);
	if (left->kind == EXPRESSION_COUNT)
		return compile_count(program, question, compare, &with);
	if (variable->choice)
		return compile_boxes(program, question, compare, &with);
	return compile_table(program, question, variable, compare, &with);
}

static struct condition_node *
compile_selected(struct condition_program *program,
		 const struct expression *tree)
{
	const struct question *question = question_of(program, tree->left);

	if (question && question->type == QUESTION_SELECT_MULTIPLE)
		return compile_tick(program, question, tree->text);
	return compile_comparison(program, EXPRESSION_EQUAL, tree->left,
				  &(struct expression){ .kind = EXPRESSION_TEXT,
							.text = tree->text });
}

static struct condition_node *compile(struct condition_program *program,
				      const struct expression *tree)
{
	switch (tree->kind) {
	case EXPRESSION_TRUE:
		return constant(program, TRUTH_TRUE);
	case EXPRESSION_FALSE:
		return constant(program, TRUTH_FALSE);
	case EXPRESSION_AND:
	case EXPRESSION_OR:
		return join(program,
			    tree->kind == EXPRESSION_AND ? CONDITION_AND
							 : CONDITION_OR,
			    compile(program, tree->left),
			    compile(program, tree->right));
	case EXPRESSION_NOT:
		return join(program, CONDITION_NOT,
			    compile(program, tree->left), NULL);
	case EXPRESSION_SELECTED:
		return compile_selected(program, tree);
	case EXPRESSION_NUMBER:
	case EXPRESSION_TEXT:
	case EXPRESSION_QUESTION:
	case EXPRESSION_COUNT:
		return unknown(program); /* no condition: is never made */
	case EXPRESSION_EQUAL:
	case EXPRESSION_UNEQUAL:
	case EXPRESSION_LESS:
	case EXPRESSION_AT_MOST:
	case EXPRESSION_MORE:
	case EXPRESSION_AT_LEAST:
	default:
		return compile_comparison(program, tree->kind, tree->left,
					  tree->right);
	}
}

/* So that nothing is read for what cannot be decided anyway. */
static bool is_hopeless(const struct condition_node *node)
{
	switch (node->kind) {
	case CONDITION_CONSTANT:
		return node->truth == TRUTH_UNKNOWN;
	case CONDITION_NOT:
		return is_hopeless(node->left);
	case CONDITION_AND:
	case CONDITION_OR:
		return is_hopeless(node->left) && is_hopeless(node->right);
	case CONDITION_TABLE:
	case CONDITION_COUNT:
	case CONDITION_PAIR:
	default:
		return false;
	}
}

struct condition_program *
condition_program_new(const void *ctx, const struct answers *answers,
		      const struct codebook *codebook,
		      const struct question *self,
		      const struct condition *condition)
{
	struct condition_program *program =
		memory_new(ctx, struct condition_program);

	program->answers = answers;
	program->codebook = codebook;
	program->self = self;
	program->root = constant(program, TRUTH_TRUE);
	for (; condition; condition = condition->outer) {
		struct condition_node *node;

		if (!condition->tree)
			continue;
		node = compile(program, condition->tree);
		if (is_hopeless(node))
			continue;
		program->root = program->root->kind == CONDITION_CONSTANT
					? node
					: join(program, CONDITION_AND,
					       program->root, node);
	}
	return program;
}
