/* Are pages broken where a careful setter would break them? */
#ifndef TESTS_SUPPORT_PAGE_LOOK_H
#define TESTS_SUPPORT_PAGE_LOOK_H

#include "pipeline/page/pages.h"

/*
 * Count and print, beside WHERE and the page: a heading with nothing below it,
 * on its page or in its section;
 * one line of a paragraph alone at either end of a page; one row of a table
 * alone before or behind a break; a caption or note parted from its figure or
 * table; a page that its chapter goes on behind and that is mostly empty; one
 * that ends a chapter with a line or two.
 */
size_t page_look_findings(const struct pages *pages, const char *where);

#endif
