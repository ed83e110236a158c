#include "pipeline/core/memory.h"
#include "pipeline/draw/image.h"
#include "stages/exhibit_csv.h"
#include "stages/fill.h"
#include "stages/published.h"
#include "stages/stages.h"

#include <string.h>

static const double figure_dpi = 120;

/* Filling a template and compressing its PNG files share nothing. */
enum { N_THREADS = 2 };

static int put_svg(struct fill *fill, const struct exhibit *exhibit,
		   struct error *error)
{
	struct fill_file file = { .is_figure = true };
	char *svg;

	file.name = memory_format(fill->memory, "figures/%s-%s.svg", fill->stem,
				  exhibit->slug);
	if (image_svg(fill->memory, exhibit->figure, &svg, &file.length,
		      error) < 0)
		return -1;
	file.data = svg;
	fill_add(fill, file);
	return 0;
}

static int put_png(struct fill *fill, const struct exhibit *exhibit,
		   struct error *error)
{
	struct fill_file file = { 0 };
	uint8_t *png;

	file.name = memory_format(fill->memory, "figures/%s-%s.png", fill->stem,
				  exhibit->slug);
	if (image_png(fill->memory, exhibit->figure, figure_dpi, &png,
		      &file.length, error) < 0)
		return -1;
	file.data = png;
	fill_add(fill, file);
	return 0;
}

static void put_csv(struct fill *fill, const struct exhibit *exhibit)
{
	char *csv = exhibit_csv(fill->memory, exhibit->data);
	struct fill_file file = { .data = csv, .length = strlen(csv) };

	file.name = memory_format(fill->memory, "tables/%s-%s.csv", fill->stem,
				  exhibit->slug);
	fill_add(fill, file);
}

static int put_exhibits(struct fill *fill, struct error *error)
{
	for (size_t i = 0; i < fill->filled->n_exhibits; i++) {
		const struct exhibit *exhibit = &fill->filled->exhibits[i];

		put_csv(fill, exhibit);
		if (exhibit->figure && (put_svg(fill, exhibit, error) < 0 ||
					put_png(fill, exhibit, error) < 0))
			return -1;
	}
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
		for (size_t f = 0; f < fills[i].n_files; f++)
			n_figures += fills[i].files[f].is_figure;
	}
	/* Every figure is two files, and every exhibit has its data. */
	stage_note(context, "%zu figures, %zu tables", n_figures,
		   n_files - 2 * n_figures);
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
	.version = 1,
	.inputs = published_artifacts,
	.outputs = outputs,
	.keys = fill_keys,
	.depends = fill_depend,
	.run = run,
};
