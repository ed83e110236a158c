#include "pipeline/page/table_layout.h"

#include "pipeline/core/memory.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* What one column asks for, in points at the theme's cell size. */
struct demand {
	double cell_minimum, head_minimum; /* longest parts */
	double natural;
	double integer, fraction; /* decimal alignment */
};

struct work {
	const struct table_request *request;
	const struct table_block *block;
	struct table_layout *table;
	struct demand *demands;
	struct text_style head, cell;
};

/* A number wider than this may be broken at its blanks. */
static const double widest_number = 100;
static const double decent_text = 110;

static bool is_digit_at(const char *text)
{
	return isdigit((unsigned char)*text);
}

size_t table_layout_integer_part(const char *text, const char *decimal)
{
	static const char *const inside[] = { ".", ",", "\u202F", "'" };
	const char *at = text;

	while (*at && !is_digit_at(at))
		at++;
	if (!*at)
		return strlen(text);
	while (*at) {
		size_t skip = 0;

		for (; is_digit_at(at); at++)
			;
		if (strncmp(at, decimal, strlen(decimal)) == 0)
			break;
		for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
			if (strncmp(at, inside[i], strlen(inside[i])) == 0 &&
			    is_digit_at(at + strlen(inside[i])))
				skip = strlen(inside[i]);
		if (!skip)
			break;
		at += skip;
	}
	return (size_t)(at - text);
}

/* Width of what stands left of the decimal mark in a cell. */
static double integer_width(const struct work *work, const struct spans *cell,
			    const struct text_style *style)
{
	char *text = spans_text(NULL, cell);
	size_t n = table_layout_integer_part(text, work->request->decimal);
	struct spans part = spans_prefix(text, cell, n);
	double width = paragraph_extent(work->request->typesetter, &part, style)
			       .natural;

	talloc_free(text);
	return width;
}

static void measure_cell(struct work *work, const struct spans *cell,
			 size_t column)
{
	const struct table_column_style *style = &work->block->columns[column];
	struct demand *demand = &work->demands[column];
	struct text_extent extent =
		paragraph_extent(work->request->typesetter, cell, &work->cell);
	bool is_number =
		style->align != ALIGN_LEFT && extent.natural < widest_number;
	/* Text should not stand in columns of single words. */
	double minimum = is_number
				 ? extent.natural
				 : fmax(extent.minimum,
					fmin(extent.natural / 3, decent_text));

	demand->cell_minimum = fmax(demand->cell_minimum, minimum);
	demand->natural = fmax(demand->natural, extent.natural);
	if (style->align == ALIGN_DECIMAL) {
		double integer = integer_width(work, cell, &work->cell);

		demand->integer = fmax(demand->integer, integer);
		demand->fraction =
			fmax(demand->fraction, extent.natural - integer);
	}
}

/* A heading may take two or three lines; a column need not be wide for it. */
static void measure_head(struct work *work, size_t column)
{
	struct demand *demand = &work->demands[column];
	struct text_extent extent = paragraph_extent(
		work->request->typesetter,
		&work->block->columns[column].heading, &work->head);

	demand->head_minimum = extent.minimum;
	demand->natural = fmax(demand->natural,
			       fmax(extent.minimum, extent.natural * 0.55));
}

static void measure(struct work *work)
{
	const struct table_block *block = work->block;

	work->demands =
		memory_array(work->table, struct demand, block->n_columns);
	for (size_t row = 0; row < block->n_rows; row++)
		for (size_t i = 0; i < block->n_columns; i++)
			if (!block->is_group_row || !block->is_group_row[row])
				measure_cell(
					work,
					&block->cells[row * block->n_columns +
						      i],
					i);
	for (size_t i = 0; i < block->n_columns; i++) {
		struct demand *demand = &work->demands[i];
		double aligned = demand->integer + demand->fraction;

		demand->cell_minimum = fmax(demand->cell_minimum, aligned);
		demand->natural = fmax(demand->natural, aligned);
		measure_head(work, i);
	}
}

