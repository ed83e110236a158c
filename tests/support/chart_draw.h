/* Charts of one block for tests: a kind, one or two tables, options. */
#ifndef TESTS_SUPPORT_CHART_DRAW_H
#define TESTS_SUPPORT_CHART_DRAW_H

#include "tests/support/chart_case.h"

struct chart_block {
	const char *kind, *names, *rows;
	const char *edge_names, *edge_rows; /* NULL: no second query */
	struct chart_option options[5];     /* up to a key that is NULL */
	double maximum_height;
};

/* Draws BLOCK, boundaries in FOLDER; 0 or -1 with *ERROR. */
int chart_block_try(struct chart_case *chart, const struct chart_block *block,
		    const char *folder, struct display_list **list,
		    struct error *error);

/* Draws BLOCK or fails the test; the lint finds nothing, the alternative text
 * is whole. */
struct display_list *chart_block_draw(struct chart_case *chart,
				      const struct chart_block *block);
struct display_list *chart_block_draw_in(struct chart_case *chart,
					 const struct chart_block *block,
					 const char *folder);

/* Fails the test unless the alternative text has PART. */
void chart_block_said(const struct display_list *list, const char *part);

/* What BLOCK is refused with. */
struct chart_refusal {
	struct chart_block block;
	const char *what, *remedy; /* parts of them */
};
void chart_block_refused(struct chart_case *chart, const char *folder,
			 const struct chart_refusal *refusals, size_t n);

/* N rows "LABEL I,LABEL M + ...,WEIGHT": many on the left, M on the right. */
char *chart_block_rows(struct chart_case *chart, const char *label, size_t n,
		       size_t m);

/* A new folder with b.geojson: N x N squares of a tenth of a degree, their
 * codes c11, c12 ... by row. */
char *chart_board(struct chart_case *chart, int n);

/* How often COLOUR is set to fill with. */
size_t chart_block_fills(const struct display_list *list, struct colour colour);

#endif
