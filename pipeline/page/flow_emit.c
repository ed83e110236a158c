#include "pipeline/page/flow_emit.h"

#include "pipeline/core/memory.h"

#include <string.h>

void emit_end(struct emitter *emitter)
{
	if (emitter->is_open)
		draw_end(emitter->list);
	emitter->is_open = false;
}

void emit_tag(struct emitter *emitter, struct tag *tag)
{
	if (emitter->is_open && emitter->open == tag)
		return;
	emit_end(emitter);
	if (tag)
		draw_tag(emitter->list, tag);
	else
		draw_artifact(emitter->list);
	emitter->is_open = true;
	emitter->open = tag;
}

void emit_artifact(struct emitter *emitter)
{
	emit_tag(emitter, NULL);
}

void emit_empty(struct emitter *emitter, struct tag *tag)
{
	emit_end(emitter);
	draw_tag(emitter->list, tag);
	draw_end(emitter->list);
}

void emit_rule(struct emitter *emitter, double x, double y, double width,
	       double thickness, struct colour colour)
{
	emit_artifact(emitter);
	draw_stroke_colour(emitter->list, colour);
	draw_line_width(emitter->list, thickness);
	draw_move(emitter->list, x, y);
	draw_line(emitter->list, x + width, y);
	draw_stroke(emitter->list);
}

void emit_ground(struct emitter *emitter, const double box[4],
		 struct colour colour)
{
	emit_artifact(emitter);
	draw_fill_colour(emitter->list, colour);
	draw_rectangle(emitter->list, box[0], box[1], box[2], box[3]);
	draw_fill(emitter->list);
}

void emit_link(struct emitter *emitter, const struct page_link *link)
{
	memory_append(emitter->ctx, emitter->page->links, struct page_link,
		      emitter->page->n_links, *link);
}

/* False for a link that leads nowhere: it is then but text. */
static bool find_target(const struct emitter *emitter, const char *uri,
			struct page_link *link)
{
	if (uri[0] != '#') {
		link->uri = memory_text(emitter->ctx, uri);
		return true;
	}
	for (size_t i = 0; i < emitter->n_targets; i++) {
		const struct link_target *target = &emitter->targets[i];

		if (strcmp(target->anchor, uri + 1) == 0) {
			link->target_page = target->page;
			link->target_y = (float)target->y;
			return true;
		}
	}
	return false;
}

/* One Link element for all the pieces of a span. */
static struct tag *link_tag(struct emitter *emitter,
			    const struct paragraph *paragraph, size_t span,
			    struct tag *parent)
{
	if (emitter->link_paragraph != paragraph ||
	    emitter->link_span != span || !emitter->link_tag) {
		emitter->link_paragraph = paragraph;
		emitter->link_span = span;
		emitter->link_tag = tag_new(parent, TAG_LINK);
	}
	return emitter->link_tag;
}

struct spot {
	const struct paragraph *paragraph;
	const struct text_piece *piece;
	double x, y; /* start of the baseline */
};

/* The element the piece belongs to: TAG, or a link or hyphen below it. */
static struct tag *piece_tag(struct emitter *emitter, const struct spot *spot,
			     struct tag *tag, bool *is_link)
{
	const struct text_piece *piece = spot->piece;
	const struct text_style *style = &spot->paragraph->style;
	struct page_link link = {
		.box = { (float)spot->x, (float)(spot->y - style->size * 0.85),
			 (float)piece->width, (float)(style->size * 1.12) },
	};

	*is_link = false;
	if (tag && piece->link && find_target(emitter, piece->link, &link)) {
		tag = link_tag(emitter, spot->paragraph, piece->span, tag);
		link.tag = tag;
		link.contents = link.uri ? link.uri : piece->run->text;
		emit_link(emitter, &link);
		*is_link = true;
	}
	if (tag && piece->is_hyphen) {
		/* Whoever extracts the text gets the word undivided. */
		tag = tag_new(tag, TAG_SPAN);
		tag->actual_text = "\u00AD";
	}
	return tag;
}

static void emit_piece(struct emitter *emitter, const struct spot *spot,
		       struct tag *tag)
{
	const struct text_piece *piece = spot->piece;
	const struct text_style *style = &spot->paragraph->style;
	bool is_link;

	tag = piece_tag(emitter, spot, tag, &is_link);
	if (piece->is_code)
		emit_ground(emitter,
			    (double[]){ spot->x - 1.5,
					spot->y - style->size * 0.84,
					piece->width + 3, style->size * 1.14 },
			    emitter->code_ground);
	emit_tag(emitter, tag);
	draw_run(emitter->list, piece->run, style->size, spot->x, spot->y,
		 is_link ? emitter->link_colour : style->colour,
		 piece->per_blank);
}

void emit_line(struct emitter *emitter, const struct paragraph *paragraph,
	       size_t line, struct tag *tag, const double at[2])
{
	const struct text_line *text = &paragraph->lines[line];
	double y = at[1] + paragraph_ascent(&paragraph->style);

	for (size_t i = 0; i < text->n_pieces; i++) {
		const struct text_piece *piece = &text->pieces[i];
		struct spot spot = { paragraph, piece,
				     at[0] + text->x + piece->x, y };

		emit_piece(emitter, &spot, tag);
	}
}

void emit_lines(struct emitter *emitter, const struct paragraph *paragraph,
		const size_t range[2], struct tag *tag, const double at[2])
{
	for (size_t i = range[0]; i < range[1] && i < paragraph->n_lines; i++)
		emit_line(
			emitter, paragraph, i, tag,
			(double[]){ at[0],
				    at[1] + (double)(i - range[0]) *
						    paragraph->style.leading });
}
