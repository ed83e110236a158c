/* Charts for tests: tables from text, generated shapes, what a list says. */
#ifndef TESTS_SUPPORT_CHART_CASE_H
#define TESTS_SUPPORT_CHART_CASE_H

#include "pipeline/draw/chart.h"

struct chart_case {
	void *ctx;
	struct font_set *fonts;
	struct phrases *phrases;
	struct error error;
};

/* cmocka fixtures: fonts and the English phrases. */
int chart_case_setup(void **state);
int chart_case_teardown(void **state);

/* Column names and rows, comma-separated; an empty cell is NULL, a number is a
 * number. */
struct table *chart_case_table(struct chart_case *chart, const char *names,
			       const char *rows);

struct chart_request chart_case_request(struct chart_case *chart,
					const struct table *table);

/* Draws KIND with no options; fails the test when that fails. */
struct display_list *chart_case_draw(struct chart_case *chart, const char *kind,
				     const struct table *table);

/* The operation of the first text that is TEXT, or NULL. */
const struct draw_operation *chart_case_text(const struct display_list *list,
					     const char *text);

/* Number of texts that are TEXT. */
size_t chart_case_count(const struct display_list *list, const char *text);

/* Fails the test with the finding when the lint finds anything. */
void chart_case_lint(const struct display_list *list);

/* The I-th (0..39) of labels of very different length; long ones Italian. */
const char *chart_case_label(size_t i);

#endif
