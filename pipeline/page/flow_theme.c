#include "pipeline/page/flow_theme.h"

/* clang-format off */
#define RGB(r, g, b) { (r) / 255.0F, (g) / 255.0F, (b) / 255.0F, 1 }
#define INK RGB(0x1F, 0x29, 0x33)
#define MUTED RGB(0x55, 0x61, 0x6B)
#define ACCENT RGB(0x0F, 0x4C, 0x6E)
/* clang-format on */

static const struct theme theme = {
	.page_width = 595.276,
	.page_height = 841.89,
	.left = 77.638,
	.right = 77.638,
	.top = 92,
	.bottom = 78,
	.head_baseline = 54,
	.foot_baseline = 803,
	.running_size = 8,

	.body = { 10, 14.4, FONT_REGULAR, INK, 0, true, true },
	.small = { 8.5, 11.6, FONT_REGULAR, MUTED, 0, false, false },
	.caption = { 9, 12.4, FONT_REGULAR, INK, 0, false, false },
	.note = { 8, 10.8, FONT_REGULAR, MUTED, 0, false, false },
	.headings = {
		{ { 22, 27, FONT_BOLD, ACCENT, 0, false, false }, 30, 20 },
		{ { 14, 18, FONT_BOLD, ACCENT, 0, false, false }, 22, 7 },
		{ { 11, 15, FONT_BOLD, INK, 0, false, false }, 16, 4 },
		{ { 10, 14.4, FONT_BOLD_ITALIC, INK, 0, false, false }, 12, 3 },
	},
	.running_chapter = {
		{ 17, 21, FONT_BOLD, ACCENT, 0, false, false }, 24, 10
	},
	.paragraph_gap = 7,
	.item_gap = 3,
	.figure_gap = 16,
	.list_indent = 17,

	.table_head = { 8.8, 11.4, FONT_BOLD, INK, 0, false, false },
	.table_cell = { 8.8, 11.4, FONT_REGULAR, INK, 0, false, false },
	.table_least_size = 7.5,
	.cell_gap = 9,
	.cell_least_gap = 6,
	.cell_pad = 3.4,

	.number_value = { 23, 27, FONT_BOLD, ACCENT, 0, false, false },
	.number_label = { 9.5, 12.4, FONT_BOLD, INK, 0, false, false },
	.number_detail = { 8.5, 11.2, FONT_REGULAR, MUTED, 0, false, false },
	.card_gap = 10,
	.card_pad = 10,

	.callout_title = { 10, 14.4, FONT_BOLD, ACCENT, 0, false, false },
	.callout_pad = 12,

	.contents = {
		{ 10.5, 15, FONT_BOLD, INK, 0, false, false },
		{ 10, 14.4, FONT_REGULAR, INK, 0, false, false },
		{ 9.5, 13.4, FONT_REGULAR, MUTED, 0, false, false },
	},
	.contents_above = { 9, 2, 1 },

	.ink = INK,
	.muted = MUTED,
	.accent = ACCENT,
	.link = RGB(0x00, 0x5A, 0x9C),
	.hair = RGB(0xC6, 0xCD, 0xD4),
	.tint = RGB(0xF1, 0xF5, 0xF8),
	.code = RGB(0xE6, 0xEB, 0xF0),
	.warm = RGB(0xE0, 0x9F, 0x3E),
	.paper = RGB(0xFF, 0xFF, 0xFF),
};

const struct theme *flow_theme(void)
{
	return &theme;
}

double theme_text_width(const struct theme *look)
{
	return look->page_width - look->left - look->right;
}

double theme_text_height(const struct theme *look)
{
	return look->page_height - look->top - look->bottom;
}
