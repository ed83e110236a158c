#include "pipeline/data/expression.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/expression_token.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { DEEPEST = 100 };

struct parser {
	struct lexer lexer;
	struct token token; /* not yet taken */
	struct expression_fault *fault;
	enum expression_outcome outcome;
	int depth;
};

/* The first fault counts; returns NULL for the caller to return. */
static void *stop(struct parser *parser, enum expression_outcome outcome,
		  const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void *stop(struct parser *parser, enum expression_outcome outcome,
		  const char *format, ...)
{
	struct expression_fault *fault = parser->fault;
	va_list args;

	if (parser->outcome != EXPRESSION_READ)
		return NULL;
	parser->outcome = outcome;
	fault->character = parser->token.character;
	va_start(args, format);
	vsnprintf(fault->what, sizeof fault->what, format, args);
	va_end(args);
	return NULL;
}

static void advance(struct parser *parser)
{
	if (parser->outcome == EXPRESSION_READ &&
	    token_next(&parser->lexer, &parser->token, parser->fault) < 0) {
		parser->outcome = EXPRESSION_BROKEN;
		parser->token.kind = TOKEN_END;
	}
}

static const char *token_name(const struct token *token)
{
	if (token->kind == TOKEN_END)
		return "the end";
	return token->text ? token->text : ".";
}

static void *unexpected(struct parser *parser, const char *wanted)
{
	return stop(parser, EXPRESSION_BROKEN, "expected %s, found %s", wanted,
		    token_name(&parser->token));
}

static bool take(struct parser *parser, enum token_kind kind,
		 const char *wanted)
{
	if (parser->token.kind != kind) {
		unexpected(parser, wanted);
		return false;
	}
	advance(parser);
	return true;
}

static bool is_word(const struct parser *parser, const char *word)
{
	return parser->token.kind == TOKEN_WORD &&
	       !strcasecmp(parser->token.text, word);
}

static struct expression *make(const struct parser *parser,
			       enum expression_kind kind)
{
	struct expression *made =
		memory_new(parser->lexer.ctx, struct expression);

	made->kind = kind;
	made->character = parser->token.character;
	return made;
}

static struct expression *join(const struct parser *parser,
			       enum expression_kind kind,
			       struct expression *left,
			       struct expression *right)
{
	struct expression *made = make(parser, kind);

	made->left = left;
	made->right = right;
	made->character = left->character;
	return made;
}

static bool is_value(const struct expression *expression)
{
	return expression->kind <= EXPRESSION_COUNT;
}

/* A value that stands where a condition is wanted. */
static struct expression *as_condition(const struct parser *parser,
				       struct expression *value)
{
	struct expression *empty;

	if (!value || !is_value(value))
		return value;
	if (value->kind == EXPRESSION_NUMBER)
		return make(parser, value->number < 0 || value->number > 0
					    ? EXPRESSION_TRUE
					    : EXPRESSION_FALSE);
	empty = make(parser, EXPRESSION_TEXT);
	empty->text = "";
	return join(parser, EXPRESSION_UNEQUAL, value, empty);
}

static struct expression *parse_or(struct parser *parser);

static struct expression *parse_question(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_QUESTION);

	if (parser->token.kind != TOKEN_QUESTION)
		return unexpected(parser, "a question");
	made->text = parser->token.text;
	advance(parser);
	return made;
}

static struct expression *parse_text(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_TEXT);

	if (parser->token.kind != TOKEN_TEXT &&
	    parser->token.kind != TOKEN_NUMBER)
		return unexpected(parser, "a text in quotes");
	made->text = parser->token.text;
	advance(parser);
	return made;
}

/* Behind "selected(". */
static struct expression *parse_selected(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_SELECTED), *choice;

	made->left = parse_question(parser);
	if (!made->left || !take(parser, TOKEN_COMMA, "a comma"))
		return NULL;
	choice = parse_text(parser);
	if (!choice)
		return NULL;
	made->text = choice->text;
	return made;
}

static struct expression *parse_count(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_COUNT);

	made->left = parse_question(parser);
	return made->left ? made : NULL;
}

static struct expression *parse_negated(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_NOT);

	made->left = as_condition(parser, parse_or(parser));
	return made->left ? made : NULL;
}

