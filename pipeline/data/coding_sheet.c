#include "pipeline/data/coding_sheet.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/data/translation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- themes ---- */

static size_t theme_named(const struct coding_sheet *coding, const char *name)
{
	size_t i = 0;

	while (i < coding->n_themes &&
	       strcmp(coding->themes[i].name, name) != 0)
		i++;
	return i;
}

static int read_theme(struct coding_sheet *coding, const struct sheet *sheet,
		      size_t row, int column, struct error *error)
{
	struct coding_frame_theme theme = { .name = sheet_cell(sheet, row,
							       column) };
	struct translation_columns labels, definitions;

	if (!*theme.name)
		return sheet_fault(sheet, row, column, error,
				   "give it a short name of its own",
				   "the theme has no name");
	if (theme_named(coding, theme.name) < coding->n_themes)
		return sheet_fault(sheet, row, column, error,
				   "take one of the two rows out",
				   "the theme '%s' stands twice", theme.name);
	labels = translation_find(coding, sheet, "label", NULL);
	definitions = translation_find(coding, sheet, "definition", NULL);
	theme.labels =
		translation_read(coding, sheet, row, &labels, &theme.n_labels);
	theme.definitions = translation_read(coding, sheet, row, &definitions,
					     &theme.n_definitions);
	memory_append(coding, coding->themes, struct coding_frame_theme,
		      coding->n_themes, theme);
	return 0;
}

static int read_themes(struct coding_sheet *coding, const char *path,
		       struct error *error)
{
	struct sheet *sheet;
	int column;

	if (sheet_read(coding, path, &sheet, error) < 0)
		return -1;
	column = sheet_need(sheet, "theme", error);
	if (column < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_theme(coding, sheet, row, column, error) < 0)
			return -1;
	if (coding->n_themes)
		return 0;
	return error_set(error, ERROR_PROJECT, path,
			 "write a row for each theme", "there are no themes");
}

/* ---- rows ---- */

struct columns {
	int answer, coder, theme, rating, quote;
};

static int find_columns(const struct sheet *sheet, struct columns *columns,
			struct error *error)
{
	columns->answer = sheet_need(sheet, "answer", error);
	if (columns->answer < 0)
		return -1;
	columns->coder = sheet_need(sheet, "coder", error);
	if (columns->coder < 0)
		return -1;
	columns->theme = sheet_need(sheet, "theme", error);
	if (columns->theme < 0)
		return -1;
	columns->rating = sheet_column(sheet, "rating");
	columns->quote = sheet_column(sheet, "quote");
	return 0;
}

static int find_theme(const struct coding_sheet *coding,
		      const struct sheet *sheet, size_t row, int column,
		      size_t *theme, struct error *error)
{
	const char *name = sheet_cell(sheet, row, column), *near;
	const char **names;

	*theme = CODING_NO_THEME;
	if (!*name)
		return 0;
	*theme = theme_named(coding, name);
	if (*theme < coding->n_themes)
		return 0;
	names = memory_array(sheet, const char *, coding->n_themes);
	for (size_t i = 0; i < coding->n_themes; i++)
		names[i] = coding->themes[i].name;
	near = nearest_word(name, names, coding->n_themes);
	return sheet_fault(
		sheet, row, column, error,
		near ? memory_format(sheet, "did you mean '%s'?", near)
		     : "name a theme of the list, or add it there",
		"there is no theme '%s'", name);
}

static int find_rating(const struct coding_sheet_settings *settings,
		       const struct sheet *sheet, size_t row, int column,
		       double *rating, struct error *error)
{
	const char *text = sheet_cell(sheet, row, column);

	*rating = (double)NAN;
	if (!*text)
		return 0;
	if (text_parse_number(text, 0, rating) &&
	    *rating >= settings->least_rating &&
	    *rating <= settings->top_rating)
		return 0;
	return sheet_fault(sheet, row, column, error,
			   memory_format(sheet,
					 "write a number from %g to %g, or "
					 "leave the cell empty",
					 settings->least_rating,
					 settings->top_rating),
			   "'%s' is no rating", text);
}

