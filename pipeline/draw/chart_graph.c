#include "pipeline/draw/chart_graph.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_tiles.h"

#include <math.h>
#include <string.h>

/* Its place among LABELS, where it is added when it is new. */
static size_t find_label(const struct sheet *sheet, const char ***labels,
			 size_t *n, const char *label)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp((*labels)[i], label) == 0)
			return i;
	memory_append(sheet->list, *labels, const char *, *n, label);
	return *n - 1;
}

/* ---- nodes ---- */

struct node_columns {
	int label, code, x, y, size, group, mark;
};

static struct node_columns find_node_columns(const struct table *table)
{
	static const char *const skip[] = { "code",      "group", "community",
					    "kind",      "mark",  "caution",
					    "is_broker", NULL };
	struct node_columns columns = {
		.label = parts_text_column(table, -1, skip),
		.code = table_column(table, "code"),
		.x = table_column(table, "x"),
		.y = table_column(table, "y"),
	};

	columns.size =
		parts_column(table, (const char *const[]){ "size", "strength",
							   "degree", NULL });
	columns.group = parts_column(
		table, (const char *const[]){ "group", "community", NULL });
	columns.mark = parts_column(
		table, (const char *const[]){ "mark", "is_broker", NULL });
	if (columns.label < 0)
		columns.label = columns.code;
	return columns;
}

static bool is_set(const struct value *value)
{
	return value->kind == VALUE_TEXT ? *value->text
					 : fabs(value_number(value)) > 0;
}

static void read_node(const struct sheet *sheet, struct graph *graph,
		      const struct node_columns *columns, size_t row)
{
	const struct table *table = sheet->request->table;
	const struct table *codes = sheet->request->codes;
	struct graph_node *node = &graph->nodes[row];
	int code = columns->code >= 0 ? columns->code : columns->label;

	*node = (struct graph_node){
		.label = tiles_key(sheet->list, table, row, columns->label),
		.code = tiles_key(sheet->list, codes ? codes : table, row,
				  code),
		.x = table_number(table, row, columns->x),
		.y = table_number(table, row, columns->y),
		.size = table_number(table, row, columns->size),
		.is_marked = is_set(table_cell(table, row, columns->mark)),
	};
	node->group =
		find_label(sheet, &graph->groups, &graph->n_groups,
			   columns->group < 0 ? ""
					      : tiles_key(sheet->list, table,
							  row, columns->group));
	graph->most_size = fmax(graph->most_size, node->size);
}

static int read_nodes(const struct sheet *sheet, struct graph *graph,
		      struct error *error)
{
	const struct table *table = sheet->request->table;
	struct node_columns columns = find_node_columns(table);

	if (columns.label < 0)
		return parts_refuse(sheet->request,
				    "select a node's name, x, y, size, group",
				    "the chart has no text column to name its "
				    "nodes",
				    error);
	graph->size_name =
		columns.size >= 0 ? table->names[columns.size] : NULL;
	graph->n_nodes = table->n_rows;
	graph->nodes =
		memory_array(sheet->list, struct graph_node, graph->n_nodes);
	for (size_t row = 0; row < graph->n_nodes; row++)
		read_node(sheet, graph, &columns, row);
	return 0;
}

/* ---- edges ---- */

struct edge_columns {
	int from, to, weight, kind;
};

static int find_edge_columns(const struct sheet *sheet,
			     struct edge_columns *columns, struct error *error)
{
	static const char *const skip[] = { "kind", "caution", NULL };
	const struct table *table = sheet->request->edges;

	columns->from = table_column(table, "from");
	columns->to = table_column(table, "to");
	if (columns->from < 0 || columns->to < 0) {
		columns->from = parts_text_column(table, -1, skip);
		columns->to =
			columns->from < 0
				? -1
				: parts_text_column(table, columns->from, skip);
	}
	columns->weight = parts_column(
		table, (const char *const[]){ "weight", "n", "value", NULL });
	columns->kind = table_column(table, "kind");
	if (columns->to >= 0)
		return 0;
	return parts_refuse(sheet->request,
			    "select both ends of a tie, then weight and kind",
			    "the edges of the chart need two text columns",
			    error);
}

/* By code or label; n_nodes: it is none. */
static size_t find_node(const struct graph *graph, const char *code,
			const char *label)
{
	for (size_t i = 0; i < graph->n_nodes; i++)
		if (strcmp(graph->nodes[i].code, code) == 0)
			return i;
	for (size_t i = 0; i < graph->n_nodes; i++)
		if (strcmp(graph->nodes[i].label, label) == 0)
			return i;
	return graph->n_nodes;
}

static size_t find_end(const struct sheet *sheet, const struct graph *graph,
		       size_t row, int column)
{
	const struct table *table = sheet->request->edges;
	const struct table *codes = sheet->request->edge_codes;

	return find_node(
		graph,
		tiles_key(sheet->list, codes ? codes : table, row, column),
		tiles_key(sheet->list, table, row, column));
}

static void read_edge(const struct sheet *sheet, struct graph *graph,
		      const struct edge_columns *columns, size_t row)
{
	const struct table *table = sheet->request->edges;
	struct graph_edge edge = {
		find_end(sheet, graph, row, columns->from),
		find_end(sheet, graph, row, columns->to),
		columns->weight < 0 ? 1
				    : table_number(table, row, columns->weight),
		0
	};

	graph->n_withheld += isnan(edge.weight) ? 1 : 0;
	if (!(edge.weight > 0) || edge.from == edge.to)
		return;
	if (edge.from == graph->n_nodes || edge.to == graph->n_nodes) {
		graph->n_off++;
		return;
	}
	edge.kind =
		find_label(sheet, &graph->kinds, &graph->n_kinds,
			   columns->kind < 0 ? ""
					     : tiles_key(sheet->list, table,
							 row, columns->kind));
	graph->nodes[edge.from].degree++;
	graph->nodes[edge.to].degree++;
	graph->most_weight = fmax(graph->most_weight, edge.weight);
	memory_append(sheet->list, graph->edges, struct graph_edge,
		      graph->n_edges, edge);
}

int graph_read(const struct sheet *sheet, struct graph *graph,
	       struct error *error)
{
	const struct table *edges = sheet->request->edges;
	struct edge_columns columns;

	if (read_nodes(sheet, graph, error) < 0)
		return -1;
	if (!edges || edges->n_rows == 0)
		return 0;
	if (find_edge_columns(sheet, &columns, error) < 0)
		return -1;
	for (size_t row = 0; row < edges->n_rows; row++)
		read_edge(sheet, graph, &columns, row);
	return 0;
}
