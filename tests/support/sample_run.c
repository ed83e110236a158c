#include "tests/support/sample_run.h"

#include "pipeline/core/memory.h"
#include "tests/support/careful_eye.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

/* cmocka wants the headers above first. */
#include <cmocka.h>

int sample_run_into(const struct sample_run *run, const char *name,
		    char **output)
{
	return command_run(run->ctx, output,
			   "%s run config/%s --output %s/%s --work %s/%s-work",
			   command_program(), run->id, run->folder, name,
			   run->folder, name);
}

int sample_run_set_up(void **state, const char *id)
{
	struct sample_run *run = memory_new(NULL, struct sample_run);
	int code;

	run->ctx = run;
	run->id = id;
	run->folder = scratch_folder(run);
	*state = run;
	code = sample_run_into(run, "a", &run->said);
	if (code)
		print_message("%s", run->said);
	return code;
}

int sample_run_tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

/* OUTPUT is worth reading where CODE is not 0. */
static void expect_done(int code, const char *output)
{
	if (code)
		print_message("%s", output);
	assert_int_equal(code, 0);
}

void sample_run_figures_agree(const struct sample_run *run)
{
	char *output;
	int code = command_run(run->ctx, &output,
			       "/usr/bin/python3 tests/golden/%s.py "
			       "%s/a/%s/published.db",
			       run->id, run->folder, run->id);

	expect_done(code, output);
}

void sample_run_is_accessible(const struct sample_run *run,
			      const char *const *pdfs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *output;
		int code = command_run(
			run->ctx, &output,
			"/usr/bin/python3 tests/support/check_pdf.py %s/a/%s/%s",
			run->folder, run->id, pdfs[i]);

		expect_done(code, output);
	}
}

int sample_run_pages(const struct sample_run *run, const char *pdf)
{
	char *pages;

	assert_int_equal(
		command_run(run->ctx, &pages,
			    "pdfinfo %s/a/%s/%s | sed -n 's/^Pages: *//p'",
			    run->folder, run->id, pdf),
		0);
	return atoi(pages);
}

void sample_run_is_repeatable(const struct sample_run *run)
{
	assert_int_equal(sample_run_into(run, "b", NULL), 0);
	assert_int_equal(command_run(run->ctx, NULL,
				     "diff -r -x published.db %s/a/%s %s/b/%s",
				     run->folder, run->id, run->folder,
				     run->id),
			 0);
}

void sample_run_looks_well(const struct sample_run *run, size_t least)
{
	const char *folder = memory_format(run->ctx, "config/%s", run->id);
	const char *published = memory_format(run->ctx, "%s/a/%s/published.db",
					      run->folder, run->id);
	size_t n_figures = 0;

	assert_int_equal(careful_eye_findings(folder, published, &n_figures),
			 0);
	assert_true(n_figures >= least);
}
