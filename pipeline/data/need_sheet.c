#include "pipeline/data/need_sheet.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

static int read_row(struct need_sheet *needs, size_t row, int column,
		    struct error *error)
{
	const char *text = sheet_cell(needs->sheet, row, column);
	struct need_row one = {
		.row = row,
		.territory = sheet_cell(needs->sheet, row, needs->territory),
		.target = sheet_cell(needs->sheet, row, needs->target),
	};

	if (!*text)
		return 0;
	if (!text_parse_number(text, 0, &one.need))
		return sheet_fault(needs->sheet, row, column, error,
				   "write a number, or leave the cell empty",
				   "'%s' is no need", text);
	memory_append(needs, needs->rows, struct need_row, needs->n_rows, one);
	return 0;
}

int need_sheet_read(const void *ctx, const char *path, struct need_sheet **made,
		    struct error *error)
{
	struct need_sheet *needs = memory_new(ctx, struct need_sheet);
	int column;

	*made = needs;
	if (sheet_read(needs, path, &needs->sheet, error) < 0)
		return -1;
	needs->territory = sheet_need(needs->sheet, "territory", error);
	column = sheet_need(needs->sheet, "need", error);
	needs->target = sheet_column(needs->sheet, "target");
	if (needs->territory < 0 || column < 0)
		return -1;
	for (size_t row = 0; row < needs->sheet->n_rows; row++)
		if (read_row(needs, row, column, error) < 0)
			return -1;
	return 0;
}
