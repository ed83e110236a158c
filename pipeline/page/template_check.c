#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/draw/chart.h"
#include "pipeline/page/markdown.h"
#include "pipeline/page/template.h"
#include "pipeline/page/template_front.h"
#include "pipeline/page/template_parse.h"
#include "pipeline/page/template_select.h"
#include "pipeline/page/template_text.h"

#include <string.h>

/* A template read without data: loops run once, an if goes both ways. */
struct checker {
	const void *ctx;
	const struct template_source *source;
	struct template_text *pending;
	struct markdown_index *index;
	const char **queries; /* names known here, n_queries of them */
	const struct template_nodes **selects; /* what each asks for */
	size_t n_queries;
	struct error *error;
};

static int check_nodes(struct checker *checker,
		       const struct template_nodes *nodes,
		       struct template_text *text);

static int fault(struct checker *checker, size_t at, const char *remedy,
		 const char *what, const char *word)
{
	return error_set(checker->error, ERROR_PROJECT,
			 template_place(checker->ctx, checker->source, at),
			 remedy, "%s '%s'", what, word);
}

static const char *suggest(struct checker *checker, const char *word,
			   const char *const *names, size_t n,
			   const char *otherwise)
{
	const char *near = nearest_word(word, names, n);

	return near ? memory_format(checker->ctx, "write '%s'", near)
		    : otherwise;
}

/* ---- values ---- */

/* Of the query NAME, or NULL. */
static const struct template_nodes *select_of(const struct checker *checker,
					      const char *name)
{
	for (size_t i = checker->n_queries; i > 0; i--)
		if (strcmp(checker->queries[i - 1], name) == 0)
			return checker->selects[i - 1];
	return NULL;
}

static int check_sentence(struct checker *checker,
			  const struct expression *expression,
			  const struct template_nodes *select)
{
	const char *const *needs = sentence_kind_needs(expression->sentence);

	for (; *needs; needs++)
		if (!select_may_give(checker->ctx, select, *needs))
			return error_set(
				checker->error, ERROR_PROJECT,
				template_place(checker->ctx, checker->source,
					       expression->at),
				sentence_needs_remedy(checker->ctx,
						      expression->sentence),
				"this sentence wants a column '%s', which the "
				"query '%s' lacks",
				*needs, expression->name);
	return 0;
}

static int check_expression(struct checker *checker,
			    const struct expression *expression)
{
	const char *name = expression->name;
	const struct template_nodes *select = select_of(checker, name);

	if (expression->sentence && select)
		return check_sentence(checker, expression, select);
	if (!expression->column && !expression->is_interval &&
	    !expression->sentence)
		return 0; /* a fact: only the data know */
	if (select || (expression->column && (strcmp(name, "project") == 0 ||
					      strcmp(name, "t") == 0)))
		return 0;
	return fault(checker, expression->at,
		     suggest(checker, name, checker->queries,
			     checker->n_queries,
			     "write {{query NAME: select ...}} before it"),
		     "there is no query here of the name", name);
}

static void add_query(struct checker *checker, const struct template_node *node)
{
	size_t n = checker->n_queries;

	memory_append(checker->ctx, checker->selects,
		      const struct template_nodes *, n, &node->query);
	memory_append(checker->ctx, checker->queries, const char *,
		      checker->n_queries, node->name);
}

/* SQL, captions ...: text that makes no blocks. */
static int check_apart(struct checker *checker,
		       const struct template_nodes *nodes)
{
	size_t known = checker->n_queries;
	struct template_text *text =
		template_text_new(checker->ctx, TEXT_PLAIN, checker->source);
	int result = check_nodes(checker, nodes, text);

	checker->n_queries = known;
	return result;
}

/* ---- blocks ---- */

static int flush(struct checker *checker)
{
	struct markdown_source source =
		template_text_markdown(checker->pending, checker->index);
	struct blocks blocks = { 0 };

	checker->pending =
		template_text_new(checker->ctx, TEXT_MARKDOWN, checker->source);
	return markdown_blocks(checker->ctx, &source, &blocks, checker->error);
}

static size_t count_names(const char *const *names)
{
	size_t n = 0;

	while (names && names[n])
		n++;
	return n;
}

