#include "pipeline/page/document.h"

#include "pipeline/core/memory.h"

#include <string.h>

void spans_add(const void *ctx, struct spans *spans, struct span span)
{
	span.text = memory_text(ctx, span.text);
	span.link = memory_text(ctx, span.link);
	memory_append(ctx, spans->items, struct span, spans->n, span);
}

struct spans spans_plain(const void *ctx, const char *text)
{
	struct spans spans = { NULL, 0 };

	spans_add(ctx, &spans, (struct span){ .text = text });
	return spans;
}

char *spans_text(const void *ctx, const struct spans *spans)
{
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < spans->n; i++)
		text = memory_check(
			talloc_strdup_append(text, spans->items[i].text));
	return text;
}

struct spans spans_prefix(const void *ctx, const struct spans *spans,
			  size_t length)
{
	struct spans prefix = { NULL, 0 };

	for (size_t i = 0; i < spans->n && length > 0; i++) {
		struct span span = spans->items[i];
		size_t n = strnlen(span.text, length);

		span.text = memory_text_n(ctx, span.text, n);
		memory_append(ctx, prefix.items, struct span, prefix.n, span);
		length -= n;
	}
	return prefix;
}

struct block *blocks_add(const void *ctx, struct blocks *blocks,
			 enum block_kind kind)
{
	struct block block = { .kind = kind };

	memory_append(ctx, blocks->items, struct block, blocks->n, block);
	return &blocks->items[blocks->n - 1];
}
