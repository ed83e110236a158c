#include "pipeline/core/memory.h"
#include "pipeline/draw/image.h"
#include "stages/exhibit_csv.h"
#include "stages/fill.h"
#include "stages/fill_boundaries.h"
#include "stages/published.h"
#include "stages/stages.h"

#include <string.h>

static const double figure_dpi = 100;

/* Filling a template and compressing its PNG files share nothing. */
enum { N_THREADS = 2 };

/* FOLDER/STEM-SLUG.EXTENSION, of a sheet FOLDER/STEM/SLUG.EXTENSION */
static char *name_of(const void *ctx, const struct fill *fill,
		     const struct exhibit *exhibit, const char *folder,
		     const char *extension)
{
	return memory_format(ctx, "%s/%s%s.%s", folder, fill->exhibits,
			     exhibit->slug, extension);
}

static int put_svg(const void *ctx, struct fill *fill,
		   const struct exhibit *exhibit, struct error *error)
{
	char *svg;
	size_t length;

	if (image_svg(ctx, exhibit->figure, &svg, &length, error) < 0)
		return -1;
	return fill_put(fill, name_of(ctx, fill, exhibit, "figures", "svg"),
			svg, length, error);
}

static int put_png(const void *ctx, struct fill *fill,
		   const struct exhibit *exhibit, struct error *error)
{
	uint8_t *png;
	size_t length;

	if (image_png(ctx, exhibit->figure, figure_dpi, &png, &length, error) <
	    0)
		return -1;
	return fill_put(fill, name_of(ctx, fill, exhibit, "figures", "png"),
			png, length, error);
}

static int put_csv(const void *ctx, struct fill *fill, const char *name,
		   const struct table *data, struct error *error)
{
	const char *csv = exhibit_csv(ctx, data);

	return fill_put(fill, name, csv, strlen(csv), error);
}

static int put_tables(const void *ctx, struct fill *fill,
		      const struct exhibit *exhibit, struct error *error)
{
	if (put_csv(ctx, fill, name_of(ctx, fill, exhibit, "tables", "csv"),
		    exhibit->data, error) < 0)
		return -1;
	return exhibit->edges ? put_csv(ctx, fill,
					name_of(ctx, fill, exhibit, "tables",
						"edges.csv"),
					exhibit->edges, error)
			      : 0;
}

static int put_exhibit(struct fill *fill, const struct exhibit *exhibit,
		       struct error *error)
{
	void *ctx = talloc_new(NULL);
	int result = put_tables(ctx, fill, exhibit, error);

	if (result == 0 && exhibit->figure) {
		fill->n_figures++;
		result = put_svg(ctx, fill, exhibit, error);
		if (result == 0)
			result = put_png(ctx, fill, exhibit, error);
	}
	talloc_free(ctx);
	return result;
}

static int put_exhibits(struct fill *fill, struct error *error)
{
	for (size_t i = 0; i < fill->filled->n_exhibits && !fill->has_no_files;
	     i++)
		if (put_exhibit(fill, &fill->filled->exhibits[i], error) < 0)
			return -1;
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	size_t n_fills, n_figures = 0, n_files = 0;
	struct fill *fills;

	if (fill_all(context, put_exhibits, N_THREADS, &fills, &n_fills,
		     error) < 0)
		return -1;
	for (size_t i = 0; i < n_fills; i++) {
		n_files += fills[i].n_files;
		n_figures += fills[i].n_figures;
	}
	/* Every figure is two files, and every query has its data. */
	stage_note(context, "%zu figures, %zu tables", n_figures,
		   n_files - 2 * n_figures);
	if (n_fills > 0)
		fill_warn_boundaries(context, fills[0].boundaries);
	return 0;
}

static const struct artifact outputs[] = {
	{ "figures/", ARTIFACT_FILES },
	{ "tables/", ARTIFACT_FILES },
	{ NULL, ARTIFACT_FILES },
};

const struct stage stage_figures = {
	.name = "figures",
	.summary = "draw the reports' charts and write their data as CSV",
	.version = 2,
	.inputs = published_artifacts,
	.outputs = outputs,
	.keys = fill_keys,
	.depends = fill_depend,
	.run = run,
};
