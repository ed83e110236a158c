#include "pipeline/page/markdown_span.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <string.h>

/* The style that the enclosing nodes give. */
struct inline_style {
	bool is_bold, is_italic;
	const char *link;
};

static enum font_style style_of(const struct inline_style *style)
{
	if (style->is_bold)
		return style->is_italic ? FONT_BOLD_ITALIC : FONT_BOLD;
	return style->is_italic ? FONT_ITALIC : FONT_REGULAR;
}

/* Byte offset of a node; cmark counts lines and columns (bytes) from 1. */
static size_t node_offset(const struct markdown_source *source,
			  cmark_node *node)
{
	int line = cmark_node_get_start_line(node);
	int column = cmark_node_get_start_column(node);
	const char *at = source->text;
	size_t offset;

	/* Inline nodes of some kinds carry no place: their parent has one. */
	for (; line == 0 && node; node = cmark_node_parent(node)) {
		line = cmark_node_get_start_line(node);
		column = cmark_node_get_start_column(node);
	}
	for (; line > 1 && strchr(at, '\n'); line--)
		at = strchr(at, '\n') + 1;
	offset = (size_t)(at - source->text);
	if (column > 1 && (size_t)column - 1 <= strcspn(at, "\n"))
		offset += (size_t)column - 1;
	return offset;
}

static const char *node_place(struct markdown_reader *reader, cmark_node *node)
{
	const struct markdown_source *source = reader->source;

	return source->place(reader->ctx, source->data,
			     node_offset(source, node));
}

int markdown_refuse(struct markdown_reader *reader, cmark_node *node,
		    const char *remedy, const char *what)
{
	return error_set(reader->error, ERROR_PROJECT, node_place(reader, node),
			 remedy, "%s", what);
}

static const char *value_at(const struct markdown_source *source,
			    int32_t codepoint)
{
	size_t i;

	if (codepoint < MARKDOWN_VALUE)
		return NULL;
	i = (size_t)(codepoint - MARKDOWN_VALUE);
	return i < source->n_values ? source->values[i] : NULL;
}

char *markdown_fill(struct markdown_reader *reader, const char *text)
{
	char *filled = memory_text(reader->ctx, "");
	const char *start = text, *next;

	for (const char *at = text; *at; at = next) {
		const char *value =
			value_at(reader->source, text_decode(at, &next));

		if (!value)
			continue;
		filled = memory_check(talloc_strndup_append_buffer(
			filled, start, (size_t)(at - start)));
		filled = memory_check(
			talloc_strdup_append_buffer(filled, value));
		start = next;
	}
	return memory_check(talloc_strdup_append_buffer(filled, start));
}

static bool same_link(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* cmark splits text at every special character: joined again here. */
static void add_span(struct markdown_reader *reader, struct spans *spans,
		     struct span span)
{
	struct span *last = spans->n ? &spans->items[spans->n - 1] : NULL;

	if (last && last->style == span.style &&
	    last->is_code == span.is_code && !last->reference &&
	    same_link(last->link, span.link))
		last->text = memory_format(reader->ctx, "%s%s", last->text,
					   span.text);
	else
		memory_append(reader->ctx, spans->items, struct span, spans->n,
			      span);
}

static void add_text(struct markdown_reader *reader, struct spans *spans,
		     const struct inline_style *style, const char *text,
		     bool is_code)
{
	struct span span = {
		.text = markdown_fill(reader, text),
		.style = style_of(style),
		.is_code = is_code,
		.link = style->link,
	};

	if (*span.text)
		add_span(reader, spans, span);
}

/* [](#name) and [#](#name) */
static enum reference reference_of(cmark_node *node, const char *url)
{
	cmark_node *text = cmark_node_first_child(node);
	const char *literal = text ? cmark_node_get_literal(text) : NULL;

	if (url[0] != '#')
		return REFERENCE_NONE;
	if (!text)
		return REFERENCE_NAME;
	return literal && strcmp(literal, "#") == 0 && !cmark_node_next(text)
		       ? REFERENCE_NUMBER
		       : REFERENCE_NONE;
}

static void note_link(struct markdown_reader *reader, cmark_node *node,
		      const char *url)
{
	struct markdown_index *index = reader->source->index;
	struct markdown_link link = {
		.anchor = memory_text(index, url + 1),
		.where = memory_text(index, node_place(reader, node)),
		.reference = reference_of(node, url),
	};

	memory_append(index, index->links, struct markdown_link, index->n_links,
		      link);
}

static int add_node(struct markdown_reader *reader, cmark_node *node,
		    struct inline_style style, struct spans *spans);

static int add_children(struct markdown_reader *reader, cmark_node *node,
			struct inline_style style, struct spans *spans)
{
	for (cmark_node *kid = cmark_node_first_child(node); kid;
	     kid = cmark_node_next(kid))
		if (add_node(reader, kid, style, spans) < 0)
			return -1;
	return 0;
}

/* What a reference says is known when all of the document is; a link without
 * text to the outside says where it leads. */
static int add_link(struct markdown_reader *reader, cmark_node *node,
		    struct inline_style style, struct spans *spans)
{
	const char *url = markdown_fill(reader, cmark_node_get_url(node));
	struct span span = { .style = style_of(&style),
			     .reference = reference_of(node, url),
			     .link = url };

	if (url[0] == '#')
		note_link(reader, node, url);
	style.link = url;
	if (cmark_node_first_child(node) && !span.reference)
		return add_children(reader, node, style, spans);
	span.text = span.reference ? "" : url;
	memory_append(reader->ctx, spans->items, struct span, spans->n, span);
	return 0;
}

static int add_leaf(struct markdown_reader *reader, cmark_node *node,
		    struct inline_style style, struct spans *spans)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
		add_text(reader, spans, &style, cmark_node_get_literal(node),
			 type == CMARK_NODE_CODE);
		return 0;
	}
	if (type == CMARK_NODE_HTML_INLINE)
		return markdown_refuse(reader, node,
				       "write it in Markdown; for a plain < "
				       "write \\<",
				       "raw HTML does not work in a report");
	if (type == CMARK_NODE_IMAGE)
		return markdown_refuse(reader, node, "use a chart block",
				       "pictures do not work in a report");
	return markdown_refuse(reader, node, "use plain Markdown",
			       "this mark does not work in a report");
}

static int add_node(struct markdown_reader *reader, cmark_node *node,
		    struct inline_style style, struct spans *spans)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
		add_text(reader, spans, &style,
			 type == CMARK_NODE_SOFTBREAK ? " " : "\n", false);
		return 0;
	}
	if (type == CMARK_NODE_STRONG)
		style.is_bold = true;
	else if (type == CMARK_NODE_EMPH)
		style.is_italic = true;
	else if (type == CMARK_NODE_LINK)
		return add_link(reader, node, style, spans);
	else
		return add_leaf(reader, node, style, spans);
	return add_children(reader, node, style, spans);
}

int markdown_spans(struct markdown_reader *reader, cmark_node *node,
		   struct spans *spans)
{
	struct inline_style style = { 0 };

	return add_children(reader, node, style, spans);
}
