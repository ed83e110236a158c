#include "pipeline/data/phrases.h"

#include "pipeline/core/file.h"
#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_LIMIT = 8 };

struct phrase {
	const char *key, *text;
	size_t order; /* later files win over earlier ones */
};

struct phrases {
	const char *language;
	struct phrase *items; /* sorted by key */
	size_t n_items;
	char digest[HASH_TEXT];
};

/* The file being flattened. */
struct reading {
	struct phrases *phrases;
	const char *path;
	struct error *error;
};

static const char *place(const void *ctx, const char *path, int line,
			 int column)
{
	return memory_format(ctx, "%s:%d:%d", path, line, column);
}

static int fault_at(struct reading *reading, struct fy_node *node,
		    const char *key)
{
	struct fy_token *token = fy_node_get_scalar_token(node);
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
	const char *where = reading->path;

	if (mark)
		where = place(reading->phrases, reading->path, mark->line + 1,
			      mark->column + 1);
	return error_set(reading->error, ERROR_PROJECT, where,
			 "write one text, or further keys below it",
			 "'%s' is not a phrase", key);
}

static void add(struct phrases *phrases, const char *key, struct fy_node *node)
{
	size_t length;
	const char *text = fy_node_get_scalar(node, &length);
	struct phrase phrase = {
		.key = key,
		.text = memory_text_n(phrases, text ? text : "",
				      text ? length : 0),
		.order = phrases->n_items,
	};

	memory_append(phrases, phrases->items, struct phrase, phrases->n_items,
		      phrase);
}

static int flatten(struct reading *reading, struct fy_node *node,
		   const char *prefix, int depth);

static int flatten_pair(struct reading *reading, struct fy_node_pair *pair,
			const char *prefix, int depth)
{
	struct fy_node *value = fy_node_pair_value(pair);
	size_t length;
	const char *name = fy_node_get_scalar(fy_node_pair_key(pair), &length);
	const char *key;

	if (!name)
		return fault_at(reading, fy_node_pair_key(pair), prefix);
	key = memory_format(reading->phrases, "%s%s%.*s", prefix,
			    *prefix ? "." : "", (int)length, name);
	if (fy_node_is_mapping(value))
		return flatten(reading, value, key, depth + 1);
	if (!value || !fy_node_is_scalar(value))
		return fault_at(reading, fy_node_pair_key(pair), key);
	add(reading->phrases, key, value);
	return 0;
}

static int flatten(struct reading *reading, struct fy_node *node,
		   const char *prefix, int depth)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	if (depth > DEPTH_LIMIT)
		return error_set(reading->error, ERROR_PROJECT, reading->path,
				 "use fewer levels",
				 "phrases are nested too deep at '%s'", prefix);
	while ((pair = fy_node_mapping_iterate(node, &at)))
		if (flatten_pair(reading, pair, prefix, depth) < 0)
			return -1;
	return 0;
}

static int syntax_fault(struct reading *reading, struct fy_diag *diag)
{
	void *at = NULL;
	struct fy_diag_error *first = fy_diag_errors_iterate(diag, &at);

	if (!first)
		return error_set(reading->error, ERROR_PROJECT, reading->path,
				 NULL, "the file is not valid YAML");
	return error_set(reading->error, ERROR_PROJECT,
			 place(reading->phrases, reading->path, first->line,
			       first->column),
			 "correct the YAML there", "not valid YAML: %s",
			 first->msg);
}

static int flatten_document(struct reading *reading,
			    struct fy_document *document)
{
	struct fy_node *root = fy_document_root(document);

	if (!root || fy_node_is_null(root))
		return 0;
	if (!fy_node_is_mapping(root))
		return error_set(reading->error, ERROR_PROJECT, reading->path,
				 "write 'key: text' lines",
				 "the file is not a list of named phrases");
	return flatten(reading, root, "", 1);
}

static int read_document(struct reading *reading, struct fy_parser *parser,
			 struct fy_diag *diag)
{
	struct fy_document *document = fy_parse_load_document(parser);
	int result = 0;

	if (document)
		result = flatten_document(reading, document);
	else if (fy_parser_get_stream_error(parser))
		result = syntax_fault(reading, diag);
	fy_parse_document_destroy(parser, document);
	return result;
}

