#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/page/template_filler.h"

#include <math.h>
#include <string.h>

#define NO_BREAK "\xC2\xA0"

int filler_fault(struct template_filler *filler, size_t offset,
		 const char *remedy, const char *format, ...)
{
	va_list args;
	char *what;

	va_start(args, format);
	what = memory_format_v(filler->ctx, format, args);
	va_end(args);
	return error_set(filler->error, ERROR_PROJECT,
			 template_place(filler->ctx, filler->source, offset),
			 remedy, "%s", what);
}

const char *filler_nearest(struct template_filler *filler, const char *word,
			   const char *const *names, size_t n,
			   const char *otherwise)
{
	const char *near = nearest_word(word, names, n);

	return near ? memory_format(filler->ctx, "write '%s'", near)
		    : otherwise;
}

/* ---- look-up ---- */

static int lookup_project(struct template_filler *filler,
			  const struct expression *expression,
			  struct value *value)
{
	const char *const *pairs = filler->request->values;
	const char **names = NULL;
	size_t n = 0;

	for (; pairs && pairs[0]; pairs += 2) {
		if (strcmp(pairs[0], expression->column) == 0) {
			*value = value_text(pairs[1]);
			return 0;
		}
		memory_append(filler->ctx, names, const char *, n, pairs[0]);
	}
	return filler_fault(filler, expression->at,
			    filler_nearest(filler, expression->column, names, n,
					   "use project.title, project.wave "
					   "or another key of the project"),
			    "the project has no value '%s'",
			    expression->column);
}

static int lookup_phrase(struct template_filler *filler,
			 const struct expression *expression,
			 struct value *value)
{
	const struct phrases *phrases = filler->request->phrases;

	*value = value_text(phrases_find(phrases, expression->column));
	if (value->kind != VALUE_NULL)
		return 0;
	return filler_fault(
		filler, expression->at,
		memory_format(filler->ctx,
			      "add it to languages/%s.yaml in the project",
			      phrases_language(phrases)),
		"there is no phrase '%s'", expression->column);
}

static const struct template_variable *
find_variable(const struct template_filler *filler, const char *name)
{
	const struct template_variable *at = filler->variables;

	while (at && strcmp(at->name, name) != 0)
		at = at->outer;
	return at;
}

static int unknown_query(struct template_filler *filler,
			 const struct expression *expression)
{
	const char **names = NULL;
	size_t n = 0;

	for (struct template_variable *at = filler->variables; at;
	     at = at->outer)
		memory_append(filler->ctx, names, const char *, n, at->name);
	return filler_fault(filler, expression->at,
			    filler_nearest(filler, expression->name, names, n,
					   "write {{query NAME: select ...}} "
					   "before it"),
			    "there is no query '%s' here", expression->name);
}

static int find_column(struct template_filler *filler,
		       const struct table *table, const char *name, size_t at,
		       int *column)
{
	*column = table_column(table, name);
	if (*column >= 0)
		return 0;
	return filler_fault(
		filler, at,
		filler_nearest(filler, name, (const char *const *)table->names,
			       table->n_columns, "add it to the select"),
		"the query has no column '%s'", name);
}

static int lookup_column(struct template_filler *filler,
			 const struct expression *expression, const char *name,
			 struct value *value)
{
	const struct template_variable *variable =
		find_variable(filler, expression->name);
	int column;

	if (!variable)
		return unknown_query(filler, expression);
	if (find_column(filler, variable->table, name, expression->at,
			&column) < 0)
		return -1;
	*value = variable->row < variable->table->n_rows
			 ? *table_cell(variable->table, variable->row, column)
			 : value_null();
	return 0;
}

static int lookup_fact(struct template_filler *filler,
		       const struct expression *expression, struct value *value)
{
	const struct table *facts = filler->facts;
	const char **names =
		memory_array(filler->ctx, const char *, facts->n_rows);

	for (size_t r = 0; r < facts->n_rows; r++) {
		names[r] = table_text(facts, r, 0);
		if (strcmp(names[r], expression->name) != 0)
			continue;
		*value = *table_cell(facts, r, 1);
		if (value->kind == VALUE_NULL)
			*value = *table_cell(facts, r, 2);
		return 0;
	}
	return filler_fault(filler, expression->at,
			    filler_nearest(filler, expression->name, names,
					   facts->n_rows,
					   "use a name of the table fact, or "
					   "{{query.column}}"),
			    "there is no value '%s'", expression->name);
}

int filler_lookup(struct template_filler *filler,
		  const struct expression *expression, struct value *value)
{
	if (!expression->column)
		return lookup_fact(filler, expression, value);
	if (strcmp(expression->name, "project") == 0)
		return lookup_project(filler, expression, value);
	if (strcmp(expression->name, "t") == 0)
		return lookup_phrase(filler, expression, value);
	return lookup_column(filler, expression, expression->column, value);
}

/* ---- filters ---- */