static size_t coder_numbered(struct coding_sheet *coding, const char *name)
{
	for (size_t i = 0; i < coding->n_coders; i++)
		if (strcmp(coding->coders[i], name) == 0)
			return i;
	memory_append(coding, coding->coders, const char *, coding->n_coders,
		      name);
	return coding->n_coders - 1;
}

static int need(const struct sheet *sheet, size_t row, int column,
		struct error *error)
{
	if (*sheet_cell(sheet, row, column))
		return 0;
	return sheet_fault(sheet, row, column, error,
			   "fill the cell, or take the row out",
			   "the row has no %s", sheet->heads[column]);
}

static int read_row(struct coding_sheet *coding,
		    const struct coding_sheet_settings *settings,
		    const struct sheet *sheet, size_t row,
		    const struct columns *columns, struct error *error)
{
	struct coding_row made = { .answer = sheet_cell(sheet, row,
							columns->answer) };
	const char *quote = sheet_cell(sheet, row, columns->quote);

	if (need(sheet, row, columns->answer, error) < 0 ||
	    need(sheet, row, columns->coder, error) < 0 ||
	    find_theme(coding, sheet, row, columns->theme, &made.theme, error) <
		    0 ||
	    find_rating(settings, sheet, row, columns->rating, &made.rating,
			error) < 0)
		return -1;
	made.coder =
		coder_numbered(coding, sheet_cell(sheet, row, columns->coder));
	made.is_quoted = *quote && strcasecmp(quote, "no") != 0 &&
			 strcmp(quote, "0") != 0;
	made.where = sheet_where(coding, sheet, row, columns->answer);
	memory_append(coding, coding->rows, struct coding_row, coding->n_rows,
		      made);
	return 0;
}

/* ---- is anything said twice ---- */

static int compare_rows(const void *a, const void *b)
{
	const struct coding_row *one = *(const struct coding_row *const *)a;
	const struct coding_row *two = *(const struct coding_row *const *)b;
	int order = strcmp(one->answer, two->answer);

	if (order)
		return order;
	if (one->coder != two->coder)
		return one->coder < two->coder ? -1 : 1;
	if (one->theme != two->theme)
		return one->theme < two->theme ? -1 : 1;
	return (one > two) - (one < two);
}

/* Rows of one answer and coder are sorted by theme; that without is last. */
static int check_twice(const struct coding_sheet *coding, struct error *error)
{
	const struct coding_row **sorted =
		memory_array(coding, const struct coding_row *, coding->n_rows);

	for (size_t i = 0; i < coding->n_rows; i++)
		sorted[i] = &coding->rows[i];
	qsort(sorted, coding->n_rows, sizeof *sorted, compare_rows);
	for (size_t i = 1; i < coding->n_rows; i++) {
		const struct coding_row *row = sorted[i],
					*before = sorted[i - 1];

		if (strcmp(row->answer, before->answer) != 0 ||
		    row->coder != before->coder)
			continue;
		if (row->theme == before->theme)
			return error_set(error, ERROR_PROJECT, row->where,
					 "take one of the two rows out",
					 "'%s' gave the answer the same theme "
					 "twice",
					 coding->coders[row->coder]);
		if (row->theme == CODING_NO_THEME)
			return error_set(
				error, ERROR_PROJECT, row->where,
				"take the row out, or those with a "
				"theme",
				"'%s' gave the answer a theme and none",
				coding->coders[row->coder]);
	}
	talloc_free(sorted);
	return 0;
}

int coding_sheet_load(const void *ctx,
		      const struct coding_sheet_settings *settings,
		      struct coding_sheet **result, struct error *error)
{
	struct coding_sheet *coding = memory_new(ctx, struct coding_sheet);
	struct columns columns;
	struct sheet *sheet;

	if (read_themes(coding, settings->themes, error) < 0 ||
	    sheet_read(coding, settings->sheet, &sheet, error) < 0 ||
	    find_columns(sheet, &columns, error) < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_row(coding, settings, sheet, row, &columns, error) < 0)
			return -1;
	*result = coding;
	return check_twice(coding, error);
}
