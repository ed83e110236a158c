#include "pipeline/draw/chart.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_kinds.h"

#include <math.h>
#include <string.h>

const struct chart *const charts[] = { &chart_likert,
				       &chart_dumbbell,
				       &chart_gaps,
				       &chart_quadrant,
				       &chart_heatmap,
				       &chart_bars,
				       &chart_map,
				       &chart_tiles,
				       &chart_lorenz,
				       &chart_matrix,
				       &chart_flow,
				       &chart_bipartite,
				       &chart_chord,
				       &chart_network,
				       &chart_progress,
				       &chart_calendar,
				       NULL };

const struct chart *chart_find(const char *name)
{
	for (size_t i = 0; charts[i]; i++)
		if (strcmp(charts[i]->name, name) == 0)
			return charts[i];
	return NULL;
}

/* "a, b, c"; "none" for an empty list. */
static char *joined(const void *ctx, const char *const *names)
{
	char *text = memory_text(ctx, *names ? *names : "none");

	for (size_t i = 1; *names && names[i]; i++)
		text = memory_check(
			talloc_asprintf_append(text, ", %s", names[i]));
	return text;
}

static int check_columns(const struct chart *chart,
			 const struct chart_request *request,
			 struct error *error)
{
	for (size_t i = 0; chart->columns[i]; i++) {
		char *have, *remedy;

		if (table_column(request->table, chart->columns[i]) >= 0)
			continue;
		have = joined(NULL, (const char *const *)request->table->names);
		remedy = memory_format(have,
				       "select a column called '%s'; the query "
				       "gives: %s",
				       chart->columns[i], have);
		error_set(error, ERROR_PROJECT, request->where, remedy,
			  "the chart '%s' needs a column '%s'", chart->name,
			  chart->columns[i]);
		talloc_free(have);
		return -1;
	}
	return 0;
}

static bool is_known(const struct chart *chart, const char *key)
{
	for (size_t i = 0; chart->options[i]; i++)
		if (strcmp(chart->options[i], key) == 0)
			return true;
	return false;
}

static int check_options(const struct chart *chart,
			 const struct chart_request *request,
			 struct error *error)
{
	for (size_t i = 0; i < request->n_options; i++) {
		char *known, *remedy;

		if (is_known(chart, request->options[i].key))
			continue;
		known = joined(NULL, chart->options);
		remedy = memory_format(known, "use one of: %s", known);
		error_set(error, ERROR_PROJECT, request->where, remedy,
			  "the chart '%s' has no option '%s'", chart->name,
			  request->options[i].key);
		talloc_free(known);
		return -1;
	}
	return 0;
}

static int check_edges(const struct chart *chart,
		       const struct chart_request *request, struct error *error)
{
	if (!request->edges || chart->takes_edges)
		return 0;
	return error_set(error, ERROR_PROJECT, request->where,
			 "leave 'edges' out, or draw a network or a map",
			 "the chart '%s' takes no edges", chart->name);
}

static int check_height(const struct chart *chart,
			const struct chart_request *request,
			const struct display_list *list, struct error *error)
{
	if (request->maximum_height <= 0 ||
	    list->height <= request->maximum_height)
		return 0;
	return error_set(error, ERROR_PROJECT, request->where,
			 "split the chart: select fewer rows in each of two "
			 "blocks, or shorten the labels",
			 "the chart '%s' is %ld points high, a page takes %ld",
			 chart->name, lround(list->height),
			 lround(request->maximum_height));
}

int chart_draw(const void *ctx, const struct chart *chart,
	       const struct chart_request *request, struct display_list **list,
	       struct error *error)
{
	if (check_columns(chart, request, error) < 0 ||
	    check_options(chart, request, error) < 0 ||
	    check_edges(chart, request, error) < 0)
		return -1;
	if (request->table->n_rows == 0)
		return error_set(error, ERROR_PROJECT, request->where,
				 "loosen the query's conditions",
				 "the query of the chart '%s' gives no rows",
				 chart->name);
	if (chart->draw(ctx, request, list, error) < 0)
		return -1;
	display_list_trim(*list);
	return check_height(chart, request, *list, error);
}
