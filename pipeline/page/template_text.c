#include "pipeline/page/template_text.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/markdown.h"

#include <string.h>

struct template_text *template_text_new(const void *ctx, enum text_use use,
					const struct template_source *source)
{
	struct template_text *text = memory_new(ctx, struct template_text);

	text->use = use;
	text->source = source;
	text->text = memory_array(text, char, 1);
	return text;
}

static void append(struct template_text *text, const char *bytes, size_t length)
{
	size_t needed = text->length + length + 1;
	size_t room = talloc_array_length(text->text);

	if (needed > room)
		text->text = memory_grow(text, text->text, char,
					 needed > 2 * room ? needed : 2 * room);
	memcpy(text->text + text->length, bytes, length);
	text->length += length;
	text->text[text->length] = '\0';
}

static void mark(struct template_text *text, size_t at)
{
	struct text_segment segment = { text->length, at };

	memory_append(text, text->segments, struct text_segment,
		      text->n_segments, segment);
}

void template_text_add(struct template_text *text, const char *bytes,
		       size_t length, size_t at)
{
	mark(text, at);
	append(text, bytes, length);
	for (size_t i = 0; i < length && text->use == TEXT_SQL; i++)
		text->in_quotes ^= bytes[i] == '\'';
}

void template_text_value(struct template_text *text, struct value value,
			 const char *shown, size_t at)
{
	char character[8] = "";
	int32_t codepoint = MARKDOWN_VALUE + (int32_t)text->n_values;

	mark(text, at);
	switch (text->use) {
	case TEXT_MARKDOWN:
		append(text, character, text_encode(codepoint, character));
		memory_append(text, text->values, const char *, text->n_values,
			      shown);
		break;
	case TEXT_SQL:
		append(text, "?", 1);
		memory_append(text, text->parameters, struct value,
			      text->n_parameters, value);
		break;
	case TEXT_PLAIN:
		append(text, shown, strlen(shown));
		break;
	}
}

const char *template_text_place(const void *ctx, const void *data,
				size_t offset)
{
	const struct template_text *text = data;
	size_t low = 0, high = text->n_segments;

	if (!high)
		return template_place(ctx, text->source, 0);
	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (text->segments[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return template_place(ctx, text->source,
			      text->segments[low].source + offset -
				      text->segments[low].offset);
}

struct markdown_source template_text_markdown(const struct template_text *text,
					      struct markdown_index *index)
{
	return (struct markdown_source){
		.text = text->text,
		.values = text->values,
		.n_values = text->n_values,
		.place = template_text_place,
		.data = text,
		.index = index,
	};
}
