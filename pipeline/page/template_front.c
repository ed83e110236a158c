#include "pipeline/page/template_front.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

static const char *const front_keys[] = { "title",        "subtitle", "author",
					  "organisation", "keywords", "cover",
					  "chapters",     "exhibits", "each" };
enum { N_FRONT_KEYS = sizeof front_keys / sizeof *front_keys };

struct front_reader {
	const void *ctx;
	const struct template_file *file;
	const char *language;
	struct template_front *front;
	struct error *error;
};

static const char *place(struct front_reader *reader, int line, int column)
{
	return memory_format(reader->ctx, "%s:%zu:%d", reader->file->path,
			     reader->file->front_line + (size_t)line,
			     column + 1);
}

static const char *node_place(struct front_reader *reader, struct fy_node *node)
{
	struct fy_token *token = fy_node_get_scalar_token(node);
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;

	return mark ? place(reader, mark->line, mark->column)
		    : place(reader, 0, 0);
}

static char *scalar(const void *ctx, struct fy_node *node)
{
	size_t length = 0;
	const char *text = node ? fy_node_get_scalar(node, &length) : NULL;

	return text ? memory_text_n(ctx, text, length) : NULL;
}

static int check_key(struct front_reader *reader, const char *key,
		     const char *where)
{
	const char *near;

	for (size_t i = 0; i < N_FRONT_KEYS; i++)
		if (strcmp(front_keys[i], key) == 0)
			return 0;
	near = nearest_word(key, front_keys, N_FRONT_KEYS);
	return error_set(reader->error, ERROR_PROJECT, where,
			 near ? memory_format(reader->ctx, "write '%s'", near)
			      : "use title, subtitle, organisation, author, "
				"keywords, cover, chapters, exhibits or "
				"each",
			 "the front matter has no key '%s'", key);
}

/* The text for the language: of a map its entry, or else its first one. */
static struct fy_node *choose(struct front_reader *reader,
			      struct fy_node *value)
{
	struct fy_node *first = NULL;
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!value || !fy_node_is_mapping(value))
		return value;
	while ((pair = fy_node_mapping_iterate(value, &at))) {
		char *key = scalar(reader->ctx, fy_node_pair_key(pair));

		if (!first)
			first = fy_node_pair_value(pair);
		if (key && strcmp(key, reader->language) == 0)
			return fy_node_pair_value(pair);
	}
	return first;
}

static struct template_source *
text_source(struct front_reader *reader, struct fy_node *node, const char *text)
{
	struct fy_token *token = fy_node_get_scalar_token(node);
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
	size_t line = mark ? (size_t)mark->line : 0;
	size_t column = mark ? (size_t)mark->column + 1 : 1;

	return template_source_text(reader->ctx, reader->file->path, text,
				    reader->file->front_line + line, column);
}

/* A key that is one of two words. */
struct front_choice {
	const char *key, *usual, *other;
};
static const struct front_choice front_choices[] = {
	{ "chapters", "new page", "run on" },
	{ "exhibits", "files", "none" },
	{ "cover", "page", "band" },
};
enum { N_CHOICES = sizeof front_choices / sizeof *front_choices };

static const struct front_choice *find_choice(const char *key)
{
	for (size_t i = 0; i < N_CHOICES; i++)
		if (strcmp(front_choices[i].key, key) == 0)
			return &front_choices[i];
	return NULL;
}

static int read_choice(struct front_reader *reader,
		       const struct front_choice *choice, const char *text,
		       const char *where)
{
	bool is_other = strcmp(text, choice->other) == 0;

	if (!is_other && strcmp(text, choice->usual) != 0)
		return error_set(reader->error, ERROR_PROJECT, where,
				 memory_format(reader->ctx,
					       "write '%s: %s', or '%s: %s'",
					       choice->key, choice->other,
					       choice->key, choice->usual),
				 "'%s' cannot be '%s'", choice->key, text);
	if (choice == &front_choices[0])
		reader->front->has_chapters_run_on = is_other;
	else if (choice == &front_choices[1])
		reader->front->has_no_exhibit_files = is_other;
	else
		reader->front->cover = is_other ? COVER_BAND : COVER_PAGE;
	return 0;
}

static bool is_by_language(struct fy_node_pair *pair)
{
	return fy_node_is_mapping(fy_node_pair_value(pair));
}

static int read_pair(struct front_reader *reader, struct fy_node_pair *pair)
{
	char *key = scalar(reader->ctx, fy_node_pair_key(pair));
	struct fy_node *value = choose(reader, fy_node_pair_value(pair));
	const char *where = node_place(reader, fy_node_pair_key(pair));
	char *text = scalar(reader->ctx, value);
	struct front_field field = { .key = key };

	if (check_key(reader, key ? key : "", where) < 0)
		return -1;
	if (!text || (strcmp(key, "each") == 0 && is_by_language(pair)))
		return error_set(reader->error, ERROR_PROJECT, where,
				 "write a text, or a text by language; quote "
				 "one that begins with {{",
				 "'%s' is not a text", key);
	if (find_choice(key))
		return read_choice(reader, find_choice(key), text, where);
	field.text = text_source(reader, value, text);
	if (strcmp(key, "each") == 0) {
		reader->front->each = field.text;
		return 0;
	}
	memory_append(reader->ctx, reader->front->fields, struct front_field,
		      reader->front->n_fields, field);
	return 0;
}

static int read_pairs(struct front_reader *reader, struct fy_document *document)
{
	struct fy_node *root = fy_document_root(document);
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!root || fy_node_is_null(root))
		return 0;
	if (!fy_node_is_mapping(root))
		return error_set(reader->error, ERROR_PROJECT,
				 place(reader, 0, 0), "write 'title: text'",
				 "the front matter is not 'key: text' lines");
	while ((pair = fy_node_mapping_iterate(root, &at)))
		if (read_pair(reader, pair) < 0)
			return -1;
	return 0;
}

static int syntax_fault(struct front_reader *reader, struct fy_diag *diag)
{
	void *at = NULL;
	struct fy_diag_error *first = fy_diag_errors_iterate(diag, &at);

	if (!first)
		return error_set(reader->error, ERROR_PROJECT,
				 place(reader, 0, 0), "correct the YAML",
				 "the front matter is not valid YAML");
	return error_set(reader->error, ERROR_PROJECT,
			 place(reader, first->line - 1, first->column - 1),
			 "correct the YAML there; quote a text that begins "
			 "with {{",
			 "the front matter is not valid YAML: %s", first->msg);
}

int template_front_read(const void *ctx, const struct template_file *file,
			const char *language, struct template_front *front,
			struct error *error)
{
	struct front_reader reader = { ctx, file, language, front, error };
	struct fy_diag_cfg diag_cfg = { .level = FYET_ERROR };
	struct fy_diag *diag = memory_check(fy_diag_create(&diag_cfg));
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET, .diag = diag };
	struct fy_document *document;
	int result;

	*front = (struct template_front){ 0 };
	fy_diag_set_collect_errors(diag, true);
	document = fy_document_build_from_string(&cfg, file->front, FY_NT);
	if (document)
		result = read_pairs(&reader, document);
	else
		result = *file->front ? syntax_fault(&reader, diag) : 0;
	fy_document_destroy(document);
	fy_diag_destroy(diag);
	if (front->cover == COVER_BY_KIND)
		front->cover = front->each ? COVER_BAND : COVER_PAGE;
	return result;
}
