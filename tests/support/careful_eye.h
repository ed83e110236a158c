/* Look at every figure and page of a report as a careful reader would. */
#ifndef TESTS_SUPPORT_CAREFUL_EYE_H
#define TESTS_SUPPORT_CAREFUL_EYE_H

#include <stddef.h>

struct careful_eye {
	const char *template_path;
	const char *folder;        /* of the project: words, boundaries */
	const char *published;     /* path of published.db */
	const char *const *values; /* of the project: name, value, ..., NULL */
};

/*
 * Fill the template in LANGUAGE, all its sheets, as a test that fails when that
 * does not work, and count what is wrong: text that leaves the canvas,
 * overlaps, is too small or too pale, and what page_look.h finds.  Each finding
 * is printed.  Adds to N_FIGURES.
 */
size_t careful_eye_findings(const struct careful_eye *eye, const char *language,
			    size_t *n_figures);

#endif
