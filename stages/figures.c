#include "pipeline/core/memory.h"
#include "pipeline/draw/image.h"
#include "stages/exhibit_csv.h"
#include "stages/fill.h"
#include "stages/stages.h"

#include <string.h>

static const double figure_dpi = 144;

struct counts {
	unsigned figures, tables;
};

static int put_svg(struct stage_context *context, const struct fill *fill,
		   const struct exhibit *exhibit, struct error *error)
{
	char *name = memory_format(fill->memory, "figures/%s-%s.svg",
				   fill->stem, exhibit->slug);
	char *svg;
	size_t length;

	if (image_svg(fill->memory, exhibit->figure, &svg, &length, error) < 0)
		return -1;
	return stage_put_file(context, name, svg, length, error);
}

static int put_png(struct stage_context *context, const struct fill *fill,
		   const struct exhibit *exhibit, struct error *error)
{
	char *name = memory_format(fill->memory, "figures/%s-%s.png",
				   fill->stem, exhibit->slug);
	uint8_t *png;
	size_t length;
	int result;

	if (image_png(fill->memory, exhibit->figure, figure_dpi, &png, &length,
		      error) < 0)
		return -1;
	result = stage_put_file(context, name, png, length, error);
	talloc_free(png);
	return result;
}

static int put_csv(struct stage_context *context, const struct fill *fill,
		   const struct exhibit *exhibit, struct error *error)
{
	char *name = memory_format(fill->memory, "tables/%s-%s.csv", fill->stem,
				   exhibit->slug);
	char *csv = exhibit_csv(fill->memory, exhibit->data);

	return stage_put_file(context, name, csv, strlen(csv), error);
}

static int put_exhibits(struct stage_context *context, const struct fill *fill,
			void *data, struct error *error)
{
	struct counts *counts = data;

	for (size_t i = 0; i < fill->filled->n_exhibits; i++) {
		const struct exhibit *exhibit = &fill->filled->exhibits[i];

		if (exhibit->figure) {
			if (put_svg(context, fill, exhibit, error) < 0 ||
			    put_png(context, fill, exhibit, error) < 0)
				return -1;
			counts->figures++;
		}
		if (put_csv(context, fill, exhibit, error) < 0)
			return -1;
		counts->tables++;
	}
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	struct counts counts = { 0 };

	if (fill_each(context, put_exhibits, &counts, error) < 0)
		return -1;
	stage_note(context, "%u figures, %u tables", counts.figures,
		   counts.tables);
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
	.inputs = fill_inputs,
	.outputs = outputs,
	.keys = fill_keys,
	.depends = fill_depend,
	.run = run,
};
