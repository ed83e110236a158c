#include "stages/coding.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/pseudonym.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- which row of the answers a code means ---- */

struct code {
	const char *text; /* as the store has it */
	size_t row;
};

static int compare_codes(const void *a, const void *b)
{
	const struct code *one = a, *two = b;
	int order = strcmp(one->text, two->text);

	return order ? order : (one->row > two->row) - (one->row < two->row);
}

struct codes {
	struct code *items;
	size_t n;
	struct pseudonym_key *key; /* NULL: the store has no pseudonyms */
};

static int read_codes(struct coding *coding, struct codes *codes,
		      struct error *error)
{
	const struct project *project = coding->context->project;
	const char *key = project_key_file(coding, project), **cells;

	if (raw_rows_column(coding->rows, coding->settings->answer,
			    coding->settings->where, &cells, error) < 0)
		return -1;
	/* without a key nothing has become a pseudonym */
	if (file_exists(key) &&
	    pseudonym_key_open(coding, key, &codes->key, error) < 0)
		return -1;
	for (size_t i = 0; i < coding->rows->n; i++)
		if (cells[i] && *cells[i])
			memory_append(coding, codes->items, struct code,
				      codes->n, ((struct code){ cells[i], i }));
	if (codes->n)
		qsort(codes->items, codes->n, sizeof *codes->items,
		      compare_codes);
	return 0;
}

static const struct code *find_exact(const struct codes *codes,
				     const char *text)
{
	size_t low = 0, high = codes->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(codes->items[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < codes->n && !strcmp(codes->items[low].text, text)
		       ? &codes->items[low]
		       : NULL;
}

/* The store has codes as they stand, or their pseudonyms. */
static const struct code *find_code(const struct codes *codes, const char *text)
{
	char pseudonym[PSEUDONYM_LENGTH + 1];
	const struct code *found = find_exact(codes, text);

	if (found || !codes->key)
		return found;
	pseudonym_make(codes->key, text, strlen(text), pseudonym);
	return find_exact(codes, pseudonym);
}

/* ---- the sheet's rows, answer by answer ---- */

/* The number of ROW among the coded answers, added when new. */
static size_t coded_numbered(struct coding *coding, size_t *number, size_t row)
{
	if (!number[row]) {
		memory_append(coding, coding->coded, size_t, coding->n_coded,
			      row);
		number[row] = coding->n_coded;
	}
	return number[row] - 1;
}

/* Where each row of the sheet belongs; SIZE_MAX: to no answer that counts. */
static size_t *place_rows(struct coding *coding, const struct codes *codes)
{
	const struct coding_sheet *sheet = coding->sheet;
	size_t *place = memory_array(coding, size_t, sheet->n_rows);
	size_t *number = memory_array(coding, size_t, coding->rows->n);
	const struct coding_row *first_lost = NULL;
	size_t n_lost = 0;

	for (size_t i = 0; i < sheet->n_rows; i++) {
		const struct code *code =
			find_code(codes, sheet->rows[i].answer);

		place[i] = code ? coded_numbered(coding, number, code->row)
				: SIZE_MAX;
		n_lost += !code;
		if (!code && !first_lost)
			first_lost = &sheet->rows[i];
	}
	talloc_free(number);
	coding->context->rows.read += (int64_t)sheet->n_rows;
	coding->context->rows.set_aside += (int64_t)n_lost;
	coding->context->rows.kept += (int64_t)(sheet->n_rows - n_lost);
	if (n_lost)
		stage_warn(coding->context, first_lost->where,
			   "%zu row%s of the sheet belong%s to no answer that "
			   "counts; here is the first",
			   n_lost, n_lost == 1 ? "" : "s",
			   n_lost == 1 ? "s" : "");
	return place;
}

static void fill_marks(struct coding *coding, const size_t *place)
{
	const struct coding_sheet *sheet = coding->sheet;
	size_t n = coding->n_coded * sheet->n_coders;

	coding->has_read = memory_array(coding, bool, n);
	coding->first_theme = memory_array(coding, size_t, n);
	coding->marks =
		memory_array(coding, struct coding_mark, n * sheet->n_themes);
	for (size_t i = 0; i < sheet->n_rows; i++) {
		const struct coding_row *row = &sheet->rows[i];
		size_t at = place[i] * sheet->n_coders + row->coder;

		if (place[i] == SIZE_MAX)
			continue;
		if (!coding->has_read[at])
			coding->first_theme[at] = row->theme;
		coding->has_read[at] = true;
		if (row->theme != CODING_NO_THEME)
			*coding_mark_at(coding, place[i], row->coder,
					row->theme) =
				(struct coding_mark){ true, row->rating,
						      row->is_quoted };
	}
}

static int find_decider(struct coding *coding, struct error *error)
{
	const char *decides = coding->settings->decides;
	size_t i = 0;

	while (i < coding->sheet->n_coders &&
	       (!decides || strcmp(coding->sheet->coders[i], decides) != 0))
		i++;
	coding->decider = i;
	if (!decides || i < coding->sheet->n_coders)
		return 0;
	return error_set(error, ERROR_PROJECT, coding->settings->where,
			 "write in 'decides' what the sheet calls the coder",
			 "no row of the sheet is by the coder '%s'", decides);
}

int coding_read(struct coding *coding, struct error *error)
{
	const struct coding_sheet_settings settings = {
		coding->settings->sheet,
		coding->settings->themes,
		coding->settings->minimum,
		coding->settings->maximum,
	};
	struct codes codes = { 0 };

	if (coding_sheet_load(coding, &settings, &coding->sheet, error) < 0 ||
	    find_decider(coding, error) < 0 ||
	    read_codes(coding, &codes, error) < 0)
		return -1;
	fill_marks(coding, place_rows(coding, &codes));
	coding_settle(coding);
	return 0;
}

/* ---- what counts ---- */

/* Of the coders who count for an answer: all, or the one who decides. */
static bool does_count(const struct coding *coding, size_t answer, size_t coder)
{
	const bool *has_read =
		coding->has_read + answer * coding->sheet->n_coders;
	bool is_decided = coding->decider < coding->sheet->n_coders &&
			  has_read[coding->decider];

	return has_read[coder] && (!is_decided || coder == coding->decider);
}

static struct coding_mark settle(const struct coding *coding, size_t answer,
				 size_t theme)
{
	struct coding_mark out = { .rating = (double)NAN };
	size_t n_coders = 0, n_given = 0, n_rated = 0;
	double sum = 0;

	for (size_t c = 0; c < coding->sheet->n_coders; c++) {
		const struct coding_mark *mark =
			coding_mark_at(coding, answer, c, theme);

		if (!does_count(coding, answer, c))
			continue;
		n_coders++;
		n_given += mark->is_given;
		out.is_quoted |= mark->is_quoted;
		if (mark->is_given && !isnan(mark->rating)) {
			n_rated++;
			sum += mark->rating;
		}
	}
	out.is_given = n_given > 0 && 2 * n_given >= n_coders;
	if (out.is_given && n_rated)
		out.rating = sum / (double)n_rated;
	return out;
}

void coding_settle(struct coding *coding)
{
	size_t n_themes = coding->sheet->n_themes;

	coding->final = memory_array(coding, struct coding_mark,
				     coding->n_coded * n_themes);
	for (size_t i = 0; i < coding->n_coded; i++)
		for (size_t t = 0; t < n_themes; t++)
			coding->final[i * n_themes + t] = settle(coding, i, t);
}
