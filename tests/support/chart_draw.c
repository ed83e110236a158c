#include "tests/support/chart_draw.h"

#include "pipeline/core/memory.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

int chart_block_try(struct chart_case *chart, const struct chart_block *block,
		    const char *folder, struct display_list **list,
		    struct error *error)
{
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, block->names, block->rows));

	if (block->edge_names)
		request.edges = chart_case_table(chart, block->edge_names,
						 block->edge_rows);
	request.options = block->options;
	while (request.n_options < 5 && block->options[request.n_options].key)
		request.n_options++;
	request.maximum_height = block->maximum_height;
	request.folder = folder;
	return chart_draw(chart->ctx, chart_find(block->kind), &request, list,
			  error);
}

struct display_list *chart_block_draw(struct chart_case *chart,
				      const struct chart_block *block)
{
	return chart_block_draw_in(chart, block, NULL);
}

struct display_list *chart_block_draw_in(struct chart_case *chart,
					 const struct chart_block *block,
					 const char *folder)
{
	struct display_list *list = NULL;
	struct error error = { 0 };

	if (chart_block_try(chart, block, folder, &list, &error) < 0)
		fail_msg("%s: %s; %s", block->kind, error.what, error.remedy);
	chart_case_lint(list);
	assert_true(strlen(list->title) > 2);
	assert_true(strlen(list->alternative) > 10);
	assert_null(strchr(list->alternative, '{'));
	assert_null(strstr(list->alternative, "alternative."));
	assert_null(strstr(list->alternative, "(nan"));
	return list;
}

void chart_block_said(const struct display_list *list, const char *part)
{
	if (!strstr(list->alternative, part))
		fail_msg("'%s' lacks '%s'", list->alternative, part);
}

void chart_block_refused(struct chart_case *chart, const char *folder,
			 const struct chart_refusal *refusals, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct display_list *list;
		struct error error = { 0 };

		assert_int_equal(chart_block_try(chart, &refusals[i].block,
						 folder, &list, &error),
				 -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		if (!strstr(error.what, refusals[i].what) ||
		    !strstr(error.remedy, refusals[i].remedy))
			fail_msg("case %zu: %s; %s", i, error.what,
				 error.remedy);
	}
}

char *chart_block_rows(struct chart_case *chart, const char *label, size_t n,
		       size_t m)
{
	char *rows = memory_text(chart->ctx, "");

	for (size_t i = 0; i < n; i++)
		rows = memory_check(talloc_asprintf_append(
			rows, "%s %zu,%s %zu,%zu\n", label, i, label,
			m + i * 7 % m, 1 + i * i % 13));
	return rows;
}

size_t chart_block_fills(const struct display_list *list, struct colour colour)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_operations; i++) {
		const struct draw_operation *operation = &list->operations[i];

		n += operation->kind == DRAW_FILL_COLOUR &&
		     fabs((double)(operation->colour.red - colour.red)) <
			     0.002 &&
		     fabs((double)(operation->colour.green - colour.green)) <
			     0.002 &&
		     fabs((double)(operation->colour.blue - colour.blue)) <
			     0.002;
	}
	return n;
}

char *chart_board(struct chart_case *chart, int n)
{
	char *folder = scratch_folder(chart->ctx);
	char *text = memory_text(
		chart->ctx,
		"{\"type\": \"FeatureCollection\", \"features\": [");

	for (int y = 0; y < n; y++)
		for (int x = 0; x < n; x++)
			text = memory_check(talloc_asprintf_append(
				text,
				"%s\n{\"type\": \"Feature\", \"properties\": "
				"{\"code\": \"c%d%d\"}, \"geometry\": "
				"{\"type\": \"Polygon\", \"coordinates\": "
				"[[[9.%d,45.%d],[9.%d,45.%d],[9.%d,45.%d],"
				"[9.%d,45.%d],[9.%d,45.%d]]]}}",
				x + y ? "," : "", y + 1, x + 1, x, y, x + 1, y,
				x + 1, y + 1, x, y + 1, x, y));
	text = memory_check(talloc_asprintf_append(text, "]}"));
	scratch_write(chart->ctx, folder, "b.geojson", text);
	return folder;
}