static int apply_filters(struct template_filler *filler,
			 const struct filter_use *filters, size_t n,
			 struct value *value)
{
	for (size_t i = 0; i < n; i++) {
		const struct filter_use *use = &filters[i];
		struct filter_call call = {
			.ctx = filler->ctx,
			.phrases = filler->request->phrases,
			.labels = filler->labels,
			.argument = use->argument,
		};

		if (value->kind == VALUE_NULL && !use->filter->takes_null)
			continue;
		call.where =
			template_place(filler->ctx, filler->source, use->at);
		if (use->filter->apply(&call, value, filler->error) < 0)
			return -1;
	}
	return 0;
}

/* |list: every row of the query, each behind the filters before it. */
static int join_rows(struct template_filler *filler,
		     const struct expression *expression, size_t n_before,
		     struct value *value)
{
	const struct template_variable *variable =
		expression->column ? find_variable(filler, expression->name)
				   : NULL;
	const char **texts = NULL;
	size_t n = 0;
	int column;

	if (!variable)
		return filler_fault(filler, expression->at,
				    "write {{query.column|list}}",
				    "only a query's column can be a list");
	if (find_column(filler, variable->table, expression->column,
			expression->at, &column) < 0)
		return -1;
	for (size_t r = 0; r < variable->table->n_rows; r++) {
		struct value cell = *table_cell(variable->table, r, column);

		if (apply_filters(filler, expression->filters, n_before,
				  &cell) < 0)
			return -1;
		if (cell.kind != VALUE_NULL)
			memory_append(filler->ctx, texts, const char *, n,
				      filter_show(filler->ctx, &cell,
						  filler->request->phrases));
	}
	*value = value_text(
		n ? filter_join(filler->ctx, texts, n, filler->request->phrases)
		  : NULL);
	return 0;
}

static size_t find_list(const struct expression *expression)
{
	size_t i = 0;

	while (i < expression->n_filters &&
	       !filter_is_list(expression->filters[i].filter))
		i++;
	return i;
}

/* "[0.31, 0.45]"; languages with a decimal comma part with a semicolon. */
static int interval(struct template_filler *filler,
		    const struct expression *expression, struct value *value)
{
	static const char *const ends[] = { "low", "high" };
	const struct phrases *phrases = filler->request->phrases;
	const char *texts[2];

	for (size_t i = 0; i < 2; i++) {
		if (lookup_column(filler, expression, ends[i], value) < 0)
			return -1;
		if (value->kind == VALUE_NULL)
			return 0;
		if (expression->n_filters == 0)
			*value = value_text(
				text_number(filler->ctx, value_number(value), 2,
					    false, phrases_locale(phrases)));
		if (apply_filters(filler, expression->filters,
				  expression->n_filters, value) < 0)
			return -1;
		texts[i] = filter_show(filler->ctx, value, phrases);
	}
	*value = value_text(memory_format(
		filler->ctx, "[%s%s" NO_BREAK "%s]", texts[0],
		phrases_locale(phrases)->decimal[0] == ',' ? ";" : ",",
		texts[1]));
	return 0;
}

/* ---- sentences ---- */

/* A figure of the table fact; NaN when it is not there. */
static double fact(const struct template_filler *filler, const char *name)
{
	const struct table *facts = filler->facts;

	for (size_t r = 0; r < facts->n_rows; r++)
		if (strcmp(table_text(facts, r, 0), name) == 0)
			return table_number(facts, r, 1);
	return (double)NAN;
}

static int check_columns(struct template_filler *filler,
			 const struct expression *expression,
			 const struct table *table)
{
	const char *const *needs = sentence_kind_needs(expression->sentence);

	for (; *needs; needs++)
		if (table_column(table, *needs) < 0)
			return filler_fault(
				filler, expression->at,
				sentence_needs_remedy(filler->ctx,
						      expression->sentence),
				"this sentence wants a column '%s', which the "
				"query '%s' lacks",
				*needs, expression->name);
	return 0;
}

/* Of the current row; NULL when the query has none. */
static int sentence(struct template_filler *filler,
		    const struct expression *expression, struct value *value)
{
	const struct template_variable *variable =
		find_variable(filler, expression->name);
	struct sentence_row row = {
		.confidence = fact(filler, "confidence"),
		.threshold = fact(filler, "threshold"),
		.minimum_n = fact(filler, "minimum_n"),
	};

	if (!variable)
		return unknown_query(filler, expression);
	if (check_columns(filler, expression, variable->table) < 0)
		return -1;
	row.table = variable->table;
	row.row = variable->row;
	*value = value_text(row.row < row.table->n_rows
				    ? sentence_of(filler->ctx,
						  expression->sentence, &row,
						  filler->request->phrases)
				    : NULL);
	return apply_filters(filler, expression->filters, expression->n_filters,
			     value);
}

int filler_evaluate(struct template_filler *filler,
		    const struct expression *expression, struct value *value)
{
	size_t list = find_list(expression);

	if (expression->is_interval)
		return interval(filler, expression, value);
	if (expression->sentence)
		return sentence(filler, expression, value);
	if (list == expression->n_filters) {
		if (filler_lookup(filler, expression, value) < 0)
			return -1;
		list = 0;
	} else {
		if (join_rows(filler, expression, list, value) < 0)
			return -1;
		list++;
	}
	if (list == expression->n_filters)
		return 0;
	return apply_filters(filler, expression->filters + list,
			     expression->n_filters - list, value);
}
