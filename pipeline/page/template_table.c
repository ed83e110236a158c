#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/template_filler.h"

#include <string.h>

#define SUPPRESSED_MARK "\xC2\xB7"
enum { DEFAULT_DECIMALS = 2 };

enum cell_format {
	FORMAT_KIND,
	FORMAT_DECIMALS,
	FORMAT_SIGNED,
	FORMAT_PERCENT,
	FORMAT_P
};

struct column_plan {
	int column; /* of the data */
	enum cell_format format;
	int decimals;
	bool has_align;
	enum cell_align align;
};

/* One table being made. */
struct table_maker {
	struct template_filler *filler;
	const struct template_block *block;
	const struct table *data;
	struct column_plan *plan;
	size_t n_plan;
	int group; /* column of the data, or -1 */
	struct table_block *made;
	bool has_suppressed;
};

/* ---- which columns, in which format ---- */

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Formats that follow from what a column is called in the field. */
static struct column_plan default_plan(const struct table *data, int column)
{
	const char *name = data->names[column];
	struct column_plan plan = { .column = column };

	if (strcmp(name, "p") == 0 || starts_with(name, "p_"))
		plan.format = FORMAT_P;
	else if (strcmp(name, "share") == 0 || ends_with(name, "_share"))
		plan.format = FORMAT_PERCENT;
	return plan;
}

static int fault(struct table_maker *maker, const char *key, const char *remedy,
		 const char *what, const char *word)
{
	return filler_fault(maker->filler,
			    template_field(maker->block, key)->at, remedy,
			    "%s '%s'", what, word);
}

static int find_column(struct table_maker *maker, const char *key,
		       const char *name, int *column)
{
	const struct table *data = maker->data;

	*column = table_column(data, name);
	if (*column >= 0)
		return 0;
	return fault(maker, key,
		     filler_nearest(maker->filler, name,
				    (const char *const *)data->names,
				    data->n_columns, "add it to the select"),
		     "the query has no column", name);
}

/* A word of "columns: gap signed 2": false when it is none. */
static bool read_format(struct column_plan *plan, const char *word)
{
	static const struct {
		const char *word;
		enum cell_format format;
		int decimals;
	} formats[] = {
		{ "signed", FORMAT_SIGNED, DEFAULT_DECIMALS },
		{ "percent", FORMAT_PERCENT, 0 },
		{ "p", FORMAT_P, 0 },
	};
	static const char *const aligns[] = { "left", "centre", "right" };
	static const enum cell_align values[] = { ALIGN_LEFT, ALIGN_CENTRE,
						  ALIGN_RIGHT };

	for (size_t i = 0; i < 3; i++) {
		if (strcmp(aligns[i], word) == 0) {
			plan->has_align = true;
			plan->align = values[i];
			return true;
		}
		if (strcmp(formats[i].word, word) == 0) {
			plan->format = formats[i].format;
			plan->decimals = formats[i].decimals;
			return true;
		}
	}
	if (*word < '0' || *word > '6' || word[1])
		return false;
	if (plan->format == FORMAT_KIND)
		plan->format = FORMAT_DECIMALS;
	plan->decimals = *word - '0';
	return true;
}

/* "gap signed 2" */
static int read_column(struct table_maker *maker, char *text)
{
	struct column_plan plan = { 0 };
	char *word = strsep(&text, " ");
	int column;

	if (find_column(maker, "columns", word, &column) < 0)
		return -1;
	plan.column = column;
	while ((word = strsep(&text, " \t")))
		if (*word && !read_format(&plan, word))
			return fault(maker, "columns",
				     "use left, right, centre, 0 to 6, signed "
				     "N, percent N or p",
				     "there is no column format", word);
	memory_append(maker->filler->ctx, maker->plan, struct column_plan,
		      maker->n_plan, plan);
	return 0;
}

static int read_columns(struct table_maker *maker, const char *list)
{
	char *rest = memory_text(maker->filler->ctx, list);

	for (char *part = strsep(&rest, ","); part; part = strsep(&rest, ","))
		if (read_column(maker, text_trim(maker->filler->ctx, part)) < 0)
			return -1;
	return 0;
}

