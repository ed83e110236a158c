#include "pipeline/data/dialect_trial.h"

#include "pipeline/core/memory.h"

enum { WIDTHS = 32 };

/* How many records have how many cells. */
struct widths {
	size_t cells[WIDTHS], records[WIDTHS];
	size_t n;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The mark of a cell like "3,14"; 0 if it could also be a thousands mark. */
static char decimal_mark(const struct csv_cell *cell)
{
	size_t at = 0, whole, length = cell->length;
	char mark;

	if (length && (cell->text[0] == '-' || cell->text[0] == '+'))
		at++;
	for (whole = at; at < length && is_digit(cell->text[at]);)
		at++;
	if (at == whole || at + 1 >= length)
		return 0;
	mark = cell->text[at];
	if ((mark != '.' && mark != ',') ||
	    (length - at - 1 == 3 && cell->text[whole] != '0'))
		return 0;
	for (at++; at < length; at++)
		if (!is_digit(cell->text[at]))
			return 0;
	return mark;
}

static void count_cell(const struct csv_cell *cell, struct dialect_trial *trial)
{
	char mark = decimal_mark(cell);
	char other = trial->form.quote == CSV_NONE ? '"' : '\'';
	bool is_closed =
		cell->length > 1 && cell->text[cell->length - 1] == other;

	trial->n_points += mark == '.';
	trial->n_commas += mark == ',';
	if (cell->length && cell->text[0] == other) {
		trial->n_enclosed += is_closed;
		trial->n_half += !is_closed;
	}
}

static void count_width(struct widths *widths, size_t n_cells)
{
	size_t i = 0;

	while (i < widths->n && widths->cells[i] != n_cells)
		i++;
	if (i == WIDTHS)
		return;
	if (i == widths->n) {
		widths->cells[i] = n_cells;
		widths->records[i] = 0;
		widths->n++;
	}
	widths->records[i]++;
}

static void count_record(const struct csv_record *record,
			 struct dialect_trial *trial, struct widths *widths)
{
	trial->n_records++;
	trial->n_odd += record->is_lenient;
	trial->n_cells += record->n_cells;
	trial->n_null_end += record->cells[record->n_cells - 1].is_null;
	count_width(widths, record->n_cells);
	for (size_t i = 0; i < record->n_cells; i++)
		count_cell(&record->cells[i], trial);
}

/* Most records have so many cells; of equals the first seen. */
static void judge_widths(const struct widths *widths,
			 struct dialect_trial *trial)
{
	for (size_t i = 0; i < widths->n; i++) {
		if (widths->records[i] <= trial->n_same)
			continue;
		trial->n_same = widths->records[i];
		trial->n_columns = widths->cells[i];
	}
}

size_t dialect_trial_quoted(const struct dialect_sample *sample,
			    const struct dialect_trial *trial)
{
	const struct csv_form form = trial->form;
	const char *text = sample->text;
	size_t n = 0, length = trial->length;
	bool is_start = true;

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		n += is_start && c == form.quote &&
		     (i + 1 == length || text[i + 1] != c || i + 2 == length ||
		      text[i + 2] != c);
		is_start = c == form.delimiter || c == '\n' || c == '\r' ||
			   (is_start && c == ' ');
	}
	return n;
}

struct dialect_trial dialect_try(const struct dialect_sample *sample,
				 struct csv_form form, bool is_wrapped,
				 size_t limit)
{
	struct dialect_scan *scan =
		dialect_scan_new(NULL, sample, form, is_wrapped);
	struct dialect_trial trial = { .form = form, .is_wrapped = is_wrapped };
	struct widths widths = { .n = 0 };

	while (trial.n_records < limit) {
		struct csv_record record;
		size_t start;
		enum csv_outcome outcome =
			dialect_scan_next(scan, &record, &start);

		if (outcome == CSV_PARTIAL)
			break;
		if (outcome == CSV_RECORD)
			count_record(&record, &trial, &widths);
		trial.n_records += outcome == CSV_BROKEN;
		trial.n_odd += outcome == CSV_BROKEN;
	}
	judge_widths(&widths, &trial);
	trial.length = dialect_scan_used(scan);
	talloc_free(scan);
	return trial;
}

size_t dialect_trial_faults(const struct dialect_trial *trial)
{
	return trial->n_records - trial->n_same + trial->n_odd;
}

static double share(const struct dialect_trial *trial)
{
	return trial->n_records
		       ? (double)trial->n_same / (double)trial->n_records
		       : 0;
}

bool dialect_trial_is_better(const struct dialect_trial *a,
			     const struct dialect_trial *b)
{
	if ((a->n_columns > 1) != (b->n_columns > 1))
		return a->n_columns > 1;
	if (share(a) > share(b) || share(a) < share(b))
		return share(a) > share(b);
	return a->n_columns > b->n_columns;
}
