/*
 * The sheet of programmes, in any of its three forms.  What differs is where
 * the outcomes of a row stand; all else is read the same way.
 */
#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/data/catalogue_private.h"
#include "pipeline/data/translation.h"

#include <math.h>
#include <string.h>

enum form { FORM_LIST, FORM_LONG, FORM_WIDE };

struct reader {
	struct catalogue *catalogue;
	const struct sheet *sheet;
	enum form form;
	int name, provider, hours, mode;
	int outcome;     /* the column of FORM_LIST and FORM_LONG */
	size_t *columns; /* FORM_WIDE: outcome of a column, or n_outcomes */
	struct translation_columns labels;
};

/* ---- which outcome ---- */

static size_t find_outcome(const struct catalogue *catalogue, const char *name)
{
	size_t i = 0;

	while (i < catalogue->n_outcomes &&
	       strcmp(catalogue->outcomes[i].name, name) != 0)
		i++;
	return i;
}

static const char *remedy_for(const struct reader *reader, const char *name)
{
	const struct catalogue *catalogue = reader->catalogue;
	const char **names = memory_array(reader->sheet, const char *,
					  catalogue->n_outcomes);
	const char *near;

	for (size_t i = 0; i < catalogue->n_outcomes; i++)
		names[i] = catalogue->outcomes[i].name;
	near = nearest_word(name, names, catalogue->n_outcomes);
	return near ? memory_format(reader->sheet, "did you mean '%s'?", near)
		    : "name an outcome as the sheet of outcomes does";
}

static int add_outcome(const struct reader *reader, size_t row, int column,
		       struct catalogue_programme *programme, const char *name,
		       struct error *error)
{
	size_t outcome = find_outcome(reader->catalogue, name);

	if (outcome == reader->catalogue->n_outcomes)
		return sheet_fault(reader->sheet, row, column, error,
				   remedy_for(reader, name),
				   "there is no outcome '%s'", name);
	for (size_t i = 0; i < programme->n_outcomes; i++)
		if (programme->outcomes[i] == outcome)
			return sheet_fault(reader->sheet, row, column, error,
					   "take one of them out",
					   "programme '%s' has the outcome "
					   "'%s' twice",
					   programme->name, name);
	memory_append(reader->catalogue, programme->outcomes, size_t,
		      programme->n_outcomes, outcome);
	return 0;
}

static int add_list(const struct reader *reader, size_t row,
		    struct catalogue_programme *programme, struct error *error)
{
	static const char separators[] = ";,| \t\r\n";
	const char *rest = sheet_cell(reader->sheet, row, reader->outcome);

	while (*(rest += strspn(rest, separators))) {
		size_t length = strcspn(rest, separators);
		const char *name = memory_text_n(reader->sheet, rest, length);

		if (add_outcome(reader, row, reader->outcome, programme, name,
				error) < 0)
			return -1;
		rest += length;
	}
	return 0;
}

static bool is_one_of(const char *text, const char *const *words)
{
	while (*words && strcmp(*words, text) != 0)
		words++;
	return *words != NULL;
}

static int add_marked(const struct reader *reader, size_t row,
		      struct catalogue_programme *programme,
		      struct error *error)
{
	static const char *const yes[] = { "1", "x", "yes", "true", NULL };
	static const char *const no[] = { "", "0", "-", "no", "false", NULL };
	const struct sheet *sheet = reader->sheet;

	for (size_t c = 0; c < sheet->n_columns; c++) {
		const char *cell = sheet_cell(sheet, row, (int)c);
		const char *key = text_key(sheet, cell);

		if (reader->columns[c] == reader->catalogue->n_outcomes ||
		    is_one_of(key, no))
			continue;
		if (!is_one_of(key, yes))
			return sheet_fault(sheet, row, (int)c, error,
					   "write 1 where the programme leads "
					   "to the outcome, else 0 or nothing",
					   "'%s' says neither yes nor no",
					   cell);
		memory_append(reader->catalogue, programme->outcomes, size_t,
			      programme->n_outcomes, reader->columns[c]);
	}
	return 0;
}

static int add_outcomes(const struct reader *reader, size_t row,
			struct catalogue_programme *programme,
			struct error *error)
{
	switch (reader->form) {
	case FORM_LIST:
		return add_list(reader, row, programme, error);
	case FORM_LONG:
		return add_outcome(
			reader, row, reader->outcome, programme,
			sheet_cell(reader->sheet, row, reader->outcome), error);
	case FORM_WIDE:
	default:
		return add_marked(reader, row, programme, error);
	}
}

/* ---- programmes ---- */

