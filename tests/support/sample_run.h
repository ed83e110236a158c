/* A sample project of config/, run as a person would run it, for golden tests.
 */
#ifndef TESTS_SUPPORT_SAMPLE_RUN_H
#define TESTS_SUPPORT_SAMPLE_RUN_H

#include <stddef.h>

/* A talloc object: the fixture of a group of tests. */
struct sample_run {
	void *ctx; /* itself */
	const char *id;
	const char *folder; /* scratch: a/ID holds the first run's outputs */
	char *said;         /* by the first run */
};

/* A cmocka setup of the project ID, run once, and its teardown. */
int sample_run_set_up(void **state, const char *id);
int sample_run_tear_down(void **state);

/* Run it into FOLDER/NAME: a again, or anew elsewhere.  OUTPUT may be NULL. */
int sample_run_into(const struct sample_run *run, const char *name,
		    char **output);

/* tests/golden/ID.py finds no figure that differs from the sample's files. */
void sample_run_figures_agree(const struct sample_run *run);

/* These N documents of the first run keep the rules of accessible PDF. */
void sample_run_is_accessible(const struct sample_run *run,
			      const char *const *pdfs, size_t n);

int sample_run_pages(const struct sample_run *run, const char *pdf);

/* A second run gives the same bytes, but for published.db. */
void sample_run_is_repeatable(const struct sample_run *run);

/* The careful eye finds nothing in its reports, which have LEAST figures or
 * more; see careful_eye.h. */
void sample_run_looks_well(const struct sample_run *run, size_t least);

#endif
