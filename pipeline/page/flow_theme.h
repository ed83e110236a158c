/* How reports look: measures in points, colours, type. */
#ifndef PIPELINE_PAGE_FLOW_THEME_H
#define PIPELINE_PAGE_FLOW_THEME_H

#include "pipeline/page/paragraph.h"

struct heading_look {
	struct text_style style;
	double above, below; /* space */
};

struct theme {
	double page_width, page_height;      /* A4 */
	double left, right, top, bottom;     /* margins */
	double head_baseline, foot_baseline; /* of running head and foot */
	double running_size;

	struct text_style body, small, caption, note;
	struct heading_look headings[4], running_chapter;
	double paragraph_gap, item_gap, figure_gap;
	double list_indent;

	struct text_style table_head, table_cell;
	double table_least_size; /* type is not made smaller than this */
	double cell_gap, cell_least_gap; /* between columns */
	double cell_pad;                 /* above and below text */

	struct text_style number_value, number_label, number_detail;
	double card_gap, card_pad;

	struct text_style callout_title;
	double callout_pad;

	struct text_style contents[3]; /* per heading level */
	double contents_above[3];

	struct colour ink, muted, accent, link, hair, tint, code, warm, paper;
};

const struct theme *flow_theme(void);

/* Width of the text column and height from its top to its foot. */
double theme_text_width(const struct theme *theme);
double theme_text_height(const struct theme *theme);

#endif
