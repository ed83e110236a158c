#include "tests/support/careful_eye.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/lint.h"
#include "pipeline/page/flow.h"
#include "pipeline/page/template.h"
#include "tests/support/page_look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

static void open_world(const struct careful_eye *eye, void *ctx,
		       const char *language, struct template_request *request)
{
	struct phrases *phrases;
	struct error error = { 0 };

	*request = (struct template_request){
		.path = eye->template_path,
		.folder = eye->folder,
		.figure_width = flow_text_width(),
		.figure_height = flow_figure_height(),
		.figure_height_wanted = flow_figure_height_below_text(),
		.values = eye->values,
	};
	assert_int_equal(
		phrases_load(ctx, language, eye->folder, &phrases, &error), 0);
	request->phrases = phrases;
	assert_int_equal(font_set_open(ctx, NULL, &request->fonts, &error), 0);
	assert_int_equal(database_open(ctx, eye->published, DATABASE_READ,
				       &request->published, &error),
			 0);
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

size_t careful_eye_findings(const struct careful_eye *eye, const char *language,
			    size_t *n_figures)
{
	void *ctx = talloc_new(NULL);
	struct template_opened *opened = NULL;
	struct template_request request;
	struct error error = { 0 };
	const struct table *sheets;
	size_t n = 0;

	open_world(eye, ctx, language, &request);
	template_open(ctx, &request, &opened, &error);
	assert_string_equal(error.what, "");
	sheets = template_sheets(opened);
	for (size_t i = 0; i < (sheets ? sheets->n_rows : 1); i++)
		n += look_at(opened, i,
			     memory_format(ctx, "%s %s %zu", eye->template_path,
					   language, i + 1),
			     n_figures);
	template_close(opened);
	talloc_free(ctx);
	return n;
}
