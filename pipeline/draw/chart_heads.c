#include "pipeline/draw/chart_heads.h"

#include "pipeline/core/memory.h"

#include <math.h>

static const struct text_look head_look = { FONT_REGULAR, PARTS_SMALL };
static const double head_line = PARTS_SMALL * 1.16;
/* Cells as wide as the heads need, within reason, before heads are slanted. */
static const double cell_widths[] = { 62, 80, 105 };
enum { N_CELL_WIDTHS = 3, LONGEST_HEAD = 132 };

static bool wrap_heads(const struct sheet *sheet, const char *const *labels,
		       double width, int lines, struct heads *heads)
{
	bool are_whole = true;
	int most = 1;

	for (size_t i = 0; i < heads->n; i++) {
		heads->labels[i] =
			rows_wrap(sheet, head_look, labels[i], width, lines);
		are_whole &= !heads->labels[i].is_truncated;
		if (heads->labels[i].n > most)
			most = heads->labels[i].n;
	}
	heads->height = most * head_line + 3;
	return are_whole;
}

/* Slanted heads reach beyond their column: keep room right of the last. */
static double slanted_cell(const struct heads *heads, double room)
{
	size_t n = heads->n;
	double cell = fmin(room / (double)n, cell_widths[0]);

	for (size_t i = 0; i < n; i++) {
		double columns = (double)(n - i) - 0.5;
		double reach = heads->labels[i].width * M_SQRT1_2 + 6;
		double before = (double)n - columns;

		/* x0 + (before) cells + reach must stay inside the room */
		if (before > 0)
			cell = fmin(cell, (room - reach) / before);
	}
	return cell;
}

struct heads heads_plan(const struct sheet *sheet, const char *const *labels,
			size_t n, double room)
{
	struct heads heads = { .n = n };
	double widest = 0;

	heads.labels = memory_array(sheet->list, struct wrapped, n);
	for (int i = 0; i < N_CELL_WIDTHS; i++) {
		heads.cell = fmin(room / (double)n, cell_widths[i]);
		if (wrap_heads(sheet, labels, heads.cell - 4, ROWS_LINES,
			       &heads))
			return heads;
	}
	wrap_heads(sheet, labels, fmin(LONGEST_HEAD, room * 0.55), 1, &heads);
	for (size_t i = 0; i < n; i++)
		widest = fmax(widest, heads.labels[i].width);
	heads.angle = M_PI_4;
	heads.height = widest * M_SQRT1_2 + 9;
	heads.cell = slanted_cell(&heads, room);
	if (heads.cell * M_SQRT1_2 >= head_line)
		return heads;
	heads.angle = M_PI_2;
	heads.height = widest + 7;
	heads.cell = room / (double)n;
	return heads;
}

/* Text that climbs from X, LOW at ANGLE; X is its column's middle. */
static void draw_turned(const struct sheet *sheet, const char *text,
			double angle, double x, double low)
{
	const struct font *font = sheet->list->fonts->faces[head_look.style];
	double rise = font_cap_height(font) * head_look.size / 2;

	draw_save(sheet->list);
	draw_translate(sheet->list, x + rise * sin(angle), low);
	draw_rotate(sheet->list, -angle);
	draw_text(sheet->list, head_look.style, head_look.size, 0, 0, 0,
		  palette(PALETTE_INK), text);
	draw_restore(sheet->list);
}

void heads_draw(const struct sheet *sheet, const struct heads *heads, double x0,
		double bottom)
{
	for (size_t i = 0; i < heads->n; i++) {
		const struct wrapped *label = &heads->labels[i];
		double x = x0 + ((double)i + 0.5) * heads->cell;
		double y = bottom - 6 - (label->n - 1) * head_line;

		if (heads->angle > 0) {
			draw_turned(sheet, label->lines[0], heads->angle, x,
				    bottom - 4);
			continue;
		}
		for (int k = 0; k < label->n; k++, y += head_line)
			parts_text(sheet, head_look,
				   (struct text_place){ x, y, 0.5 },
				   palette(PALETTE_INK), label->lines[k]);
	}
}
