#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/page/template_parser.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const chart_keys[] = { "from",     "edges",   "title",
					  "subtitle", "caption", "note",
					  "empty",    "name",    "height",
					  NULL };
static const char *const table_keys[] = { "from",  "caption", "note",
					  "empty", "name",    "columns",
					  "heads", "group",   NULL };
static const char *const callout_keys[] = { "title", NULL };
static const char *const contents_keys[] = { "levels", NULL };

const struct block_form block_forms[] = {
	{ "chart", chart_keys, true, false },
	{ "table", table_keys, false, false },
	{ "numbers", NULL, false, true },
	{ "callout", callout_keys, false, true },
	{ "contents", contents_keys, false, false },
	{ "page", NULL, false, false },
	{ NULL, NULL, false, false },
};

static size_t line_end(const struct template_parser *parser, size_t at)
{
	while (at < parser->end && parser->source->text[at] != '\n')
		at++;
	return at;
}

static size_t fence_length(const struct template_parser *parser, size_t at)
{
	size_t n = 0;

	while (at + n < parser->end && parser->source->text[at + n] == '`')
		n++;
	return n;
}

bool is_block_fence(const struct template_parser *parser, size_t offset)
{
	size_t n = fence_length(parser, offset);
	size_t end = line_end(parser, offset);

	/* ```word```, all in one line, is code inside a text. */
	return n >= 3 && offset + n < end &&
	       isalpha((unsigned char)parser->source->text[offset + n]) &&
	       !memchr(parser->source->text + offset + n, '`',
		       end - offset - n);
}

static int unknown_kind(struct template_parser *parser, const char *name)
{
	const char *names[8];
	const char *near;
	size_t n = 0;

	while (block_forms[n].name) {
		names[n] = block_forms[n].name;
		n++;
	}
	near = nearest_word(name, names, n);
	return parser_fault(
		parser, parser->at,
		near ? memory_format(parser->ctx, "write '%s'", near)
		     : "use chart, table, numbers, callout, contents or page; "
		       "plain code takes no name",
		"there is no block '%s'", name);
}

static int read_head(struct template_parser *parser, size_t begin, size_t end,
		     struct template_block *block)
{
	char *name = memory_text_n(parser->ctx, parser->source->text + begin,
				   end - begin);
	char *argument = name + strcspn(name, " \t");

	if (*argument) {
		*argument++ = '\0';
		argument += strspn(argument, " \t");
		argument[strcspn(argument, " \t")] = '\0';
	}
	block->argument = argument;
	for (block->form = block_forms; block->form->name; block->form++)
		if (strcmp(block->form->name, name) == 0)
			return 0;
	return unknown_kind(parser, name);
}

/* Length of "key:" at the start of the line AT, or 0. */
static size_t key_length(const struct template_parser *parser, size_t at)
{
	const char *text = parser->source->text + at;
	size_t n = 0;

	while (islower((unsigned char)text[n]) || text[n] == '_')
		n++;
	if (n == 0 || text[n] != ':')
		return 0;
	return isspace((unsigned char)text[n + 1]) ? n : 0;
}

static bool knows_key(const struct block_form *form, const char *key,
		      size_t length)
{
	for (size_t i = 0; form->keys && form->keys[i]; i++)
		if (strlen(form->keys[i]) == length &&
		    strncmp(form->keys[i], key, length) == 0)
			return true;
	return form->takes_options;
}

static int unknown_key(struct template_parser *parser,
		       const struct template_block *block, const char *key)
{
	const char *near = NULL;
	size_t n = 0;

	while (block->form->keys[n])
		n++;
	near = nearest_word(key, block->form->keys, n);
	return parser_fault(
		parser, parser->at,
		near ? memory_format(parser->ctx, "write '%s:'", near)
		     : "see config/templates/README.md",
		"a %s block has no key '%s'", block->form->name, key);
}

/* One "key: value", which goes on until the next key or the end. */
static int read_field(struct template_parser *parser, size_t end,
		      struct template_block *block)
{
	size_t length = key_length(parser, parser->at);
	size_t begin = parser->at + length + 1;
	size_t stop = line_end(parser, parser->at);
	struct block_field field = { .at = parser->at };

	field.key = memory_text_n(parser->ctx,
				  parser->source->text + parser->at, length);
	if (!knows_key(block->form, field.key, length))
		return unknown_key(parser, block, field.key);
	if (template_field(block, field.key))
		return parser_fault(parser, parser->at, "keep one of them",
				    "the key '%s' stands twice", field.key);
	while (!block->form->has_body && stop + 1 < end &&
	       !key_length(parser, stop + 1))
		stop = line_end(parser, stop + 1);
	parser->at = stop < end ? stop + 1 : end;
	while (begin < stop &&
	       isspace((unsigned char)parser->source->text[begin]))
		begin++;
	while (stop > begin &&
	       isspace((unsigned char)parser->source->text[stop - 1]))
		stop--;
	if (parse_stretch(parser, begin, stop, &field.value) < 0)
		return -1;
	memory_append(parser->ctx, block->fields, struct block_field,
		      block->n_fields, field);
	return 0;
}

