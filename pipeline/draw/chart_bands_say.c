/* What nodes and bands say: numbers beside them, and the alternative text. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_bands.h"
#include "pipeline/draw/chart_words.h"

#include <stdlib.h>

const char *bands_number(const struct bands *bands, double n)
{
	return parts_number(&bands->sheet, n, bands->decimals, false);
}

const char *bands_node_number(const struct bands *bands,
			      const struct bands_node *node)
{
	return node->is_withheld ? "" : bands_number(bands, node->n);
}

static char *say_node(const struct bands *bands, const struct bands_node *node,
		      char *items)
{
	return memory_check(talloc_asprintf_append(
		items, "%s%s%s%s", *items ? "; " : "", node->label,
		node->is_withheld ? "" : " ", bands_node_number(bands, node)));
}

static void say_columns(const struct bands *bands)
{
	for (size_t column = 0; column < bands->n_columns; column++) {
		char *items = memory_text(bands->sheet.list, "");

		for (size_t i = 0; i < bands->n_nodes; i++)
			if (bands->nodes[i].column == column)
				items = say_node(bands, &bands->nodes[i],
						 items);
		words_say(&bands->sheet, "alternative.bands_column",
			  (const char *[]){ "step", bands->heads[column],
					    "items", items, NULL });
	}
}

static int compare_sizes(const void *left, const void *right)
{
	const struct bands_link *a = left, *b = right;

	if (a->n < b->n || a->n > b->n)
		return a->n > b->n ? -1 : 1;
	return bands_compare_links(left, right);
}

static void say_largest(const struct bands *bands)
{
	enum { SAID = 5 };
	struct bands_link *links =
		memory_copy(bands->sheet.list, bands->links,
			    bands->n_links * sizeof *bands->links);
	char *items = memory_text(bands->sheet.list, "");

	if (bands->n_links > 0)
		qsort(links, bands->n_links, sizeof *links, compare_sizes);
	for (size_t i = 0; i < bands->n_links && i < SAID; i++)
		items = memory_check(talloc_asprintf_append(
			items, "%s%s → %s %s", i ? "; " : "",
			bands->nodes[links[i].from].label,
			bands->nodes[links[i].to].label,
			bands_number(bands, links[i].n)));
	words_say(&bands->sheet, "alternative.bands_largest",
		  (const char *[]){ "items", items, NULL });
}

void bands_say(const struct bands *bands, const char *key)
{
	const struct sheet *sheet = &bands->sheet;

	if (bands->n_links == 0) {
		words_nothing(sheet, bands->n_withheld);
		return;
	}
	words_say(
		sheet, key,
		(const char *[]){
			"steps",
			parts_number(sheet, (double)bands->n_columns, 0, false),
			"total", bands_number(bands, bands->total), NULL });
	say_columns(bands);
	say_largest(bands);
	words_suppressed(sheet, bands->n_withheld);
}
