/* Tables as files of other programs: workbooks by libzip, SPSS by ReadStat. */
#ifndef TESTS_SUPPORT_TABLES_H
#define TESTS_SUPPORT_TABLES_H

#include <stddef.h>

/*
 * FOLDER/NAME with one sheet, "Answers": SHEET is what stands in <worksheet>,
 * STYLES in <styleSheet>.  Returns the path on CTX.
 */
char *tables_workbook(const void *ctx, const char *folder, const char *name,
		      const char *sheet, const char *styles);

/*
 * The first of N_COLUMNS * (N_ROWS + 1) CELLS name the columns; "" is a cell
 * without a value, columns whose name begins with "n" hold numbers.  HOW is 0
 * for plain, 1 for compressed, 2 for .zsav.
 */
char *tables_spss(const void *ctx, const char *folder, const char *name,
		  const char *const *cells, size_t n_columns, size_t n_rows,
		  int how);

/* The same as <sheetData>, as inline strings and numbers. */
char *tables_sheet(const void *ctx, const char *const *cells, size_t n_columns,
		   size_t n_rows);

#endif