static double available(const struct work *work)
{
	return work->request->width -
	       work->table->gap * (double)(work->block->n_columns - 1);
}

/* Sum of the least widths at the theme's size. */
static double least_width(const struct work *work, bool has_heads)
{
	double sum = 0;

	for (size_t i = 0; i < work->block->n_columns; i++) {
		const struct demand *demand = &work->demands[i];

		sum += has_heads ? fmax(demand->cell_minimum,
					demand->head_minimum)
				 : demand->cell_minimum;
	}
	return sum;
}

static void scale_demands(struct work *work, double factor)
{
	for (size_t i = 0; i < work->block->n_columns; i++) {
		struct demand *demand = &work->demands[i];

		demand->cell_minimum *= factor;
		demand->head_minimum *= factor;
		demand->natural *= factor;
		demand->integer *= factor;
		demand->fraction *= factor;
	}
}

/* Narrower gaps and smaller type if the least widths do not fit. */
static void choose_size(struct work *work)
{
	const struct theme *theme = work->request->theme;
	double need = least_width(work, true), factor = 1, room;

	work->table->gap = theme->cell_gap;
	if (need > available(work))
		work->table->gap = theme->cell_least_gap;
	room = available(work);
	if (need > room)
		factor = fmax(room / need,
			      theme->table_least_size / work->cell.size);
	work->cell.size *= factor;
	work->cell.leading *= factor;
	work->head.size = work->cell.size;
	work->head.leading *= factor;
	scale_demands(work, factor);
	work->table->size = work->cell.size;
	work->table->leading = work->cell.leading;
	work->table->head_leading = work->head.leading;
}

/* The cap under which the cells' least widths fill ROOM: wide columns give way
 * and numbers stay whole. */
static double find_cap(const struct work *work, double room)
{
	double low = 0, high = room;

	for (int step = 0; step < 40; step++) {
		double cap = (low + high) / 2, sum = 0;

		for (size_t i = 0; i < work->block->n_columns; i++)
			sum += fmin(work->demands[i].cell_minimum, cap);
		*(sum > room ? &high : &low) = cap;
	}
	return low;
}

/* The cells' least widths into the table. */
static void start_widths(struct work *work)
{
	double room = available(work);
	double cap = least_width(work, false) > room ? find_cap(work, room)
						     : (double)INFINITY;

	for (size_t i = 0; i < work->block->n_columns; i++)
		work->table->widths[i] =
			fmin(work->demands[i].cell_minimum, cap);
}

/* Widen the columns towards WANTED as far as ROOM goes; returns what is left
 * of it. */
static double widen(struct work *work, const double *wanted, double room)
{
	double *widths = work->table->widths, sum = 0, part;

	for (size_t i = 0; i < work->block->n_columns; i++)
		sum += fmax(wanted[i] - widths[i], 0);
	part = sum > room ? room / sum : 1;
	for (size_t i = 0; i < work->block->n_columns; i++)
		widths[i] += fmax(wanted[i] - widths[i], 0) * part;
	return room - sum * part;
}

/* For whole words in headings first, then for text on one line, then by
 * weight or, without weights, in proportion. */
static void grow_widths(struct work *work)
{
	size_t n = work->block->n_columns;
	double *heads = memory_array(work->demands, double, n);
	double *naturals = memory_array(work->demands, double, n);
	double *widths = work->table->widths;
	double room = available(work), weights = 0, sum = 0;

	for (size_t i = 0; i < n; i++) {
		heads[i] = work->demands[i].head_minimum;
		naturals[i] = work->demands[i].natural;
		weights += work->block->columns[i].weight;
		room -= widths[i];
	}
	room = widen(work, heads, fmax(room, 0));
	room = widen(work, naturals, room);
	/* Some points for all, so that empty columns are shared with too. */
	for (size_t i = 0; i < n; i++)
		sum += weights > 0 ? 0 : widths[i] + 1;
	for (size_t i = 0; i < n; i++)
		widths[i] += weights > 0
				     ? room * work->block->columns[i].weight /
					       weights
				     : room * (widths[i] + 1) / sum;
}