static void take_all_columns(struct table_maker *maker)
{
	for (int c = 0; c < (int)maker->data->n_columns; c++) {
		if (c == maker->group ||
		    strcmp(maker->data->names[c], "suppressed") == 0)
			continue;
		memory_append(maker->filler->ctx, maker->plan,
			      struct column_plan, maker->n_plan,
			      default_plan(maker->data, c));
	}
}

static int plan_columns(struct table_maker *maker)
{
	const char *group, *columns;

	maker->group = -1;
	if (filler_field(maker->filler, maker->block, "group", &group) < 0 ||
	    filler_field(maker->filler, maker->block, "columns", &columns) < 0)
		return -1;
	if (group && find_column(maker, "group", group, &maker->group) < 0)
		return -1;
	if (columns)
		return read_columns(maker, columns);
	take_all_columns(maker);
	if (maker->n_plan)
		return 0;
	return fault(maker, "from", "select a column to show",
		     "nothing is left to show beside", group ? group : "");
}

/* ---- headings and alignment ---- */

static bool holds_text(const struct table *data, int column)
{
	for (size_t r = 0; r < data->n_rows; r++) {
		enum value_kind kind = table_cell(data, r, column)->kind;

		if (kind != VALUE_NULL)
			return kind == VALUE_TEXT;
	}
	return false;
}

static bool holds_integers(const struct table *data, int column)
{
	for (size_t r = 0; r < data->n_rows; r++)
		if (table_cell(data, r, column)->kind == VALUE_REAL)
			return false;
	return true;
}

static enum cell_align align_of(const struct table *data,
				const struct column_plan *plan)
{
	if (plan->has_align)
		return plan->align;
	if (holds_text(data, plan->column))
		return ALIGN_LEFT;
	return holds_integers(data, plan->column) ? ALIGN_RIGHT : ALIGN_DECIMAL;
}

/* A variable's own label stands for a phrase that nobody wrote. */
static const char *default_head(struct template_filler *filler,
				const char *name)
{
	char *key = memory_format(filler->ctx, "column.%s", name);
	const char *phrase = phrases_find(filler->request->phrases, key);

	return phrase ? phrase : label_find(filler->labels, "question", name);
}

static int make_heads(struct table_maker *maker)
{
	struct template_filler *filler = maker->filler;
	const char *heads;
	char *rest;

	if (filler_field(filler, maker->block, "heads", &heads) < 0)
		return -1;
	rest = memory_text(filler->ctx, heads);
	for (size_t i = 0; i < maker->n_plan; i++) {
		struct table_column_style *style = &maker->made->columns[i];
		char *head = rest ? strsep(&rest, ",") : NULL;
		const char *text = head ? text_trim(filler->ctx, head) : "";

		if (!*text)
			text = default_head(
				filler,
				maker->data->names[maker->plan[i].column]);
		style->heading = spans_plain(filler->ctx, text);
		style->align = align_of(maker->data, &maker->plan[i]);
	}
	if (rest)
		return fault(maker, "heads", "give one per column",
			     "there are more heads than columns:", rest);
	return 0;
}

/* ---- cells ---- */

/* n is withheld only where disclosure control withheld the whole row. */
static bool is_suppressed(const struct table *data, size_t row)
{
	int flag = table_column(data, "suppressed");
	int n = table_column(data, "n");

	if (flag >= 0)
		return table_number(data, row, flag) > 0;
	return n >= 0 && table_cell(data, row, n)->kind == VALUE_NULL;
}

