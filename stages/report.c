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

/* "country-*-en.pdf: 13 sheets, 26 pages"; returns how many FILLS it tells. */
static size_t say_sheets(char **note, const struct fill *fills, size_t n)
{
	size_t i = 0, n_pages = 0;

	for (; i < n && fills[i].group == fills->group; i++)
		n_pages += fills[i].n_pages;
	*note = talloc_asprintf_append(*note, "%s.pdf: %zu sheet%s, %zu pages",
				       fills->group, i, i == 1 ? "" : "s",
				       n_pages);
	return i;
}

static size_t say_report(char **note, const struct fill *fill)
{
	*note = fill->is_none
			? talloc_asprintf_append(
				  *note, "no %s.pdf, for 'each' gives no row",
				  fill->stem)
			: talloc_asprintf_append(*note, "%s.pdf: %zu pages",
						 fill->stem, fill->n_pages);
	return 1;
}

static void say(struct stage_context *context, const struct fill *fills,
		size_t n)
{
	char *note = memory_text(context->memory, "");

	for (size_t i = 0; i < n;) {
		if (i)
			note = talloc_strdup_append(note, ", ");
		i += fills[i].group ? say_sheets(&note, &fills[i], n - i)
				    : say_report(&note, &fills[i]);
		memory_check(note);
	}
	stage_note(context, "%s", *note ? note : "no report is asked for");
}

static int run(struct stage_context *context, struct error *error)
{
	struct fill *fills;
	size_t n_fills;

	/* One after the other: a layout is large, and memory is short where
	 * this runs. */
	if (fill_all(context, put_report, 1, &fills, &n_fills, error) < 0)
		return -1;
	say(context, fills, n_fills);
	return 0;
}

static const struct artifact outputs[] = {
	{ "*.pdf", ARTIFACT_FILES },
	{ NULL, ARTIFACT_FILES },
};

const struct stage stage_report = {
	.name = "report",
	.summary = "fill the report templates and write them as PDF",
	.version = 2,
	.inputs = published_artifacts,
	.outputs = outputs,
	.keys = fill_keys,
	.depends = fill_depend,
	.run = run,
};
