#include "pipeline/page/template_source.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/template_file.h"

#include <string.h>

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

static void filter_line(struct template_source *source,
			const struct template_line *line, const char *language)
{
	size_t code = 0;
	size_t mark = language_mark(line->text, &code);
	struct source_line where = { .path = line->path,
				     .line = line->number,
				     .cut = mark };

	if (mark && (strlen(language) != code ||
		     strncmp(line->text + 1, language, code) != 0))
		return;
	add_line(source, line->text + mark, line->length - mark, where);
}

static struct template_source *source_new(const void *ctx, size_t capacity)
{
	struct template_source *source =
		memory_new(ctx, struct template_source);

	source->text = memory_array(source, char, capacity);
	return source;
}

struct template_source *template_source_new(const void *ctx,
					    const struct template_file *file,
					    const char *language)
{
	size_t capacity = 2;
	struct template_source *source;

	for (size_t i = 0; i < file->n_lines; i++)
		capacity += file->lines[i].length + 1;
	source = source_new(ctx, capacity);
	for (size_t i = 0; i < file->n_lines; i++)
		filter_line(source, &file->lines[i], language);
	if (!source->n_lines)
		add_line(source, "", 0,
			 (struct source_line){ .path = file->path, .line = 1 });
	source->text[source->length] = '\0';
	return source;
}

struct template_source *template_source_text(const void *ctx, const char *path,
					     const char *text, size_t line,
					     size_t column)
{
	struct template_source *source = source_new(ctx, strlen(text) + 2);
	struct source_line where = { .path = path,
				     .line = line,
				     .cut = column - 1 };

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
	return memory_format(ctx, "%s:%zu:%zu", line->path, line->line,
			     line->cut + column);
}
