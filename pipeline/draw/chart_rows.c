#include "pipeline/draw/chart_rows.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <math.h>
#include <string.h>

/* ---- wrapping ---- */

struct wrapping {
	const struct sheet *sheet;
	struct text_look look;
	double width;
};

static double width_of(const struct wrapping *wrapping, const char *text)
{
	return parts_width(wrapping->sheet, wrapping->look.style,
			   wrapping->look.size, text);
}

static const char *previous_character(const char *text, const char *end)
{
	do
		end--;
	while (end > text && ((unsigned char)*end & 0xC0) == 0x80);
	return end;
}

/* As much of TEXT as fits with an ellipsis behind it. */
static const char *truncated(const struct wrapping *wrapping, const char *text)
{
	const char *end = text + strlen(text);

	while (end > text) {
		char *shorter;

		end = previous_character(text, end);
		while (end > text && end[-1] == ' ')
			end--;
		shorter = memory_format(wrapping->sheet->list, "%.*s…",
					(int)(end - text), text);
		if (width_of(wrapping, shorter) <= wrapping->width)
			return shorter;
		talloc_free(shorter);
	}
	return "…";
}

/* Length of the words of TEXT that fit one line; at least one word. */
static size_t fitting_words(const struct wrapping *wrapping, const char *text)
{
	size_t fits = strcspn(text, " "), next = fits;
	double blank = width_of(wrapping, " ");
	double used = 0;

	for (size_t start = 0; start < strlen(text); start = next + 1) {
		char *word;

		next = start + strcspn(text + start, " ");
		word = memory_text_n(NULL, text + start, next - start);
		used += width_of(wrapping, word) + (start ? blank : 0);
		talloc_free(word);
		if (start && used > wrapping->width)
			break;
		fits = next;
	}
	return fits;
}

static struct wrapped wrap(const struct wrapping *wrapping, const char *text,
			   int n)
{
	struct wrapped wrapped = { 0 };

	while (*text && wrapped.n < n) {
		size_t length = fitting_words(wrapping, text);
		const char *line;

		if (wrapped.n == n - 1)
			length = strlen(text);
		line = memory_text_n(wrapping->sheet->list, text, length);
		if (width_of(wrapping, line) > wrapping->width) {
			line = truncated(wrapping, line);
			wrapped.is_truncated = true;
		}
		wrapped.lines[wrapped.n++] = line;
		wrapped.width = fmax(wrapped.width, width_of(wrapping, line));
		text += length + strspn(text + length, " ");
	}
	return wrapped;
}

struct wrapped rows_wrap(const struct sheet *sheet, struct text_look look,
			 const char *text, double width, int n)
{
	struct wrapping wrapping = { sheet, look, width };
	struct wrapped wrapped = { .n = 1, .lines = { text } };
	double natural = width_of(&wrapping, text);

	if (natural <= width) {
		wrapped.width = natural;
		return wrapped;
	}
	return wrap(&wrapping, text, n);
}

/* ---- planning ---- */

/* Label size and gutter, from roomy to tight.  Many rows begin with the second:
 * labels in one line make a long list calmer. */
struct fit {
	double size, share;
};

static const struct fit fits[] = {
	{ 8.5, 0.38 }, { 8.5, 0.47 }, { 8, 0.5 },
	{ 7.5, 0.55 }, { 7.2, 0.6 },  { 7, 0.66 },
};
enum { N_FITS = sizeof fits / sizeof fits[0], MANY_ROWS = 12, HEADING = 17 };

static double comfortable_pitch(size_t n)
{
	if (n <= 4)
		return 27;
	if (n <= 8)
		return 23;
	return n <= 16 ? 19 : 15.5;
}

static bool begins_group(const struct rows_request *request, size_t i)
{
	return request->groups &&
	       (i == 0 ||
		strcmp(request->groups[i], request->groups[i - 1]) != 0);
}

static bool wrap_labels(const struct sheet *sheet,
			const struct rows_request *request,
			const struct fit *fit, struct rows *rows)
{
	const struct text_look look = { FONT_REGULAR, fit->size };
	double width = request->right * fit->share;
	bool is_whole = true;

	rows->size = fit->size;
	rows->gutter = 0;
	for (size_t i = 0; i < request->n; i++) {
		struct wrapped *label = &rows->rows[i].label;

		*label = rows_wrap(sheet, look, request->labels[i], width,
				   ROWS_LINES);
		rows->gutter = fmax(rows->gutter, label->width);
		is_whole &= !label->is_truncated;
	}
	rows->gutter += 9;
	return is_whole;
}

