#include "pipeline/core/memory.h"
#include "pipeline/page/flow.h"
#include "pipeline/page/pdf.h"
#include "stages/fill.h"
#include "stages/published.h"
#include "stages/stages.h"

static int put_report(struct fill *fill, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct pages *pages;
	uint8_t *pdf;
	size_t length;
	int result = -1;

	if (flow_layout(scratch, fill->filled->document, &pages, error) == 0 &&
	    pdf_write(scratch, pages, &pdf, &length, error) == 0) {
		fill->n_pages = pages->n_pages;
		result = fill_put(fill,
				  memory_format(scratch, "%s.pdf", fill->stem),
				  pdf, length, error);
	}
	talloc_free(scratch);
	return result;
}

static int run(struct stage_context *context, struct error *error)
{
	char *note = memory_text(context->memory, "");
	struct fill *fills;
	size_t n_fills;

	/* One after the other: a layout is large, and memory is short where
	 * this runs. */
	if (fill_all(context, put_report, 1, &fills, &n_fills, error) < 0)
		return -1;
	for (size_t i = 0; i < n_fills; i++)
		note = memory_check(talloc_asprintf_append(
			note, "%s%s.pdf: %zu pages", i ? ", " : "",
			fills[i].stem, fills[i].n_pages));
	stage_note(context, "%s", *note ? note : "no report is asked for");
	return 0;
}

static const struct artifact outputs[] = {
	{ "*.pdf", ARTIFACT_FILES },
	{ NULL, ARTIFACT_FILES },
};

const struct stage stage_report = {
	.name = "report",
	.summary = "fill the report templates and write them as PDF",
	.version = 1,
	.inputs = published_artifacts,
	.outputs = outputs,
	.keys = fill_keys,
	.depends = fill_depend,
	.run = run,
};
