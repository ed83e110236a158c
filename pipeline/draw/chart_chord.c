#include "pipeline/draw/chart_chord.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_bands.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NODES_MOST = 28 };

/* ---- reading ---- */

static size_t find_node(struct chord *chord, const char *label)
{
	struct chord_node node = { .label = label };

	for (size_t i = 0; i < chord->n_nodes; i++)
		if (strcmp(chord->nodes[i].label, label) == 0)
			return i;
	memory_append(chord->sheet.list, chord->nodes, struct chord_node,
		      chord->n_nodes, node);
	return chord->n_nodes - 1;
}

static void add_link(struct chord *chord, size_t from, size_t to, double n)
{
	struct chord_link link = { .ends = { from, to }, .n = n };

	for (size_t i = 0; i < chord->n_links; i++)
		if (chord->links[i].ends[0] == from &&
		    chord->links[i].ends[1] == to) {
			chord->links[i].n += n;
			return;
		}
	memory_append(chord->sheet.list, chord->links, struct chord_link,
		      chord->n_links, link);
}

static int read_rows(struct chord *chord, struct error *error)
{
	static const char *const skip[] = { "caution", "kind", NULL };
	const struct chart_request *request = chord->sheet.request;
	const struct table *table = request->table;
	int from = parts_text_column(table, -1, skip);
	int to = from < 0 ? -1 : parts_text_column(table, from, skip);
	int value = bands_value_column(table);

	if (to < 0 || value < 0)
		return parts_refuse(request,
				    "select from, to and n, such as select "
				    "organisation, partner, weight",
				    "the chart 'chord' needs two text columns "
				    "and a number",
				    error);
	for (size_t row = 0; row < table->n_rows; row++) {
		double n = table_number(table, row, value);
		const char *a = table_text(table, row, from);
		const char *b = table_text(table, row, to);

		if (n < 0)
			return parts_refuse(request, "select counts or weights",
					    "a band cannot be as thick as a "
					    "number below zero",
					    error);
		chord->n_withheld += isnan(n) ? 1 : 0;
		chord->is_fractional |= !isnan(n) && n != round(n);
		if (n > 0 && *a && *b) {
			size_t first = find_node(chord, a);

			add_link(chord, first, find_node(chord, b), n);
		}
	}
	return 0;
}

static void add_up(struct chord *chord)
{
	double most = 0;

	for (size_t i = 0; i < chord->n_links; i++)
		for (size_t end = 0; end < 2; end++)
			chord->nodes[chord->links[i].ends[end]].n +=
				chord->links[i].n;
	for (size_t i = 0; i < chord->n_nodes; i++)
		most = fmax(most, chord->nodes[i].n);
	if (chord->is_fractional)
		chord->decimals = parts_decimals(&chord->sheet, 0, most);
}

/* ---- joining what is too small ---- */

static int compare_sizes(const void *left, const void *right)
{
	const struct chord_node *a = left, *b = right;

	if (a->n < b->n || a->n > b->n)
		return a->n > b->n ? -1 : 1;
	return strcmp(a->label, b->label);
}

static void join_small(struct chord *chord)
{
	struct sheet *sheet = &chord->sheet;
	struct chord joined = *chord;
	struct chord_node *sorted;
	const char *rest;

	if (chord->n_nodes <= NODES_MOST)
		return;
	sorted = memory_copy(sheet->list, chord->nodes,
			     chord->n_nodes * sizeof *sorted);
	qsort(sorted, chord->n_nodes, sizeof *sorted, compare_sizes);
	rest = memory_format(sheet->list, "%s (%zu)",
			     parts_phrase(sheet, "chart.other"),
			     chord->n_nodes - NODES_MOST + 1);
	joined.nodes = NULL;
	joined.links = NULL;
	joined.n_nodes = joined.n_links = 0;
	for (size_t i = 0; i < chord->n_links; i++) {
		size_t ends[2];

		for (size_t end = 0; end < 2; end++) {
			const struct chord_node *node =
				&chord->nodes[chord->links[i].ends[end]];
			bool is_small =
				compare_sizes(node, &sorted[NODES_MOST - 2]) >
				0;

			ends[end] = find_node(&joined,
					      is_small ? rest : node->label);
			joined.nodes[ends[end]].is_rest = is_small;
		}
		add_link(&joined, ends[0], ends[1], chord->links[i].n);
	}
	*chord = joined;
	add_up(chord);
}

/* ---- the whole ---- */

static void say(const struct chord *chord)
{
	const struct sheet *sheet = &chord->sheet;
	size_t n = chord->n_nodes, m = chord->n_links;
	const char **labels = memory_array(sheet->list, const char *, n + m);
	const char **texts = memory_array(sheet->list, const char *, n + m);
	double *values = memory_array(sheet->list, double, n + m);

	for (size_t i = 0; i < n; i++) {
		labels[i] = chord->nodes[i].label;
		values[i] = chord->nodes[i].n;
	}
	for (size_t i = 0; i < m; i++) {
		const struct chord_link *link = &chord->links[i];

		labels[n + i] = memory_format(sheet->list, "%s – %s",
					      labels[link->ends[0]],
					      labels[link->ends[1]]);
		values[n + i] = link->n;
	}
	for (size_t i = 0; i < n + m; i++)
		texts[i] =
			parts_number(sheet, values[i], chord->decimals, false);
	if (m == 0) {
		words_nothing(sheet, chord->n_withheld);
		return;
	}
	words_say(sheet, "alternative.chord",
		  (const char *[]){
			  "nodes", parts_number(sheet, (double)n, 0, false),
			  "links", parts_number(sheet, (double)m, 0, false),
			  NULL });
	words_extremes(sheet, &(struct extremes){ "chart.total", labels, values,
						  texts, n });
	words_extremes(sheet, &(struct extremes){ "chart.ties", labels + n,
						  values + n, texts + n, m });
	words_suppressed(sheet, chord->n_withheld);
}

static int chord_draw(const void *ctx, const struct chart_request *request,
		      struct display_list **list, struct error *error)
{
	struct chord chord = { .sheet = parts_begin(ctx, request) };

	if (read_rows(&chord, error) < 0)
		return -1;
	add_up(&chord);
	join_small(&chord);
	if (chord.n_links > 0)
		chord_draw_circle(&chord);
	else
		parts_nothing(&chord.sheet, chord.n_withheld > 0);
	say(&chord);
	*list = parts_end(&chord.sheet, "alternative.title_chord");
	return 0;
}

const struct chart chart_chord = {
	.name = "chord",
	.summary = "Who goes with whom: two text columns and n, as a circle of "
		   "nodes with bands as thick as the numbers between them.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "n", "weight", "value", NULL },
	.options = (const char *const[]){ NULL },
	.draw = chord_draw,
};
