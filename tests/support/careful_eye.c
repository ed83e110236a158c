#include "tests/support/careful_eye.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/phrases.h"
#include "pipeline/draw/lint.h"
#include "pipeline/page/flow.h"
#include "stages/fill_private.h"
#include "tests/support/page_look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct careful_eye {
	struct project *project;
	struct database *published;
};

static size_t complain(const struct lint_report *report, const char *where)
{
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct lint_finding *finding = &report->findings[i];

		print_message("%s: %s: '%s' '%s' %g\n", where, finding->rule,
			      finding->text,
			      finding->other ? finding->other : "",
			      finding->measure);
	}
	return report->n_findings;
}

static size_t look_at_figures(const struct filled_template *filled,
			      const char *where, size_t *n_figures)
{
	void *ctx = talloc_new(NULL);
	size_t n = 0;

	for (size_t i = 0; i < filled->n_exhibits; i++) {
		const struct exhibit *exhibit = &filled->exhibits[i];

		if (!exhibit->figure)
			continue;
		++*n_figures;
		n += complain(
			lint_run(ctx, exhibit->figure),
			memory_format(ctx, "%s %s", where, exhibit->slug));
	}
	talloc_free(ctx);
	return n;
}

static size_t look_at_pages(const struct filled_template *filled,
			    const char *where)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct pages *pages;
	size_t n;

	assert_int_equal(flow_layout(ctx, filled->document, &pages, &error), 0);
	n = page_look_findings(pages, where);
	for (size_t i = 0; i < pages->n_pages; i++)
		n += complain(lint_run(ctx, pages->pages[i].list),
			      memory_format(ctx, "%s page %zu", where, i + 1));
	talloc_free(ctx);
	return n;
}

/* One document of the template: all of it, or the sheet I. */
static size_t look_at(struct template_opened *opened, size_t i,
		      const char *where, size_t *n_figures)
{
	void *ctx = talloc_new(NULL);
	struct filled_template *filled = NULL;
	struct error error = { 0 };
	size_t n;

	template_fill_sheet(ctx, opened, i, &filled, &error);
	assert_string_equal(error.what, "");
	n = look_at_figures(filled, where, n_figures);
	n += look_at_pages(filled, where);
	talloc_free(ctx);
	return n;
}

/* One report in one language, all its sheets. */
static size_t look_at_report(const struct careful_eye *eye,
			     const struct project_report *report,
			     const char *language, size_t *n_figures)
{
	void *ctx = talloc_new(NULL);
	struct fill_job job = { .report = report, .language = language };
	struct template_opened *opened = NULL;
	struct template_request *request = NULL;
	struct error error = { 0 };
	struct phrases *phrases;
	const struct table *sheets;
	size_t n = 0;

	assert_int_equal(phrases_load(ctx, language, eye->project->folder,
				      &phrases, &error),
			 0);
	job.phrases = phrases;
	if (fill_request(ctx, eye->project, &job, eye->published, &request,
			 &error) == 0 &&
	    font_set_open(ctx, NULL, &request->fonts, &error) == 0)
		template_open(ctx, request, &opened, &error);
	assert_string_equal(error.what, "");
	sheets = template_sheets(opened);
	for (size_t i = 0; i < (sheets ? sheets->n_rows : 1); i++)
		n += look_at(opened, i,
			     memory_format(ctx, "%s-%s %zu",
					   report->template_name, language,
					   i + 1),
			     n_figures);
	template_close(opened);
	talloc_free(ctx);
	return n;
}

size_t careful_eye_findings(const char *folder, const char *published,
			    size_t *n_figures)
{
	void *ctx = talloc_new(NULL);
	struct careful_eye eye = { NULL, NULL };
	struct error error = { 0 };
	size_t n = 0;

	if (project_load(ctx, folder, &eye.project, &error) == 0)
		database_open(ctx, published, DATABASE_READ, &eye.published,
			      &error);
	assert_string_equal(error.what, "");
	for (size_t i = 0; i < eye.project->n_reports; i++) {
		const struct project_report *report = &eye.project->reports[i];

		for (size_t l = 0; l < report->n_languages; l++)
			n += look_at_report(&eye, report, report->languages[l],
					    n_figures);
	}
	talloc_free(ctx);
	return n;
}
