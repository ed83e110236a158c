/* Inside workbook: what its parts say, as handlers of their elements. */
#ifndef PIPELINE_DATA_WORKBOOK_PARTS_H
#define PIPELINE_DATA_WORKBOOK_PARTS_H

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

/* sharedStrings.xml: texts that cells refer to by number. */
struct workbook_strings {
	void *ctx;
	const char **items;
	size_t n;
	struct workbook_text text; /* of the item at work */
	bool is_text;              /* within <t>, but not within <rPh> */
	bool is_phonetic;
};
struct xml_handlers workbook_string_handlers(struct workbook_strings *strings);

/* worksheets/sheetN.xml */
struct workbook_cells {
	void *ctx;
	const struct workbook_strings *strings;
	workbook_row *take;
	void *data;
	int row; /* at work, from 1 */
	const char **cells;
	size_t n_cells;
	size_t column; /* at work, from 0 */
	char type[12]; /* "s", "str", "inlineStr", "b", "e", "n" */
	bool is_value; /* within <v> or <t> */
	struct workbook_text text;
};
struct xml_handlers workbook_cell_handlers(struct workbook_cells *cells);

#endif