static int read_text(struct reading *reading, const char *text, size_t length)
{
	struct fy_diag *diag = memory_check(fy_diag_create(NULL));
	struct fy_parse_cfg configuration = { .flags = FYPCF_QUIET,
					      .diag = diag };
	struct fy_parser *parser =
		memory_check(fy_parser_create(&configuration));
	int result;

	fy_diag_set_collect_errors(diag, true);
	if (fy_parser_set_string(parser, text, length) < 0)
		memory_exhausted();
	result = read_document(reading, parser, diag);
	fy_parser_destroy(parser);
	fy_diag_destroy(diag);
	return result;
}

static int read_file(struct phrases *phrases, const char *path,
		     struct hash *hash, struct error *error)
{
	struct reading reading = { phrases, path, error };
	size_t length;
	char *text;
	int result;

	if (file_read(phrases, path, &text, &length, error) < 0)
		return -1;
	hash_add_text(hash, text);
	result = read_text(&reading, text, length);
	talloc_free(text);
	return result;
}

static int compare_phrases(const void *a, const void *b)
{
	const struct phrase *first = a, *second = b;
	int order = strcmp(first->key, second->key);

	if (order)
		return order;
	return first->order < second->order ? -1 : 1;
}

/* Sorted by key, the last one given of each. */
static void settle(struct phrases *phrases)
{
	size_t kept = 0;

	if (!phrases->n_items)
		return;
	qsort(phrases->items, phrases->n_items, sizeof *phrases->items,
	      compare_phrases);
	for (size_t i = 0; i < phrases->n_items; i++) {
		bool is_last = i + 1 == phrases->n_items ||
			       strcmp(phrases->items[i].key,
				      phrases->items[i + 1].key);

		if (is_last)
			phrases->items[kept++] = phrases->items[i];
	}
	phrases->n_items = kept;
}

static const char *project_file(const void *ctx, const char *folder,
				const char *name)
{
	const char *path = folder ? file_join(ctx, folder, name) : NULL;

	return path && file_exists(path) ? path : NULL;
}

int phrases_load(const void *ctx, const char *language,
		 const char *project_folder, struct phrases **result,
		 struct error *error)
{
	struct phrases *phrases = memory_new(ctx, struct phrases);
	const char *name =
		memory_format(phrases, "languages/%s.yaml", language);
	const char *shipped = file_resource(phrases, name);
	const char *own = project_file(phrases, project_folder, name);
	struct hash hash;

	phrases->language = memory_text(phrases, language);
	if (!shipped && !own)
		return error_set(error, ERROR_PROJECT, name,
				 "use a language divario ships, or add this "
				 "file to the project's folder",
				 "there are no phrases for the language '%s'",
				 language);
	hash_start(&hash);
	if (shipped && read_file(phrases, shipped, &hash, error) < 0)
		return -1;
	if (own && read_file(phrases, own, &hash, error) < 0)
		return -1;
	hash_finish(&hash, phrases->digest);
	settle(phrases);
	*result = phrases;
	return 0;
}

const char *phrases_language(const struct phrases *phrases)
{
	return phrases->language;
}

const struct text_locale *phrases_locale(const struct phrases *phrases)
{
	return text_locale(phrases->language);
}

static int compare_key(const void *key, const void *item)
{
	const struct phrase *phrase = item;

	return strcmp(key, phrase->key);
}

const char *phrases_find(const struct phrases *phrases, const char *key)
{
	const struct phrase *found;

	if (!phrases->n_items)
		return NULL;
	found = bsearch(key, phrases->items, phrases->n_items,
			sizeof *phrases->items, compare_key);
	return found ? found->text : NULL;
}

const char *phrases_get(const struct phrases *phrases, const char *key)
{
	const char *text = phrases_find(phrases, key);

	return text ? text : key;
}

size_t phrases_count(const struct phrases *phrases)
{
	return phrases->n_items;
}

const char *phrases_key(const struct phrases *phrases, size_t index)
{
	return phrases->items[index].key;
}

const char *phrases_digest(const struct phrases *phrases)
{
	return phrases->digest;
}
