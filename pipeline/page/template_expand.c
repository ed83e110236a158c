#include "pipeline/core/memory.h"
#include "pipeline/data/redact_words.h"
#include "pipeline/page/template_filler.h"

#include <string.h>

/* To TEXT, or to what is pending when it is NULL (a block puts a new text
 * there, so it cannot be passed down). */
static int write_nodes(struct template_filler *filler,
		       const struct template_nodes *nodes,
		       struct template_text *text);

/* ---- values ---- */

static int write_value(struct template_filler *filler,
		       const struct template_node *node,
		       struct template_text *text)
{
	struct value value;

	if (filler_evaluate(filler, node->expression, &value) < 0)
		return -1;
	if (text->use == TEXT_SQL && text->in_quotes)
		return filler_fault(filler, node->at,
				    "take the quotes away: values are bound, "
				    "not pasted",
				    "a value stands inside quotes");
	if (text->n_values >= MARKDOWN_VALUES_MAX)
		return filler_fault(filler, node->at,
				    "put a block or a heading between",
				    "too many values in one stretch of text");
	template_text_value(
		text, value,
		filter_show(filler->ctx, &value, filler->request->phrases),
		node->at);
	return 0;
}

/* ---- queries and loops ---- */

void filler_push(struct template_filler *filler, const char *name,
		 const struct table *table)
{
	struct template_variable *variable =
		memory_new(filler->ctx, struct template_variable);

	variable->name = name;
	variable->table = table;
	variable->outer = filler->variables;
	filler->variables = variable;
}

static int write_query(struct template_filler *filler,
		       const struct template_node *node)
{
	struct table *table;

	if (filler_query(filler, &node->query, node->at, &table) < 0)
		return -1;
	filler_push(filler, node->name, table);
	return 0;
}

static int write_each(struct template_filler *filler,
		      const struct template_node *node,
		      struct template_text *text)
{
	struct template_variable *outer = filler->variables;
	struct table *table;

	if (filler_query(filler, &node->query, node->at, &table) < 0)
		return -1;
	for (size_t r = 0; r < table->n_rows; r++) {
		filler_push(filler, node->name, table);
		filler->variables->row = r;
		if (write_nodes(filler, &node->body, text) < 0)
			return -1;
		filler->variables = outer;
	}
	return 0;
}

static bool is_true(const struct value *value)
{
	switch (value->kind) {
	case VALUE_INTEGER:
		return value->integer != 0;
	case VALUE_REAL:
		return value->real != 0;
	case VALUE_TEXT:
		return *value->text != '\0';
	case VALUE_NULL:
	default:
		return false;
	}
}

static int decide(struct template_filler *filler,
		  const struct template_node *node, bool *decision)
{
	struct value value = value_null();
	struct table *table;

	if (node->expression) {
		if (filler_evaluate(filler, node->expression, &value) < 0)
			return -1;
	} else {
		if (filler_query(filler, &node->query, node->at, &table) < 0)
			return -1;
		if (table->n_rows)
			value = table->cells[0];
	}
	*decision = is_true(&value);
	return 0;
}

static int write_if(struct template_filler *filler,
		    const struct template_node *node,
		    struct template_text *text)
{
	struct template_variable *outer = filler->variables;
	bool decision;
	int result;

	if (decide(filler, node, &decision) < 0)
		return -1;
	result = write_nodes(filler, decision ? &node->body : &node->otherwise,
			     text);
	filler->variables = outer;
	return result;
}

/* ---- nodes ---- */

static int write_block(struct template_filler *filler,
		       const struct template_node *node)
{
	if (filler_flush(filler) < 0)
		return -1;
	return filler_block(filler, node->block, node->at);
}

static int write_node(struct template_filler *filler,
		      const struct template_node *node,
		      struct template_text *text)
{
	switch (node->kind) {
	case NODE_TEXT:
		template_text_add(text ? text : filler->pending, node->text,
				  node->length, node->at);
		return 0;
	case NODE_VALUE:
		return write_value(filler, node, text ? text : filler->pending);
	case NODE_QUERY:
		return write_query(filler, node);
	case NODE_EACH:
		return write_each(filler, node, text);
	case NODE_IF:
		return write_if(filler, node, text);
	case NODE_BLOCK:
	default:
		return write_block(filler, node);
	}
}

static int write_nodes(struct template_filler *filler,
		       const struct template_nodes *nodes,
		       struct template_text *text)
{
	for (size_t i = 0; i < nodes->n; i++)
		if (write_node(filler, &nodes->items[i], text) < 0)
			return -1;
	return 0;
}

int filler_expand(struct template_filler *filler,
		  const struct template_nodes *nodes,
		  struct template_text *text)
{
	struct template_variable *outer = filler->variables;
	int result = write_nodes(filler, nodes, text);

	filler->variables = outer;
	return result;
}

/* ---- what the text becomes ---- */

int filler_flush(struct template_filler *filler)
{
	struct template_text *text = filler->pending;
	struct markdown_source source =
		template_text_markdown(text, filler->index);

	filler->pending =
		template_text_new(filler->ctx, TEXT_MARKDOWN, filler->source);
	return markdown_blocks(filler->ctx, &source, filler->blocks,
			       filler->error);
}

/* What is left out of a quote is said in the reader's language. */
static void word_marks(const struct template_filler *filler,
		       struct table *table)
{
	size_t n = table->n_rows * table->n_columns;

	for (size_t i = 0; i < n; i++) {
		struct value *cell = &table->cells[i];

		if (cell->kind == VALUE_TEXT && cell->text)
			*cell = value_text(redact_words(
				table, filler->request->phrases, cell->text));
	}
}

int filler_query(struct template_filler *filler,
		 const struct template_nodes *query, size_t at,
		 struct table **table)
{
	struct template_text *sql =
		template_text_new(filler->ctx, TEXT_SQL, filler->source);

	if (filler_expand(filler, query, sql) < 0 ||
	    database_query(filler->ctx, filler->request->published, sql->text,
			   sql->parameters, sql->n_parameters,
			   template_place(filler->ctx, filler->source, at),
			   table, filler->error) < 0)
		return -1;
	word_marks(filler, *table);
	return 0;
}

int filler_plain(struct template_filler *filler,
		 const struct template_nodes *nodes, const char **text)
{
	struct template_text *plain =
		template_text_new(filler->ctx, TEXT_PLAIN, filler->source);

	if (filler_expand(filler, nodes, plain) < 0)
		return -1;
	*text = plain->text;
	return 0;
}

int filler_spans(struct template_filler *filler,
		 const struct template_nodes *nodes, struct spans *spans)
{
	struct template_text *text =
		template_text_new(filler->ctx, TEXT_MARKDOWN, filler->source);
	struct markdown_source source;

	if (filler_expand(filler, nodes, text) < 0)
		return -1;
	source = template_text_markdown(text, filler->index);
	return markdown_inline(filler->ctx, &source, spans, filler->error);
}

int filler_blocks(struct template_filler *filler,
		  const struct template_nodes *nodes, struct blocks *blocks)
{
	struct template_text *text =
		template_text_new(filler->ctx, TEXT_MARKDOWN, filler->source);
	struct markdown_source source;

	if (filler_expand(filler, nodes, text) < 0)
		return -1;
	source = template_text_markdown(text, filler->index);
	return markdown_blocks(filler->ctx, &source, blocks, filler->error);
}