static bool is_blank_line(const struct template_parser *parser, size_t at)
{
	size_t end = line_end(parser, at);

	while (at < end && isspace((unsigned char)parser->source->text[at]))
		at++;
	return at == end;
}

static int read_inside(struct template_parser *parser, size_t end,
		       struct template_block *block)
{
	const struct block_form *form = block->form;

	while (parser->at < end) {
		size_t key = form->keys ? key_length(parser, parser->at) : 0;

		if (key &&
		    (!form->has_body ||
		     knows_key(form, parser->source->text + parser->at, key))) {
			if (read_field(parser, end, block) < 0)
				return -1;
		} else if (form->has_body) {
			return parse_stretch(parser, parser->at, end,
					     &block->body);
		} else if (is_blank_line(parser, parser->at)) {
			parser->at = line_end(parser, parser->at) + 1;
		} else {
			return parser_fault(parser, parser->at,
					    "write 'key: value' lines",
					    "a %s block does not take this "
					    "line",
					    form->name);
		}
	}
	return 0;
}

/* Offset of the line that closes a fence of N marks; parser->end if none. */
static size_t find_close(const struct template_parser *parser, size_t at,
			 size_t n)
{
	while (at < parser->end) {
		size_t marks = fence_length(parser, at);

		if (marks >= n && is_blank_line(parser, at + marks))
			return at;
		at = line_end(parser, at) + 1;
	}
	return parser->end;
}

static int check_levels(struct template_parser *parser,
			const struct template_block *block)
{
	const struct block_field *levels = template_field(block, "levels");

	if (!levels || template_levels(block).usual)
		return 0;
	return parser_fault(parser, levels->at, "write 'levels: 1', 2 or 3",
			    "contents cannot have these levels");
}

static int check_height(struct template_parser *parser,
			const struct template_block *block)
{
	const struct block_field *height = template_field(block, "height");

	if (!height || template_height(height) > 0)
		return 0;
	return parser_fault(parser, height->at,
			    "write points, such as 'height: 240'",
			    "a chart cannot have this height");
}

static int check_block(struct template_parser *parser, size_t at,
		       const struct template_block *block)
{
	if (block->form->keys == contents_keys)
		return check_levels(parser, block);
	if (block->form->keys == callout_keys || !block->form->keys)
		return 0;
	if (template_field(block, "from"))
		return check_height(parser, block);
	return parser_fault(parser, at, "write 'from: select ...'",
			    "the %s block has no query", block->form->name);
}

int parse_block(struct template_parser *parser, struct template_block **block)
{
	size_t open = parser->at, marks = fence_length(parser, open);
	size_t head_end = line_end(parser, open);
	size_t close = find_close(parser, head_end + 1, marks);

	*block = memory_new(parser->ctx, struct template_block);
	if (close >= parser->end)
		return parser_fault(parser, open, "close it with a line of ```",
				    "the block is not closed");
	if (read_head(parser, open + marks, head_end, *block) < 0)
		return -1;
	parser->at = head_end + 1;
	if (read_inside(parser, close, *block) < 0 ||
	    check_block(parser, open, *block) < 0)
		return -1;
	parser->at = line_end(parser, close);
	parser->at += parser->at < parser->end;
	return 0;
}

const struct block_field *template_field(const struct template_block *block,
					 const char *key)
{
	for (size_t i = 0; i < block->n_fields; i++)
		if (strcmp(block->fields[i].key, key) == 0)
			return &block->fields[i];
	return NULL;
}

double template_height(const struct block_field *field)
{
	const struct template_node *node = field->value.items;
	double height = 0;
	char text[8];

	if (field->value.n != 1 || node->kind != NODE_TEXT ||
	    node->length >= sizeof text)
		return 0;
	memcpy(text, node->text, node->length);
	text[node->length] = '\0';
	return text_parse_number(text, '.', &height) ? fmax(height, 0) : 0;
}

/* "2", or "2, 1" with that of unnumbered chapters. */
struct template_levels template_levels(const struct template_block *block)
{
	const struct block_field *field = template_field(block, "levels");
	const struct template_node *node = field ? field->value.items : NULL;
	struct template_levels levels = { 0 };
	int end = 0;

	if (!field || field->value.n != 1 || node->kind != NODE_TEXT ||
	    sscanf(node->text, "%1d%n , %1d%n", &levels.usual, &end,
		   &levels.unnumbered, &end) < 1)
		return levels;
	if ((size_t)end != node->length || levels.usual < 1 ||
	    levels.usual > 3 || levels.unnumbered < 0 || levels.unnumbered > 3)
		levels = (struct template_levels){ 0 };
	return levels;
}
