#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"

/* A table under this part of a page is not divided. */
static const double whole_table = 0.42;
/* A row over this part of a page is divided between its lines. */
static const double tall_row = 0.5;
/* Three rows under this height, in points, begin a table together. */
static const double opening_rows = 90;

static struct tag *cell_tag(struct tag *row, enum tag_type type,
			    enum tag_scope scope)
{
	struct tag *tag = tag_new(row, type);

	tag->scope = scope;
	return tag;
}

/*
 * Every row has a cell for every column, also where a sub-heading runs over
 * all of them: tables must be regular for those who walk through them.
 */
static void tag_cells(struct flow_table *table, struct tag *element)
{
	const struct table_block *block = table->layout->block;
	size_t n = block->n_columns;
	struct tag *row = tag_new(tag_new(element, TAG_THEAD), TAG_TR), *body;

	table->head_tags = memory_array(table, struct tag *, n);
	table->cell_tags = memory_array(table, struct tag *, n * block->n_rows);
	for (size_t i = 0; i < n; i++)
		table->head_tags[i] = cell_tag(row, TAG_TH, SCOPE_COLUMN);
	body = tag_new(element, TAG_TBODY);
	for (size_t i = 0; i < block->n_rows; i++) {
		bool is_group = table_layout_is_group(table->layout, i);

		row = tag_new(body, TAG_TR);
		for (size_t j = 0; j < n; j++) {
			bool is_head =
				j == 0 && (block->has_row_heads || is_group);

			table->cell_tags[i * n + j] =
				cell_tag(row, is_head ? TAG_TH : TAG_TD,
					 is_head ? SCOPE_ROW : SCOPE_NONE);
		}
	}
}

static struct flow_table *set_table(struct flow *flow,
				    const struct table_block *block,
				    struct tag *parent)
{
	struct flow_table *table = memory_new(flow, struct flow_table);
	struct table_request request = {
		.theme = flow->theme,
		.typesetter = flow->typesetter,
		.decimal = phrases_locale(flow->document->phrases)->decimal,
		.width = flow->width,
	};

	table->layout = table_layout_new(flow->pages, &request, block);
	table->x = flow->x;
	table->width = flow->width;
	tag_cells(table, tag_new(parent, TAG_TABLE));
	return table;
}

static void add_head(struct flow *flow, struct flow_table *table)
{
	struct strip *strip = flow_strip(flow, STRIP_TABLE_HEAD, 2);

	strip->table = table;
	strip->height = table_layout_head_height(table->layout, flow->theme);
	strip->keep_next = true;
}

/* One strip, or several for a row as tall as a page. */
static void add_row(struct flow *flow, struct flow_table *table, size_t row)
{
	const struct table_layout *layout = table->layout;
	size_t n = layout->row_lines[row], step = n;
	double limit = theme_text_height(flow->theme) * tall_row;

	if (table_layout_row_height(layout, flow->theme, n) > limit)
		step = 4;
	for (size_t line = 0; line < n; line += step) {
		struct strip *strip = flow_strip(flow, STRIP_ROW, 0);
		size_t end = line + step < n ? line + step : n;

		strip->table = table;
		strip->row = row;
		strip->line = line;
		strip->end_line = end;
		strip->height = (double)(end - line) * layout->leading;
		strip->height += line == 0 ? flow->theme->cell_pad : 0;
		strip->height += end == n ? flow->theme->cell_pad : 0;
		strip->keep_next = table_layout_is_group(layout, row);
	}
}

/* Three rows below the head, or two tall ones, and two on the last page. */
static void keep_ends(struct flow *flow, size_t first_row)
{
	size_t n = flow->n_strips;
	const struct strip *rows = &flow->strips[first_row];

	if (n - first_row < 2)
		return;
	flow->strips[first_row].keep_next = true;
	if (n - first_row > 2 &&
	    rows[0].height + rows[1].height + rows[2].height < opening_rows)
		flow->strips[first_row + 1].keep_next = true;
	flow->strips[n - 2].keep_next = true;
}

static void keep_if_small(struct flow *flow, size_t first)
{
	double height = flow_height(flow, first);

	if (height > theme_text_height(flow->theme) * whole_table)
		return;
	flow_keep(flow, first);
	flow_role(flow, first, ROLE_FLOAT);
}

void flow_table(struct flow *flow, const struct block *block)
{
	struct tag *parent = tag_new(flow->parent, TAG_DIV);
	size_t first = flow->n_strips, first_row;
	unsigned number = flow->n_tables + (block->caption.n > 0);
	const struct phrases *phrases = flow->document->phrases;
	struct flow_table *table;

	flow->after = flow->theme->figure_gap;
	flow_caption(flow, block, parent);
	table = set_table(flow, block->table, parent);
	if (block->caption.n)
		table->continued = memory_format(
			flow->pages, "%s %u, %s",
			phrases_get(phrases, "report.table"), number,
			phrases_get(phrases, "report.continued"));
	add_head(flow, table);
	first_row = flow->n_strips;
	for (size_t i = 0; i < block->table->n_rows; i++)
		add_row(flow, table, i);
	keep_ends(flow, first_row);
	flow->strips[flow->n_strips - 1].keep_next = block->note.n > 0;
	flow_note(flow, block, parent);
	flow_role(flow, first, ROLE_FIXED);
	keep_if_small(flow, first);
	for (size_t i = first; i < first_row; i++)
		flow->strips[i].keep_next = true;
	flow->strips[first].anchor = block->anchor;
	flow->after = flow->theme->figure_gap;
}
