/* Inside workbook: what its parts say, as handlers of their elements. */
#ifndef PIPELINE_DATA_WORKBOOK_PARTS_H
#define PIPELINE_DATA_WORKBOOK_PARTS_H

#include "pipeline/data/moment.h"
#include "pipeline/data/workbook.h"
#include "pipeline/data/xml.h"

#include <stdbool.h>

/* _rels/workbook.xml.rels: which part an id means. */
struct workbook_link {
	const char *id, *target;
};
struct workbook_links {
	void *ctx;
	struct workbook_link *items;
	size_t n;
};
struct xml_handlers workbook_link_handlers(struct workbook_links *links);

/* Text that grows; always ends with NUL. */
struct workbook_text {
	char *text;
	size_t length;
};
void workbook_text_add(void *ctx, struct workbook_text *text, const char *more,
		       size_t length);

/*
 * sharedStrings.xml: texts that cells refer to by number.  They stand one
 * behind the other, each with its NUL: there may be a million.
 */
struct workbook_strings {
	void *ctx;
	struct workbook_text all;
	size_t *starts;
	size_t n;
	struct workbook_text text; /* of the item at work */
	bool is_text;              /* within <t>, but not within <rPh> */
	bool is_phonetic;
};
struct xml_handlers workbook_string_handlers(struct workbook_strings *strings);

/* styles.xml: what the numbers of cells of a style stand for. */
struct workbook_styles {
	void *ctx;
	struct workbook_format {
		long id;
		enum moment_kind kind;
	} * formats; /* the workbook's own */
	size_t n_formats;
	enum moment_kind *kinds; /* of the styles, by their number */
	size_t n;
	bool is_cell; /* within <cellXfs> */
};
struct xml_handlers workbook_style_handlers(struct workbook_styles *styles);

/* What a number format such as "d/m/yyyy hh:mm" or "0.00" shows. */
enum moment_kind workbook_format_kind(const char *code);

/* Column of "AB12", from 0, at most WORKBOOK_COLUMNS; -1 if it names none. */
enum { WORKBOOK_COLUMNS = 16384 };
long workbook_column(const char *reference);

/* Excel's _x000D_ for characters that XML cannot hold, in place. */
void workbook_unescape(char *text);

/* worksheets/sheetN.xml */
struct workbook_cells {
	void *ctx; /* emptied after each row */
	const struct workbook_strings *strings;
	const struct workbook_styles *styles;
	bool is_1904;
	workbook_row *take;
	void *data;
	int row; /* at work, from 1 */
	const char **cells;
	size_t n_cells;
	size_t column;         /* at work, from 0 */
	char type[12];         /* "s", "str", "inlineStr", "b", "e", "d", "n" */
	enum moment_kind kind; /* of a number */
	bool is_value;         /* within <v> or <t> */
	bool is_phonetic;
	struct workbook_text text;
};
struct xml_handlers workbook_cell_handlers(struct workbook_cells *cells);

/* The same part's <mergeCell ref="A1:C1"/>. */
struct workbook_merges {
	void *ctx;
	struct workbook_merge *items;
	size_t n;
};
struct xml_handlers workbook_merge_handlers(struct workbook_merges *merges);

#endif
