#include "pipeline/page/template_parse.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/template_parser.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What ends a run of nodes. */
enum stop { STOP_TEXT_END, STOP_ELSE, STOP_END };

/* A tag {{...}}: the braces and what is inside, trimmed. */
struct tag_span {
	size_t open, close; /* of the first brace, behind the last */
	size_t begin, end;  /* the trimmed inside */
};

int parser_fault(struct template_parser *parser, size_t offset,
		 const char *remedy, const char *format, ...)
{
	va_list args;
	char *what;

	va_start(args, format);
	what = memory_format_v(parser->ctx, format, args);
	va_end(args);
	return error_set(parser->error, ERROR_PROJECT,
			 template_place(parser->ctx, parser->source, offset),
			 remedy, "%s", what);
}

static void add_node(struct template_parser *parser,
		     struct template_nodes *nodes, struct template_node node)
{
	memory_append(parser->ctx, nodes->items, struct template_node, nodes->n,
		      node);
}

static void add_text(struct template_parser *parser,
		     struct template_nodes *nodes, size_t begin, size_t end)
{
	struct template_node node = {
		.kind = NODE_TEXT,
		.at = begin,
		.text = parser->source->text + begin,
		.length = end - begin,
	};

	if (end > begin)
		add_node(parser, nodes, node);
}

static bool starts(const struct template_parser *parser, size_t offset,
		   const char *mark)
{
	size_t length = strlen(mark);

	return offset + length <= parser->end &&
	       memcmp(parser->source->text + offset, mark, length) == 0;
}

static bool at_line_start(const struct template_parser *parser, size_t offset)
{
	return offset == 0 || parser->source->text[offset - 1] == '\n';
}

/* ---- tags ---- */

/* SQL may hold values of its own, so braces nest. */
static int find_tag(struct template_parser *parser, struct tag_span *tag)
{
	const char *text = parser->source->text;
	size_t depth = 0, at = parser->at;

	tag->open = at;
	for (; at < parser->end; at += 2) {
		while (at < parser->end && !starts(parser, at, "{{") &&
		       !starts(parser, at, "}}"))
			at++;
		if (at >= parser->end)
			break;
		if (text[at] == '{')
			depth++;
		else if (--depth == 0)
			break;
	}
	if (at >= parser->end)
		return parser_fault(parser, tag->open,
				    "close it with }}; for plain braces write "
				    "\\{{",
				    "'{{' is not closed");
	tag->close = at + 2;
	tag->begin = tag->open + 2;
	tag->end = at;
	while (tag->begin < tag->end &&
	       isspace((unsigned char)text[tag->begin]))
		tag->begin++;
	while (tag->end > tag->begin &&
	       isspace((unsigned char)text[tag->end - 1]))
		tag->end--;
	return 0;
}

static bool tag_is(const struct template_parser *parser,
		   const struct tag_span *tag, const char *word)
{
	size_t length = strlen(word);

	return tag->end - tag->begin >= length &&
	       memcmp(parser->source->text + tag->begin, word, length) == 0 &&
	       (tag->end - tag->begin == length ||
		isspace((unsigned char)
				parser->source->text[tag->begin + length]));
}

static bool is_comment(const struct template_parser *parser,
		       const struct tag_span *tag)
{
	return tag->begin < tag->end && parser->source->text[tag->begin] == '!';
}