static struct expression *parse_true(struct parser *parser)
{
	return make(parser, EXPRESSION_TRUE);
}

static struct expression *parse_false(struct parser *parser)
{
	return make(parser, EXPRESSION_FALSE);
}

static const struct {
	const char *name;
	struct expression *(*parse)(struct parser *parser);
} functions[] = {
	{ "selected", parse_selected }, { "count-selected", parse_count },
	{ "not", parse_negated },       { "true", parse_true },
	{ "false", parse_false },       { "date", parse_text },
	{ "is_empty", parse_negated },
};

static struct expression *parse_call(struct parser *parser)
{
	const char *name = parser->token.text;

	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		struct expression *made;

		if (strcasecmp(functions[i].name, name))
			continue;
		advance(parser);
		advance(parser); /* "(", which the caller has seen */
		made = functions[i].parse(parser);
		return made && take(parser, TOKEN_CLOSE, "')'") ? made : NULL;
	}
	return stop(parser, EXPRESSION_BEYOND, "%s() is not evaluated", name);
}

/* "Q1.NAOK" is Q1; "self" and "this" are the question itself. */
static struct expression *parse_name(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_QUESTION);
	char *name = memory_text(parser->lexer.ctx, parser->token.text);
	char *dot = strchr(name, '.');

	if (dot && strcasecmp(dot, ".NAOK") && strcasecmp(dot, ".value") &&
	    strcasecmp(dot, ".code"))
		return stop(parser, EXPRESSION_BEYOND, "%s is not evaluated",
			    name);
	if (dot)
		*dot = '\0';
	if (strcmp(name, "self") && strcmp(name, "this"))
		made->text = name;
	advance(parser);
	return made;
}

static struct expression *parse_word(struct parser *parser)
{
	const char *next = parser->lexer.at;

	if (next[strspn(next, " \t\r\n")] == '(')
		return parse_call(parser);
	if (parser->lexer.dialect == EXPRESSION_LIMESURVEY)
		return parse_name(parser);
	return stop(parser, EXPRESSION_BROKEN,
		    "'%s' is no question, number or text; texts stand in "
		    "quotes",
		    parser->token.text);
}

static struct expression *parse_tick(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_SELECTED);

	made->left = make(parser, EXPRESSION_QUESTION);
	made->left->text = parser->token.text;
	made->text = parser->token.choice;
	advance(parser);
	return made;
}

static struct expression *parse_group(struct parser *parser)
{
	struct expression *made;

	advance(parser);
	made = parse_or(parser);
	return made && take(parser, TOKEN_CLOSE, "')'") ? made : NULL;
}

static struct expression *parse_bang(struct parser *parser);

static struct expression *parse_primary(struct parser *parser)
{
	struct expression *made;

	switch (parser->token.kind) {
	case TOKEN_OPEN:
		return parse_group(parser);
	case TOKEN_NUMBER:
		made = make(parser, EXPRESSION_NUMBER);
		made->number = parser->token.number;
		made->text = parser->token.text;
		advance(parser);
		return made;
	case TOKEN_TEXT:
		return parse_text(parser);
	case TOKEN_QUESTION:
		return parse_question(parser);
	case TOKEN_TICK:
		return parse_tick(parser);
	case TOKEN_WORD:
		return parse_word(parser);
	case TOKEN_NOT:
		return parse_bang(parser);
	case TOKEN_OTHER:
		return stop(parser, EXPRESSION_BEYOND, "'%s' is not evaluated",
			    parser->token.text);
	case TOKEN_END:
	case TOKEN_CLOSE:
	case TOKEN_COMMA:
	case TOKEN_COMPARE:
	case TOKEN_AND:
	case TOKEN_OR:
	default:
		return unexpected(parser, "a question or a value");
	}
}

static struct expression *parse_bang(struct parser *parser)
{
	struct expression *made = make(parser, EXPRESSION_NOT);

	if (++parser->depth > DEEPEST)
		return stop(parser, EXPRESSION_BEYOND, "it is nested too deep");
	advance(parser);
	made->left = as_condition(parser, parse_primary(parser));
	parser->depth--;
	return made->left ? made : NULL;
}

