#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"

enum { LEVELS = 4 };

struct numbering {
	int last_level;
	bool is_numbered; /* this chapter is */
	unsigned counters[LEVELS];
};

/* A level is never left out, whatever the template says: readers of the
 * structure would miss one. */
static int settle_level(struct numbering *numbering, int level)
{
	if (level < 1)
		level = 1;
	if (level > numbering->last_level + 1)
		level = numbering->last_level + 1;
	if (level > LEVELS)
		level = LEVELS;
	numbering->last_level = level;
	return level;
}

/* "2.1"; NULL for the fourth level, which runs without. */
static const char *next_number(const void *ctx, struct numbering *numbering,
			       int level)
{
	char *number = memory_text(ctx, "");

	numbering->counters[level - 1]++;
	for (int i = level; i < LEVELS; i++)
		numbering->counters[i] = 0;
	if (level == LEVELS)
		return NULL;
	for (int i = 0; i < level; i++)
		number = memory_check(talloc_asprintf_append(
			number, i ? ".%u" : "%u", numbering->counters[i]));
	return number;
}

static bool is_contents(const struct blocks *body, size_t i)
{
	return i < body->n && body->items[i].kind == BLOCK_CONTENTS;
}

/* A heading right before the table of contents is that table's own. */
bool flow_contents_has_heading(const struct blocks *body, size_t i)
{
	return i > 0 && body->items[i - 1].kind == BLOCK_HEADING;
}

static void add_heading(struct flow *flow, struct numbering *numbering,
			const struct block *block, bool is_listed)
{
	struct heading_entry entry = {
		.level = settle_level(numbering, block->level),
		.title = spans_text(flow, &block->text),
		.is_listed = is_listed,
	};

	if (entry.level == 1)
		numbering->is_numbered = !block->is_unnumbered && is_listed;
	if (numbering->is_numbered && !block->is_unnumbered)
		entry.number = next_number(flow, numbering, entry.level);
	memory_append(flow, flow->headings, struct heading_entry,
		      flow->n_headings, entry);
}

static void add_contents_heading(struct flow *flow, struct numbering *numbering)
{
	struct heading_entry entry = {
		.level = settle_level(numbering, 1),
		.title =
			phrases_get(flow->document->phrases, "report.contents"),
	};

	memory_append(flow, flow->headings, struct heading_entry,
		      flow->n_headings, entry);
}

void flow_number_headings(struct flow *flow)
{
	const struct blocks *body = &flow->document->body;
	struct numbering numbering = { 0 };

	for (size_t i = 0; i < body->n; i++) {
		const struct block *block = &body->items[i];

		if (block->kind == BLOCK_HEADING)
			add_heading(flow, &numbering, block,
				    !is_contents(body, i + 1));
		else if (is_contents(body, i) &&
			 !flow_contents_has_heading(body, i))
			add_contents_heading(flow, &numbering);
	}
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