static bool is_directive(const struct template_parser *parser,
			 const struct tag_span *tag)
{
	static const char *const words[] = { "query", "each", "if", "else",
					     "end" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (tag_is(parser, tag, words[i]))
			return true;
	return is_comment(parser, tag);
}

/* A directive alone on its lines takes these lines with it. */
static void swallow_line(struct template_parser *parser,
			 const struct tag_span *tag,
			 struct template_nodes *nodes)
{
	const char *text = parser->source->text;
	size_t begin = tag->open, end = tag->close;
	struct template_node *last =
		nodes->n ? &nodes->items[nodes->n - 1] : NULL;

	parser->at = end;
	while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'))
		begin--;
	while (end < parser->end && (text[end] == ' ' || text[end] == '\t'))
		end++;
	if (!at_line_start(parser, begin) ||
	    (end < parser->end && text[end] != '\n'))
		return;
	if (last && last->kind == NODE_TEXT && begin < tag->open)
		last->length -= tag->open - begin;
	parser->at = end < parser->end ? end + 1 : end;
}

/* ---- directives ---- */

static int parse_nodes(struct template_parser *parser,
		       struct template_nodes *nodes, enum stop *stop);

static size_t skip_word(const struct template_parser *parser, size_t at,
			size_t end)
{
	const char *text = parser->source->text;

	while (at < end &&
	       (isalnum((unsigned char)text[at]) || text[at] == '_'))
		at++;
	return at;
}

static size_t skip_blanks(const struct template_parser *parser, size_t at,
			  size_t end)
{
	while (at < end && isspace((unsigned char)parser->source->text[at]))
		at++;
	return at;
}

/* "NAME: SQL" of query and each. */
static int parse_named_query(struct template_parser *parser,
			     const struct tag_span *tag, size_t begin,
			     struct template_node *node)
{
	size_t name = skip_blanks(parser, begin, tag->end);
	size_t name_end = skip_word(parser, name, tag->end);
	size_t colon = skip_blanks(parser, name_end, tag->end);

	if (name == name_end || colon >= tag->end ||
	    parser->source->text[colon] != ':')
		return parser_fault(parser, tag->open,
				    "write {{query NAME: select ...}}",
				    "the query needs a name and a colon");
	node->name = memory_text_n(parser->ctx, parser->source->text + name,
				   name_end - name);
	colon = skip_blanks(parser, colon + 1, tag->end);
	return parse_stretch(parser, colon, tag->end, &node->query);
}

static bool begins_query(const struct template_parser *parser, size_t at,
			 size_t end)
{
	const char *text = parser->source->text + at;

	return (end - at > 6 && strncasecmp(text, "select", 6) == 0 &&
		!isalnum((unsigned char)text[6]) && text[6] != '_') ||
	       (end - at > 5 && strncasecmp(text, "with ", 5) == 0);
}

static int parse_condition(struct template_parser *parser,
			   const struct tag_span *tag,
			   struct template_node *node)
{
	size_t at = skip_blanks(parser, tag->begin + 2, tag->end);

	if (begins_query(parser, at, tag->end))
		return parse_stretch(parser, at, tag->end, &node->query);
	return parse_expression(parser, at, tag->end, &node->expression);
}

/* The inside of each or if, up to its end. */
static int parse_inside(struct template_parser *parser,
			struct template_node *node)
{
	enum stop stop;

	if (parse_nodes(parser, &node->body, &stop) < 0)
		return -1;
	if (stop == STOP_ELSE) {
		if (node->kind != NODE_IF)
			return parser_fault(parser, node->at,
					    "use {{else}} inside {{if}}",
					    "a loop has no {{else}}");
		if (parse_nodes(parser, &node->otherwise, &stop) < 0)
			return -1;
	}
	if (stop != STOP_END)
		return parser_fault(parser, node->at,
				    "write {{end}} where it ends",
				    "this {{%s}} has no {{end}}",
				    node->kind == NODE_IF ? "if" : "each");
	return 0;
}

static int parse_directive(struct template_parser *parser,
			   const struct tag_span *tag,
			   struct template_nodes *nodes)
{
	struct template_node node = { .at = tag->open };
	int result;

	swallow_line(parser, tag, nodes);
	if (is_comment(parser, tag))
		return 0;
	if (tag_is(parser, tag, "query")) {
		node.kind = NODE_QUERY;
		result = parse_named_query(parser, tag, tag->begin + 5, &node);
	} else if (tag_is(parser, tag, "each")) {
		node.kind = NODE_EACH;
		result = parse_named_query(parser, tag, tag->begin + 4, &node);
	} else {
		node.kind = NODE_IF;
		result = parse_condition(parser, tag, &node);
	}
	if (result < 0 ||
	    (node.kind != NODE_QUERY && parse_inside(parser, &node) < 0))
		return -1;
	add_node(parser, nodes, node);
	return 0;
}

/* ---- nodes ---- */

/* The next place where something other than text begins. */
static size_t find_special(const struct template_parser *parser)
{
	size_t at = parser->at;

	for (; at < parser->end; at++)
		if (starts(parser, at, "{{") || starts(parser, at, "\\{{") ||
		    (parser->takes_blocks && at_line_start(parser, at) &&
		     is_block_fence(parser, at)))
			break;
	return at;
}

static int parse_value(struct template_parser *parser,
		       const struct tag_span *tag, struct template_nodes *nodes)
{
	struct template_node node = { .kind = NODE_VALUE, .at = tag->open };

	parser->at = tag->close;
	if (parse_expression(parser, tag->begin, tag->end, &node.expression) <
	    0)
		return -1;
	add_node(parser, nodes, node);
	return 0;
}

static int parse_tag(struct template_parser *parser,
		     struct template_nodes *nodes, enum stop *stop)
{
	struct tag_span tag;

	if (find_tag(parser, &tag) < 0)
		return -1;
	if (tag_is(parser, &tag, "else") || tag_is(parser, &tag, "end")) {
		*stop = tag_is(parser, &tag, "else") ? STOP_ELSE : STOP_END;
		swallow_line(parser, &tag, nodes);
		return 0;
	}
	if (tag_is(parser, &tag, "part"))
		return parser_fault(parser, tag.open,
				    "write {{part NAME}} alone on a line of "
				    "all languages",
				    "a part cannot stand here");
	if (is_directive(parser, &tag))
		return parse_directive(parser, &tag, nodes);
	return parse_value(parser, &tag, nodes);
}

static int parse_block_node(struct template_parser *parser,
			    struct template_nodes *nodes)
{
	struct template_node node = { .kind = NODE_BLOCK, .at = parser->at };

	if (parse_block(parser, &node.block) < 0)
		return -1;
	add_node(parser, nodes, node);
	return 0;
}

static int parse_special(struct template_parser *parser,
			 struct template_nodes *nodes, enum stop *stop)
{
	if (starts(parser, parser->at, "\\{{")) {
		add_text(parser, nodes, parser->at + 1, parser->at + 3);
		parser->at += 3;
		return 0;
	}
	if (starts(parser, parser->at, "{{"))
		return parse_tag(parser, nodes, stop);
	return parse_block_node(parser, nodes);
}

static int parse_nodes(struct template_parser *parser,
		       struct template_nodes *nodes, enum stop *stop)
{
	*stop = STOP_TEXT_END;
	while (parser->at < parser->end && *stop == STOP_TEXT_END) {
		size_t special = find_special(parser);

		add_text(parser, nodes, parser->at, special);
		parser->at = special;
		if (special < parser->end &&
		    parse_special(parser, nodes, stop) < 0)
			return -1;
	}
	return 0;
}

static int parse_all(struct template_parser *parser,
		     struct template_nodes *nodes)
{
	enum stop stop;

	if (parse_nodes(parser, nodes, &stop) < 0)
		return -1;
	if (stop != STOP_TEXT_END)
		return parser_fault(parser, parser->at - 1,
				    "remove it, or open {{if}} or {{each}} "
				    "before",
				    "'{{%s}}' without a beginning",
				    stop == STOP_ELSE ? "else" : "end");
	return 0;
}

int parse_stretch(const struct template_parser *parser, size_t begin,
		  size_t end, struct template_nodes *nodes)
{
	struct template_parser part = *parser;

	part.at = begin;
	part.end = end;
	part.takes_blocks = false;
	return parse_all(&part, nodes);
}

int template_parse(const void *ctx, const struct template_source *source,
		   struct template_nodes *nodes, struct error *error)
{
	struct template_parser parser = { .ctx = ctx,
					  .source = source,
					  .end = source->length,
					  .takes_blocks = true,
					  .error = error };

	return parse_all(&parser, nodes);
}
