/*
 * Report templates: Markdown with values, queries, charts and tables, filled
 * from published.db.  The language is described in config/templates/README.md.
 */
#ifndef PIPELINE_PAGE_TEMPLATE_H
#define PIPELINE_PAGE_TEMPLATE_H

#include "pipeline/data/database.h"
#include "pipeline/page/document.h"

struct geojson_cache; /* pipeline/data/geojson_cache.h */

struct template_request {
	const char *path;   /* the template file */
	const char *folder; /* the project's, for its parts and the files that
			       charts name; or NULL */
	struct geojson_cache *boundaries; /* read so far, for maps; or NULL */
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
	const struct table *data;  /* rows as published, codes and labels */
	const struct table *edges; /* the same of a second query, or NULL */
	const char *caption;
};

struct filled_template {
	struct document *document; /* title etc. from the front matter */
	struct exhibit *exhibits;
	size_t n_exhibits;
};

/* A template in one language, read once and filled as often as its sheets
 * want.  It belongs to one thread. */
struct template_opened;

/*
 * Read the template of REQUEST (borrowed, with what it points to) and the rows
 * of its "each: select ...".  What is wrong: as template_fill.
 */
int template_open(const void *ctx, const struct template_request *request,
		  struct template_opened **opened, struct error *error);

/* The rows that want a document each; NULL when the template has no "each". */
const struct table *template_sheets(const struct template_opened *opened);

/* "path:line:column" of "each". */
const char *template_sheets_place(const struct template_opened *opened);

/* The document of the row SHEET (0 without "each").  What is filled hangs on
 * CTX and uses what hangs on OPENED. */
int template_fill_sheet(const void *ctx, struct template_opened *opened,
			size_t sheet, struct filled_template **filled,
			struct error *error);

/* Let go of the database; what was filled stays good. */
void template_close(struct template_opened *opened);

/* A template without sheets: open, fill, close.
 * Bad SQL, unknown value, filter, chart or column: ERROR_PROJECT with
 * template:line:column.  What is filled holds nothing of the database, so
 * another thread may go on with it. */
int template_fill(const void *ctx, const struct template_request *request,
		  struct filled_template **filled, struct error *error);

/* Everything template_fill would complain about that shows without data;
 * FOLDER as in the request. */
int template_check(const void *ctx, const char *path, const char *folder,
		   struct error *error);

#endif