static double set_tops(const struct rows_request *request, struct rows *rows,
		       double top, double pitch)
{
	double line = rows->size * 1.16;

	rows->pitch = (double)INFINITY;
	for (size_t i = 0; i < rows->n; i++) {
		struct row *row = &rows->rows[i];

		if (begins_group(request, i)) {
			row->heading = request->groups[i];
			top += HEADING;
		}
		row->top = top;
		row->height = fmax(pitch, row->label.n * line + 4);
		row->middle = top + row->height / 2;
		rows->pitch = fmin(rows->pitch, row->height);
		top += row->height;
	}
	rows->bottom = top;
	return top;
}

static bool fits_height(const struct sheet *sheet,
			const struct rows_request *request, struct rows *rows)
{
	double limit = sheet->request->maximum_height;
	double tight = fmax(request->pitch, rows->size + 3);
	double pitch = fmax(request->pitch, comfortable_pitch(rows->n));

	for (;; pitch -= 0.5) {
		double bottom =
			set_tops(request, rows, sheet->y, fmax(pitch, tight));

		if (limit <= 0 || bottom + request->below <= limit)
			return true;
		if (pitch <= tight)
			return false;
	}
}

struct rows rows_plan(struct sheet *sheet, const struct rows_request *request)
{
	struct rows rows = { .n = request->n };

	rows.rows = memory_array(sheet->list, struct row, request->n);
	for (int i = rows.n > MANY_ROWS; i < N_FITS; i++) {
		bool is_whole = wrap_labels(sheet, request, &fits[i], &rows);

		if (fits_height(sheet, request, &rows) && is_whole)
			break;
	}
	sheet->y = rows.bottom;
	return rows;
}

/* ---- drawing ---- */

/* On a ground of its own: it may reach into the plot. */
static void draw_heading(const struct sheet *sheet, const struct rows *rows,
			 const struct row *row)
{
	const struct text_look look = { FONT_BOLD, PARTS_VALUE };
	double width = parts_width(sheet, look.style, look.size, row->heading);
	double middle = row->top - HEADING / 2.0 + 2;

	if (width > rows->gutter - 4)
		parts_box(sheet->list, 0, middle - 5.5, width + 3, 11,
			  palette(PALETTE_WHITE));
	parts_text(sheet, look, (struct text_place){ 0, middle, 0 },
		   palette(PALETTE_MUTED), row->heading);
}

void rows_labels(const struct sheet *sheet, const struct rows *rows)
{
	double line = rows->size * 1.16;

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->rows[i];
		double y = row->middle - (row->label.n - 1) * line / 2;

		if (row->heading)
			draw_heading(sheet, rows, row);
		for (int k = 0; k < row->label.n; k++, y += line)
			parts_text(
				sheet,
				(struct text_look){ FONT_REGULAR, rows->size },
				(struct text_place){ 0, y, 0 },
				palette(PALETTE_INK), row->label.lines[k]);
	}
}

/* ---- text columns ---- */

static const double column_gap = 8;

static double column_width(const struct sheet *sheet,
			   const struct text_column *column, size_t n_rows)
{
	double width = 0;

	for (size_t i = 0; i < n_rows; i++)
		width = fmax(width,
			     parts_width(sheet, column->style, column->size,
					 column->texts[i]));
	if (width > 0)
		width = fmax(width, parts_width(sheet, FONT_REGULAR,
						PARTS_SMALL, column->head));
	return width;
}

double rows_columns(const struct sheet *sheet, struct text_column *columns,
		    size_t n, size_t n_rows)
{
	double right = sheet->width;

	for (size_t i = n; i-- > 0;) {
		double width = column_width(sheet, &columns[i], n_rows);

		columns[i].right = right;
		if (width > 0)
			right -= width + column_gap;
	}
	return right - (right < sheet->width ? 4 : 0);
}

void rows_columns_draw(const struct sheet *sheet,
		       const struct text_column *columns, size_t n,
		       const struct rows *rows)
{
	for (size_t i = 0; i < n; i++) {
		const struct text_column *column = &columns[i];
		bool is_empty = true;

		for (size_t k = 0; k < rows->n; k++) {
			is_empty &= !*column->texts[k];
			parts_text(sheet,
				   (struct text_look){ column->style,
						       column->size },
				   (struct text_place){ column->right,
							rows->rows[k].middle,
							1 },
				   palette(column->colour), column->texts[k]);
		}
		if (!is_empty && rows->n)
			parts_text(
				sheet,
				(struct text_look){ FONT_REGULAR, PARTS_SMALL },
				(struct text_place){ column->right,
						     rows->rows[0].top - 6, 1 },
				palette(PALETTE_MUTED), column->head);
	}
}
