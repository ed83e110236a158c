/*
 * Report templates: Markdown with values, queries, charts and tables, filled
 * from published.db.  The language is described in config/templates/README.md.
 */
#ifndef PIPELINE_PAGE_TEMPLATE_H
#define PIPELINE_PAGE_TEMPLATE_H

#include "pipeline/data/database.h"
#include "pipeline/page/document.h"

struct template_request {
	const char *path;   /* the template file */
	const char *folder; /* the project's, for its parts and the files that
			       charts name; or NULL */
	struct database *published;
	const struct phrases *phrases;
	struct font_set *fonts;
	double figure_width, figure_height;
	/* Charts are drawn this high where they can be, so that text stays on
	 * their page; 0 = no wish. */
	double figure_height_wanted;
	/* project.title, project.id, date ...: name/value text, NULL-ended
	 * pairs, seen by templates as {{project.title}} */
	const char *const *values;
};

/* A chart or table the template made, for the files beside the report. */
struct exhibit {
	const char *slug;                  /* "03-ranked-gaps" */
	const struct display_list *figure; /* NULL for a plain table */
	const struct table *data; /* rows as published, codes and labels */
	const char *caption;
};

struct filled_template {
	struct document *document; /* title etc. from the front matter */
	struct exhibit *exhibits;
	size_t n_exhibits;
};

/* Bad SQL, unknown value, filter, chart or column: ERROR_PROJECT with
 * template:line:column.  What is filled holds nothing of the database, so
 * another thread may go on with it. */
int template_fill(const void *ctx, const struct template_request *request,
		  struct filled_template **filled, struct error *error);

/* Everything template_fill would complain about that shows without data;
 * FOLDER as in the request. */
int template_check(const void *ctx, const char *path, const char *folder,
		   struct error *error);

#endif
