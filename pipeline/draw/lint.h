/*
 * What a careful eye would object to in a display list: text that leaves the
 * canvas, text that overlaps text (rotated boxes, separating axis), text under
 * 7 pt, glyphs no font has, text whose contrast to what lies under it is below
 * 4.5:1.
 */
#ifndef PIPELINE_DRAW_LINT_H
#define PIPELINE_DRAW_LINT_H

#include "pipeline/draw/display_list.h"

struct lint_finding {
	const char *rule;  /* "outside" "overlap" "small" "glyph" "contrast" */
	const char *text;  /* the offending text */
	const char *other; /* overlap: the other text */
	double measure;    /* points outside / overlapped, size, contrast */
};

struct lint_report {
	struct lint_finding *findings;
	size_t n_findings, n_texts;
};

struct lint_report *lint_run(const void *ctx, const struct display_list *list);

#endif