static void place_columns(struct work *work)
{
	double left = 0;

	for (size_t i = 0; i < work->block->n_columns; i++) {
		work->table->lefts[i] = left;
		left += work->table->widths[i] + work->table->gap;
	}
}

static double align_part(enum cell_align align)
{
	switch (align) {
	case ALIGN_CENTRE:
		return 0.5;
	case ALIGN_RIGHT:
	case ALIGN_DECIMAL:
		return 1;
	case ALIGN_LEFT:
		break;
	}
	return 0;
}

static void set_cell(struct work *work, const struct spans *text,
		     struct text_style style, size_t column,
		     struct table_cell *cell)
{
	enum cell_align align = work->block->columns[column].align;
	double width = work->table->widths[column];

	style.align = align_part(align);
	cell->x = work->table->lefts[column];
	cell->text = paragraph_set(work->table, work->request->typesetter, text,
				   &style, width + 0.02);
	if (align != ALIGN_DECIMAL || cell->text->n_lines != 1 ||
	    style.face != FONT_REGULAR)
		return;
	cell->text->lines[0].x = fmax(width - work->demands[column].fraction -
					      integer_width(work, text, &style),
				      0);
}

static size_t set_row(struct work *work, size_t row)
{
	const struct table_block *block = work->block;
	size_t n = block->n_columns, lines = 1;
	struct table_cell *cells = &work->table->cells[row * n];
	struct text_style group = work->cell;

	group.face = FONT_BOLD;
	if (table_layout_is_group(work->table, row)) {
		cells[0].text = paragraph_set(
			work->table, work->request->typesetter,
			&block->cells[row * n], &group, work->request->width);
		return cells[0].text->n_lines;
	}
	for (size_t i = 0; i < n; i++) {
		set_cell(work, &block->cells[row * n + i], work->cell, i,
			 &cells[i]);
		if (cells[i].text->n_lines > lines)
			lines = cells[i].text->n_lines;
	}
	return lines;
}

static void set_cells(struct work *work)
{
	struct table_layout *table = work->table;

	for (size_t i = 0; i < work->block->n_columns; i++) {
		struct table_cell *head = &table->heads[i];

		set_cell(work, &work->block->columns[i].heading, work->head, i,
			 head);
		if (head->text->n_lines > table->head_lines)
			table->head_lines = head->text->n_lines;
	}
	for (size_t row = 0; row < work->block->n_rows; row++)
		table->row_lines[row] = set_row(work, row);
}

struct table_layout *table_layout_new(const void *ctx,
				      const struct table_request *request,
				      const struct table_block *block)
{
	struct table_layout *table = memory_new(ctx, struct table_layout);
	size_t n = block->n_columns;
	struct work work = {
		.request = request,
		.block = block,
		.table = table,
		.head = request->theme->table_head,
		.cell = request->theme->table_cell,
	};

	table->block = block;
	table->widths = memory_array(table, double, n);
	table->lefts = memory_array(table, double, n);
	table->heads = memory_array(table, struct table_cell, n);
	table->cells =
		memory_array(table, struct table_cell, n * block->n_rows);
	table->row_lines = memory_array(table, size_t, block->n_rows);
	measure(&work);
	choose_size(&work);
	start_widths(&work);
	grow_widths(&work);
	place_columns(&work);
	set_cells(&work);
	talloc_free(work.demands);
	return table;
}

double table_layout_head_height(const struct table_layout *table,
				const struct theme *theme)
{
	return (double)table->head_lines * table->head_leading +
	       2 * theme->cell_pad;
}

double table_layout_row_height(const struct table_layout *table,
			       const struct theme *theme, size_t n_lines)
{
	return (double)n_lines * table->leading + 2 * theme->cell_pad;
}

bool table_layout_is_group(const struct table_layout *table, size_t row)
{
	return table->block->is_group_row && table->block->is_group_row[row];
}
