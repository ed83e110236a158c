#include "pipeline/page/markdown.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/markdown_span.h"

#include <cmark-gfm-core-extensions.h>
#include <pthread.h>
#include <string.h>

enum { HEADING_MAX = 4, NARROW_CELL = 36 };

static bool has_anchor(const struct markdown_index *index, const char *anchor)
{
	for (size_t i = 0; i < index->n_anchors; i++)
		if (strcmp(index->anchors[i], anchor) == 0)
			return true;
	return false;
}

const char *markdown_anchor(struct markdown_index *index, const char *wanted)
{
	const char *anchor = memory_text(index, wanted);

	for (int number = 2; has_anchor(index, anchor); number++)
		anchor = memory_format(index, "%s-%d", wanted, number);
	memory_append(index, index->anchors, const char *, index->n_anchors,
		      anchor);
	return anchor;
}

static size_t spans_length(const struct spans *spans)
{
	size_t n = 0;

	for (size_t i = 0; i < spans->n; i++)
		n += text_count(spans->items[i].text);
	return n;
}

void markdown_weigh_columns(struct table_block *table)
{
	for (size_t c = 0; c < table->n_columns; c++) {
		size_t longest = 0;

		for (size_t r = 0; r < table->n_rows; r++) {
			const struct spans *cell =
				&table->cells[r * table->n_columns + c];
			size_t length = spans_length(cell);

			if (length > longest &&
			    !(table->is_group_row && table->is_group_row[r]))
				longest = length;
		}
		/* Wide text shares what the narrow columns leave. */
		table->columns[c].weight =
			longest > NARROW_CELL ? (double)longest : 0;
	}
}

/* One word of a heading's attributes; false if it is none. */
static bool read_attribute(const void *ctx, struct block *block,
			   const char *word)
{
	if (strcmp(word, "-") == 0)
		block->is_unnumbered = true;
	else if (strcmp(word, "keep") == 0)
		block->is_kept = true;
	else if (*word == '#' && word[1])
		block->anchor = memory_text(ctx, word + 1);
	else
		return false;
	return true;
}

static bool read_attributes(const void *ctx, struct block *block, char *words)
{
	for (char *word = strsep(&words, " "); word; word = strsep(&words, " "))
		if (*word && !read_attribute(ctx, block, word))
			return false;
	return true;
}

/* Cut the attributes off the last span: "Title {- keep #name}".  Braces with
 * anything else in them are text. */
static void cut_attributes(const void *ctx, struct block *block)
{
	struct span *last =
		block->text.n ? &block->text.items[block->text.n - 1] : NULL;
	const char *open = last ? strrchr(last->text, '{') : NULL;
	size_t length = open ? strlen(open) : 0;
	struct block read = *block;

	if (length < 3 || open[length - 1] != '}' ||
	    !read_attributes(ctx, &read,
			     memory_text_n(ctx, open + 1, length - 2)))
		return;
	*block = read;
	while (open > last->text && open[-1] == ' ')
		open--;
	last->text =
		memory_text_n(ctx, last->text, (size_t)(open - last->text));
}

static int read_heading(struct markdown_reader *reader, cmark_node *node,
			struct block *block)
{
	const char *anchor;

	block->kind = BLOCK_HEADING;
	block->level = cmark_node_get_heading_level(node);
	if (block->level > HEADING_MAX)
		return markdown_refuse(reader, node, "use at most four #",
				       "a heading of this level does not "
				       "exist in a report");
	if (markdown_spans(reader, node, &block->text) < 0)
		return -1;
	cut_attributes(reader->ctx, block);
	anchor = block->anchor;
	if (!anchor)
		anchor = text_slug(reader->ctx,
				   spans_text(reader->ctx, &block->text));
	block->anchor = markdown_anchor(reader->source->index, anchor);
	return 0;
}

static enum cell_align align_of(uint8_t mark)
{
	switch (mark) {
	case 'c':
		return ALIGN_CENTRE;
	case 'r':
		return ALIGN_RIGHT;
	default:
		return ALIGN_LEFT;
	}
}

static int read_row(struct markdown_reader *reader, cmark_node *row,
		    struct spans *cells, size_t n)
{
	cmark_node *cell = cmark_node_first_child(row);

	for (size_t i = 0; cell && i < n; i++, cell = cmark_node_next(cell))
		if (markdown_spans(reader, cell, &cells[i]) < 0)
			return -1;
	return 0;
}

static int read_header(struct markdown_reader *reader, cmark_node *node,
		       struct table_block *table)
{
	const uint8_t *marks = cmark_gfm_extensions_get_table_alignments(node);
	struct spans *heads =
		memory_array(reader->ctx, struct spans, table->n_columns);

	if (read_row(reader, cmark_node_first_child(node), heads,
		     table->n_columns) < 0)
		return -1;
	for (size_t i = 0; i < table->n_columns; i++) {
		table->columns[i].heading = heads[i];
		table->columns[i].align = align_of(marks[i]);
	}
	return 0;
}

/* Whoever sets the whole first column in bold means it to head the rows. */
static bool has_row_heads(const struct table_block *table)
{
	for (size_t row = 0; row < table->n_rows; row++) {
		const struct spans *cell =
			&table->cells[row * table->n_columns];

		for (size_t i = 0; i < cell->n; i++)
			if (cell->items[i].style != FONT_BOLD)
				return false;
		if (cell->n == 0)
			return false;
	}
	return table->n_rows > 0;
}

static int read_table(struct markdown_reader *reader, cmark_node *node,
		      struct block *block)
{
	struct table_block *table = memory_new(reader->ctx, struct table_block);
	cmark_node *row = cmark_node_next(cmark_node_first_child(node));
	size_t r = 0;

