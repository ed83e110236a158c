#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/draw/chart_bands.h"
#include "pipeline/draw/chart_tiles.h"

#include <math.h>
#include <string.h>

static const char *const not_steps[] = { "caution", "kind", "area", NULL };

int bands_value_column(const struct table *table)
{
	static const char *const names[] = { "n", "weight", "value", NULL };
	int column = parts_column(table, names);

	return column >= 0 ? column : tiles_value_column(table);
}

/* ---- nodes and links ---- */

static size_t find_node(struct bands *bands, size_t column, const char *label)
{
	struct bands_node node = { .label = label, .column = column };

	for (size_t i = 0; i < bands->n_nodes; i++)
		if (bands->nodes[i].column == column &&
		    strcmp(bands->nodes[i].label, label) == 0)
			return i;
	memory_append(bands->sheet.list, bands->nodes, struct bands_node,
		      bands->n_nodes, node);
	return bands->n_nodes - 1;
}

static void add_link(struct bands *bands, size_t from, size_t to, double n)
{
	struct bands_link link = { from, to, n };

	bands->nodes[from].out += n;
	bands->nodes[to].in += n;
	for (size_t i = 0; i < bands->n_links; i++)
		if (bands->links[i].from == from && bands->links[i].to == to) {
			bands->links[i].n += n;
			return;
		}
	memory_append(bands->sheet.list, bands->links, struct bands_link,
		      bands->n_links, link);
}

size_t bands_declared(const struct bands *bands, const char *label)
{
	size_t i = 0;

	while (i < bands->n_declared && strcmp(bands->declared[i], label) != 0)
		i++;
	return i;
}

/* ---- rows ---- */

struct steps {
	int columns[BANDS_COLUMNS_MOST];
	size_t n;
	int step, value; /* step -1: every row goes through all columns */
};

/* A path through all steps; it breaks where a step is NULL. */
static void add_path(struct bands *bands, const struct steps *steps, size_t row,
		     double n)
{
	const struct table *table = bands->sheet.request->table;
	size_t before = SIZE_MAX;

	for (size_t i = 0; i < steps->n; i++) {
		const char *label = table_text(table, row, steps->columns[i]);
		size_t node;

		if (!*label) {
			before = SIZE_MAX;
			continue;
		}
		node = find_node(bands, i, label);
		bands->nodes[node].n += n;
		if (before != SIZE_MAX)
			add_link(bands, before, node, n);
		before = node;
	}
}

/* A node holds the largest of what comes, what goes and what was said. */
static void hold(struct bands_node *node)
{
	node->n = fmax(node->held, fmax(node->in, node->out));
}

static void declare(struct bands *bands, size_t column, const char *label,
		    double n)
{
	size_t node;

	if (bands_declared(bands, label) == bands->n_declared)
		memory_append(bands->sheet.list, bands->declared, const char *,
			      bands->n_declared, label);
	if (n <= 0)
		return;
	node = find_node(bands, column, label);
	bands->nodes[node].is_withheld |= isnan(n);
	bands->nodes[node].held += isnan(n) ? 0 : n;
	hold(&bands->nodes[node]);
}

static void add_passage(struct bands *bands, size_t column,
			const char *labels[2], double n)
{
	size_t from = find_node(bands, column, labels[0]);
	size_t to = find_node(bands, column + 1, labels[1]);

	add_link(bands, from, to, n);
	hold(&bands->nodes[from]);
	hold(&bands->nodes[to]);
}

/* The labels of a step's ROW; false: its number is none. */
static bool read_step(const struct bands *bands, const struct steps *steps,
		      size_t row, size_t *column, const char *labels[2])
{
	const struct table *table = bands->sheet.request->table;
	double step = table_number(table, row, steps->step);

	labels[0] = table_text(table, row, steps->columns[0]);
	labels[1] = table_text(table, row, steps->columns[1]);
	if (!(step >= 1 && step <= BANDS_COLUMNS_MOST - (*labels[1] ? 1 : 0)) ||
	    step != floor(step))
		return false;
	*column = (size_t)step - 1;
	return true;
}

