/*
 * A sheet of who needs how much: territory, need, and target where the need is
 * not of everybody.  Rows without a need are left out.
 */
#ifndef PIPELINE_DATA_NEED_SHEET_H
#define PIPELINE_DATA_NEED_SHEET_H

#include "pipeline/data/sheet.h"

struct need_row {
	size_t row;                     /* of the sheet */
	const char *territory, *target; /* as written; "" = everybody */
	double need;
};

struct need_sheet {
	struct sheet *sheet;
	int territory, target; /* columns; target may be -1 */
	struct need_row *rows;
	size_t n_rows;
};

/* ERROR_PROJECT at its cell for what is no number, and for a sheet without the
 * columns territory and need. */
int need_sheet_read(const void *ctx, const char *path, struct need_sheet **made,
		    struct error *error);

#endif