	block->kind = BLOCK_TABLE;
	block->table = table;
	table->n_columns = cmark_gfm_extensions_get_table_columns(node);
	table->columns = memory_array(reader->ctx, struct table_column_style,
				      table->n_columns);
	if (read_header(reader, node, table) < 0)
		return -1;
	for (cmark_node *at = row; at; at = cmark_node_next(at))
		table->n_rows++;
	table->cells = memory_array(reader->ctx, struct spans,
				    table->n_rows * table->n_columns);
	for (; row; row = cmark_node_next(row), r++)
		if (read_row(reader, row, &table->cells[r * table->n_columns],
			     table->n_columns) < 0)
			return -1;
	table->has_row_heads = has_row_heads(table);
	markdown_weigh_columns(table);
	return 0;
}

static int read_children(struct markdown_reader *reader, cmark_node *node,
			 struct blocks *blocks);

static int read_list(struct markdown_reader *reader, cmark_node *node,
		     struct block *block)
{
	block->kind = BLOCK_LIST;
	block->is_ordered =
		cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	for (cmark_node *item = cmark_node_first_child(node); item;
	     item = cmark_node_next(item)) {
		struct blocks blocks = { 0 };

		if (read_children(reader, item, &blocks) < 0)
			return -1;
		memory_append(reader->ctx, block->list_items, struct blocks,
			      block->n_list_items, blocks);
	}
	return 0;
}

/* Lines of code are paragraphs: a report has no running code of its own. */
static void add_code(struct markdown_reader *reader, cmark_node *node,
		     struct blocks *blocks)
{
	char *rest = markdown_fill(reader, cmark_node_get_literal(node));

	for (char *line = strsep(&rest, "\n"); line;
	     line = strsep(&rest, "\n")) {
		struct block block = { .kind = BLOCK_PARAGRAPH };

		if (!*line)
			continue;
		block.text = spans_plain(reader->ctx, line);
		block.text.items[0].is_code = true;
		memory_append(reader->ctx, blocks->items, struct block,
			      blocks->n, block);
	}
}

static int refuse_block(struct markdown_reader *reader, cmark_node *node)
{
	if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK)
		return markdown_refuse(reader, node,
				       "write it in Markdown; a comment is "
				       "{{! text}}",
				       "raw HTML does not work in a report");
	if (cmark_node_get_type(node) == CMARK_NODE_THEMATIC_BREAK)
		return markdown_refuse(reader, node,
				       "use a heading, or a page block for a "
				       "new page",
				       "a rule does not work in a report");
	return markdown_refuse(reader, node, "use plain Markdown",
			       "this kind of block does not work in a report");
}

static int read_block(struct markdown_reader *reader, cmark_node *node,
		      struct block *block)
{
	cmark_node_type type = cmark_node_get_type(node);

	if (type == CMARK_NODE_HEADING)
		return read_heading(reader, node, block);
	if (type == CMARK_NODE_LIST)
		return read_list(reader, node, block);
	if (type == CMARK_NODE_PARAGRAPH) {
		block->kind = BLOCK_PARAGRAPH;
		return markdown_spans(reader, node, &block->text);
	}
	if (type == CMARK_NODE_BLOCK_QUOTE) {
		block->kind = BLOCK_CALLOUT;
		return read_children(reader, node, &block->body);
	}
	/* Extension types are numbers given at run time. */
	if (strcmp(cmark_node_get_type_string(node), "table") == 0)
		return read_table(reader, node, block);
	return refuse_block(reader, node);
}

static int read_children(struct markdown_reader *reader, cmark_node *node,
			 struct blocks *blocks)
{
	for (cmark_node *kid = cmark_node_first_child(node); kid;
	     kid = cmark_node_next(kid)) {
		struct block block = { 0 };

		if (cmark_node_get_type(kid) == CMARK_NODE_CODE_BLOCK) {
			add_code(reader, kid, blocks);
			continue;
		}
		if (read_block(reader, kid, &block) < 0)
			return -1;
		memory_append(reader->ctx, blocks->items, struct block,
			      blocks->n, block);
	}
	return 0;
}

static cmark_node *parse(const char *text)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	cmark_parser *parser;
	cmark_syntax_extension *table;
	cmark_node *root;

	/* cmark keeps its extensions in one list for the whole process. */
	pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
	parser = memory_check(cmark_parser_new(CMARK_OPT_DEFAULT));
	table = memory_check(cmark_find_syntax_extension("table"));
	cmark_parser_attach_syntax_extension(parser, table);
	cmark_parser_feed(parser, text, strlen(text));
	root = memory_check(cmark_parser_finish(parser));
	cmark_parser_free(parser);
	return root;
}

int markdown_blocks(const void *ctx, const struct markdown_source *source,
		    struct blocks *blocks, struct error *error)
{
	struct markdown_reader reader = { ctx, source, error };
	cmark_node *root = parse(source->text);
	int result = read_children(&reader, root, blocks);

	cmark_node_free(root);
	return result;
}

int markdown_inline(const void *ctx, const struct markdown_source *source,
		    struct spans *spans, struct error *error)
{
	struct markdown_reader reader = { ctx, source, error };
	cmark_node *root = parse(source->text);
	int result = 0;

	for (cmark_node *kid = cmark_node_first_child(root); kid && !result;
	     kid = cmark_node_next(kid)) {
		if (cmark_node_get_type(kid) == CMARK_NODE_PARAGRAPH)
			result = markdown_spans(&reader, kid, spans);
		else
			result = markdown_refuse(&reader, kid,
						 "write one line of text",
						 "only a text can stand here");
	}
	cmark_node_free(root);
	return result;
}