static struct catalogue_programme *find_programme(struct catalogue *catalogue,
						  const char *name)
{
	for (size_t i = 0; i < catalogue->n_programmes; i++)
		if (!strcmp(catalogue->programmes[i].name, name))
			return &catalogue->programmes[i];
	return NULL;
}

/* In the long form what a programme is need stand in its first row only. */
static int continue_programme(const struct reader *reader, size_t row,
			      struct catalogue_programme *programme,
			      double hours, struct error *error)
{
	if (reader->form != FORM_LONG)
		return sheet_fault(reader->sheet, row, reader->name, error,
				   "rename or remove one of them",
				   "the programme '%s' stands twice, first in "
				   "line %d",
				   programme->name, programme->line);
	if (!isnan(hours) && hours != programme->hours)
		return sheet_fault(reader->sheet, row, reader->hours, error,
				   "give its hours once, or the same each time",
				   "the programme '%s' has other hours in line "
				   "%d",
				   programme->name, programme->line);
	return add_outcomes(reader, row, programme, error);
}

static int read_row(const struct reader *reader, size_t row,
		    struct error *error)
{
	const struct sheet *sheet = reader->sheet;
	struct catalogue *catalogue = reader->catalogue;
	struct catalogue_programme *known, made = {
		.name = sheet_cell(sheet, row, reader->name),
		.provider = sheet_cell(sheet, row, reader->provider),
		.mode = sheet_cell(sheet, row, reader->mode),
		.line = sheet->rows[row].line,
	};

	if (!*made.name)
		return sheet_fault(sheet, row, reader->name, error,
				   "give it a short name of its own",
				   "the programme has no name");
	if (catalogue_number(sheet, row, reader->hours, 0, &made.hours, error) <
	    0)
		return -1;
	known = find_programme(catalogue, made.name);
	if (known)
		return continue_programme(reader, row, known, made.hours,
					  error);
	made.labels = translation_read(catalogue, sheet, row, &reader->labels,
				       &made.n_labels);
	if (add_outcomes(reader, row, &made, error) < 0)
		return -1;
	memory_append(catalogue, catalogue->programmes,
		      struct catalogue_programme, catalogue->n_programmes,
		      made);
	return 0;
}

/* ---- columns ---- */

static bool is_label(const struct reader *reader, size_t column)
{
	for (size_t i = 0; i < reader->labels.n; i++)
		if (reader->labels.items[i].column == (int)column)
			return true;
	return false;
}

static int find_wide_columns(struct reader *reader, struct error *error)
{
	static const char *const known[] = { "programme", "provider", "hours",
					     "mode",      "",         NULL };
	const struct sheet *sheet = reader->sheet;
	size_t none = reader->catalogue->n_outcomes;

	reader->columns = memory_array(sheet, size_t, sheet->n_columns);
	for (size_t c = 0; c < sheet->n_columns; c++) {
		const char *head = sheet->heads[c];

		reader->columns[c] = find_outcome(reader->catalogue, head);
		if (reader->columns[c] < none || is_one_of(head, known) ||
		    is_label(reader, c))
			continue;
		return error_set(
			error, ERROR_PROJECT,
			memory_format(sheet, "%s:1:%zu", sheet->path, c + 1),
			remedy_for(reader, head),
			"the column '%s' is none of a programme's, and no "
			"outcome",
			head);
	}
	return 0;
}

static int find_columns(struct reader *reader, struct error *error)
{
	const struct sheet *sheet = reader->sheet;

	reader->name = sheet_need(sheet, "programme", error);
	if (reader->name < 0)
		return -1;
	reader->provider = sheet_column(sheet, "provider");
	reader->hours = sheet_column(sheet, "hours");
	reader->mode = sheet_column(sheet, "mode");
	reader->labels =
		translation_find(reader->catalogue, sheet, "label", NULL);
	reader->form = FORM_LIST;
	reader->outcome = sheet_column(sheet, "outcomes");
	if (reader->outcome >= 0)
		return 0;
	reader->form = FORM_LONG;
	reader->outcome = sheet_column(sheet, "outcome");
	if (reader->outcome >= 0)
		return 0;
	reader->form = FORM_WIDE;
	return find_wide_columns(reader, error);
}

int catalogue_read_programmes(struct catalogue *catalogue, const char *path,
			      struct error *error)
{
	struct reader reader = { .catalogue = catalogue };
	struct sheet *sheet;

	if (sheet_read(catalogue, path, &sheet, error) < 0)
		return -1;
	reader.sheet = sheet;
	if (find_columns(&reader, error) < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_row(&reader, row, error) < 0)
			return -1;
	if (!catalogue->n_programmes)
		return error_set(error, ERROR_PROJECT, path,
				 "write one row per programme",
				 "the catalogue names no programme");
	return 0;
}
