/*
 * Drawing on one page with its tag events: whatever is painted stands inside
 * marked content, and neighbours of the same element share one.
 */
#ifndef PIPELINE_PAGE_FLOW_EMIT_H
#define PIPELINE_PAGE_FLOW_EMIT_H

#include "pipeline/page/pages.h"
#include "pipeline/page/paragraph.h"

/* Where "#anchor" leads. */
struct link_target {
	const char *anchor;
	size_t page;
	double y;
};

struct emitter {
	const void *ctx; /* owns links and texts of pages */
	struct page *page;
	struct display_list *list;
	const struct link_target *targets;
	size_t n_targets;
	struct colour link_colour, code_ground;
	bool is_open;     /* marked content is open: */
	struct tag *open; /* of this element, NULL for an artifact */
	/* The link in hand, which may run over several lines and pages: */
	const struct paragraph *link_paragraph;
	size_t link_span;
	struct tag *link_tag;
};

/* From here on what is drawn belongs to TAG. */
void emit_tag(struct emitter *emitter, struct tag *tag);
void emit_artifact(struct emitter *emitter);
void emit_end(struct emitter *emitter);

/* TAG owns nothing on the page, but is there: an empty table cell. */
void emit_empty(struct emitter *emitter, struct tag *tag);

void emit_rule(struct emitter *emitter, double x, double y, double width,
	       double thickness, struct colour colour);
void emit_ground(struct emitter *emitter, const double box[4],
		 struct colour colour);

/*
 * Line LINE of PARAGRAPH with its box's upper left at X, Y; TAG is NULL inside
 * an artifact, whose links then lead nowhere.
 */
void emit_line(struct emitter *emitter, const struct paragraph *paragraph,
	       size_t line, struct tag *tag, const double at[2]);
/* Lines FIRST to before END, one under the other. */
void emit_lines(struct emitter *emitter, const struct paragraph *paragraph,
		const size_t range[2], struct tag *tag, const double at[2]);

void emit_link(struct emitter *emitter, const struct page_link *link);

#endif
