#include "pipeline/run/yaml.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

/* Nested deeper than any project file; ends a run-away file early. */
enum { YAML_DEPTH = 32 };

struct reader {
	const char *file;
	struct error *error;
	int depth;
};

static struct yaml *read_node(const void *ctx, struct reader *reader,
			      struct fy_node *node);

/* Where a node begins: for a collection, where its first scalar does. */
static void set_mark(struct yaml *out, struct fy_node *node)
{
	while (node && !fy_node_is_scalar(node)) {
		if (fy_node_is_sequence(node)) {
			node = fy_node_sequence_get_by_index(node, 0);
		} else {
			struct fy_node_pair *pair =
				fy_node_mapping_get_by_index(node, 0);
			node = pair ? fy_node_pair_key(pair) : NULL;
		}
	}
	struct fy_token *token = node ? fy_node_get_scalar_token(node) : NULL;
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
	if (!mark)
		return;
	out->value_line = mark->line + 1;
	out->value_column = mark->column + 1;
}

/* ITEM was made on PARENT. */
static void add_item(struct yaml *parent, struct yaml *item)
{
	memory_append(parent, parent->items, struct yaml *, parent->n_items,
		      item);
}

static int read_list(struct yaml *out, struct reader *reader,
		     struct fy_node *node)
{
	void *next = NULL;
	struct fy_node *item;

	while ((item = fy_node_sequence_iterate(node, &next))) {
		struct yaml *child = read_node(out, reader, item);
		if (!child)
			return -1;
		child->line = child->value_line;
		child->column = child->value_column;
		add_item(out, child);
	}
	return 0;
}

static int key_error(struct reader *reader, const struct yaml *name)
{
	char *where = name ? yaml_where_value(NULL, reader->file, name)
			   : memory_text(NULL, reader->file);

	error_set(reader->error, ERROR_PROJECT, where,
		  "write keys as plain words", "a key is not a word");
	talloc_free(where);
	return -1;
}

static int read_pair(struct yaml *out, struct reader *reader,
		     struct fy_node_pair *pair)
{
	struct fy_node *key = fy_node_pair_key(pair);
	struct yaml *name = key ? read_node(out, reader, key) : NULL;

	if (!name || name->kind != YAML_TEXT || !*name->text)
		return key_error(reader, name);
	struct yaml *child = read_node(out, reader, fy_node_pair_value(pair));
	if (!child)
		return -1;
	child->key = memory_text(child, name->text);
	child->line = name->value_line;
	child->column = name->value_column;
	if (!child->value_line) {
		child->value_line = child->line;
		child->value_column = child->column;
	}
	talloc_free(name);
	add_item(out, child);
	return 0;
}

static int read_map(struct yaml *out, struct reader *reader,
		    struct fy_node *node)
{
	void *next = NULL;
	struct fy_node_pair *pair;

	while ((pair = fy_node_mapping_iterate(node, &next)))
		if (read_pair(out, reader, pair) < 0)
			return -1;
	return 0;
}

static struct yaml *read_node(const void *ctx, struct reader *reader,
			      struct fy_node *node)
{
	struct yaml *out = memory_new(ctx, struct yaml);
	int result = 0;

	if (++reader->depth > YAML_DEPTH) {
		error_set(reader->error, ERROR_PROJECT, reader->file,
			  "nest less deeply", "more than %d levels",
			  YAML_DEPTH);
		return NULL;
	}
	if (node)
		set_mark(out, node);
	if (!node || fy_node_is_scalar(node)) {
		size_t length = 0;
		const char *text =
			node ? fy_node_get_scalar(node, &length) : NULL;
		out->kind = YAML_TEXT;
		out->text = memory_text_n(out, text ? text : "", length);
		if (length == 4 && fy_node_get_style(node) == FYNS_PLAIN &&
		    strcmp(out->text, "null") == 0)
			out->text = memory_text(out, "");
	} else if (fy_node_is_sequence(node)) {
		out->kind = YAML_LIST;
		result = read_list(out, reader, node);
	} else {
		out->kind = YAML_MAP;
		result = read_map(out, reader, node);
	}
	reader->depth--;
	return result < 0 ? NULL : out;
}

/* The parser's own first complaint, placed in the user's file. */
static int syntax_error(const char *file, struct fy_diag *diag,
			struct error *error)
{
	void *next = NULL;
	const struct fy_diag_error *fault = fy_diag_errors_iterate(diag, &next);
	char *where = fault ? memory_format(NULL, "%s:%d:%d", file, fault->line,
					    fault->column)
			    : memory_text(NULL, file);

	error_set(error, ERROR_PROJECT, where,
		  "check the indentation, colons, brackets and quotes there",
		  "not valid YAML: %s",
		  fault ? fault->msg : "the file cannot be read as text");
	talloc_free(where);
	return -1;
}

static int build(const void *ctx, const char *path, const char *content,
		 size_t length, struct fy_diag *diag, struct yaml **tree,
		 struct error *error)
{
	const char *file = file_name(path);
	struct fy_parse_cfg config = { .flags = FYPCF_QUIET |
						FYPCF_COLLECT_DIAG |
						FYPCF_RESOLVE_DOCUMENT |
						FYPCF_DEFAULT_VERSION_1_2,
				       .diag = diag };
	struct reader reader = { .file = file, .error = error };

	struct fy_document *document =
		fy_document_build_from_string(&config, content, length);
	if (!document)
		return syntax_error(file, diag, error);
	struct fy_node *root = fy_document_root(document);
	*tree = read_node(ctx, &reader, root);
	fy_document_destroy(document);
	if (!*tree)
		return -1;
	(*tree)->line = 1;
	(*tree)->column = 1;
	return 0;
}

