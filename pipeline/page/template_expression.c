#include "pipeline/core/memory.h"
#include "pipeline/page/template_parser.h"

#include <ctype.h>
#include <string.h>

/* Words of an expression, cut out of the source. */
static char *cut(const struct template_parser *parser, size_t begin, size_t end)
{
	const char *text = parser->source->text;

	while (begin < end && isspace((unsigned char)text[begin]))
		begin++;
	while (end > begin && isspace((unsigned char)text[end - 1]))
		end--;
	return memory_text_n(parser->ctx, text + begin, end - begin);
}

static size_t find_bar(const struct template_parser *parser, size_t at,
		       size_t end)
{
	while (at < end && parser->source->text[at] != '|')
		at++;
	return at;
}

static int add_filter(struct template_parser *parser, size_t begin, size_t end,
		      struct expression *expression)
{
	char *name = cut(parser, begin, end);
	char *argument = name + strcspn(name, " \t\n");
	struct filter_use use = { .at = begin };

	if (*argument) {
		*argument++ = '\0';
		argument += strspn(argument, " \t\n");
	}
	use.argument = argument;
	use.filter = filter_find(name);
	if (!use.filter)
		return parser_fault(parser, begin,
				    filter_remedy(parser->ctx, name),
				    "there is no filter '%s'", name);
	if (!filter_accepts(use.filter, argument))
		return parser_fault(parser, begin, filter_usage(use.filter),
				    "'%s' is no argument for the filter '%s'",
				    argument, name);
	/* "|0" to "|6" are their own argument. */
	if (isdigit((unsigned char)*name))
		use.argument = name;
	memory_append(parser->ctx, expression->filters, struct filter_use,
		      expression->n_filters, use);
	return 0;
}

static bool is_name(const char *text)
{
	size_t n = 0;

	while (isalnum((unsigned char)text[n]) || text[n] == '_')
		n++;
	return n > 0 && text[n] == '\0';
}

static bool is_path(const char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && !strchr("_.-", *text))
			return false;
	return true;
}

/* "gap top" behind "sentence ": the kind is taken off *TEXT. */
static int set_sentence(struct template_parser *parser, char **text,
			struct expression *expression)
{
	char *kind = *text, *end = kind + strcspn(kind, " ");

	*text = end + strspn(end, " ");
	*end = '\0';
	expression->sentence = sentence_kind_find(kind);
	if (!expression->sentence)
		return parser_fault(parser, expression->at,
				    sentence_kind_remedy(parser->ctx, kind),
				    "there is no sentence of the kind '%s'",
				    kind);
	return 0;
}

/* What stands before the name: "ci top", "sentence gap top". */
static int set_form(struct template_parser *parser, char **text,
		    struct expression *expression)
{
	if (strncmp(*text, "ci ", 3) == 0) {
		expression->is_interval = true;
		*text += 3 + strspn(*text + 3, " ");
	}
	if (strncmp(*text, "sentence ", 9) != 0)
		return 0;
	*text += 9 + strspn(*text + 9, " ");
	return set_sentence(parser, text, expression);
}

/* "ci top", "top.gap", "n_valid" */
static int set_name(struct template_parser *parser, char *text,
		    struct expression *expression)
{
	bool is_row;
	char *dot;

	if (set_form(parser, &text, expression) < 0)
		return -1;
	is_row = expression->is_interval || expression->sentence;
	dot = strchr(text, '.');
	if (dot) {
		*dot = '\0';
		expression->column = dot + 1;
	}
	expression->name = text;
	if (is_name(text) && !(is_row && dot) &&
	    (!dot || (dot[1] && is_path(dot + 1))))
		return 0;
	return parser_fault(parser, expression->at,
			    expression->sentence
				    ? "write {{sentence KIND query}}"
				    : "write {{name}}, {{query.column}} or "
				      "{{ci query}}",
			    "'%s%s%s' is not the name of a value", text,
			    dot ? "." : "", dot ? dot + 1 : "");
}

int parse_expression(const struct template_parser *parser, size_t begin,
		     size_t end, struct expression **expression)
{
	struct template_parser part = *parser;
	struct expression *made = memory_new(parser->ctx, struct expression);
	size_t bar = find_bar(parser, begin, end);

	made->at = begin;
	if (set_name(&part, cut(parser, begin, bar), made) < 0)
		return -1;
	while (bar < end) {
		size_t next = find_bar(parser, bar + 1, end);

		if (add_filter(&part, bar + 1, next, made) < 0)
			return -1;
		bar = next;
	}
	*expression = made;
	return 0;
}