static const char *format_number(struct template_filler *filler,
				 const struct column_plan *plan,
				 const struct value *cell)
{
	const struct text_locale *locale =
		phrases_locale(filler->request->phrases);
	double number = value_number(cell);

	switch (plan->format) {
	case FORMAT_DECIMALS:
	case FORMAT_SIGNED:
		return text_number(filler->ctx, number, plan->decimals,
				   plan->format == FORMAT_SIGNED, locale);
	case FORMAT_PERCENT:
		return filter_percent(filler->ctx, number, plan->decimals,
				      locale);
	case FORMAT_P:
		return filter_p(filler->ctx, number, locale);
	case FORMAT_KIND:
	default:
		return text_number(filler->ctx, number,
				   cell->kind == VALUE_REAL ? DEFAULT_DECIMALS
							    : 0,
				   false, locale);
	}
}

static const char *cell_text(struct table_maker *maker, size_t row,
			     const struct column_plan *plan)
{
	struct template_filler *filler = maker->filler;
	const struct value *cell = table_cell(maker->data, row, plan->column);
	const char *label;

	if (cell->kind == VALUE_NULL && is_suppressed(maker->data, row)) {
		maker->has_suppressed = true;
		return SUPPRESSED_MARK;
	}
	label = label_cell(filler->labels, maker->data, row, plan->column);
	if (label)
		return label;
	if (cell->kind == VALUE_TEXT || cell->kind == VALUE_NULL)
		return filter_show(filler->ctx, cell, filler->request->phrases);
	return format_number(filler, plan, cell);
}

static struct spans *add_row(struct table_maker *maker, bool is_group)
{
	struct table_block *made = maker->made;
	size_t n = made->n_columns;
	struct spans *row = &made->cells[made->n_rows * n];

	made->is_group_row[made->n_rows++] = is_group;
	return row;
}

/* Rows whose group has no name follow on without a heading. */
static bool begins_group(const struct table_maker *maker, size_t row)
{
	const char *name;

	if (maker->group < 0)
		return false;
	name = table_text(maker->data, row, maker->group);
	return *name &&
	       (row == 0 || strcmp(name, table_text(maker->data, row - 1,
						    maker->group)) != 0);
}

static void make_rows(struct table_maker *maker)
{
	const void *ctx = maker->filler->ctx;
	struct column_plan group = { .column = maker->group };

	for (size_t r = 0; r < maker->data->n_rows; r++) {
		struct spans *row;

		if (begins_group(maker, r)) {
			row = add_row(maker, true);
			row[0] = spans_plain(ctx, cell_text(maker, r, &group));
		}
		row = add_row(maker, false);
		for (size_t c = 0; c < maker->n_plan; c++)
			row[c] = spans_plain(
				ctx, cell_text(maker, r, &maker->plan[c]));
	}
}

static void add_suppressed_note(struct table_maker *maker, struct block *block)
{
	const void *ctx = maker->filler->ctx;
	struct span span = { .style = FONT_REGULAR };
	const char *text = phrases_get(maker->filler->request->phrases,
				       "report.suppressed");

	if (!maker->has_suppressed)
		return;
	span.text = block->note.n ? memory_format(ctx, " %s", text) : text;
	memory_append(ctx, block->note.items, struct span, block->note.n, span);
}

int filler_table(struct template_filler *filler,
		 const struct template_block *block, const struct table *data,
		 struct block *made)
{
	struct table_maker maker = { .filler = filler,
				     .block = block,
				     .data = data };
	struct table_block *table = memory_new(filler->ctx, struct table_block);
	size_t most = 2 * data->n_rows; /* a sub-heading before each */

	maker.made = table;
	made->table = table;
	if (plan_columns(&maker) < 0)
		return -1;
	table->n_columns = maker.n_plan;
	table->columns = memory_array(filler->ctx, struct table_column_style,
				      table->n_columns);
	table->cells = memory_array(filler->ctx, struct spans,
				    most * table->n_columns);
	table->is_group_row = memory_array(filler->ctx, bool, most);
	table->has_row_heads = holds_text(data, maker.plan[0].column);
	if (make_heads(&maker) < 0)
		return -1;
	make_rows(&maker);
	if (maker.group < 0)
		table->is_group_row = NULL;
	markdown_weigh_columns(table);
	add_suppressed_note(&maker, made);
	return 0;
}
