#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/sheet.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* The callback cannot fail, so the first fault is kept here. */
struct reading {
	struct sheet *sheet;
	struct error *error;
	int result;
};

static void take_heads(struct reading *reading, int row,
		       const char *const *cells, size_t n)
{
	struct sheet *sheet = reading->sheet;

	while (n && !*cells[n - 1])
		n--;
	sheet->heads = memory_array(sheet, const char *, n);
	for (size_t i = 0; i < n; i++) {
		sheet->heads[i] = text_trim(sheet, cells[i]);
		sheet->n_columns = i;
		if (*sheet->heads[i] &&
		    sheet_column(sheet, sheet->heads[i]) >= 0)
			reading->result = error_set(
				reading->error, ERROR_PROJECT,
				memory_format(sheet, "%s:%d:%zu", sheet->path,
					      row, i + 1),
				"rename or remove one of them",
				"the column '%s' stands twice",
				sheet->heads[i]);
	}
	sheet->n_columns = n;
}

/* What stands right of the headings is somebody's note. */
static void take_row(void *data, int number, const char *const *cells, size_t n)
{
	struct reading *reading = data;
	struct sheet *sheet = reading->sheet;
	struct sheet_row row = { .line = number };
	bool has_text = false;

	for (size_t i = 0; i < n; i++)
		has_text |= *cells[i] != '\0';
	if (!has_text)
		return;
	if (!sheet->heads) {
		take_heads(reading, number, cells, n);
		return;
	}
	row.cells = memory_array(sheet, const char *, sheet->n_columns);
	has_text = false;
	for (size_t i = 0; i < sheet->n_columns; i++) {
		row.cells[i] = i < n ? text_trim(sheet, cells[i]) : "";
		has_text |= *row.cells[i] != '\0';
	}
	if (has_text)
		memory_append(sheet, sheet->rows, struct sheet_row,
			      sheet->n_rows, row);
}

static int find_sheet(const void *ctx, const struct workbook *workbook,
		      const char *name)
{
	size_t n;
	const char *const *names = workbook_sheets(workbook, &n);

	for (size_t i = 0; i < n; i++)
		if (!strcasecmp(text_trim(ctx, names[i]), name))
			return (int)i;
	return -1;
}

int sheet_of_workbook(const void *ctx, struct workbook *workbook,
		      const char *path, const char *name, struct sheet **result,
		      struct error *error)
{
	struct sheet *sheet = memory_new(ctx, struct sheet);
	struct reading reading = { .sheet = sheet, .error = error };
	int index = find_sheet(sheet, workbook, name);

	*result = NULL;
	sheet->path = memory_format(sheet, "%s[%s]", path, name);
	if (index < 0)
		return 0;
	if (workbook_read(workbook, (size_t)index, take_row, &reading, error) <
		    0 ||
	    reading.result < 0)
		return -1;
	if (sheet->heads)
		*result = sheet;
	return 0;
}