/* Is a comparison next, as a sign or LimeSurvey's word for it? */
static bool find_compare(const struct parser *parser,
			 enum expression_kind *kind)
{
	static const char *const words[] = {
		"eq", "ne", "lt", "le", "gt", "ge"
	};

	*kind = parser->token.compare;
	if (parser->token.kind == TOKEN_COMPARE)
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		*kind = (enum expression_kind)(EXPRESSION_EQUAL + i);
		if (parser->lexer.dialect == EXPRESSION_LIMESURVEY &&
		    is_word(parser, words[i]))
			return true;
	}
	return false;
}

/* [box(3)] = '1', name_choice == "Y" (see expression_bind) and the reverse. */
static struct expression *compare_tick(struct parser *parser,
				       enum expression_kind kind,
				       struct expression *left,
				       struct expression *right)
{
	bool is_set = right->text && !strcmp(right->text, "1");
	bool is_clear = right->text && !strcmp(right->text, "0");

	if (left->kind != EXPRESSION_SELECTED || (!is_set && !is_clear) ||
	    (kind != EXPRESSION_EQUAL && kind != EXPRESSION_UNEQUAL))
		return stop(parser, EXPRESSION_BEYOND,
			    "the comparison of a condition is not evaluated");
	if (is_set == (kind == EXPRESSION_EQUAL))
		return left;
	return join(parser, EXPRESSION_NOT, left, NULL);
}

/* Arithmetic follows; "-1" behind a value is a subtraction. */
static bool is_arithmetic(const struct parser *parser)
{
	return parser->token.kind == TOKEN_OTHER ||
	       (parser->token.kind == TOKEN_NUMBER &&
		*parser->token.text == '-') ||
	       is_word(parser, "div") || is_word(parser, "mod");
}

static struct expression *parse_operand(struct parser *parser)
{
	struct expression *operand = parse_primary(parser);

	if (operand && is_arithmetic(parser))
		return stop(parser, EXPRESSION_BEYOND, "'%s' is not evaluated",
			    parser->token.text);
	return operand;
}

static struct expression *parse_comparison(struct parser *parser)
{
	struct expression *left = parse_operand(parser), *right;
	enum expression_kind kind;

	if (!left || !find_compare(parser, &kind))
		return left;
	advance(parser);
	right = parse_operand(parser);
	if (!right)
		return NULL;
	if (!is_value(left) || !is_value(right))
		return compare_tick(parser, kind, left, right);
	return join(parser, kind, left, right);
}

/* A chain of one operator, its sign or its word between the parts. */
static struct expression *
parse_chain(struct parser *parser, enum expression_kind kind,
	    enum token_kind sign, const char *word,
	    struct expression *(*part)(struct parser *parser))
{
	struct expression *left = part(parser), *right;

	while (left && (parser->token.kind == sign || is_word(parser, word))) {
		advance(parser);
		right = as_condition(parser, part(parser));
		if (!right)
			return NULL;
		left = join(parser, kind, as_condition(parser, left), right);
	}
	return left;
}

static struct expression *parse_and(struct parser *parser)
{
	return parse_chain(parser, EXPRESSION_AND, TOKEN_AND, "and",
			   parse_comparison);
}

static struct expression *parse_or(struct parser *parser)
{
	struct expression *made;

	if (++parser->depth > DEEPEST)
		return stop(parser, EXPRESSION_BEYOND, "it is nested too deep");
	made = parse_chain(parser, EXPRESSION_OR, TOKEN_OR, "or", parse_and);
	parser->depth--;
	return made;
}

enum expression_outcome expression_parse(const void *ctx, const char *text,
					 enum expression_dialect dialect,
					 struct expression **tree,
					 struct expression_fault *fault)
{
	struct parser parser = {
		.lexer = { .ctx = ctx,
			   .text = text,
			   .at = text,
			   .dialect = dialect },
		.fault = fault,
		.outcome = EXPRESSION_READ,
	};

	*tree = NULL;
	advance(&parser);
	*tree = as_condition(&parser, parse_or(&parser));
	if (*tree && parser.token.kind != TOKEN_END)
		*tree = unexpected(&parser, "'and', 'or' or the end");
	if (parser.outcome != EXPRESSION_READ)
		*tree = NULL;
	return parser.outcome;
}