static bool has_name(const char *const *names, const char *name)
{
	for (size_t i = 0; names && names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static int find_chart(struct checker *checker,
		      const struct template_block *block, size_t at,
		      const struct chart **chart)
{
	const char **names = NULL;
	size_t n = 0;

	*chart = chart_find(block->argument);
	if (*chart)
		return 0;
	for (size_t i = 0; charts[i]; i++)
		memory_append(checker->ctx, names, const char *, n,
			      charts[i]->name);
	return fault(checker, at,
		     suggest(checker, block->argument, names, n,
			     "see divario chart --help"),
		     "there is no chart", block->argument);
}

static int check_chart(struct checker *checker,
		       const struct template_block *block, size_t at)
{
	const struct chart *chart;

	if (find_chart(checker, block, at, &chart) < 0)
		return -1;
	for (size_t i = 0; i < block->n_fields; i++) {
		const char *key = block->fields[i].key;

		if (strcmp(key, "edges") == 0 && !chart->takes_edges)
			return fault(checker, block->fields[i].at,
				     "leave it out, or draw a network or a map",
				     "this chart takes no", key);
		if (!has_name(block->form->keys, key) &&
		    !has_name(chart->options, key))
			return fault(checker, block->fields[i].at,
				     suggest(checker, key, chart->options,
					     count_names(chart->options),
					     "see divario chart --help"),
				     "this chart has no option", key);
	}
	return 0;
}

static int check_block(struct checker *checker,
		       const struct template_node *node)
{
	const struct template_block *block = node->block;
	struct template_text *body =
		template_text_new(checker->ctx, TEXT_MARKDOWN, checker->source);
	struct markdown_source source;
	struct blocks blocks = { 0 };

	if (flush(checker) < 0 || (block->form->takes_options &&
				   check_chart(checker, block, node->at) < 0))
		return -1;
	for (size_t i = 0; i < block->n_fields; i++)
		if (check_apart(checker, &block->fields[i].value) < 0)
			return -1;
	if (check_nodes(checker, &block->body, body) < 0)
		return -1;
	if (!block->form->has_body || !block->form->keys)
		return 0;
	source = template_text_markdown(body, checker->index);
	return markdown_blocks(checker->ctx, &source, &blocks, checker->error);
}

/* ---- nodes ---- */

static int check_branches(struct checker *checker,
			  const struct template_node *node,
			  struct template_text *text)
{
	size_t known = checker->n_queries;

	if (node->kind == NODE_EACH)
		add_query(checker, node);
	if (check_nodes(checker, &node->body, text) < 0)
		return -1;
	checker->n_queries = known;
	if (check_nodes(checker, &node->otherwise, text) < 0)
		return -1;
	checker->n_queries = known;
	return 0;
}

static int check_directive(struct checker *checker,
			   const struct template_node *node,
			   struct template_text *text)
{
	if (node->expression && check_expression(checker, node->expression) < 0)
		return -1;
	if (check_apart(checker, &node->query) < 0)
		return -1;
	if (node->kind != NODE_QUERY)
		return check_branches(checker, node, text);
	add_query(checker, node);
	return 0;
}

/* TEXT NULL: to what is pending, with blocks. */
static int check_node(struct checker *checker, const struct template_node *node,
		      struct template_text *text)
{
	struct template_text *target = text ? text : checker->pending;

	switch (node->kind) {
	case NODE_TEXT:
		template_text_add(target, node->text, node->length, node->at);
		return 0;
	case NODE_VALUE:
		template_text_value(target, value_null(), "0", node->at);
		return check_expression(checker, node->expression);
	case NODE_BLOCK:
		return check_block(checker, node);
	case NODE_QUERY:
	case NODE_EACH:
	case NODE_IF:
	default:
		return check_directive(checker, node, text);
	}
}

static int check_nodes(struct checker *checker,
		       const struct template_nodes *nodes,
		       struct template_text *text)
{
	for (size_t i = 0; i < nodes->n; i++)
		if (check_node(checker, &nodes->items[i], text) < 0)
			return -1;
	return 0;
}

/* ---- the file ---- */

static int check_front_text(struct checker *checker,
			    const struct template_source *text,
			    struct template_nodes *nodes)
{
	checker->source = text;
	if (template_parse(checker->ctx, text, nodes, checker->error) < 0)
		return -1;
	return check_apart(checker, nodes);
}

static int check_front(struct checker *checker,
		       const struct template_file *file, const char *language)
{
	struct template_front front;
	struct template_node *sheet =
		memory_new(checker->ctx, struct template_node);

	if (template_front_read(checker->ctx, file, language, &front,
				checker->error) < 0)
		return -1;
	if (front.each) {
		if (check_front_text(checker, front.each, &sheet->query) < 0)
			return -1;
		sheet->name = "sheet";
		add_query(checker, sheet);
	}
	for (size_t i = 0; i < front.n_fields; i++) {
		struct template_nodes nodes = { 0 };

		if (check_front_text(checker, front.fields[i].text, &nodes) < 0)
			return -1;
	}
	return 0;
}

static int check_language(const void *ctx, const struct template_file *file,
			  const char *language, struct error *error)
{
	struct checker checker = { .ctx = ctx, .error = error };
	struct template_nodes nodes = { 0 };

	if (check_front(&checker, file, language) < 0)
		return -1;
	checker.source = template_source_new(ctx, file, language);
	checker.index = memory_new(ctx, struct markdown_index);
	checker.pending = template_text_new(ctx, TEXT_MARKDOWN, checker.source);
	if (template_parse(ctx, checker.source, &nodes, error) < 0 ||
	    check_nodes(&checker, &nodes, NULL) < 0)
		return -1;
	return flush(&checker);
}

int template_check(const void *ctx, const char *path, const char *folder,
		   struct error *error)
{
	void *scratch = talloc_new(ctx);
	struct template_file *file;
	int result = template_file_read(scratch, path, folder, &file, error);

	if (result == 0 && file->n_languages == 0)
		result = check_language(scratch, file, "", error);
	for (size_t i = 0; result == 0 && i < file->n_languages; i++)
		result = check_language(scratch, file, file->languages[i],
					error);
	talloc_free(scratch);
	return result;
}
