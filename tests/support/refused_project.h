/* Project files that are not taken, and what is said of them. */
#ifndef TESTS_SUPPORT_REFUSED_PROJECT_H
#define TESTS_SUPPORT_REFUSED_PROJECT_H

/*
 * A project.yaml of this TEXT, beside a file a.csv, is refused: one of its
 * problems says WHAT, is at a place that holds WHERE, and has a remedy.
 */
void refused_project(const char *text, const char *what, const char *where);

#endif
