#include "pipeline/page/reference.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/heading_number.h"

#include <string.h>

struct reference {
	const char *anchor, *text;
};

struct references {
	const struct document *document;
	struct reference *items;
	size_t n;
	unsigned n_figures, n_tables;
};

static const char *phrase(const struct references *references, const char *key)
{
	return phrases_get(references->document->phrases, key);
}

static void add(struct references *references, const char *anchor,
		const char *text)
{
	struct reference reference = { anchor, text };

	if (anchor)
		memory_append(references, references->items, struct reference,
			      references->n, reference);
}

/* No line ends between the word and its number. */
static void add_heading(struct references *references,
			const struct heading_number *heading)
{
	const char *word =
		phrase(references, heading->level == 1 ? "report.chapter"
						       : "report.section");

	add(references, heading->block->anchor,
	    heading->number
		    ? memory_format(references, "%s\u00A0%s", word,
				    heading->number)
		    : memory_format(
			      references, "%s%s%s",
			      phrase(references, "report.quote_open"),
			      spans_text(references, &heading->block->text),
			      phrase(references, "report.quote_close")));
}

static void add_exhibit(struct references *references,
			const struct block *block)
{
	bool is_table = block->kind == BLOCK_TABLE;
	unsigned *number =
		is_table ? &references->n_tables : &references->n_figures;

	if (!block->caption.n)
		return;
	add(references, block->anchor,
	    memory_format(references, "%s\u00A0%u",
			  phrase(references,
				 is_table ? "report.table" : "report.figure"),
			  ++*number));
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
			    const char *anchor)
{
	for (size_t i = 0; i < references->n; i++)
		if (strcmp(references->items[i].anchor, anchor) == 0)
			return references->items[i].text;
	return NULL;
}

static void fill_spans(const struct references *references, struct spans *spans)
{
	for (size_t i = 0; i < spans->n; i++) {
		struct span *span = &spans->items[i];
		const char *text = NULL;

		if (span->is_reference)
			text = references_find(references, span->link + 1);
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
