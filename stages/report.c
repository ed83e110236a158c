#include "pipeline/core/memory.h"
#include "pipeline/page/flow.h"
#include "pipeline/page/pdf.h"
#include "stages/fill.h"
#include "stages/stages.h"

static int put_report(struct stage_context *context, const struct fill *fill,
		      void *data, struct error *error)
{
	char **note = data;
	char *name = memory_format(fill->memory, "%s.pdf", fill->stem);
	struct pages *pages;
	uint8_t *pdf;
	size_t length;

	if (flow_layout(fill->memory, fill->filled->document, &pages, error) <
		    0 ||
	    pdf_write(fill->memory, pages, &pdf, &length, error) < 0 ||
	    stage_put_file(context, name, pdf, length, error) < 0)
		return -1;
	*note = memory_check(talloc_asprintf_append(*note, "%s%s: %zu pages",
						    **note ? ", " : "", name,
						    pages->n_pages));
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	char *note = memory_text(context->memory, "");

	if (fill_each(context, put_report, &note, error) < 0)
		return -1;
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
	.inputs = fill_inputs,
	.outputs = outputs,
	.keys = fill_keys,
	.depends = fill_depend,
	.run = run,
};
