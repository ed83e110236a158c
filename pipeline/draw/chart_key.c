#include "pipeline/draw/chart_key.h"

#include <math.h>

static const double number_width = 12, line = PARTS_SMALL * 1.17;
static const double heading_room = 5; /* above a heading */

static double total_height(const struct key *key)
{
	double total = 0;

	for (size_t i = 0; i < key->n; i++)
		total += key->entries[i].height;
	return total;
}

static void wrap_entries(const struct sheet *sheet, struct key *key)
{
	for (size_t i = 0; i < key->n; i++) {
		struct key_entry *entry = &key->entries[i];
		struct text_look look = { entry->number ? FONT_REGULAR
							: FONT_BOLD,
					  PARTS_SMALL };
		double indent = entry->number ? number_width + 4 : 0;

		entry->wrapped = rows_wrap(sheet, look, entry->text,
					   key->width - indent, ROWS_LINES);
		entry->height = entry->wrapped.n * line + 1.6 +
				(entry->number ? 0 : heading_room);
	}
}

/* Fill the columns in turn to about the same height; a heading moves on with
 * its first entry. */
static void flow(struct key *key)
{
	double target = total_height(key) / (double)key->n_columns;
	double top = 0;
	size_t column = 0;

	key->height = 0;
	for (size_t i = 0; i < key->n; i++) {
		struct key_entry *entry = &key->entries[i];
		double need = entry->height / 2;

		if (!entry->number && i + 1 < key->n)
			need = entry->height + key->entries[i + 1].height / 2;
		if (top > 0 && top + need > target &&
		    column + 1 < key->n_columns) {
			column++;
			top = 0;
		}
		if (!entry->number && top <= 0)
			entry->height -= heading_room;
		entry->column = column;
		entry->top = top;
		top += entry->height;
		key->height = fmax(key->height, top);
	}
}

void key_plan(const struct sheet *sheet, struct key *key)
{
	wrap_entries(sheet, key);
	flow(key);
}

void key_draw(const struct sheet *sheet, const struct key *key, double x,
	      double y, double column_distance)
{
	for (size_t i = 0; i < key->n; i++) {
		const struct key_entry *entry = &key->entries[i];
		double left = x + (double)entry->column * column_distance;
		double middle = y + entry->top + line / 2;
		double indent = 0;

		if (entry->number) {
			indent = number_width + 4;
			parts_text(sheet,
				   (struct text_look){ FONT_BOLD, PARTS_SMALL },
				   (struct text_place){ left + number_width,
							middle, 1 },
				   entry->colour, entry->number);
		} else if (entry->top > 0) {
			middle += heading_room;
		}
		for (int k = 0; k < entry->wrapped.n; k++, middle += line)
			parts_text(
				sheet,
				(struct text_look){ entry->number ? FONT_REGULAR
								  : FONT_BOLD,
						    PARTS_SMALL },
				(struct text_place){ left + indent, middle, 0 },
				entry->number ? palette(PALETTE_INK)
					      : entry->colour,
				entry->wrapped.lines[k]);
	}
}
