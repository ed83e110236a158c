/*
 * Marked content of one page.  Marks are opened when something is painted and
 * closed when something else is, so a paragraph drawn line by line becomes one
 * marked content and a tag with nothing in it leaves no trace.
 *
 * What stands in an artifact is artifact, what stands in a figure is the
 * figure's, whatever is marked further inside.
 */
#ifndef PIPELINE_PAGE_PDF_MARK_H
#define PIPELINE_PAGE_PDF_MARK_H

#include "pipeline/page/pdf_tag.h"

struct pdf_mark {
	const struct tag **stack; /* NULL entries are artifacts */
	size_t depth;
	bool is_open;
	const struct tag *open; /* NULL: an artifact */
	size_t open_clips;      /* clips in force when it was opened */

	struct pdf_buffer *content;
	struct pdf_tags *tags;
	size_t page;
};

struct pdf_mark *pdf_mark_new(const void *ctx, struct pdf_buffer *content,
			      struct pdf_tags *tags, size_t page);

/* DRAW_TAG, or DRAW_ARTIFACT with a NULL tag; DRAW_END. */
void pdf_mark_push(struct pdf_mark *mark, const struct tag *tag);
void pdf_mark_pop(struct pdf_mark *mark);

/* Before anything is painted, with N_CLIPS saved states around it. */
void pdf_mark_paint(struct pdf_mark *mark, size_t n_clips);

/* Before the state is restored to N_CLIPS saved states, and at the end: what
 * was opened inside is closed. */
void pdf_mark_close(struct pdf_mark *mark, size_t n_clips);

#endif
