#include "pipeline/page/pages.h"

#include "pipeline/core/memory.h"

#include <assert.h>

static const char *const names[] = {
	[TAG_DOCUMENT] = "Document",
	[TAG_SECT] = "Sect",
	[TAG_H1] = "H1",
	[TAG_H2] = "H2",
	[TAG_H3] = "H3",
	[TAG_H4] = "H4",
	[TAG_P] = "P",
	[TAG_L] = "L",
	[TAG_LI] = "LI",
	[TAG_LBL] = "Lbl",
	[TAG_LBODY] = "LBody",
	[TAG_TABLE] = "Table",
	[TAG_THEAD] = "THead",
	[TAG_TBODY] = "TBody",
	[TAG_TR] = "TR",
	[TAG_TH] = "TH",
	[TAG_TD] = "TD",
	[TAG_FIGURE] = "Figure",
	[TAG_CAPTION] = "Caption",
	[TAG_TOC] = "TOC",
	[TAG_TOCI] = "TOCI",
	[TAG_REFERENCE] = "Reference",
	[TAG_LINK] = "Link",
	[TAG_NOTE] = "Note",
	[TAG_SPAN] = "Span",
	[TAG_DIV] = "Div",
};

const char *tag_name(enum tag_type type)
{
	assert((size_t)type < sizeof names / sizeof *names);
	return names[type];
}

struct tag *tag_new(struct tag *parent, enum tag_type type)
{
	struct tag *tag = memory_new(parent, struct tag);

	tag->type = type;
	tag->parent = parent;
	if (parent)
		memory_append(parent, parent->kids, struct tag *,
			      parent->n_kids, tag);
	return tag;
}
