#include "pipeline/page/pdf_mark.h"

#include "pipeline/core/memory.h"

struct pdf_mark *pdf_mark_new(const void *ctx, struct pdf_buffer *content,
			      struct pdf_tags *tags, size_t page)
{
	struct pdf_mark *mark = memory_new(ctx, struct pdf_mark);

	mark->content = content;
	mark->tags = tags;
	mark->page = page;
	return mark;
}

/* The tag painted content belongs to; NULL: none. */
static const struct tag *owner(const struct pdf_mark *mark)
{
	const struct tag *tag = NULL;

	for (size_t i = 0; i < mark->depth; i++) {
		tag = mark->stack[i];
		if (!tag || tag->type == TAG_FIGURE)
			break;
	}
	return tag;
}

void pdf_mark_push(struct pdf_mark *mark, const struct tag *tag)
{
	memory_append(mark, mark->stack, const struct tag *, mark->depth, tag);
}

void pdf_mark_pop(struct pdf_mark *mark)
{
	if (mark->depth)
		mark->depth--;
}

static void end(struct pdf_mark *mark)
{
	pdf_buffer_text(mark->content, "EMC\n");
	mark->is_open = false;
}

void pdf_mark_paint(struct pdf_mark *mark, size_t n_clips)
{
	const struct tag *tag = owner(mark);

	if (mark->is_open && mark->open == tag)
		return;
	if (mark->is_open)
		end(mark);
	if (tag)
		pdf_tags_begin(mark->content, tag,
			       pdf_tags_content(mark->tags, tag, mark->page));
	else
		pdf_buffer_text(mark->content, "/Artifact BMC\n");
	mark->is_open = true;
	mark->open = tag;
	mark->open_clips = n_clips;
}

void pdf_mark_close(struct pdf_mark *mark, size_t n_clips)
{
	if (mark->is_open && mark->open_clips >= n_clips)
		end(mark);
}