static bool declares(const struct bands *bands, const struct steps *steps,
		     size_t row)
{
	const struct table *table = bands->sheet.request->table;

	return steps->step >= 0 && !*table_text(table, row, steps->columns[1]);
}

/* From one step to the next, or what a node holds. */
static bool add_step(struct bands *bands, const struct steps *steps, size_t row,
		     double n)
{
	const char *labels[2];
	size_t column, last;

	if (!read_step(bands, steps, row, &column, labels))
		return false;
	if (!*labels[0])
		return true;
	if (*labels[1])
		add_passage(bands, column, labels, n);
	else
		declare(bands, column, labels[0], n);
	last = column + (*labels[1] ? 2 : 1);
	bands->n_columns = last > bands->n_columns ? last : bands->n_columns;
	return true;
}

static int add_rows(struct bands *bands, const struct steps *steps,
		    struct error *error)
{
	const struct chart_request *request = bands->sheet.request;
	const struct table *table = request->table;

	for (size_t row = 0; row < table->n_rows; row++) {
		double n = table_number(table, row, steps->value);

		if (n < 0)
			return parts_refuse(request, "select counts or weights",
					    "a band cannot be as thick as a "
					    "number below zero",
					    error);
		bands->is_fractional |= !isnan(n) && n != round(n);
		if (!(n > 0) && !declares(bands, steps, row)) {
			bands->n_withheld += isnan(n) ? 1 : 0;
			continue;
		}
		if (steps->step < 0)
			add_path(bands, steps, row, n);
		else if (!add_step(bands, steps, row, n))
			return parts_refuse(request,
					    "number the steps 1, 2, 3 ...",
					    "the column 'step' is no small "
					    "whole number",
					    error);
	}
	return 0;
}

/* ---- columns and heads ---- */

static int find_steps(const struct bands *bands, struct steps *steps,
		      struct error *error)
{
	const struct chart_request *request = bands->sheet.request;
	const struct table *table = request->table;
	int column = parts_text_column(table, -1, not_steps);

	for (; column >= 0 && steps->n < BANDS_COLUMNS_MOST;
	     column = parts_text_column(table, column, not_steps))
		steps->columns[steps->n++] = column;
	steps->step = table_column(table, "step");
	steps->value = bands_value_column(table);
	if (steps->n < 2 || column >= 0 || steps->value < 0)
		return parts_refuse(request,
				    "select two to six labels and n, such as "
				    "select before, now, n",
				    "bands need two to six text columns and a "
				    "number",
				    error);
	return 0;
}

/* The option "heads", else what the columns are called. */
static void read_heads(struct bands *bands, const struct steps *steps)
{
	const struct sheet *sheet = &bands->sheet;
	const char *given = parts_option(sheet->request, "heads");
	char *rest = given ? memory_text(sheet->list, given) : NULL;

	for (size_t i = 0; i < bands->n_columns; i++) {
		const char *part = rest ? strsep(&rest, ",") : "";
		const char *name = "", *phrase;

		if (steps->step < 0)
			name = sheet->request->table->names[steps->columns[i]];
		phrase = phrases_find(
			sheet->request->phrases,
			memory_format(sheet->list, "column.%s", name));
		bands->heads[i] = text_trim(sheet->list, part);
		if (!*bands->heads[i])
			bands->heads[i] = phrase ? phrase : name;
	}
}

static void add_totals(struct bands *bands)
{
	double totals[BANDS_COLUMNS_MOST] = { 0 };

	for (size_t i = 0; i < bands->n_nodes; i++) {
		struct bands_node *node = &bands->nodes[i];

		totals[node->column] += node->n;
		bands->total = fmax(bands->total, totals[node->column]);
	}
}

int bands_read(struct bands *bands, struct error *error)
{
	struct steps steps = { 0 };

	if (find_steps(bands, &steps, error) < 0)
		return -1;
	bands->n_columns = steps.step < 0 ? steps.n : 0;
	if (add_rows(bands, &steps, error) < 0)
		return -1;
	read_heads(bands, &steps);
	add_totals(bands);
	if (bands->is_fractional)
		bands->decimals =
			parts_decimals(&bands->sheet, 0, bands->total);
	return 0;
}
