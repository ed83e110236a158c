#include "pipeline/page/reference.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/heading_number.h"

#include <string.h>

struct target {
	const char *anchor, *name, *number;
};

struct references {
	const struct document *document;
	struct target *items;
	size_t n;
	unsigned n_figures, n_tables;
};

static const char *phrase(const struct references *references, const char *key)
{
	return phrases_get(references->document->phrases, key);
}

/* No line ends between WORD and NUMBER. */
static void add(struct references *references, const char *anchor,
		const char *word, const char *number)
{
	struct target target = { anchor, NULL, number };

	if (!anchor)
		return;
	target.name = memory_format(references, "%s\u00A0%s",
				    phrase(references, word), number);
	memory_append(references, references->items, struct target,
		      references->n, target);
}

static void add_title(struct references *references, const struct block *block)
{
	struct target target = { block->anchor, NULL, NULL };

	target.name = memory_format(references, "%s%s%s",
				    phrase(references, "report.quote_open"),
				    spans_text(references, &block->text),
				    phrase(references, "report.quote_close"));
	memory_append(references, references->items, struct target,
		      references->n, target);
}

static void add_heading(struct references *references,
			const struct heading_number *heading)
{
	const char *word =
		heading->level == 1 ? "report.chapter" : "report.section";

	if (heading->number)
		add(references, heading->block->anchor, word, heading->number);
	else if (heading->block->anchor)
		add_title(references, heading->block);
}

static void add_exhibit(struct references *references,
			const struct block *block)
{
	bool is_table = block->kind == BLOCK_TABLE;
	unsigned *number =
		is_table ? &references->n_tables : &references->n_figures;

	if (block->caption.n)
		add(references, block->anchor,
		    is_table ? "report.table" : "report.figure",
		    memory_format(references, "%u", ++*number));
}

/* In the order in which layout numbers them. */
static void add_exhibits(struct references *references,
			 const struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++) {
		const struct block *block = &blocks->items[i];

		if (block->kind == BLOCK_TABLE || block->kind == BLOCK_FIGURE)
			add_exhibit(references, block);
		for (size_t k = 0; k < block->n_list_items; k++)
			add_exhibits(references, &block->list_items[k]);
		add_exhibits(references, &block->body);
	}
}

struct references *references_new(const void *ctx,
				  const struct document *document)
{
	struct references *references = memory_new(ctx, struct references);
	struct heading_number *headings;
	size_t n = heading_numbers(references, &document->body, &headings);

	references->document = document;
	for (size_t i = 0; i < n; i++)
		add_heading(references, &headings[i]);
	add_exhibits(references, &document->body);
	return references;
}

const char *references_find(const struct references *references,
			    const char *anchor, enum reference kind)
{
	for (size_t i = 0; i < references->n; i++) {
		const struct target *target = &references->items[i];

		if (strcmp(target->anchor, anchor) == 0)
			return kind == REFERENCE_NAME ? target->name
						      : target->number;
	}
	return NULL;
}

static void fill_spans(const struct references *references, struct spans *spans)
{
	for (size_t i = 0; i < spans->n; i++) {
		struct span *span = &spans->items[i];
		const char *text = NULL;

		if (span->reference)
			text = references_find(references, span->link + 1,
					       span->reference);
		if (text)
			span->text = text;
	}
}

static void fill_table(const struct references *references,
		       struct table_block *table)
{
	for (size_t i = 0; i < table->n_columns; i++)
		fill_spans(references, &table->columns[i].heading);
	for (size_t i = 0; i < table->n_columns * table->n_rows; i++)
		fill_spans(references, &table->cells[i]);
}

void references_fill(const struct references *references, struct blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++) {
		struct block *block = &blocks->items[i];

		fill_spans(references, &block->text);
		fill_spans(references, &block->caption);
		fill_spans(references, &block->note);
		if (block->table)
			fill_table(references, block->table);
		for (size_t k = 0; k < block->n_list_items; k++)
			references_fill(references, &block->list_items[k]);
		references_fill(references, &block->body);
	}
}