/* "project.yaml:3:7" of the byte AT. */
static char *place_of(const void *ctx, const char *path, const char *content,
		      size_t at)
{
	int line = 1, column = 1;

	for (size_t i = 0; i < at; i++) {
		column = content[i] == '\n' ? 1 : column + 1;
		line += content[i] == '\n';
	}
	return memory_format(ctx, "%s:%d:%d", file_name(path), line, column);
}

/* What the parser may hang on is refused before: bytes that are no text, and
 * directives, which no project needs. */
static int check_text(const void *ctx, const char *path, const char *content,
		      size_t length, struct error *error)
{
	const char *zero = memchr(content, '\0', length);
	size_t good = text_valid_prefix(content, zero ? (size_t)(zero - content)
						      : length);
	const char *directive =
		*content == '%' ? content : strstr(content, "\n%");

	if (good < length)
		return error_set(error, ERROR_PROJECT,
				 place_of(ctx, path, content, good),
				 "save the file as UTF-8",
				 "not UTF-8 text from here on");
	if (directive)
		return error_set(error, ERROR_PROJECT,
				 place_of(ctx, path, content,
					  (size_t)(directive - content) +
						  (*directive == '\n')),
				 "put quotes around the value, or leave the "
				 "line out",
				 "not valid YAML here: a line starts with %%");
	return 0;
}

int yaml_load(const void *ctx, const char *path, struct yaml **tree,
	      struct error *error)
{
	char *content;
	size_t length;

	if (file_read(ctx, path, &content, &length, error) < 0)
		return -1;
	if (check_text(ctx, path, content, length, error) < 0) {
		talloc_free(content);
		return -1;
	}
	struct fy_diag_cfg config;
	fy_diag_cfg_default(&config);
	config.fp = NULL;
	struct fy_diag *diag = fy_diag_create(&config);
	fy_diag_set_collect_errors(diag, true);
	int result = build(ctx, path, content, length, diag, tree, error);
	fy_diag_destroy(diag);
	talloc_free(content);
	return result;
}

struct yaml *yaml_find(const struct yaml *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->n_items; i++)
		if (strcmp(map->items[i]->key, key) == 0)
			return map->items[i];
	return NULL;
}

const char *yaml_text(const struct yaml *map, const char *key)
{
	const struct yaml *item = yaml_find(map, key);

	return item && item->kind == YAML_TEXT ? item->text : NULL;
}

double yaml_number(const struct yaml *map, const char *key, double otherwise)
{
	const char *text = yaml_text(map, key);
	double value;

	return text && text_parse_number(text, '.', &value) ? value : otherwise;
}

struct yaml *yaml_at(const struct yaml *tree, const char *path)
{
	char *steps = memory_text(NULL, path), *rest = NULL;
	struct yaml *found = NULL;

	for (char *step = strtok_r(steps, ".", &rest); step;
	     step = strtok_r(NULL, ".", &rest)) {
		found = yaml_find(tree, step);
		tree = found;
		if (!found)
			break;
	}
	talloc_free(steps);
	return found;
}

const char **yaml_texts(const void *ctx, const struct yaml *map,
			const char *key, size_t *n)
{
	const struct yaml *item = yaml_find(map, key);
	const char **texts = NULL;

	*n = 0;
	if (item && item->kind == YAML_TEXT)
		memory_append(ctx, texts, const char *, *n, item->text);
	for (size_t i = 0; item && i < item->n_items; i++)
		if (item->items[i]->kind == YAML_TEXT)
			memory_append(ctx, texts, const char *, *n,
				      item->items[i]->text);
	return texts;
}

void yaml_set(struct yaml *map, const char *key, const char *text)
{
	struct yaml *item = yaml_find(map, key);

	if (!item) {
		item = memory_new(map, struct yaml);
		item->kind = YAML_TEXT;
		item->key = memory_text(item, key);
		add_item(map, item);
	}
	item->text = memory_text(item, text);
}

static int by_key(const void *a, const void *b)
{
	const struct yaml *const *left = a, *const *right = b;

	return strcmp((*left)->key, (*right)->key);
}

static char *append_canonical(char *out, const struct yaml *node)
{
	if (node->kind == YAML_TEXT)
		return memory_check(talloc_asprintf_append_buffer(
			out, "%zu:%s", strlen(node->text), node->text));
	out = memory_check(talloc_strdup_append_buffer(
		out, node->kind == YAML_LIST ? "[" : "{"));
	struct yaml **items = memory_array(NULL, struct yaml *, node->n_items);
	for (size_t i = 0; i < node->n_items; i++)
		items[i] = node->items[i];
	if (node->kind == YAML_MAP && node->n_items)
		qsort(items, node->n_items, sizeof(*items), by_key);
	for (size_t i = 0; i < node->n_items; i++) {
		if (node->kind == YAML_MAP)
			out = memory_check(talloc_asprintf_append_buffer(
				out, "%s=", items[i]->key));
		out = append_canonical(out, items[i]);
	}
	talloc_free(items);
	return memory_check(talloc_strdup_append_buffer(
		out, node->kind == YAML_LIST ? "]" : "}"));
}

char *yaml_canonical(const void *ctx, const struct yaml *tree)
{
	char *out = memory_text(ctx, "");

	return tree ? append_canonical(out, tree) : out;
}

char *yaml_where(const void *ctx, const char *file, const struct yaml *node)
{
	return memory_format(ctx, "%s:%d:%d", file, node->line, node->column);
}

char *yaml_where_value(const void *ctx, const char *file,
		       const struct yaml *node)
{
	return memory_format(ctx, "%s:%d:%d", file, node->value_line,
			     node->value_column);
}
