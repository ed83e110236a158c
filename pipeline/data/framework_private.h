/* Shared by framework*.c only. */
#ifndef PIPELINE_DATA_FRAMEWORK_PRIVATE_H
#define PIPELINE_DATA_FRAMEWORK_PRIVATE_H

#include "pipeline/data/framework.h"
#include "pipeline/data/sheet.h"

/* ERROR_PROJECT when the framework has a skill of that name already. */
int framework_check_skill(const struct framework *framework,
			  const struct sheet *sheet, size_t row, int column,
			  const char *name, struct error *error);

/* Does the sheet have ESCO's headings? */
bool framework_is_esco(const struct sheet *sheet);
int framework_read_esco(struct framework *framework, const struct sheet *sheet,
			struct error *error);

/* The levels file beside the framework's, if there is one. */
int framework_read_levels(struct framework *framework, struct error *error);

/* The columns of SHEET that are not among the N known bases. */
size_t framework_other_columns(const void *ctx, const struct sheet *sheet,
			       const char *const *bases, size_t n,
			       int **columns, const char ***heads);

/* The cells of one row in those columns. */
const char **framework_cells(const void *ctx, const struct sheet *sheet,
			     size_t row, const int *columns, size_t n);

#endif
