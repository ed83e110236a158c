/* What a template's query gives, as far as can be told without data. */
#ifndef PIPELINE_PAGE_TEMPLATE_SELECT_H
#define PIPELINE_PAGE_TEMPLATE_SELECT_H

#include "pipeline/page/template_parse.h"

#include <stdbool.h>

/* Can the QUERY have a column NAME?  True also where its text does not tell:
 * a star, "with ...", a directive inside. */
bool select_may_give(const void *ctx, const struct template_nodes *query,
		     const char *name);

#endif
