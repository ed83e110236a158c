#include "pipeline/page/template_source.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <string.h>

enum { PRIVATE_USE = 0xF0000 };

static size_t line_length(const char *line)
{
	return strcspn(line, "\n");
}

/*
 * Length of the language mark "[en] " that begins LINE (with its blank), or 0.
 * The code itself is the two or three letters behind the bracket.
 */
static size_t mark_length(const char *line, size_t *code_length)
{
	size_t n = 1;

	if (line[0] != '[')
		return 0;
	while (islower((unsigned char)line[n]))
		n++;
	*code_length = n - 1;
	if ((n != 3 && n != 4) || line[n] != ']')
		return 0;
	if (line[n + 1] == ' ')
		return n + 2;
	return line[n + 1] == '\n' || !line[n + 1] || line[n + 1] == '\r'
		       ? n + 1
		       : 0;
}

static bool knows_language(const struct template_file *file, const char *code,
			   size_t length)
{
	for (size_t i = 0; i < file->n_languages; i++)
		if (strlen(file->languages[i]) == length &&
		    strncmp(file->languages[i], code, length) == 0)
			return true;
	return false;
}

static void find_languages(struct template_file *file)
{
	size_t n;

	for (const char *at = file->body; *at;) {
		if (mark_length(at, &n) && !knows_language(file, at + 1, n))
			memory_append(file, file->languages, const char *,
				      file->n_languages,
				      memory_text_n(file, at + 1, n));
		at += line_length(at);
		at += *at == '\n';
	}
}

static const char *place(const void *ctx, const char *path, const char *text,
			 size_t offset)
{
	size_t line = 1, start = 0;

	for (size_t i = 0; i < offset; i++)
		if (text[i] == '\n') {
			line++;
			start = i + 1;
		}
	return memory_format(ctx, "%s:%zu:%zu", path, line, offset - start + 1);
}

static int check_text(struct template_file *file, const char *text,
		      size_t length, struct error *error)
{
	size_t valid = text_valid_prefix(text, length);
	const char *next;

	if (valid < length || strlen(text) < length)
		return error_set(error, ERROR_PROJECT,
				 place(file, file->path, text,
				       valid < length ? valid : strlen(text)),
				 "save the template as UTF-8 text",
				 "the template is not UTF-8 text");
	for (const char *at = text; *at; at = next)
		if (text_decode(at, &next) >= PRIVATE_USE)
			return error_set(error, ERROR_PROJECT,
					 place(file, file->path, text,
					       (size_t)(at - text)),
					 "remove the character",
					 "a private-use character does not "
					 "work in a template");
	return 0;
}

static bool is_ruler(const char *line)
{
	return strncmp(line, "---", 3) == 0 &&
	       strspn(line + 3, " \r") == line_length(line) - 3;
}

static int split_front(struct template_file *file, const char *text,
		       struct error *error)
{
	const char *at = text + line_length(text);
	size_t line = 2;

	file->front = "";
	file->body = text;
	file->body_line = 1;
	if (!is_ruler(text))
		return 0;
	at += *at == '\n';
	for (const char *start = at; *at; line++) {
		if (is_ruler(at)) {
			file->front = memory_text_n(file, start,
						    (size_t)(at - start));
			at += line_length(at);
			file->body = at + (*at == '\n');
			file->front_line = 2;
			file->body_line = line + 1;
			return 0;
		}
		at += line_length(at);
		at += *at == '\n';
	}
	return error_set(error, ERROR_PROJECT,
			 memory_format(file, "%s:1:1", file->path),
			 "end it with a line of three hyphens",
			 "the front matter does not end");
}

int template_file_read(const void *ctx, const char *path,
		       struct template_file **file, struct error *error)
{
	struct template_file *read = memory_new(ctx, struct template_file);
	char *text;
	size_t length;

	read->path = memory_text(read, path);
	if (!file_exists(path))
		return error_set(error, ERROR_PROJECT, path,
				 "write the template, or name one that exists",
				 "the template does not exist");
	if (file_read(read, path, &text, &length, error) < 0 ||
	    check_text(read, text, length, error) < 0)
		return -1;
	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;
	if (split_front(read, text, error) < 0)
		return -1;
	find_languages(read);
	*file = read;
	return 0;
}

/* ---- one language ---- */

static void add_line(struct template_source *source, const char *line,
		     size_t length, struct source_line where)
{
	where.offset = source->length;
	memory_append(source, source->lines, struct source_line,
		      source->n_lines, where);
	if (length && line[length - 1] == '\r')
		length--;
	memcpy(source->text + source->length, line, length);
	source->length += length;
	source->text[source->length++] = '\n';
}

static void filter_line(struct template_source *source, const char *line,
			size_t number, const char *language)
{
	size_t code = 0;
	size_t mark = mark_length(line, &code);
	struct source_line where = { .line = number, .cut = mark };

	if (mark && (strlen(language) != code ||
		     strncmp(line + 1, language, code) != 0))
		return;
	add_line(source, line + mark, line_length(line) - mark, where);
}

static struct template_source *source_new(const void *ctx, const char *path,
					  size_t capacity)
{
	struct template_source *source =
		memory_new(ctx, struct template_source);

	source->path = path;
	source->text = memory_array(source, char, capacity);
	return source;
}

struct template_source *template_source_new(const void *ctx,
					    const struct template_file *file,
					    const char *language)
{
	/* Every line may gain a line end: at most the last one does. */
	struct template_source *source =
		source_new(ctx, file->path, strlen(file->body) + 2);
	size_t number = file->body_line;

	for (const char *at = file->body; *at; number++) {
		filter_line(source, at, number, language);
		at += line_length(at);
		at += *at == '\n';
	}
	if (!source->n_lines)
		add_line(source, "", 0, (struct source_line){ .line = 1 });
	source->text[source->length] = '\0';
	return source;
}

struct template_source *template_source_text(const void *ctx, const char *path,
					     const char *text, size_t line,
					     size_t column)
{
	struct template_source *source =
		source_new(ctx, path, strlen(text) + 2);
	struct source_line where = { .line = line, .cut = column - 1 };

	add_line(source, text, strlen(text), where);
	source->text[--source->length] = '\0';
	return source;
}

const char *template_place(const void *ctx,
			   const struct template_source *source, size_t offset)
{
	const struct source_line *line = source->lines;
	size_t column = 1, low = 0, high = source->n_lines;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (source->lines[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	line += low;
	/* The mark that was cut is ASCII: bytes are characters. */
	for (size_t i = line->offset; i < offset && i < source->length; i++)
		column += ((unsigned char)source->text[i] & 0xC0) != 0x80;
	return memory_format(ctx, "%s:%zu:%zu", source->path, line->line,
			     line->cut + column);
}
