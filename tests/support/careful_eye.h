/* Look at every figure and page of a project's reports as a careful reader
 * would. */
#ifndef TESTS_SUPPORT_CAREFUL_EYE_H
#define TESTS_SUPPORT_CAREFUL_EYE_H

#include <stddef.h>

/*
 * Fill the reports of the project in FOLDER from the database at the path
 * PUBLISHED, in all their languages and with all their sheets, as a test that
 * fails when that does not work, and count what is wrong: text that leaves the
 * canvas, overlaps, is too small or too pale, and what page_look.h finds.  Each
 * finding is printed.  Adds to N_FIGURES.
 */
size_t careful_eye_findings(const char *folder, const char *published,
			    size_t *n_figures);

#endif
