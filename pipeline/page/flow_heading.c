#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/heading_number.h"

static const char *heading_title(struct flow *flow, const struct block *block)
{
	if (block->kind == BLOCK_CONTENTS)
		return phrases_get(flow->document->phrases, "report.contents");
	return spans_text(flow, &block->text);
}

void flow_number_headings(struct flow *flow)
{
	struct heading_number *numbers;
	size_t n = heading_numbers(flow, &flow->document->body, &numbers);

	flow->headings = memory_array(flow, struct heading_entry, n);
	flow->n_headings = n;
	for (size_t i = 0; i < n; i++)
		flow->headings[i] = (struct heading_entry){
			.level = numbers[i].level,
			.number = numbers[i].number,
			.title = heading_title(flow, numbers[i].block),
			.is_listed = numbers[i].is_listed,
		};
}

struct tag *flow_section(struct flow *flow)
{
	return tag_new(flow->pages->root, TAG_SECT);
}

static enum tag_type heading_tag(int level)
{
	static const enum tag_type types[] = { TAG_H1, TAG_H2, TAG_H3, TAG_H4 };

	return types[level - 1];
}

static void start_chapter(struct flow *flow)
{
	flow->parent = flow_section(flow);
	if (flow->document->has_chapters_run_on)
		return;
	flow_strip(flow, STRIP_BREAK, 0);
	flow->after = 0;
}

/* The number stands before the title, whose further lines are indented. */
static double set_number(struct flow *flow, const struct heading_entry *entry,
			 const struct text_style *style)
{
	struct strip_label *label;
	struct spans text;
	double width;

	if (!entry->number)
		return 0;
	label = memory_new(flow->pages, struct strip_label);
	/* The no-break space parts number and title in extracted text. */
	text = spans_plain(flow,
			   memory_format(flow, "%s\u00A0", entry->number));
	width = paragraph_extent(flow->typesetter, &text, style).natural;
	label->text = paragraph_set(flow->pages, flow->typesetter, &text, style,
				    width + 1);
	label->x = flow->x;
	label->tag = entry->tag;
	flow->label = label;
	return width + style->size * 0.35;
}

/* Where chapters run on, they begin no page and need not be so large. */
static const struct heading_look *heading_look(const struct flow *flow,
					       int level)
{
	if (level == 1 && flow->document->has_chapters_run_on)
		return &flow->theme->running_chapter;
	return &flow->theme->headings[level - 1];
}

void flow_heading(struct flow *flow, const struct spans *text,
		  const char *anchor)
{
	struct heading_entry *entry = &flow->headings[flow->next_heading++];
	const struct heading_look *look = heading_look(flow, entry->level);
	const struct text_style *style = &look->style;
	size_t first;
	struct strip *strip;
	double indent;

	if (entry->level == 1)
		start_chapter(flow);
	entry->tag = tag_new(flow->parent, heading_tag(entry->level));
	indent = set_number(flow, entry, style);
	flow->x += indent;
	flow->width -= indent;
	first = flow->n_strips;
	strip = flow_lines(flow, text, style, entry->tag, look->above);
	strip->heading = entry;
	strip->anchor = anchor;
	flow->x -= indent;
	flow->width += indent;
	flow->after = look->below;
	flow_role(flow, first, ROLE_HEADING);
	for (; first < flow->n_strips; first++)
		flow->strips[first].keep_next = true;
}
