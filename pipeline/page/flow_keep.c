#include "pipeline/page/flow_strip.h"

#include "pipeline/core/memory.h"

void flow_keep(struct flow *flow, size_t first)
{
	for (size_t i = first; i + 1 < flow->n_strips; i++)
		flow->strips[i].keep_next = true;
}

double flow_height(const struct flow *flow, size_t first)
{
	double height = 0;

	for (size_t i = first; i < flow->n_strips; i++)
		height += flow->strips[i].height + flow->strips[i].gap;
	return height;
}

void flow_keep_section(struct flow *flow, size_t first, int level)
{
	struct kept_section section = { level, first };

	memory_append(flow, flow->kept, struct kept_section, flow->n_kept,
		      section);
}

/* Nothing in it goes before or behind anything else. */
static void close_section(struct flow *flow, size_t first)
{
	double above = flow->strips[first].gap;

	if (flow_height(flow, first) - above > theme_text_height(flow->theme))
		return;
	flow_keep(flow, first);
	flow_role(flow, first, ROLE_FIXED);
}

void flow_end_sections(struct flow *flow, int level)
{
	while (flow->n_kept && flow->kept[flow->n_kept - 1].level >= level)
		close_section(flow, flow->kept[--flow->n_kept].first);
}
