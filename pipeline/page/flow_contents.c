#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"

enum { USUAL_LEVELS = 2 };

/* Room kept free at the right for the page number. */
static const double number_room = 34;
/* Column of the chapter numbers, per level. */
static const double number_width[] = { 22, 30, 36 };

static void add_number(struct flow *flow, const struct heading_entry *entry,
		       const struct text_style *style, struct tag *tag)
{
	struct strip_label *label;
	struct spans text;

	if (!entry->number)
		return;
	text = spans_plain(flow,
			   memory_format(flow, "%s\u00A0", entry->number));
	label = memory_new(flow->pages, struct strip_label);
	label->text = paragraph_set(flow->pages, flow->typesetter, &text, style,
				    flow->width);
	label->x = flow->x;
	label->tag = tag;
	flow->label = label;
}

static void add_entry(struct flow *flow, struct heading_entry *entry,
		      struct tag *toc)
{
	size_t i = (size_t)(entry->level - 1), first = flow->n_strips;
	const struct text_style *style = &flow->theme->contents[i];
	struct tag *item = tag_new(toc, TAG_TOCI);
	struct tag *tag = tag_new(tag_new(item, TAG_REFERENCE), TAG_LINK);
	double indent = 0;
	double number = entry->number ? number_width[i] : 0;
	struct spans text = spans_plain(flow, entry->title);

	/* A chapter stays with its first section. */
	if (i > 0 && first > 0 && flow->strips[first - 1].heading &&
	    flow->strips[first - 1].heading->level == 1)
		flow->strips[first - 1].keep_next = true;
	for (size_t level = 0; level < i; level++)
		indent += number_width[level];
	flow->x += indent;
	add_number(flow, entry, style, tag);
	flow->x += number;
	flow->width -= indent + number + number_room;
	flow_lines(flow, &text, style, tag, flow->theme->contents_above[i]);
	for (size_t line = first; line < flow->n_strips; line++) {
		flow->strips[line].kind = STRIP_CONTENTS;
		flow->strips[line].role = ROLE_FIXED;
		flow->strips[line].heading = entry;
	}
	flow_keep(flow, first);
	flow->width += indent + number + number_room;
	flow->x -= indent + number;
}

/* How many levels of a chapter are listed. */
static int listed_levels(const struct block *contents,
			 const struct heading_entry *chapter)
{
	if (!chapter->number && contents->unnumbered_level)
		return contents->unnumbered_level;
	return contents->level ? contents->level : USUAL_LEVELS;
}

/* The last section of a chapter does not stand alone on the next page: entries
 * from FIRST on are one chapter's. */
static void keep_last_two(struct flow *flow, size_t first)
{
	size_t n = flow->n_strips, i = n;

	while (i > first &&
	       flow->strips[i - 1].heading == flow->strips[n - 1].heading)
		i--;
	if (i > first)
		flow->strips[i - 1].keep_next = true;
}

void flow_contents(struct flow *flow, const struct block *contents,
		   bool has_heading)
{
	struct spans title = spans_plain(
		flow, phrases_get(flow->document->phrases, "report.contents"));
	int levels = 1;
	size_t first;
	struct tag *toc;

	if (!has_heading)
		flow_heading(flow, &title, NULL);
	toc = tag_new(flow->parent, TAG_TOC);
	first = flow->n_strips;
	for (size_t i = 0; i < flow->n_headings; i++) {
		struct heading_entry *entry = &flow->headings[i];

		if (entry->level == 1) {
			levels = listed_levels(contents, entry);
			keep_last_two(flow, first);
			first = flow->n_strips;
		}
		if (entry->is_listed && entry->level <= levels)
			add_entry(flow, entry, toc);
	}
	keep_last_two(flow, first);
	flow->after = flow->theme->figure_gap;
}
