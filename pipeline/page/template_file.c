#include "pipeline/page/template_file.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum { PRIVATE_USE = 0xF0000 };

static size_t line_length(const char *line)
{
	return strcspn(line, "\n");
}

size_t language_mark(const char *line, size_t *code_length)
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

/* ---- languages ---- */

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

	for (size_t i = 0; i < file->n_lines; i++) {
		const char *text = file->lines[i].text;

		if (language_mark(text, &n) &&
		    !knows_language(file, text + 1, n))
			memory_append(file, file->languages, const char *,
				      file->n_languages,
				      memory_text_n(file, text + 1, n));
	}
}

/* ---- the text of a file ---- */

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

static int check_text(const struct template_reader *reader, const char *path,
		      const char *text, size_t length)
{
	size_t valid = text_valid_prefix(text, length);
	const char *next;

	if (valid < length || strlen(text) < length)
		return error_set(reader->error, ERROR_PROJECT,
				 place(reader->file, path, text,
				       valid < length ? valid : strlen(text)),
				 "save the template as UTF-8 text",
				 "the template is not UTF-8 text");
	for (const char *at = text; *at; at = next)
		if (text_decode(at, &next) >= PRIVATE_USE)
			return error_set(reader->error, ERROR_PROJECT,
					 place(reader->file, path, text,
					       (size_t)(at - text)),
					 "remove the character",
					 "a private-use character does not "
					 "work in a template");
	return 0;
}

int template_text_read(const struct template_reader *reader, const char *path,
		       const char **text)
{
	char *data;
	size_t length;

	if (file_read(reader->file, path, &data, &length, reader->error) < 0 ||
	    check_text(reader, path, data, length) < 0)
		return -1;
	*text = strncmp(data, "\xEF\xBB\xBF", 3) == 0 ? data + 3 : data;
	return 0;
}

/* ---- front matter ---- */

static bool is_ruler(const char *line)
{
	return strncmp(line, "---", 3) == 0 &&
	       strspn(line + 3, " \r") == line_length(line) - 3;
}

/* *BODY and the number of its first LINE are behind the front matter. */
static int split_front(const struct template_reader *reader, const char **body,
		       size_t *line)
{
	struct template_file *file = reader->file;
	const char *at = *body + line_length(*body);

	file->front = "";
	*line = 1;
	if (!is_ruler(*body))
		return 0;
	at += *at == '\n';
	*line = 2;
	for (const char *start = at; *at; (*line)++) {
		const char *next = at + line_length(at);

		next += *next == '\n';
		if (is_ruler(at)) {
			file->front = memory_text_n(file, start,
						    (size_t)(at - start));
			file->front_line = 2;
			*body = next;
			(*line)++;
			return 0;
		}
		at = next;
	}
	return error_set(reader->error, ERROR_PROJECT,
			 memory_format(file, "%s:1:1", file->path),
			 "end it with a line of three hyphens",
			 "the front matter does not end");
}

/* ---- the file ---- */

int template_file_read(const void *ctx, const char *path, const char *folder,
		       struct template_file **file, struct error *error)
{
	struct template_file *read = memory_new(ctx, struct template_file);
	struct template_reader reader = { read, folder, error };
	struct part_user user = { .path = memory_text(read, path) };
	const char *body;
	size_t line;

	read->path = user.path;
	if (!file_exists(path))
		return error_set(error, ERROR_PROJECT, path,
				 "write the template, or name one that exists",
				 "the template does not exist");
	if (template_text_read(&reader, user.path, &body) < 0 ||
	    split_front(&reader, &body, &line) < 0 ||
	    template_lines_add(&reader, &user, body, line) < 0)
		return -1;
	find_languages(read);
	*file = read;
	return 0;
}
